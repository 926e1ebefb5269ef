"""Tell the dark strip that a scanner's lid or a book's fold leaves along an edge from print.

A strip is a shadow when it lies on the paper's edge, is narrow, runs along most of that edge and
bears nothing: a letter, a seal or a table's line that is joined to it makes it print like any
other. In doubt it is print, so that nothing written can be lost for a shadow.
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterator, Sequence

from PIL import Image, ImageDraw, ImageFilter

#: How wide a shadow is at most, in mm: the lid of a flatbed scanner beside A4 shows 6 mm (its
#: glass is 216 mm wide), the fold of a copied book a little more; letters begin further in.
WIDEST = 8.0
#: A shadow begins within this distance of the edge (mm): a scanner trims a line or two of white.
_RIM = 1.0
#: A shadow runs along at least this share of the edge; lines of text and rows of seals leave more.
_LEAST_RUN = 0.6
#: Whatever stands out of a shadow's inner edge by more than this (mm) is joined to it, not part of
#: it: its grain reaches half as far, the stroke of a letter at least twice.
_STANDS_OUT = 1.0
#: How far to each side (mm) the inner edge is looked at to tell what stands out: farther than half
#: of the widest part of a seal of 42 mm (国发〔1999〕25号, as quoted) that peeps out of a shadow.
_ALONG = 30.0

_INK = 255

#: Left, top, right and bottom.
Box = tuple[int, int, int, int]

#: The sides to look at: how to turn the picture so that each lies at its left, and where the strip
#: of some depth lies in a picture of some width and height that is not turned.
_Beside = Callable[[int, int, int], Box]
_TO_LEFT: tuple[tuple[Image.Transpose | None, _Beside], ...] = (
    (None, lambda _, high, deep: (0, 0, deep, high)),
    (Image.Transpose.FLIP_LEFT_RIGHT, lambda wide, high, deep: (wide - deep, 0, wide, high)),
    (Image.Transpose.TRANSPOSE, lambda wide, _, deep: (0, 0, wide, deep)),
    (Image.Transpose.TRANSVERSE, lambda wide, high, deep: (0, high - deep, wide, high)),
)


def at_an_edge(box: Box | None, size: tuple[int, int], side: float) -> bool:
    """Whether marks within a box come so near to an edge of a picture that a shadow is possible.

    Args:
        box: left, top, right and bottom of all marks, in pixels.
        size: width and height of the picture.
        side: the side of a pixel in mm.
    """
    near = round(_RIM / side) + 1
    return box is not None and (
        min(box[:2]) <= near or box[2] >= size[0] - near or box[3] >= size[1] - near
    )


def without_shadows(mask: Image.Image, side: float) -> Image.Image | None:
    """The marks of a scan without the shadows along its edges.

    Args:
        mask: the marks, mode L, 255 on ink and 0 on paper; it is left as it is.
        side: the side of a pixel in mm.

    Returns:
        A copy without the shadows, or ``None`` if there are none.
    """
    depth = round(WIDEST / side)
    if min(mask.size) <= 4 * depth:
        return None
    rim, play, along = (round(length / side) for length in (_RIM, _STANDS_OUT, _ALONG))
    clean = mask
    for turn, beside in _TO_LEFT:
        band = _turned(mask.crop(beside(*mask.size, depth + 2)), turn)
        if _may_be_shadow(band, depth, rim):
            reach = _reach(band, depth, rim)
            if _is_shadow(reach[depth:-depth], depth, play, along):
                clean = _turned(_wiped(_turned(clean, turn), reach, depth, play), turn)
    return None if clean is mask else clean


def _turned(mask: Image.Image, turn: Image.Transpose | None) -> Image.Image:
    """Turned, or turned back: each of the turns undoes itself."""
    return mask if turn is None else mask.transpose(turn)


def _may_be_shadow(band: Image.Image, depth: int, rim: int) -> bool:
    """Whether the left edge has enough ink, if every mark grew by a pixel; a shadow needs that."""
    near = band.crop((0, depth - 1, rim + 2, band.height - depth + 1))
    return 3 * sum(near.getprojection()[1]) >= _LEAST_RUN * (band.height - 2 * depth)


def _reach(band: Image.Image, depth: int, rim: int) -> list[int]:
    """How far the ink at the left edge reaches in each row, over gaps of up to two pixels.

    0 where the edge is free, ``depth + 1`` where the ink is wider than a shadow.
    """
    wide = band.width
    closed = band.filter(ImageFilter.MaxFilter(3)).filter(ImageFilter.MinFilter(3)).tobytes()
    found = []
    for start in range(0, len(closed), wide):
        row = closed[start : start + wide]
        first = row.find(_INK)
        end = row.find(0, max(first, 0))
        free = first < 0 or first > rim
        found.append(0 if free else depth + 1 if end < 0 else min(end, depth + 1))
    return found


def _is_shadow(reach: Sequence[int], depth: int, play: int, along: int) -> bool:
    """Whether an edge has ink along most of it, nowhere too wide, and nothing joined to it.

    The corners are not looked at, where the shadow of the next edge lies across.
    """
    if max(reach) > depth or sum(map(bool, reach)) < _LEAST_RUN * len(reach):
        return False
    usual = _medians(reach, along)
    return all(here <= around + play for here, around in zip(reach, usual, strict=True))


def _medians(values: Sequence[int], along: int) -> Iterator[int]:
    """The median around each value, ``along`` values to each side where there are as many."""
    near = sorted(values[:along])
    for at in range(len(values)):
        if at + along < len(values):
            insort(near, values[at + along])
        if at > along:
            del near[bisect_left(near, values[at - along - 1])]
        yield near[len(near) // 2]


def _wiped(mask: Image.Image, reach: Sequence[int], depth: int, play: int) -> Image.Image:
    """Paper where the shadow at the left edge was; in corners about as wide as beside them."""
    limits = [depth] * len(reach)
    for corner, beside in ((slice(depth), depth), (slice(-depth, None), -depth - 1)):
        limits[corner] = [reach[beside] and reach[beside] + play] * depth
    wiped = mask.copy()
    draw = ImageDraw.Draw(wiped)
    for at, (far, limit) in enumerate(zip(reach, limits, strict=True)):
        if far and limit:
            draw.line((0, at, min(far, limit) - 1, at), fill=0)
    return wiped
