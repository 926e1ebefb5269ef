"""What the reader of .xlsx does not say: hidden rows, formulas without a result, stray cells.

The sheet's XML is streamed once; the costly searches run only on sheets that need them.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import IO
from xml.etree.ElementTree import Element

from lxml import etree

from generator.base.zips import member
from generator.workbooks.grid import UNCALCULATED, number_of
from generator.workbooks.sheet_xml import (
    ADDRESSED,
    as_utf8,
    is_foreign,
    is_plain,
    is_plain_start,
    plain_sheet_xml,
)
from generator.workbooks.strays import MAX_CELLS, Area, Cell, stray_cells

#: Own limit: a workbook unpacks to at most this many bytes.
MAX_UNPACKED = 1_500_000_000
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
_WIDER = (re.compile(rb"<c r=\"[A-Z]{3}"), re.compile(rb"<c r=\"[A-Z]{2}"))
_WIDTHS = (26, 702, 16_384)  # columns with names of one letter, two, three
_HEIGHT = 1_048_576
_BEFORE = len(b'<c r=""')
_TELLING = (b"<f", b't="e"')  # formulas and errors
_ENDS = (b"</c>", b"</row>")
#: How a sheet is opened, each time from its beginning.
Opened = Callable[[], IO[bytes]]

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(slots=True)
class Marks:
    """What was seen in one sheet; rows and columns count from 0.

    ``stray`` are cells that must not be read with the others; ``too_large``: there is no end of
    them. ``rewritten`` is the sheet as it is to be read, if not as it is.
    """

    hidden_rows: set[int] = field(default_factory=set)
    notes: dict[Cell, str] = field(default_factory=dict)
    stray: tuple[Cell, ...] = ()
    too_large: bool = False
    rewritten: bytes | None = None

    def leave_out(self, stray: tuple[Cell, ...] | None) -> None:
        """Note which cells are stray, or that the sheet is too large all the same."""
        self.stray = stray or ()
        self.too_large = stray is None
        for cell in self.stray:
            self.notes.pop(cell, None)


def unpacked_size(package: zipfile.ZipFile) -> int:
    """Bytes that all members of a workbook unpack to."""
    return sum(info.file_size for info in package.infolist())


def checked(package: zipfile.ZipFile, rewritten: Mapping[str, bytes]) -> bytes:
    """The same workbook with its members unpacked, for a reader that trusts their stated sizes.

    Pictures are left out: no reader of tables looks at them. XML is in UTF-8, the only encoding
    that the reader knows.

    Args:
        package: the workbook.
        rewritten: members that are to be read as something else than they are.

    Raises:
        zipfile.BadZipFile, zlib.error, EOFError: a member is not what is said of it.
        RuntimeError, NotImplementedError: a member is encrypted.
        lxml.etree.XMLSyntaxError: a part in another encoding is not XML.
    """
    stream = io.BytesIO()
    names = dict.fromkeys(name for name in package.namelist() if "/media/" not in name)
    with zipfile.ZipFile(stream, "w") as copy:
        for name in names:
            copy.writestr(name, rewritten.get(name) or _part(package, name))
    return stream.getvalue()


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    data = member(package, name)
    return as_utf8(data) if name.endswith((".xml", ".rels")) and is_foreign(data) else data


def has_pictures(package: zipfile.ZipFile) -> bool:
    """Whether the workbook holds pictures."""
    return any("/media/" in info.filename for info in package.infolist())


def sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """The member of the container that holds each sheet, by the sheet's name.

    Raises:
        KeyError: a part of the workbook is missing.
        zipfile.BadZipFile: a part is damaged or senselessly large.
        lxml.etree.XMLSyntaxError: a part is not XML.
    """
    targets = relation_targets(package, "xl/_rels/workbook.xml.rels")
    parts = {}
    for node in _parse(package, "xl/workbook.xml").iter("{*}sheet"):
        target = targets.get(node.get(_RELATION) or "", "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        parts[str(node.get("name"))] = posixpath.normpath(part)
    return parts


def relation_targets(package: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Where each relation of a list leads, by its id.

    Raises:
        KeyError: there is no such list.
        zipfile.BadZipFile: it is damaged or senselessly large.
        lxml.etree.XMLSyntaxError: it is not XML.
    """
    return {node.get("Id") or "": node.get("Target") or "" for node in _parse(package, part)}


