"""Cut out of a part of an OpenDocument file what is loaded from elsewhere, or moves by itself."""

import base64
import binascii
import re
from collections.abc import Collection

from lxml import etree

from generator.convert.fields import CLOCK
from generator.convert.linked.cuts import NOTHING, Cuts
from generator.convert.linked.drawings import cleaned
from generator.convert.linked.formulas import is_indirect, leads_away
from generator.convert.linked.markup import leads_out, text_of
from generator.convert.openxml import local

_HREF = "{http://www.w3.org/1999/xlink}href"

#: What parts must show to be looked into.
MARKS = re.compile(
    rb":href\s*=|:dde-|:formula\s*=|:expression\s*=|:binary-data|:connection|instance|"
    rb":database|:condition\s*=|:(?:date|time|file-name|author-|sender-|template-name|print)"
)

#: Elements whose address is for the reader to go to, or names a script, which is never run.
_MERE_LINKS = frozenset({"a", "event-listener", "hyperlink"})

#: Elements that stand in the document and look for their picture or object in the package.
_IN_PACKAGE = frozenset(
    {
        *("image", "object", "object-ole", "fill-image", "background-image", "font-face-uri"),
        *("list-level-style-image", "symbol-image", "chart", "image-data", "definition-src"),
    }
)

#: Elements that do nothing but fetch: they go as a whole, what they fetched last stays.
_FETCHING = frozenset(
    {
        *("section-source", "table-source", "cell-range-source", "dde-source"),
        *("dde-connection-decl", "connection-resource", "database-source-sql"),
        *("database-source-table", "database-source-query"),
    }
)

#: A picture that is not there: its frame keeps its place.
_EMPTY = "Pictures/none.png"

_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"

#: Fields that show the day, the file or the reader, in the vocabulary of text.
_MOVING = frozenset(
    {
        *("date", "time", "file-name", "author-name", "author-initials", "template-name"),
        *("print-date", "print-time", "printed-by"),
    }
)

#: What stands in a field whose program knows its words only when it prints.
_NO_WORDS = re.compile(r"[?0/:]+")

_FORMULAS = frozenset({"formula", "expression", "condition"})
_VALUES = ("value", "date-value", "time-value", "boolean-value", "string-value")


def cut_open_document(root: etree._Element, part: str, names: Collection[str]) -> tuple[Cuts, bool]:
    """Cut what leads out of the package, and say whether the part was changed.

    Args:
        root: the part, which is changed.
        part: its name in the package; empty for a document that is one flat file.
        names: all parts of the package and their folders.
    """
    cuts, changed = Cuts(), False
    for element in list(root.iter(etree.Element)):
        for cut in (
            _cut_formulas(element),
            _cut_data(element),
            _cut_address(element, part, names),
            _freeze(element),
        ):
            if cut is not None:
                cuts, changed = cuts + cut, True
    return cuts, changed


def _cut_address(element: etree._Element, part: str, names: Collection[str]) -> Cuts | None:
    kind = local(element)
    if kind == "dde-connection":  # a field: its words stay
        _keep_words(element)
        return NOTHING
    address = element.get(_HREF, element.get("src", "") if kind == "instance" else "")
    if kind in _MERE_LINKS:
        return None
    if kind in _FETCHING and not address.startswith("#"):
        _remove(element)
        return Cuts(places=1)
    outer = leads_out(address, part, names)
    if not outer and (kind in _IN_PACKAGE or not _is_elsewhere(address, names)):
        return None
    if kind == "image":
        element.set(_HREF, _EMPTY)
    else:
        for name in (_HREF, "src"):
            element.attrib.pop(name, None)
    return Cuts(templates=1) if kind == "template" else Cuts(places=1)


def _freeze(element: etree._Element) -> Cuts | None:
    """Keep the words that a moving field was saved with.

    Those saved with mere signs, as in heads and feet of sheets, are left to ``sheets.fit``.
    """
    kind, space = local(element), etree.QName(element).namespace
    if kind == "date-time-decl" and _stated(element, "source") == "current-date":
        element.set(f"{{{space}}}source", "fixed")
        return Cuts(moving=1)
    if space != _TEXT or not (kind in _MOVING or kind.startswith("sender-")):
        return None
    if _stated(element, "fixed") == "true" or _NO_WORDS.fullmatch(text_of(element)):
        return None
    _keep_words(element)
    return Cuts(moving=1)


def _stated(element: etree._Element, name: str) -> str:
    return str(element.get(f"{{{etree.QName(element).namespace}}}{name}", ""))


def _keep_words(element: etree._Element) -> None:
    element.tag = etree.QName(etree.QName(element).namespace, "span").text
    element.attrib.clear()


def _is_elsewhere(address: str, names: Collection[str]) -> bool:
    """Whether a plain name is no part of the package: some elements then look beside it."""
    plain = address.partition("#")[0].removeprefix("./").rstrip("/")
    return bool(plain) and not plain.lower().startswith("data:") and plain not in names


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _cut_formulas(element: etree._Element) -> Cuts | None:
    cut = None
    for name, value in list(element.attrib.items()):
        kind = etree.QName(name).localname
        if kind not in _FORMULAS:
            continue
        if kind == "formula" and CLOCK.search(value) and _has_value(element):
            del element.attrib[name]
            cut = (cut or Cuts()) + Cuts(moving=1)
            continue
        away = leads_away(value, open_document=True)
        if not away and (kind == "condition" or not is_indirect(value)):
            continue
        if kind == "formula":
            del element.attrib[name]
        else:
            element.set(name, "")
        lost = kind == "formula" and not away and not _has_value(element)
        cut = (cut or Cuts()) + Cuts(places=away, cells=lost)
    return cut


def _has_value(cell: etree._Element) -> bool:
    if any(etree.QName(name).localname in _VALUES for name in cell.attrib):
        return True
    return any(local(child) == "p" for child in cell)


def _cut_data(element: etree._Element) -> Cuts | None:
    """A drawing that stands in the text as letters and digits."""
    if local(element) != "binary-data":
        return None
    try:
        data = base64.b64decode(text_of(element))
    except (binascii.Error, ValueError):
        return None
    clean, places = cleaned(data)
    if clean == data:
        return None
    element.text = base64.b64encode(clean).decode()
    return Cuts(places=places)
