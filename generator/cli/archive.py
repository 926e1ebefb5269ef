"""``archive``: make the archive set of one unit, and say what went into which box."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.base.terminal import say
from generator.cli import DONE
from generator.cli.declaring import JOBS, UNIT, UNMASKED, command, importing, output_option

if TYPE_CHECKING:
    from generator.archive import ArchiveOutcome
    from generator.model import ArchiveBalance, Box, LeftOut, Remark

#: More remarks than these stand in the listing alone.
_MOST = 20


@command("archive", "按件归档")
@UNIT
@output_option("输出位置")
@UNMASKED
@JOBS
@click.pass_obj
def archive_command(
    folder: Path | None, unit: str, output: Path | None, unmasked: bool, jobs: int | None
) -> int:
    """按件归档：每件一个盖好归档章的 PDF，还有归档文件目录、盒内备考表、盒标签。

    都放进 output/单位-归档/。缺少的、不能归档的材料列在归档文件目录.xlsx 的“未能归档”里。
    材料文件只读不改。
    """
    with importing():
        from generator.archive import ArchiveRequest, archive, find_validator
        from generator.cli.opening import at_work, day_of, processes
        from generator.cli.progress import Progress
    root, workspace = at_work(folder)
    request = ArchiveRequest(
        unit, day_of(workspace), (output or root / "output").absolute(), processes(jobs), unmasked
    )
    with Progress() as progress:
        outcome = archive(workspace, request, find_validator(), progress)
    _tell(outcome, root)
    return DONE


def _tell(outcome: ArchiveOutcome, root: Path) -> None:
    """Say what went into which box, what is in none, and what a person should look at."""
    from generator.archive import IGNORED
    from generator.cli.screen import render_classified, render_late

    shown = outcome.folder
    if shown.is_relative_to(root):
        shown = shown.relative_to(root)
    items = sum(len(box.items) for box in outcome.boxes)
    pages = sum(box.pages for box in outcome.boxes)
    name = outcome.assessment.unit.name
    say("", f"{name}归档：{items} 件 {pages} 页，{len(outcome.boxes)} 盒")
    say(*render_boxes(outcome.boxes))
    if outcome.remarks:
        say("", f"须核对 {len(outcome.remarks)} 处：", *render_remarks(outcome.remarks))
    if classified := render_classified(outcome.assessment):
        say("", *classified)
    say(*render_late(outcome.late))
    if outcome.left_out:
        say("", *render_left_out(outcome.left_out, frozenset({IGNORED})))
    for label in outcome.labels:
        if label.overfull:
            say("", f"注意：{label.name}比最厚的标准盒还厚，请分装。")
    say("", render_balance(outcome.balance))
    verdicts = Counter(str(verdict.outcome) for verdict in outcome.verdicts.values())
    said = "、".join(f"{name} {count} 件" for name, count in sorted(verdicts.items()))
    if said:
        say(f"PDF/A-1b（PDFBox Preflight）：{said}。")
    say(f"已写入 {shown.as_posix()}/：{'、'.join(outcome.files)}")


def render_boxes(boxes: Sequence[Box]) -> list[str]:
    """One line for each class: how much it holds, and in which boxes."""
    return list(_classes(boxes))


def _classes(boxes: Sequence[Box]) -> Iterator[str]:
    for kind in dict.fromkeys(box.kind for box in boxes):
        own = [box for box in boxes if box.kind == kind]
        items, pages = sum(len(box.items) for box in own), sum(box.pages for box in own)
        numbers = [str(own[0].number), *([str(own[-1].number)] if len(own) > 1 else [])]
        yield f"  {kind.name}：{items} 件 {pages} 页，第 {'—'.join(numbers)} 盒"


def render_left_out(left_out: Sequence[LeftOut], silent: frozenset[str]) -> list[str]:
    """Everything that is in no 件 by kind, with reasons.

    Args:
        left_out: what is left out.
        silent: kinds that are only counted here, for the listing has them all.
    """
    lines = []
    for kind, count in Counter(one.kind for one in left_out).items():
        lines.append(f"{kind} {count} 处：" if kind not in silent else f"{kind} {count} 处。")
        if kind not in silent:
            lines += [_line(one) for one in left_out if one.kind == kind]
    return lines


def _line(one: LeftOut) -> str:
    where = " ".join(part for part in (one.item, one.path) if part)
    return f"  {where}：{one.reason}"


def render_remarks(remarks: Sequence[Remark]) -> list[str]:
    """What to look at before filing; a long list is cut, for the listing has all of it."""
    lines = [f"  {_whom(one)}：{one.message}" for one in remarks[:_MOST]]
    if len(remarks) > _MOST:
        lines.append(f"  其余 {len(remarks) - _MOST} 处见 归档文件目录.xlsx 的“须核对”")
    return lines


def _whom(one: Remark) -> str:
    return f"{one.position:04d} {one.title}" if one.position else one.title


def render_balance(sums: ArchiveBalance) -> str:
    """The sum in one sentence."""
    parts = [f"已归档 {sums.archived}"]
    parts += [f"压缩包本身 {sums.wrappers}"] if sums.wrappers else []
    parts += [f"不能归档 {sums.unbindable}", f"未归类 {sums.unassigned}"]
    return f"收到文件 {sums.filed} 份 = {' + '.join(parts)}；另有不计入的 {sums.ignored} 份。"
