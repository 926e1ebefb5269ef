"""What the reader of .xlsx does not say: hidden rows, formulas without a result, far-away cells.

The sheet's XML is streamed once; the costly searches run only on sheets that need them.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from lxml import etree

from generator.ledgers.cells import UNCALCULATED
from generator.ledgers.grid import number_of
from generator.zips import member

#: Own limits: a workbook unpacks to at most this many bytes, a sheet spans this many cells.
MAX_UNPACKED = 1_500_000_000
MAX_CELLS = 10_000_000
#: A sheet with more empty formulas than this is a column filled down to the last row.
MAX_NOTES = 300_000

#: Bytes of the longest list of sheets that is read.
_LARGEST_LIST = 20_000_000

_CHUNK = 1 << 24
_ROW = re.compile(rb"<row\b[^>]*?\br=\"(\d+)\"")
_HIDDEN_ROW = re.compile(rb"<row\b[^>]*?\bhidden=\"(?:1|true)\"[^>]*>")
_CELL = re.compile(rb"<c\b(?P<head>[^>]*?)(?:/>|>(?P<body>.*?)</c>)", re.DOTALL)
_ADDRESS = re.compile(rb"\br=\"([A-Z]+)(\d+)\"")
_VALUE = re.compile(rb"<(?:v|t)\b[^>]*>([^<]+)<")
_WIDE, _WIDEST = re.compile(rb"r=\"[A-Z]{2,3}\d"), re.compile(rb"r=\"[A-Z]{3}\d")
_ROOT = re.compile(rb"<(\w+:)?worksheet\b")
_TELLING = (b"<f", b't="e"')  # formulas and errors
_ENDS = (b"c>", b"row>")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(slots=True)
class Marks:
    """What was seen in one sheet; rows and columns count from 0."""

    hidden_rows: set[int] = field(default_factory=set)
    notes: dict[tuple[int, int], str] = field(default_factory=dict)
    last_row: int = 0
    width: int = 26
    far: tuple[int, int] | None = None


def unpacked_size(archive: zipfile.ZipFile) -> int:
    """Bytes that all members of a workbook unpack to."""
    return sum(info.file_size for info in archive.infolist())


def checked(archive: zipfile.ZipFile) -> bytes:
    """The same workbook with its members unpacked, for a reader that trusts their stated sizes.

    Pictures are left out: no reader of tables looks at them.

    Raises:
        zipfile.BadZipFile, zlib.error, EOFError: a member is not what is said of it.
        RuntimeError, NotImplementedError: a member is encrypted.
    """
    stream = io.BytesIO()
    names = dict.fromkeys(name for name in archive.namelist() if "/media/" not in name)
    with zipfile.ZipFile(stream, "w") as copy:
        for name in names:
            copy.writestr(name, member(archive, name))
    return stream.getvalue()


def has_pictures(archive: zipfile.ZipFile) -> bool:
    """Whether the workbook holds pictures."""
    return any("/media/" in info.filename for info in archive.infolist())


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The member of the archive that holds each sheet, by the sheet's name.

    Raises:
        KeyError: a part of the workbook is missing.
        zipfile.BadZipFile: a part is damaged or senselessly large.
        lxml.etree.XMLSyntaxError: a part is not XML.
    """
    relations = _parse(archive, "xl/_rels/workbook.xml.rels")
    targets = {node.get("Id"): node.get("Target", "") for node in relations}
    parts = {}
    for node in _parse(archive, "xl/workbook.xml").iter("{*}sheet"):
        target = targets.get(node.get(_RELATION), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        parts[str(node.get("name"))] = posixpath.normpath(part)
    return parts


def read_marks(archive: zipfile.ZipFile, part: str) -> Marks:
    """Stream one sheet and note what the reader would hide.

    Raises:
        KeyError: the archive has no such member.
    """
    marks = Marks()
    telling = False
    for chunk in _chunks(archive, part):
        marks.width = _width(chunk, marks.width)
        if b"hidden=" in chunk:
            marks.hidden_rows.update(_hidden_rows(chunk))
        telling = telling or any(sign in chunk for sign in _TELLING)
        last = chunk.rfind(b"row ")
        row = _ROW.search(chunk, max(last - 40, 0)) if last >= 0 else None
        marks.last_row = int(row.group(1)) if row else marks.last_row
    if marks.last_row * marks.width > MAX_CELLS:
        marks.far = _extent(archive, part)
    if telling:
        for chunk in _chunks(archive, part):
            marks.notes.update(_notes(chunk))
            if len(marks.notes) > MAX_NOTES:
                marks.far = max(marks.notes)
                break
    return marks


def _parse(archive: zipfile.ZipFile, part: str) -> Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    if archive.getinfo(part).file_size > _LARGEST_LIST:
        raise zipfile.BadZipFile(part)
    root: Element = etree.fromstring(member(archive, part), parser)
    return root


def _chunks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The sheet in pieces that end between two cells, without prefixes of element names."""
    rest = b""
    prefix = None
    with archive.open(part) as stream:
        while block := stream.read(_CHUNK):
            block = rest + block
            if prefix is None:
                root = _ROOT.search(block)
                prefix = (root.group(1) or b"") if root else b""
            ends = [b"</" + prefix + end for end in _ENDS]
            cut = max(block.rfind(end) + len(end) for end in ends)
            if cut < len(ends[1]):
                cut = len(block) if len(block) > 4 * _CHUNK else 0
            yield _plain(block[:cut], prefix)
            rest = block[cut:]
    yield _plain(rest, prefix or b"")


def _plain(chunk: bytes, prefix: bytes) -> bytes:
    return chunk.replace(b"<" + prefix, b"<").replace(b"</" + prefix, b"</") if prefix else chunk


def _width(chunk: bytes, width: int) -> int:
    """A bound on the number of columns, from the number of letters in addresses."""
    if width < 702 and _WIDE.search(chunk):
        width = 702
    return 16_384 if width == 702 and _WIDEST.search(chunk) else width


def _hidden_rows(chunk: bytes) -> Iterator[int]:
    for match in _HIDDEN_ROW.finditer(chunk):
        row = _ROW.search(match.group())
        if row:
            yield int(row.group(1)) - 1


def _notes(chunk: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    """Cells that the reader shows as empty: errors, and formulas that were never calculated."""
    for match in _CELL.finditer(chunk):
        body, place = match.group("body"), _ADDRESS.search(match.group("head"))
        if body is None or place is None:
            continue
        value = _VALUE.search(body)
        cell = (int(place.group(2)) - 1, number_of(place.group(1).decode()))
        if b't="e"' in match.group("head"):
            yield cell, value.group(1).decode() if value else "#N/A"
        elif value is None and re.search(rb"<f\b", body):
            empty_text = b't="str"' in match.group("head") and re.search(rb"<v\b", body)
            if not empty_text:
                yield cell, UNCALCULATED


def _extent(archive: zipfile.ZipFile, part: str) -> tuple[int, int] | None:
    """The far corner of the cells that have content, when they span too many; else ``None``."""
    rows = columns = 0
    for chunk in _chunks(archive, part):
        for match in _CELL.finditer(chunk):
            place = _ADDRESS.search(match.group("head"))
            if match.group("body") and place:
                rows = max(rows, int(place.group(2)))
                columns = max(columns, number_of(place.group(1).decode()) + 1)
    return (rows - 1, columns - 1) if rows * columns > MAX_CELLS else None
