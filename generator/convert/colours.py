"""Bring pictures of odd colour formats into one that a PDF can hold, as near as print can show."""

import io
import math
from functools import cache
from typing import Any

import img2pdf
from PIL import Image, ImageCms

#: Modes of Pillow that PNG keeps as they are.
_AS_PNG = frozenset({"1", "L", "LA", "P", "RGB", "RGBA", "I;16"})

#: Modes that the formats themselves hold without more than 8 bits a channel.
_TIFF_MODES = frozenset({"1", "L", "P", "RGB", "CMYK"})
_JPEG2000_MODES = frozenset({"L", "RGB"})

_BITS = 258  # TIFF 6.0: BitsPerSample

#: A bare codestream, and where it states the bits of its three channels, less one (15444-1, A.5.1).
_BARE_JPEG2000 = b"\xff\x4f\xff\x51"
_DEPTHS, _EIGHT_BITS = slice(42, 51, 3), b"\x07"

#: Where a PNG states its bits a channel (ISO/IEC 15948, 11.2.2).
_PNG_DEPTH = 24


def embeds_as_it_is(picture: Image.Image, kind: str, head: bytes, *, alpha: bool) -> bool:
    """Whether img2pdf can put the file's own pixels into a PDF.

    Args:
        picture: the opened file at the frame in question.
        kind: what its content is.
        head: its first bytes.
        alpha: whether the paper shows through.
    """
    if kind == "png":
        return not (alpha and head[_PNG_DEPTH : _PNG_DEPTH + 1] == b"\x10")
    if kind == "tiff":
        tags: Any = getattr(picture, "tag_v2", {})
        deep = max(tags.get(_BITS, (1,)), default=1) > 8
        return picture.mode in _TIFF_MODES and not deep and not alpha
    if kind == "jp2":
        if head.startswith(_BARE_JPEG2000):
            return picture.mode == "RGB" and head[_DEPTHS] == _EIGHT_BITS * 3
        return picture.mode in _JPEG2000_MODES
    return kind == "jpeg"


def embeddable(picture: Image.Image) -> io.BytesIO:
    """The current frame as a file that img2pdf takes, without loss for up to 8 bits a channel.

    Raises:
        img2pdf.UnsupportedColorspaceError: numbers that are no colours.
    """
    stream = io.BytesIO()
    if picture.mode == "CMYK":
        picture.save(stream, "TIFF", compression="tiff_deflate")
    else:
        _plain(picture).save(stream, "PNG", compress_level=1, save_all=False)
    stream.seek(0)
    return stream


def is_of_measurements(picture: Image.Image) -> bool:
    """Whether the numbers are no shades by themselves, so that their range has to be spread."""
    if picture.mode == "F":
        return True
    if picture.mode not in {"I", "I;16B", "I;16N"}:
        return False
    return not all(map(_is_grey, picture.convert("I").getextrema()))


def _spread(picture: Image.Image) -> Image.Image:
    """The lowest number as black, the highest as white; from 0 to 1, the range of shades, as such.

    Raises:
        img2pdf.UnsupportedColorspaceError: some of them are no numbers.
    """
    numbers = picture.convert("F")
    ends: Any = numbers.getextrema()
    lowest, highest = float(ends[0]), float(ends[1])
    if not (math.isfinite(lowest) and math.isfinite(highest)):
        raise img2pdf.UnsupportedColorspaceError(picture.mode)
    if picture.mode == "F" and lowest >= 0 and highest <= 1:
        lowest, highest = 0.0, 1.0
    scale = 255 / (highest - lowest) if highest > lowest else 0.0
    return numbers.point(lambda number: number * scale - lowest * scale).convert("L")


def _plain(picture: Image.Image) -> Image.Image:
    if is_of_measurements(picture):
        return _spread(picture)
    if picture.mode in _AS_PNG:
        return picture
    if picture.mode in {"YCbCr", "HSV", "RGBX"}:
        return picture.convert("RGB")
    if picture.mode in {"RGBa", "PA", "La"}:
        return picture.convert("RGBA")
    if picture.mode == "LAB":
        return _from_lab(picture)
    if picture.mode.startswith("I"):
        return picture.convert("I").convert("I;16")
    raise img2pdf.UnsupportedColorspaceError(picture.mode)


def _is_grey(value: object) -> bool:
    """Whether a number is a shade of grey in 16 bits."""
    return isinstance(value, int | float) and 0 <= value <= 0xFFFF


def _from_lab(picture: Image.Image) -> Image.Image:
    found = ImageCms.applyTransform(picture, _lab_to_srgb())
    if found is None:
        raise img2pdf.UnsupportedColorspaceError(picture.mode)
    return found


@cache
def _lab_to_srgb() -> ImageCms.ImageCmsTransform:
    lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
    return ImageCms.buildTransform(lab, srgb, "LAB", "RGB")
