"""Pages so full that their number stands on other print."""

from collections.abc import Iterator

from generator.measure.preflight.case import Part, Remark, pages_of
from generator.model import Severity


def check(part: Part) -> Iterator[Remark]:
    """Yield one remark for all numbers that found no free place."""
    sides = tuple(side for side in part.sides if side.page.imprint and side.page.imprint.over)
    if sides:
        yield Remark(
            Severity.WARNING,
            "页面四周没有空处，页码压在了内容上",
            "请打印一页看能否认清；认不清的，换一份留有页边的材料，或打印后用笔补写页码。",
            pages_of(sides),
        )
