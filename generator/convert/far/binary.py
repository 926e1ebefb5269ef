"""Far cells and endless merged areas in the sheets of a binary workbook (.xlsb).

Record layout after Microsoft's published [MS-XLSB]; numbers of records as in its 2.3.
"""

import struct
import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path

from generator.base.zips import member, open_zip
from generator.convert.far.notes import FORM_COLUMNS, FORM_ROWS, Left, held_to, left_out
from generator.convert.openxml import LARGEST_PART, replace_parts
from generator.workbooks.strays import Area, Cell
from generator.workbooks.xls_marks import ERRORS
from generator.workbooks.xlsb_marks import CELLS, records, text_at, xlsb_sheet_parts

_STRINGS = "xl/sharedStrings.bin"
_ROW, _STRING_ITEM, _MERGED = 0, 19, 176
_ROUNDED = 2
_ERRORS, _TRUTHS, _REALS = (3, 11), (4, 10), (5, 9)
_TEXTS, _SHARED = (6, 8, 62), 7

#: Where a cell's content begins, behind its column and its style.
_AT = 8

_Strings = Callable[[], Sequence[str]]


def open_binary(workbook: Path) -> tuple[str, ...]:
    """Leave out what stands far in a private copy; give the notes.

    Raises:
        FarApartError: a sheet cannot be printed.
        KeyError, ValueError, zipfile.BadZipFile: it is damaged.
        OSError: it cannot be read or written.
    """
    changed: dict[str, bytes] = {}
    told: list[str] = []
    with open_zip(workbook) as package:
        strings = cache(partial(_strings, package))
        for name, part in xlsb_sheet_parts(package).items():
            if part not in package.namelist() or package.getinfo(part).file_size > LARGEST_PART:
                continue
            content = member(package, part)
            left = left_out(name, partial(_said, content, strings))
            told += left.notes
            fresh = _without(content, left)
            if fresh != content:
                changed[part] = fresh
    replace_parts(workbook, changed)
    return tuple(told)


def _strings(package: zipfile.ZipFile) -> Sequence[str]:
    if _STRINGS not in package.namelist() or package.getinfo(_STRINGS).file_size > LARGEST_PART:
        return ()
    found = records(member(package, _STRINGS))
    return [text_at(data, 1)[0] for kind, data, _ in found if kind == _STRING_ITEM]


def _placed(content: bytes) -> Iterator[tuple[Cell | None, int, bytes, bytes]]:
    """Each record with the place of the cell that it is, if it is one."""
    row = 0
    for kind, data, whole in records(content):
        if kind == _ROW and len(data) >= 4:
            (row,) = struct.unpack_from("<I", data)
        is_cell = kind in CELLS and len(data) > _AT
        yield (row, struct.unpack_from("<I", data)[0]) if is_cell else None, kind, data, whole


def _said(content: bytes, strings: _Strings) -> Iterator[tuple[Area, str]]:
    for at, kind, data, _ in _placed(content):
        if at is not None:
            yield Area(*at, *at), _text(kind, data, strings)


def _text(kind: int, data: bytes, strings: _Strings) -> str:
    if kind in _TEXTS:
        return text_at(data, _AT + (kind == _TEXTS[-1]))[0]
    if kind in _ERRORS:
        return ERRORS.get(data[_AT], "#N/A")
    if kind in _TRUTHS:
        return "TRUE" if data[_AT] else "FALSE"
    if kind in _REALS and len(data) >= _AT + 8:
        return f"{struct.unpack_from('<d', data, _AT)[0]:.15g}"
    if len(data) < _AT + 4:
        return "?"
    (number,) = struct.unpack_from("<I", data, _AT)
    if kind == _SHARED:
        return strings()[number] if number < len(strings()) else str(number)
    return f"{_rounded(number):.15g}" if kind == _ROUNDED else "?"


def _rounded(packed: int) -> float:
    """A number in four bytes (2.5.123): whole or the front half of a float, perhaps of cents."""
    if packed & 2:
        number = float((packed >> 2) - ((packed >> 31) << 30))
    else:
        (number,) = struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))
    return number / 100 if packed & 1 else number


def _without(content: bytes, left: Left) -> bytes:
    """The sheet without the cells that are left out, its merged areas held to its content."""
    fresh = bytearray()
    for at, kind, data, whole in _placed(content):
        if at is not None and at in left.out:
            continue
        held = kind == _MERGED and len(data) == 16
        fresh += whole[: len(whole) - 16] + _held(data, left.corner) if held else whole
    return bytes(fresh)


def _held(merged: bytes, last: Cell) -> bytes:
    top, bottom, first, end = struct.unpack("<IIII", merged)
    bottom = held_to(bottom, top, last[0], FORM_ROWS)
    return struct.pack("<IIII", top, bottom, first, held_to(end, first, last[1], FORM_COLUMNS))
