"""``amount_order``: more was passed on than came in (expenditure > allocated > received)."""

from collections.abc import Iterator
from itertools import combinations, pairwise

import polars as pl

from generator.ledgers.read.schema import Rule
from generator.ledgers.read.table import Record
from generator.ledgers.rules.figures import shown
from generator.ledgers.rules.register import Context, Fault, Register, origin, records


def check(rule: Rule, register: Register, _context: Context) -> Iterator[Fault]:
    """Report each filled figure that is greater than the filled one named before it."""
    frame = register.rows(when=rule.when)
    disordered = pl.any_horizontal(
        (pl.col(first) < pl.col(second)).fill_null(value=False)
        for first, second in combinations(rule.columns, 2)
    )
    for record in records(frame.filter(disordered)):
        filled = [key for key in rule.columns if record[key] is not None]
        for first, second in pairwise(filled):
            if _number(record, second) > _number(record, first):
                more, less = (_said(register, record, key) for key in (second, first))
                message = f"{more}大于{less}"
                remedy = "请对照凭证核对这两个数"
                yield Fault(origin(record), register.title(second), message, remedy)


def _number(record: Record, key: str) -> int:
    number = record[key]
    assert isinstance(number, int)
    return number


def _said(register: Register, record: Record, key: str) -> str:
    column = register.schema.column(key)
    return f"“{column.title}”（{shown(_number(record, key), column.kind)}）"
