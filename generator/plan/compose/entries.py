"""What stands behind an item sheet, in order: each document, and a slip where one is absent."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model import (
    UNBINDABLE_CODES,
    Assessment,
    BoundFile,
    EventFolder,
    Finding,
    ItemAssessment,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A document with its pages, or the slip that holds the place of an absent one."""

    event: EventFolder | None
    file: BoundFile | None = None
    gap: Finding | None = None
    anchor: str = ""


def entries(item: ItemAssessment) -> tuple[Entry, ...]:
    """All entries of an item: loose files first, then each event with what its pack lacks.

    An unbindable document is replaced by its slip; gaps of the item as a whole come last.
    """
    found = [*_of_event(item, None)]
    for event in item.events:
        found += _of_event(item, event)
    placed = {id(entry.gap) for entry in found}
    rest = (gap for gap in item.gaps if id(gap) not in placed)
    found += [Entry(None, gap=gap, anchor=gap_anchor(item, gap)) for gap in rest]
    return tuple(found)


def gap_anchor(item: ItemAssessment, gap: Finding) -> str:
    """The anchor of a gap's slip page."""
    at = next(at for at, other in enumerate(item.gaps) if other is gap)
    return f"gap:{item.item.id}:{at}"


def file_anchor(path: str) -> str:
    """The anchor of a document's first page."""
    return f"file:{path}"


def stray_gaps(assessment: Assessment) -> tuple[Finding, ...]:
    """Gaps that stand under no item, such as a folder that cannot be opened."""
    return tuple(f for f in assessment.findings if f.is_gap and _asked(assessment, f) is None)


def _asked(assessment: Assessment, finding: Finding) -> str | None:
    return next((i.item.id for i in assessment.items if i.item.id == finding.item), None)


def _of_event(item: ItemAssessment, event: EventFolder | None) -> Iterator[Entry]:
    name = event.name if event else None
    for bound in item.files:
        if bound.file.event == name:
            yield _entry(item, event, bound)
    if event is not None:
        files = {bound.file.path for bound in item.files}
        for gap in item.gaps:
            if gap.event == name and not (gap.path in files and gap.code in UNBINDABLE_CODES):
                yield Entry(event, gap=gap, anchor=gap_anchor(item, gap))


def _entry(item: ItemAssessment, event: EventFolder | None, bound: BoundFile) -> Entry:
    if bound.leaves is not None:
        return Entry(event, file=bound, anchor=file_anchor(bound.file.path))
    gap = next(
        gap for gap in item.gaps if gap.path == bound.file.path and gap.code in UNBINDABLE_CODES
    )
    return Entry(event, file=bound, gap=gap, anchor=gap_anchor(item, gap))
