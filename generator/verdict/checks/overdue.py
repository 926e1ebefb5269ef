"""A due date that has passed while something is still absent."""

from collections.abc import Iterator

from generator.model import Severity
from generator.verdict.checks.case import Case, Remark


def check(case: Case) -> Iterator[Remark]:
    """Yield one remark when the item has gaps and its due date lies before ``as_of``."""
    late = (case.as_of - case.due).days
    if late > 0 and any(finding.is_gap for finding in case.findings):
        yield Remark(
            Severity.WARNING,
            f"应于 {case.due} 前补齐，已逾期 {late} 天",
            "请立即联系责任单位补报。",
        )
