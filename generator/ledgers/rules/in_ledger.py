"""``in_ledger``: a beneficiary is not in the register that everyone of them must be in."""

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
from generator.model import Severity


def absent(rule: Rule, register: Register, context: Context) -> pl.DataFrame | None:
    """The rows whose key the other register lacks; ``None`` if that was not filed or not read."""
    other = context.other(rule, *rule.match)
    if other is None:
        return None
    names = key_names(rule.columns)
    own = comparable(register.rows(when=rule.when), register.schema, rule.columns)
    theirs = comparable(other.rows(when=rule.other), other.schema, rule.match)
    return own.join(theirs.select(names), on=names, how="anti", maintain_order="left")


def check(rule: Rule, register: Register, context: Context) -> Iterator[Fault]:
    """Report every row whose key is not in the other register (a warning: look it up)."""
    missing = absent(rule, register, context)
    if missing is None:
        return
    titles = "、".join(register.title(key) for key in rule.columns)
    name = context.registers[str(rule.ledger)].schema.name
    for record in records(missing):
        said = register.shown(record, rule.columns)
        message = f"“{titles}”（{said}）不在{name}里"
        remedy = "请核对号码；不是名册里的人，不能算作带动或惠及的贫困人口"
        column = register.title(rule.columns[0])
        yield Fault(origin(record), column, message, remedy, Severity.WARNING)
