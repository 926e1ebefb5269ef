"""Images that print coarser than archives ask of a scan."""

from collections.abc import Iterator

from generator.measure.preflight.case import Part, Remark, Side, pages_of
from generator.model import Severity


def check(part: Part) -> Iterator[Remark]:
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
