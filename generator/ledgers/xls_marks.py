"""What the reader of .xls does not say: hidden rows and error values, from the BIFF records.

Record layout after Microsoft's published [MS-XLS]: two bytes type, two bytes length, data.
"""

import struct
from collections.abc import Iterator

import olefile  # type: ignore[import-untyped]

from generator.ledgers.xlsx_marks import Marks

_EOF, _FORMULA, _FILEPASS, _BOUNDSHEET, _BOOLERR, _ROW = 0x0A, 0x06, 0x2F, 0x85, 0x205, 0x208
#: What olefile raises on files that were cut or overwritten.
DAMAGE = (OSError, ValueError, IndexError, struct.error, TypeError, KeyError)

_ROW_HIDDEN = 0x20
_ERRORS = {
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
        for name in ("Workbook", "Book"):
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
    """Hidden rows and error values of each sheet, in the workbook's order."""
    starts = [
        struct.unpack_from("<I", data)[0]
        for kind, data in _records(stream, 0)
        if kind == _BOUNDSHEET and len(data) >= 4
    ]
    return tuple(_sheet(stream, start) for start in starts)


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records of one substream, up to its end mark."""
    while start + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, start)
        yield kind, stream[start + 4 : start + 4 + length]
        if kind == _EOF:
            return
        start += 4 + length


def _sheet(stream: bytes, start: int) -> Marks:
    marks = Marks()
    for kind, data in _records(stream, start):
        if kind == _ROW and len(data) >= 14:
            row, flags = struct.unpack_from("<H", data)[0], struct.unpack_from("<H", data, 12)[0]
            if flags & _ROW_HIDDEN:
                marks.hidden_rows.add(row)
        elif kind == _BOOLERR and len(data) >= 8 and data[7]:
            marks.notes[struct.unpack_from("<HH", data)] = _ERRORS.get(data[6], "#N/A")
        elif kind == _FORMULA and len(data) >= 14 and data[12:14] == b"\xff\xff" and data[6] == 2:
            marks.notes[struct.unpack_from("<HH", data)] = _ERRORS.get(data[8], "#N/A")
    return marks
