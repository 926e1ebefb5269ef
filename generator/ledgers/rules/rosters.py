"""Rows that another ledger should answer: a list of names, records behind a row, a head count."""

from __future__ import annotations  # polars is loaded where rows are at hand

from collections.abc import Iterator
from dataclasses import dataclass

from generator.ledgers.read.schema import Kind, Rule
from generator.ledgers.rules.declaration import declared
from generator.ledgers.rules.register import (
    Context,
    Fault,
    Origin,
    Register,
    comparable,
    key_names,
    origin,
    records,
)
from generator.model import Severity


@dataclass(frozen=True, slots=True)
class _Absent:
    """A row whose key the other register lacks, in the words of a message."""

    origin: Origin
    column: str
    titles: str
    said: str
    ledger: str


@declared(
    "in_ledger",
    "not-in-base-list",
    "“{columns}”应当在{ledger}里",
    needs="ledger columns",
    may="match when other",
)
def in_ledger(rule: Rule, register: Register, context: Context) -> Iterator[Fault]:
    """Report every row whose key is not in the other register (a warning: look it up)."""
    for one in _absent(rule, register, context):
        message = f"“{one.titles}”（{one.said}）不在{one.ledger}里"
        remedy = "请核对号码；不是名册里的人，不能算作带动或惠及的贫困人口"
        yield Fault(one.origin, one.column, message, remedy, Severity.WARNING)


@declared(
    "covered_in",
    "row-without-file",
    "每个“{columns}”在{ledger}里都应有记录",
    needs="ledger columns",
    may="match when other",
)
def covered_in(rule: Rule, register: Register, context: Context) -> Iterator[Fault]:
    """Report every row without a record in the other register (a warning)."""
    for one in _absent(rule, register, context):
        message = f"{one.ledger}里没有“{one.titles}”为{one.said}的记录"
        remedy = f"请在{one.ledger}里补登；确实没有的，请核实后说明"
        yield Fault(one.origin, one.column, message, remedy, Severity.WARNING)


def _absent(rule: Rule, register: Register, context: Context) -> Iterator[_Absent]:
    """The rows whose key the other register lacks; none if that was not filed or not read."""
    other = context.other(rule, *rule.match)
    if other is None:
        return
    names = key_names(rule.columns)
    own = comparable(register.rows(when=rule.when), register.schema, rule.columns)
    theirs = comparable(other.rows(when=rule.other), other.schema, rule.match)
    titles = [register.title(key) for key in rule.columns]
    lacking = own.join(theirs.select(names), on=names, how="anti", maintain_order="left")
    for record in records(lacking):
        said = register.shown(record, rule.columns)
        yield _Absent(origin(record), titles[0], "、".join(titles), said, other.schema.name)


@declared(
    "roster_equals",
    "total-mismatch",
    "“{column}”等于{ledger}里的人数",
    needs="column ledger columns match",
    may="other when",
    column=(Kind.INTEGER,),
)
def roster_equals(rule: Rule, register: Register, context: Context) -> Iterator[Fault]:
    """Compare each stated number with the rows of the other register that name this row."""
    import polars as pl

    other = context.other(rule, *rule.match, *(rule.other or {}))
    if other is None:
        return
    key, names = str(rule.column), key_names(rule.columns)
    own = comparable(register.rows(when=rule.when), register.schema, rule.columns)
    theirs = comparable(other.rows(when=rule.other), other.schema, rule.match)
    counts = theirs.group_by(names).len("@rows")
    joined = own.drop_nulls([key]).join(counts, on=names, how="left", maintain_order="left")
    joined = joined.with_columns(pl.col("@rows").fill_null(0).cast(pl.Int64))
    title = register.title(key)
    for record in records(joined.filter(pl.col("@rows") != pl.col(key))):
        said = register.shown(record, rule.columns)
        message = (
            f"{said}的“{title}”填 {record[key]} 人，{other.schema.name}里有 {record['@rows']} 人"
        )
        remedy = f"请核对{other.schema.name}，逐人登记后再填人数"
        yield Fault(origin(record), title, message, remedy)
