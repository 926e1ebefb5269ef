"""Read one workbook by a schema: open it, find its tables, put them together as a ledger."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from generator.ledgers.read.headers import SEARCHED, find_header
from generator.ledgers.read.schema import LedgerSchema
from generator.ledgers.read.sheet_findings import At, stray_findings, unused_sheet
from generator.ledgers.read.sheet_reading import SheetRows, read_sheet
from generator.ledgers.read.table import Ledger
from generator.ledgers.read.values import frame_types
from generator.model import Finding
from generator.workbooks.grid import Grid, Unreadable
from generator.workbooks.opening import open_workbook

#: The sheet of a blank form that explains how to fill it in; it holds no records.
EXPLANATION = "填表说明"


def read_workbook(path: Path, shown: str, schema: LedgerSchema) -> Ledger:
    """Read a ledger (.xlsx, .xlsb, .xls, .ods, .csv): every sheet that has its header.

    Nothing is guessed and no row is dropped: a cell that does not fit is a finding, and its row
    is kept with the value left open. Findings carry no item; the caller knows where the
    workbook stands.

    Args:
        path: the file.
        shown: its path as printed in findings.
        schema: what the table should hold.

    Returns:
        The ledger; if nothing could be read it has no sheets, and a ``ledger-unreadable``.
    """
    return read_grids(open_workbook(path), shown, schema)


def read_grids(grids: Sequence[Grid] | Unreadable, shown: str, schema: LedgerSchema) -> Ledger:
    """Read what a workbook was opened as; its grids are filled in and cannot be read again."""
    if isinstance(grids, Unreadable):
        return _ledger(schema, shown, (), [grids.finding(shown)])
    found = [(grid, find_header(grid, schema)) for grid in grids if grid.rows]
    stray = [far for grid in grids for far in stray_findings(At(shown, grid.name), grid)]
    if not any(header for _, header in found):
        return _ledger(schema, shown, (), [_no_header(schema).finding(shown), *stray])
    sheets = [read_sheet(schema, shown, grid, header) for grid, header in found if header]
    unused = [
        unused_sheet(At(shown, grid.name), grid)
        for grid, header in found
        if header is None and grid.name != EXPLANATION
    ]
    return _ledger(schema, shown, sheets, [*unused, *stray])


def _no_header(schema: LedgerSchema) -> Unreadable:
    titles = "、".join(c.title for c in schema.columns if c.needed and not c.common)
    message = f"找不到“{schema.title}”的表头（前 {SEARCHED} 行里认不出列名）"
    return Unreadable(message, f"表头一行应有这些列：{titles}；可用空白表重新填写")


def _ledger(
    schema: LedgerSchema, path: str, sheets: Sequence[SheetRows], findings: Sequence[Finding]
) -> Ledger:
    """Put the sheets together; findings in the order of the workbook."""
    order = {part.sheet.name: index for index, part in enumerate(sheets)}
    every = [*findings, *(finding for part in sheets for finding in part.findings)]
    every.sort(key=lambda found: (order.get(found.sheet, len(order)), found.row or 0))
    empty = pl.DataFrame(schema=dict(frame_types(schema.columns)))
    return Ledger(
        schema=schema,
        path=path,
        frame=pl.concat([part.frame for part in sheets]) if sheets else empty,
        texts=pl.concat([part.texts for part in sheets], how="diagonal") if sheets else empty,
        totals=tuple(total for part in sheets for total in part.totals),
        sheets=tuple(part.sheet for part in sheets),
        unread=frozenset(cell for part in sheets for cell in part.unread),
        findings=tuple(every),
    )
