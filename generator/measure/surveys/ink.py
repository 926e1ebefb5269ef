"""Tell ink from paper in the picture of a page, and note where the ink stands.

Paper is white on a page made by a program, so there a coloured background is ink. A scan's paper
is grey or yellowish and grainy: its colour is the commonest bright one besides the pure white that
lies around a smaller scan. A pixel is ink when any of its three colours is darker than the paper's
by more than a limit: a narrow one on white, a wider one on scans, which bears grain, faint shadows
and the ghosts of JPEG. Nothing that is brighter than the paper is ink.

A mark that fits into 1.5 mm both ways and stands alone (0.5 mm of paper all around) is dust: it
counts nowhere. Larger marks count wherever they are, and so do small ones in company; but the
shadow of a scanner's lid along an edge does not widen the box of what is printed.
"""

import math
from dataclasses import dataclass
from functools import cache, reduce

from PIL import Image, ImageChops

from generator.measure.surveys.marks import PIXELS_PER_CELL, Marks, without_dust
from generator.measure.surveys.shadows import at_an_edge, without_shadows
from generator.model import InkMap, Rect

#: No darker level (0 to 255) is taken for paper: unbleached recycled paper is about 200.
_DARKEST_PAPER = 192
#: Paper's three colours lie no farther apart than this; beyond it, a coloured background prints.
_TINT = 32
#: Levels on either side of the paper's own that its grain reaches after averaging to 0.5 mm.
_GRAIN = 8
#: A smaller share of what is not white in one bright level is no paper: that is a photograph.
_LEAST_PAPER = 0.25

#: How much darker than paper ink is: on white pages light table tints (#F2F2F2) count, on
#: pages with images twice the grain and the usual unevenness of a scanner's lamp do not.
_DARKER_ON_WHITE = 12
_DARKER_ON_SCAN = 24

#: A pixel is coloured when its three colours differ by more than this on white paper; the fringes
#: that scanners and JPEG give to black letters stay below.
_COLOURED = 48
#: A page is in colour from this share of coloured pixels, on A4 about 19 square mm: a signature
#: in blue ink or a line of red text. A seal has twenty times as much, stray pixels far less.
_COLOUR_SHARE = 0.0003

#: The white level.
_WHITE = 255
#: Colours of a picture, which may have a fourth byte that stands for none.
_COLOURS = 3

_LEVELS = range(_WHITE + 1)
_PAPER_LEVELS = range(_DARKEST_PAPER, _WHITE)


@dataclass(frozen=True, slots=True)
class Ink:
    """The marks of one page; ``box`` is ``None`` when there are none but shadows of a scanner."""

    box: Rect | None
    marks: InkMap
    colour: bool


def read_ink(
    picture: Image.Image, width: float, height: float, cell: float, *, scan: bool, whole: bool
) -> Ink:
    """Find the marks in a picture of a page.

    Args:
        picture: the page as a reader sees it, grey or RGB, ``PIXELS_PER_CELL`` pixels to a cell.
        width: the page's width in mm.
        height: its height in mm.
        cell: side of the map's cells in mm.
        scan: whether images make up much of the page, so that its paper may be grainy.
        whole: whether they make up most of it, so that dark edges may be a scanner's.

    Returns:
        The box of the marks in mm (grown to whole pixels) without a scanner's shadows, the map of
        all of them, whether colour shows.
    """
    bands = _bands(_whitened(picture) if scan else picture)
    darkest = reduce(ImageChops.darker, bands)
    limit = _WHITE - (_DARKER_ON_SCAN if scan else _DARKER_ON_WHITE)
    columns, rows = math.ceil(round(width / cell, 3)), math.ceil(round(height / cell, 3))
    grid = columns * PIXELS_PER_CELL, rows * PIXELS_PER_CELL
    marks = without_dust(darkest.point(_below(limit), "1"), grid)
    side = cell / PIXELS_PER_CELL
    found = (_printed(marks, picture.size, side) if whole else marks).box
    box = None
    if found is not None:
        left, top, right, bottom = (edge * side for edge in found)
        edges = left, top, min(right, width), min(bottom, height)
        box = Rect(*(round(edge, 2) for edge in edges))
    coloured = len(bands) > 1 and _is_coloured(darkest, reduce(ImageChops.lighter, bands))
    return Ink(box, InkMap(columns, rows, cell, marks.cells()), coloured)


def _printed(marks: Marks, size: tuple[int, int], side: float) -> Marks:
    """The marks without shadows at the edges of a picture of some size, and what dust is left."""
    if not at_an_edge(marks.box, size, side):
        return marks
    clean = without_shadows(marks.mask().crop((0, 0, *size)), side)
    if clean is None:
        return marks
    return without_dust(clean.convert("1", dither=Image.Dither.NONE), marks.size)


def _bands(picture: Image.Image) -> list[Image.Image]:
    """The colours of a picture, each as a grey one."""
    return [picture.getchannel(place) for place in range(min(_COLOURS, len(picture.getbands())))]


def _whitened(picture: Image.Image) -> Image.Image:
    """The picture made brighter until its paper is white."""
    counts, size = picture.histogram(), len(_LEVELS)
    bands = [counts[start : start + size] for start in range(0, len(counts), size)]
    levels = _paper(bands[:_COLOURS])
    if set(levels) == {_WHITE}:
        return picture
    levels += (_WHITE,) * (len(bands) - len(levels))
    return picture.point([value for level in levels for value in _brighter(_WHITE - level)])


def _paper(bands: list[list[int]]) -> tuple[int, ...]:
    """The level of the paper in each colour; white where no grey or tinted paper shows."""
    levels = []
    for counts in bands:
        level = max(_PAPER_LEVELS, key=counts.__getitem__)
        near = sum(counts[level - _GRAIN : min(level + _GRAIN + 1, _WHITE)])
        found = near > 0 and near >= _LEAST_PAPER * sum(counts[:_WHITE])
        levels.append(level if found else _WHITE)
    tinted = max(levels) - min(levels) > _TINT
    return (_WHITE,) * len(bands) if tinted else tuple(levels)


@cache
def _brighter(by: int) -> list[int]:
    """The table that makes every level brighter."""
    return [min(_WHITE, value + by) for value in _LEVELS]


@cache
def _below(limit: int) -> list[int]:
    """The table that turns every level below a limit white and all others black."""
    return [_WHITE * (value < limit) for value in _LEVELS]


def _is_coloured(darkest: Image.Image, brightest: Image.Image) -> bool:
    counts = ImageChops.difference(brightest, darkest).histogram()
    return sum(counts[_COLOURED + 1 :]) >= max(1, _COLOUR_SHARE * sum(counts))
