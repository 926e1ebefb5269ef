"""JPEG 2000: what its boxes say, and whether decoders get at its pixels in time.

Its decoders draw a cut-off picture without a word, refuse one that another draws, and can be kept
busy for hours by a small file. So they work in processes of their own, one after the other.
"""

import shutil
import struct
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from generator.base.workers.program import OvertimeError, run_program
from generator.convert.job import Job, Tools

_SIGNATURE = b"\0\0\0\x0cjP  "
_CODESTREAM = b"jp2c"
_END = b"\xff\xd9"

#: How a codestream begins; and its extent and offset, across and down.
_START, _SIZES = b"\xff\x4f\xff\x51", struct.Struct(">8xIIII")

#: Boxes within the header that make its numbers something else than grey or RGB (15444-1, I.5.3).
_CHANGING = frozenset({b"pclr", b"cmap", b"cdef", b"bpcc"})

#: Colour specification by enumeration (15444-1, I.5.3.3): sRGB and grey.
_ENUMERATED, _PLAIN_COLOURS = 1, frozenset({16, 17})

#: 8 bits a channel, without a sign, as the header states it (15444-1, I.5.3.1).
_EIGHT_BITS = 7

#: Into how many parts a document's time is cut: three decoders, and what comes after.
_PARTS = 4


class Decoder(StrEnum):
    """Who may get at the pixels, in the order of trying; at last without the boxes around them."""

    PILLOW = "pillow"
    PDFIUM = "pdfium"
    CODESTREAM = "codestream"


@dataclass(frozen=True, slots=True)
class Readable:
    """A picture that can be read in time: as it is, or a copy of its pixels, with notes."""

    job: Job
    notes: tuple[str, ...] = ()


class TooSlowError(Exception):
    """No decoder was ready in time."""


@contextmanager
def readable(job: Job, tools: Tools) -> Iterator[Readable]:
    """Give the picture itself if it is plain and drawn in time, else a copy of its pixels.

    Raises:
        OSError: it is cut off, or no decoder gets at it.
        TooSlowError: none did within its share of the time.
    """
    data = job.source.read_bytes()
    if not is_whole(data):
        raise OSError("truncated")
    work = Path(tempfile.mkdtemp(prefix="jp2-", dir=tools.scratch)).absolute()
    try:
        yield _tried(job, tools, work, plain=is_plain(data))
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _tried(job: Job, tools: Tools, work: Path, *, plain: bool) -> Readable:
    seconds, slow, notes = tools.limit / _PARTS, False, tuple[str, ...]()
    for decoder in Decoder:
        pixels = work / decoder
        try:
            if not _ran(decoder, job.source, pixels, seconds):
                notes = ("图片的编码有毛病，装订的样子可能与原图不同，请核对",)
                continue
        except OvertimeError:
            slow = True
            continue
        if plain and decoder is Decoder.PILLOW and _draws(job.source, work, seconds):
            return Readable(job)
        kind = "png" if pixels.read_bytes()[1:4] == b"PNG" else "tiff"
        return Readable(replace(job, source=pixels, kind=kind), notes)
    if slow:
        raise TooSlowError
    raise OSError("no decoder")


def _draws(source: Path, work: Path, seconds: float) -> bool:
    """Whether those who draw pages have it drawn in time, as it is."""
    try:
        return _ran(Decoder.PDFIUM, source, work / "drawn", seconds)
    except OvertimeError:
        return False


def _ran(decoder: Decoder, source: Path, target: Path, seconds: float) -> bool:
    from generator.convert import decoding

    command = decoding.command(decoder, source.absolute(), target)
    done = run_program(
        command, folder=target.parent, environment=decoding.environment(), seconds=seconds
    )
    return done.returncode == 0 and target.is_file()


def is_whole(data: bytes) -> bool:
    """Whether the coded picture runs to its end mark (ISO/IEC 15444-1, A.4.4 and I.5.4).

    Args:
        data: a JP2 file or a bare codestream.
    """
    if not data.startswith(_SIGNATURE):
        return data.rstrip(b"\0").endswith(_END)
    for kind, start, end in _boxes(data, 0, len(data)):
        if kind == _CODESTREAM:
            return end <= len(data) and data[start:end].endswith(_END)
    return False


def codestream(data: bytes) -> bytes:
    """The first coded picture without the boxes around it."""
    if not data.startswith(_SIGNATURE):
        return data
    boxes = _boxes(data, 0, len(data))
    return next((data[start:end] for kind, start, end in boxes if kind == _CODESTREAM), b"")


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height of the first coded picture (15444-1, A.5.1).

    Raises:
        OSError: it does not state them.
    """
    coded = codestream(data)
    if coded[:4] != _START or len(coded) < _SIZES.size:
        raise OSError("no size")
    across, down, left, top = _SIZES.unpack_from(coded)
    if across <= left or down <= top:
        raise OSError("no size")
    return across - left, down - top


def is_plain(data: bytes) -> bool:
    """Whether a PDF shows the very same colours with the file as it is.

    That is a bare codestream, or one codestream with sRGB or grey named by number, 8 bits a
    channel, no palette and no channels of another meaning.
    """
    if not data.startswith(_SIGNATURE):
        return True
    boxes = list(_boxes(data, 0, len(data)))
    heads = [(start, end) for kind, start, end in boxes if kind == b"jp2h"]
    if len(heads) != 1 or [kind for kind, _, _ in boxes].count(_CODESTREAM) != 1:
        return False
    inner = list(_boxes(data, *heads[0]))
    colours = [data[start:end] for kind, start, end in inner if kind == b"colr"]
    depths = [data[start:end][10:11] for kind, start, end in inner if kind == b"ihdr"]
    if any(kind in _CHANGING for kind, _, _ in inner) or depths != [bytes([_EIGHT_BITS])]:
        return False
    return len(colours) == 1 and _is_named(colours[0])


def _is_named(colour: bytes) -> bool:
    if len(colour) < 7 or colour[0] != _ENUMERATED:
        return False
    return int.from_bytes(colour[3:7], "big") in _PLAIN_COLOURS


def _boxes(data: bytes, at: int, stop: int) -> Iterator[tuple[bytes, int, int]]:
    """The kind, start and end of each box's content; an end may lie beyond the data."""
    while at + 8 <= stop:
        length, kind = struct.unpack_from(">I4s", data, at)
        head = 8
        if length == 1 and at + 16 <= stop:
            (length,) = struct.unpack_from(">Q", data, at + 8)
            head = 16
        end = at + length if length else stop
        if end < at + head:
            return
        yield kind, at + head, end
        at = end
