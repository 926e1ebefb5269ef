"""Tell what an Office document wants to fetch or to run, and cut it out of a private copy.

Each module cuts one kind of content; nothing is ever fetched to find out.
"""

import re
import zipfile
from pathlib import Path

from lxml import etree

from generator.base.zips import DAMAGE, head_of, open_zip
from generator.convert.linked import drawings, opendocument
from generator.convert.linked.compound import cut_compound
from generator.convert.linked.cuts import NOTHING, Cuts
from generator.convert.linked.markup import is_markup, read_tree, wants_look
from generator.convert.linked.package import cut_package
from generator.convert.linked.richtext import cut_rich_text
from generator.convert.openxml import LARGEST_PART, local, serialize

#: Bytes of one part in which scripts are looked for.
_LARGEST = 20_000_000

_COMPOUND = b"\xd0\xcf\x11\xe0"

_SCRIPTS = re.compile(r"(^|/)(vbaProject\.bin|vbaData\.xml|Basic/|Scripts/)|macrosheets/")


def cut_links(copy: Path) -> tuple[str, ...]:
    """Cut out of a private copy whatever points to other files; give the notes for the clerk.

    A copy in which nothing was cut keeps its very bytes. What cannot be looked through is left
    as it is, and that is said: it never counts as a document without links.

    Raises:
        OSError: the copy cannot be read or written.
    """
    notes = [*_clean(copy, 0).notes()]
    if _has_scripts(copy):
        notes.append("文件里带有宏，没有运行")
    return tuple(notes)


def _clean(copy: Path, deep: int) -> Cuts:
    with copy.open("rb") as stream:
        head = stream.read(4096)
    try:
        if head.startswith(b"PK"):
            return cut_package(copy, _clean, deep)
        if is_markup(head) or drawings.is_drawing(head):
            return _flat(copy)
        if head.startswith(_COMPOUND):
            return cut_compound(copy)
        if head.startswith(b"{\\rt"):
            return _rich_text(copy)
    except DAMAGE:
        return Cuts(unseen=1)
    return NOTHING


def _flat(copy: Path) -> Cuts:
    """A drawing that stands alone, or a document of one flat file."""
    if copy.stat().st_size > LARGEST_PART:
        return Cuts(unseen=1)
    data = copy.read_bytes()
    fresh, places = drawings.cleaned(data)
    cuts = Cuts(places=places)
    if fresh == data and is_markup(data) and wants_look(data, opendocument.MARKS):
        try:
            read = read_tree(data)
        except (etree.XMLSyntaxError, LookupError):
            return Cuts(unseen=1)
        cuts, changed = opendocument.cut_open_document(read.root, "", ())
        cuts += Cuts(places=read.dropped)
        fresh = serialize(read.root) if changed or read.declares else data
    if fresh != data:
        copy.write_bytes(fresh)
    return cuts


def _rich_text(copy: Path) -> Cuts:
    if copy.stat().st_size > LARGEST_PART:
        return Cuts(unseen=1)
    data = copy.read_bytes()
    fresh, cuts = cut_rich_text(data)
    if fresh is not data:
        copy.write_bytes(fresh)
    return cuts


def _has_scripts(package: Path) -> bool:
    """Whether an Open XML or OpenDocument file has scripts, or runs something when opened."""
    try:
        with open_zip(package) as opened:
            names = opened.namelist()
            if any(_SCRIPTS.search(name) for name in names):
                return True
            return "content.xml" in names and _listens(opened)
    except (*DAMAGE, OSError, etree.XMLSyntaxError):
        return False


def _listens(opened: zipfile.ZipFile) -> bool:
    data = head_of(opened, "content.xml", _LARGEST)
    return b"event-listener" in data and any(
        local(element) == "event-listener" for element in read_tree(data).root.iter(etree.Element)
    )
