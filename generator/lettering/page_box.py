"""A PDF page as a reader sees it: its visible rectangle, how far it is turned, how large it is."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pikepdf

from generator.lettering.typeset import MM_PER_POINT

#: How far up the page tree an inherited value is looked for; a cycle ends there too.
_HIGHEST = 1_000

#: For each turn: which way the reader's right and up lead in the page's own space.
_DIRECTIONS = {
    0: (1, 0, 0, 1),
    90: (0, 1, -1, 0),
    180: (-1, 0, 0, -1),
    270: (0, -1, 1, 0),
}


@dataclass(frozen=True, slots=True)
class View:
    """The visible rectangle in the page's own units, its clockwise turn, a unit's points."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int
    unit: float

    @property
    def width(self) -> float:
        """Width in mm as a reader sees it."""
        return self._millimetres(across=self.turn in {0, 180})

    @property
    def height(self) -> float:
        """Height in mm as a reader sees it."""
        return self._millimetres(across=self.turn in {90, 270})

    @property
    def matrix(self) -> pikepdf.Matrix:
        """From points right and up of the reader's top left corner to the page's own space."""
        corner_x = self.left if self.turn in {0, 90} else self.right
        corner_y = self.top if self.turn in {0, 270} else self.bottom
        a, b, c, d = (value / self.unit for value in _DIRECTIONS[self.turn])
        return pikepdf.Matrix(a, b, c, d, corner_x, corner_y)

    def _millimetres(self, *, across: bool) -> float:
        length = self.right - self.left if across else self.top - self.bottom
        return length * self.unit * MM_PER_POINT


def view(page: pikepdf.Page) -> View:
    """What a reader sees of a page, with inherited values and the page's own unit."""
    unit = _number(page.obj.get("/UserUnit")) or 1.0
    return View(*visible_box(page), rotation(page), unit)


def visible_box(page: pikepdf.Page) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of what is shown, in the page's own units.

    It is what the crop box and the media box share; the media box where they share nothing, or
    the crop box is none.

    Raises:
        ValueError: the media box is none.
    """
    crop, media = (_ordered(inherited(page, name)) for name in ("/CropBox", "/MediaBox"))
    if media is None:
        raise ValueError("the media box of a page is no rectangle")
    if crop is None:
        return media
    shared = (
        max(crop[0], media[0]),
        max(crop[1], media[1]),
        min(crop[2], media[2]),
        min(crop[3], media[3]),
    )
    return shared if shared[0] < shared[2] and shared[1] < shared[3] else media


def _ordered(box: object) -> tuple[float, float, float, float] | None:
    """A rectangle with its lower left corner first; it may be given by any two corners."""
    numbers = [_number(value) for value in box] if isinstance(box, pikepdf.Array) else []
    edges = [number for number in numbers if number is not None]
    if len(edges) != 4 or len(numbers) != 4:
        return None
    x0, y0, x1, y1 = edges
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _number(value: object) -> float | None:
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return float(value)
    return None


def rotation(page: pikepdf.Page) -> int:
    """How far a reader sees the page turned clockwise: 0, 90, 180 or 270 degrees."""
    turn = _number(inherited(page, "/Rotate"))
    return 0 if turn is None else int(turn) // 90 * 90 % 360


def inherited(page: pikepdf.Page, name: str) -> Any:
    """An entry of the page, or of the nearest node above it that has it, or ``None``."""
    node: pikepdf.Object | None = page.obj
    for _ in range(_HIGHEST):
        if not isinstance(node, pikepdf.Dictionary):
            return None
        if name in node:
            return node[name]
        node = node.get("/Parent")
    return None
