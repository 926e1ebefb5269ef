"""JPEG 2000 pictures whose boxes or packets are odd."""

import io
import struct
from pathlib import Path

from tests.builders import pictures


def _box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", len(content) + 8, kind) + content


def with_header(path: Path, *, colour: bytes = b"", more: bytes = b"", mode: str = "RGB") -> Path:
    """A JP2 whose header has another colour specification, or further boxes."""
    stream = io.BytesIO()
    pictures.upright(mode).save(stream, "JPEG2000", irreversible=False)
    data = stream.getvalue()
    at = data.index(b"jp2h") - 4
    end = at + int.from_bytes(data[at : at + 4], "big")
    inner = data[at + 8 : end]
    if colour:
        start = inner.index(b"colr") - 4
        stop = start + int.from_bytes(inner[start : start + 4], "big")
        inner = inner[:start] + (_box(b"colr", colour) if colour != b"none" else b"") + inner[stop:]
    path.write_bytes(data[:at] + _box(b"jp2h", inner + more) + data[end:])
    return path


def enumerated(number: int) -> bytes:
    """A colour space by its number in 15444-1 and 15444-2."""
    return struct.pack(">BBBI", 1, 0, 0, number)


def display_resolution() -> bytes:
    """A resolution for screens alone, over which some readers never get."""
    return _box(b"res ", _box(b"resd", struct.pack(">HHHHBB", 300, 1, 300, 1, 0, 0)))


def two_codestreams(path: Path) -> Path:
    """A JPX with two pictures."""
    stream = io.BytesIO()
    pictures.upright().save(stream, "JPEG2000")
    data = stream.getvalue()
    at = data.index(b"jp2c") - 4
    bare = data[at + 8 :]
    path.write_bytes(data[:at] + _box(b"jp2c", bare) * 2)
    return path


def endless(path: Path) -> Path:
    """Some kilobytes that keep a decoder busy for minutes: 48 million packets, nearly all empty."""
    stream = io.BytesIO()
    pictures.upright().save(stream, "JPEG2000", no_jp2=True, num_resolutions=6)
    data = bytearray(stream.getvalue())
    size = data.index(b"\xff\x51")
    for place in (6, 22):
        struct.pack_into(">II", data, size + place, 8000, 8000)
    style = data.index(b"\xff\x52")
    length = int.from_bytes(data[style + 2 : style + 4], "big")
    levels = data[style + 9] + 1
    coding = bytearray(data[style : style + 2 + length]) + b"\x11" * levels
    coding[4] |= 1
    struct.pack_into(">H", coding, 2, length + levels)
    data[style : style + 2 + length] = coding
    path.write_bytes(data)
    return path
