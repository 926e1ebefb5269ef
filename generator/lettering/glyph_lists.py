"""Add the lists of glyphs that PDF/A-1 asks of font subsets where the maker of a PDF left them out.

A list only says what is in the embedded font (ISO 19005-1, 6.3.5): nothing looks different for it.
"""

import io
import re
import struct
from collections.abc import Iterator
from contextlib import suppress

import pikepdf
from fontTools.ttLib import TTFont, TTLibError
from pikepdf import Dictionary, Name, Stream

from generator.lettering.pdf_names import UNREADABLE

#: The cipher of a Type 1 font's private part (Adobe Type 1 Font Format, chapter 7).
_KEY, _FACTOR, _ADDEND = 55665, 52845, 22719

#: A glyph's name and the length of what follows it (chapter 2.4).
_GLYPH = re.compile(rb"/([^\s/{}\[\]()<>%]+)\s+(\d+)\s+(?:RD|-\|)\s")
_GLYPHS = b"/CharStrings"

_SUBSET = re.compile(rb"/[A-Z]{6}\+")


def add_glyph_lists(pdf: pikepdf.Pdf) -> None:
    """Complete every subset whose font program can be read; the others stay as they are."""
    for font in pdf.objects:
        if isinstance(font, Dictionary) and font.get("/Type") == Name.Font:
            descriptor = font.get("/FontDescriptor")
            if isinstance(descriptor, Dictionary) and _is_subset(font.get("/BaseFont")):
                with suppress(*UNREADABLE):
                    _complete(pdf, font, descriptor)


def _is_subset(name: object) -> bool:
    return isinstance(name, Name) and _SUBSET.match(bytes(name)) is not None


def _complete(pdf: pikepdf.Pdf, font: pikepdf.Object, descriptor: pikepdf.Object) -> None:
    kind = font.get("/Subtype")
    if kind == Name.Type1 and "/CharSet" not in descriptor:
        names = tuple(_type1_names(descriptor.get("/FontFile")))
        if names:
            descriptor.CharSet = pikepdf.String("".join(f"/{name}" for name in names))
    elif kind == Name.CIDFontType2 and "/CIDSet" not in descriptor:
        count = _glyph_count(descriptor.get("/FontFile2"))
        if count and font.get("/CIDToGIDMap") == Name.Identity:
            bits = ((1 << count) - 1) << (-count % 8)
            descriptor.CIDSet = pdf.make_stream(bits.to_bytes((count + 7) // 8, "big"))


def _glyph_count(program: pikepdf.Object | None) -> int:
    """How many glyphs a TrueType font has; 0 if it cannot be read."""
    if not isinstance(program, Stream):
        return 0
    try:
        return int(TTFont(io.BytesIO(program.read_bytes()), lazy=True)["maxp"].numGlyphs)
    except (TTLibError, AssertionError, struct.error, EOFError, *UNREADABLE):
        return 0


def _type1_names(program: pikepdf.Object | None) -> Iterator[str]:
    """The names of a Type 1 font's glyphs, in its order, without the one for absent ones."""
    if not isinstance(program, Stream):
        return
    data = program.read_bytes()
    clear, private = int(program.get("/Length1", 0)), int(program.get("/Length2", 0))
    plain = _deciphered(data[clear : clear + private])
    at = plain.find(_GLYPHS)
    while at >= 0 and (found := _GLYPH.search(plain, at)):
        at = found.end() + int(found[2])
        if found[1] != b".notdef":
            yield found[1].decode("latin-1")


def _deciphered(cipher: bytes) -> bytes:
    plain, key = bytearray(), _KEY
    for byte in cipher:
        plain.append(byte ^ (key >> 8))
        key = ((byte + key) * _FACTOR + _ADDEND) & 0xFFFF
    return bytes(plain)
