"""Documents in one file that is packed, or XML of Office 2003."""

import re
import zlib
from pathlib import Path

from lxml import etree

from generator.convert.fields import CLOCK, MOVING, unlink
from generator.convert.linked.cuts import Cuts
from generator.convert.openxml import LARGEST_PART, local, parse, serialize

#: Kinds of documents that are one XML file in the vocabularies of Office 2003.
OFFICE_2003 = frozenset({"spreadsheetml", "wordml"})

#: Kinds that may be packed by gzip.
PACKED = frozenset({"svg", "emf", "wmf"})

_GZIP = b"\x1f\x8b"

#: Addresses of what lies outside of the file; ``wordml:`` names a picture within it.
_OUTSIDE = re.compile(
    r"^\s*(?!data:|wordml:)([a-z][a-z0-9+.-]*:|[/\\.]|[^#\s][^#]*$)", re.IGNORECASE
)
_ADDRESSES = frozenset({"href", "src"})

#: Elements with an address that is not fetched: for the reader to go to, or of a script.
_MERE_LINKS = frozenset({"a", "hyperlink", "hlink", "event-listener"})


def unpack(copy: Path) -> None:
    """Write a packed drawing in a private copy as it is unpacked, up to the largest sane size."""
    data = copy.read_bytes()
    if data.startswith(_GZIP):
        unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
        copy.write_bytes(unpacking.decompress(data, LARGEST_PART))


def close(copy: Path) -> tuple[str, ...]:
    """Take out of a private copy what would be fetched from elsewhere; give the notes.

    A file that is no XML is emptied: what cannot be looked into is not handed on.
    """
    try:
        root = parse(copy.read_bytes())
    except etree.XMLSyntaxError:
        copy.write_bytes(b"")
        return ()
    cut = sum(_cut(element) for element in root.iter() if isinstance(element.tag, str))
    moving = unlink(root, MOVING, shown=False) + _settle(root)
    copy.write_bytes(serialize(root))
    return tuple(Cuts(places=cut, moving=moving).notes())


def _settle(root: etree._Element) -> int:
    """Keep the saved results of cells that move; tell how many there were."""
    formula = "{urn:schemas-microsoft-com:office:spreadsheet}Formula"
    cells = [
        cell
        for cell in root.iter("{*}Cell")
        if CLOCK.search(cell.get(formula, "")) and cell.findtext("{*}Data")
    ]
    for cell in cells:
        del cell.attrib[formula]
    return len(cells)


def _cut(element: etree._Element) -> int:
    if local(element) in _MERE_LINKS:
        return 0
    outside = [
        name
        for name, value in element.items()
        if etree.QName(name).localname in _ADDRESSES and _OUTSIDE.match(str(value))
    ]
    for name in outside:
        del element.attrib[name]
    return len(outside)
