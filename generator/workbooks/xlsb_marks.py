"""What the reader of .xlsb does not say: hidden rows, error values, stray cells, from its records.

Record layout after Microsoft's published [MS-XLSB] (2.1.4): a type and a length, seven bits in each
byte, then data.
"""

import io
import posixpath
import struct
import zipfile
from collections.abc import Iterator

from generator.base.zips import member
from generator.workbooks.strays import Area, stray_cells
from generator.workbooks.xls_marks import ERRORS
from generator.workbooks.xlsx_marks import Marks, relation_targets

#: The member that lists the sheets.
BOOK = "xl/workbook.bin"

_RELATIONS = "xl/_rels/workbook.bin.rels"

_ROW, _SHEET, _DIMENSION = 0, 156, 148
#: Cells with content: numbers, errors, truth values, texts, formulas with their results.
CELLS = frozenset({*range(2, 12), 62})
_ERROR_CELLS = frozenset({3, 11})
_HIDDEN, _HIDDEN_AT = 0x10, 11
_ERROR_AT = 8


def xlsb_sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """The member of the container that holds each sheet, by the sheet's name.

    Raises:
        KeyError: a part of the workbook is missing.
        ValueError, zipfile.BadZipFile: a part is damaged.
    """
    targets = relation_targets(package, _RELATIONS)
    parts = {}
    for kind, data, _ in records(member(package, BOOK)):
        if kind == _SHEET:
            relation, end = text_at(data, 8)
            name, _end = text_at(data, end)
            target = targets.get(relation, "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            parts[name] = posixpath.normpath(part)
    return parts


def read_xlsb_marks(package: zipfile.ZipFile, part: str) -> Marks:
    """Note of one sheet what the reader would hide, and what it must not be given.

    Raises:
        ValueError, zipfile.BadZipFile: the part is damaged.
    """
    content = member(package, part)
    marks, areas, row = Marks(), list[Area](), 0
    for kind, data, _ in records(content):
        if kind == _ROW and len(data) > _HIDDEN_AT:
            (row,) = struct.unpack_from("<I", data)
            if data[_HIDDEN_AT] & _HIDDEN:
                marks.hidden_rows.add(row)
        elif kind in CELLS and len(data) > _ERROR_AT:
            (column,) = struct.unpack_from("<I", data)
            areas.append(Area(row, column, row, column))
            if kind in _ERROR_CELLS:
                marks.notes[row, column] = ERRORS.get(data[_ERROR_AT], "#N/A")
    marks.leave_out(stray_cells(areas))
    marks.rewritten = _without_strays(content, marks)
    return marks


def _without_strays(content: bytes, marks: Marks) -> bytes:
    """The sheet without its stray cells, and without what it states of its size."""
    stray = frozenset(marks.stray)
    out, row = io.BytesIO(), 0
    for kind, data, whole in records(content):
        if kind == _ROW and len(data) >= 4:
            (row,) = struct.unpack_from("<I", data)
        is_cell = kind in CELLS and len(data) >= 4
        if is_cell and (row, struct.unpack_from("<I", data)[0]) in stray:
            continue
        out.write(_no_size(whole) if kind == _DIMENSION else whole)
    return out.getvalue()


def _no_size(record: bytes) -> bytes:
    """A statement of a sheet's size that tells of one cell: nothing is reserved for it."""
    return record[:3] + bytes(len(record) - 3)


def records(content: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Each record's type, its data, and the whole of it.

    Raises:
        ValueError: a record ends before its time.
    """
    at = 0
    while at < len(content):
        kind, after = _number(content, at, 2)
        length, start = _number(content, after, 4)
        end = start + length
        if end > len(content):
            raise ValueError("a record is cut off")
        yield kind, content[start:end], content[at:end]
        at = end


def _number(content: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of seven bits in each byte, and where it ends; the type keeps its mark bits."""
    number = 0
    for index in range(most):
        if at + index >= len(content):
            raise ValueError("a record is cut off")
        byte = content[at + index]
        number |= (byte & 0x7F) << (7 * index)
        if not byte & 0x80:
            return number, at + index + 1
    return number, at + most


def text_at(data: bytes, at: int) -> tuple[str, int]:
    """A text with its length before it, and where it ends.

    Raises:
        ValueError: it is cut off.
    """
    if at + 4 > len(data):
        raise ValueError("a text is cut off")
    (length,) = struct.unpack_from("<I", data, at)
    end = at + 4 + 2 * length
    if end > len(data):
        raise ValueError("a text is cut off")
    return data[at + 4 : end].decode("utf-16-le", "replace"), end
