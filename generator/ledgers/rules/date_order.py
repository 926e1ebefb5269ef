"""``date_order``: a later step that is dated before an earlier one."""

import datetime as dt
from collections.abc import Iterator
from itertools import combinations, pairwise

import polars as pl

from generator.ledgers.read.schema import Rule
from generator.ledgers.read.table import Record, last_of
from generator.ledgers.rules.register import Context, Fault, Register, origin, records


def check(rule: Rule, register: Register, _context: Context) -> Iterator[Fault]:
    """Report each pair of neighbouring filled dates in the wrong order; gaps are passed over.

    A date of which only the month is stated may be any day of that month.
    """
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
