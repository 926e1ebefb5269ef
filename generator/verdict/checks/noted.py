"""What a converter wants looked at: a document was bound, and something about it was unusual."""

from collections.abc import Iterator

from generator.model import Severity
from generator.verdict.checks.case import Case, Remark


def check(case: Case) -> Iterator[Remark]:
    """Yield one remark for each note of each bound document (hidden sheets, a rescued PDF …)."""
    for bound in case.files:
        for note in bound.leaves.notes if bound.leaves else ():
            yield Remark(
                Severity.WARNING,
                note,
                "请对照原件核对装订出来的页面。",
                bound.file.path,
                bound.file.event,
            )
