"""Tell whether a PDF page is nothing but one upright JPEG that can stand for it."""

import pikepdf

from generator.lettering.lone_jpeg import Box, LoneImage, lone_jpeg
from generator.lettering.page_box import rotation, visible_box
from generator.lettering.pdf_names import UNREADABLE

__all__ = ["Box", "LoneImage", "lone_image"]


def lone_image(page: pikepdf.Page) -> LoneImage | None:
    """The page's only content, if that is one upright JPEG that looks the same by itself.

    Text (even invisible), annotations, a rotated page, masks, clips, colour spaces other than
    grey or RGB, or an image that hangs over the page's edge make it an ordinary page: ``None``.
    """
    try:
        turned, visible = rotation(page) != 0, visible_box(page)
    except UNREADABLE:
        return None
    return None if turned else lone_jpeg(page, visible)
