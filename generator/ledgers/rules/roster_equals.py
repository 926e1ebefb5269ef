"""``roster_equals``: a stated number of people that differs from the names behind it."""

from collections.abc import Iterator

import polars as pl

from generator.ledgers.read.schema import Rule
from generator.ledgers.rules.register import (
    Context,
    Fault,
    Register,
    comparable,
    key_names,
    origin,
    records,
)


def check(rule: Rule, register: Register, context: Context) -> Iterator[Fault]:
    """Compare each stated number with the rows of the other register that name this row."""
    other = context.other(rule, *rule.match, *(rule.other or {}))
    if other is None:
        return
    key, names = str(rule.column), key_names(rule.columns)
    own = comparable(register.rows(when=rule.when), register.schema, rule.columns)
    theirs = comparable(other.rows(when=rule.other), other.schema, rule.match)
    counts = theirs.group_by(names).len("@rows")
    joined = own.drop_nulls([key]).join(counts, on=names, how="left", maintain_order="left")
    joined = joined.with_columns(pl.col("@rows").fill_null(0).cast(pl.Int64))
    title = register.title(key)
    for record in records(joined.filter(pl.col("@rows") != pl.col(key))):
        said = register.shown(record, rule.columns)
        message = (
            f"{said}的“{title}”填 {record[key]} 人，{other.schema.name}里有 {record['@rows']} 人"
        )
        remedy = f"请核对{other.schema.name}，逐人登记后再填人数"
        yield Fault(origin(record), title, message, remedy)
