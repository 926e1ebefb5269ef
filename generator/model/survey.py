"""What stands on each page of evidence as it prints: marks, colour, images, text."""

import math
from dataclasses import dataclass
from typing import Self

#: Edges within this distance (mm) of a cell's edge count as being on it, for lengths are rounded.
_PLAY = 0.01


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle in mm from the top left corner of the page as a reader sees it."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class InkMap:
    """Which cells of a page hold a mark, one bit each, row by row from the top left corner.

    A row begins at a byte, its first cell is that byte's highest bit. ``cell`` is a cell's side
    in mm: 1 for every page up to about A1, larger for giant ones.
    """

    columns: int
    rows: int
    cell: float
    bits: bytes

    def __post_init__(self) -> None:
        """Refuse a map whose bits do not fit its size.

        Raises:
            ValueError: they do not.
        """
        if len(self.bits) != self.rows * self._stride or self.cell <= 0:
            raise ValueError("the bits of an ink map do not fit its size")

    @classmethod
    def empty(cls) -> Self:
        """The map of a page of which nothing is known: no cells."""
        return cls(0, 0, 1.0, b"")

    @property
    def _stride(self) -> int:
        return (self.columns + 7) // 8

    def covered(self, left: float, top: float, right: float, bottom: float) -> bool:
        """Whether a cell that lies in the rectangle (mm), wholly or in part, holds a mark."""
        first, last = self._span(left, right, self.columns)
        upper, lower = self._span(top, bottom, self.rows)
        if first >= last:
            return False
        bits = 8 * self._stride
        wanted = (1 << (bits - first)) - (1 << (bits - last))
        size = self._stride
        return any(
            int.from_bytes(self.bits[row * size : (row + 1) * size], "big") & wanted
            for row in range(upper, lower)
        )

    def _span(self, start: float, end: float, count: int) -> tuple[int, int]:
        """The cells between two places: the first one and the one after the last."""
        first = math.floor((start + _PLAY) / self.cell)
        last = math.ceil((end - _PLAY) / self.cell)
        return max(0, first), min(count, last)


@dataclass(frozen=True, slots=True)
class PageSurvey:
    """One page; lengths in mm from the top left corner, after ``/Rotate`` and ``/CropBox``.

    ``ink`` bounds all visible marks and is ``None`` on a blank page; the shadow that a scanner left
    along an edge does not widen it, but is in ``marks``. ``image_dpi`` is the resolution at which
    the coarsest images print (those that together cover a twentieth of the page), ``None`` without
    such images. ``smallest_text`` is in points: about one character in
    fifty is smaller. ``text_turn`` is how far most text stands turned clockwise (0, 90, 180 or
    270 degrees); text that a scanner recognised and laid invisibly over its picture decides too,
    though it is neither in ``characters`` (blanks are not either) nor in ``smallest_text``.
    A page that is not ``drawable`` has no marks, for nobody can tell where they are; width and
    height are 0 if not even its size can be read. ``broken`` says why, in Chinese, if it was the
    look at it that did not come to its end.
    """

    width: float
    height: float
    ink: Rect | None
    marks: InkMap
    colour: bool
    image_dpi: float | None
    smallest_text: float | None
    text_turn: int
    characters: int
    drawable: bool = True
    broken: str = ""

    def covered(self, left: float, top: float, right: float, bottom: float) -> bool:
        """Whether any mark stands in a rectangle (mm), to the grain of the map's cells.

        What lies outside of the page is not covered.
        """
        return self.marks.covered(left, top, right, bottom)

    @property
    def blank(self) -> bool:
        """Whether the page can be drawn and shows nothing, or nothing but a scanner's shadow."""
        return self.drawable and self.ink is None

    @classmethod
    def unseen(cls, width: float, height: float, broken: str = "") -> Self:
        """The survey of a page, of a size in mm, that nothing can be said about."""
        return cls(
            width=width,
            height=height,
            ink=None,
            marks=InkMap.empty(),
            colour=False,
            image_dpi=None,
            smallest_text=None,
            text_turn=0,
            characters=0,
            drawable=False,
            broken=broken,
        )


@dataclass(frozen=True, slots=True)
class DocumentSurvey:
    """A document's pages, and the fonts of its visible text that it does not bring along.

    ``broken`` says in Chinese why its pages could not be counted, if that broke.
    """

    pages: tuple[PageSurvey, ...]
    unembedded_fonts: tuple[str, ...]
    broken: str = ""

    @property
    def lasting(self) -> bool:
        """Whether another look would find the same: none broke."""
        return not self.broken and not any(page.broken for page in self.pages)
