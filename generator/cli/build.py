"""``build``: make the binders of some units, and say what was made of each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.base.errors import WorkspaceError
from generator.base.terminal import say
from generator.binder.formats import FORMATS
from generator.cli import DONE, GAPS
from generator.cli.declaring import JOBS, UNMASKED, command, importing, output_option

if TYPE_CHECKING:
    from generator.binder.build import Outcome


class Formats(click.ParamType[tuple[str, ...]]):
    """A comma-separated choice of output formats."""

    name = "pdf,word"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """The named formats in fixed order."""
        if isinstance(value, tuple):
            return value
        named = {part.strip().casefold() for part in str(value).split(",") if part.strip()}
        if not named or named - set(FORMATS):
            self.fail(f"“{value}”不是可用的格式，可写 pdf、word 或 pdf,word", param, ctx)
        return tuple(name for name in FORMATS if name in named)


@command("build", "生成成册（默认命令）")
@click.argument("units", nargs=-1, metavar="[单位]...")
@click.option("--all", "everything", is_flag=True, help="生成 evidence 下的全部单位。")
@click.option("--format", "formats", type=Formats(), default="pdf,word", help="只要其中一种格式。")
@click.option("--group", help="只生成某一组，如 3；输出到“单位-group-3”文件夹。")
@output_option("输出位置")
@UNMASKED
@click.option("--screen", is_flag=True, help="另外生成 binder.pdf：各卷合成一册，供在屏幕上看。")
@click.option("--strict", is_flag=True, help="有缺项时以退出码 1 结束。")
@JOBS
@click.pass_obj
def build_command(
    folder: Path | None,
    units: tuple[str, ...],
    everything: bool,
    formats: tuple[str, ...],
    group: str | None,
    output: Path | None,
    unmasked: bool,
    screen: bool,
    strict: bool,
    jobs: int | None,
) -> int:
    """生成一个或多个单位的成册，放进 output/单位/。

    缺少的材料在册内以“缺项页”占位，并列入缺项清单.xlsx。材料文件只读不改。
    """
    with importing():
        from generator.binder.build import build
        from generator.binder.request import Request
        from generator.cli.opening import at_work, day_of, processes
        from generator.cli.progress import Progress
        from generator.office.unit import unit_ids
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
            processes(jobs),
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
    from generator.binder.outputs import PREFLIGHT_BOOK
    from generator.cli.screen import (
        render_classified,
        render_late,
        render_led,
        render_preflight_counts,
        render_summary,
        render_worst,
    )
    from generator.convert.office_versions import about_old
    from generator.lettering.fonts import named

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
    say(*render_late(outcome.late))
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
    say(f"本次转换 {outcome.converted} 件，沿用 {outcome.cached} 件。", *about_old(outcome.office))
    say(*render_led(outcome.led))
    say(f"已写入 {shown.as_posix()}/：{'、'.join(sorted(outcome.files))}")
