"""Which cells of a sheet are left out of its print, and what is said of them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.workbooks.grid import address
from generator.workbooks.strays import MAX_CELLS, Area, Cell, stray_cells

#: Far cells that are named one by one; a sheet with more is not printed.
_MOST = 100

#: Characters of a far cell's content that are told; the rest stands in the document.
_LONGEST = 60

#: Empty rows and columns behind the last content that still belong to the form of a sheet.
FORM_ROWS, FORM_COLUMNS = 100, 50

#: Rows and columns of a sheet in Excel and in LibreOffice.
_ROWS, _COLUMNS = 1_048_576, 16_384

#: Equal cells side by side, and what they say.
Said = tuple[Area, str]


class FarApartError(Exception):
    """A sheet has so many cells, or so scattered ones, that no printing of it comes to an end."""

    def __init__(self, sheet: str) -> None:
        super().__init__(sheet)
        self.sheet = sheet


@dataclass(frozen=True, slots=True)
class Left:
    """What is left out of a sheet: the first cells of areas, rows and columns from 0.

    ``corner`` is the last row and the last column with content that stay; ``notes`` are for the
    clerk.
    """

    out: frozenset[Cell]
    corner: Cell
    notes: tuple[str, ...]


def left_out(sheet: str, said: Callable[[], Iterable[Said]], *, blank: int = 0) -> Left:
    """Find what stands too far away in a sheet, and what is blank behind its last content.

    Args:
        sheet: its name.
        said: gives all cells that hold anything, each time anew: a sheet may have millions.
        blank: how many blank cells were left out before.

    Raises:
        FarApartError: it is too large without few cells to blame.
    """
    whole, shown = _corners(said())
    if _is_small(shown) and not _is_beyond(whole, shown):
        return Left(frozenset(), shown, _blank_notes(sheet, blank))
    known = list(said())
    far = _far(sheet, list(_filled(known)))
    shown = _corner(area for area in _filled(known) if area[:2] not in far)
    empty = [area for area, text in known if not text.strip() and _is_beyond(area[2:], shown)]
    notes = [_far_note(sheet, *one) for one in sorted(known) if one[0][:2] in far]
    blank += sum(area.cells for area in empty)
    return Left(far | {area[:2] for area in empty}, shown, (*notes, *_blank_notes(sheet, blank)))


def _filled(said: Iterable[Said]) -> Iterator[Area]:
    return (area for area, text in said if text.strip())


def _is_small(last: Cell) -> bool:
    return (last[0] + 1) * (last[1] + 1) <= MAX_CELLS and _exists(last)


def _exists(cell: Cell) -> bool:
    """Whether programs have such a cell at all: what stands behind the last one is dropped."""
    return cell[0] < _ROWS and cell[1] < _COLUMNS


def _is_beyond(last: Cell, shown: Cell) -> bool:
    """Whether a cell stands behind the form that goes with the content of its sheet."""
    return last[0] > shown[0] + FORM_ROWS or last[1] > shown[1] + FORM_COLUMNS


def _corners(said: Iterable[Said]) -> tuple[Cell, Cell]:
    """The last row and the last column of all cells, and of those that are not blank."""
    bottom = right = shown_bottom = shown_right = 0
    for (_, _, row, column), text in said:
        bottom, right = max(bottom, row), max(right, column)
        if (row > shown_bottom or column > shown_right) and text.strip():
            shown_bottom, shown_right = max(shown_bottom, row), max(shown_right, column)
    return (bottom, right), (shown_bottom, shown_right)


def _corner(areas: Iterable[Area]) -> Cell:
    bottom = right = 0
    for area in areas:
        bottom, right = max(bottom, area.bottom), max(right, area.right)
    return bottom, right


def held_to(end: int, start: int, last: int, form: int) -> int:
    """Where a merged area ends in print: not far behind the last content of its sheet.

    Args:
        end: its last row or column.
        start: its first one, where its text stands.
        last: the last row or column with content.
        form: how many empty ones behind that may belong to the sheet's form.
    """
    return end if end <= last + form else max(start, last)


def _far(sheet: str, areas: Sequence[Area]) -> frozenset[Cell]:
    if _is_small(_corner(areas)):
        return frozenset()
    behind = [area for area in areas if not _exists(area[2:])]
    found = stray_cells(area for area in areas if _exists(area[2:]))
    if found is None or len(found) + len(behind) > _MOST:
        raise FarApartError(sheet)
    return frozenset({*found, *(area[:2] for area in behind)})


def _far_note(sheet: str, area: Area, text: str) -> str:
    said = " ".join(text.split())
    said = said if len(said) <= _LONGEST else f"{said[:_LONGEST]}……"
    where = address(*area[:2])
    if area.cells > 1:
        where += f":{address(*area[2:])}"
    return f"工作表“{sheet}”{where} 的内容“{said}”离其他内容太远，没有印出，请打开原件核对"


def _blank_notes(sheet: str, many: int) -> tuple[str, ...]:
    if not many:
        return ()
    told = f"工作表“{sheet}”最后一行内容之后还有 {many} 格只有空格或结果为空的公式"
    return (f"{told}，没有为它们印出空白页",)
