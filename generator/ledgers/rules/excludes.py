"""``excludes``: one person is counted in two registers that exclude each other."""

from collections.abc import Iterator

from generator.ledgers.read.schema import Rule
from generator.ledgers.read.table import PATH, ROW, SHEET
from generator.ledgers.rules.periods import BOUNDS, overlap, with_bounds
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

_PLACE = (PATH, SHEET, ROW)


def check(rule: Rule, register: Register, context: Context) -> Iterator[Fault]:
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
        own, theirs = with_bounds(own, rule.period), with_bounds(theirs, rule.period)
        alike += BOUNDS
    theirs = theirs.select(*alike, *_PLACE).unique(alike, keep="first", maintain_order=True)
    clashes = own.select(alike).unique(maintain_order=True).join(theirs, on=kinds, suffix="@1")
    if rule.period:
        clashes = clashes.filter(overlap("@1"))
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
