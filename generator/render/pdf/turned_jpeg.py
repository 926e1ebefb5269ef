"""Turn a JPEG by right angles and store it with its own quality."""

import io
from collections.abc import Mapping, Sequence

from PIL import Image, JpegImagePlugin

from generator.base.cut_off import cut_off_is_an_error
from generator.lettering.lone_jpeg import Box

#: Clockwise degrees as Pillow calls them: its own turns go the other way.
_TURNS = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
_SIDE = 8  # of a block of a JPEG


def turned_jpeg(jpeg: bytes, turn: int) -> bytes:
    """The same picture turned clockwise.

    It is quantized as it was, with tables that lie as its blocks do now, so that a picture of
    whole blocks loses next to nothing and others little.

    Args:
        jpeg: a grey or RGB picture.
        turn: 90, 180 or 270 degrees.

    Raises:
        OSError: the picture is damaged.
    """
    with cut_off_is_an_error(), Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as image:
        assert isinstance(image, JpegImagePlugin.JpegImageFile)
        tables = _tables(image.quantization, across=turn != 180)
        sampling = JpegImagePlugin.get_sampling(image)
        profile = image.info.get("icc_profile")
        upright = image.transpose(_TURNS[turn])
    buffer = io.BytesIO()
    upright.save(
        buffer, "JPEG", qtables=tables, subsampling=sampling, optimize=True, icc_profile=profile
    )
    return buffer.getvalue()


def _tables(tables: Mapping[int, Sequence[int]], *, across: bool) -> list[list[int]]:
    """The quantization tables in order, mirrored at their diagonal for a turn to the side."""
    order = range(_SIDE * _SIDE)
    mirrored = [at % _SIDE * _SIDE + at // _SIDE if across else at for at in order]
    return [[tables[key][at] for at in mirrored] for key in sorted(tables)]


def turned_box(box: Box, turn: int) -> Box:
    """Where a part of a page stands once the page is turned clockwise by 0, 90, 180 or 270."""
    right, bottom = 1 - box.left - box.width, 1 - box.top - box.height
    left, top = {
        0: (box.left, box.top),
        90: (bottom, box.left),
        180: (right, bottom),
        270: (box.top, right),
    }[turn]
    if turn % 180:
        return Box(round(left, 6), round(top, 6), box.height, box.width)
    return Box(round(left, 6), round(top, 6), box.width, box.height)
