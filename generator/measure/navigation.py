"""How a reader finds the way through a PDF: its own bookmarks, and where the links on pages lead.

Both are foreign: trees may run in circles or have no end, names may be missing or stand twice. What
is read is bounded, and what is left out of it is counted.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

import pikepdf

from generator.base.characters import is_shapeless, printable
from generator.lettering.pdf_names import UNREADABLE, name_of, name_tree, text_of

#: So many levels of bookmarks are read, so many of one document, of so many looked at. Office
#: programs write nine levels at most; readers are slow with more bookmarks than a book has.
DEEPEST, MOST, LOOKED_AT = 4, 1_000, 20_000

#: So many annotations of one page are looked at.
_ANNOTATIONS = 20_000

#: Characters of a bookmark's title; a longer one ends in an ellipsis.
_LONGEST = 100

#: What stands between escapes in a text is the code of its language (ISO 32000-1, 14.9.2.2).
_LANGUAGE = re.compile("\x1b[^\x1b]{0,8}\x1b")

#: Addresses that lead to the same place from every machine; others are files beside the source.
_OUTSIDE = re.compile(r"(?:https?://|ftp://|mailto:|tel:|www\.)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heading:
    """A bookmark; ``level`` counts from 0, ``page`` from 0."""

    title: str
    level: int
    page: int


@dataclass(frozen=True, slots=True)
class Way:
    """Where an annotation leads: a page, from 0; to nowhere; or ``kept``, for it is another kind.

    What is kept is all that is no link, and addresses of the web.
    """

    page: int | None = None
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Navigation:
    """A document's bookmarks in the order of reading, and by page where its annotations lead.

    ``astray`` bookmarks lead nowhere; ``beyond`` are deeper, or more, than are read. ``endless``:
    there were too many to be counted.
    """

    headings: tuple[Heading, ...]
    ways: tuple[tuple[Way, ...], ...]
    astray: int = 0
    beyond: int = 0
    endless: bool = False


def navigation(pdf: pikepdf.Pdf) -> Navigation:
    """Read the bookmarks and the links of a document.

    Raises:
        Exception: one of ``UNREADABLE``; the document's pages cannot be read.
    """
    places = _Places(pdf)
    return replace(_headings(pdf, places), ways=tuple(_ways(pdf, places)))


class _Places:
    """Where the destinations of one document are."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._root = pdf.Root
        self.count = len(pdf.pages)
        self._pages = {page.obj.objgen: at for at, page in reversed([*enumerate(pdf.pages)])}

    def of(self, destination: object) -> int | None:
        """The page of a destination: an array, a name, or what a name stands for."""
        if isinstance(destination, pikepdf.Name):
            destination = _entry(self._root.get("/Dests"), name_of(destination))
        elif isinstance(destination, pikepdf.String):
            destination = self._named.get(bytes(destination))
        if isinstance(destination, pikepdf.Dictionary):
            destination = destination.get("/D")
        if not isinstance(destination, pikepdf.Array) or not len(destination):
            return None
        return self._page(destination[0])

    def of_link(self, holder: pikepdf.Object, here: int = 0) -> Way:
        """Where a link or a bookmark leads.

        Args:
            holder: its dictionary.
            here: the page that it stands on.
        """
        if "/Dest" in holder:
            return Way(self.of(holder["/Dest"]))
        action = holder.get("/A")
        kind = name_of(_entry(action, "/S"))
        if kind == "/GoTo":
            return Way(self.of(_entry(action, "/D")))
        if kind == "/URI":
            return Way(kept=bool(_OUTSIDE.match(text_of(_entry(action, "/URI")).strip())))
        if kind == "/Named":
            return Way(self._beside(name_of(_entry(action, "/N")), here))
        return Way()

    def _page(self, page: object) -> int | None:
        if isinstance(page, pikepdf.Dictionary):
            return self._pages.get(page.objgen) if page.is_indirect else None
        counted = isinstance(page, int) and not isinstance(page, bool)
        return page if isinstance(page, int) and counted and 0 <= page < self.count else None

    def _beside(self, name: str, here: int) -> int | None:
        """The page that an action of the viewer's leads to (ISO 32000-1, table 211)."""
        last = self.count - 1
        found = {
            "/FirstPage": 0,
            "/LastPage": last,
            "/PrevPage": here - 1,
            "/NextPage": here + 1,
        }.get(name, -1)
        return found if 0 <= found <= last else None

    @cached_property
    def _named(self) -> Mapping[bytes, pikepdf.Object]:
        """What the names of the document stand for; of a name that stands twice, the first."""
        found: dict[bytes, pikepdf.Object] = {}
        try:
            for name, place in name_tree(_entry(self._root.get("/Names"), "/Dests")):
                found.setdefault(bytes(name), place)
        except UNREADABLE:  # links by the names behind the damage lead nowhere, and are counted
            return found
        return found


