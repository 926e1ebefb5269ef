"""Draw pages of a PDF as compressed pictures, or take the JPEG that a page consists of."""

import hashlib
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pikepdf
import pypdfium2
from PIL import Image, ImageChops

from generator.renderers.lone_image import Box, lone_image

#: More pixels than an A3 page at 300 dpi needs: larger pages are drawn more coarsely.
_MOST_PIXELS = 24_000_000
_POINTS_PER_INCH = 72
_QUALITY = 80
#: Channels that differ by no more than this (of 255) are grey to the eye.
_COLOURLESS = 4
#: A page with more colours than this is a photograph, which PNG cannot store small.
_MOST_COLOURS = 1 << 14
_WHOLE_PAGE = Box(0, 0, 1, 1)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page as the bytes of a picture, with its size in pixels and its place on the page."""

    data: bytes
    format: Literal["jpeg", "png"]
    width_px: int
    height_px: int
    kind: Literal["scan", "drawn"]
    box: Box

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes, in hex."""
        return hashlib.sha256(self.data).hexdigest()


def draw_pages(pdf: Path, indexes: Sequence[int], dpi: int) -> tuple[Drawing | str, ...]:
    """Make a picture of each page, or say why there is none.

    Args:
        pdf: the document, which is only read.
        indexes: pages, counted from 0.
        dpi: dots per inch of pages that are drawn; a scan keeps its own bytes.

    Returns:
        For each page its drawing, or the reason (for the log) why it cannot be drawn.

    Raises:
        OSError: the file cannot be read.
    """
    scans = _scans(pdf, indexes)
    rest = [index for index in indexes if index not in scans]
    drawings: dict[int, Drawing | str] = {**scans, **_rendered(pdf, rest, dpi)}
    return tuple(drawings[index] for index in indexes)


def _scans(pdf: Path, indexes: Sequence[int]) -> dict[int, Drawing]:
    """The pages that are one upright JPEG; none of a document that qpdf cannot read."""
    found: dict[int, Drawing] = {}
    try:
        with pikepdf.open(pdf) as document:
            for index in indexes:
                scan = lone_image(document.pages[index])
                if scan is not None:
                    size = scan.width_px, scan.height_px
                    found[index] = Drawing(scan.jpeg, "jpeg", *size, "scan", scan.box)
    except (pikepdf.PdfError, pikepdf.PasswordError, IndexError):
        return found
    return found


def _rendered(pdf: Path, indexes: Sequence[int], dpi: int) -> dict[int, Drawing | str]:
    if not indexes:
        return {}
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        return dict.fromkeys(indexes, str(error))
    try:
        if document.get_formtype():
            document.init_forms()
        return {index: _one(document, index, dpi) for index in indexes}
    finally:
        document.close()


def _one(document: pypdfium2.PdfDocument, index: int, dpi: int) -> Drawing | str:
    """One page with its annotations and form fields on white paper."""
    try:
        page = document[index]
        width, height = page.get_size()
        scale = min(dpi / _POINTS_PER_INCH, math.sqrt(_MOST_PIXELS / (width * height)))
        image = page.render(scale=scale, rev_byteorder=True).to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, IndexError, ZeroDivisionError, ValueError) as error:
        return str(error) or type(error).__name__
    page.close()
    return _compressed(image)


def _compressed(image: Image.Image) -> Drawing:
    """The smaller of JPEG and PNG; grey when no pixel has a colour."""
    if _is_grey(image):
        image = image.convert("L")
    jpeg = io.BytesIO()
    image.save(jpeg, "JPEG", quality=_QUALITY, optimize=True)
    if image.getcolors(_MOST_COLOURS) is not None:
        png = io.BytesIO()
        image.save(png, "PNG", compress_level=6)
        if png.tell() < jpeg.tell():
            return Drawing(png.getvalue(), "png", *image.size, "drawn", _WHOLE_PAGE)
    return Drawing(jpeg.getvalue(), "jpeg", *image.size, "drawn", _WHOLE_PAGE)


def _is_grey(image: Image.Image) -> bool:
    red, green, blue = image.split()
    differences = ImageChops.difference(red, green), ImageChops.difference(green, blue)
    seen = (one.point(lambda value: 255 * (value > _COLOURLESS)) for one in differences)
    return all(one.getbbox() is None for one in seen)
