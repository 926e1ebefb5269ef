"""``closed_with_proof``: a finding of an earlier inspection not closed, or closed without proof."""

import datetime as dt
from collections.abc import Iterator

import polars as pl

from generator.ledgers.read.schema import Rule
from generator.ledgers.read.table import last_of
from generator.ledgers.rules.register import Context, Fault, Register, origin, records
from generator.model import Severity


def check(rule: Rule, register: Register, context: Context) -> Iterator[Fault]:
    """Report every open row (an error once its due date has passed), and closing without proof."""
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
