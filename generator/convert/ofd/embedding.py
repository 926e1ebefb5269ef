"""Put the used part of a font program into a PDF, with the way back to its text."""

import hashlib
import io
import struct
from collections.abc import Mapping

import pikepdf
from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name

from generator.convert.ofd.faces import Face
from generator.lettering.to_unicode import to_unicode

#: What a PDF needs of a font file (ISO 32000-1, 9.9); the rest is dropped before it can fail.
_NEEDED = frozenset(
    {"glyf", "loca", "head", "hhea", "hmtx", "maxp", "cvt ", "fpgm", "prep", "CFF ", "CFF2"}
)


def embed(pdf: pikepdf.Pdf, face: Face) -> pikepdf.Object:
    """A composite font whose codes are ``Face.code`` of the used glyphs.

    Raises:
        ValueError: the program cannot be cut down or read.
    """
    try:
        data, places = _cut(face)
    except Exception as error:  # the parser of a hostile font may raise anything
        raise ValueError("unreadable font") from error
    tag = "".join(chr(65 + byte % 26) for byte in hashlib.sha256(data).digest()[:6])
    name = Name(f"/{tag}+Ofd")
    program = pdf.make_stream(data)
    if face.cff is None:
        program["/Length1"] = len(data)
    else:
        program["/Subtype"] = Name.CIDFontType0C
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=4,
        FontBBox=Array([-1000, -1000, 2000, 2000]),
        ItalicAngle=0,
        Ascent=880,
        Descent=-120,
        CapHeight=880,
        StemV=80,
    )
    descriptor["/FontFile2" if face.cff is None else "/FontFile3"] = program
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2 if face.cff is None else Name.CIDFontType0,
        BaseFont=name,
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=1000,
        W=_widths(face),
    )
    if face.cff is None:
        descendant["/CIDToGIDMap"] = pdf.make_stream(_map(places))
    texts = ((face.code(glyph), text) for glyph, text in sorted(face.used.items()))
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=name,
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(descendant)]),
        ToUnicode=pdf.make_stream(to_unicode(texts, "ignore")),
    )
    return pdf.make_indirect(font)


def _cut(face: Face) -> tuple[bytes, Mapping[int, int]]:
    """The font program with the used glyphs, and where each of them is now."""
    if face.font is None:
        return face.bare, {}
    font = _reopened(face.font)
    for table in set(font.keys()) - _NEEDED - {"GlyphOrder"}:
        del font[table]
    before = list(font.getGlyphOrder())
    options = subset.Options()
    options.notdef_outline = True
    options.hinting = face.cff is None
    options.retain_gids = face.cff is not None and not face.numbered
    cutter = subset.Subsetter(options)
    cutter.populate(gids=[glyph for glyph in face.used if face.holds(glyph)])
    cutter.subset(font)
    if face.cff is not None:
        return bytes(font["CFF "].compile(font)), {}
    stream = io.BytesIO()
    font.save(stream, reorderTables=False)
    now = font.getReverseGlyphMap(rebuild=True)
    return stream.getvalue(), {g: now[before[g]] for g in face.used if face.holds(g)}


def _reopened(font: TTFont) -> TTFont:
    """The font once more, for cutting: the one that measures must stay whole."""
    font.reader.file.seek(0)
    return TTFont(io.BytesIO(font.reader.file.read()), fontNumber=0, recalcTimestamp=False)


def _widths(face: Face) -> Array:
    pairs = sorted((face.code(glyph), face.advance(glyph)) for glyph in face.used)
    return Array([part for code, wide in pairs for part in (code, Array([round(wide * 1000)]))])


def _map(places: Mapping[int, int]) -> bytes:
    numbers = [0] * (max(places, default=0) + 1)
    for glyph, place in places.items():
        numbers[glyph] = place
    return struct.pack(f">{len(numbers)}H", *numbers)
