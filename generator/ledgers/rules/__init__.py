"""The rules of ledgers: one module each, listed here with the code that its findings carry."""

from collections.abc import Callable, Iterator, Mapping

from generator.ledgers.read.schema import Rule
from generator.ledgers.rules import (
    amount_order,
    closed_with_proof,
    covered_in,
    date_order,
    days_at_least,
    excludes,
    id_check_digit,
    in_ledger,
    in_window,
    months_within,
    one_of,
    percent_of,
    required_when,
    roster_equals,
    row_document,
    share_at_least,
    stale_project,
    totals,
    unique,
    uscc_check_digit,
    within_range,
)
from generator.ledgers.rules.register import Context, Fault, Register

Check = Callable[[Rule, Register, Context], Iterator[Fault]]

#: Every kind of rule: the code of its findings, and the function that looks for them.
RULES: Mapping[str, tuple[str, Check]] = {
    "unique": ("ledger-duplicate", unique.check),
    "excludes": ("cross-ledger-duplicate", excludes.check),
    "in_ledger": ("not-in-base-list", in_ledger.check),
    "covered_in": ("row-without-file", covered_in.check),
    "id_check_digit": ("id-check-digit", id_check_digit.check),
    "uscc_check_digit": ("uscc-check-digit", uscc_check_digit.check),
    "date_order": ("date-order", date_order.check),
    "amount_order": ("amount-order", amount_order.check),
    "range": ("ledger-bad-value", within_range.check),
    "one_of": ("ledger-bad-value", one_of.check),
    "required_when": ("ledger-bad-value", required_when.check),
    "days_at_least": ("ledger-bad-value", days_at_least.check),
    "months_within": ("total-mismatch", months_within.check),
    "in_window": ("out-of-window", in_window.check),
    "totals": ("total-mismatch", totals.check),
    "roster_equals": ("total-mismatch", roster_equals.check),
    "percent_of": ("percent-mismatch", percent_of.check),
    "share_at_least": ("rate-below", share_at_least.check),
    "row_document": ("row-without-file", row_document.check),
    "stale_project": ("stale-project", stale_project.check),
    "closed_with_proof": ("open-rectification", closed_with_proof.check),
}
