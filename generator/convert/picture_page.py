"""Where a picture goes on its page: a scan fills it, any other stands between the margins."""

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
    across, down = dpi or (1.0, 1.0)
    wide, high = float(pixels_wide), pixels_high * across / down
    if orientation >= 5:
        wide, high = high, wide
    largest = _POINTS_PER_INCH / across if dpi else _LARGEST_SCALE
    paper = _scanned(wide * largest, high * largest) if dpi else None
    if paper is None:
        turned = wide > high and not _fits(wide * largest, high * largest)
        paper, largest = (LANDSCAPE if turned else UPRIGHT), _LARGEST_SCALE
    room_x, room_y = (length * POINTS_PER_MM for length in paper.room)
    scale = min(room_x / wide, room_y / high, largest)
    x = paper.left * POINTS_PER_MM + (room_x - wide * scale) / 2
    y = paper.bottom * POINTS_PER_MM + (room_y - high * scale) / 2
    a, b, c, d, e, f = MATRICES[orientation]
    sx, sy = wide * scale, high * scale
    matrix = (a * sx, b * sy, c * sx, d * sy, x + e * sx, y + f * sy)
    return _leaf(paper), matrix


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
