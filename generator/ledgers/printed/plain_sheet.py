"""A sheet that is no ledger, for print: its cells under the letters of their columns."""

from generator.base.masking import Mask
from generator.ledgers.printed.cells import (
    Columns,
    GridLines,
    filled,
    filled_columns,
    merged_columns,
)
from generator.ledgers.printed.covers import plain_print
from generator.ledgers.printed.sheet import HeadCell, Sheet, Table
from generator.workbooks.grid import Grid, letters


def plain_sheet(grid: Grid, mask: Mask | None) -> Sheet | None:
    """The sheet for print; ``None`` when it is blank.

    Args:
        grid: the sheet.
        mask: how numbers that look like personal data are covered; ``None``: they are not.
    """
    indices = tuple(sorted(filled_columns(grid, 0)))
    if not indices:
        return None
    cover = mask.lenient if mask else plain_print
    titles = tuple(map(letters, indices))
    rows = tuple(row for row in range(len(grid.rows)) if filled(grid.rows[row]))
    hidden = grid.hidden_rows.intersection(rows)
    lines = GridLines(
        grid,
        Columns(indices, (cover,) * len(indices)),
        rows,
        {row: f"{row + 1}隐" for row in hidden},
        {},
        merged_columns(grid, indices),
        frozenset(),
        cover,
    )
    head = tuple(HeadCell(title, 0, at, 0, at) for at, title in enumerate(titles))
    count = f"共 {len(rows)} 行"
    count += f"（其中 {len(hidden)} 行被隐藏，照印，标“隐”）" if hidden else ""
    state = "（隐藏的工作表，照印）" if grid.hidden else ""
    name = cover(grid.name or "")
    facts = (f"工作表“{name}”{state}" if name else "文本表格", "不是台账，照原样印", count)
    table = Table("行号", titles, ("left",) * len(titles), head, 1, lines)
    return Sheet(name, "", "　".join(facts), (), table)
