"""The nouns: what the office asks for, what was filed, what was found, and where each page goes.

Frozen dataclasses, tuples instead of lists. Verdicts (status, counts, completeness) are derived
from the parts and never stored.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

# --------------------------------------------------------------------------- what is asked for


class Level(StrEnum):
    """The level of an assessed unit, as the checklist writes it (省 / 州 / 县)."""

    PROVINCE = "省"
    PREFECTURE = "州"
    COUNTY = "县"


class Source(StrEnum):
    """Where a requirement comes from: stated, implied, public material, or only proposed."""

    STATED = "S"
    IMPLIED = "S+"
    PUBLIC = "P"
    UNVERIFIED = "U"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A spot in a configuration file; line and column count from 1."""

    path: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an event pack (通知, 签到 …): names that reveal it, or any picture."""

    name: str
    words: tuple[str, ...]
    pictures: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """How much evidence an item needs; zero or empty means that this is not asked."""

    files: int = 0
    events: int = 0
    parts: tuple[str, ...] = ()
    per_row_of: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the checklist. ``id`` is text: ``1.10`` is not ``1.1``."""

    id: str
    title: str
    owner: str
    levels: tuple[Level, ...]
    kinds: tuple[str, ...]
    need: Need
    ledgers: tuple[str, ...]
    prove: str
    retention: str | None
    due: dt.date
    windowed: bool
    source: Source
    enabled: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Group:
    """One indicator (organization, talent exchange …) and its items."""

    id: str
    title: str
    owner: str
    items: tuple[Item, ...]
    bonus: bool = False
    negative: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """The assessment year: evidence dated outside it does not count. Both days are included."""

    start: dt.date
    end: dt.date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, dt.date) and self.start <= day <= self.end


@dataclass(frozen=True, slots=True)
class Checklist:
    """A validated profile: groups of items, and the vocabulary they refer to."""

    profile: str
    title: str
    year: str
    window: Window
    groups: tuple[Group, ...]
    kinds: Mapping[str, str]
    parts: Mapping[str, Part]
    ledgers: Mapping[str, str]
    path: str

    @property
    def items(self) -> tuple[Item, ...]:
        """All items in binder order."""
        return tuple(item for group in self.groups for item in group.items)


# ------------------------------------------------------------------------------- who is assessed


@dataclass(frozen=True, slots=True)
class Person:
    """Who is responsible at a department, and how to reach them."""

    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class Exemption:
    """Why an item does not apply to a unit, and who decided so (both are required)."""

    reason: str
    decided_by: str
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """What a unit's own file changes for one item."""

    owner: str | None = None
    due: dt.date | None = None
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class TypedFigure:
    """A number that a unit typed, as written, and where it took it from.

    Either ``document`` (a file name, or a path inside the unit's folder, with its ``page`` counted
    from 1) or ``typed_by`` is set: no number without its source.
    """

    value: Decimal
    unit: str
    document: str | None = None
    page: int | None = None
    typed_by: str | None = None
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """An assessed county or prefecture, from its ``county.yaml``."""

    id: str
    name: str
    level: Level
    office: str
    partner: str
    people: Mapping[str, Person]
    not_applicable: Mapping[str, Exemption]
    overrides: Mapping[str, Override]
    folder: Path
    path: str
    figures: Mapping[str, TypedFigure] = field(default_factory=dict)


