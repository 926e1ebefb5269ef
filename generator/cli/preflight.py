"""List the pages to look at before printing, and how much paper it takes."""

from pathlib import Path

from generator.base.terminal import hand_over, say
from generator.binder.build import Request, plan_binder
from generator.cli import DONE, GAPS
from generator.cli.opening import at_work, day_of, hands
from generator.cli.preflight_json import render_preflight_json
from generator.cli.preflight_screen import render_preflight
from generator.cli.progress import Progress


def run(
    folder: Path | None, unit: str, *, as_json: bool, group: str | None, jobs: int | None
) -> int:
    """Plan the unit's binder, or that of one group, and print what was found on its pages.

    Raises:
        BinderError: the binder cannot be planned; the message says why and what to do.
    """
    root, workspace = at_work(folder)
    request = Request(unit, day_of(workspace), root / "output", group=group, jobs=hands(jobs))
    with Progress() as progress:
        planned = plan_binder(workspace, request, progress)
    if as_json:
        hand_over(render_preflight_json(planned.assessment, planned.preflight))
    else:
        say(*render_preflight(planned.preflight))
    return GAPS if planned.preflight.warned else DONE
