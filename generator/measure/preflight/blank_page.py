"""Pages of evidence that show nothing: mostly the backs of a two-sided scan."""

from collections.abc import Iterator

from generator.measure.preflight.case import Part, Remark, pages_of
from generator.model import Severity


def check(part: Part) -> Iterator[Remark]:
    """Yield one remark for all pages without any mark."""
    sides = tuple(side for side in part.sides if side.survey is not None and side.survey.blank)
    if sides:
        yield Remark(
            Severity.WARNING,
            "整页空白，看不出任何字迹",
            "请核对原件：是扫描时带进的背面，删去后重新扫描或导出；原件就是空白的，不必处理。",
            pages_of(sides),
        )
