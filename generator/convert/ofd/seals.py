"""Find the pictures of electronic seals and where they were put; nothing is verified."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from lxml import etree

from generator.convert.ofd.document import Document
from generator.convert.ofd.package import LockedError, OfdError, Package, folder_of
from generator.convert.ofd.remarks import Remarks
from generator.convert.ofd.xml import Box, box, child, children, text

UNVERIFIED = "电子签章的有效性未验证，请用 OFD 阅读器核对"

#: Tags of DER (ITU-T X.690): the ones that a seal's picture is made of.
_SEQUENCE, _INTEGER, _OCTETS = 0x30, 0x02, 0x04
_TEXTS = frozenset({0x0C, 0x13, 0x16})
_CONSTRUCTED = 0x20

#: What GB/T 38540 and GM/T 0031 call the kinds of pictures.
_KINDS = frozenset({"png", "jpg", "jpeg", "bmp", "gif", "tif", "tiff", "ofd"})

_DEEPEST, _MOST_NODES = 12, 20_000


@dataclass(frozen=True, slots=True)
class Stamp:
    """A seal on a page: the box in mm, the part of it that shows, and its picture."""

    page: str
    place: Box
    shown: Box | None
    kind: str
    picture: bytes


@dataclass(frozen=True, slots=True)
class _Node:
    """One value of a DER structure: its tag and where its content stands."""

    tag: int
    start: int
    end: int


def stamps(package: Package, document: Document, remarks: Remarks) -> Iterator[Stamp]:
    """Every seal of a document that has a place on a page and a picture.

    Signatures are remarked as not verified, seals without a picture as not drawn.
    """
    if document.signatures is None:
        return
    remarks.add(UNVERIFIED)
    root = package.xml(document.signatures)
    here = folder_of(document.signatures)
    for entry in children(root, "Signature"):
        try:
            part = package.find(entry.get("BaseLoc", ""), here, document.folder)
            yield from _stamps(package, part, document, remarks)
        except (OfdError, LockedError):
            remarks.add("有电子签章的部件读不出，印章没有印出")


def _stamps(package: Package, part: str, document: Document, remarks: Remarks) -> Iterator[Stamp]:
    root = package.xml(part)
    signed = child(root, "SignedInfo")
    places = list(children(signed, "StampAnnot"))
    if not places:
        return
    found = _picture(package, root, (folder_of(part), document.folder))
    for entry in places:
        place = box(entry.get("Boundary"))
        if found is None or place is None:
            remarks.add("有电子印章的图样取不出来，没有印出")
            continue
        kind, picture = found
        yield Stamp(entry.get("PageRef", ""), place, box(entry.get("Clip")), kind, picture)


def _picture(
    package: Package, root: etree._Element, folders: tuple[str, ...]
) -> tuple[str, bytes] | None:
    """Kind and bytes of the seal's picture, from the signed value or from the seal itself."""
    signed = child(root, "SignedInfo")
    for location in (text(root, "SignedValue"), text(signed, "Seal", "BaseLoc")):
        part = package.locate(location, *folders) if location else None
        if part is not None:
            with suppress(OfdError):
                found = seal_picture(package.read(part))
                if found is not None:
                    return found
    return None


def seal_picture(data: bytes) -> tuple[str, bytes] | None:
    """The picture inside a seal: a sequence of its kind, its bytes, its width and height.

    Args:
        data: DER of a signature or seal after GB/T 38540 or GM/T 0031; the tree is searched, for
            editions differ in what stands around the picture.
    """
    budget = [_MOST_NODES]
    return _search(data, 0, len(data), 0, budget)


def _search(
    data: bytes, start: int, end: int, depth: int, budget: list[int]
) -> tuple[str, bytes] | None:
    for node in _nodes(data, start, end, budget):
        if depth >= _DEEPEST or not node.tag & _CONSTRUCTED:
            continue
        inside = list(_nodes(data, node.start, node.end, budget)) if node.tag == _SEQUENCE else []
        found = _as_picture(data, inside) or _search(data, node.start, node.end, depth + 1, budget)
        if found is not None:
            return found
    return None


def _as_picture(data: bytes, inside: list[_Node]) -> tuple[str, bytes] | None:
    tags = [node.tag for node in inside[:4]]
    if len(tags) < 4 or tags[0] not in _TEXTS or tags[1:] != [_OCTETS, _INTEGER, _INTEGER]:
        return None
    kind = data[inside[0].start : inside[0].end].decode("ascii", "replace").strip().lower()
    kind = kind.lstrip(".")
    return (kind, data[inside[1].start : inside[1].end]) if kind in _KINDS else None


def _nodes(data: bytes, start: int, end: int, budget: list[int]) -> Iterator[_Node]:
    """The values that stand one after another; ends at the first that does not fit."""
    while start + 2 <= end and budget[0] > 0:
        budget[0] -= 1
        tag, length = data[start], data[start + 1]
        begin = start + 2
        if length & 0x80:
            count = length & 0x7F
            if not 1 <= count <= 8 or begin + count > end:
                return
            length = int.from_bytes(data[begin : begin + count], "big")
            begin += count
        if tag & 0x1F == 0x1F or begin + length > end:
            return
        yield _Node(tag, begin, begin + length)
        start = begin + length
