"""How a page of evidence stands on its side: drawn, upright, clear of margin and number."""

from collections import defaultdict
from collections.abc import Iterator

from generator.measure.preflight.case import BoundPart, Remark, Side, declared, pages_of
from generator.model import Severity

_TURN_THEM = "请在阅读器里把这些页转正后另存，或重新扫描，替换原来的文件。"
_HEAD_LEFT = 270


@declared("undrawable-page", "画不出的页")
def undrawable_page(part: BoundPart) -> Iterator[Remark]:
    """Yield one remark for all pages that could not be looked at for the same reason."""
    sides: dict[str, list[Side]] = defaultdict(list)
    for side in part.sides:
        if side.survey is not None and not side.survey.drawable:
            sides[side.survey.broken].append(side)
    for broken, own in sides.items():
        why = f"（{broken}）" if broken else ""
        yield Remark(
            Severity.WARNING,
            f"这些页画不出来{why}，版面没有检查，打印也可能是空白",
            "请用阅读器打开原件核对；打不开的，向来源单位重新索取，或另存为 PDF 后替换。",
            pages_of(tuple(own)),
        )


@declared("upside-down", "方向不正")
def upside_down(part: BoundPart) -> Iterator[Remark]:
    """Yield one remark for each way in which pages stand wrong.

    A landscape page is bound with its head to the left (GB/T 9704-2012, as quoted in public): text
    that the plan itself turned so is right. On an upright page the same position may be a
    landscape table or a letter that was scanned sideways, which only people can tell. Only text
    says how a page stands; a picture of a page without recognised text says nothing.
    """
    for turn, severity, said, remedy in (
        (180, Severity.WARNING, "印出来文字上下颠倒", _TURN_THEM),
        (90, Severity.WARNING, "印出来文字横躺，字头朝右", _TURN_THEM),
        (
            _HEAD_LEFT,
            Severity.INFO,
            "文字横躺，字头朝左",
            f"横排的表格就该这样，不必处理；不是横排的表格，{_TURN_THEM}",
        ),
    ):
        sides = tuple(side for side in part.sides if _turned(side) == turn)
        if sides:
            yield Remark(severity, said, remedy, pages_of(sides))


def _turned(side: Side) -> int:
    """How far the text is turned clockwise on the sheet; 0 where that is as it should be."""
    if side.survey is None:
        return 0
    ours = side.page.fit.turn
    turn = (side.survey.text_turn + ours) % 360
    return 0 if turn == _HEAD_LEFT and ours == _HEAD_LEFT else turn


@declared("blank-page", "空白页")
def blank_page(part: BoundPart) -> Iterator[Remark]:
    """Yield one remark for all pages without any mark."""
    sides = tuple(side for side in part.sides if side.survey is not None and side.survey.blank)
    if sides:
        yield Remark(
            Severity.WARNING,
            "整页空白，看不出任何字迹",
            "请核对原件：是扫描时带进的背面，删去后重新扫描或导出；原件就是空白的，不必处理。",
            pages_of(sides),
        )


@declared("content-in-margin", "占装订边")
def content_in_margin(part: BoundPart) -> Iterator[Remark]:
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


@declared("number-over-print", "页码压字")
def number_over_print(part: BoundPart) -> Iterator[Remark]:
    """Yield one remark for all numbers that found no free place."""
    sides = tuple(side for side in part.sides if side.page.imprint and side.page.imprint.over)
    if sides:
        yield Remark(
            Severity.WARNING,
            "页面四周没有空处，页码压在了内容上",
            "请打印一页看能否认清；认不清的，换一份留有页边的材料，或打印后用笔补写页码。",
            pages_of(sides),
        )


@declared("number-moved", "页码改位")
def number_moved(part: BoundPart) -> Iterator[Remark]:
    """Yield one remark for all numbers that stand in another place."""
    sides = tuple(side for side in part.sides if side.page.imprint and side.page.imprint.moved)
    if sides:
        yield Remark(
            Severity.INFO,
            "印页码的位置上有内容，页码已改印在最近的空处",
            "请翻看这些页，页码清楚就不必处理。",
            pages_of(sides),
        )
