"""Put what was used of a font into a PDF, with the way back from its codes to the text."""

import hashlib
import struct
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Protocol, TypeVar

from generator.lettering.face import Face, Program
from generator.lettering.truetype import Cut, Metrics

if TYPE_CHECKING:
    import pikepdf

#: At most this many entries stand in one block of a character map (Adobe technical note 5411).
_BLOCK = 100

_R = TypeVar("_R")


class Objects(Protocol[_R]):
    """Takes the objects of a PDF; ``_R`` is what refers to one."""

    def add_stream(self, data: bytes, entries: str = "", /) -> _R:
        """Take a stream with further entries of its dictionary."""

    def add_dictionary(self, entries: str, references: Mapping[str, _R | list[_R]], /) -> _R:
        """Take a dictionary: entries, and others that refer to an object or to an array of them."""


class InPdf:
    """The objects of a document that is open in pikepdf."""

    def __init__(self, pdf: "pikepdf.Pdf") -> None:
        self._pdf = pdf

    def add_stream(self, data: bytes, entries: str = "") -> "pikepdf.Object":
        """Put a stream in."""
        stream = self._pdf.make_stream(data)
        for key, value in _parsed(entries).items():
            stream[key] = value
        return stream

    def add_dictionary(
        self,
        entries: str,
        references: Mapping[str, "pikepdf.Object | list[pikepdf.Object]"],
    ) -> "pikepdf.Object":
        """Put a dictionary in."""
        from pikepdf import Array

        made = _parsed(entries)
        for key, value in references.items():
            made[key] = Array(value) if isinstance(value, list) else value
        return self._pdf.make_indirect(made)


def _parsed(entries: str) -> "pikepdf.Object":
    from pikepdf import Object

    return Object.parse(f"<< {entries} >>".encode("ascii"))


def embed(objects: Objects[_R], face: Face[Program]) -> _R:
    """Write a composite font with the codes of a face; equal input gives equal bytes.

    Widths, the set of codes (CIDSet) and the map to Unicode are as ISO 19005-1 (PDF/A-1b) asks for
    embedded subsets.

    Raises:
        ValueError: the program cannot be cut down, for it is damaged.
    """
    cut = face.program.cut([*face.glyphs.values()])
    back = to_unicode(sorted(face.texts.items()))
    digest = hashlib.sha256(cut.data + back).digest()
    name = f"/{''.join(chr(65 + byte % 26) for byte in digest[:6])}+GenBinder"
    outlines = {"/FontDescriptor": _descriptor(objects, name, cut, face.program.metrics())}
    mapped = "" if cut.compact or cut.glyphs is not None else "/CIDToGIDMap /Identity "
    if cut.glyphs is not None:
        outlines["/CIDToGIDMap"] = objects.add_stream(_map(cut.glyphs))
    descendant = objects.add_dictionary(
        f"/Type /Font /Subtype /CIDFontType{0 if cut.compact else 2} /BaseFont {name} "
        f"/DW 1000 /W [{_widths(face)}] {mapped}"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>",
        outlines,
    )
    return objects.add_dictionary(
        f"/Type /Font /Subtype /Type0 /BaseFont {name} /Encoding /Identity-H",
        {"/DescendantFonts": [descendant], "/ToUnicode": objects.add_stream(back)},
    )


def _descriptor(objects: Objects[_R], name: str, cut: Cut, metrics: Metrics) -> _R:
    """What describes a font, with its file; a fixed stem width is required and nobody reads it."""
    kind = "/Subtype /CIDFontType0C" if cut.compact else f"/Length1 {len(cut.data)}"
    file = objects.add_stream(cut.data, f"{kind} ")
    parts = {f"/FontFile{3 if cut.compact else 2}": file}
    if cut.total:
        parts["/CIDSet"] = objects.add_stream(_first_bits(cut.total))
    box = " ".join(map(str, metrics.box))
    return objects.add_dictionary(
        f"/Type /FontDescriptor /FontName {name} /Flags 4 /FontBBox [{box}] /ItalicAngle 0 "
        f"/Ascent {metrics.ascent} /Descent {metrics.descent} /CapHeight {metrics.ascent} "
        "/StemV 80",
        parts,
    )


def to_unicode(texts: Iterable[tuple[int, str]]) -> bytes:
    """The character map of codes of two bytes (ISO 32000-1, 9.10.3).

    Args:
        texts: codes and what they stand for, as the map shall have them; without a text, none.
            What UTF-16 cannot hold is left out.
    """
    spoken = ((code, text.encode("utf-16-be", "ignore").hex()) for code, text in texts)
    pairs = [f"<{code:04x}> <{said}>\n" for code, said in spoken if said]
    blocks = [pairs[start : start + _BLOCK] for start in range(0, len(pairs), _BLOCK)]
    ranges = "".join(f"{len(b)} beginbfchar\n{''.join(b)}endbfchar\n" for b in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{ranges}"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode("ascii")


def _widths(face: Face[Program]) -> str:
    """The widths of codes in thousandths of an em, those of neighbours in one list."""
    advances = [(code, face.program.advance(face.glyphs[code])) for code in sorted(face.glyphs)]
    lists: Iterator[str] = (
        f"{run[0][1][0]} [{' '.join(str(round(wide * 1000)) for _, (_, wide) in run)}]"
        for _, found in groupby(enumerate(advances), key=lambda place: place[1][0] - place[0])
        if (run := list(found))
    )
    return " ".join(lists)


def _map(glyphs: Mapping[int, int]) -> bytes:
    """By code the number of the glyph in the file, two bytes each."""
    numbers = [0] * (max(glyphs, default=0) + 1)
    for code, glyph in glyphs.items():
        numbers[code] = glyph
    return struct.pack(f">{len(numbers)}H", *numbers)


def _first_bits(count: int) -> bytes:
    """A bit string whose first bits are set, padded to whole bytes."""
    return (((1 << count) - 1) << (-count % 8)).to_bytes((count + 7) // 8, "big")