def _entry(holder: object, name: str) -> pikepdf.Object | None:
    return holder.get(name) if isinstance(holder, pikepdf.Dictionary) else None


def _headings(pdf: pikepdf.Pdf, places: _Places) -> Navigation:
    """The bookmarks that lead somewhere, themselves or by one below them."""
    found: list[tuple[str, int, int | None]] = []
    looked = beyond = 0
    for node, level in _nodes(pdf.Root.get("/Outlines")):
        looked += 1
        if looked > LOOKED_AT:
            break
        if level >= DEEPEST or len(found) >= MOST:
            beyond += 1
            continue
        try:
            found.append((_title(node), level, places.of_link(node).page))
        except UNREADABLE:
            found.append(("", level, None))
    headings = tuple(_leading(found))
    astray = len(found) - len(headings)
    return Navigation(headings, (), astray, beyond, looked > LOOKED_AT)


def _leading(found: list[tuple[str, int, int | None]]) -> list[Heading]:
    """Give a bookmark without a place that of the first one below it; leave out the others."""
    headings: list[Heading] = []
    below: Heading | None = None
    for title, level, page in reversed(found):
        if page is None and below is not None and below.level > level:
            page = below.page
        if page is None:
            continue
        below = Heading(title or f"第 {page + 1} 页", level, page)
        headings.append(below)
    return headings[::-1]


def _nodes(root: object) -> Iterator[tuple[pikepdf.Object, int]]:
    """The nodes of an outline with their levels, each once, as a reader unfolds them."""
    seen = {root.objgen} if isinstance(root, pikepdf.Dictionary) and root.is_indirect else set()
    waiting = [(_entry(root, "/First"), 0)]
    while waiting:
        node, level = waiting.pop()
        if not isinstance(node, pikepdf.Dictionary) or (node.is_indirect and node.objgen in seen):
            continue
        seen.add(node.objgen)
        yield node, level
        waiting.append((node.get("/Next"), level))
        waiting.append((node.get("/First"), level + 1))


def _title(node: pikepdf.Object) -> str:
    """A title on one line, without what a screen would obey or hide."""
    said = _LANGUAGE.sub("", text_of(node.get("/Title")))
    seen = (" " if ord(char) < 0x20 or ord(char) == 0x7F else char for char in said)
    words = " ".join("".join(char for char in seen if not is_shapeless(char)).split())
    plain = printable(words)
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1]}…"


def _ways(pdf: pikepdf.Pdf, places: _Places) -> Iterator[tuple[Way, ...]]:
    for at, page in enumerate(pdf.pages):
        listed = page.obj.get("/Annots")
        found = islice(listed, _ANNOTATIONS) if isinstance(listed, pikepdf.Array) else ()
        yield tuple(_way(annotation, places, at) for annotation in found)


def _way(annotation: object, places: _Places, at: int) -> Way:
    try:
        if name_of(_entry(annotation, "/Subtype")) != "/Link":
            return Way(kept=True)
        assert isinstance(annotation, pikepdf.Object)
        return places.of_link(annotation, at)
    except UNREADABLE:
        return Way()
