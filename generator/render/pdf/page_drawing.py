"""Draw pages of a PDF as compressed pictures, or take the JPEG that a page consists of; turned."""

import hashlib
import io
import math
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pikepdf
import pypdfium2
from PIL import Image, ImageChops

from generator.lettering.page_box import view
from generator.lettering.pdf_names import UNREADABLE
from generator.lettering.typeset import MM_PER_POINT
from generator.render.pdf.lone_image import Box, lone_image
from generator.render.pdf.turned_jpeg import turned_box, turned_jpeg

#: More pixels than an A3 page at 300 dpi needs: larger pages are drawn more coarsely.
_MOST_PIXELS = 24_000_000
_POINTS_PER_INCH = 72
_QUALITY = 80
#: Channels that differ by no more than this (of 255) are grey to the eye.
_COLOURLESS = 4
#: A page with more colours than this is a photograph, which PNG cannot store small.
_MOST_COLOURS = 1 << 14
_WHOLE_PAGE = Box(0, 0, 1, 1)

#: A page, counted from 0, and how far it is turned clockwise: 0, 90, 180 or 270 degrees.
TurnedPage = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page as the bytes of a picture, with its size in pixels and its place on the page.

    ``width`` and ``height`` are those of the page in mm, after its turn.
    """

    data: bytes
    format: Literal["jpeg", "png"]
    width_px: int
    height_px: int
    kind: Literal["scan", "drawn"]
    box: Box
    width: float
    height: float

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes, in hex."""
        return hashlib.sha256(self.data).hexdigest()


def draw_pages(pdf: Path, pages: Sequence[TurnedPage], dpi: int) -> tuple[Drawing | str, ...]:
    """Make a picture of each page, or say why there is none.

    Args:
        pdf: the document, which is only read.
        pages: the pages, each with its turn.
        dpi: dots per inch of pages that are drawn; a scan keeps its own bytes, or at least its own
            pixels where it is turned.

    Returns:
        For each page its drawing, or the reason (for the log) why it cannot be drawn.

    Raises:
        OSError: the file cannot be read.
    """
    scans = _scans(pdf, pages)
    rest = [page for page in pages if page not in scans]
    drawings: dict[TurnedPage, Drawing | str] = {**scans, **_rendered(pdf, rest, dpi)}
    return tuple(drawings[page] for page in pages)


def _scans(pdf: Path, pages: Sequence[TurnedPage]) -> dict[TurnedPage, Drawing]:
    """The pages that are one upright JPEG; none of a document that qpdf cannot read."""
    found: dict[TurnedPage, Drawing] = {}
    try:
        with pikepdf.open(pdf) as document:
            for index, turn in pages:
                with suppress(OSError):  # a damaged JPEG is drawn as far as it goes
                    scan = _scan(document.pages[index], turn)
                    if scan is not None:
                        found[index, turn] = scan
    except UNREADABLE:
        return found
    return found


def _scan(page: pikepdf.Page, turn: int) -> Drawing | None:
    scan = lone_image(page)
    if scan is None:
        return None
    seen = view(page)
    jpeg = turned_jpeg(scan.jpeg, turn) if turn else scan.jpeg
    box = turned_box(scan.box, turn)
    if turn % 180:
        size = scan.height_px, scan.width_px
        return Drawing(jpeg, "jpeg", *size, "scan", box, seen.height, seen.width)
    return Drawing(
        jpeg, "jpeg", scan.width_px, scan.height_px, "scan", box, seen.width, seen.height
    )


def _rendered(pdf: Path, pages: Sequence[TurnedPage], dpi: int) -> dict[TurnedPage, Drawing | str]:
    if not pages:
        return {}
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        return dict.fromkeys(pages, str(error))
    try:
        if document.get_formtype():
            document.init_forms()
        return {page: _one(document, *page, dpi) for page in pages}
    finally:
        document.close()


def _one(document: pypdfium2.PdfDocument, index: int, turn: int, dpi: int) -> Drawing | str:
    """One page with its annotations and form fields on white paper."""
    try:
        page = document[index]
        width, height = page.get_size()
        scale = min(dpi / _POINTS_PER_INCH, math.sqrt(_MOST_PIXELS / (width * height)))
        bitmap = page.render(scale=scale, rotation=turn, rev_byteorder=True)
        image = bitmap.to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, IndexError, ZeroDivisionError, ValueError) as error:
        return str(error) or type(error).__name__
    page.close()
    if turn % 180:
        width, height = height, width
    return _compressed(image, width * MM_PER_POINT, height * MM_PER_POINT)


def _compressed(image: Image.Image, width: float, height: float) -> Drawing:
    """The smaller of JPEG and PNG; grey when no pixel has a colour. The page's size is in mm."""
    if _is_grey(image):
        image = image.convert("L")
    pixels = image.size
    jpeg = io.BytesIO()
    image.save(jpeg, "JPEG", quality=_QUALITY, optimize=True)
    if image.getcolors(_MOST_COLOURS) is not None:
        png = io.BytesIO()
        image.save(png, "PNG", compress_level=6)
        if png.tell() < jpeg.tell():
            return Drawing(png.getvalue(), "png", *pixels, "drawn", _WHOLE_PAGE, width, height)
    return Drawing(jpeg.getvalue(), "jpeg", *pixels, "drawn", _WHOLE_PAGE, width, height)


def _is_grey(image: Image.Image) -> bool:
    red, green, blue = image.split()
    differences = ImageChops.difference(red, green), ImageChops.difference(green, blue)
    seen = (one.point(lambda value: 255 * (value > _COLOURLESS)) for one in differences)
    return all(one.getbbox() is None for one in seen)
