"""What should have been brought to an end: projects of earlier years, findings of inspections."""

import datetime as dt
from collections.abc import Iterator

from generator.ledgers.read.schema import Kind, Rule
from generator.ledgers.read.table import last_of
from generator.ledgers.rules.declaration import DATES, declared
from generator.ledgers.rules.figures import shown
from generator.ledgers.rules.register import Context, Fault, Register, origin, records
from generator.model import Severity


@declared(
    "stale_project",
    "stale-project",
    "以前年度的项目应已完工（{columns}）并报账完毕",
    needs="column columns numerator denominator",
    may="less",
    column=(Kind.INTEGER,),
    columns=DATES,
    numerator=(Kind.AMOUNT,),
    denominator=(Kind.AMOUNT,),
)
def stale_project(rule: Rule, register: Register, context: Context) -> Iterator[Fault]:
    """Report each project of a year before the window that lacks a date or reimbursement.

    ``less`` (the retention money) is not yet due and is taken off the denominator. A warning.
    """
    import polars as pl

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


@declared(
    "closed_with_proof",
    "open-rectification",
    "问题应销号（“{column}”），销号必须有“{proof}”",
    needs="column proof due",
    column=DATES,
)
def closed_with_proof(rule: Rule, register: Register, context: Context) -> Iterator[Fault]:
    """Report every open row (an error once its due date has passed), and closing without proof."""
    import polars as pl

    closed, proof, due = str(rule.column), str(rule.proof), str(rule.due)
    frame = register.rows(closed, proof)
    unfinished = frame.filter(pl.col(closed).is_null() | pl.col(proof).is_null())
    for record in records(unfinished):
        if record[closed] is not None:
            message = f"已销号（{record[closed]}），但没有填“{register.title(proof)}”"
            remedy = "请补上印证整改到位的材料，并填编号"
            yield Fault(origin(record), register.title(proof), message, remedy)
            continue
        if not register.is_empty(record, closed):
            continue
        limit = record[last_of(due)]
        running = isinstance(limit, dt.date) and limit >= context.as_of
        when = f"，时限 {record[due]}" + ("" if running else " 已过") if limit else ""
        message = f"问题还没有销号{when}"
        remedy = "请尽快整改到位，经核验后填销号日期和佐证编号"
        severity = Severity.WARNING if running else Severity.ERROR
        yield Fault(origin(record), register.title(closed), message, remedy, severity)
