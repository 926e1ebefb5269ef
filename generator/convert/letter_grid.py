"""The grid of official letters (28 letters a line, 22 lines a page), where LibreOffice fails it.

A LibreOffice before the tested one gives a letter that is wider than its cell two cells: 14 letters
stand on a line, on twice the pages. The private copy then gets a grid of lines alone, which every
version draws. Of RTF no version reads the grid: that is told. Both measured with 7.4.7 and 25.2.3.
"""

import re
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from generator.base.zips import member
from generator.convert.openxml import LARGEST_PART, parse, replace_parts, serialize

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PART = "word/document.xml"

#: Properties of sections (MS-DOC 2.6.4): which grid, and what it adds to a letter's width.
_GRID, _ADDED = 0x5032, 0x7030
_LETTERS, _LINES = 1, 2

#: Where a Word document tells which stream has its tables, and where its sections are listed
#: (MS-DOC 2.5.2 and 2.5.6), and the length of an entry of that list (2.8.26).
_FLAGS, _SECTIONS, _ENTRY = 0x0A, 0xCA, 12
_OTHER_TABLE = 0x0200

#: Bytes of a property's operand by the uppermost bits of its code (MS-DOC 2.6.1, spra).
_OPERANDS = (1, 1, 2, 4, 2, 2, None, 3)

#: Grids of RTF: letters and lines, letters that keep to their cells, lines (RTF 1.9.1).
_RICH = re.compile(rb"\\sectspecify(?:cl|l|gen\d*)(?![a-z])")

_NOW_LINES = (
    "公文的字数网格按行网格排（本机的 LibreOffice 版本旧），每行字数可能与 Word、WPS 里差一两个，"
    "请核对分页；装新版 LibreOffice 后可照排"
)
_UNREAD = (
    "RTF 里设的每页行数没有照排，分页可能与 Word、WPS 里不同；请用 Word/WPS 另存为 .docx 替换原文件"
)


def mend_grid(path: Path, *, old: bool) -> tuple[str, ...]:
    """Give a private copy of a letter a grid that LibreOffice draws; tell what comes out otherwise.

    Args:
        path: the copy; what it is shows in its first bytes.
        old: whether LibreOffice is older than the tested one.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(8)
        if head.startswith(b"{\\rtf"):
            return (_UNREAD,) if _RICH.search(path.read_bytes()) else ()
        if not old:
            return ()
        mend = _mend_package if head.startswith(b"PK") else _mend_compound
        return (_NOW_LINES,) if mend(path) else ()
    except Exception:  # a parser of hostile input: the page is as LibreOffice draws it
        return ()


def _mend_package(path: Path) -> bool:
    with zipfile.ZipFile(path) as package:
        entry = package.getinfo(_PART)
        if entry.file_size > LARGEST_PART:
            return False
        root = parse(member(package, entry))
    grids = [grid for grid in root.iter(f"{_W}docGrid") if _is_too_narrow(grid)]
    for grid in grids:
        grid.set(f"{_W}type", "lines")
        del grid.attrib[f"{_W}charSpace"]
    if grids:
        replace_parts(path, {_PART: serialize(root)})
    return bool(grids)


def _is_too_narrow(grid: etree._Element) -> bool:
    of_letters = grid.get(f"{_W}type") in {"linesAndChars", "snapToChars"}
    return of_letters and grid.get(f"{_W}charSpace", "0").startswith("-")


def _mend_compound(path: Path) -> bool:
    import olefile  # type: ignore[import-untyped]

    with olefile.OleFileIO(str(path), write_mode=True) as file:
        data = bytearray(file.openstream("WordDocument").read())
        (flags,) = struct.unpack_from("<H", data, _FLAGS)
        table = file.openstream("1Table" if flags & _OTHER_TABLE else "0Table").read()
        places = [place for start in _sections(data, table) for place in _narrow(data, start)]
        for place in places:
            struct.pack_into("<H", data, place, _LINES)
        if places:
            file.write_stream("WordDocument", bytes(data))
    return bool(places)


def _sections(data: bytearray, table: bytes) -> Iterator[int]:
    """Where the properties of each section stand."""
    start, length = struct.unpack_from("<II", data, _SECTIONS)
    count = max(0, (length - 4) // (4 + _ENTRY))
    entries = table[start + 4 * (count + 1) : start + length]
    for at in range(0, count * _ENTRY, _ENTRY):
        (place,) = struct.unpack_from("<i", entries, at + 2)
        if place > 0:
            yield place


def _narrow(data: bytearray, start: int) -> Iterator[int]:
    """Where a section says that letters keep to a grid whose cells are narrower than they are."""
    grid, narrow = None, False
    for code, at in _properties(data, start):
        if code == _GRID and struct.unpack_from("<H", data, at)[0] == _LETTERS:
            grid = at
        elif code == _ADDED:
            narrow = struct.unpack_from("<i", data, at)[0] < 0
    if grid is not None and narrow:
        yield grid


def _properties(data: bytearray, start: int) -> Iterator[tuple[int, int]]:
    """The code of each property of a section, and where its operand is."""
    (length,) = struct.unpack_from("<H", data, start)
    at, end = start + 2, start + 2 + length
    while at + 2 <= end:
        (code,) = struct.unpack_from("<H", data, at)
        size = _OPERANDS[code >> 13]
        yield code, at + 2
        at += 2 + (1 + data[at + 2] if size is None else size)
