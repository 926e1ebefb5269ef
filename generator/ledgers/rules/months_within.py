"""``months_within``: more months are stated than the period has."""

import datetime as dt
from collections.abc import Iterator

import polars as pl

from generator.ledgers.read.schema import Rule
from generator.ledgers.read.table import last_of
from generator.ledgers.rules.figures import shown
from generator.ledgers.rules.register import Context, Fault, Register, origin, records


def check(rule: Rule, register: Register, context: Context) -> Iterator[Fault]:
    """Report every stated number of months that no way of counting the period can give.

    Each month that the period touches counts as a whole one; an open end lasts to the day on
    which the unit is assessed.
    """
    column = register.schema.column(str(rule.column))
    start, end = rule.columns
    last = pl.col(last_of(end)).fill_null(_at_least_from(start, context.as_of))
    touched = (last.dt.year() - pl.col(start).dt.year()) * 12 + last.dt.month().cast(pl.Int32)
    touched = touched - pl.col(start).dt.month().cast(pl.Int32) + 1
    frame = register.rows(start, end, when=rule.when).with_columns(touched.alias("@months"))
    limit = pl.col("@months").cast(pl.Int64) * (column.kind.scale or 1)
    for record in records(frame.filter((pl.col("@months") > 0) & (pl.col(column.key) > limit))):
        stated = shown(int(str(record[column.key])), column.kind)
        message = f"“{column.title}”填 {stated} 个月，起止日期之间最多 {record['@months']} 个月"
        yield Fault(origin(record), column.title, message, "请核对月数和起止日期")


def _at_least_from(start: str, as_of: dt.date) -> pl.Expr:
    return pl.max_horizontal(pl.lit(as_of), pl.col(start))
