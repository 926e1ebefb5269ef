"""Change the records of an .xls in place: its texts, and where its cells stand."""

import io
import struct
from collections.abc import Callable

import olefile  # type: ignore[import-untyped]

_NUMBERS = (0x203, 0x27E)
_SST, _LABEL_SST = 0xFC, 0xFD
Change = Callable[[bytearray], None]


def changed(data: bytes, change: Change) -> bytes:
    """The workbook with its stream changed, which keeps its length."""
    file = io.BytesIO(data)
    with olefile.OleFileIO(file, write_mode=True) as ole:
        stream = bytearray(ole.openstream("Workbook").read())
        change(stream)
        ole.write_stream("Workbook", bytes(stream))
        return file.getvalue()


def records(stream: bytes) -> list[tuple[int, int, int]]:
    """Place, type and length of each record."""
    found, at = [], 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        found.append((at, kind, length))
        at += 4 + length
    return found


def with_text(data: bytes, text: str) -> bytes:
    """The workbook with another first text, which must not be longer."""

    def change(stream: bytearray) -> None:
        at = next(at for at, kind, _ in records(stream) if kind == _SST) + 4 + 8
        length, flags = struct.unpack_from("<HB", stream, at)
        assert flags == 1
        assert len(text) <= length
        stream[at + 3 : at + 3 + 2 * length] = text.ljust(length).encode("utf-16-le")

    return changed(data, change)


def with_last_cell_at(data: bytes, row: int, column: int) -> bytes:
    """The workbook with its last number somewhere else."""

    def change(stream: bytearray) -> None:
        at = [at for at, kind, _ in records(stream) if kind in (*_NUMBERS, _LABEL_SST)][-1]
        struct.pack_into("<HH", stream, at + 4, row, column)

    return changed(data, change)


def with_size(data: bytes, rows: int, columns: int) -> bytes:
    """The workbook with sheets that state another size than they have."""

    def change(stream: bytearray) -> None:
        for at, kind, _ in records(stream):
            if kind == 0x200:
                struct.pack_into("<IIHH", stream, at + 4, 0, rows, 0, columns)

    return changed(data, change)
