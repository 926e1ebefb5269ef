"""Functions of pdfium that take and give plain addresses.

pypdfium2 gives pointers as objects, which are slow to make and cannot be compared: on a page with
some hundred rules and letters they cost more than what pdfium itself does.
"""

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as pdfium

_HANDLE, _NUMBER = ctypes.c_void_p, ctypes.c_int

#: The linear part of a matrix and its shift, as in PDF: a, b, c, d, e, f.
Matrix = tuple[float, float, float, float, float, float]
#: Left, bottom, right, top.
Bounds = tuple[float, float, float, float]
UNCHANGED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_NOTHING: Matrix = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


def _plain(function: Any, gives: Any, *takes: Any) -> Callable[..., Any]:
    call: Callable[..., Any] = ctypes.cast(function, ctypes.CFUNCTYPE(gives, *takes))
    return call


count_objects = _plain(pdfium.FPDFPage_CountObjects, _NUMBER, _HANDLE)
object_at = _plain(pdfium.FPDFPage_GetObject, _HANDLE, _HANDLE, _NUMBER)
count_inner = _plain(pdfium.FPDFFormObj_CountObjects, _NUMBER, _HANDLE)
inner_at = _plain(pdfium.FPDFFormObj_GetObject, _HANDLE, _HANDLE, ctypes.c_ulong)
hide = _plain(pdfium.FPDFPageObj_SetIsActive, _NUMBER, _HANDLE, _NUMBER)
kind_of = _plain(pdfium.FPDFPageObj_GetType, _NUMBER, _HANDLE)
font_of = _plain(pdfium.FPDFTextObj_GetFont, _HANDLE, _HANDLE)
render_mode = _plain(pdfium.FPDFTextObj_GetTextRenderMode, _NUMBER, _HANDLE)
is_embedded = _plain(pdfium.FPDFFont_GetIsEmbedded, _NUMBER, _HANDLE)
base_name = _plain(
    pdfium.FPDFFont_GetBaseFontName, ctypes.c_ulong, _HANDLE, _HANDLE, ctypes.c_ulong
)
font_data = _plain(pdfium.FPDFFont_GetFontData, _NUMBER, _HANDLE, _HANDLE, ctypes.c_size_t, _HANDLE)
text_object = _plain(pdfium.FPDFText_GetTextObject, _HANDLE, _HANDLE, _NUMBER)
letter_at = _plain(pdfium.FPDFText_GetUnicode, ctypes.c_uint, _HANDLE, _NUMBER)

_font_size = _plain(pdfium.FPDFTextObj_GetFontSize, _NUMBER, _HANDLE, _HANDLE)
_matrix = _plain(pdfium.FPDFPageObj_GetMatrix, _NUMBER, _HANDLE, _HANDLE)
_bounds = _plain(pdfium.FPDFPageObj_GetBounds, _NUMBER, *[_HANDLE] * 5)
_fill = _plain(pdfium.FPDFPageObj_GetFillColor, _NUMBER, *[_HANDLE] * 5)
_stroke = _plain(pdfium.FPDFPageObj_GetStrokeColor, _NUMBER, *[_HANDLE] * 5)
_pixels = _plain(pdfium.FPDFImageObj_GetImagePixelSize, _NUMBER, *[_HANDLE] * 3)

# where pdfium writes what it is asked for; each answer is read before the next question
_FLOATS = (ctypes.c_float * 6)()
_FLOAT_AT = [ctypes.addressof(_FLOATS) + 4 * place for place in range(4)]
_NUMBERS = (ctypes.c_uint * 4)()
_NUMBER_AT = [ctypes.addressof(_NUMBERS) + 4 * place for place in range(4)]


def address(handle: Any) -> int:
    """Where something of pypdfium2's lies: a page, its text."""
    return ctypes.cast(handle.raw, _HANDLE).value or 0


def matrix_of(item: int) -> Matrix:
    """How an object lies in what is around it; squeezed to nothing where pdfium cannot tell."""
    if not _matrix(item, _FLOAT_AT[0]):
        return _NOTHING
    a, b, c, d, e, f = _FLOATS
    return a, b, c, d, e, f


def bounds_of(item: int) -> Bounds:
    """The box of an object in what is around it."""
    _bounds(item, *_FLOAT_AT)
    left, bottom, right, top, _, _ = _FLOATS
    return left, bottom, right, top


def font_size(item: int) -> float:
    """The size of a text object's font, before it is laid on the page."""
    _font_size(item, _FLOAT_AT[0])
    return float(_FLOATS[0])


def pixels_of(item: int) -> tuple[int, int]:
    """The width and height of an image in pixels; nothing where pdfium cannot tell."""
    _NUMBERS[0] = _NUMBERS[1] = 0
    _pixels(item, *_NUMBER_AT[:2])
    wide, high, _, _ = _NUMBERS
    return wide, high


def colours_of(item: int) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """The colours that an object fills and strokes with: red, green and blue."""
    return _colour(_fill, item), _colour(_stroke, item)


def _colour(call: Callable[..., Any], item: int) -> tuple[int, int, int]:
    if not call(item, *_NUMBER_AT):
        return 0, 0, 0
    red, green, blue, _ = _NUMBERS
    return red, green, blue


def times(first: Matrix, then: Matrix) -> Matrix:
    """One matrix after the other."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    x, y = e * g + f * i + k, e * h + f * j + m
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, x, y
