"""Which sheets are A3 and have to be folded."""

from collections.abc import Iterator

from generator.measure.preflight.case import Remark
from generator.model import PaperOrder, Severity


def check(order: PaperOrder) -> Iterator[Remark]:
    """Yield one remark for a volume's A3 sides."""
    pages = tuple(page for page in order.volume.pages if page.folded)
    if pages:
        yield Remark(
            Severity.INFO,
            f"用 A3 纸，共 {len(pages)} 面、{order.a3} 张",
            "请用 A3 纸按实际大小打印，向里折到 A4 大小，再按顺序放回。",
            pages,
        )
