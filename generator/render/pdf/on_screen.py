"""In the binder for the screen documents keep their own bookmarks and the links within them.

Bookmarks hang under the document's own; a link is led to the side on which its page stands now.
What led out of the document, or nowhere, is taken off and counted; addresses of the web stay.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf
from pikepdf import Array, Name

from generator.lettering.pdf_names import UNREADABLE, copied
from generator.measure.navigation import Navigation, Way, navigation
from generator.render.pdf.assembly import Assembly, Document, Entry

#: So many bookmarks of documents one file gets: readers build the whole tree when they open it.
_MOST = 50_000

_NOWHERE = Way()


@dataclass(frozen=True, slots=True)
class Led:
    """What became of one document's bookmarks and links.

    ``links`` and ``bookmarks`` are there; ``links_off`` and ``bookmarks_off`` led nowhere or out of
    the document; ``beyond`` bookmarks are too deep or too many, and there are more if ``endless``.
    ``unread``: they could not be read, and links are as they were.
    """

    name: str
    links: int = 0
    links_off: int = 0
    bookmarks: int = 0
    bookmarks_off: int = 0
    beyond: int = 0
    endless: bool = False
    unread: bool = False


def lead(pdf: pikepdf.Pdf, volume: Assembly) -> tuple[tuple[Entry, ...], tuple[Led, ...]]:
    """Lead the links of all documents to where their pages are now.

    Args:
        pdf: the merged pages, which are changed; still as they were in their files.
        volume: says which documents there are.

    Returns:
        The volume's bookmarks with those of the documents, and what became of each document that
        has any bookmark or link.
    """
    sheets = list(pdf.pages)
    known: dict[Path, Navigation | None] = {}
    below: dict[int, tuple[Entry, ...]] = {}
    told: list[Led] = []
    for document in volume.documents:
        if document.file not in known:
            known[document.file] = _read(document.file)
        read = known[document.file]
        if read is None:
            told.append(Led(document.name, unread=True))
            continue
        hung = _hung(document, read, volume.entries)
        below[document.entry] = hung[: _MOST - sum(map(len, below.values()))]
        led = Led(document.name, *_led(pdf, sheets, document, read.ways))
        if len(document.sides) > 1:  # the bookmarks of a single page are no loss
            left = len(hung) - len(below[document.entry])
            led = _with_bookmarks(led, read, len(hung) - left, left)
        told.append(led)
    entries = ((entry, *below.get(at, ())) for at, entry in enumerate(volume.entries))
    said = tuple(led for led in told if replace(led, name="") != Led(""))
    return tuple(one for several in entries for one in several), said


def _with_bookmarks(led: Led, read: Navigation, hung: int, left: int) -> Led:
    return replace(
        led,
        bookmarks=hung,
        bookmarks_off=read.astray,
        beyond=read.beyond + left,
        endless=read.endless,
    )


def _read(file: Path) -> Navigation | None:
    try:
        with pikepdf.open(file) as pdf:
            return navigation(pdf)
    except UNREADABLE:
        return None


def _hung(document: Document, read: Navigation, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The document's bookmarks below its own; a document of one page needs none."""
    sides = dict(document.sides)
    if len(sides) < 2:
        return ()
    level = entries[document.entry].level + 1
    return tuple(
        Entry(heading.title, level + heading.level, sides[heading.page])
        for heading in read.headings
        if heading.page in sides
    )


def _led(
    pdf: pikepdf.Pdf,
    sheets: Sequence[pikepdf.Page],
    document: Document,
    ways: Sequence[Sequence[Way]],
) -> tuple[int, int]:
    """Lead the links on a document's pages; give how many lead on and how many were taken off."""
    sides = {page: sheets[side - 1] for page, side in document.sides}
    counts = [
        _led_on(pdf, sheet, sides, ways[page])
        for page, sheet in sides.items()
        if page < len(ways) and not all(way.kept for way in ways[page])
    ]
    return sum(links for links, _ in counts), sum(off for _, off in counts)


def _led_on(
    pdf: pikepdf.Pdf,
    sheet: pikepdf.Page,
    sides: Mapping[int, pikepdf.Page],
    ways: Sequence[Way],
) -> tuple[int, int]:
    """The same for one page; its annotations become copies, for two sides may share them."""
    annotations = Array()
    links = off = 0
    for at, annotation in enumerate(sheet.obj.Annots):
        way = ways[at] if at < len(ways) else _NOWHERE
        target = None if way.page is None else sides.get(way.page)
        if way.kept:
            annotations.append(annotation)
        elif target is None:
            off += 1
        else:
            links += 1
            annotations.append(pdf.make_indirect(_link(annotation, target)))
    sheet.obj.Annots = annotations
    return links, off


def _link(annotation: pikepdf.Object, target: pikepdf.Page) -> pikepdf.Dictionary:
    link = copied(annotation)
    for name in ("/A", "/PA"):
        if name in link:
            del link[name]
    link.Dest = Array([target.obj, Name.Fit])
    return link
