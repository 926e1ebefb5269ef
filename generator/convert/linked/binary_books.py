"""Keep the saved results of an older workbook (.xls) where a formula could lead anywhere."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

#: A call of INDIRECT (MS-XLS 2.5.198.63), which LibreOffice follows into any file, and of SUM.
_INDIRECT = re.compile(rb"([\x22\x42\x62][\x01\x02])\x94\x00")
_SUM = rb"\1" + b"\x04\x00"

#: Calls that give another result whenever they are calculated, RAND, NOW, TODAY, or tell of the
#: machine, INFO and CELL (2.5.198.63 and 2.5.198.17).
_MOVING = re.compile(rb"[\x21\x41\x61](?:\x3f|\x4a|\xdd|\xf4)\x00|[\x22\x42\x62][\x01\x02]\x7d\x00")

#: Kinds of records (MS-XLS 2.3) that are read and written here.
_FORMULA, _STRING, _NAME, _ARRAY, _SHARED = 0x0006, 0x0207, 0x0018, 0x0221, 0x04BC
_NUMBER, _TEXT, _BOOL_OR_ERROR, _BLANK = 0x0203, 0x0204, 0x0205, 0x0201

#: A record without meaning for a reader: an index of rows.
_FILLER = 0x00D7

#: Where a formula begins in the records that keep one for several cells.
_SEVERAL = {_NAME: 14, _ARRAY: 14, _SHARED: 10}

#: A cell's place and style, its saved result, and where its formula begins (MS-XLS 2.4.127).
_PLACE, _RESULT, _CODE = 6, 14, 22

_EMPTY_TEXT = 3

#: A formula that stands in another record (MS-XLS 2.5.198.58).
_ELSEWHERE = 0x01


@dataclass(frozen=True, slots=True)
class _Record:
    """A record of a workbook's stream: where it starts, with its head of four bytes, and ends."""

    kind: int
    start: int
    end: int

    @property
    def body(self) -> int:
        return self.start + 4


def keep_results(book: bytearray) -> None:
    """Turn cells with INDIRECT, or that move, into their saved results; all else keeps its place.

    What has none, or one that programs write that cannot calculate, is left to be calculated.
    """
    if not (_INDIRECT.search(book) or _MOVING.search(book)):
        return
    records = list(_records(book))
    several = False
    for record in records:
        if record.kind in _SEVERAL:
            start = record.body + _SEVERAL[record.kind]
            code = bytes(book[start : record.end])
            book[start : record.end] = _INDIRECT.sub(_SUM, code)
            several |= record.kind != _NAME and _INDIRECT.search(code) is not None
    for at, record in enumerate(records):
        if record.kind == _FORMULA and record.end - record.start >= 4 + _CODE:
            code = bytes(book[record.body + _CODE : record.end])
            moves = _MOVING.search(code) and _is_result(_result_of(book, record))
            if _INDIRECT.search(code) or (several and code[:1] == bytes([_ELSEWHERE])) or moves:
                _settle(book, record, records[at + 1 : at + 3])


def _records(book: bytearray) -> Iterator[_Record]:
    at = 0
    while at + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, at)
        if at + 4 + size > len(book):
            return
        yield _Record(kind, at, at + 4 + size)
        at += 4 + size


def _result_of(book: bytearray, cell: _Record) -> bytes:
    return bytes(book[cell.body + _PLACE : cell.body + _RESULT])


def _is_result(saved: bytes) -> bool:
    """Whether it is neither nought nor an empty text (2.5.133)."""
    return any(saved) and not (saved[6:] == b"\xff\xff" and saved[0] == _EMPTY_TEXT)


def _settle(book: bytearray, cell: _Record, following: list[_Record]) -> None:
    """Write a cell's saved result where its formula stands."""
    place = bytes(book[cell.body : cell.body + _PLACE])
    result = _result_of(book, cell)
    if result[6:] != b"\xff\xff":
        _write(book, cell.start, cell.end, _NUMBER, place + result)
    elif result[0] in (1, 2):  # true or false, an error
        _write(
            book, cell.start, cell.end, _BOOL_OR_ERROR, place + bytes([result[2], result[0] - 1])
        )
    else:
        text = _text_behind(following)
        if text is None:
            _write(book, cell.start, cell.end, _BLANK, place)
        else:
            _write(book, cell.start, text.end, _TEXT, place + bytes(book[text.body : text.end]))


def _text_behind(following: list[_Record]) -> _Record | None:
    """The record with a formula's saved text; one for several cells may come before it."""
    for record in following:
        if record.kind == _STRING:
            return record
        if record.kind not in _SEVERAL:
            return None
    return None


def _write(book: bytearray, start: int, end: int, kind: int, body: bytes) -> None:
    """Put a record at the end of a stretch, and a filler before it."""
    filler = end - start - 8 - len(body)
    head = struct.pack("<HH", _FILLER, filler) + bytes(filler)
    book[start:end] = head + struct.pack("<HH", kind, len(body)) + body
