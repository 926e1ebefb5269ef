"""Dates in the wrong order, outside the assessment year, and periods of the wrong length."""

from __future__ import annotations  # polars is loaded where rows are at hand

import datetime as dt
from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from generator.ledgers.read.schema import Kind, Rule
from generator.ledgers.read.table import Record, last_of
from generator.ledgers.rules.declaration import DATES, declared
from generator.ledgers.rules.figures import shown
from generator.ledgers.rules.register import Context, Fault, Register, origin, records
from generator.model import Severity

if TYPE_CHECKING:
    import polars as pl


@declared(
    "date_order",
    "date-order",
    "日期先后：{columns_in_order}",
    needs="columns",
    may="when",
    least=2,
    columns=DATES,
)
def date_order(rule: Rule, register: Register, _context: Context) -> Iterator[Fault]:
    """Report each pair of neighbouring filled dates in the wrong order; gaps are passed over.

    A date of which only the month is stated may be any day of that month.
    """
    import polars as pl

    frame = register.rows(when=rule.when)
    disordered = pl.any_horizontal(
        (pl.col(first) > pl.col(last_of(second))).fill_null(value=False)
        for first, second in combinations(rule.columns, 2)
    )
    for record in records(frame.filter(disordered)):
        filled = [key for key in rule.columns if record[key] is not None]
        for first, second in pairwise(filled):
            if _day(record, first) > _day(record, last_of(second)):
                titles = register.title(first), register.title(second)
                message = f"“{titles[1]}”（{record[second]}）早于“{titles[0]}”（{record[first]}）"
                remedy = "请对照文件原件核对这两个日期"
                yield Fault(origin(record), titles[1], message, remedy)


def _day(record: Record, key: str) -> dt.date:
    day = record[key]
    assert isinstance(day, dt.date)
    return day


@declared(
    "in_window",
    "out-of-window",
    "“{columns}”应当在考核年度内",
    needs="columns",
    may="when",
    most=2,
    columns=DATES,
)
def in_window(rule: Rule, register: Register, context: Context) -> Iterator[Fault]:
    """Report each row whose date, or whose whole period, lies outside the window."""
    import polars as pl

    start, end = rule.columns[0], rule.columns[-1]
    window = context.window
    too_late = pl.col(start) > window.end
    too_early = pl.col(last_of(end)) < window.start
    outside = too_late.fill_null(value=False) | too_early.fill_null(value=False)
    for record in records(register.rows(when=rule.when).filter(outside)):
        late = record[start] is not None and str(record[start]) > window.end.isoformat()
        key = start if late else end
        title = register.title(key)
        message = f"“{title}”（{record[key]}）不在考核年度（{window.start} 至 {window.end}）内"
        remedy = "请核对日期；不是本年度的，不能算在本年度"
        yield Fault(origin(record), title, message, remedy)


@declared(
    "days_at_least",
    "ledger-bad-value",
    "{columns_in_order}不少于规定天数：{limits}",
    needs="columns",
    may="at_least setting when",
    least=2,
    most=2,
    columns=DATES,
)
def days_at_least(rule: Rule, register: Register, context: Context) -> Iterator[Fault]:
    """Report every period with fewer days than the threshold; both ends count (a warning)."""
    import polars as pl

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


@declared(
    "months_within",
    "total-mismatch",
    "“{column}”不能多于{columns_in_order}之间的月数",
    needs="column columns",
    may="when",
    least=2,
    most=2,
    column=(Kind.INTEGER, Kind.NUMBER),
    columns=DATES,
)
def months_within(rule: Rule, register: Register, context: Context) -> Iterator[Fault]:
    """Report every stated number of months that no way of counting the period can give.

    Each month that the period touches counts as a whole one; an open end lasts to the day on
    which the unit is assessed.
    """
    import polars as pl

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
    import polars as pl

    return pl.max_horizontal(pl.lit(as_of), pl.col(start))
