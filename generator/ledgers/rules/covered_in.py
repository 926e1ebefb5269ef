"""``covered_in``: a row that another register should have a record for, and has none."""

from collections.abc import Iterator

from generator.ledgers.read.schema import Rule
from generator.ledgers.rules.in_ledger import absent
from generator.ledgers.rules.register import Context, Fault, Register, origin, records
from generator.model import Severity


def check(rule: Rule, register: Register, context: Context) -> Iterator[Fault]:
    """Report every row without a record in the other register (a warning)."""
    missing = absent(rule, register, context)
    if missing is None:
        return
    titles = "、".join(register.title(key) for key in rule.columns)
    name = context.registers[str(rule.ledger)].schema.name
    for record in records(missing):
        said = register.shown(record, rule.columns)
        message = f"{name}里没有“{titles}”为{said}的记录"
        column = register.title(rule.columns[0])
        remedy = f"请在{name}里补登；确实没有的，请核实后说明"
        yield Fault(origin(record), column, message, remedy, Severity.WARNING)
