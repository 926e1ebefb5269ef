"""Survey the pages of one PDF, each drawn small or, if it is one JPEG, decoded small."""

import math
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pypdfium2

from generator.lettering.typeset import MM_PER_POINT
from generator.measure.surveys.images import coarsest_dpi, mostly_images, objects_of
from generator.measure.surveys.ink import read_ink
from generator.measure.surveys.lettering import Lettering, lettering_of
from generator.measure.surveys.marks import PIXELS_PER_CELL
from generator.measure.surveys.picture import Look, picture_of
from generator.measure.surveys.sources import Sources
from generator.model import PageSurvey

#: Pages beyond A1 get larger cells than 1 mm, so that no map has more cells than this.
_MOST_CELLS = 500_000
_NO_TEXT = Lettering(None, 0, 0, frozenset())

#: What the PDF library and the arithmetic raise over a page that makes no sense.
_BAD_PAGE = (pypdfium2.PdfiumError, ValueError, ArithmeticError, OSError)


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
        MemoryError: there is not enough for one of the pages.
    """
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        return unseen_pages(indexes)
    unembedded: set[str] = set()
    pages = []
    with document, Sources(pdf) as sources:
        if document.get_formtype():
            document.init_forms()
        for index in indexes:
            page, fonts = _survey(document, index, sources)
            pages.append(page)
            unembedded |= fonts
    return SurveyedPages(tuple(pages), frozenset(unembedded))


def unseen_pages(indexes: Sequence[int], broken: str = "") -> SurveyedPages:
    """The surveys of pages that nothing can be said about; ``broken``: why, if the look broke."""
    return SurveyedPages(tuple(PageSurvey.unseen(0, 0, broken) for _ in indexes), frozenset())


def _survey(
    document: pypdfium2.PdfDocument, index: int, sources: Sources
) -> tuple[PageSurvey, frozenset[str]]:
    """One page and its fonts that are not embedded."""
    try:
        with closing(document[index]) as page:
            return _surveyed(page, index, sources)
    except (*_BAD_PAGE, IndexError):
        with suppress(pypdfium2.PdfiumError):
            return _undrawable(*document.get_page_size(index)), frozenset()
        return _undrawable(0, 0), frozenset()


def _surveyed(
    page: pypdfium2.PdfPage, index: int, sources: Sources
) -> tuple[PageSurvey, frozenset[str]]:
    wide, high = page.get_size()
    width, height = wide * MM_PER_POINT, high * MM_PER_POINT
    cell = max(1.0, math.sqrt(width * height / _MOST_CELLS))
    objects = objects_of(page)
    said = partial(sources.said, index)
    text = lettering_of(page, objects.texts, said) if objects.texts else _NO_TEXT
    dpi = coarsest_dpi(objects.images, wide * high)
    whole = mostly_images(objects.images, wide * high)
    scale = MM_PER_POINT * PIXELS_PER_CELL / cell
    look = Look(objects, text, whole, (math.ceil(wide * scale), math.ceil(high * scale)))
    picture = picture_of(page, index, look, sources)
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


def _undrawable(wide: float, high: float) -> PageSurvey:
    """The survey of a page, of a size in points, that nothing can be said about."""
    return PageSurvey.unseen(round(wide * MM_PER_POINT, 2), round(high * MM_PER_POINT, 2))
