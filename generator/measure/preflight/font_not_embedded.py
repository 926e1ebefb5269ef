"""Documents that do not bring the fonts of their text: the printer takes others."""

from collections.abc import Iterator

from generator.measure.preflight.case import Part, Remark, pages_of
from generator.model import Severity

_SHOWN = 5


def check(part: Part) -> Iterator[Remark]:
    """Yield one remark, where the document begins, with the names of the fonts."""
    if part.fonts and part.begins:
        more = f" 等 {len(part.fonts)} 种" if len(part.fonts) > _SHOWN else ""
        yield Remark(
            Severity.WARNING,
            f"原文件没有嵌入字体：{'、'.join(part.fonts[:_SHOWN])}{more}",
            "换一台电脑打印，字形和换行可能变样。请用原来的软件重新导出 PDF 并嵌入字体，"
            "或核对打印出来的页面。",
            pages_of(part.sides),
        )
