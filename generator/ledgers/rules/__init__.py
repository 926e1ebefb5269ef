"""The rules of ledgers: each is declared with its function, in the module of its theme."""

from collections.abc import Mapping

from generator.ledgers.rules import (
    amounts,
    check_digits,
    dates,
    documents,
    duplicates,
    rosters,
    single_cells,
    unfinished,
)
from generator.ledgers.rules.declaration import RuleKind

#: The closed vocabulary, in the order in which editors offer it.
RULES: Mapping[str, RuleKind] = {
    kind.name: kind
    for kind in (
        duplicates.unique,
        duplicates.excludes,
        rosters.in_ledger,
        rosters.covered_in,
        check_digits.id_check_digit,
        check_digits.uscc_check_digit,
        dates.date_order,
        amounts.amount_order,
        single_cells.within_range,
        single_cells.one_of,
        single_cells.required_when,
        dates.days_at_least,
        dates.months_within,
        dates.in_window,
        amounts.totals,
        rosters.roster_equals,
        amounts.percent_of,
        amounts.share_at_least,
        documents.row_document,
        unfinished.stale_project,
        unfinished.closed_with_proof,
    )
}

__all__ = ["RULES"]
