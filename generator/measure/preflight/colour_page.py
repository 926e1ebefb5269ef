"""Which sides show colour, for offices that print these on another printer."""

from collections.abc import Iterator

from generator.measure.preflight.case import Remark
from generator.model import PaperOrder, Severity


def check(order: PaperOrder) -> Iterator[Remark]:
    """Yield one remark for a volume's sides with colour."""
    if order.colour:
        yield Remark(
            Severity.INFO,
            f"有彩色，共 {len(order.colour)} 面",
            "只把这些面彩印的，页码范围可从“打印预检.xlsx”的“彩色页”复制；全册彩印的，不必处理。",
            order.colour,
        )
