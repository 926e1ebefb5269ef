"""The rules that need no ledger: each is a module with one function, listed here by finding code.

A check looks at one item (its files, events and what is asked) and yields remarks; the runner
stamps them with the code and the item. To add a rule: one module, one line, one test.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from generator.model import UNBINDABLE_CODES, Finding, Severity
from generator.verdict.checks import (
    duplicate_file,
    missing,
    noted,
    out_of_window,
    overdue,
    pack_incomplete,
    too_few,
    unbindable,
)
from generator.verdict.checks.case import Case, Remark

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
        try:
            findings.extend([remark.as_finding(code, case.item.id) for remark in check(seen)])
        except Exception:  # names and dates come from outside: the other checks go on
            findings.append(_not_done(code, case.item.id))
    return tuple(findings)


def _not_done(code: str, item: str) -> Finding:
    message = f"这项指标的一项检查（{code}）没能做完"
    remedy = "请按清单逐件核对；并请把这个文件夹里的文件名报给维护人员。"
    return Finding("not-looked-at", Severity.WARNING, item, message, remedy)


__all__ = ["ITEM_CHECKS", "Case", "Check", "Remark", "run_checks"]
