"""Read a part that may be XML: what needs a look, its tree, and where an address leads."""

import posixpath
import re
from collections.abc import Collection
from urllib.parse import unquote

from lxml import etree

from generator.converters.openxml import parse

#: Encodings in which ASCII characters are ASCII bytes, so that bytes can be searched.
_PLAIN = re.compile(rb"^(utf-?8|us-ascii|ascii|iso-8859-\d+|windows-125\d|gb2312|gbk|gb18030)$")
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")
_ENTITY = b"<!ENTITY"
_OUTER_ENTITY = re.compile(rb"<!ENTITY[^>]{0,300}?\s(?:SYSTEM|PUBLIC)\s")

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


def tree(data: bytes) -> etree._Element:
    """The part without what it declares: entities of its own become text, others nothing.

    Raises:
        etree.XMLSyntaxError: it is not well-formed, or its entities grow without measure.
    """
    if _ENTITY not in data and not data.startswith(_WIDE):
        return parse(data)
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(data, parser)
    if root.getroottree().docinfo.internalDTD is None:
        return root
    bare = etree.tostring(_without_outer(root), encoding="utf-8", with_tail=False)
    return etree.fromstring(bare, etree.XMLParser(resolve_entities=False, no_network=True))


def _without_outer(root: etree._Element) -> etree._Element:
    """Put the text of inner entities in their place; drop those that lie elsewhere."""
    dtd = root.getroottree().docinfo.internalDTD
    known = {entity.name: entity.content or "" for entity in dtd.iterentities()}
    for element in root.iter(etree.Element):
        for name, value in element.items():
            element.set(name, value)  # with its entities as text
    for reference in list(root.iter(etree.Entity)):
        text = known.get(reference.name, "")
        text = "" if "<" in text or "&" in text else text
        _replace_by_text(reference, text)
    return root


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


def outer_entities(data: bytes) -> int:
    """How many entities of a part lie in other files."""
    return len(_OUTER_ENTITY.findall(data)) if _ENTITY in data else 0


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