# --------------------------------------------------------------------------------- what was filed


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says about itself by its name, or what ``目录.yaml`` says about it."""

    title: str
    date: dt.date | None = None
    doc_number: str | None = None
    issuer: str | None = None
    point: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """One filed document. ``path`` is relative to the workspace, with forward slashes."""

    path: str
    absolute: Path
    size: int
    sha256: str
    item: str | None
    event: str | None
    metadata: Metadata

    @property
    def name(self) -> str:
        """The file's own name with its extension."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class EventFolder:
    """A sub-folder of an item: one meeting or visit. ``name`` is what its files' ``event`` says."""

    item: str
    name: str
    metadata: Metadata
    path: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """An entry that is not evidence (temporary, hidden, a link that leads outside), and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Filing:
    """Everything found in one unit's folder, in binder order; nothing is left out.

    ``reference`` are registers that others are checked against; they are read and never bound.
    """

    files: tuple[EvidenceFile, ...]
    events: tuple[EventFolder, ...]
    ignored: tuple[Ignored, ...]
    findings: tuple["Finding", ...] = ()
    reference: tuple[EvidenceFile, ...] = ()

    def of(self, item_id: str | None) -> tuple[EvidenceFile, ...]:
        """The files that stand under an item (``None``: under no item)."""
        return tuple(file for file in self.files if file.item == item_id)


# ------------------------------------------------------------------------------------- conversion


@dataclass(frozen=True, slots=True)
class Leaf:
    """One PDF page of evidence as a reader sees it: size in PDF points after rotation."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Leaves:
    """A document's PDF pages. ``pdf`` is the source itself or a converted copy in the cache."""

    pdf: Path
    pages: tuple[Leaf, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unbindable:
    """Why a document cannot become pages; ``code`` is one of the finding codes."""

    code: str
    message: str
    remedy: str


Conversion = Leaves | Unbindable


# ---------------------------------------------------------------------------------------- verdict


class Severity(StrEnum):
    """``error``: the item cannot be called complete; ``warning``: look at it; ``info``: know it."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


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
    }
)

#: Gaps where the file is there but cannot be bound.
UNBINDABLE_CODES = frozenset(
    {"unreadable", "encrypted", "empty-file", "unsupported-type", "conversion-failed"}
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault or remark; ``row`` counts from 1 as Excel shows it, ``column`` is a title."""

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

    @property
    def is_gap(self) -> bool:
        """Whether something that the binder should hold is absent from it."""
        return self.severity is Severity.ERROR and self.code in GAP_CODES


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


# ------------------------------------------------------------------------------------------- plan


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph in a box of fixed height; ``role`` names its style in ``layout.yaml``."""

    text: str
    role: str
    height: float  # mm
    heading: int = 0  # 1 to 3: an outline level in Word; 0: body text


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; ``link`` is the anchor of the page that it leads to."""

    text: str
    link: str | None = None
    align: str = "left"  # left, center or right


@dataclass(frozen=True, slots=True)
class Row:
    """A table row of fixed height; ``style``: normal, head, group or gap."""

    cells: tuple[Cell, ...]
    height: float  # mm
    style: str = "normal"


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table on a fixed grid; widths in mm, the first row may be a head row."""

    widths: tuple[float, ...]
    rows: tuple[Row, ...]
    role: str = "cell"
    ruled: bool = True

    @property
    def height(self) -> float:
        """Total height in mm."""
        return sum(row.height for row in self.rows)


@dataclass(frozen=True, slots=True)
class Space:
    """Vertical white space."""

    height: float  # mm


Block = Text | Table | Space


class PageKind(StrEnum):
    """What a page of the binder is; the reconciliation counts by it."""

    COVER = "cover"
    CONTENTS = "contents"
    COMPLETION = "completion"
    DIVIDER = "divider"
    FIGURES = "figures"
    ITEM_SHEET = "item-sheet"
    EVIDENCE = "evidence"
    SLIP = "slip"
    UNASSIGNED = "unassigned"
    GAP_LIST = "gap-list"
    CONSISTENCY = "consistency"
    RECONCILIATION = "reconciliation"
    CLOSING = "closing"
    BLANK = "blank"

    @property
    def numbered(self) -> bool:
        """Cover, contents, dividers, closing sheet and blanks carry no number (archive habit)."""
        return self not in UNNUMBERED


UNNUMBERED = frozenset(
    {PageKind.COVER, PageKind.CONTENTS, PageKind.DIVIDER, PageKind.CLOSING, PageKind.BLANK}
)


@dataclass(frozen=True, slots=True)
class LeafRef:
    """Which page of which document stands here; ``index`` counts from 0."""

    file: EvidenceFile
    pdf: Path
    index: int


@dataclass(frozen=True, slots=True)
class Page:
    """One side of a sheet. ``index`` counts sides from 1: odd sides are right-hand pages."""

    index: int
    number: int | None
    kind: PageKind
    width: float  # mm, as a reader sees it
    height: float  # mm
    label: str
    anchors: tuple[str, ...] = ()
    item: str | None = None
    blocks: tuple[Block, ...] = ()
    leaf: LeafRef | None = None
    single_sided: bool = False

    @property
    def right_hand(self) -> bool:
        """Whether this side faces up when the binder lies open with its binding on the left."""
        return self.single_sided or self.index % 2 == 1

    @property
    def landscape(self) -> bool:
        """Whether the page is wider than high."""
        return self.width > self.height


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An outline entry; ``level`` counts from 0."""

    title: str
    level: int
    page: int


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What was listed against what the plan holds; counted from two different sides."""

    listed: int
    bound: int
    missing: int
    unbindable: int
    not_applicable: int
    unassigned: int
    source_pages: int
    pages_by_kind: Mapping[PageKind, int] = field(default_factory=dict)

    @property
    def total_pages(self) -> int:
        """All sides of the binder."""
        return sum(self.pages_by_kind.values())

    @property
    def balanced(self) -> bool:
        """Every listed entry is in the binder, on a slip or on a list; no evidence page is lost."""
        entries = self.bound + self.missing + self.unbindable
        entries += self.not_applicable + self.unassigned
        pages = self.pages_by_kind.get(PageKind.EVIDENCE, 0)
        return self.listed == entries and self.source_pages == pages


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole pagination, computed before anything is drawn.

    ``marking`` is a word printed on every page (内部资料), or nothing.
    """

    title: str
    pages: tuple[Page, ...]
    bookmarks: tuple[Bookmark, ...]
    reconciliation: Reconciliation
    marking: str = ""

    def stamp(self, page: Page) -> str:
        """What is printed at a page's top outer corner: its number, and a marking inside of it."""
        number = "" if page.number is None else str(page.number)
        parts = (self.marking, number) if page.right_hand else (number, self.marking)
        return "  ".join(part for part in parts if part)

    def page_of(self, anchor: str) -> Page:
        """The page that carries an anchor.

        Raises:
            KeyError: no page carries it.
        """
        for page in self.pages:
            if anchor in page.anchors:
                return page
        raise KeyError(anchor)
