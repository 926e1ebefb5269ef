"""Cut out of vector drawings (SVG) what they would load; what they bring along stays."""

import base64
import binascii
import gzip
import re
import zlib
from urllib.parse import quote_from_bytes, unquote_to_bytes

from lxml import etree

from generator.convert.linked.markup import is_markup, read_tree, text_of
from generator.convert.openxml import local

#: Drawings within drawings that are looked into, and bytes that a packed one may unpack to.
_DEEPEST, _LARGEST = 8, 50_000_000

_SVG = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?svg[\s/>:]|<!DOCTYPE\s+svg", re.IGNORECASE)
_HIDDEN = re.compile(rb"<svg|<\0s\0v\0g|\0<\0s\0v\0g")

_LOADED = frozenset({"href", "src", "srcset", "data", "poster", "background"})
_ANIMATED = frozenset({"to", "from", "by", "values"})
_URL = re.compile(r"url\(\s*(?P<quote>[\"']?)(?P<address>[^\"')]*)(?P=quote)\s*\)?", re.IGNORECASE)
_IMPORT = re.compile(r"@import\b[^;]*;?", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))")
_DATA = re.compile(r"^data:([^,]*),(.*)$", re.IGNORECASE | re.DOTALL)

_EMPTY = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF")


def is_drawing(data: bytes) -> bool:
    """Whether bytes are an SVG drawing, packed or not, or have one hidden in them."""
    if data.startswith(b"\x1f\x8b"):
        return True
    if is_markup(data):
        wide = b"\0" in data[:8] or data[:2] in (b"\xff\xfe", b"\xfe\xff")
        return bool(wide or _SVG.search(data))
    return not data.startswith(_PICTURES) and _HIDDEN.search(data) is not None


def cleaned(data: bytes, deep: int = 0) -> tuple[bytes, int]:
    """A drawing without what it would load, and how many places were cut; as it was if none.

    A drawing that is not well-formed becomes an empty one. One that is hidden in another kind of
    picture is made unreadable there, byte for byte.
    """
    if not is_drawing(data):
        return data, 0
    if data.startswith(b"\x1f\x8b"):
        return _unpacked(data, deep)
    if not is_markup(data):
        return _HIDDEN.sub(lambda found: found[0].replace(b"s", b"-"), data), 1
    try:
        read = read_tree(data)
    except (etree.XMLSyntaxError, LookupError):
        return _EMPTY, 1
    root = read.root
    if local(root) != "svg":
        return data, 0
    places = _instructions(root) + read.dropped
    places += sum(_element(element, deep) for element in list(root.iter(etree.Element)))
    changed = places or read.declares
    return (etree.tostring(root, encoding="utf-8"), places) if changed else (data, 0)


def _unpacked(data: bytes, deep: int) -> tuple[bytes, int]:
    try:
        inner = zlib.decompressobj(31).decompress(data, _LARGEST)
    except zlib.error:
        return data, 0
    if len(inner) >= _LARGEST:
        return gzip.compress(_EMPTY, mtime=0), 1
    clean, places = cleaned(inner, deep + 1) if deep < _DEEPEST else (_EMPTY, 1)
    return (gzip.compress(clean, mtime=0), places) if clean != inner else (data, 0)


def _instructions(root: etree._Element) -> int:
    """Drop style sheets that are named before the drawing."""
    places = 0
    for before in root.itersiblings(etree.ProcessingInstruction, preceding=True):
        if "href" in (before.text or ""):
            before.text = ""
            places += 1
    return places


def _element(element: etree._Element, deep: int) -> int:
    places = 0
    link = local(element) == "a"
    for name, value in list(element.attrib.items()):
        bare = etree.QName(name).localname
        if (bare in _LOADED and not link) or (bare in _ANIMATED and _animates(element)):
            kept = _kept_address(value, deep)
        elif bare == "base":
            kept = None
        else:
            kept = style_cleaned(value, deep) if "(" in value or "\\" in value else value
        if kept is None:
            del element.attrib[name]
            places += bare != "base"
        elif kept != value:
            element.set(name, kept)
            places += 1
    if local(element) == "style":
        style = text_of(element)
        clean = style_cleaned(style, deep)
        if clean != style:
            for child in list(element):
                element.remove(child)
            element.text = clean
            places += 1
    return places


def _animates(element: etree._Element) -> bool:
    return "href" in element.get("attributeName", "")


def _kept_address(address: str, deep: int) -> str | None:
    """What may stay of an address: a place in the drawing, or data that loads nothing itself."""
    plain = address.strip()
    if not plain or plain.startswith("#"):
        return address
    found = _DATA.match(plain)
    if found is None or deep >= _DEEPEST:
        return None
    kind, body = found[1], found[2]
    packed = kind.lower().rstrip().endswith("base64")
    try:
        data = base64.b64decode(body) if packed else unquote_to_bytes(body)
    except (binascii.Error, ValueError):
        return None
    clean, _ = cleaned(data, deep + 1)
    if clean == data:
        return address
    again = base64.b64encode(clean).decode() if packed else quote_from_bytes(clean)
    return f"data:{kind},{again}"


def style_cleaned(style: str, deep: int = 0) -> str:
    """Style rules without what they would load; as they were if they load nothing."""
    read = _ESCAPE.sub(_character, style) if "\\" in style else style

    def kept(found: re.Match[str]) -> str:
        return found[0] if _kept_address(found["address"], deep) == found["address"] else "none"

    clean = _URL.sub(kept, _IMPORT.sub("", read))
    return style if clean == read else clean


def _character(found: re.Match[str]) -> str:
    if found[1]:
        code = int(found[1], 16)
        return chr(code) if code < 0x110000 else ""
    return found[2]
