"""Where a picture goes: a scan fills its page, a long one has several, others keep the margins."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from generator.convert.job import POINTS_PER_MM
from generator.convert.paper import LANDSCAPE, UPRIGHT, Paper
from generator.model import Leaf

#: How far (mm) a scan may be from A4 or A3 and still be one of such a page: fax machines write
#: lines of 215 mm (ITU-T T.4), and other scanners stop short of an edge or go beyond it.
_NEARLY = 6.0

#: The pages that scans are of, A4 and A3 upright and lying (ISO 216), filled to the edges.
_WHOLE = tuple(
    Paper(width, height, 0, 0, 0, 0)
    for width, height in ((210, 297), (297, 210), (297, 420), (420, 297))
)

_POINTS_PER_INCH = 72

#: A small picture is not blown up beyond this many points per pixel (72 dots per inch).
_LARGEST_SCALE = 1.0

#: A picture that would be less than this share as wide as on pages of its own is cut into such.
_CUT_BELOW = 0.5

#: What two pages of a long picture have in common, in mm: two lines of the text of a telephone.
OVERLAP = 8.0

#: No letter of a text is narrower than a picture of fewer pixels; more pages are no document.
_LEAST_PIXELS, _MOST_PARTS = 100, 200

#: What is made smaller so that it is less than this (mm) across can hardly be read.
_STRIP = 30.0

#: What an EXIF orientation becomes by a turn of 90 degrees clockwise (from the matrices below).
_TURNED = {1: 6, 6: 3, 3: 8, 8: 1, 2: 7, 7: 4, 4: 5, 5: 2}

#: EXIF orientation to the matrix that brings the unit square upright (TIFF 6.0, tag 274).
MATRICES = {
    1: (1, 0, 0, 1, 0, 0),
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture on one page: the matrix for the unit square, and what of the page it may touch.

    ``clip`` is left, bottom, width and height in points; ``None``: the whole picture is shown.
    """

    leaf: Leaf
    matrix: tuple[float, ...]
    clip: tuple[float, float, float, float] | None = None

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, bottom, width and height of the whole picture on its page, in points."""
        a, b, c, d, e, f = self.matrix
        left, bottom = e + min(a, 0, c, a + c), f + min(b, 0, d, b + d)
        return left, bottom, abs(a + c), abs(b + d)


@dataclass(frozen=True, slots=True)
class Shape:
    """A picture as it is stored: its pixels, its EXIF orientation (1 to 8), the stated resolution.

    ``dpi`` is what the file states across and down, as stored; ``None`` if it states nothing.
    """

    pixels_wide: int
    pixels_high: int
    orientation: int = 1
    dpi: tuple[float, float] | None = None

    @property
    def upright(self) -> tuple[float, float]:
        """Width and height as a reader holds it, in pixels of its stored width."""
        across, down = self.dpi or (1.0, 1.0)
        size = (float(self.pixels_wide), self.pixels_high * across / down)
        return size if self.orientation < 5 else (size[1], size[0])


def turned(orientation: int, degrees: int) -> int:
    """The EXIF orientation of a picture that is turned clockwise by 0, 90, 180 or 270 degrees."""
    for _ in range(degrees // 90):
        orientation = _TURNED[orientation]
    return orientation


def layouts(shape: Shape) -> tuple[Placed, ...]:
    """The pages of a picture: one, or for a long screenshot as many as it takes, as wide as a page.

    Each further page begins ``OVERLAP`` mm before the end of the one before it.
    """
    leaf, matrix = layout(shape.pixels_wide, shape.pixels_high, shape.orientation, shape.dpi)
    parts = _parts(shape) if leaf.height > leaf.width else 0
    return tuple(_cut(shape, parts)) if parts else (Placed(leaf, matrix),)


def fills_its_page(placed: Placed) -> bool:
    """Whether a picture is the scan of a whole page: then it is no photo."""
    left, bottom, _, _ = placed.box
    return max(left, bottom) < _NEARLY * POINTS_PER_MM


def hardly_legible(shape: Shape) -> tuple[float, float] | None:
    """The size in mm of a picture that had to be made so small that it is a strip, or nothing."""
    (first, *more) = layouts(shape)
    across, up = first.matrix[0] + first.matrix[2], first.matrix[1] + first.matrix[3]
    width, height = (abs(length) / POINTS_PER_MM for length in (across, up))
    smaller = abs(across) < _CUT_BELOW * shape.upright[0]
    return (width, height) if smaller and not more and min(width, height) < _STRIP else None


def _parts(shape: Shape) -> int:
    """How many pages as wide as the room a long picture takes; 0: it is not cut."""
    wide, high = shape.upright
    room_x, room_y = (length * POINTS_PER_MM for length in UPRIGHT.room)
    scale = min(room_x / wide, _LARGEST_SCALE)
    overlap = OVERLAP * POINTS_PER_MM
    parts = math.ceil((high * scale - overlap) / (room_y - overlap))
    long = room_y / high < _CUT_BELOW * scale
    return parts if long and wide >= _LEAST_PIXELS and parts <= _MOST_PARTS else 0


def _cut(shape: Shape, parts: int) -> Iterator[Placed]:
    wide, high = shape.upright
    room_x, room_y = (length * POINTS_PER_MM for length in UPRIGHT.room)
    scale = min(room_x / wide, _LARGEST_SCALE)
    width, height = wide * scale, high * scale
    x = UPRIGHT.left * POINTS_PER_MM + (room_x - width) / 2
    foot = UPRIGHT.bottom * POINTS_PER_MM
    for part in range(parts):
        hidden = part * (room_y - OVERLAP * POINTS_PER_MM)
        y = foot + room_y + hidden - height
        yield Placed(_leaf(UPRIGHT), _matrix(shape, x, y, width, height), (x, foot, width, room_y))


def _matrix(shape: Shape, x: float, y: float, width: float, height: float) -> tuple[float, ...]:
    a, b, c, d, e, f = MATRICES[shape.orientation]
    return (a * width, b * height, c * width, d * height, x + e * width, y + f * height)


def layout(
    pixels_wide: int,
    pixels_high: int,
    orientation: int = 1,
    dpi: tuple[float, float] | None = None,
) -> tuple[Leaf, tuple[float, ...]]:
    """Where a picture goes: the page in points, and the matrix for the unit square.

    The scan of an A4 or A3 page fills such a page; any other picture stands between the margins
    of A4. One that is wider than high lies on a landscape page only if it would have to be made
    smaller than it is on an upright one: its own size is what its resolution makes of its pixels,
    and without one a point for each.

    Args:
        pixels_wide: width of the picture as stored.
        pixels_high: height as stored.
        orientation: the EXIF orientation, 1 to 8.
        dpi: the resolution that the file states, across and down, as stored.
    """
    shape = Shape(pixels_wide, pixels_high, orientation, dpi)
    wide, high = shape.upright
    largest = _POINTS_PER_INCH / dpi[0] if dpi else _LARGEST_SCALE
    paper = _scanned(wide * largest, high * largest) if dpi else None
    if paper is None:
        lying = wide > high and not _fits(wide * largest, high * largest)
        paper, largest = (LANDSCAPE if lying else UPRIGHT), _LARGEST_SCALE
    room_x, room_y = (length * POINTS_PER_MM for length in paper.room)
    scale = min(room_x / wide, room_y / high, largest)
    x = paper.left * POINTS_PER_MM + (room_x - wide * scale) / 2
    y = paper.bottom * POINTS_PER_MM + (room_y - high * scale) / 2
    return _leaf(paper), _matrix(shape, x, y, wide * scale, high * scale)


def _fits(width: float, height: float) -> bool:
    """Whether a picture of some size in points stands between the margins of an upright page."""
    room_x, room_y = (length * POINTS_PER_MM for length in UPRIGHT.room)
    return width <= room_x and height <= room_y


def _scanned(width: float, height: float) -> Paper | None:
    """The page that a scan of some size in points is one of, without margins."""
    for paper in _WHOLE:
        off = (abs(width / POINTS_PER_MM - paper.width), abs(height / POINTS_PER_MM - paper.height))
        if max(off) <= _NEARLY:
            return paper
    return None


def _leaf(paper: Paper) -> Leaf:
    width, height = (length * POINTS_PER_MM for length in (paper.width, paper.height))
    return Leaf(round(width, 3), round(height, 3))
