"""Run the rules of all schemas over the ledgers that a unit filed."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from generator.ledgers.read.schema import LedgerSchema, Rule
from generator.ledgers.read.table import Ledger
from generator.ledgers.rules import RULES
from generator.ledgers.rules.register import Context, Fault, Register
from generator.model import EvidenceFile, Finding, Severity, Window


def check_ledgers(
    ledgers: Mapping[str, Sequence[Ledger]],
    schemas: Mapping[str, LedgerSchema],
    *,
    documents: Mapping[str, Sequence[EvidenceFile]],
    settings: Mapping[str, Decimal | None],
    as_of: dt.date,
    window: Window,
) -> tuple[Finding, ...]:
    """All findings on ledgers: those of reading, and those of the schemas' rules.

    Args:
        ledgers: the workbooks that were read, by ledger id; a ledger may have several.
        schemas: all ledger schemas.
        documents: the evidence of each item, for rules that ask for a document per row.
        settings: thresholds by the name of the rule's ``setting``; ``None`` switches a rule off.
        as_of: the day on which the unit is assessed.
        window: the assessment year.

    Returns:
        The findings in the order of ledgers, workbooks, sheets and rows. Their item is set only
        where the rule names it (a missing document belongs to the item that asks for it).
    """
    registers = {
        key: Register(schemas[key], tuple(ledgers[key])) for key in schemas if ledgers.get(key)
    }
    context = Context(registers, documents, settings, as_of, window)
    return tuple(
        finding for register in registers.values() for finding in _register(register, context)
    )


def _register(register: Register, context: Context) -> Iterator[Finding]:
    findings = [found for ledger in register.ledgers for found in ledger.findings]
    for rule in register.schema.rules:
        findings.extend(_checked(rule, register, context))
    paths = {ledger.path: index for index, ledger in enumerate(register.ledgers)}
    sheets = {
        (ledger.path, sheet.name): index
        for ledger in register.ledgers
        for index, sheet in enumerate(ledger.sheets)
    }
    yield from sorted(
        findings,
        key=lambda found: (
            paths[str(found.path)],
            sheets.get((str(found.path), found.sheet), -1),
            found.row or 0,
        ),
    )


def _checked(rule: Rule, register: Register, context: Context) -> Iterator[Finding]:
    """What one rule finds; one that breaks over what the rows hold is told, and costs no other."""
    kind = RULES[rule.kind]
    try:
        found = [_stamped(kind.code, fault) for fault in kind.find(rule, register, context)]
    except Exception:  # rows come from outside: whatever a rule makes of them, the others run
        titles = "、".join(one.title for one in register.schema.columns if one.key in rule.used)
        message = f"台账的一项检查（{kind.code}：{titles}）没能做完"
        remedy = "请逐行核对这些列；仍不明白的，请把此文件单独报给维护人员。"
        path = register.ledgers[0].path
        yield Finding("not-looked-at", Severity.WARNING, None, message, remedy, path)
    else:
        yield from found


def _stamped(code: str, fault: Fault) -> Finding:
    return Finding(
        code,
        fault.severity,
        fault.item,
        fault.message,
        fault.remedy,
        path=fault.origin.path,
        sheet=fault.origin.sheet,
        row=fault.origin.row,
        column=fault.column,
    )
