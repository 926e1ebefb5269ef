"""Take a JBIG2 file apart (ITU-T T.88, annex D), so that a PDF can hold its picture as it is."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

MAGIC = b"\x97JB2\r\n\x1a\n"

#: Types of segments: what describes a page, and what only a file has (T.88, 7.3).
_PAGE, _END_OF_PAGE, _END_OF_FILE = 48, 49, 51

_SEQUENTIAL, _UNKNOWN_PAGES = 1, 2
_UNKNOWN_LENGTH = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Bitmap:
    """A black and white picture: its size in pixels, and its segments as a PDF wants them."""

    width: int
    height: int
    segments: bytes


def read(data: bytes) -> Bitmap:
    """The one picture of a JBIG2 file, with or without the file's header.

    Raises:
        ValueError: it is damaged, has several pages, or is arranged for random access.
    """
    start = 0
    if data.startswith(MAGIC):
        flags = data[8] if len(data) > 8 else 0
        if not flags & _SEQUENTIAL:
            raise ValueError("random access")
        start = 9 if flags & _UNKNOWN_PAGES else 13
    size: tuple[int, int] | None = None
    kept = []
    for kind, segment, content in _segments(data, start):
        if kind == _PAGE:
            if size is not None or len(content) < 8:
                raise ValueError("several pages")
            size = struct.unpack(">2I", content[:8])
        if kind not in {_END_OF_PAGE, _END_OF_FILE}:
            kept.append(segment)
    if size is None or not 0 < size[0] * size[1] < 2**31:
        raise ValueError("no page")
    return Bitmap(*size, b"".join(kept))


def _segments(data: bytes, at: int) -> Iterator[tuple[int, bytes, bytes]]:
    """Type, whole segment and content of each segment, one after another."""
    while at < len(data):
        begin, (number, flags) = at, _unpack(">IB", data, at)
        at += 5
        (first,) = _unpack(">B", data, at)
        count = first >> 5
        if count == 7:
            count = _unpack(">I", data, at)[0] & 0x1FFFFFFF
            at += 4 + (count + 8) // 8
        else:
            at += 1
        at += count * (1 if number <= 256 else 2 if number <= 65_536 else 4)
        at += 4 if flags & 0x40 else 1
        (length,) = _unpack(">I", data, at)
        at += 4
        if length == _UNKNOWN_LENGTH or at + length > len(data):
            raise ValueError("cut off")
        yield flags & 0x3F, data[begin : at + length], data[at : at + length]
        at += length


def _unpack(form: str, data: bytes, at: int) -> tuple[int, ...]:
    try:
        return struct.unpack_from(form, data, at)
    except struct.error as error:
        raise ValueError("cut off") from error
