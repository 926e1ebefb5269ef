"""The binder before it is cut into volumes: parts, groups, items and documents in order."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from generator.base.in_hand import in_hand
from generator.model import Assessment, BoundFile, ItemAssessment, Opening, Plan, Reconciliation
from generator.plan.compose import back, front, item
from generator.plan.compose.consistency import consistency_pages
from generator.plan.compose.entries import Entry, entries
from generator.plan.compose.figures import figures_pages
from generator.plan.compose.grid import Draft, Grid
from generator.plan.compose.photo_sheets import Captions, per_page_of, sheet, sheets, shortened
from generator.plan.compose.refs import Refs
from generator.plan.paginate.scope import Scope


class Rank(IntEnum):
    """Where a volume may be cut, best first; a piece of no rank stays with the one before it."""

    GROUP = 0
    ITEM = 1
    FILE = 2
    NONE = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """A generated page or a stretch of a document's pages, with its outline entry.

    ``first`` and ``last`` are the document's pages, from 0; ``series`` is printed before the page
    numbers when they count by item. ``entry`` is the line of the volume's catalogue that the piece
    begins; ``opening`` says that it may have to begin on a right-hand page. ``rides``: the document
    stands on the sheet of the piece before it, which others share; the piece has no page.
    """

    rank: Rank
    series: str
    draft: Draft | None = None
    document: BoundFile | None = None
    first: int = 0
    last: int = 0
    anchor: str = ""
    group: str = ""
    item: str | None = None
    event: str | None = None
    entry: Entry | None = None
    outline: tuple[int, str] | None = None
    opening: Opening | None = None
    rides: bool = False

    @property
    def key(self) -> tuple[str, str, int]:
        """What tells this piece from all others, whatever page numbers it prints."""
        label = self.draft.label if self.draft else ""
        return (self.anchor or "".join(self.draft.anchors if self.draft else ()), label, self.first)


#: Series of the pages before and behind the groups, when numbers count by item.
BEFORE, BEHIND = "总-", "附-"


def pieces(
    grid: Grid,
    assessment: Assessment,
    scope: Scope,
    refs: Refs,
    sums: Reconciliation,
    plan: Plan | None,
) -> Iterator[Piece]:
    """All pages between the front matter and the closing sheet, in binder order."""
    captions = Captions(scope.noted, scope.binding.photos_per_page)
    completion = front.completion(grid, assessment, refs)
    yield from _opened("指标完成情况总表", completion, BEFORE)
    for group in assessment.groups:
        title = f"{group.group.id} {group.group.title}"
        named = group.group.title
        yield Piece(
            Rank.GROUP,
            f"{group.group.id}-",
            item.divider(grid, group),
            group=named,
            outline=(0, title),
            opening=Opening.DIVIDER,
        )
        figures = figures_pages(grid, group, scope.figures, refs)
        series = f"{group.group.id}-"
        yield from _opened("数据完成情况表", figures, series, level=1, group=named)
        for judged in group.items:
            yield from _item_pieces(grid, assessment, judged, refs, named, captions)
    yield from _opened("未归类材料清单", back.unassigned(grid, assessment), BEHIND)
    yield from _opened("缺项清单", back.gap_list(grid, assessment, refs), BEHIND)
    report = consistency_pages(grid, assessment, assessment.findings, scope.sums, refs)
    yield from _opened("数据一致性检查报告", report, BEHIND)
    yield from _opened("装订核对表", back.reconciliation(grid, assessment, sums, plan), BEHIND)


def _opened(
    title: str, drafts: tuple[Draft, ...], series: str, *, level: int = 0, group: str = ""
) -> Iterator[Piece]:
    """Pages of one part, the first with the outline entry."""
    for at, draft in enumerate(drafts):
        yield Piece(
            Rank.ITEM if at == 0 and not group else Rank.NONE,
            series,
            draft,
            group=group,
            outline=(level, title) if at == 0 else None,
            opening=Opening.ITEM if at == 0 else None,
        )


def _item_pieces(
    grid: Grid,
    assessment: Assessment,
    judged: ItemAssessment,
    refs: Refs,
    group: str,
    captions: Captions,
) -> Iterator[Piece]:
    identity = judged.item.id
    title = f"{identity} {judged.item.title}"
    listed = entries(judged)
    stand = tuple(sheets(judged.item, listed, captions))
    longer = shortened(grid, judged.item, stand, captions)
    for at, draft in enumerate(item.item_sheet(grid, assessment, judged, refs, longer)):
        yield Piece(
            Rank.NONE if at else Rank.ITEM,
            f"{identity}-",
            draft,
            group=group,
            item=identity,
            outline=None if at else (1, title),
            opening=None if at else Opening.ITEM,
        )
    for at, entry in enumerate(stand):
        rank = Rank.FILE if at else Rank.NONE  # the first document stays with its item sheet
        if isinstance(entry, tuple):
            yield from _sheet_pieces(grid, judged, entry, rank, group, captions)
            continue
        with in_hand(entry.file.file.path if entry.file else title):
            yield from _entry_pieces(grid, assessment, judged, entry, rank, group)


def _sheet_pieces(
    grid: Grid,
    judged: ItemAssessment,
    shared: tuple[Entry, ...],
    rank: Rank,
    group: str,
    captions: Captions,
) -> Iterator[Piece]:
    """A sheet of photos, and each document that stands on it."""
    identity = judged.item.id
    per_page = per_page_of(judged.item, shared[0], captions)
    draft = sheet(grid, shared, per_page, captions)
    yield Piece(rank, f"{identity}-", draft, group=group, item=identity)
    for entry in shared:
        assert entry.file is not None
        title = entry.file.file.metadata.title
        yield Piece(
            Rank.NONE,
            f"{identity}-",
            document=entry.file if entry.gap is None else None,
            anchor=entry.anchor,
            group=group,
            item=identity,
            event=entry.event.name if entry.event else None,
            entry=entry,
            outline=(3 if entry.event else 2, title if entry.gap is None else f"缺项：{title}"),
            rides=True,
        )


def _entry_pieces(
    grid: Grid,
    assessment: Assessment,
    judged: ItemAssessment,
    entry: Entry,
    rank: Rank,
    group: str,
) -> Iterator[Piece]:
    """A document's pages, or the slip in its place."""
    level = 3 if entry.event else 2
    event = entry.event.name if entry.event else None
    identity = judged.item.id
    if entry.gap is None:
        assert entry.file is not None
        yield Piece(
            rank,
            f"{identity}-",
            document=entry.file,
            last=entry.file.pages - 1,
            anchor=entry.anchor,
            group=group,
            item=identity,
            event=event,
            entry=entry,
            outline=(level, entry.file.file.metadata.title),
        )
        return
    for at, draft in enumerate(item.slip(grid, assessment, judged, entry)):
        yield Piece(
            Rank.NONE if at else rank,
            f"{identity}-",
            draft,
            group=group,
            item=identity,
            event=event,
            entry=None if at else entry,
            outline=None if at else (level, draft.label),
        )
