"""A document that is there and cannot become pages: its converter has said why."""

from collections.abc import Iterator

from generator.model import Severity, Unbindable
from generator.verdict.checks.case import Case, Remark


def check(code: str, case: Case) -> Iterator[Remark]:
    """Yield one remark for each of the item's files whose conversion failed with this code."""
    for bound in case.files:
        reason = bound.conversion
        if isinstance(reason, Unbindable) and reason.code == code:
            yield Remark(
                Severity.ERROR, reason.message, reason.remedy, bound.file.path, bound.file.event
            )
