"""Survey the pages of one PDF, each drawn small or, if it is one JPEG, decoded small."""

import math
from collections.abc import Sequence
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from generator.lone_jpeg import Bounds, LoneImage, lone_jpeg
from generator.model import InkMap, PageSurvey
from generator.surveys.images import Objects, coarsest_dpi, mostly_images, objects_of
from generator.surveys.ink import PIXELS_PER_CELL, read_ink
from generator.surveys.lettering import Lettering, lettering_of
from generator.surveys.scan import picture_scan
from generator.typeset import MM_PER_POINT

#: Pages beyond A1 get larger cells than 1 mm, so that no map has more cells than this.
_MOST_CELLS = 500_000
_NO_TEXT = Lettering(None, 0, 0, frozenset())

#: What the PDF library and the arithmetic raise over a page that makes no sense.
_BAD_PAGE = (pypdfium2.PdfiumError, ValueError, ArithmeticError, MemoryError, OSError)


@dataclass(frozen=True, slots=True)
class SurveyedPages:
    """Some pages of a PDF, and the fonts that they use and the PDF does not bring along."""

    pages: tuple[PageSurvey, ...]
    unembedded: frozenset[str]


def survey_pages(pdf: Path, indexes: Sequence[int]) -> SurveyedPages:
    """Survey some pages of a document, which is only read.

    Args:
        pdf: the document. A page's own unit (``/UserUnit``) is taken to be one point, as the
            converters leave it.
        indexes: pages, counted from 0.

    Returns:
        A survey for each index; one that says so where the page cannot be drawn.

    Raises:
        OSError: the file cannot be read.
    """
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        return undrawable_pages(indexes)
    unembedded: set[str] = set()
    pages = []
    with document, _Scans(pdf) as scans:
        if document.get_formtype():
            document.init_forms()
        for index in indexes:
            page, fonts = _survey(document, index, scans)
            pages.append(page)
            unembedded |= fonts
    return SurveyedPages(tuple(pages), frozenset(unembedded))


def undrawable_pages(indexes: Sequence[int]) -> SurveyedPages:
    """The surveys of pages that nothing can be said about."""
    return SurveyedPages(tuple(_undrawable(0, 0) for _ in indexes), frozenset())


class _Scans:
    """The JPEGs of a document's scanned pages; qpdf opens it when the first is asked for."""

    def __init__(self, pdf: Path) -> None:
        self._pdf = pdf
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()

    @cached_property
    def _document(self) -> pikepdf.Pdf | None:
        """The document, unless qpdf refuses it or it has layers, which may be hidden."""
        try:
            document = self._open.enter_context(pikepdf.open(self._pdf))
        except (pikepdf.PdfError, pikepdf.PasswordError):
            return None
        return None if "/OCProperties" in document.Root else document

    def at(self, index: int, visible: Bounds) -> LoneImage | None:
        """The JPEG that makes up a page, or ``None`` if the page must be drawn."""
        if self._document is None or index >= len(self._document.pages):
            return None
        return lone_jpeg(self._document.pages[index], visible, hidden_text=True)


def _survey(
    document: pypdfium2.PdfDocument, index: int, scans: _Scans
) -> tuple[PageSurvey, frozenset[str]]:
    """One page and its fonts that are not embedded."""
    try:
        with closing(document[index]) as page:
            return _surveyed(page, index, scans)
    except (*_BAD_PAGE, IndexError):
        with suppress(pypdfium2.PdfiumError):
            return _undrawable(*document.get_page_size(index)), frozenset()
        return _undrawable(0, 0), frozenset()


def _surveyed(
    page: pypdfium2.PdfPage, index: int, scans: _Scans
) -> tuple[PageSurvey, frozenset[str]]:
    wide, high = page.get_size()
    width, height = wide * MM_PER_POINT, high * MM_PER_POINT
    cell = max(1.0, math.sqrt(width * height / _MOST_CELLS))
    objects = objects_of(page)
    text = lettering_of(page) if objects.texts else _NO_TEXT
    dpi = coarsest_dpi(objects.images, wide * high)
    scan = scans.at(index, _visible(page)) if _may_be_scan(objects, text) else None
    picture = _picture(page, scan, MM_PER_POINT * PIXELS_PER_CELL / cell)
    whole = mostly_images(objects.images, wide * high)
    ink = read_ink(picture, width, height, cell, scan=dpi is not None, whole=whole)
    found = PageSurvey(
        width=round(width, 2),
        height=round(height, 2),
        ink=ink.box,
        marks=ink.marks,
        colour=ink.colour,
        image_dpi=dpi,
        smallest_text=text.smallest,
        text_turn=text.turn,
        characters=text.characters,
    )
    return found, text.unembedded


def _may_be_scan(objects: Objects, text: Lettering) -> bool:
    """Whether nothing but one image shows, so that a closer look at its bytes may pay."""
    return len(objects.images) == 1 and objects.others == 0 and text.characters == 0


def _visible(page: pypdfium2.PdfPage) -> Bounds:
    """What is shown of a page in its own space: left, bottom, right and top in points."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    return box.left, box.bottom, box.right, box.top


def _picture(page: pypdfium2.PdfPage, scan: LoneImage | None, scale: float) -> Image.Image:
    """The page at some pixels per point, as a reader sees it, grey or RGB."""
    if scan is not None:
        wide, high = (math.ceil(length * scale) for length in page.get_size())
        with suppress(OSError):  # a damaged JPEG: let the PDF library show what it can
            return picture_scan(scan, (wide, high), page.get_rotation())
    drawn: Image.Image = page.render(scale=scale, rev_byteorder=True).to_pil()
    return drawn


def _undrawable(wide: float, high: float) -> PageSurvey:
    """The survey of a page, of a size in points, that nothing can be said about."""
    return PageSurvey(
        width=round(wide * MM_PER_POINT, 2),
        height=round(high * MM_PER_POINT, 2),
        ink=None,
        marks=InkMap.empty(),
        colour=False,
        image_dpi=None,
        smallest_text=None,
        text_turn=0,
        characters=0,
        drawable=False,
    )
