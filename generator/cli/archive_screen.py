"""What a clerk sees on the screen of an archive set: counts, what is left out, what to look at."""

from collections import Counter
from collections.abc import Iterator, Sequence

from generator.model import ArchiveBalance, Box, LeftOut, Remark

_MOST = 20


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
