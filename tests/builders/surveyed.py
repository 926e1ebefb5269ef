"""Small PDFs for surveys: marks, images and letters at places known to a hundredth of a mm."""

import io
from pathlib import Path
from typing import Any

import pikepdf
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from pikepdf import Array, Dictionary, Name
from PIL import Image

from generator.lettering.typeset import MM_PER_POINT

A4 = (210.0, 297.0)
Place = tuple[float, float, float, float]


def points(length: float) -> float:
    return length / MM_PER_POINT


def bar(place: Place, colour: str = "0 g", height: float = A4[1]) -> str:
    """Fill left, top, right, bottom (mm from the top left corner of an unturned page)."""
    left, top, right, bottom = place
    numbers = (left, height - bottom, right - left, bottom - top)
    return f"{colour} {' '.join(f'{points(value):.4f}' for value in numbers)} re f"


def line_of(text: str, x: float, y: float, size: float, font: str = "F") -> str:
    """Letters whose base line begins x mm from the left and y mm from the bottom."""
    return f"BT /{font} {size} Tf {points(x):.3f} {points(y):.3f} Td ({text}) Tj ET"


def drawn_at(name: str, left: float, bottom: float, width: float, height: float) -> str:
    """Draw an image of the page's resources into a place (mm from the bottom left corner)."""
    a, d, e, f = (points(value) for value in (width, height, left, bottom))
    return f"q {a:.4f} 0 0 {d:.4f} {e:.4f} {f:.4f} cm /{name} Do Q"


class Sheet:
    """A PDF of one page in the making; the fonts F (Helvetica) and D (a drawn one) are there."""

    def __init__(self, width: float = A4[0], height: float = A4[1], **entries: Any) -> None:
        self.pdf = pikepdf.new()
        size = (min(points(width), 14_400), min(points(height), 14_400))
        self.page = self.pdf.add_blank_page(page_size=size)
        self.page.obj.MediaBox = Array([0, 0, points(width), points(height)])
        plain = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        fonts = Dictionary(F=self.pdf.make_indirect(plain), D=self._drawn_font())
        self.page.obj.Resources = Dictionary(Font=fonts, XObject=Dictionary())
        for name, value in entries.items():
            self.page.obj[f"/{name}"] = value

    def show(self, *content: str) -> "Sheet":
        self.page.contents_add("\n".join(content).encode())
        return self

    def font(self, name: str, **entries: Any) -> None:
        font = Dictionary(Type=Name.Font, **entries)
        self.page.obj.Resources.Font[f"/{name}"] = self.pdf.make_indirect(font)

    def image(self, name: str, picture: Image.Image | bytes) -> pikepdf.Object:
        """Add a picture, bytes of a JPEG as they are."""
        if isinstance(picture, bytes):
            with Image.open(io.BytesIO(picture)) as opened:
                size, mode = opened.size, opened.mode
            stream = self.pdf.make_stream(picture, Filter=Name.DCTDecode)
        else:
            size, mode = picture.size, picture.mode
            stream = self.pdf.make_stream(picture.tobytes())
        stream.Type, stream.Subtype = Name.XObject, Name.Image
        stream.Width, stream.Height = size
        stream.BitsPerComponent = 1 if mode == "1" else 8
        stream.ColorSpace = Name.DeviceRGB if mode == "RGB" else Name.DeviceGray
        self.page.obj.Resources.XObject[f"/{name}"] = stream
        return stream

    def form(self, name: str, content: str, box: list[float], matrix: list[float]) -> None:
        """Add a form that knows the same fonts and images as the page."""
        stream = self.pdf.make_stream(content.encode())
        stream.Type, stream.Subtype = Name.XObject, Name.Form
        stream.BBox, stream.Matrix = Array(box), Array(matrix)
        resources = self.page.obj.Resources
        stream.Resources = Dictionary(Font=resources.Font, XObject=Dictionary(resources.XObject))
        resources.XObject[f"/{name}"] = stream

    def save(self, path: Path) -> Path:
        self.pdf.save(path, deterministic_id=True)
        return path

    def _drawn_font(self) -> pikepdf.Object:
        """A Type 3 font in its own large unit: its size says nothing, its glyph is a square."""
        glyph = self.pdf.make_stream(b"100 0 0 0 75 75 d1 0 0 75 75 re f")
        return self.pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type3,
                FontBBox=Array([0, 0, 75, 75]),
                FontMatrix=Array([1, 0, 0, 1, 0, 0]),
                CharProcs=Dictionary(x=glyph),
                Encoding=Dictionary(Type=Name.Encoding, Differences=Array([120, Name("/x")])),
                FirstChar=120,
                LastChar=120,
                Widths=Array([100]),
                Resources=Dictionary(),
            )
        )


def truetype() -> bytes:
    """A font of one square letter ``x``."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, 700), (700, 700), (700, 0)):
        pen.lineTo(corner)
    pen.closePath()
    builder = FontBuilder(1000)
    builder.setupGlyphOrder([".notdef", "x"])
    builder.setupCharacterMap({120: "x"})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "x": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (800, 0), "x": (800, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupOS2()
    builder.setupPost()
    stream = io.BytesIO()
    builder.save(stream)
    return stream.getvalue()


def embedded(sheet: Sheet, name: str, base: str) -> None:
    """Add a font that the PDF brings along."""
    program = sheet.pdf.make_stream(truetype())
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name(f"/{base}"),
        Flags=32,
        FontBBox=Array([0, -200, 800, 800]),
        ItalicAngle=0,
        Ascent=800,
        Descent=-200,
        CapHeight=700,
        StemV=80,
        FontFile2=program,
    )
    sheet.font(
        name,
        Subtype=Name.TrueType,
        BaseFont=Name(f"/{base}"),
        FirstChar=120,
        LastChar=120,
        Widths=Array([800]),
        Encoding=Name.WinAnsiEncoding,
        FontDescriptor=sheet.pdf.make_indirect(descriptor),
    )


def jpeg(picture: Image.Image, quality: int = 85) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=quality)
    return stream.getvalue()
