"""Blocks with computed heights, and how they fill pages: row by row, never over the foot."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.lettering.layout import Layout
from generator.lettering.typeset import printable
from generator.model import Block, Cell, PageKind, Row, Space, Table, Text
from generator.plan.geometry import STRONG, cell_lines, text_lines

#: Kept free at the foot of each page, for Word sets table rules and first lines a little lower.
SLACK = 6.0  # mm

#: A row taller than this is split, so that the longest text still finds its place.
TALLEST_ROW = 120.0  # mm


@dataclass(frozen=True, slots=True)
class Draft:
    """A generated page before it has its place in the binder."""

    kind: PageKind
    label: str
    blocks: tuple[Block, ...]
    anchors: tuple[str, ...] = ()
    item: str | None = None
    frame: str = ""  # the margins of ``layout.frames``; empty: the usual ones


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: its head, its width in mm and how its text is aligned."""

    head: str
    width: float
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Line:
    """A table line before it is laid out.

    ``link`` is an anchor that every cell leads to; ``style`` as in ``Row``. A group line with one
    text spans all columns.
    """

    texts: tuple[str, ...]
    link: str | None = None
    style: str = "normal"


class Grid:
    """Measures blocks with the figures of a layout, in the margins of a frame or the usual ones."""

    def __init__(self, layout: Layout, frame: str = "") -> None:
        self.layout, self.frame = layout, frame
        self._margins = layout.frames[frame].margins if frame else layout.page.margins
        self._row = layout.frames[frame].row if frame else 0.0
        self._framed: dict[str, Grid] = {}
        self._lines: dict[tuple[str, float, str], tuple[str, ...]] = {}
        self._rows: dict[tuple[tuple[Column, ...], Line, str], tuple[Row, ...]] = {}

    def framed(self, frame: str) -> "Grid":
        """The same figures in the margins of a frame."""
        if frame not in self._framed:
            self._framed[frame] = Grid(self.layout, frame)
        return self._framed[frame]

    def cell(self, text: str, width: float, role: str) -> tuple[str, ...]:
        """The lines of a text in a cell; the same cell is measured once."""
        key = (text, width, role)
        if key not in self._lines:
            self._lines[key] = cell_lines(self.layout, printable(text), width, role)
        return self._lines[key]

    @property
    def width(self) -> float:
        """Width of the type area in mm."""
        return self.layout.page.width - self._margins.inner - self._margins.outer

    @property
    def room(self) -> float:
        """Height that blocks may fill on one page, in mm."""
        page = self.layout.page
        return page.height - self._margins.top - self._margins.bottom - SLACK

    def text(self, text: str, role: str, heading: int = 0) -> Text:
        """A paragraph as high as its lines."""
        shown = printable(text)
        lines = text_lines(self.layout, shown, role, self.width)
        if len(lines) > 1 and self.layout.roles[role].align == "center":
            shown = _balanced(shown, len(lines))
            lines = text_lines(self.layout, shown, role, self.width)
        return Text(shown, role, len(lines) * self.layout.roles[role].line, heading)

    def rows(self, columns: Sequence[Column], lines: Iterable[Line], role: str) -> tuple[Row, ...]:
        """Lay out table lines; a line too tall for a page goes on in further rows."""
        columns = tuple(columns)
        return tuple(row for line in lines for row in self._laid_out(columns, line, role))

    def head(self, columns: Sequence[Column]) -> Row:
        """The head row of a table."""
        line = Line(tuple(column.head for column in columns), style="head")
        return self._laid_out(tuple(columns), line, "cell-head")[0]

    def table(self, columns: Sequence[Column], rows: Sequence[Row], role: str = "cell") -> Table:
        """A table of rows that were laid out for these columns."""
        return Table(tuple(column.width for column in columns), tuple(rows), role)

    def _laid_out(self, columns: tuple[Column, ...], line: Line, role: str) -> tuple[Row, ...]:
        """A line's rows; most lines of a round are those of the round before."""
        key = (columns, line, role)
        if key not in self._rows:
            self._rows[key] = self._split(columns, line, role)
        return self._rows[key]

    def _split(self, columns: Sequence[Column], line: Line, role: str) -> tuple[Row, ...]:
        if line.style in STRONG:
            role = "cell-head"
        style, figures = self.layout.roles[role], self.layout.table
        if len(line.texts) == 1:
            columns = (Column("", sum(column.width for column in columns)),)
        wrapped = [
            self.cell(text, column.width, role)
            for text, column in zip(line.texts, columns, strict=True)
        ]
        most = int(TALLEST_ROW // style.line)
        total = max(len(lines) for lines in wrapped)
        rows = []
        for start in range(0, total, most):
            pieces = [lines[start : start + most] for lines in wrapped]
            high = max(len(piece) for piece in pieces)
            cells = tuple(
                Cell("".join(_joined(piece, text)), line.link, column.align)
                for piece, text, column in zip(pieces, line.texts, columns, strict=True)
            )
            height = max(self._row, high * style.line + 2 * figures.padding_y)
            rows.append(Row(cells, height, line.style))
        return tuple(rows)

    def paged(
        self,
        lead: Sequence[Block],
        columns: Sequence[Column],
        rows: Sequence[Row],
        again: Sequence[Block],
        role: str = "cell",
    ) -> tuple[tuple[Block, ...], ...]:
        """Spread a table over pages, its head repeated; a group row stays with the row below it.

        Args:
            lead: blocks above the table on the first page.
            columns: the table's columns.
            rows: laid-out rows.
            again: blocks above the table on each further page.
            role: text style of the cells.
        """
        head = (self.head(columns),) if any(column.head for column in columns) else ()
        pages: list[tuple[Block, ...]] = []
        above, taken = list(lead), list[Row]()
        room = self.room - _height((*above, *head))
        for at, row in enumerate(rows):
            with_next = rows[at + 1].height if row.style == "group" and at + 1 < len(rows) else 0
            if row.height + with_next > room and (taken or not pages):
                table = (self.table(columns, (*head, *taken), role),) if taken else ()
                pages.append((*above, *table))
                above, taken = list(again), []
                room = self.room - _height((*above, *head))
            taken.append(row)
            room -= row.height
        pages.append((*above, self.table(columns, (*head, *taken), role)))
        return tuple(pages)


def _balanced(text: str, count: int) -> str:
    """A centred title in lines of about equal length instead of a last line of two characters."""
    per_line = -(-len(text) // count)
    return "\n".join(text[at : at + per_line] for at in range(0, len(text), per_line))


def _joined(piece: Sequence[str], text: str) -> str:
    """The text of some wrapped lines; line feeds that the text itself had are kept."""
    return "\n".join(piece) if "\n" in text else "".join(piece)


def _height(blocks: Sequence[Block | Row]) -> float:
    return sum(block.height for block in blocks)


def gap(height: float) -> Space:
    """Vertical white space in mm."""
    return Space(height)
