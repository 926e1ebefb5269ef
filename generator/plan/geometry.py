"""Where each block of a generated page stands, in mm from the top left corner of the sheet.

The PDF draws these boxes and lays its links over rows; the Word binder lets the same blocks flow
in the same heights. Line breaks are computed here and in ``compose`` by the same function.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from generator.lettering.layout import Layout
from generator.lettering.typeset import MM_PER_POINT, wrap
from generator.model import Block, Framed, Page, Row, Table, Text

#: Kept free beside a paragraph and a cell's text, for fonts differ a little in their widths.
TEXT_PLAY = 2.0  # mm
CELL_PLAY = 1.0  # mm

#: Row styles whose text is set in the style of table heads.
STRONG = frozenset({"head", "group"})


@dataclass(frozen=True, slots=True)
class Box:
    """One text in its place; ``rule`` tells whether it is a ruled cell, ``row`` its row style."""

    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    role: str
    align: str
    pad: float = 0.0  # above the first line
    inset: float = 0.0  # left and right of the text
    rule: bool = False
    row: str = ""
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A part of a table row that leads to an anchor."""

    anchor: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Shown:
    """A photo on a sheet: where it stands, in mm from the sheet's top left corner."""

    framed: Framed
    x: float
    y: float
    width: float
    height: float


def text_lines(layout: Layout, text: str, role: str, width: float) -> tuple[str, ...]:
    """The lines of a paragraph across a type area of a width in mm."""
    return _wrapped(text, width - TEXT_PLAY, layout.roles[role].size)


def cell_lines(layout: Layout, text: str, width: float, role: str) -> tuple[str, ...]:
    """The lines of a text in a cell of a width in mm."""
    room = width - 2 * layout.table.padding_x - CELL_PLAY
    return _wrapped(text, room, layout.roles[role].size)


#: The same texts are measured in each round of the pagination, and once more when they are drawn.
_wrapped = lru_cache(maxsize=1 << 16)(wrap)


def cell_role(row: Row, role: str) -> str:
    """The text style of a row's cells."""
    return "cell-head" if row.style in STRONG else role


def placed(page: Page) -> Iterator[tuple[Block, float]]:
    """The blocks of a generated page, each with its upper edge in mm from the page's."""
    top = page.margins.top
    for block in page.blocks:
        yield block, top
        top += block.height


def row_widths(table: Table, row: Row) -> tuple[float, ...]:
    """The widths of a row's cells in mm; a single cell takes the whole width."""
    return table.widths if len(row.cells) > 1 else (sum(table.widths),)


def boxes(page: Page, layout: Layout) -> Iterator[Box]:
    """All texts of a generated page with their places."""
    width = page.width - page.margins.inner - page.margins.outer
    for block, top in placed(page):
        if isinstance(block, Text):
            lines = text_lines(layout, block.text, block.role, width)
            align = layout.roles[block.role].align
            yield Box(page.left, top, width, block.height, lines, block.role, align)
        elif isinstance(block, Table):
            yield from _table_boxes(block, layout, page.left, top)


def links(page: Page) -> Iterator[Link]:
    """Where the rows of the page's tables lead to, row by row."""
    for block, top in placed(page):
        if not isinstance(block, Table):
            continue
        for row in block.rows:
            left = page.left
            cells = zip(row.cells, row_widths(block, row), strict=True)
            for anchor, linked in groupby(cells, key=lambda cell: cell[0].link):
                width = sum(width for _, width in linked)
                if anchor is not None:
                    yield Link(anchor, left, top, width, row.height)
                left += width
            top += row.height


def photo_size(framed: Framed, width: float, height: float) -> tuple[float, float]:
    """Width and height in mm of a photo in a cell; none is larger than on a page of its own."""
    scale = framed.scale(width, height) * MM_PER_POINT
    return framed.photo.width * scale, framed.photo.height * scale


def photos(page: Page) -> Iterator[Shown]:
    """The photos of a sheet, each in the middle of its cell."""
    for block, top in placed(page):
        if not isinstance(block, Table):
            continue
        for row in block.rows:
            left = page.left
            for cell, width in zip(row.cells, row_widths(block, row), strict=True):
                if cell.framed is not None:
                    wide, high = photo_size(cell.framed, width, row.height)
                    x, y = left + (width - wide) / 2, top + (row.height - high) / 2
                    yield Shown(cell.framed, x, y, wide, high)
                left += width
            top += row.height


def _table_boxes(table: Table, layout: Layout, left: float, top: float) -> Iterator[Box]:
    for row in table.rows:
        role, x = cell_role(row, table.role), left
        for cell, width in zip(row.cells, row_widths(table, row), strict=True):
            lines = cell_lines(layout, cell.text, width, role)
            used = len(lines) * layout.roles[role].line
            yield Box(
                x,
                top,
                width,
                row.height,
                lines,
                role,
                "center" if row.style == "head" else cell.align,
                pad=max(0.0, (row.height - used) / 2),
                inset=layout.table.padding_x,
                rule=table.ruled,
                row=row.style,
                link=cell.link,
            )
            x += width
        top += row.height
