"""Evidence that reached into the binding margin, and what was done about it."""

from collections.abc import Iterator

from generator.measure.preflight.case import Part, Remark, Side, pages_of
from generator.model import Severity


def check(part: Part) -> Iterator[Remark]:
    """Yield a remark each for what was left as it is, what was moved and what was made smaller."""
    reaching = [side for side in part.sides if side.page.fit.intrudes > 0]
    for remark in (_kept, _moved, _shrunk):
        sides = tuple(side for side in reaching if _treated(side) is remark)
        if sides:
            most = max(side.page.fit.intrudes for side in sides)
            said = f"有内容进入 {part.margin:g} 毫米的装订边，最深 {most:.1f} 毫米"
            yield remark(sides, said)


def _treated(side: Side) -> object:
    fit = side.page.fit
    if side.shrunk_to < 1:
        return _shrunk
    return _moved if fit.dx or fit.dy else _kept


def _kept(sides: tuple[Side, ...], said: str) -> Remark:
    return Remark(
        Severity.WARNING,
        f"{said}，按设置没有移动",
        "装订可能遮住文字。请在 config.yaml 的 binding 里把 into_margin 写成 shift（外移）或"
        " shrink（缩小），或换一份页边够宽的材料。",
        pages_of(sides),
    )


def _moved(sides: tuple[Side, ...], said: str) -> Remark:
    most = max(abs(side.page.fit.dx) for side in sides)
    return Remark(
        Severity.INFO,
        f"{said}，已外移，最多 {most:.1f} 毫米",
        "请翻看这些页，内容完整就不必处理。",
        pages_of(sides),
    )


def _shrunk(sides: tuple[Side, ...], said: str) -> Remark:
    least = min(side.shrunk_to for side in sides)
    return Remark(
        Severity.INFO,
        f"{said}，已缩小让出，最小为原来的 {least:.1%}",
        "请翻看这些页，看得清就不必处理。",
        pages_of(sides),
    )
