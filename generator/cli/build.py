"""Make the binders of some units, and say what was made of each."""

from collections.abc import Sequence
from pathlib import Path

from generator.base.errors import WorkspaceError
from generator.base.terminal import say
from generator.binder.build import Outcome, Request, build
from generator.binder.outputs import PREFLIGHT_BOOK
from generator.cli import DONE, GAPS
from generator.cli.late import tell_late
from generator.cli.opening import at_work, day_of, hands
from generator.cli.preflight_screen import render_preflight_counts
from generator.cli.progress import Progress
from generator.cli.screen import render_classified, render_summary, render_worst
from generator.lettering.fonts import named
from generator.office.unit import unit_ids


def run(
    folder: Path | None,
    units: Sequence[str],
    *,
    everything: bool,
    formats: tuple[str, ...],
    group: str | None,
    output: Path | None,
    unmasked: bool,
    screen: bool,
    strict: bool,
    jobs: int | None,
) -> int:
    """Build one unit after the other; with ``strict`` gaps decide the exit code.

    Raises:
        BinderError: a binder cannot be made; the message says why and what to do.
    """
    root, workspace = at_work(folder)
    names = unit_ids(root) if everything else units
    if not names:
        known = "、".join(unit_ids(root)) or "(evidence 下还没有单位)"
        raise WorkspaceError("没有写单位名称", f"可选：{known}；或用 --all 生成全部。")
    complete = True
    for name in names:
        request = Request(
            name,
            day_of(workspace),
            (output or root / "output").absolute(),
            formats,
            group,
            hands(jobs),
            unmasked,
            screen,
        )
        with Progress() as progress:
            outcome = build(workspace, request, progress)
        _tell(outcome, root)
        complete = complete and outcome.assessment.complete
    return GAPS if strict and not complete else DONE


def _tell(outcome: Outcome, root: Path) -> None:
    """Say what was made, how complete it is, and what to chase first."""
    assessment, plan = outcome.assessment, outcome.plan
    shown = outcome.folder
    if shown.is_relative_to(root):
        shown = shown.relative_to(root)
    say("", f"{assessment.unit.name}：{plan.title}", *render_summary(assessment))
    if worst := render_worst(assessment):
        say("", *worst)
    if assessment.unassigned:
        count = len(assessment.unassigned)
        say("", f"另有 {count} 件材料不在任何指标下，见未归类材料清单。")
    if classified := render_classified(assessment):
        say("", *classified)
    tell_late(outcome.late)
    if outcome.unprinted:
        say(
            "",
            f"注意：有些字没有通用的字形，印成了代码或标准字：{named(outcome.unprinted)}。",
            "请核对这些名称；能换用标准汉字的，改名后重新生成。",
        )
    verdict = f"不完整，缺 {assessment.gap_count} 处" if assessment.gap_count else "没有缺项"
    sums = plan.reconciliation
    say("")
    for volume in plan.volumes:
        thick = f"{volume.sheets} 张，约 {volume.thickness:.1f} 毫米厚"
        say(f"{volume.name}：{len(volume.pages)} 面，{thick}")
    said = f"成册 {len(plan.volumes)} 卷 {sums.total_pages} 面，{verdict}"
    say(f"{said}；各卷和全册核对平衡（应列 {sums.listed} 项）。")
    say(f"{render_preflight_counts(outcome.preflight)}详见 {PREFLIGHT_BOOK}。")
    say(f"本次转换 {outcome.converted} 件，沿用 {outcome.cached} 件。")
    say(f"已写入 {shown.as_posix()}/：{'、'.join(sorted(outcome.files))}")
