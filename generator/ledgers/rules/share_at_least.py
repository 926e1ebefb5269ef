"""``share_at_least``: a rate under its threshold, row by row or over the whole ledger."""

from collections.abc import Iterator
from decimal import Decimal

import polars as pl

from generator.ledgers.read.schema import Rule
from generator.ledgers.rules.register import Context, Fault, Origin, Register, origin, records
from generator.model import Severity


def check(rule: Rule, register: Register, context: Context) -> Iterator[Fault]:
    """Report each rate under the threshold (a warning); without a threshold nothing is checked."""
    least = context.threshold(rule)
    if least is None:
        return
    over, under = str(rule.numerator), str(rule.denominator)
    frame = register.rows(over, under, when=rule.when).drop_nulls([over, under])
    frame = frame.filter(pl.col(under) > 0)
    if rule.of == "ledger":
        sums = frame.select(pl.col(over).sum(), pl.col(under).sum())
        part, whole = (int(value or 0) for value in sums.row(0))
        paths = [ledger.path for ledger in register.ledgers if ledger.has(over, under)]
        if whole and part * 100 < least * whole:
            yield _fault(rule, register, Origin(paths[0], None, None), part, whole, least)
        return
    for record in records(frame):
        part, whole = int(str(record[over])), int(str(record[under]))
        if part * 100 < least * whole:
            yield _fault(rule, register, origin(record), part, whole, least)


def _fault(
    rule: Rule, register: Register, place: Origin, part: int, whole: int, least: Decimal
) -> Fault:
    over, under = register.title(str(rule.numerator)), register.title(str(rule.denominator))
    rate = Decimal(part) * 100 / whole
    scope = "全表" if rule.of == "ledger" else ""
    message = f"{scope}“{over}”÷“{under}”为 {rate:.2f}%，低于 {least:f}%"
    remedy = "请核对两个数；确实不够的，请说明原因和措施"
    return Fault(place, over, message, remedy, Severity.WARNING)
