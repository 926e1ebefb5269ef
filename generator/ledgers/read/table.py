"""The nouns of a ledger that was read: typed rows that know where they came from, stated totals."""

from __future__ import annotations  # polars is loaded where rows are at hand

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.ledgers.read.schema import LedgerSchema
from generator.model import Finding

if TYPE_CHECKING:
    import polars as pl

#: Columns of ``Ledger.frame`` that say where a row came from; ``@row`` is the row in Excel.
PATH, SHEET, ROW = "@path", "@sheet", "@row"

#: One row as a mapping from column key to typed value.
Record = Mapping[str, object]

#: A cell of a row: workbook, sheet, row as Excel shows it, column key.
Cell = tuple[str, str | None, int, str]

#: Filters: a row counts when each of these columns holds one of these values.
Where = Mapping[str, Sequence[object]]


@dataclass(frozen=True, slots=True)
class StatedTotal:
    """A total row (合计, 小计, 总计): what it says, and which rows it stands for.

    ``values`` holds the stated figures in the stored units of their columns; ``first`` and
    ``last`` are the Excel rows that the total covers, both included.
    """

    sheet: str | None
    row: int
    label: str
    values: Mapping[str, int]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class SheetRead:
    """What one sheet says around its table. ``titles`` are the printed columns from left to right.

    Keys of ``titles`` are columns of ``Ledger.texts``. ``unit`` is the unit of money, ``filled_by``
    and its fellows are as written above or below the table, ``notes`` every other such line.
    """

    name: str | None
    header_row: int
    titles: tuple[tuple[str, str], ...]
    present: frozenset[str]
    unit: str | None
    unit_stated: bool
    filled_by: str | None
    checked_by: str | None
    filled_on: dt.date | None
    notes: tuple[tuple[int, str], ...]
    hidden: bool
    hidden_rows: int


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a ledger with typed values, in the order of the schema's columns."""

    sheet: str | None
    row: int
    values: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """One workbook read by a schema.

    ``frame``: typed values by column key (numbers as whole numbers in stored units, see
    ``Kind.scale``; dates as the first day that they can be, with ``key:last`` the last), plus
    ``@path``, ``@sheet`` and ``@row``. ``texts``: the same rows as the table shows them, with
    columns that the schema does not know. ``unread``: the cells that say something which could
    not be read, as (sheet, row, key). ``findings`` are the faults met while reading.

    ``united``: the rows that count in the place of its own, where this workbook is a copy, a part
    or a version of another one (``rules/versions``); they know the workbook that they come from.
    ``united_lost``: their cells that say something which could not be read or is disputed.
    """

    schema: LedgerSchema
    path: str
    frame: pl.DataFrame
    texts: pl.DataFrame
    totals: tuple[StatedTotal, ...]
    sheets: tuple[SheetRead, ...]
    unread: frozenset[tuple[str | None, int, str]]
    findings: tuple[Finding, ...]
    united: pl.DataFrame | None = None
    united_lost: frozenset[Cell] = frozenset()

    @property
    def counted(self) -> pl.DataFrame:
        """The rows that rules and figures count."""
        return self.frame if self.united is None else self.united

    def lost(self, cell: Cell) -> bool:
        """Whether a cell of the counted rows says something whose value is not known."""
        if self.united is not None:
            return cell in self.united_lost
        return cell[0] == self.path and cell[1:] in self.unread

    def lost_cells(self) -> frozenset[Cell]:
        """All cells of the counted rows that say something whose value is not known."""
        if self.united is not None:
            return self.united_lost
        return frozenset((self.path, *cell) for cell in self.unread)

    @property
    def readable(self) -> bool:
        """Whether at least one sheet was read."""
        return bool(self.sheets)

    @property
    def rows(self) -> Iterator[Row]:
        """All rows in the order of the workbook; total rows are not among them."""
        keys = [column.key for column in self.schema.columns]
        for sheet, row, *values in self.frame.select(SHEET, ROW, *keys).iter_rows():
            yield Row(sheet, row, tuple(values))

    def has(self, *keys: str) -> bool:
        """Whether every sheet of the workbook has all these columns."""
        return self.readable and all(sheet.present.issuperset(keys) for sheet in self.sheets)

    def where(self, where: Where | None = None) -> pl.DataFrame:
        """The rows that a filter lets through."""
        return filtered(self.frame, where)

    def count(self, where: Where | None = None) -> int:
        """How many rows a filter lets through."""
        return self.where(where).height

    def distinct(self, columns: Sequence[str], where: Where | None = None) -> int:
        """How many different values the columns hold together; rows with a gap are left out."""
        return self.where(where).select(columns).drop_nulls().unique().height

    def sum(self, column: str, where: Where | None = None) -> int:
        """The exact sum of a column in its stored unit (fen for amounts, see ``Kind.scale``).

        Raises:
            KeyError: the schema has no such column.
            ValueError: the column holds no numbers.
        """
        if self.schema.column(column).kind.scale is None:
            raise ValueError(f"column {column} of {self.schema.id} holds no numbers")
        return int(self.where(where).get_column(column).sum())


def filtered(frame: pl.DataFrame, where: Where | None) -> pl.DataFrame:
    """The rows of a frame in which each named column holds one of the values."""
    import polars as pl

    for column, values in (where or {}).items():
        frame = frame.filter(pl.col(column).is_in(list(values)))
    return frame


def last_of(key: str) -> str:
    """The name of the column with the last day that a date can be."""
    return f"{key}:last"
