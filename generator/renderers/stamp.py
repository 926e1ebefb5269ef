"""Stamp page numbers on finished pages as real text in one shared embedded font.

The page's own content is wrapped in a saved graphics state and stays as it is; a rotated or
cropped page gets its number upright at the top outer corner as a reader sees it.
"""

import io
from dataclasses import dataclass

import pikepdf
from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name

from generator.errors import FontError
from generator.fonts import FontSet
from generator.layout import NumberFigures
from generator.renderers.page_box import rotation, visible_box
from generator.typeset import MM_PER_POINT

DIGITS = "0123456789 "

#: Cap height of the digits in ems (Times metrics): the number's top is this far above its baseline.
DIGIT_HEIGHT = 0.676

_RESOURCE = Name("/GbStampF")


@dataclass(frozen=True, slots=True)
class StampFont:
    """The embedded font, each digit's glyph, and each digit's advance in ems."""

    font: pikepdf.Object
    glyphs: dict[str, int]
    advances: dict[str, float]

    def encoded(self, text: str) -> str:
        """The text as a PDF hex string of glyph numbers."""
        return "<" + "".join(f"{self.glyphs[char]:04x}" for char in text) + ">"

    def width(self, text: str, size: float) -> float:
        """Width of a text in points."""
        return sum(self.advances[char] for char in text) * size


def embed_font(pdf: pikepdf.Pdf, fonts: FontSet, chars: str = DIGITS) -> StampFont:
    """Embed a subset of the first TrueType font that has all characters: Latin, rare, others.

    Raises:
        FontError: no role has such a font.
    """
    for role in ("latin", "rare", *fonts.paths):
        if role in fonts.paths:
            font = TTFont(fonts.paths[role], fontNumber=0, recalcTimestamp=False)
            if "glyf" in font and all(ord(char) in font.getBestCmap() for char in chars):
                return _embedded(pdf, font, chars)
    raise FontError(
        "没有可用来印页码的 TrueType 字体", "请安装 Liberation Serif 或 Times New Roman。"
    )


def _embedded(pdf: pikepdf.Pdf, font: TTFont, chars: str) -> StampFont:
    options = subset.Options(glyph_names=False, hinting=False, notdef_outline=True)
    options.layout_features = []
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "kern", "STAT", "meta", "DSIG", "FFTM"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=chars)
    subsetter.subset(font)
    font["head"].created = font["head"].modified = 0
    stream = io.BytesIO()
    font.save(stream)
    cmap, order = font.getBestCmap(), font.getGlyphOrder()
    em, metrics, head = font["head"].unitsPerEm, font["hmtx"], font["head"]
    glyphs = {char: order.index(cmap[ord(char)]) for char in sorted(set(chars))}
    advance_list = [round(metrics[glyph][0] * 1000 / em) for glyph in order]
    widths = Array([0, Array(advance_list)])
    box = (head.xMin, head.yMin, head.xMax, head.yMax)
    name = Name("/GBSTMP+PageNumber")
    descriptor = pdf.make_indirect(
        Dictionary(
            Type=Name.FontDescriptor,
            FontName=name,
            Flags=4,
            FontBBox=Array([value * 1000 // em for value in box]),
            ItalicAngle=0,
            Ascent=font["hhea"].ascent * 1000 // em,
            Descent=font["hhea"].descent * 1000 // em,
            CapHeight=round(DIGIT_HEIGHT * 1000),
            StemV=80,
            FontFile2=pdf.make_stream(stream.getvalue(), Length1=len(stream.getvalue())),
        )
    )
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
            ToUnicode=pdf.make_stream(_to_unicode(glyphs)),
        )
    )
    advances = {char: metrics[cmap[ord(char)]][0] / em for char in sorted(set(chars))}
    return StampFont(whole, glyphs, advances)


def _to_unicode(glyphs: dict[str, int]) -> bytes:
    pairs = "".join(f"<{glyph:04x}> <{ord(char):04x}>\n" for char, glyph in glyphs.items())
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def "
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def "
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(glyphs)} beginbfchar\n{pairs}endbfchar "
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode()


def stamp_text(
    pdf: pikepdf.Pdf,
    page: pikepdf.Page,
    text: str,
    font: StampFont,
    figures: NumberFigures,
    saved: pikepdf.Object,
    *,
    right_hand: bool,
) -> None:
    """Write a page number (and a marking) at the top outer corner as a reader sees the page.

    Args:
        pdf: the document that the page belongs to.
        page: a page whose user unit is one point.
        text: what is printed, of the characters that the font was embedded for.
        font: from :func:`embed_font`, of the same PDF.
        figures: distances in mm from the top and the outer edge, size in points.
        saved: a shared content stream that saves the graphics state.
        right_hand: the outer edge is on the right.
    """
    x0, y0, x1, y1 = visible_box(page)
    turned = rotation(page)
    width, height = (y1 - y0, x1 - x0) if turned in {90, 270} else (x1 - x0, y1 - y0)
    edge, down = figures.outer / MM_PER_POINT, figures.top / MM_PER_POINT
    x = width - edge - font.width(text, figures.size) if right_hand else edge
    y = height - down - DIGIT_HEIGHT * figures.size
    matrix = {
        0: (1, 0, 0, 1, x0 + x, y0 + y),
        90: (0, 1, -1, 0, x1 - y, y0 + x),
        180: (-1, 0, 0, -1, x1 - x, y1 - y),
        270: (0, -1, 1, 0, x0 + y, y1 - x),
    }[turned]
    placed = " ".join(f"{value:.3f}" for value in matrix)
    drawn = (
        f"\nQ q {placed} cm BT {_RESOURCE} {figures.size:g} Tf 0 g {font.encoded(text)} Tj ET Q\n"
    )
    _add_font(page, font)
    page.obj.Contents = Array([saved, *_contents(page), pdf.make_stream(drawn.encode())])


def _add_font(page: pikepdf.Page, font: StampFont) -> None:
    """Add the stamp's font to the page's own resources; shared resources are copied first."""
    resources = page.resources
    own = Dictionary(dict(resources.items()))
    fonts = resources.get("/Font")
    own.Font = Dictionary(dict(fonts.items()) if fonts is not None else {})
    own.Font[_RESOURCE] = font.font
    page.obj.Resources = own


def _contents(page: pikepdf.Page) -> list[pikepdf.Object]:
    contents = page.obj.get("/Contents")
    if contents is None:
        return []
    return list(contents) if isinstance(contents, Array) else [contents]
