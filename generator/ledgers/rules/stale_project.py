"""``stale_project``: a project of an earlier year that is still open or not reimbursed."""

from collections.abc import Iterator

import polars as pl

from generator.ledgers.read.schema import Kind, Rule
from generator.ledgers.rules.figures import shown
from generator.ledgers.rules.register import Context, Fault, Register, origin, records
from generator.model import Severity


def check(rule: Rule, register: Register, context: Context) -> Iterator[Fault]:
    """Report each project of a year before the window that lacks a date or reimbursement.

    ``less`` (the retention money) is not yet due and is taken off the denominator. A warning.
    """
    over, under = str(rule.numerator), str(rule.denominator)
    frame = register.rows(str(rule.column), *rule.columns, over, under)
    kept = pl.col(rule.less).fill_null(0) if rule.less else pl.lit(0)
    open_amount = (pl.col(under) - kept - pl.col(over)).fill_null(0).alias("@open")
    earlier = frame.filter(pl.col(str(rule.column)) < context.window.start.year)
    for record in records(earlier.with_columns(open_amount)):
        lacks = [f"没有“{register.title(k)}”" for k in rule.columns if register.is_empty(record, k)]
        open_fen = int(str(record["@open"]))
        if open_fen > 0:
            lacks.append(f"还有 {shown(open_fen, Kind.AMOUNT)}没有报账")
        if lacks:
            said = register.shown(record, register.schema.key)
            year = record[str(rule.column)]
            message = f"{year} 年的项目（{said}）{'，'.join(lacks)}"
            remedy = "请抓紧完工、验收、报账并补填；已办结的请补填日期和金额"
            title = register.title(str(rule.column))
            yield Fault(origin(record), title, message, remedy, Severity.WARNING)
