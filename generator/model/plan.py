"""Where each page goes: blocks on a grid, pages, bookmarks, the reconciliation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from generator.model.filed import EvidenceFile


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
