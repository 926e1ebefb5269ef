"""Read a TrueType file's characters and widths, and cut it down to the glyphs that are used.

Only what a PDF needs is read, from the file's own bytes: for a Chinese face with 45,000 glyphs a
general font library takes 0.4 to 2.3 seconds and 40 MB for the same. Table layouts are those of
the OpenType specification 1.9 (ISO/IEC 14496-22).
"""

import mmap
import struct
from array import array
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from generator.lettering.fonts.coverage import Coverage, directory, numbers, swapped, table_count

#: Tables of the cut-down font, in the order of the file; those of hints, which glyphs call.
_KEPT = ("cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep")
_HINTS = frozenset({"cvt ", "fpgm", "prep"})

#: Flags of a composite glyph: wide arguments, one, two or four scale values, more parts follow,
#: hints follow the last one.
_WORDS, _SCALE, _MORE, _XY_SCALE, _TWO_BY_TWO, _HINTED = 0x1, 0x8, 0x20, 0x40, 0x80, 0x100

_CHECKSUM = 0xB1B0AFBA


class Cut(NamedTuple):
    """What of a font was used, as a font file.

    ``total`` is how many glyphs it has, where codes are the numbers of glyphs. ``compact``: it is
    a bare CFF program (ISO 32000-1, table 126), which knows codes itself. ``glyphs`` is by code
    the number of the glyph in the file, where these differ.
    """

    data: bytes
    total: int = 0
    compact: bool = False
    glyphs: Mapping[int, int] | None = None


class Metrics(NamedTuple):
    """What a PDF says about a font, in thousandths of an em."""

    box: tuple[int, int, int, int]
    ascent: int
    descent: int


