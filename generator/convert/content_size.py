"""How much a page's drawing instructions unpack to, told without ever holding all of it."""

import zlib

import pikepdf

from generator.lettering.page_forms import content_streams, unpacked

#: Bytes of instructions that one page may have: maps and drawings of construction have some 20 MB.
LARGEST = 100_000_000

_STEP = 1 << 20


class BombError(Exception):
    """The instructions of a page unpack to more than any page needs."""


def content_decodes(page: pikepdf.Page) -> bool:
    """Whether the page's drawing instructions can be unpacked to their end.

    Raises:
        BombError: they unpack to more than ``LARGEST``, damaged or not.
    """
    left, whole = LARGEST, True
    for stream in content_streams(page):
        size, sound = _unpacked(stream, left)
        left -= size
        whole = whole and sound
        if left < 0:
            raise BombError
    return whole


def _unpacked(stream: pikepdf.Stream, most: int) -> tuple[int, bool]:
    """The size of a stream, or somewhat more than ``most``, and whether it is sound."""
    flate = stream.get("/Filter") in (pikepdf.Name.FlateDecode, [pikepdf.Name.FlateDecode])
    size = 0
    if flate and "/DecodeParms" not in stream:
        size = _inflated(stream.read_raw_bytes(), most)
        if size > most:
            return size, False
    data = unpacked(stream)
    return (size, False) if data is None else (len(data), True)


def _inflated(raw: bytes, most: int) -> int:
    unpacker, size = zlib.decompressobj(), 0
    try:
        while raw and size <= most and not unpacker.eof:
            size += len(unpacker.decompress(raw, _STEP))
            raw = unpacker.unconsumed_tail
    except zlib.error:
        return size
    return size
