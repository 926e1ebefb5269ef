"""Pages whose number could not be printed in its own place."""

from collections.abc import Iterator

from generator.measure.preflight.case import Part, Remark, pages_of
from generator.model import Severity


def check(part: Part) -> Iterator[Remark]:
    """Yield one remark for all numbers that stand in another place."""
    sides = tuple(side for side in part.sides if side.page.imprint and side.page.imprint.moved)
    if sides:
        yield Remark(
            Severity.INFO,
            "印页码的位置上有内容，页码已改印在最近的空处",
            "请翻看这些页，页码清楚就不必处理。",
            pages_of(sides),
        )
