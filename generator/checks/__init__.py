"""The rules that need no ledger: each is a module with one function, listed here by finding code.

A check looks at one item (its files, events and what is asked) and yields remarks; the runner
stamps them with the code and the item. To add a rule: one module, one line, one test.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from generator.checks import (
    duplicate_file,
    missing,
    noted,
    out_of_window,
    overdue,
    pack_incomplete,
    too_few,
    unbindable,
)
from generator.checks.case import Case, Remark
from generator.model import UNBINDABLE_CODES, Finding

Check = Callable[[Case], Iterator[Remark]]

#: In the order in which a clerk should read them; ``overdue`` looks at the gaps found before it.
ITEM_CHECKS: Mapping[str, Check] = {
    "missing": missing.check,
    "too-few": too_few.check,
    "pack-incomplete": pack_incomplete.check,
    **{code: partial(unbindable.check, code) for code in sorted(UNBINDABLE_CODES)},
    "conversion-note": noted.check,
    "out-of-window": out_of_window.check,
    "duplicate-file": duplicate_file.check,
    "overdue": overdue.check,
}


def run_checks(case: Case) -> tuple[Finding, ...]:
    """Run every check on one item, in registry order."""
    findings: list[Finding] = list(case.findings)
    for code, check in ITEM_CHECKS.items():
        seen = case.having(tuple(findings))
        findings.extend(remark.as_finding(code, case.item.id) for remark in check(seen))
    return tuple(findings)


__all__ = ["ITEM_CHECKS", "Case", "Check", "Remark", "run_checks"]
