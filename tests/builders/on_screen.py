"""The bookmarks and links of one document in the binder for the screen, as pdfium reads them."""

import ctypes
from collections.abc import Iterator, Sequence
from itertools import dropwhile, takewhile
from pathlib import Path

import pypdfium2
from pypdfium2 import raw


def headings(binder: Path, title: str, sides: Sequence[int]) -> list[str]:
    """The bookmarks below a document's own: level below it, page of the document, title.

    Args:
        binder: the PDF.
        title: of the document's own bookmark.
        sides: the sides of the document's pages, from 1.
    """
    with pypdfium2.PdfDocument(binder) as document:
        marks = []
        for mark in document.get_toc(max_depth=20):
            place = mark.get_dest()
            side = None if place is None else place.get_index() + 1
            marks.append((mark.level, side, mark.get_title()))
    own, *rest = dropwhile(lambda mark: mark[1:] != (sides[0], title), marks)
    below = takewhile(lambda mark: mark[0] > own[0], rest)
    return [f"{level - own[0]} {_page(sides, side)} {said}" for level, side, said in below]


def links(binder: Path, sides: Sequence[int]) -> list[str]:
    """The links on a document's pages: the page, and the page or the address that it leads to."""
    with pypdfium2.PdfDocument(binder) as document:
        return [
            f"{_page(sides, side)} {target}"
            for side in sides
            for target in _targets(document, document[side - 1], sides)
        ]


def _page(sides: Sequence[int], side: int | None) -> str:
    return str(sides.index(side) + 1) if side in sides else f"side {side}"


def _targets(
    document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, sides: Sequence[int]
) -> Iterator[str]:
    at, link = ctypes.c_int(0), raw.FPDF_LINK()
    while raw.FPDFLink_Enumerate(page, ctypes.byref(at), ctypes.byref(link)):
        place = raw.FPDFLink_GetDest(document, link)
        if place:
            yield _page(sides, raw.FPDFDest_GetDestPageIndex(document, place) + 1)
            continue
        text = ctypes.create_string_buffer(200)
        raw.FPDFAction_GetURIPath(document, raw.FPDFLink_GetAction(link), text, len(text))
        yield text.value.decode("ascii") or "nowhere"
