"""``days_at_least``: a period that is shorter than it must be (public notice)."""

from collections.abc import Iterator

import polars as pl

from generator.ledgers.read.schema import Rule
from generator.ledgers.read.table import last_of
from generator.ledgers.rules.register import Context, Fault, Register, origin, records
from generator.model import Severity


def check(rule: Rule, register: Register, context: Context) -> Iterator[Fault]:
    """Report every period with fewer days than the threshold; both ends count (a warning)."""
    least = context.threshold(rule)
    if least is None:
        return
    start, end = rule.columns
    days = (pl.col(last_of(end)) - pl.col(start)).dt.total_days() + 1
    frame = register.rows(when=rule.when).with_columns(days.alias("@days"))
    short = frame.filter((pl.col("@days") < float(least)) & (pl.col("@days") > 0))
    titles = f"“{register.title(start)}”至“{register.title(end)}”"
    for record in records(short):
        first, last = record[start], record[end]
        message = f"{titles}（{first} 至 {last}）只有 {record['@days']} 天，少于 {least:f} 天"
        remedy = "请核对日期；确实不够的，请说明原因"
        yield Fault(origin(record), register.title(end), message, remedy, Severity.WARNING)
