"""Read and rewrite the parts of an Open XML package (.docx, .xlsx, .pptx) in a private copy."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

from lxml import etree

from generator.base.zips import member

#: A part larger than this is not looked into (bytes, unpacked): a bomb or a very large sheet.
LARGEST_PART = 200_000_000


def parse(data: bytes) -> etree._Element:
    """Parse a part without entities, network or limits on depth of its own.

    Raises:
        etree.XMLSyntaxError: it is not well-formed.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(data, parser)


def serialize(root: etree._Element) -> bytes:
    """The part's bytes with the declaration that Office writes."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def local(element: etree._Element) -> str:
    """An element's name without its namespace; comments have none."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def replace_parts(package: Path, parts: Mapping[str, bytes]) -> None:
    """Write new bytes for some parts of a package and copy the others as they are."""
    if not parts:
        return
    fresh = package.with_suffix(".new")
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(fresh, "w") as new:
        for entry in old.infolist():
            data = parts.get(entry.filename)
            content = member(old, entry) if data is None else data
            new.writestr(entry, content, compress_type=zipfile.ZIP_DEFLATED, compresslevel=1)
    fresh.replace(package)
