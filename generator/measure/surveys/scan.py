"""Picture a page that is one JPEG from the JPEG itself, decoded at a fraction of its size.

A decoder that needs only a quarter or an eighth of the pixels skips most of its work: several
times faster than drawing the page, which decodes them all and then scales them down.
"""

import io

from PIL import Image

from generator.base.cut_off import cut_off_is_an_error
from generator.lettering.lone_jpeg import LoneImage

#: Pixels that are decoded for one of the picture's, at least: fewer would blur thin strokes and
#: dust. Just under 1, so that a scan of 200 dpi is decoded at a quarter.
_DECODED = 0.95
_TURNS = {
    90: Image.Transpose.ROTATE_270,  # Pillow turns the other way round
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}


def picture_scan(scan: LoneImage, size: tuple[int, int], turn: int) -> Image.Image:
    """The page as a reader sees it, grey or RGB, on white.

    Args:
        scan: the page's JPEG, and its place on the page before that is turned.
        size: width and height of the picture in pixels, as a reader sees the page.
        turn: how far the page is turned clockwise: 0, 90, 180 or 270 degrees.

    Raises:
        OSError: the JPEG is damaged.
    """
    wide, high = size if turn % 180 == 0 else size[::-1]
    left, top = round(scan.box.left * wide), round(scan.box.top * high)
    right = round((scan.box.left + scan.box.width) * wide)
    bottom = round((scan.box.top + scan.box.height) * high)
    shown = max(1, right - left), max(1, bottom - top)
    jpeg = io.BytesIO(scan.jpeg)
    with cut_off_is_an_error(), Image.open(jpeg, formats=("JPEG",)) as image:
        image.draft(None, (round(_DECODED * shown[0]), round(_DECODED * shown[1])))
        grown = image.width <= shown[0] and image.height <= shown[1]
        way = Image.Resampling.NEAREST if grown else Image.Resampling.BOX  # alike, but faster
        scaled = image.resize(shown, way)
    page = scaled
    if (left, top, *shown) != (0, 0, wide, high):
        page = Image.new(scaled.mode, (wide, high), "white")
        page.paste(scaled, (left, top))
    return page.transpose(_TURNS[turn]) if turn else page
