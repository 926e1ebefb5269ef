"""``one_of``: a column that does not say what it must say."""

from collections.abc import Iterator

import polars as pl

from generator.ledgers.read.schema import Kind, Rule
from generator.ledgers.rules.register import Context, Fault, Register, origin, records

_YES_NO = {"是": True, "否": False}


def check(rule: Rule, register: Register, _context: Context) -> Iterator[Fault]:
    """Report every filled cell that holds none of the values."""
    column = register.schema.column(str(rule.column))
    flag = column.kind is Kind.YES_NO
    allowed = [_YES_NO.get(value) if flag else value for value in rule.values]
    frame = register.rows(when=rule.when).drop_nulls([column.key])
    for record in records(frame.filter(~pl.col(column.key).is_in(allowed))):
        value = record[column.key]
        said = ("是" if value else "否") if flag else register.shown(record, [column.key])
        message = f"“{column.title}”填的是“{said}”，应为“{'”或“'.join(rule.values)}”"
        yield Fault(origin(record), column.title, message, "请补齐后改填，或说明原因")
