"""``required_when``: a column that must be filled in when another says so."""

from collections.abc import Iterator

import polars as pl

from generator.ledgers.read.schema import Rule
from generator.ledgers.rules.register import Context, Fault, Register, origin, records


def check(rule: Rule, register: Register, _context: Context) -> Iterator[Fault]:
    """Report every row that meets the condition and leaves the column empty."""
    key = str(rule.column)
    frame = register.rows(*(rule.when or {}), when=rule.when)
    said = "、".join(
        f"“{register.title(name)}”为{'或'.join(values)}"
        for name, values in (rule.when or {}).items()
    )
    for record in records(frame.filter(pl.col(key).is_null())):
        if not register.is_empty(record, key):
            continue
        title = register.title(key)
        message = f"{said}时，“{title}”必须填写"
        yield Fault(origin(record), title, message, "请补填；表里没有这一列的，请加上")
