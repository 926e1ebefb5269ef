"""``unique``: the same person, firm or project stands twice in one ledger."""

from collections.abc import Iterator

import polars as pl

from generator.ledgers.read.schema import Rule
from generator.ledgers.read.table import Record
from generator.ledgers.rules.periods import BOUNDS, with_bounds
from generator.ledgers.rules.register import (
    Context,
    Fault,
    Register,
    comparable,
    key_names,
    origin,
    records,
)


def check(rule: Rule, register: Register, _context: Context) -> Iterator[Fault]:
    """Report every row that repeats an earlier one; with ``period``, only if both overlap."""
    names = key_names(rule.columns)
    frame = comparable(register.rows(when=rule.when), register.schema, rule.columns)
    frame = frame.with_row_index("@n").filter(pl.len().over(names) > 1)
    if rule.period:
        pairs = _overlapping(with_bounds(frame, rule.period), names)
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
    start, surely_from, end = BOUNDS
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
