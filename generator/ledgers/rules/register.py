"""All workbooks of one ledger taken together, and what a rule may ask of them."""

from __future__ import annotations  # polars is loaded where rows are at hand

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from stdnum.cn import ric

from generator.ledgers.read.cells import quote
from generator.ledgers.read.schema import Kind, LedgerSchema, Rule
from generator.ledgers.read.table import PATH, ROW, SHEET, Ledger, Record, Where, filtered
from generator.model import EvidenceFile, Severity, Window

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a row stands; ``row`` as Excel shows it."""

    path: str
    sheet: str | None
    row: int | None

    def seen_from(self, other: Origin) -> str:
        """How a message about another row names this one."""
        row = f"第 {self.row} 行"
        if self.path != other.path:
            folder, _, name = self.path.rpartition("/")
            if folder != other.path.rpartition("/")[0]:
                name = f"{folder.rpartition('/')[2]}/{name}"
            return f"“{name}”{row}"
        return row if self.sheet == other.sheet else f"工作表“{self.sheet}”{row}"


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule found; the runner adds the code. ``item`` is set if the fault belongs there."""

    origin: Origin
    column: str | None
    message: str
    remedy: str
    severity: Severity = Severity.ERROR
    item: str | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """The workbooks of one ledger: townships often file one each."""

    schema: LedgerSchema
    ledgers: tuple[Ledger, ...]

    @property
    def readable(self) -> bool:
        """Whether every workbook could be read: only then can a row be said to be absent."""
        return bool(self.ledgers) and all(ledger.readable for ledger in self.ledgers)

    def rows(self, *needed: str, when: Where | None = None) -> pl.DataFrame:
        """The rows of all workbooks that have the needed columns, in filing order."""
        import polars as pl

        from generator.ledgers.read.values import frame_types

        having = [ledger for ledger in self.ledgers if ledger.has(*needed)]
        empty = pl.DataFrame(schema=dict(frame_types(self.schema.columns)))
        frame = pl.concat([ledger.counted for ledger in having]) if having else empty
        if any(ledger.united is not None for ledger in having):
            frame = frame.unique([PATH, SHEET, ROW], keep="first", maintain_order=True)
        return filtered(frame, when)

    def is_empty(self, record: Record, key: str) -> bool:
        """Whether a cell says nothing; one that could not be read was reported already."""
        if record[key] is not None:
            return False
        place = origin(record)
        cell = (place.path, place.sheet, int(str(record[ROW])), key)
        return not any(ledger.lost(cell) for ledger in self.ledgers)

    def title(self, key: str) -> str:
        """The Chinese title of a column."""
        return self.schema.title_of(key)

    def shown(self, record: Record, keys: Sequence[str]) -> str:
        """What a row says in some columns, for a message (ID numbers masked)."""
        return "、".join(
            quote(str(record[key]), self.schema.column(key).kind)
            for key in keys
            if record[key] is not None
        )


@dataclass(frozen=True, slots=True)
class Context:
    """What rules may look at besides their own register."""

    registers: Mapping[str, Register]
    documents: Mapping[str, Sequence[EvidenceFile]]
    settings: Mapping[str, Decimal | None]
    as_of: dt.date
    window: Window

    def other(self, rule: Rule, *needed: str) -> Register | None:
        """The other register of a rule; ``None`` if it was not filed or not read in full."""
        register = self.registers.get(rule.ledger or "")
        if register is None or not register.readable:
            return None
        return register if all(ledger.has(*needed) for ledger in register.ledgers) else None

    def threshold(self, rule: Rule) -> Decimal | None:
        """The office's own figure, or else the schema's; ``None`` switches the rule off."""
        default = rule.at_least if rule.at_least is not None else rule.min
        return self.settings.get(rule.setting, default) if rule.setting else default


def origin(record: Record) -> Origin:
    """Where a row stands."""
    path, sheet, row = record[PATH], record[SHEET], record[ROW]
    return Origin(str(path), None if sheet is None else str(sheet), int(str(row)))


def records(frame: pl.DataFrame) -> Iterator[Record]:
    """The rows of a frame one by one; for the few that are at fault."""
    yield from frame.iter_rows(named=True)


def comparable(frame: pl.DataFrame, schema: LedgerSchema, keys: Sequence[str]) -> pl.DataFrame:
    """Columns ``@k0``, ``@k1`` … by which rows are matched; rows with a gap are left out.

    Text is compared without blanks, full-width forms and case; an ID number of 15 digits equals
    its form with 18.
    """
    import polars as pl

    frame = frame.drop_nulls(list(keys))
    names = key_names(keys)
    for name, key in zip(names, keys, strict=True):
        column = frame.get_column(key)
        if schema.column(key).kind is Kind.ID_NUMBER:
            column = _full_ids(column)
        elif column.dtype == pl.String:
            column = column.str.normalize("NFKC").str.replace_all(r"\s", "").str.to_uppercase()
        frame = frame.with_columns(column.alias(name))
    return frame


def identity(schema: LedgerSchema) -> tuple[str, ...]:
    """The columns by which rows are matched: those declared unique, else the key columns."""
    unique = (rule.columns for rule in schema.rules if rule.kind == "unique")
    return next(unique, schema.key)


def key_names(keys: Sequence[str]) -> list[str]:
    """The names of the columns that ``comparable`` adds."""
    return [f"@k{index}" for index in range(len(keys))]


def _full_ids(column: pl.Series) -> pl.Series:
    import polars as pl

    if not (column.str.len_chars() == 15).any():
        return column
    return pl.Series(
        [_full_id(number) if len(number) == 15 else number for number in column], dtype=pl.String
    )


def _full_id(number: str) -> str:
    """The 18-digit form of a 15-digit ID number (year 19xx, check digit added)."""
    body = f"{number[:6]}19{number[6:]}"
    return body + ric.calc_check_digit(f"{body}0")
