"""Read one sheet whose header was found: typed rows, stated totals, and what does not fit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from generator.ledgers.read.around import Surroundings, surroundings
from generator.ledgers.read.headers import Header
from generator.ledgers.read.rows import Sorted, sort_rows
from generator.ledgers.read.schema import Kind, LedgerSchema
from generator.ledgers.read.sheet_columns import (
    SheetColumn,
    columns_of,
    covered_cells,
    fill_merged,
    raw_texts,
    sheet_columns,
)
from generator.ledgers.read.sheet_findings import (
    At,
    column_findings,
    empty_findings,
    hidden_findings,
    merged_findings,
    unit_findings,
)
from generator.ledgers.read.table import PATH, ROW, SHEET, SheetRead, StatedTotal, last_of
from generator.ledgers.read.values import Typed, frame_types, read_column
from generator.model import Finding, Severity
from generator.workbooks.grid import Grid, Raw

_SUMMED = (Kind.INTEGER, Kind.AMOUNT, Kind.NUMBER)


@dataclass(frozen=True, slots=True)
class SheetRows:
    """What one sheet gave; ``frame`` and ``texts`` as in ``Ledger``."""

    sheet: SheetRead
    frame: pl.DataFrame
    texts: pl.DataFrame
    totals: tuple[StatedTotal, ...]
    unread: tuple[tuple[str | None, int, str], ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Table:
    """One sheet while it is read: where its table, rows and columns are."""

    schema: LedgerSchema
    at: At
    grid: Grid
    header: Header
    rows: Sorted
    around: Surroundings
    columns: tuple[SheetColumn, ...]
    cells: Sequence[Sequence[Raw]]

    @property
    def unit(self) -> str:
        return self.around.unit or self.schema.unit

    def typed(self, column: SheetColumn, raws: Sequence[Raw]) -> Typed:
        assert column.spec is not None
        return read_column(column.spec, raws, column.unit or column.spec.unit or self.unit)


def read_sheet(schema: LedgerSchema, path: str, grid: Grid, header: Header) -> SheetRows:
    """Read the table of one sheet.

    Args:
        schema: what the table should hold.
        path: the workbook's path as printed in findings.
        grid: the sheet.
        header: where its header stands.
    """
    rows = sort_rows(grid, header)
    fill_merged(grid, header, rows)
    cells = columns_of(grid, rows.records)
    columns = sheet_columns(schema, header, cells)
    around = surroundings(grid, header, rows)
    table = _Table(schema, At(path, grid.name), grid, header, rows, around, columns, cells)
    findings = list(_sheet_findings(table))
    unread: list[tuple[str | None, int, str]] = []
    values, texts = _records(table, findings, unread)
    totals = tuple(_totals(table, findings))
    return SheetRows(
        _sheet(table),
        _frame(table, values, frame_types(schema.columns)),
        _frame(table, texts, dict.fromkeys((PATH, SHEET), pl.String) | {ROW: pl.Int64}),
        totals,
        tuple(unread),
        tuple(findings),
    )


def _sheet_findings(table: _Table) -> Iterator[Finding]:
    at, grid, header, rows = table.at, table.grid, table.header, table.rows
    amounts = [c for c in table.columns if c.spec and c.spec.kind is Kind.AMOUNT]
    yield from column_findings(at, table.schema, header)
    yield from unit_findings(at, header, amounts, table.around.unit, table.unit)
    yield from merged_findings(at, grid, header, rows)
    yield from hidden_findings(at, grid, rows)
    yield from empty_findings(at, header, rows)


def _records(
    table: _Table, findings: list[Finding], unread: list[tuple[str | None, int, str]]
) -> tuple[dict[str, pl.Series], dict[str, pl.Series]]:
    """Typed values and texts of all columns; faults go to ``findings`` and ``unread``."""
    values: dict[str, pl.Series] = {}
    texts: dict[str, pl.Series] = {}
    covered = covered_cells(table.grid, table.rows)
    for column in table.columns:
        raws = column.cells(table.cells)
        if column.spec is None:
            texts[column.key] = raw_texts(raws)
            continue
        typed = table.typed(column, raws)
        values[column.key], texts[column.key] = typed.values, typed.texts
        if typed.last is not None:
            values[last_of(column.key)] = typed.last
        findings.extend(_faults(table, column, typed, table.rows.records))
        unread.extend(
            (table.at.sheet, table.rows.records[position] + 1, column.key)
            for position, bad in typed.faults
            if bad.value is None
        )
        findings.extend(_gaps(table, column, typed, covered))
    return values, texts


def _faults(
    table: _Table, column: SheetColumn, typed: Typed, rows: Sequence[int]
) -> Iterator[Finding]:
    for position, bad in typed.faults:
        row = rows[position] + 1
        yield table.at.finding(
            "ledger-bad-value", bad.severity, bad.message, bad.remedy, row, column.title
        )


def _gaps(
    table: _Table, column: SheetColumn, typed: Typed, covered: frozenset[tuple[int, int]]
) -> Iterator[Finding]:
    """Required cells that are empty; those that a merged cell covers are not."""
    if column.spec is None or not column.spec.required or not typed.values.null_count():
        return
    faulty = {position for position, _ in typed.faults}
    for position in typed.values.is_null().arg_true():
        row = table.rows.records[position]
        if column.part == 1 and table.cells[column.index][position] != "":
            continue  # a period that could not be read was reported at its start
        if position not in faulty and (row, column.index) not in covered:
            message = f"“{column.title}”没有填"
            yield table.at.finding(
                "ledger-bad-value", Severity.ERROR, message, "请补填", row + 1, column.title
            )


def _totals(table: _Table, findings: list[Finding]) -> Iterator[StatedTotal]:
    rows = [total.row for total in table.rows.totals]
    stated: list[dict[str, int]] = [{} for _ in rows]
    cells = columns_of(table.grid, rows)
    for column in table.columns if rows else ():
        if column.spec is None or column.spec.kind not in _SUMMED:
            continue
        typed = table.typed(column, [_unless_label(raw) for raw in column.cells(cells)])
        findings.extend(_faults(table, column, typed, rows))
        for position, value in enumerate(typed.values):
            if value is not None:
                stated[position][column.key] = value
    for total, values in zip(table.rows.totals, stated, strict=True):
        place = (table.at.sheet, total.row + 1)
        yield StatedTotal(*place, total.label, values, total.first + 1, total.last + 1)


def _unless_label(raw: Raw) -> Raw:
    """A total row's label may stand in a column of numbers (序号)."""
    return "" if isinstance(raw, str) and "计" in raw else raw


