"""Go through the parts of a package (Open XML, OpenDocument) and write anew those that were cut."""

import re
import tempfile
import zipfile
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from lxml import etree

from generator.base.zips import member, open_zip
from generator.convert.fields import FETCHING, unlink
from generator.convert.linked import drawings, formulas, opendocument
from generator.convert.linked.cuts import NOTHING, Cuts
from generator.convert.linked.markup import is_markup, read_tree, wants_look
from generator.convert.linked.relations import cut_relations
from generator.convert.openxml import LARGEST_PART, serialize

#: Parts of one package that are looked through, and packages within packages.
_MOST, _DEEPEST = 20_000, 3

_NESTED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")

_OFFICE_MARKS = re.compile(
    rb"instr|\bsrc\s*=|r:link|" + formulas.MARKS.pattern, formulas.MARKS.flags
)

_SOURCES = frozenset({"src", "althref"})

Clean = Callable[[Path, int], Cuts]


def cut_package(package: Path, clean: Clean, deep: int) -> Cuts:
    """Cut every part of a private copy; it is written anew only if something was changed.

    Args:
        package: the copy.
        clean: what documents within the package are cleaned by.
        deep: in how many packages this one lies.

    Raises:
        zipfile.BadZipFile, ValueError, KeyError, NotImplementedError, EOFError, RuntimeError,
        zlib.error: it cannot be read through.
        OSError: it cannot be written.
    """
    changed: dict[int, bytes] = {}
    with open_zip(package) as opened:
        entries = opened.infolist()
        cuts = Cuts(unseen=int(len(entries) > _MOST))
        names = _with_folders(_plain(entry) for entry in entries)
        for entry in entries[:_MOST]:
            if entry.file_size > LARGEST_PART:
                cuts += Cuts(unseen=1)
                continue
            data = member(opened, entry)
            fresh, cut = _part(_plain(entry), data, names)
            if data.startswith(_NESTED):
                fresh, cut = _document(data, clean, deep)
            cuts += cut
            if fresh is not data:
                changed[entry.header_offset] = fresh
    if changed:
        _write(package, changed)
    return cuts


def _plain(entry: zipfile.ZipInfo) -> str:
    """A part's name; some programs write it in the manner of Windows."""
    return entry.filename.replace("\\", "/")


def _with_folders(files: Iterator[str]) -> Collection[str]:
    names: set[str] = set()
    for file in files:
        names.add(file)
        while "/" in file:
            file = file.rpartition("/")[0]
            names.add(file)
    return names


def _part(name: str, data: bytes, names: Collection[str]) -> tuple[bytes, Cuts]:
    """One part without what leads out; the very same bytes if nothing does."""
    is_list = name.lower().endswith(".rels")
    open_document = "mimetype" in names
    if drawings.is_drawing(data) and not is_list:
        fresh, places = drawings.cleaned(data)
        if fresh is not data:
            return fresh, Cuts(places=places)
    marks = opendocument.MARKS if open_document else _OFFICE_MARKS
    if not is_markup(data) or not (is_list or wants_look(data, marks)):
        return data, NOTHING
    try:
        read = read_tree(data)
    except (etree.XMLSyntaxError, LookupError):
        return data, Cuts(unseen=int(name.lower().endswith((".xml", ".rels", ".vml"))))
    if is_list:
        cuts, changed = cut_relations(read.root, name)
    elif open_document:
        cuts, changed = opendocument.cut_open_document(read.root, name, names)
    else:
        cuts, changed = _cut_open_xml(read.root)
    cuts += Cuts(places=read.dropped)
    return (serialize(read.root), cuts) if changed or read.declares else (data, cuts)


def _cut_open_xml(root: etree._Element) -> tuple[Cuts, bool]:
    fields = unlink(root, FETCHING, shown=False)
    sources = 0
    for element in root.iter(etree.Element):
        for name, value in list(element.attrib.items()):
            outer = etree.QName(name).localname in _SOURCES and not _is_inner(value)
            if outer and etree.QName(element).namespace == "urn:schemas-microsoft-com:vml":
                del element.attrib[name]
                sources += 1
    cuts, changed = formulas.cut_formulas(root)
    return cuts + Cuts(places=fields + sources), changed or bool(fields + sources)


def _is_inner(address: str) -> bool:
    return not address or address.startswith("#") or address.lower().startswith("data:")


def _document(data: bytes, clean: Clean, deep: int) -> tuple[bytes, Cuts]:
    """A document within the package, cleaned as if it stood alone."""
    if deep >= _DEEPEST:
        return data, Cuts(unseen=1)
    with tempfile.TemporaryDirectory(prefix="inner-") as folder:
        copy = Path(folder) / "inner"
        copy.write_bytes(data)
        cuts = clean(copy, deep + 1)
        fresh = copy.read_bytes()
    return (data if fresh == data else fresh), cuts


def _write(package: Path, changed: dict[int, bytes]) -> None:
    """Write new bytes for some parts; names that occur twice are told apart by their place."""
    fresh = package.with_suffix(".new")
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(fresh, "w") as new:
        for entry in old.infolist():
            kept, place = entry.compress_type, entry.header_offset
            content = changed[place] if place in changed else member(old, entry)
            new.writestr(entry, content, compress_type=kept, compresslevel=1)
    fresh.replace(package)
