"""Audio and video made in code: a sound file, and films of a few JPEG pictures."""

import io
import struct
import wave
from pathlib import Path

from PIL import Image


def sound(path: Path, seconds: int = 3) -> Path:
    with wave.open(str(path), "wb") as stream:
        stream.setnchannels(1)
        stream.setsampwidth(2)
        stream.setframerate(8000)
        stream.writeframes(b"\0\1" * 8000 * seconds)
    return path


def film(path: Path, *, frames: int = 20, size: tuple[int, int] = (320, 240)) -> Path:
    """An AVI of JPEG pictures, ten a second; the first is red and the others blue."""
    coded = [_frame("red" if index == 0 else "blue", size) for index in range(frames)]
    stream = struct.pack(
        "<4s4sIHHIIIIIIIIHHHH", b"vids", b"MJPG", *[0] * 4, 1, 10, 0, frames, *[0] * 7
    )
    form = struct.pack("<IiiHH4sIiiII", 40, *size, 1, 24, b"MJPG", size[0] * size[1] * 3, *[0] * 4)
    main = struct.pack("<14I", 100_000, 0, 0, 0x10, frames, 0, 1, 0, *size, 0, 0, 0, 0)
    header = _list(
        b"hdrl",
        _chunk(b"avih", main),
        _list(b"strl", _chunk(b"strh", stream), _chunk(b"strf", form)),
    )
    movie = _list(b"movi", *(_chunk(b"00dc", frame) for frame in coded))
    body = b"AVI " + header + movie
    path.write_bytes(b"RIFF" + struct.pack("<I", len(body)) + body)
    return path


def _frame(colour: str, size: tuple[int, int]) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, colour).save(stream, "JPEG", quality=90)
    return stream.getvalue()


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def _list(name: bytes, *chunks: bytes) -> bytes:
    return _chunk(b"LIST", name + b"".join(chunks))
