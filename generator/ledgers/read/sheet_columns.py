"""Which column of a sheet feeds which column of the schema, and what merged cells stand for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from generator.ledgers.read.cells import as_text
from generator.ledgers.read.dates import split_period
from generator.ledgers.read.headers import Header, Match
from generator.ledgers.read.rows import Sorted
from generator.ledgers.read.schema import Column, Kind, LedgerSchema
from generator.workbooks.grid import Grid, Raw, Span, letters

#: Kinds whose value, in a merged cell, holds for every row that the cell spans; a number in a
#: merged cell stands once, or sums would count it several times.
_FILLED = frozenset(Kind) - {Kind.INTEGER, Kind.NUMBER, Kind.AMOUNT, Kind.PERCENT}


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column as it is read. ``spec`` is ``None`` if the schema does not know it.

    ``part``: 0 or 1 for the start or the end of a period in one cell. ``printed``: whether the
    column is printed (a period is printed once, as it is written).
    """

    key: str
    index: int
    title: str
    spec: Column | None
    unit: str | None = None
    part: int | None = None
    printed: bool = True

    def cells(self, columns: Sequence[Sequence[Raw]]) -> Sequence[Raw]:
        """The raw cells of this column, from the columns of some rows."""
        raws = columns[self.index] if self.index < len(columns) else ()
        return raws if self.part is None else [_half(raw, self.part) for raw in raws]


def sheet_columns(
    schema: LedgerSchema, header: Header, cells: Sequence[Sequence[Raw]]
) -> tuple[SheetColumn, ...]:
    """All columns of a sheet from left to right; none with content (``cells``) is left out."""
    twice = {key for key, matches in header.found.items() if len(matches) > 1}
    columns = [column for match in header.matches for column in _columns(schema, match, twice)]
    titled = {match.index for match in header.matches}
    for index, raws in enumerate(cells):
        if index not in titled and any(raw != "" for raw in raws):
            title = f"第{letters(index)}列（无列名）"
            columns.append(SheetColumn(f"+{title}", index, title, None))
    return tuple(sorted(columns, key=lambda column: column.index))


def columns_of(grid: Grid, rows: Sequence[int]) -> list[tuple[Raw, ...]]:
    """The columns of some rows; a sheet's rows all have the same length."""
    return list(zip(*(grid.rows[row] for row in rows), strict=True))


def raw_texts(raws: Sequence[Raw]) -> pl.Series:
    """What cells say, for columns that the schema does not know."""
    return pl.Series([as_text(raw) for raw in raws], dtype=pl.String)


def fill_merged(grid: Grid, header: Header, rows: Sorted) -> None:
    """Repeat the text of a merged cell in every row that it spans (not its numbers)."""
    kinds = {m.index: m.column.kind if m.column else Kind.TEXT for m in header.matches}
    for span in merged_in(grid, rows):
        top = grid.rows[span.top]
        raw = top[span.left] if span.left < len(top) else ""
        if raw != "" and kinds.get(span.left, Kind.TEXT) in _FILLED:
            for row in range(span.top + 1, min(span.bottom + 1, len(grid.rows))):
                if span.left < len(grid.rows[row]):
                    grid.rows[row][span.left] = raw


def covered_cells(grid: Grid, rows: Sorted) -> frozenset[tuple[int, int]]:
    """The cells of records that a merged cell covers."""
    return frozenset(
        (row, column)
        for span in merged_in(grid, rows)
        for row in range(span.top, min(span.bottom + 1, len(grid.rows)))
        for column in range(span.left, span.right + 1)
        if (row, column) != (span.top, span.left)
    )


def merged_in(grid: Grid, rows: Sorted) -> Iterator[Span]:
    """The merged areas that touch records (those of titles and totals are usual)."""
    records = set(rows.records) if grid.merged else set()
    for span in sorted(grid.merged, key=lambda span: (span.top, span.left)):
        if not records.isdisjoint(range(span.top, span.bottom + 1)):
            yield span


def _columns(schema: LedgerSchema, match: Match, twice: set[str]) -> Iterator[SheetColumn]:
    own = f"+{match.title}@{letters(match.index)}"
    if match.period is not None:
        yield SheetColumn(own, match.index, match.title, None)
        for part, key in enumerate((match.period.start, match.period.end)):
            if key not in twice:
                spec = schema.column(key)
                yield SheetColumn(key, match.index, match.title, spec, None, part, printed=False)
    elif match.column is not None and match.column.key not in twice:
        yield SheetColumn(
            match.column.key, match.index, match.column.title, match.column, match.unit
        )
    else:
        yield SheetColumn(own, match.index, match.title, None)


def _half(raw: Raw, part: int) -> Raw:
    """Start or end of a period in one cell; what is no period is left to the start to report."""
    halves = split_period(raw) if isinstance(raw, str) else None
    if halves is not None:
        return halves[part]
    return raw if part == 0 else ""
