"""Pages whose text does not stand upright on the sheet as it will be bound.

A landscape page is bound with its head to the left (GB/T 9704-2012, as quoted in public): text
that the plan itself turned so is right. On an upright page the same position may be a landscape
table or a letter that was scanned sideways, which only people can tell. Only text says how a page
stands; a picture of a page without recognised text says nothing.
"""

from collections.abc import Iterator

from generator.measure.preflight.case import Part, Remark, Side, pages_of
from generator.model import Severity

_REMEDY = "请在阅读器里把这些页转正后另存，或重新扫描，替换原来的文件。"
_HEAD_LEFT = 270


def check(part: Part) -> Iterator[Remark]:
    """Yield one remark for each way in which pages stand wrong."""
    for turn, severity, said, remedy in (
        (180, Severity.WARNING, "印出来文字上下颠倒", _REMEDY),
        (90, Severity.WARNING, "印出来文字横躺，字头朝右", _REMEDY),
        (
            _HEAD_LEFT,
            Severity.INFO,
            "文字横躺，字头朝左",
            f"横排的表格就该这样，不必处理；不是横排的表格，{_REMEDY}",
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
