"""Which cells of a sheet stand so far from the others that it cannot be read with them.

A reader of tables makes room for every cell between the first and the last: one cell in the last
column and one in the last row would take more memory than any machine has.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

#: Cells that a sheet may span, empty ones included.
MAX_CELLS = 10_000_000

#: Stray cells that are told one by one; a sheet with more is one that is too large.
_MOST = 1000

#: Empty rows or columns after which cells count as stray.
_GAP = 50

#: Row and column of a cell, counted from 0.
Cell = tuple[int, int]


class Area(NamedTuple):
    """Cells that are all filled; rows and columns count from 0, all ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def cells(self) -> int:
        """How many cells these are."""
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)


def stray_cells(areas: Iterable[Area]) -> tuple[Cell, ...] | None:
    """The cells to leave out, so that the others span no more than may be read.

    The widest gap between rows or columns parts them, and again as long as need be; of two ways,
    the one is taken that leaves out fewer cells.

    Args:
        areas: all cells with content.

    Returns:
        Nothing if the sheet is not too large; ``None`` if it is, with no few cells to blame.
    """
    kept, out = list(areas), list[Area]()
    while _spanned(kept) > MAX_CELLS:
        tails = [tail for tail in (_tail(kept, 0), _tail(kept, 1)) if tail]
        if not tails:
            return None
        tail = min(tails, key=_counted)
        out += tail
        if _counted(out) > _MOST:
            return None
        beyond = set(tail)
        kept = [area for area in kept if area not in beyond]
    return tuple(sorted(cell for area in out for cell in _cells(area)))


def _spanned(areas: Sequence[Area]) -> int:
    """How many cells there are from the first of the sheet to the last with content."""
    if not areas:
        return 0
    return (max(a.bottom for a in areas) + 1) * (max(a.right for a in areas) + 1)


def _tail(areas: Sequence[Area], axis: int) -> list[Area]:
    """What stands behind the widest gap between rows (0) or columns (1); nothing without one."""
    ordered = sorted(areas, key=lambda area: area[axis])
    widest, at, end = _GAP, len(ordered), -1
    for index, area in enumerate(ordered):
        gap = area[axis] - end - 1
        if gap >= widest:
            widest, at = gap, index
        end = max(end, area[axis + 2])
    return ordered[at:]


def _counted(areas: Iterable[Area]) -> int:
    return sum(area.cells for area in areas)


def _cells(area: Area) -> Iterator[Cell]:
    for row in range(area.top, area.bottom + 1):
        for column in range(area.left, area.right + 1):
            yield row, column
