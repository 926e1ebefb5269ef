"""Fonts of Chinese documents: codes of two bytes, and a map of what they stand for."""

from collections.abc import Mapping

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from pikepdf import Array, Dictionary, Name

from tests.builders.surveyed import Sheet, truetype

#: Glyphs of each font: as many as codes that are used.
GLYPHS = 0x400


def to_unicode(texts: Mapping[int, str]) -> bytes:
    """The map that most programs write."""
    pairs = "\n".join(
        f"<{code:04x}> <{text.encode('utf-16-be').hex()}>" for code, text in texts.items()
    )
    return (
        "/CIDInit /ProcSet findresource begin begincmap\n"
        "1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
        f"{len(texts)} beginbfchar\n{pairs}\nendbfchar\nendcmap end"
    ).encode()


def wide_font(
    sheet: Sheet,
    name: str,
    said: bytes | None,
    encoding: str = "/Identity-H",
    *,
    compact: bool = False,
) -> None:
    """Add an embedded font of squares.

    Args:
        sheet: the page to add it to.
        name: the font's name there.
        said: the map of what its codes stand for.
        encoding: how codes are written.
        compact: whether its glyphs are programs (CFF) or TrueType outlines.
    """
    program = sheet.pdf.make_stream(compact_font() if compact else truetype())
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/ABCDEF+Square"),
        Flags=4,
        FontBBox=Array([0, -200, 800, 800]),
        ItalicAngle=0,
        Ascent=800,
        Descent=-200,
        CapHeight=700,
        StemV=80,
    )
    if compact:
        program.Subtype = Name.CIDFontType0C
    descriptor["/FontFile3" if compact else "/FontFile2"] = program
    inner = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType0 if compact else Name.CIDFontType2,
        BaseFont=Name("/ABCDEF+Square"),
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        FontDescriptor=sheet.pdf.make_indirect(descriptor),
        DW=800,
    )
    if not compact:  # every code is drawn as the one glyph of the font
        inner.CIDToGIDMap = sheet.pdf.make_stream(b"\0\1" * GLYPHS)
    entries = {"ToUnicode": sheet.pdf.make_stream(said)} if said is not None else {}
    sheet.font(
        name,
        Subtype=Name.Type0,
        BaseFont=Name("/ABCDEF+Square"),
        Encoding=Name(encoding),
        DescendantFonts=Array([sheet.pdf.make_indirect(inner)]),
        **entries,
    )


def compact_font() -> bytes:
    """A font whose every glyph is a square, in the Compact Font Format alone."""
    pen = T2CharStringPen(800, None)
    pen.moveTo((0, 0))
    for corner in ((0, 700), (700, 700), (700, 0)):
        pen.lineTo(corner)
    pen.closePath()
    square = pen.getCharString()
    order = [".notdef", *(f"g{number}" for number in range(1, GLYPHS))]
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap({})
    builder.setupCFF("Square", {}, dict.fromkeys(order, square), {})
    builder.setupHorizontalMetrics(dict.fromkeys(order, (800, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupOS2()
    builder.setupPost()
    data: bytes = builder.font.getTableData("CFF ")
    return data
