"""Cut the formulas of a workbook that reach out of it; what they last gave stays."""

import re

from lxml import etree

from generator.convert.linked.cuts import Cuts
from generator.convert.linked.markup import text_of
from generator.convert.openxml import local

_CALLS = r"WEBSERVICE|DDE\s*\(|IMAGE\s*\(|RTD\s*\(|SQL\.REQUEST|CALL\s*\(|REGISTER"

#: In Open XML: another workbook by number or by path, an address, a function that asks elsewhere.
_AWAY = re.compile(rf"'\s*#|\[[^\]]*[./\\:][^\]]*\]|\\\\|\b(?:{_CALLS})", re.IGNORECASE)
_NUMBERED = re.compile(r"(?<![\w\]])\[\d+\]")
_FILE = re.compile(r"file:", re.IGNORECASE)
_MERE_LINK = re.compile(r"^\s*HYPERLINK\s*\(", re.IGNORECASE)
_INDIRECT = re.compile(r"INDIRECT\s*\(", re.IGNORECASE)

#: In OpenDocument every reference stands in brackets.
_OPEN_AWAY = re.compile(rf"'\s*#|\\\\|\b(?:{_CALLS})", re.IGNORECASE)

_TOKENS = rb"#|file:|\[|\\\\|WEBSERVICE|DDE|IMAGE|RTD|SQL\.|CALL|REGISTER|INDIRECT|&#|<!"

#: What parts must show to be looked into.
MARKS = re.compile(
    rb"<(?:\w+:)?(?:f|definedName|formula[12]?)\b[^<]*?(?:" + _TOKENS + rb")|<(?:\w+:)?"
    rb"(?:connections|externalLink)\b",
    re.IGNORECASE,
)

_CONNECTED = frozenset({"webPr", "textPr", "dbPr", "olapPr"})
_CONNECTING = frozenset({"sourceFile", "odcFile"})


def cut_formulas(root: etree._Element) -> tuple[Cuts, bool]:
    """Cut what leads out of a part of an Open XML workbook, and say whether it was changed."""
    if local(root) == "connections":
        return _cut_connections(root)
    if local(root) == "externalLink":
        links = [link for link in root if local(link) in {"ddeLink", "oleLink"}]
        for link in links:
            root.remove(link)
        return Cuts(places=sum(local(link) == "ddeLink" for link in links)), bool(links)
    cuts, changed = Cuts(), False
    shared: set[str | None] = set()
    for formula in list(root.iter(etree.Element)):
        name, parent = local(formula), formula.getparent()
        if name == "f" and parent is not None and local(parent) == "c":
            cut = _cell_cut(formula, parent, shared)
            if cut is not None:
                parent.remove(formula)
                cuts, changed = cuts + cut, True
        elif name in {"f", "definedName", "formula", "formula1", "formula2"}:
            text = text_of(formula)
            indirect = name == "definedName" and _INDIRECT.search(text)
            if indirect or leads_away(text):
                formula.text = "#REF!"
                cuts, changed = cuts + Cuts(places=not indirect), True
    return cuts, changed


def leads_away(formula: str, *, open_document: bool = False) -> bool:
    """Whether a formula reads something that is not in its workbook."""
    if (_OPEN_AWAY if open_document else _AWAY).search(formula):
        return True
    return bool(_FILE.search(formula)) and not _MERE_LINK.match(formula.rpartition(":=")[2])


def is_indirect(formula: str) -> bool:
    """Whether a formula makes up what it refers to; LibreOffice then follows it anywhere."""
    return _INDIRECT.search(formula) is not None


def _cell_cut(
    formula: etree._Element, cell: etree._Element, shared: set[str | None]
) -> Cuts | None:
    """What cutting a cell's formula costs; ``None`` if it may stay."""
    text = text_of(formula)
    saved = any(local(child) in {"v", "is"} and "".join(child.itertext()) for child in cell)
    group = formula.get("si") if formula.get("t") == "shared" else None
    if not text:
        return Cuts(places=not saved) if group is not None and group in shared else None
    away, numbered, indirect = leads_away(text), _NUMBERED.search(text), is_indirect(text)
    if not (away or numbered or indirect):
        return None
    if group is not None:
        shared.add(group)
    if away or (numbered and not saved):
        return Cuts(places=1)
    return Cuts(cells=indirect and not saved)


def _cut_connections(root: etree._Element) -> tuple[Cuts, bool]:
    places = 0
    for connection in root:
        outer = [child for child in connection if local(child) in _CONNECTED]
        names = [name for name in _CONNECTING if name in connection.attrib]
        for child in outer:
            connection.remove(child)
        for name in names:
            del connection.attrib[name]
        places += bool(outer or names)
    return Cuts(places=places), places > 0
