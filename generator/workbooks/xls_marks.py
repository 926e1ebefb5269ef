"""What the reader of .xls does not say: hidden rows, error values, stray cells, from BIFF records.

Record layout after Microsoft's published [MS-XLS]: two bytes type, two bytes length, data.
"""

import io
import struct
from collections.abc import Iterator, Mapping

import olefile  # type: ignore[import-untyped]

from generator.workbooks.strays import Area, stray_cells
from generator.workbooks.xlsx_marks import Marks

_EOF, _FORMULA, _FILEPASS, _BOUNDSHEET, _BOOLERR, _ROW = 0x0A, 0x06, 0x2F, 0x85, 0x205, 0x208
_MULRK, _STRING, _DIMENSIONS, _BLANK = 0xBD, 0x207, 0x200, 0x201
#: Records of one cell with content: row and column stand first.
_CELLS = frozenset({_FORMULA, 0x203, 0x204, _BOOLERR, 0x27E, 0xFD, 0xD6})
_NAMES = ("Workbook", "Book")

#: What olefile raises on files that were cut or overwritten.
DAMAGE = (OSError, ValueError, IndexError, struct.error, TypeError, KeyError)

_ROW_HIDDEN = 0x20
#: Error values by their codes in binary workbooks.
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def workbook_stream(data: bytes) -> bytes | None:
    """The workbook inside an OLE file, or ``None`` if there is none.

    Raises:
        OSError, ValueError …: the OLE file is damaged (see ``DAMAGE``).
    """
    with olefile.OleFileIO(data) as ole:
        for name in _NAMES:
            if ole.exists(name):
                content: bytes = ole.openstream(name).read()
                return content
    return None


def is_encrypted_package(data: bytes) -> bool:
    """Whether an OLE file is a password-protected .xlsx.

    Raises:
        OSError, ValueError …: the OLE file is damaged (see ``DAMAGE``).
    """
    with olefile.OleFileIO(data) as ole:
        return bool(ole.exists("EncryptedPackage"))


def is_protected(stream: bytes) -> bool:
    """Whether the workbook needs a password to be read."""
    return any(kind == _FILEPASS for kind, _ in _records(stream, 0))


def read_xls_marks(stream: bytes) -> tuple[Marks, ...]:
    """Hidden rows, error values and stray cells of each sheet, in the workbook's order."""
    return tuple(_sheet(stream, start) for start in _starts(stream))


def without_strays(data: bytes, stream: bytes, marks: Mapping[int, Marks]) -> bytes:
    """The workbook with its stray cells blank, and without what it states of its sheets' sizes.

    Args:
        data: the OLE file.
        stream: the workbook inside.
        marks: those of each sheet, by its number.

    Raises:
        OSError, ValueError …: the OLE file is damaged (see ``DAMAGE``).
    """
    fresh = bytearray(stream)
    for index, start in enumerate(_starts(stream)):
        stray = frozenset(marks[index].stray)
        gone = False
        for at, kind, record in placed_records(stream, start):
            area = _area(kind, record)
            gone = (area is not None and area[:2] in stray) or (gone and kind == _STRING)
            if gone or kind == _DIMENSIONS:
                struct.pack_into("<H", fresh, at, _BLANK)
    if fresh == stream:
        return data
    file = io.BytesIO(data)
    with olefile.OleFileIO(file, write_mode=True) as ole:
        name = next(name for name in _NAMES if ole.exists(name))
        ole.write_stream(name, bytes(fresh))
        return file.getvalue()


def _starts(stream: bytes) -> list[int]:
    """Where the substream of each sheet begins."""
    return [
        struct.unpack_from("<I", data)[0]
        for kind, data in _records(stream, 0)
        if kind == _BOUNDSHEET and len(data) >= 4
    ]


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records of one substream, up to its end mark."""
    return ((kind, data) for _, kind, data in placed_records(stream, start))


def placed_records(stream: bytes, start: int) -> Iterator[tuple[int, int, bytes]]:
    """The records of one substream, each with its place: type and data, up to the end mark."""
    while start + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, start)
        yield start, kind, stream[start + 4 : start + 4 + length]
        if kind == _EOF:
            return
        start += 4 + length


def _area(kind: int, data: bytes) -> Area | None:
    """The cells with content that a record tells of."""
    if len(data) < 6 or (kind not in _CELLS and kind != _MULRK):
        return None
    row, column = struct.unpack_from("<HH", data)
    last = struct.unpack_from("<H", data, len(data) - 2)[0] if kind == _MULRK else column
    return Area(row, column, row, max(column, last))


def _sheet(stream: bytes, start: int) -> Marks:
    marks = Marks()
    areas: list[Area] = []
    for kind, data in _records(stream, start):
        if kind == _ROW and len(data) >= 14:
            row, flags = struct.unpack_from("<H", data)[0], struct.unpack_from("<H", data, 12)[0]
            if flags & _ROW_HIDDEN:
                marks.hidden_rows.add(row)
        elif kind == _BOOLERR and len(data) >= 8 and data[7]:
            marks.notes[struct.unpack_from("<HH", data)] = ERRORS.get(data[6], "#N/A")
        elif kind == _FORMULA and len(data) >= 14 and data[12:14] == b"\xff\xff" and data[6] == 2:
            marks.notes[struct.unpack_from("<HH", data)] = ERRORS.get(data[8], "#N/A")
        if (area := _area(kind, data)) is not None:
            areas.append(area)
    marks.leave_out(stray_cells(areas))
    return marks
