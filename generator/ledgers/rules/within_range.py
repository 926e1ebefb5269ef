"""``range``: a figure below its minimum or above its maximum."""

from collections.abc import Iterator

import polars as pl

from generator.ledgers.read.schema import Rule
from generator.ledgers.rules.figures import shown, stored
from generator.ledgers.rules.register import Context, Fault, Register, origin, records


def check(rule: Rule, register: Register, context: Context) -> Iterator[Fault]:
    """Report every figure outside the limits; ``setting`` may replace the minimum."""
    key = str(rule.column)
    column = register.schema.column(key)
    least = context.threshold(rule)
    low = None if least is None else stored(least, column.kind)
    high = None if rule.max is None else stored(rule.max, column.kind)
    outside = pl.lit(value=False)
    if low is not None:
        outside |= pl.col(key) < low
    if high is not None:
        outside |= pl.col(key) > high
    for record in records(register.rows(when=rule.when).filter(outside)):
        value = int(str(record[key]))
        below = low is not None and value < low
        limit = low if below else high
        bound = shown(limit, column.kind) if limit is not None else ""
        message = f"“{column.title}”为 {shown(value, column.kind)}，"
        message += f"低于规定的 {bound}" if below else f"高于可能的 {bound}"
        yield Fault(origin(record), column.title, message, "请核对后填写；不够的不能计入")
