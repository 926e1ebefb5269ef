"""Where each block of a generated page stands, in mm from the top left corner of the sheet.

The PDF draws these boxes and lays its links over them; the Word binder lets the same blocks flow
in the same heights. Line breaks are computed here and in ``compose`` by the same function.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.layout import Layout
from generator.model import Page, Row, Space, Table, Text
from generator.typeset import wrap

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


def text_lines(layout: Layout, text: str, role: str, width: float) -> tuple[str, ...]:
    """The lines of a paragraph across a type area of a width in mm."""
    return wrap(text, width - TEXT_PLAY, layout.roles[role].size)


def cell_lines(layout: Layout, text: str, width: float, role: str) -> tuple[str, ...]:
    """The lines of a text in a cell of a width in mm."""
    room = width - 2 * layout.table.padding_x - CELL_PLAY
    return wrap(text, room, layout.roles[role].size)


def cell_role(row: Row, role: str) -> str:
    """The text style of a row's cells."""
    return "cell-head" if row.style in STRONG else role


def boxes(page: Page, layout: Layout) -> Iterator[Box]:
    """All texts of a generated page with their places."""
    left, top = page.left, page.margins.top
    width = page.width - page.margins.inner - page.margins.outer
    for block in page.blocks:
        if isinstance(block, Text):
            lines = text_lines(layout, block.text, block.role, width)
            align = layout.roles[block.role].align
            yield Box(left, top, width, block.height, lines, block.role, align)
        elif isinstance(block, Table):
            yield from _table_boxes(block, layout, left, top)
        else:
            assert isinstance(block, Space)
        top += block.height


def _table_boxes(table: Table, layout: Layout, left: float, top: float) -> Iterator[Box]:
    for row in table.rows:
        widths = table.widths if len(row.cells) > 1 else (sum(table.widths),)
        role, x = cell_role(row, table.role), left
        for cell, width in zip(row.cells, widths, strict=True):
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
