"""The binder as volumes (卷), each a pile of sheets with its own balance."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from generator.model.plan import Bookmark, Page, PageKind


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What was listed against what the plan holds; counted from two different sides.

    ``shared`` counts the pages of documents that stand on sheets with others: there are more of
    them than of the sheets.
    """

    listed: int
    bound: int
    missing: int
    unbindable: int
    not_applicable: int
    unassigned: int
    source_pages: int
    pages_by_kind: Mapping[PageKind, int] = field(default_factory=dict)
    shared: int = 0

    @property
    def total_pages(self) -> int:
        """All sides."""
        return sum(self.pages_by_kind.values())

    @property
    def balanced(self) -> bool:
        """Every listed entry is bound, on a slip or on a list; no evidence page is lost."""
        entries = self.bound + self.missing + self.unbindable
        entries += self.not_applicable + self.unassigned
        pages = self.pages_by_kind.get(PageKind.EVIDENCE, 0) + self.shared
        return self.listed == entries and self.source_pages == pages

    def __add__(self, other: "Reconciliation") -> "Reconciliation":
        return Reconciliation(
            self.listed + other.listed,
            self.bound + other.bound,
            self.missing + other.missing,
            self.unbindable + other.unbindable,
            self.not_applicable + other.not_applicable,
            self.unassigned + other.unassigned,
            self.source_pages + other.source_pages,
            dict(Counter(self.pages_by_kind) + Counter(other.pages_by_kind)),
            self.shared + other.shared,
        )


@dataclass(frozen=True, slots=True)
class Volume:
    """One volume: its sides in order, and what it holds.

    ``name`` is the stem of its files (第01卷 组织领导); ``title`` names its contents;
    ``retention`` is how long it is kept (保管期限), empty when the office has not set it.
    """

    number: int
    title: str
    name: str
    pages: tuple[Page, ...]
    bookmarks: tuple[Bookmark, ...]
    reconciliation: Reconciliation
    sheet_thickness: float = 0.1  # mm
    retention: str = ""

    @property
    def sheets(self) -> int:
        """Sheets of paper to print."""
        return sum(1 for page in self.pages if page.right_hand)

    @property
    def folded(self) -> int:
        """How many of them are A3 and folded."""
        return sum(1 for page in self.pages if page.right_hand and page.folded)

    @property
    def thickness(self) -> float:
        """Thickness of the paper in mm."""
        return (self.sheets + self.folded) * self.sheet_thickness

    @property
    def numbers(self) -> tuple[str, str]:
        """The first and the last printed page number; empty when none is printed."""
        printed = [page.printed for page in self.pages if page.number is not None]
        return (printed[0], printed[-1]) if printed else ("", "")


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole pagination, computed before anything is drawn.

    ``marking`` is a word printed on every page (内部资料), or nothing.
    """

    title: str
    volumes: tuple[Volume, ...]
    reconciliation: Reconciliation
    marking: str = ""

    @property
    def pages(self) -> tuple[Page, ...]:
        """All sides of all volumes; ``index`` counts anew in each."""
        return tuple(page for volume in self.volumes for page in volume.pages)

    def place_of(self, anchor: str) -> tuple[Volume, Page]:
        """The volume and the page that carry an anchor.

        Raises:
            KeyError: no page carries it.
        """
        for volume in self.volumes:
            for page in volume.pages:
                if anchor in page.anchors:
                    return volume, page
        raise KeyError(anchor)

    def joined(self) -> Volume:
        """All volumes one behind the other, for the screen; sides are counted through.

        A two-sided volume ends with a whole sheet, so left and right stay as they are printed.
        """
        pages: list[Page] = []
        bookmarks: list[Bookmark] = []
        for volume in self.volumes:
            start, deeper = len(pages), int(len(self.volumes) > 1)
            if deeper:
                bookmarks.append(Bookmark(volume.name, 0, start + 1))
            bookmarks += [
                replace(mark, level=mark.level + deeper, page=mark.page + start)
                for mark in volume.bookmarks
            ]
            pages += [replace(page, index=page.index + start) for page in volume.pages]
        thickness = self.volumes[0].sheet_thickness
        return Volume(
            0, "", "binder", tuple(pages), tuple(bookmarks), self.reconciliation, thickness
        )
