"""One fault or remark, and which faults stand for something absent from the binder."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """``error``: the item cannot be called complete; ``warning``: look at it; ``info``: know it."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


#: The words that a clerk reads.
SEVERITY_LABELS = {Severity.ERROR: "错误", Severity.WARNING: "注意", Severity.INFO: "说明"}

#: Findings that stand for something absent from the binder: each gets one slip page.
GAP_CODES = frozenset(
    {
        "missing",
        "too-few",
        "pack-incomplete",
        "row-without-file",
        "unreadable",
        "encrypted",
        "empty-file",
        "unsupported-type",
        "conversion-failed",
        "over-limit",
        "classified",
        "not-looked-at",
    }
)


#: Gaps where the file is there but cannot be bound.
UNBINDABLE_CODES = frozenset(
    {
        "unreadable",
        "encrypted",
        "empty-file",
        "unsupported-type",
        "conversion-failed",
        "over-limit",
        "classified",
        "not-looked-at",
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault or remark; ``row`` counts from 1 as Excel shows it, ``column`` is a title.

    Of what was found before printing, ``pages`` are those of the document from 1, or the sides of
    the volume where the finding has no ``path``; ``printed`` are the page numbers on them.
    """

    code: str
    severity: Severity
    item: str | None
    message: str
    remedy: str
    path: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    event: str | None = None
    volume: int | None = None
    pages: tuple[int, ...] = ()
    printed: tuple[str, ...] = ()

    @property
    def is_gap(self) -> bool:
        """Whether something that the binder should hold is absent from it."""
        return self.severity is Severity.ERROR and self.code in GAP_CODES
