"""Draw a page small, on white paper or on a picture of its lowest image."""

import ctypes

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from generator.measure.surveys import calls

_BYTES = 4


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
