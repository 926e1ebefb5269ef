"""Tell what an Office document wants to fetch or to run, neither of which is ever done."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from generator.converters.openxml import local, parse
from generator.zips import DAMAGE, head_of, open_zip

#: Bytes of one part that are looked at, and parts that are.
_LARGEST, _MOST = 20_000_000, 2_000

_HREF = "{http://www.w3.org/1999/xlink}href"

#: Addresses that lead out of an OpenDocument package; others are its own parts.
_OUTSIDE = re.compile(r"^([a-z][a-z0-9+.-]*:|/|\.\./)", re.IGNORECASE)

#: Elements with an address that is not fetched: for the reader to go to, or of a script.
_MERE_LINKS = frozenset({"a", "hyperlink", "event-listener"})

_SCRIPTS = re.compile(r"(^|/)(vbaProject\.bin|vbaData\.xml|Basic/|Scripts/)|macrosheets/")


def linked_notes(package: Path) -> tuple[str, ...]:
    """What a clerk should know of an Open XML or OpenDocument file; of others nothing is known."""
    try:
        with open_zip(package) as archive:
            names = archive.namelist()
            links = sum(1 for _ in _links(archive, names[:_MOST]))
            scripts = any(_SCRIPTS.search(name) for name in names) or _listens(archive, names)
    except (*DAMAGE, OSError, etree.XMLSyntaxError):
        return ()
    notes = []
    if links:
        notes.append(f"有 {links} 处内容不在文件里、链接到别处，没有载入，请打开原件核对")
    if scripts:
        notes.append("文件里带有宏，没有运行")
    return tuple(notes)


def _links(archive: zipfile.ZipFile, names: list[str]) -> Iterator[str]:
    """The addresses of what would be fetched."""
    for name in names:
        if name.endswith(".rels"):
            for relation in _root(archive, name):
                kind = str(relation.get("Type")).rpartition("/")[2]
                if relation.get("TargetMode") == "External" and kind not in _MERE_LINKS:
                    yield str(relation.get("Target"))
        elif "/externalLinks/externalLink" in name and not name.endswith(".rels"):
            yield from ("dde" for one in _root(archive, name) if local(one) == "ddeLink")
        elif name in {"content.xml", "styles.xml"}:
            for element in _root(archive, name).iter():
                address = element.get(_HREF) if isinstance(element.tag, str) else None
                if address and _OUTSIDE.match(address) and local(element) not in _MERE_LINKS:
                    yield address


def _listens(archive: zipfile.ZipFile, names: list[str]) -> bool:
    """Whether an OpenDocument runs something when it is opened."""
    if "content.xml" not in names:
        return False
    root = _root(archive, "content.xml")
    return any(local(element) == "event-listener" for element in root.iter())


def _root(archive: zipfile.ZipFile, name: str) -> etree._Element:
    return parse(head_of(archive, name, _LARGEST))
