"""Read a part that may be XML: what needs a look, its tree, and where an address leads."""

import posixpath
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from generator.convert.openxml import parse

#: Encodings in which ASCII characters are ASCII bytes, so that bytes can be searched.
_PLAIN = re.compile(rb"^(utf-?8|us-ascii|ascii|iso-8859-\d+|windows-125\d|gb2312|gbk|gb18030)$")
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")
_ENTITY = b"<!ENTITY"

#: The first bytes of text in UTF-16, UTF-32 and EBCDIC.
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<", b"\0\0\0<", b"\x4c\x6f\xa7\x94")

_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def is_markup(data: bytes) -> bool:
    """Whether bytes begin as XML does, in whatever encoding."""
    return data.startswith(_WIDE) or data[:300].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"


def wants_look(data: bytes, marks: re.Pattern[bytes]) -> bool:
    """Whether a part must be read as a tree: it shows a mark, or its bytes cannot be searched."""
    declared = _DECLARED.search(data[:300])
    if data.startswith(_WIDE) or (declared and not _PLAIN.match(declared[1].lower())):
        return True
    return _ENTITY in data or marks.search(data) is not None


@dataclass(frozen=True, slots=True)
class Tree:
    """A part as read: its root, whether it declared entities, how many places lost one."""

    root: etree._Element
    declares: bool = False
    dropped: int = 0


def read_tree(data: bytes) -> Tree:
    """The part without what it declares: plain entities become their text, others are dropped.

    Raises:
        etree.XMLSyntaxError: it is not well-formed, or its entities grow without measure.
        LookupError: its encoding is unknown.
    """
    if _ENTITY not in data and not data.startswith(_WIDE):
        return Tree(parse(data))
    root = etree.fromstring(data, _careful())
    declared = root.getroottree().docinfo.internalDTD
    if declared is None:
        return Tree(root)
    known = {entity.name: entity.content or "" for entity in declared.iterentities()}
    dropped = _settle_entities(root, known)
    bare = etree.tostring(root, encoding="utf-8", with_tail=False)
    return Tree(etree.fromstring(bare, _careful()), bool(known), dropped)


def _careful() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True)


def _settle_entities(root: etree._Element, known: Mapping[str, str]) -> int:
    """Put the text of plain entities in their place; count those that are dropped."""
    for element in root.iter(etree.Element):
        for name, value in element.items():
            element.set(name, value)  # with its entities as text
    dropped = 0
    for reference in list(root.iter(etree.Entity)):
        text = known.get(reference.name, "")
        plain = bool(text) and "<" not in text and "&" not in text
        _replace_by_text(reference, text if plain else "")
        dropped += not plain
    return dropped


def _replace_by_text(node: etree._Element, text: str) -> None:
    parent, before = node.getparent(), node.getprevious()
    if parent is None:
        return
    words = text + (node.tail or "")
    if before is not None:
        before.tail = (before.tail or "") + words
    else:
        parent.text = (parent.text or "") + words
    node.tail = None
    parent.remove(node)


def text_of(element: etree._Element) -> str:
    """An element's own text, comments within it left out."""
    return "".join(element.xpath("text()"))


def leads_out(address: str, part: str, names: Collection[str]) -> bool:
    """Whether an address in a part leads out of its package.

    Args:
        address: as written, relative to the folder of ``part``.
        part: the name of the part that has it.
        names: all parts of the package.
    """
    plain = unquote(address).strip().replace("\\", "/")
    if not plain or plain.startswith("#"):
        return False
    if _SCHEME.match(plain) or plain.startswith("/"):
        return not plain.lower().startswith("data:")
    if ".." not in plain:
        return False
    plain = plain.partition("#")[0]
    target = posixpath.normpath(posixpath.join(posixpath.dirname(part), plain))
    return target.startswith("..") or (target != "." and target not in names)
