"""Native Word tables on a fixed grid: exact rows, head rows that repeat, gap rows, links."""

from collections.abc import Callable

from generator.lettering.layout import Layout
from generator.model import Cell, Framed, Row, Table
from generator.plan.geometry import cell_role
from generator.render.word.word_links import Links
from generator.render.word.word_xml import linked, paragraph, run, twips

#: Fill of a row by its style: light, so that a black-and-white printer keeps the text readable.
_FILLS = {"head": "F2F2F2", "group": "F2F2F2", "gap": "FDECEC"}
_EIGHTHS_PER_MM = 8 * 72 / 25.4
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


def word_table(
    table: Table, layout: Layout, links: Links, photo: Callable[[Framed, float, float], str]
) -> str:
    """A table as WordprocessingML.

    Args:
        table: widths and heights in mm; a row with fewer cells than columns ends in a cell that
            takes the rest of the width.
        layout: gives padding and rule in mm, and the text styles.
        links: the place that each anchor became.
        photo: makes the content of a cell with a photo, of a width and height in mm.

    Raises:
        KeyError: a cell links to an anchor that no page carries.
        ValueError: a row has more cells than the table has columns.
    """
    widths = tuple(twips(width) for width in table.widths)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(_row(row, table, widths, links, photo) for row in table.rows)
    return f"<w:tbl>{_look(table, layout, sum(widths))}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def _look(table: Table, layout: Layout, width: int) -> str:
    borders = ""
    if table.ruled:
        line = f'w:val="single" w:sz="{max(2, round(layout.table.rule * _EIGHTHS_PER_MM))}"'
        edges = (f'<w:{edge} {line} w:space="0" w:color="000000"/>' for edge in _EDGES)
        borders = f"<w:tblBorders>{''.join(edges)}</w:tblBorders>"
    side = f'w:w="{twips(layout.table.padding_x)}" w:type="dxa"'
    return (
        f'<w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>{borders}'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        f'<w:left {side}/><w:bottom w:w="0" w:type="dxa"/><w:right {side}/></w:tblCellMar>'
        "</w:tblPr>"
    )


def _row(
    row: Row,
    table: Table,
    widths: tuple[int, ...],
    links: Links,
    photo: Callable[[Framed, float, float], str],
) -> str:
    if not 0 < len(row.cells) <= len(widths):
        raise ValueError(f"a row of {len(row.cells)} cells in a table of {len(widths)} columns")
    last = len(row.cells) - 1
    spans = [1] * last + [len(widths) - last]
    style = cell_role(row, table.role)
    cells = []
    for at, (cell, span) in enumerate(zip(row.cells, spans, strict=True)):
        merged = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        fill = _FILLS.get(row.style)
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
        look = f'<w:tcW w:w="{sum(widths[at : at + span])}" w:type="dxa"/>{merged}{shade}'
        text = _text(cell, style, links, head=row.style == "head")
        if cell.framed is not None:
            text = photo(cell.framed, table.widths[at], row.height)
        cells.append(f'<w:tc><w:tcPr>{look}<w:vAlign w:val="center"/></w:tcPr>{text}</w:tc>')
    height = f'<w:cantSplit/><w:trHeight w:val="{twips(row.height)}" w:hRule="exact"/>'
    height += "<w:tblHeader/>" if row.style == "head" else ""
    return f"<w:tr><w:trPr>{height}</w:trPr>{''.join(cells)}</w:tr>"


def _text(cell: Cell, style: str, links: Links, *, head: bool) -> str:
    """A cell's paragraph; a head row keeps the alignment of its style."""
    content = run(cell.text)
    if cell.link is not None:
        place = links.place(cell.link)
        content = linked(cell.text, place) if cell.text else ""
    return paragraph(style, content, "" if head else f'<w:jc w:val="{cell.align}"/>')
