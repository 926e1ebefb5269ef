"""Put a few characters of a font into a PDF, with the way back from their glyphs to the text."""

import hashlib
import io
from collections.abc import Sequence
from functools import lru_cache

import pikepdf
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from pikepdf import Array, Dictionary, Name

from generator.lettering.fonts.built import MOMENT
from generator.lettering.outlines import OutlineFont
from generator.lettering.to_unicode import to_unicode

#: Flags of a font with signs of its own, and a stem width that readers do not use but require.
_SYMBOLIC = 4
_STEM = 80


def thousandths(font: OutlineFont, length: float) -> int:
    """A length in the font's units as a PDF states it: in thousandths of an em."""
    return round(length * 1000 / font.em)


def embed(pdf: pikepdf.Pdf, font: OutlineFont, chars: Sequence[str]) -> tuple[str, pikepdf.Object]:
    """Embed characters as a composite font; the glyph of ``chars[n]`` is number n + 1.

    Widths, the set of glyphs (CIDSet) and the map to Unicode are as ISO 19005-1 (PDF/A-1b)
    asks for embedded subsets.

    Returns:
        A resource name that depends on nothing but what is embedded, and the font.
    """
    data, box = _truetype(font, tuple(chars))
    digest = hashlib.sha256(data + "".join(chars).encode()).digest()
    tag = "".join(chr(65 + byte % 26) for byte in digest[:6])
    name = Name(f"/{tag}+GenBinderStamp")
    count = len(chars) + 1
    descriptor = pdf.make_indirect(
        Dictionary(
            Type=Name.FontDescriptor,
            FontName=name,
            Flags=_SYMBOLIC,
            FontBBox=Array([thousandths(font, edge) for edge in box]),
            ItalicAngle=0,
            Ascent=thousandths(font, font.ascent),
            Descent=thousandths(font, font.descent),
            CapHeight=thousandths(font, font.capitals),
            StemV=_STEM,
            FontFile2=pdf.make_stream(data, Length1=len(data)),
            CIDSet=pdf.make_stream(_first_bits(count)),
        )
    )
    widths = Array([0, Array([0, *(thousandths(font, font.advance(char)) for char in chars)])])
    descendant = pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=name,
            CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
            FontDescriptor=descriptor,
            DW=1000,
            W=widths,
            CIDToGIDMap=Name.Identity,
        )
    )
    whole = pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=name,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([descendant]),
            ToUnicode=pdf.make_stream(to_unicode(enumerate(chars, start=1))),
        )
    )
    return f"/GbStamp{digest[:6].hex()}", whole


@lru_cache(maxsize=64)
def _truetype(font: OutlineFont, chars: tuple[str, ...]) -> tuple[bytes, tuple[int, int, int, int]]:
    """A TrueType file with an empty glyph 0 and the characters after it, and its bounding box."""
    names = [".notdef", *(f"g{number}" for number in range(1, len(chars) + 1))]
    builder = FontBuilder(font.em, isTTF=True)
    builder.font.recalcTimestamp = False
    builder.font["head"].created = builder.font["head"].modified = MOMENT
    builder.setupGlyphOrder(names)
    outlines = [TTGlyphPen(None).glyph(), *(font.outline(char) for char in chars)]
    builder.setupGlyf(dict(zip(names, outlines, strict=True)))
    glyf = builder.font["glyf"]
    advances = [0, *(font.advance(char) for char in chars)]
    # glyphs are drawn from their side bearing: it must be where the outline begins
    bearings = [getattr(glyf[name], "xMin", 0) for name in names]
    metrics = zip(names, zip(advances, bearings, strict=True), strict=True)
    builder.setupHorizontalMetrics(dict(metrics))
    builder.setupHorizontalHeader(ascent=font.ascent, descent=font.descent)
    builder.setupMaxp()
    stream = io.BytesIO()
    builder.font.save(stream)
    head = builder.font["head"]
    return stream.getvalue(), (head.xMin, head.yMin, head.xMax, head.yMax)


def _first_bits(count: int) -> bytes:
    """A bit string whose first bits are set, padded to whole bytes."""
    return (((1 << count) - 1) << (-count % 8)).to_bytes((count + 7) // 8, "big")
