"""The checks that need no ledger: each is declared with its function, in the module of its theme.

A check looks at one item (its files, events and what is asked) and yields remarks; the runner
stamps them with the code and the item. To add one: a declared function, a line here, a test.
"""

from collections.abc import Mapping

from generator.model import UNBINDABLE_CODES, Finding, Severity
from generator.verdict.checks import asked, filed
from generator.verdict.checks.case import Case, Check, Remark

#: In the order in which a clerk should read them; ``overdue`` looks at the gaps found before it.
ITEM_CHECKS: Mapping[str, Check] = {
    check.code: check
    for check in (
        asked.missing,
        asked.too_few,
        asked.pack_incomplete,
        *(filed.unbindable(code) for code in sorted(UNBINDABLE_CODES)),
        filed.conversion_note,
        filed.redaction_not_applied,
        filed.out_of_window,
        filed.duplicate_file,
        asked.overdue,
    )
}


def run_checks(case: Case) -> tuple[Finding, ...]:
    """Run every check on one item, in registry order."""
    findings: list[Finding] = list(case.findings)
    for code, check in ITEM_CHECKS.items():
        seen = case.having(tuple(findings))
        try:
            findings.extend([remark.as_finding(code, case.item.id) for remark in check.look(seen)])
        except Exception:  # names and dates come from outside: the other checks go on
            findings.append(_not_done(code, case.item.id))
    return tuple(findings)


def _not_done(code: str, item: str) -> Finding:
    message = f"这项指标的一项检查（{code}）没能做完"
    remedy = "请按清单逐件核对；并请把这个文件夹里的文件名报给维护人员。"
    return Finding("not-looked-at", Severity.WARNING, item, message, remedy)


__all__ = ["ITEM_CHECKS", "Case", "Check", "Remark", "run_checks"]
