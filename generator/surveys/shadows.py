"""Tell the dark strip that a scanner's lid or a book's fold leaves along an edge from print.

A strip is a shadow when it lies on the paper's edge, is narrow, runs along most of that edge and
bears nothing: a letter, a seal or a table's line that is joined to it makes it print like any
other. In doubt it is print, so that nothing written can be lost for a shadow.
"""

from collections.abc import Iterator, Sequence

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
#: The sides to look at: how to turn the picture so that each lies at its left.
_TO_LEFT = (
    None,
    Image.Transpose.FLIP_LEFT_RIGHT,
    Image.Transpose.TRANSPOSE,
    Image.Transpose.TRANSVERSE,
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
    for turn in _TO_LEFT:
        reach = _reach(_turned(mask, turn), depth, rim)
        if _is_shadow(reach[depth:-depth], depth, play, along):
            clean = _turned(_wiped(_turned(clean, turn), reach, depth, play), turn)
    return None if clean is mask else clean


def _turned(mask: Image.Image, turn: Image.Transpose | None) -> Image.Image:
    """Turned, or turned back: each of the turns undoes itself."""
    return mask if turn is None else mask.transpose(turn)


def _reach(mask: Image.Image, depth: int, rim: int) -> list[int]:
    """How far the ink at the left edge reaches in each row, over gaps of up to two pixels.

    0 where the edge is free, ``depth + 1`` where the ink is wider than a shadow.
    """
    wide = depth + 2
    band = mask.crop((0, 0, wide, mask.height))
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
    for at in range(len(values)):
        near = sorted(values[max(0, at - along) : at + along + 1])
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
