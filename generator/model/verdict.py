"""The verdict on items, groups and units, derived from files and findings."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from generator.model.asked import Checklist, Group, Item
from generator.model.filed import Conversion, EventFolder, EvidenceFile, Ignored, Leaves
from generator.model.finding import Finding, Severity
from generator.model.unit import Exemption, Person, Unit


class Status(StrEnum):
    """The verdict on an item, derived from its findings."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    MISSING = "missing"
    DISPUTED = "disputed"
    NOT_APPLICABLE = "not_applicable"

    @property
    def label(self) -> str:
        """The word that a clerk reads."""
        return STATUS_LABELS[self]


STATUS_LABELS: Mapping["Status", str] = {
    Status.COMPLETE: "已齐",
    Status.PARTIAL: "部分",
    Status.MISSING: "缺",
    Status.DISPUTED: "待核",
    Status.NOT_APPLICABLE: "不适用",
}


@dataclass(frozen=True, slots=True)
class BoundFile:
    """A filed document together with its pages, or with the reason why it has none."""

    file: EvidenceFile
    conversion: Conversion

    @property
    def leaves(self) -> Leaves | None:
        """The pages, when there are any."""
        return self.conversion if isinstance(self.conversion, Leaves) else None

    @property
    def pages(self) -> int:
        """How many pages the document has in the binder."""
        return len(self.conversion.pages) if isinstance(self.conversion, Leaves) else 0


@dataclass(frozen=True, slots=True)
class ItemAssessment:
    """One item of the checklist for one unit: what is there and what was found."""

    item: Item
    owner: str
    person: Person | None
    due: dt.date
    exemption: Exemption | None
    files: tuple[BoundFile, ...]
    events: tuple[EventFolder, ...]
    findings: tuple[Finding, ...]

    @property
    def gaps(self) -> tuple[Finding, ...]:
        """The findings that get a slip page."""
        return tuple(finding for finding in self.findings if finding.is_gap)

    @property
    def pages(self) -> int:
        """How many pages of evidence the item has."""
        return sum(file.pages for file in self.files)

    @property
    def status(self) -> Status:
        """Missing: nothing bound; partial: gaps; disputed: other errors; complete: none."""
        if self.exemption is not None:
            return Status.NOT_APPLICABLE
        if self.gaps:
            return Status.PARTIAL if self.pages else Status.MISSING
        if any(finding.severity is Severity.ERROR for finding in self.findings):
            return Status.DISPUTED
        return Status.COMPLETE


@dataclass(frozen=True, slots=True)
class GroupAssessment:
    """A group of the checklist with the items that apply to the unit's level."""

    group: Group
    items: tuple[ItemAssessment, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """The verdict on a unit: every item, every file under no item, every finding."""

    unit: Unit
    checklist: Checklist
    as_of: dt.date
    groups: tuple[GroupAssessment, ...]
    unassigned: tuple[EvidenceFile, ...]
    ignored: tuple[Ignored, ...]
    findings: tuple[Finding, ...]

    @property
    def items(self) -> tuple[ItemAssessment, ...]:
        """All items in binder order."""
        return tuple(item for group in self.groups for item in group.items)

    @property
    def gaps(self) -> tuple[Finding, ...]:
        """All findings that get a slip page, in binder order."""
        return tuple(finding for item in self.items for finding in item.gaps)

    @property
    def gap_count(self) -> int:
        """How many things are absent, under an item or under none (an unreadable folder)."""
        return sum(1 for finding in self.findings if finding.is_gap)

    @property
    def complete(self) -> bool:
        """Whether nothing is absent and every item is complete or does not apply."""
        done = (Status.COMPLETE, Status.NOT_APPLICABLE)
        return not self.gap_count and all(item.status in done for item in self.items)