def _frame(
    table: _Table, columns: Mapping[str, pl.Series], types: Mapping[str, type[pl.DataType]]
) -> pl.DataFrame:
    """The columns with the origin of each row; columns that the sheet lacks are empty."""
    records = table.rows.records
    origin = {
        PATH: pl.repeat(table.at.path, len(records), dtype=pl.String, eager=True),
        SHEET: pl.repeat(table.at.sheet, len(records), dtype=pl.String, eager=True),
        ROW: pl.Series([row + 1 for row in records], dtype=pl.Int64),
    }
    absent = {
        key: pl.repeat(None, len(records), dtype=dtype, eager=True)
        for key, dtype in types.items()
        if key not in columns and key not in origin
    }
    data = origin | dict(columns) | absent
    return pl.DataFrame({key: data[key] for key in (*types, *(k for k in data if k not in types))})


def _sheet(table: _Table) -> SheetRead:
    records = table.grid.hidden_rows.intersection(table.rows.records)
    titles = {match.index: match.title for match in table.header.matches}
    return SheetRead(
        name=table.at.sheet,
        header_row=table.header.start + 1,
        titles=tuple(
            (column.key, titles.get(column.index, column.title))
            for column in table.columns
            if column.printed
        ),
        present=frozenset(column.key for column in table.columns if column.spec),
        unit=table.unit,
        unit_stated=table.around.unit is not None,
        filled_by=table.around.filled_by,
        checked_by=table.around.checked_by,
        filled_on=table.around.filled_on,
        notes=table.around.notes,
        hidden=table.grid.hidden,
        hidden_rows=len(records),
    )
