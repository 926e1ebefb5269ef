"""Pages drawn by a second engine, and what is seen on them measured in millimetres."""

import io
from collections.abc import Callable

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops

from generator.lettering.typeset import MM_PER_POINT

DPI = 200

Box = tuple[float, float, float, float]


def saved(pdf: pikepdf.Pdf) -> bytes:
    stream = io.BytesIO()
    pdf.save(stream, deterministic_id=True)
    return stream.getvalue()


def drawn(data: bytes, index: int = 0, dpi: int = DPI) -> Image.Image:
    with pypdfium2.PdfDocument(data) as document:
        return document[index].render(scale=dpi / 72).to_pil().convert("RGB")


def text_of(data: bytes, index: int = 0) -> str:
    with pypdfium2.PdfDocument(data) as document:
        return str(document[index].get_textpage().get_text_range())


def black(image: Image.Image) -> Image.Image:
    """White where the picture is dark and colourless."""
    red, green, blue = image.split()
    return ImageChops.invert(ImageChops.lighter(ImageChops.lighter(red, green), blue))


def red_only(image: Image.Image) -> Image.Image:
    """White where the picture is red."""
    red, green, blue = image.split()
    return ImageChops.subtract(red, ImageChops.lighter(green, blue))


def blue_only(image: Image.Image) -> Image.Image:
    """White where the picture is blue."""
    red, green, blue = image.split()
    return ImageChops.subtract(blue, ImageChops.lighter(red, green))


def box_of(
    image: Image.Image, colour: Callable[[Image.Image], Image.Image], dpi: int = DPI
) -> Box | None:
    """Left, top, right and bottom of a colour in mm, to half a pixel."""
    found = colour(image).point(lambda value: 255 * (value > 127)).getbbox()
    return None if found is None else tuple(edge * 25.4 / dpi for edge in found)


def near(box: Box, tolerance: float = 0.3) -> object:
    return pytest.approx(box, abs=tolerance)


def page_size(data: bytes, index: int = 0) -> tuple[float, float]:
    """Width and height in mm as another engine sees the page."""
    with pypdfium2.PdfDocument(data) as document:
        return tuple(side * MM_PER_POINT for side in document.get_page_size(index))
