"""Whether what stands on a page can be read in print: sizes of text, pictures, fonts."""

from collections.abc import Iterator

from generator.measure.preflight.case import BoundPart, Remark, Side, declared, pages_of
from generator.model import Severity

_FONTS_SHOWN = 5


@declared("tiny-text", "字太小")
def tiny_text(part: BoundPart) -> Iterator[Remark]:
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


@declared("low-resolution", "图片不清晰")
def low_resolution(part: BoundPart) -> Iterator[Remark]:
    """Yield one remark for all pages with images below the limit, with the coarsest."""
    found = [(side, _resolution(side)) for side in part.sides]
    coarse = [(side, dpi) for side, dpi in found if dpi is not None and dpi < part.limits.least_dpi]
    if coarse:
        least = min(dpi for _, dpi in coarse)
        yield Remark(
            Severity.WARNING,
            f"图片按打印尺寸只有 {least} dpi，低于 {part.limits.least_dpi} dpi",
            f"看不清的，请按 {part.limits.least_dpi} dpi 以上重新扫描，或换成原始照片"
            "（不要用聊天软件压缩过的）。",
            pages_of(tuple(side for side, _ in coarse)),
        )


def _resolution(side: Side) -> int | None:
    """The coarsest image's dots per inch on the sheet; ``None`` without images that count."""
    if side.survey is None or side.survey.image_dpi is None:
        return None
    return round(side.survey.image_dpi / side.page.fit.scale)


@declared("font-not-embedded", "字体未嵌入")
def font_not_embedded(part: BoundPart) -> Iterator[Remark]:
    """Yield one remark, where the document begins, with the names of the fonts."""
    if part.fonts and part.begins:
        more = f" 等 {len(part.fonts)} 种" if len(part.fonts) > _FONTS_SHOWN else ""
        yield Remark(
            Severity.WARNING,
            f"原文件没有嵌入字体：{'、'.join(part.fonts[:_FONTS_SHOWN])}{more}",
            "换一台电脑打印，字形和换行可能变样。请用原来的软件重新导出 PDF 并嵌入字体，"
            "或核对打印出来的页面。",
            pages_of(part.sides),
        )
