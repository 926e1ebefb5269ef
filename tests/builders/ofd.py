"""Small OFD files written part by part; nothing in them comes from elsewhere."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from PIL import Image

_XMLNS = 'xmlns:ofd="http://www.ofdspec.org/2016"'

#: A box of A4 in mm.
A4 = "0 0 210 297"


def xml(name: str, inside: str, **attributes: str) -> bytes:
    said = "".join(f' {key}="{value}"' for key, value in attributes.items())
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f"{head}<ofd:{name} {_XMLNS}{said}>{inside}</ofd:{name}>".encode()


def text(words: str, x: float, y: float, *, font: str = "1", size: float = 8, **more: str) -> str:
    said = "".join(f' {key}="{value}"' for key, value in more.items() if key != "inside")
    delta = f' DeltaX="g {len(words) - 1} {size}"' if len(words) > 1 else ""
    code = f'<ofd:TextCode X="0" Y="{size}"{delta}>{words}</ofd:TextCode>'
    return (
        f'<ofd:TextObject ID="9" Boundary="{x} {y} {size * len(words)} {size}" Font="{font}" '
        f'Size="{size}"{said}>{more.get("inside", "")}{code}</ofd:TextObject>'
    )


def path(data: str, boundary: str, *, colours: str = "", **more: str) -> str:
    said = "".join(f' {key}="{value}"' for key, value in more.items())
    return (
        f'<ofd:PathObject ID="8" Boundary="{boundary}"{said}>{colours}'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def filled(data: str, boundary: str, colour: str, **more: str) -> str:
    said = {"Fill": "true", "Stroke": "false"} | more
    return path(data, boundary, colours=f'<ofd:FillColor Value="{colour}"/>', **said)


def square(x: float, y: float, side: float, colour: str, **more: str) -> str:
    data = f"M 0 0 L {side} 0 L {side} {side} L 0 {side} C"
    return filled(data, f"{x} {y} {side} {side}", colour, **more)


def page(objects: str, *, area: str | None = None, before: str = "", layer: str = "") -> bytes:
    said = f"<ofd:Area><ofd:PhysicalBox>{area}</ofd:PhysicalBox></ofd:Area>" if area else ""
    content = f"<ofd:Content><ofd:Layer ID='7' {layer}>{objects}</ofd:Layer></ofd:Content>"
    return xml("Page", f"{before}{said}{content}")


def write(
    target: Path | io.BytesIO,
    pages: Sequence[bytes],
    *,
    fonts: str = '<ofd:Font ID="1" FontName="宋体"/>',
    resources: str = "",
    common: str = "",
    root: str = "",
    body: str = "",
    parts: Mapping[str, bytes] | None = None,
    area: str = A4,
) -> Path | io.BytesIO:
    """An OFD with one document in ``Doc_0``; ``parts`` are added as they are."""
    entries = "".join(
        f'<ofd:Page ID="{100 + index}" BaseLoc="Pages/Page_{index}/Content.xml"/>'
        for index in range(len(pages))
    )
    box = f"<ofd:PageArea><ofd:PhysicalBox>{area}</ofd:PhysicalBox></ofd:PageArea>"
    public = "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
    whole = {
        "OFD.xml": xml(
            "OFD",
            f"<ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>{body}"
            "</ofd:DocBody>",
            Version="1.0",
            DocType="OFD",
        ),
        "Doc_0/Document.xml": xml(
            "Document",
            f"<ofd:CommonData>{box}{public}{common}</ofd:CommonData>"
            f"<ofd:Pages>{entries}</ofd:Pages>{root}",
        ),
        "Doc_0/PublicRes.xml": xml(
            "Res", f"<ofd:Fonts>{fonts}</ofd:Fonts>{resources}", BaseLoc="Res"
        ),
    }
    for index, content in enumerate(pages):
        whole[f"Doc_0/Pages/Page_{index}/Content.xml"] = content
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (whole | dict(parts or {})).items():
            archive.writestr(name, data)
    return target


def as_bytes(pages: Sequence[bytes], **more: str) -> bytes:
    stream = io.BytesIO()
    write(stream, pages, **more)  # type: ignore[arg-type]
    return stream.getvalue()


def media(number: str, name: str) -> str:
    file = f"<ofd:MediaFile>{name}</ofd:MediaFile>"
    return (
        f'<ofd:MultiMedias><ofd:MultiMedia ID="{number}" Type="Image">{file}</ofd:MultiMedia>'
        "</ofd:MultiMedias>"
    )


def image(number: str, x: float, y: float, wide: float, high: float, **more: str) -> str:
    said = {"CTM": f"{wide} 0 0 {high} 0 0"} | more
    attributes = "".join(f' {key}="{value}"' for key, value in said.items() if value)
    return (
        f'<ofd:ImageObject ID="6" ResourceID="{number}" Boundary="{x} {y} {wide} {high}"'
        f"{attributes}/>"
    )


def picture(kind: str, colour: str = "red", mode: str = "RGB") -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (40, 40), colour).convert(mode).save(stream, kind)
    return stream.getvalue()


def jbig2() -> bytes:
    """A JBIG2 file of 64 × 64 pixels, black on its left half (a region in T.6 coding)."""
    bitmap = Image.new("1", (64, 64), 0)  # TIFF's black is here the coding's white
    bitmap.paste(1, (0, 0, 32, 64))
    stream = io.BytesIO()
    bitmap.save(stream, "TIFF", compression="group4")
    with Image.open(io.BytesIO(stream.getvalue())) as tiff:
        start, length = tiff.tag_v2[273][0], tiff.tag_v2[279][0]
    coded = stream.getvalue()[start : start + length]
    region = struct.pack(">IIIIBB", 64, 64, 0, 0, 0, 1) + coded
    described = struct.pack(">IIIIBH", 64, 64, 0, 0, 0, 0)

    def segment(number: int, kind: int, content: bytes) -> bytes:
        return struct.pack(">IBBBI", number, kind, 0, 1, len(content)) + content

    head = b"\x97JB2\r\n\x1a\n\x01" + struct.pack(">I", 1)
    return head + segment(0, 48, described) + segment(1, 38, region) + segment(2, 49, b"")


def font(kind: str, *, with_map: bool) -> bytes:
    """A font whose glyph 1 fills the upper half of the em square and glyph 2 the lower one."""
    builder = FontBuilder(1000, isTTF=kind == "ttf")
    order = [".notdef", "upper", "lower"]
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap({ord("甲"): "upper", ord("乙"): "lower"} if with_map else {})
    boxes = {"upper": (0, 500, 1000, 1000), "lower": (0, 0, 1000, 500)}
    if kind == "ttf":
        builder.setupGlyf({name: _outline(TTGlyphPen(None), boxes.get(name)) for name in order})
    else:
        strings = {name: _outline(T2CharStringPen(1000, None), boxes.get(name)) for name in order}
        builder.setupCFF("Halves", {}, strings, {})
    builder.setupHorizontalMetrics(dict.fromkeys(order, (1000, 0)))
    builder.setupHorizontalHeader(ascent=1000, descent=0)
    builder.setupOS2()
    builder.setupPost()
    stream = io.BytesIO()
    builder.save(stream)
    if kind == "cff":
        return bytes(builder.font.reader["CFF "] if builder.font.reader else _cff(stream))
    return stream.getvalue()


def _cff(stream: io.BytesIO) -> bytes:
    from fontTools.ttLib import TTFont

    with TTFont(io.BytesIO(stream.getvalue())) as opened:
        return bytes(opened.reader["CFF "])


def _outline(pen: TTGlyphPen | T2CharStringPen, box: tuple[int, int, int, int] | None) -> object:
    if box is not None:
        x0, y0, x1, y1 = box
        pen.moveTo((x0, y0))
        for corner in ((x0, y1), (x1, y1), (x1, y0)):
            pen.lineTo(corner)
        pen.closePath()
    return pen.glyph() if isinstance(pen, TTGlyphPen) else pen.getCharString()


def der(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def seal(kind: str, data: bytes) -> bytes:
    """A signature value as GB/T 38540 nests it: signature > seal > information > picture."""
    looks = der(0x30, der(0x16, kind.encode()) + der(4, data) + der(2, b"\x28") * 2)
    head = der(0x30, der(0x16, b"ES") + der(2, b"\x04") + der(0x16, b"maker"))
    information = der(0x30, head + der(0x16, b"seal-1") + der(0x30, b"") + looks)
    whole = der(0x30, information + der(4, b"certificate") + der(6, b"\x2a\x81") + der(3, b"\0\1"))
    signed = der(0x30, der(2, b"\x04") + whole + der(0x18, b"20190510020000Z") + der(3, b"\0\1"))
    return der(0x30, signed + der(4, b"certificate") + der(6, b"\x2a\x81") + der(3, b"\0\1"))


def signature(
    value: bytes, place: str, *, page_number: str = "100", clip: str = ""
) -> tuple[str, dict[str, bytes]]:
    """The entry of the document body and the parts of one signature with a seal at a place."""
    clipped = f' Clip="{clip}"' if clip else ""
    stamp = f'<ofd:StampAnnot ID="1" PageRef="{page_number}" Boundary="{place}"{clipped}/>'
    parts = {
        "Doc_0/Signs/Signatures.xml": xml(
            "Signatures",
            '<ofd:Signature ID="s1" Type="Seal" BaseLoc="Sign_0/Signature.xml"/>',
        ),
        "Doc_0/Signs/Sign_0/Signature.xml": xml(
            "Signature",
            f"<ofd:SignedInfo>{stamp}</ofd:SignedInfo>"
            "<ofd:SignedValue>SignedValue.dat</ofd:SignedValue>",
        ),
        "Doc_0/Signs/Sign_0/SignedValue.dat": value,
    }
    return "<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures>", parts
