"""Rows that stand twice: the same person, firm or project in one ledger, or in two.

Periods clash only if they surely overlap: an open end lasts, a stated month may be any day of it.
"""

from __future__ import annotations  # polars is loaded where rows are at hand

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from generator.ledgers.read.schema import Rule
from generator.ledgers.read.table import PATH, ROW, SHEET, Record, last_of
from generator.ledgers.rules.declaration import declared
from generator.ledgers.rules.register import (
    Context,
    Fault,
    Register,
    comparable,
    key_names,
    origin,
    records,
)
from generator.model import Severity

if TYPE_CHECKING:
    import polars as pl

#: The first and the last day on which a period may start, and the first on which it may end.
_BOUNDS = ("@from", "@from_last", "@to")

_FOREVER = dt.date(9999, 12, 31)
_PLACE = (PATH, SHEET, ROW)


@declared(
    "unique", "ledger-duplicate", "“{columns}”不能重复登记", needs="columns", may="period when"
)
def unique(rule: Rule, register: Register, _context: Context) -> Iterator[Fault]:
    """Report every row that repeats an earlier one; with ``period``, only if both overlap."""
    import polars as pl

    names = key_names(rule.columns)
    frame = comparable(register.rows(when=rule.when), register.schema, rule.columns)
    frame = frame.with_row_index("@n").filter(pl.len().over(names) > 1)
    if rule.period:
        pairs = _overlapping(_with_bounds(frame, rule.period), names)
    else:
        pairs = _equal(frame, names)
    titles = "、".join(register.title(key) for key in rule.columns)
    for later, earlier in pairs:
        said = register.shown(later, rule.columns)
        message = f"“{titles}”（{said}）与{origin(earlier).seen_from(origin(later))}重复登记"
        remedy = "请核实：同一人（项目）只留一行；确实不同的，请改正填错的一行"
        yield Fault(origin(later), register.title(rule.columns[0]), message, remedy)


def _equal(frame: pl.DataFrame, names: list[str]) -> Iterator[tuple[Record, Record]]:
    """Each repeated row with the first of its kind."""
    first: dict[tuple[object, ...], Record] = {}
    for record in records(frame):
        earlier = first.setdefault(_key(record, names), record)
        if earlier is not record:
            yield record, earlier


def _overlapping(frame: pl.DataFrame, names: list[str]) -> Iterator[tuple[Record, Record]]:
    """Each row with the row that lasts longest of those of its kind that start before it."""
    import polars as pl

    start, surely_from, end = _BOUNDS
    frame = frame.sort(*names, start, "@n")
    longest = pl.col(end).cum_max().shift(1).over(names)
    same_start = pl.col(start) == pl.col(start).shift(1).over(names)
    clash = (pl.col(surely_from) < longest) | same_start
    kinds = frame.filter(clash.fill_null(value=False)).select(names).unique()
    holder: Record | None = None
    for record in records(frame.join(kinds, on=names, how="semi", maintain_order="left")):
        if holder is None or _key(holder, names) != _key(record, names):
            holder = record
            continue
        if str(record[surely_from]) < str(holder[end]) or record[start] == holder[start]:
            pair = (record, holder)
            yield pair if int(str(record["@n"])) > int(str(holder["@n"])) else pair[::-1]
        if str(record[end]) > str(holder[end]):
            holder = record


def _key(record: Record, names: list[str]) -> tuple[object, ...]:
    return tuple(record[name] for name in names)


@declared(
    "excludes",
    "cross-ledger-duplicate",
    "同一“{columns}”不能又登记在{ledger}",
    needs="ledger columns",
    may="match when other period",
)
def excludes(rule: Rule, register: Register, context: Context) -> Iterator[Fault]:
    """Report every row that also stands in the other register; with ``period``, at the same time.

    A warning: names may be shared, and one of the two entries may be right.
    """
    other = context.other(rule, *rule.match, *rule.period)
    if other is None:
        return
    own = comparable(register.rows(when=rule.when), register.schema, rule.columns)
    theirs = comparable(other.rows(when=rule.other), other.schema, rule.match)
    kinds = key_names(rule.columns)
    alike = list(kinds)
    if rule.period:
        own, theirs = _with_bounds(own, rule.period), _with_bounds(theirs, rule.period)
        alike += _BOUNDS
    theirs = theirs.select(*alike, *_PLACE).unique(alike, keep="first", maintain_order=True)
    clashes = own.select(alike).unique(maintain_order=True).join(theirs, on=kinds, suffix="@1")
    if rule.period:
        clashes = clashes.filter(_overlap("@1"))
    clashes = clashes.sort(_PLACE).unique(alike, keep="first", maintain_order=True)
    pairs = own.join(clashes, on=alike, suffix="@1", maintain_order="left")
    where = "本台账" if other is register else other.schema.name
    titles = "、".join(register.title(key) for key in rule.columns)
    for record in records(pairs):
        there = origin({key: record[f"{key}@1"] for key in _PLACE}).seen_from(origin(record))
        said = register.shown(record, rule.columns)
        message = f"同一“{titles}”（{said}）又登记在{where}{there}，两处不能同时算"
        remedy = "请核实应算在哪一处，另一处删去，或改正起止时间"
        column = register.title(rule.columns[0])
        yield Fault(origin(record), column, message, remedy, Severity.WARNING)


def _with_bounds(frame: pl.DataFrame, period: Sequence[str]) -> pl.DataFrame:
    """Add the bounds of each row's period; rows without a start are left out."""
    import polars as pl

    start, end = period
    values = (pl.col(start), pl.col(last_of(start)), pl.col(end).fill_null(_FOREVER))
    named = (value.alias(name) for value, name in zip(values, _BOUNDS, strict=True))
    return frame.drop_nulls([start]).with_columns(*named)


def _overlap(suffix: str) -> pl.Expr:
    """Whether a row's period overlaps that of the row joined to it with this suffix.

    One that starts on the day on which the other ends does not.
    """
    import polars as pl

    start, surely_from, end = _BOUNDS
    latest_start = pl.max_horizontal(surely_from, f"{surely_from}{suffix}")
    earliest_end = pl.min_horizontal(end, f"{end}{suffix}")
    return (pl.col(start) == pl.col(f"{start}{suffix}")) | (latest_start < earliest_end)
