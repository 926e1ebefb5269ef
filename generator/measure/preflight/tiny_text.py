"""Text that prints smaller than people can read, mostly of sheets that were made to fit."""

from collections.abc import Iterator

from generator.measure.preflight.case import Part, Remark, Side, pages_of
from generator.model import Severity


def check(part: Part) -> Iterator[Remark]:
    """Yield one remark for all pages with text below the limit, with the smallest size."""
    sizes = [(side, _smallest(side)) for side in part.sides]
    small = [(side, size) for side, size in sizes if size and size < part.limits.smallest_text]
    if small:
        least = min(size for _, size in small)
        yield Remark(
            Severity.WARNING,
            f"有文字印出来只有 {least:.1f} 磅，小于 {part.limits.smallest_text:g} 磅",
            "看不清的，请在原来的软件里放大字号、减少列数或改用 A3 纸，重新导出后替换。",
            pages_of(tuple(side for side, _ in small)),
        )


def _smallest(side: Side) -> float:
    """The page's smallest text in points as printed; 0 without text."""
    if side.survey is None or side.survey.smallest_text is None:
        return 0.0
    return round(side.survey.smallest_text * side.page.fit.scale, 1)
