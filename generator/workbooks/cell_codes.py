"""The number formats that the cells of binary workbooks (.xls, .xlsb) state.

Record layouts after Microsoft's published [MS-XLS] (2.4.126, 2.4.353) and [MS-XLSB] (2.4.697).
"""

import io
import struct
import zipfile
from collections.abc import Iterator, Mapping

from generator.base.errors import is_of_system
from generator.base.zips import member
from generator.workbooks.number_formats import BUILT_IN
from generator.workbooks.strays import Cell
from generator.workbooks.xls_marks import placed_records, workbook_stream
from generator.workbooks.xlsb_marks import records, text_at, xlsb_sheet_parts

#: By the name of a sheet and the place of a cell (row and column from 0): its number format.
Codes = Mapping[str, Mapping[Cell, str]]

_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"

_FORMAT, _XF, _BOUNDSHEET = 0x41E, 0xE0, 0x85
_FORMULA, _NUMBER, _RK, _MULRK = 0x06, 0x203, 0x27E, 0xBD

_STYLES = "xl/styles.bin"
_B_FORMAT, _B_XF, _B_CELL_XFS, _B_CELL_XFS_END, _B_ROW = 44, 47, 617, 618, 0
#: Cells with a number: packed, whole, the result of a formula.
_B_NUMBERS = frozenset({2, 5, 9})


def stated_codes(data: bytes) -> Codes:
    """The formats of all cells with numbers in an .xls or .xlsb; nothing for other files.

    A damaged workbook states what comes before the damage, or nothing: its reader decides.
    """
    try:
        if data.startswith(_OLE):
            return _of_xls(workbook_stream(data) or b"")
        if data.startswith(_ZIP):
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                return _of_xlsb(package) if _STYLES in package.namelist() else {}
    except Exception as error:  # a parser of hostile input: any other failure means damage
        if is_of_system(error):
            raise
    return {}


def _of_xls(stream: bytes) -> Codes:
    formats, looks, sheets = dict(BUILT_IN), list[int](), list[tuple[int, str]]()
    for _, kind, data in placed_records(stream, 0):
        if kind == _FORMAT and len(data) > 4:
            formats[struct.unpack_from("<H", data)[0]] = _long_text(data[2:])
        elif kind == _XF and len(data) >= 4:
            looks.append(struct.unpack_from("<H", data, 2)[0])
        elif kind == _BOUNDSHEET and len(data) > 8:
            (start,) = struct.unpack_from("<I", data)
            sheets.append((start, _text(data[8:], data[6], data[7])))
    codes = {}
    for start, name in sheets:
        cells = {}
        for cell, look in _xls_cells(stream, start):
            if look < len(looks) and (code := formats.get(looks[look])):
                cells[cell] = code
        codes[name] = cells
    return codes


def _xls_cells(stream: bytes, start: int) -> Iterator[tuple[Cell, int]]:
    """The cells with a number, and which of the looks each has."""
    for _, kind, data in placed_records(stream, start):
        if kind in {_FORMULA, _NUMBER, _RK} and len(data) >= 6:
            row, column, look = struct.unpack_from("<HHH", data)
            yield (row, column), look
        elif kind == _MULRK and len(data) >= 6:
            row, column = struct.unpack_from("<HH", data)
            for index in range((len(data) - 6) // 6):
                yield (row, column + index), struct.unpack_from("<H", data, 4 + 6 * index)[0]


def _long_text(data: bytes) -> str:
    (length,) = struct.unpack_from("<H", data)
    return _text(data[3:], length, data[2])


def _text(data: bytes, length: int, flags: int) -> str:
    """A text in one or two bytes a character (2.5.294)."""
    if flags & 1:
        return data[: 2 * length].decode("utf-16-le", "replace")
    return data[:length].decode("latin-1")


def _of_xlsb(package: zipfile.ZipFile) -> Codes:
    formats, looks, inside = dict(BUILT_IN), list[int](), False
    for kind, data, _ in records(member(package, _STYLES)):
        if kind in {_B_CELL_XFS, _B_CELL_XFS_END}:
            inside = kind == _B_CELL_XFS
        elif kind == _B_FORMAT:
            formats[struct.unpack_from("<H", data)[0]] = text_at(data, 2)[0]
        elif kind == _B_XF and inside:
            looks.append(struct.unpack_from("<H", data, 2)[0])
    codes = {}
    for name, part in xlsb_sheet_parts(package).items():
        if part in package.namelist():
            cells = _xlsb_cells(member(package, part))
            codes[name] = {
                cell: formats[looks[look]]
                for cell, look in cells
                if look < len(looks) and looks[look] in formats
            }
    return codes


def _xlsb_cells(content: bytes) -> Iterator[tuple[Cell, int]]:
    row = 0
    for kind, data, _ in records(content):
        if kind == _B_ROW and len(data) >= 4:
            (row,) = struct.unpack_from("<I", data)
        elif kind in _B_NUMBERS and len(data) >= 8:
            column, look = struct.unpack_from("<II", data)
            yield (row, column), look & 0xFFFFFF