class TrueType:
    """One face of a font file, the first if it holds several."""

    def __init__(self, path: Path, *, hinted: bool = True) -> None:
        """Read the file's tables.

        Args:
            path: the font file.
            hinted: whether hints are embedded too, by which some programs draw on the screen.

        Raises:
            OSError: the file cannot be read.
            ValueError: it is no font with TrueType outlines, or it is damaged.
        """
        self._hinted = hinted
        with path.open("rb") as stream:
            self._data = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        try:
            self._tables = _directory(self._data)
            if "glyf" not in self._tables:
                raise ValueError(f"{path.name} has no TrueType outlines")
            head, hhea = self._table("head"), self._table("hhea")
            self._em, long_loca = _at(head, ">H", 18), _at(head, ">h", 50)
            self._offsets = numbers(self._table("loca"), "I" if long_loca else "H")
            if not long_loca:
                self._offsets = array("I", [offset * 2 for offset in self._offsets])
            self._wide = _at(hhea, ">H", 34)
            self._advances = numbers(self._table("hmtx")[: self._wide * 4], "H")[::2]
            self._coverage = Coverage(self._table("cmap"))
        except (struct.error, KeyError, IndexError) as error:
            raise ValueError(f"{path.name} is damaged") from error

    def glyph(self, code: int) -> int:
        """The glyph number of a code point; 0 when the face does not draw it."""
        return self._coverage.glyph(code)

    def advance(self, glyph: int) -> float:
        """The advance width of a glyph in ems."""
        return self._advances[min(glyph, len(self._advances) - 1)] / self._em

    def metrics(self) -> Metrics:
        """Box, ascent and descent of the face."""
        box = struct.unpack_from(">4h", self._table("head"), 36)
        ascent, descent = struct.unpack_from(">2h", self._table("hhea"), 4)
        scaled = [value * 1000 // self._em for value in (*box, ascent, descent)]
        return Metrics((scaled[0], scaled[1], scaled[2], scaled[3]), scaled[4], scaled[5])

    def cut(self, glyphs: Sequence[int]) -> Cut:
        """The font with these glyphs alone, under the numbers 1, 2 and so on, and their parts."""
        order, numbered = [0, *glyphs], {0: 0}
        for at, glyph in enumerate(order):
            numbered.setdefault(glyph, at)
        outlines, offsets, size = [], array("I", [0]), 0
        for glyph in order:  # which grows by the parts of composite glyphs
            outline = self._outline(glyph)
            for part in _parts(outline):
                if part not in numbered:
                    numbered[part] = len(order)
                    order.append(part)
            outline = _renumbered(outline if self._hinted else _unhinted(outline), numbered)
            outline += b"\0" * (-len(outline) % 4)
            outlines.append(outline)
            size += len(outline)
            offsets.append(size)
        made = self._heads(len(order))
        made["glyf"] = b"".join(outlines)
        made["loca"] = swapped(offsets).tobytes()
        made["hmtx"] = b"".join(map(self._sides, order))
        present = [tag for tag in _KEPT if tag in self._tables]
        if not self._hinted:
            present = [tag for tag in present if tag not in _HINTS]
        tables = {tag: made[tag] if tag in made else self._table(tag) for tag in present}
        return Cut(_file(tables), len(order))

    def _heads(self, count: int) -> dict[str, bytes]:
        """The tables that say how many glyphs there are, and how they are found."""
        head, hhea, maxp = (bytearray(self._table(tag)) for tag in ("head", "hhea", "maxp"))
        struct.pack_into(">I", head, 8, 0)  # the whole file's checksum, set later
        struct.pack_into(">h", head, 50, 1)  # long offsets
        struct.pack_into(">H", hhea, 34, count)
        struct.pack_into(">H", maxp, 4, count)
        return {"head": bytes(head), "hhea": bytes(hhea), "maxp": bytes(maxp)}

    def _sides(self, glyph: int) -> bytes:
        """The advance width and the left side bearing of a glyph."""
        offset, length = self._tables["hmtx"]
        if glyph < self._wide:
            return self._data[offset + 4 * glyph : offset + 4 * glyph + 4]
        at = offset + 4 * self._wide + 2 * (glyph - self._wide)
        bearing = self._data[at : at + 2] if at + 2 <= offset + length else b"\0\0"
        return struct.pack(">H", self._advances[-1]) + bearing

    def _table(self, tag: str) -> bytes:
        offset, length = self._tables[tag]
        return self._data[offset : offset + length]

    def _outline(self, glyph: int) -> bytes:
        start = self._tables["glyf"][0]
        return self._data[start + self._offsets[glyph] : start + self._offsets[glyph + 1]]


def _directory(data: mmap.mmap) -> dict[str, tuple[int, int]]:
    """Where each table of the first face stands: offset and length."""
    start = _at(data, ">I", 12) if data[:4] == b"ttcf" else 0
    count = table_count(data[start : start + 12])
    return directory(data[start + 12 : start + 12 + 16 * count])


def _parts(outline: bytes) -> Iterable[int]:
    """The glyphs that a composite glyph is made of; none for a simple one."""
    return (_at(outline, ">H", start + 2) for start, _ in _places(outline))


def _places(outline: bytes) -> Iterable[tuple[int, int]]:
    """Where in a composite glyph its parts are said, each from its flags to its end."""
    if len(outline) < 10 or _at(outline, ">h", 0) >= 0:
        return
    at, more = 10, True
    while more:
        flags = _at(outline, ">H", at)
        size = 8 if flags & _WORDS else 6
        size += 2 * bool(flags & _SCALE) + 4 * bool(flags & _XY_SCALE)
        size += 8 * bool(flags & _TWO_BY_TWO)
        yield at, at + size
        at += size
        more = bool(flags & _MORE)


def _unhinted(outline: bytes) -> bytes:
    """A glyph without its hints."""
    if len(outline) < 10:
        return outline
    parts = [*_places(outline)]
    if not parts:
        ends = 10 + 2 * _at(outline, ">h", 0)
        return outline[:ends] + b"\0\0" + outline[ends + 2 + _at(outline, ">H", ends) :]
    made = bytearray(outline[: parts[-1][1]])
    for start, _ in parts:
        struct.pack_into(">H", made, start, _at(outline, ">H", start) & ~_HINTED)
    return bytes(made)


def _renumbered(outline: bytes, numbered: Mapping[int, int]) -> bytes:
    """A glyph whose parts are called by their new numbers."""
    made = bytearray(outline)
    for start, _ in _places(outline):
        struct.pack_into(">H", made, start + 2, numbered[_at(outline, ">H", start + 2)])
    return bytes(made)


def _file(tables: Mapping[str, bytes]) -> bytes:
    """Put tables together to a font file, with its checksums."""
    count = len(tables)
    power = count.bit_length() - 1
    search = 16 << power
    head = struct.pack(">IHHHH", 0x10000, count, search, power, 16 * count - search)
    at, bodies, head_at = 12 + 16 * count, [], 0
    for tag, body in tables.items():
        padded = body + b"\0" * (-len(body) % 4)
        head += struct.pack(">4sIII", tag.encode("latin-1"), _checksum(padded), at, len(body))
        head_at = at if tag == "head" else head_at
        bodies.append(padded)
        at += len(padded)
    whole = bytearray(head + b"".join(bodies))
    struct.pack_into(">I", whole, head_at + 8, (_CHECKSUM - _checksum(whole)) % (1 << 32))
    return bytes(whole)


def _checksum(data: bytes | bytearray) -> int:
    return sum(numbers(bytes(data), "I")) % (1 << 32)


def _at(data: bytes | mmap.mmap, form: str, offset: int) -> int:
    value: int = struct.unpack_from(form, data, offset)[0]
    return value
