"""List the personal numbers that would be printed, and the pages that could not be searched."""

from pathlib import Path

from generator.base.terminal import hand_over, say
from generator.binder.build import Request, plan_binder
from generator.cli import DONE, GAPS
from generator.cli.opening import at_work, day_of, hands
from generator.cli.privacy_json import render_privacy_json
from generator.cli.privacy_screen import render_privacy
from generator.cli.progress import Progress
from generator.measure.privacy.report import privacy_report


def run(folder: Path | None, unit: str, *, as_json: bool, jobs: int | None) -> int:
    """Plan the unit's binder, search its documents, and print what stands on which page.

    Raises:
        BinderError: the binder cannot be planned; the message says why and what to do.
    """
    root, workspace = at_work(folder)
    request = Request(unit, day_of(workspace), root / "output", jobs=hands(jobs))
    with Progress() as progress:
        planned = plan_binder(workspace, request, progress)
        judged = planned.judged
        ledgers = judged.ledgers
        report = privacy_report(
            planned.plan,
            planned.assessment,
            judged.filing.files,
            {path: one for path, one in ledgers.by_path.items() if ledgers.drawn(path)},
            mask=workspace.config.mask,
            cache=workspace.cache,
            jobs=hands(jobs),
            progress=lambda done, total: progress("查找个人信息", done, total),
            timeout=workspace.config.conversion_timeout,
            limits=workspace.config.child_limits,
        )
    if as_json:
        hand_over(render_privacy_json(planned.assessment, report))
    else:
        say(*render_privacy(report))
    return GAPS if report.found or report.findings else DONE
