"""Read the text layer of PDF pages: all of a page, or the lines that may bear a secrecy mark."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from generator.measure.privacy.secrecy import line_mark
from generator.measure.surveys.images import mostly_images, objects_of

#: Fewer letters than these on a page that shows something else say nothing of what it shows.
_FEW_LETTERS = 5
#: On a page that is mostly pictures: a page number, a caption; the rest is in the pictures.
_FEW_BESIDE_PICTURES = 40
#: With more than this share of characters that stand for nothing the text cannot be searched.
_GARBLED = 0.3

#: The last character of all three degrees of secrecy.
_MARKED = "密"
#: Occurrences on one page that are looked at.
_MOST = 60


@dataclass(frozen=True, slots=True)
class PageText:
    """A page's text; not ``readable``: what it shows is (almost) all pictures or outlines."""

    text: str
    readable: bool


class ClosedError(Exception):
    """Nothing here opens the document, or its page."""


@contextmanager
def opened(pdf: Path) -> Iterator[pypdfium2.PdfDocument | None]:
    """A PDF to read pages of, or ``None`` when nothing can open it."""
    try:
        document = pypdfium2.PdfDocument(pdf)
    except (pypdfium2.PdfiumError, OSError):
        yield None
        return
    try:
        yield document
    finally:
        document.close()


def page_text(document: pypdfium2.PdfDocument, index: int) -> PageText:
    """The text of a page, and whether a search in it says something of the page.

    Raises:
        ClosedError: the page does not open.
    """
    try:
        page = document[index]
        layer = page.get_textpage()
        text = str(layer.get_text_bounded())
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise ClosedError from error
    try:
        return PageText(text, _readable(page, text))
    finally:
        layer.close()
        page.close()


def first_page_mark(pdf: Path) -> str | None:
    """The secrecy mark on the first page of a document, if its text layer has one.

    Raises:
        ClosedError: the document or its first page does not open.
    """
    with opened(pdf) as document:
        if document is None or not len(document):
            raise ClosedError
        try:
            page = document[0]
            layer = page.get_textpage()
        except pypdfium2.PdfiumError as error:
            raise ClosedError from error
        try:
            lines = _lines(page, layer)
            return next((mark for line, top in lines if (mark := line_mark(line, top))), None)
        finally:
            layer.close()
            page.close()


def _readable(page: pypdfium2.PdfPage, text: str) -> bool:
    letters = [char for char in text if not char.isspace()]
    odd = sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" or char < " " for char in letters)
    if letters and odd > _GARBLED * len(letters):
        return False
    if len(letters) >= _FEW_BESIDE_PICTURES:
        return True
    objects = objects_of(page)
    width, height = page.get_size()
    if mostly_images(objects.images, width * height):
        return False
    return len(letters) >= _FEW_LETTERS or not (objects.images or objects.others)


def _lines(page: pypdfium2.PdfPage, layer: pypdfium2.PdfTextPage) -> Iterator[tuple[str, float]]:
    """Each line that holds 密 in full width, with its distance from the top as a share."""
    left, bottom, right, top = page.get_cropbox()
    turn = page.get_rotation()
    search = layer.search(_MARKED)
    for _ in range(_MOST):
        found = search.get_next()
        if found is None:
            return
        x0, y0, x1, y1 = layer.get_charbox(found[0])
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        if turn in (90, 270):
            thin = (x1 - x0) / 10
            line = layer.get_text_bounded(left=x - thin, right=x + thin)
            share = (x - left) / (right - left or 1)
        else:
            thin = (y1 - y0) / 10
            line = layer.get_text_bounded(bottom=y - thin, top=y + thin)
            share = (top - y) / (top - bottom or 1)
        yield str(line), 1 - share if turn in (180, 270) else share
