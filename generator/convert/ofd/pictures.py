"""Put the pictures of an OFD into a PDF, JPEG and JBIG2 as they are, others without loss."""

import io
import warnings

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

from generator.base.cut_off import cut_off_is_an_error
from generator.convert.ofd import jbig2

#: More pixels than any page needs (1200 dpi on A3 are 280 million).
_MOST_PIXELS = 300_000_000

#: What is decoded: the formats that GB/T 33190 names and their kin, none of which runs a program.
_FORMATS = ("BMP", "GIF", "JPEG", "JPEG2000", "PNG", "TIFF", "WEBP")

_TOO_LARGE = "有像素多得不合理的图片，没有印出"


class PictureError(Exception):
    """The picture cannot be drawn; the text says so to a clerk."""


def picture(pdf: pikepdf.Pdf, data: bytes, name: str) -> pikepdf.Object:
    """An image object of a PDF.

    Args:
        pdf: the PDF.
        data: the picture's file.
        name: what it is called; JBIG2 segments have no other mark.

    Raises:
        PictureError: no drawable picture.
    """
    if data.startswith(jbig2.MAGIC) or name.lower().endswith((".jb2", ".jbig2", ".gbig2")):
        return _bitmap(pdf, data)
    try:
        with warnings.catch_warnings(), cut_off_is_an_error():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
                if opened.width * opened.height <= _MOST_PIXELS:
                    opened.load()
                    return _image(pdf, opened, data)
    except Image.DecompressionBombError as error:
        raise PictureError(_TOO_LARGE) from error
    except Exception as error:  # decoders of hostile pictures raise anything
        raise PictureError("有读不出的图片，没有印出") from error
    raise PictureError(_TOO_LARGE)


def _bitmap(pdf: pikepdf.Pdf, data: bytes) -> pikepdf.Object:
    try:
        found = jbig2.read(data)
    except ValueError as error:
        raise PictureError("有读不出的 JBIG2 图片，没有印出") from error
    stream = pikepdf.Stream(pdf, found.segments)
    stream.stream_dict = Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=found.width,
        Height=found.height,
        ColorSpace=Name.DeviceGray,
        BitsPerComponent=1,
        Filter=Name.JBIG2Decode,
    )
    return pdf.make_indirect(stream)


def _image(pdf: pikepdf.Pdf, opened: Image.Image, data: bytes) -> pikepdf.Object:
    if opened.format == "JPEG" and opened.mode in {"L", "RGB"}:
        space = Name.DeviceGray if opened.mode == "L" else Name.DeviceRGB
        stream = pikepdf.Stream(pdf, data)
        stream.stream_dict = _entries(opened, space)
        stream["/Filter"] = Name.DCTDecode
        return pdf.make_indirect(stream)
    mask = None
    if opened.mode in {"RGBA", "LA", "PA"} or "transparency" in opened.info:
        with_alpha = opened.convert("RGBA")
        mask = _raw(pdf, with_alpha.getchannel("A"))
        opened = with_alpha.convert("RGB")
    elif opened.mode.startswith("I"):
        opened = opened.convert("F").point(lambda value: value / 257).convert("L")
    elif opened.mode != "L":
        opened = opened.convert("L" if opened.mode == "1" else "RGB")
    image = _raw(pdf, opened)
    if mask is not None:
        image["/SMask"] = mask
    return image


def _raw(pdf: pikepdf.Pdf, opened: Image.Image) -> pikepdf.Object:
    space = Name.DeviceGray if opened.mode == "L" else Name.DeviceRGB
    image = pdf.make_stream(opened.tobytes())
    for key, value in _entries(opened, space).items():
        image[key] = value
    return image


def _entries(opened: Image.Image, space: Name) -> Dictionary:
    return Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=opened.width,
        Height=opened.height,
        ColorSpace=space,
        BitsPerComponent=8,
    )


def form(
    pdf: pikepdf.Pdf, content: bytes, resources: Dictionary, box: tuple[float, ...]
) -> pikepdf.Object:
    """A drawing that can be placed like a picture."""
    stream = pdf.make_stream(content)
    stream["/Type"], stream["/Subtype"] = Name.XObject, Name.Form
    stream["/BBox"] = Array([round(edge, 4) for edge in box])
    stream["/Resources"] = resources
    return stream