def read_marks(package: zipfile.ZipFile, part: str) -> Marks:
    """Stream one sheet and note what the reader would hide, and what it must not be given.

    Raises:
        KeyError: the container has no such member.
        lxml.etree.XMLSyntaxError: it is not as Excel writes it, and is not XML.
    """
    marks = Marks()
    opened: Opened = partial(package.open, part)
    seen = _streamed(opened, marks)
    if seen is None:
        with package.open(part) as stream:
            plain = plain_sheet_xml(stream)
        marks = Marks(rewritten=plain)
        opened = partial(io.BytesIO, plain)
        seen = _streamed(opened, marks) or _Seen()
    if seen.bound > MAX_CELLS:
        _part_with_strays(opened, marks)
    if seen.telling:
        _take_notes(opened, marks)
    return marks


@dataclass(slots=True)
class _Seen:
    """What a first look at a sheet showed: a bound on the cells that it spans."""

    telling: bool = False
    longest: int = 0
    letters: int = 1

    @property
    def bound(self) -> int:
        """The most cells that addresses of such lengths can span."""
        return max(
            _WIDTHS[letters - 1] * min(_HEIGHT, int(10 ** max(0, self.longest - letters)))
            for letters in range(1, self.letters + 1)
        )


def _streamed(opened: Opened, marks: Marks) -> _Seen | None:
    """Note hidden rows; ``None`` when the sheet is not written as Excel writes it."""
    seen = _Seen()
    for at, chunk in enumerate(_chunks(opened)):
        cells = ADDRESSED.findall(chunk)
        if (at == 0 and not is_plain_start(chunk)) or not is_plain(chunk, len(cells)):
            return None
        if cells:
            seen.longest = max(seen.longest, max(map(len, cells)) - _BEFORE)
        wide = next((3 - at for at, wider in enumerate(_WIDER) if wider.search(chunk)), 1)
        seen.letters = max(seen.letters, wide)
        if b"hidden=" in chunk:
            marks.hidden_rows.update(_hidden_rows(chunk))
        seen.telling = seen.telling or any(sign in chunk for sign in _TELLING)
    return seen


def _part_with_strays(opened: Opened, marks: Marks) -> None:
    """Find the stray cells of a sheet that may be too large, and rewrite it without them."""
    cells = (cell for chunk in _chunks(opened) for cell in _filled(chunk))
    marks.leave_out(stray_cells(Area(*cell, *cell) for cell in cells))
    if not marks.stray:
        return
    out = frozenset(marks.stray)

    def unless_stray(match: re.Match[bytes]) -> bytes:
        return b"" if _place(match) in out else match.group()

    chunks = (_CELL.sub(unless_stray, chunk) for chunk in _chunks(opened))
    marks.rewritten = b"".join(chunks)


def _take_notes(opened: Opened, marks: Marks) -> None:
    stray = frozenset(marks.stray)
    for chunk in _chunks(opened):
        marks.notes.update(note for note in _notes(chunk) if note[0] not in stray)
        if len(marks.notes) > MAX_NOTES:
            marks.too_large = True
            return


def _parse(package: zipfile.ZipFile, part: str) -> Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    if package.getinfo(part).file_size > _LARGEST_LIST:
        raise zipfile.BadZipFile(part)
    root: Element = etree.fromstring(member(package, part), parser)
    return root


def _chunks(opened: Opened) -> Iterator[bytes]:
    """The sheet in pieces that end between two cells."""
    rest = b""
    with opened() as stream:
        while block := stream.read(_CHUNK):
            block = rest + block
            cut = max(block.rfind(end) + len(end) for end in _ENDS)
            if cut < len(_ENDS[1]):
                cut = len(block) if len(block) > 4 * _CHUNK else 0
            if cut:
                yield block[:cut]
            rest = block[cut:]
    yield rest


def _hidden_rows(chunk: bytes) -> Iterator[int]:
    for match in _HIDDEN_ROW.finditer(chunk):
        row = _ROW.search(match.group())
        if row:
            yield int(row.group(1)) - 1


def _notes(chunk: bytes) -> Iterator[tuple[Cell, str]]:
    """Cells that the reader shows as empty: errors, and formulas that were never calculated."""
    for match in _CELL.finditer(chunk):
        body, cell = match.group("body"), _place(match)
        if body is None or cell is None:
            continue
        value = _VALUE.search(body)
        if b't="e"' in match.group("head"):
            yield cell, value.group(1).decode() if value else "#N/A"
        elif value is None and re.search(rb"<f\b", body):
            empty_text = b't="str"' in match.group("head") and re.search(rb"<v\b", body)
            if not empty_text:
                yield cell, UNCALCULATED


def _filled(chunk: bytes) -> Iterator[Cell]:
    """The cells that have content."""
    for match in _CELL.finditer(chunk):
        cell = _place(match)
        if match.group("body") and cell is not None:
            yield cell


def _place(match: re.Match[bytes]) -> Cell | None:
    place = _ADDRESS.search(match.group("head"))
    return (int(place.group(2)) - 1, number_of(place.group(1).decode())) if place else None
