"""Picture a page as cheaply as what it shows allows.

A page that is one JPEG is pictured from the JPEG itself, decoded at a fraction of its size: a
decoder that needs only a quarter or an eighth of the pixels skips most of its work, several times
faster than drawing the page, which decodes them all and then scales them down.
"""

import ctypes
import io
from contextlib import suppress
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from generator.base.cut_off import cut_off_is_an_error
from generator.lettering.lone_jpeg import Bounds, LoneImage
from generator.measure.surveys import calls
from generator.measure.surveys.images import Objects, all_grey, lowest_image
from generator.measure.surveys.lettering import Lettering
from generator.measure.surveys.sources import Sources

_BYTES = 4

#: Pixels that are decoded for one of the picture's, at least: fewer would blur thin strokes and
#: dust. Just under 1, so that a scan of 200 dpi is decoded at a quarter.
_DECODED = 0.95
_TURNS = {
    90: Image.Transpose.ROTATE_270,  # Pillow turns the other way round
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True, slots=True)
class Look:
    """What a page shows: its objects and text, whether images make up most of it.

    ``size`` is that of the picture to make, in pixels.
    """

    objects: Objects
    text: Lettering
    whole: bool
    size: tuple[int, int]


def picture_of(page: pypdfium2.PdfPage, index: int, look: Look, sources: Sources) -> Image.Image:
    """The page as a reader sees it.

    A page that is one JPEG is decoded small. Where other things lie over the JPEG of a scan (the
    number of an archive, a stamp), they are drawn on it. All else is drawn by pdfium alone.

    Args:
        page: the page, in which a scan may be hidden afterwards.
        index: its number in the document, from 0.
        look: what it shows.
        sources: the document for qpdf.

    Returns:
        A picture of mode L, RGB or RGBX; grey pages have one colour alone.
    """
    if len(look.objects.images) == 1:
        visible = _visible(page)
        with suppress(OSError):  # a damaged JPEG: let the PDF library show what it can
            if not look.objects.others and look.text.characters == 0:
                scan = sources.lone(index, visible)
                if scan is not None:
                    return picture_scan(scan, look.size, page.get_rotation())
            if look.whole and lowest_image(page):
                scan = sources.lowest(index, visible)
                if scan is not None:
                    below = picture_scan(scan, look.size, page.get_rotation())
                    return draw(page, look.size, below)
    picture = draw(page, look.size)
    return picture.getchannel(0) if _is_grey(page, look) else picture


def _is_grey(page: pypdfium2.PdfPage, look: Look) -> bool:
    """Whether the page plainly has no colours, with its form fields, annotations and letters."""
    plain = not (page.formenv or look.text.drawn or pdfium.FPDFPage_GetAnnotCount(page))
    return plain and all_grey(look.objects)


def _visible(page: pypdfium2.PdfPage) -> Bounds:
    """What is shown of a page in its own space: left, bottom, right and top in points."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    return box.left, box.bottom, box.right, box.top


def draw(
    page: pypdfium2.PdfPage, size: tuple[int, int], beneath: Image.Image | None = None
) -> Image.Image:
    """Draw a page as a reader sees it.

    Args:
        page: the page, with its form fields if its document was told to show them.
        size: width and height of the picture in pixels.
        beneath: a picture of that size to draw it on instead of white paper; what the page draws
            first, an image, is left out then.

    Returns:
        A picture of mode RGBX with blue in the place of red: pdfium is quickest so, and where
        print stands does not depend on it.

    Raises:
        MemoryError: the picture does not fit.
    """
    wide, high = size
    if beneath is None:
        form, pixels = pdfium.FPDFBitmap_BGRA, bytearray(b"\xff") * (wide * high * _BYTES)
    else:
        form, pixels = pdfium.FPDFBitmap_BGRx, bytearray(_swapped(beneath))
        calls.hide(calls.object_at(calls.address(page), 0), 0)
    memory = (ctypes.c_char * len(pixels)).from_buffer(pixels)
    bitmap = pdfium.FPDFBitmap_CreateEx(wide, high, form, memory, wide * _BYTES)
    if not bitmap:
        raise MemoryError
    try:
        whole = 0, 0, wide, high, 0, pdfium.FPDF_ANNOT
        pdfium.FPDF_RenderPageBitmap(bitmap, page, *whole)
        if page.formenv:
            pdfium.FPDF_FFLDraw(page.formenv, bitmap, page, *whole)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return Image.frombuffer("RGBX", size, pixels, "raw", "RGBX", 0, 1)


def _swapped(picture: Image.Image) -> bytes:
    """The picture's pixels as pdfium keeps them: blue, green, red and one byte without meaning."""
    return picture.convert("RGB").tobytes("raw", "BGRX")


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
