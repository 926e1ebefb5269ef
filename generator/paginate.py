"""Compute the whole pagination before anything is drawn: sides, page numbers, blanks, slips.

The generated pages are composed over and over with the numbers of the round before, until the
sequence of pages no longer changes: front matter is outside the numbering and number columns never
wrap, so that is after two or three rounds.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from generator.compose import back, front, item
from generator.compose.consistency import CONSISTENCY, consistency_pages
from generator.compose.entries import entries, stray_gaps
from generator.compose.figures import figures_anchor, figures_of, figures_pages
from generator.compose.grid import Draft, Grid
from generator.compose.refs import Refs
from generator.figures.sums import UnitSum
from generator.figures.values import Figure
from generator.layout import Layout
from generator.model import (
    UNBINDABLE_CODES,
    Assessment,
    Bookmark,
    BoundFile,
    ItemAssessment,
    LeafRef,
    Page,
    PageKind,
    Plan,
    Reconciliation,
)
from generator.typeset import MM_PER_POINT

_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Scope:
    """What the binder is to hold, counted before the plan exists, and how it is printed.

    ``files`` and ``pages`` come from the filing and the conversions, not from the plan, so that the
    reconciliation compares two independent counts.
    """

    title: str
    parts: str
    duplex: bool
    files: int
    pages: int
    figures: tuple[Figure, ...] = ()
    sums: tuple[UnitSum, ...] = ()
    marking: str = ""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A generated page or a document's pages, with its outline entry."""

    draft: Draft | None = None
    document: BoundFile | None = None
    anchor: str = ""
    right_hand: bool = False
    outline: tuple[int, str] | None = None
    event: str | None = None
    item: str | None = None


def paginate(assessment: Assessment, layout: Layout, scope: Scope) -> Plan:
    """Give every page of the binder its place and number.

    Raises:
        RuntimeError: the pages do not settle or the reconciliation does not balance; that is a
            fault of this program, never of the evidence.
    """
    grid = Grid(layout)
    anchors = frozenset(_anchors(assessment, scope))
    numbers: Mapping[str, int | None] | None = None
    sums = _sums(assessment, scope, ())
    before: tuple[PageKind, ...] = ()
    for _ in range(_ROUNDS):
        sheets = tuple(_sheets(grid, assessment, scope, Refs(anchors, numbers), sums))
        pages = tuple(_placed(sheets, layout, scope))
        numbers = {anchor: page.number for page in pages for anchor in page.anchors}
        settled = sums == _sums(assessment, scope, pages)
        sums = _sums(assessment, scope, pages)
        kinds = tuple(page.kind for page in pages)
        if settled and kinds == before:
            break
        before = kinds
    else:
        raise RuntimeError("the pagination does not settle")
    if not sums.balanced:
        raise RuntimeError(f"the reconciliation does not balance: {sums}")
    bookmarks = tuple(_bookmarks(sheets, pages))
    return Plan(scope.title, pages, bookmarks, sums, scope.marking)


def _anchors(assessment: Assessment, scope: Scope) -> Iterator[str]:
    yield from (front.COMPLETION, front.GAPS, CONSISTENCY, front.RECONCILIATION)
    if assessment.unassigned or stray_gaps(assessment):
        yield front.UNASSIGNED
    for group in assessment.groups:
        yield f"group:{group.group.id}"
        if figures_of(group, scope.figures):
            yield figures_anchor(group.group.id)
        for judged in group.items:
            yield f"item:{judged.item.id}"
            yield from (entry.anchor for entry in entries(judged))


def _sheets(
    grid: Grid, assessment: Assessment, scope: Scope, refs: Refs, sums: Reconciliation
) -> Iterator[_Sheet]:
    """All sheets in binder order."""
    yield _Sheet(
        front.cover(grid, assessment, scope.title, scope.parts),
        right_hand=True,
        outline=(0, "封面"),
    )
    yield from _opened("目录", front.contents(grid, assessment, refs), right_hand=True)
    completion = front.completion(grid, assessment, refs)
    yield from _opened("指标完成情况总表", completion, right_hand=True)
    for group in assessment.groups:
        title = f"{group.group.id} {group.group.title}"
        yield _Sheet(item.divider(grid, group), right_hand=True, outline=(0, title))
        figures = figures_pages(grid, group, scope.figures, refs)
        yield from _opened("数据完成情况表", figures, level=1)
        for judged in group.items:
            yield from _item_sheets(grid, assessment, judged, refs)
    yield from _opened("未归类材料清单", back.unassigned(grid, assessment), right_hand=True)
    yield from _opened("缺项清单", back.gap_list(grid, assessment, refs), right_hand=True)
    report = consistency_pages(grid, assessment, assessment.findings, scope.sums, refs)
    yield from _opened("数据一致性检查报告", report)
    yield from _opened("装订核对表", back.reconciliation(grid, assessment, sums))
    closing = back.closing(grid, assessment, sums)
    yield _Sheet(closing, right_hand=True, outline=(0, "备考表"))


def _opened(
    title: str, drafts: tuple[Draft, ...], *, right_hand: bool = False, level: int = 0
) -> Iterator[_Sheet]:
    """Sheets of one part, the first with the outline entry."""
    for at, draft in enumerate(drafts):
        first = at == 0
        yield _Sheet(
            draft,
            right_hand=right_hand and first,
            outline=(level, title) if first else None,
        )


def _item_sheets(
    grid: Grid, assessment: Assessment, judged: ItemAssessment, refs: Refs
) -> Iterator[_Sheet]:
    title = f"{judged.item.id} {judged.item.title}"
    yield from _opened(title, item.item_sheet(grid, assessment, judged, refs), level=1)
    for entry in entries(judged):
        level = 3 if entry.event else 2
        event = entry.event.name if entry.event else None
        if entry.gap is not None:
            for sheet in _opened("", item.slip(grid, assessment, judged, entry), level=level):
                outline = (level, sheet.draft.label) if sheet.outline and sheet.draft else None
                yield _Sheet(sheet.draft, outline=outline, event=event, item=judged.item.id)
        else:
            assert entry.file is not None
            yield _Sheet(
                document=entry.file,
                anchor=entry.anchor,
                outline=(level, entry.file.file.metadata.title),
                event=event,
                item=judged.item.id,
            )


def _placed(sheets: tuple[_Sheet, ...], layout: Layout, scope: Scope) -> Iterator[Page]:
    """Give sides and numbers; a blank side goes before what must begin on a right-hand page."""
    index, number = 0, 0
    for sheet in sheets:
        if sheet.right_hand and scope.duplex and index % 2 == 1:
            index += 1
            blank = _page(layout, scope, Draft(PageKind.BLANK, "空白", ()))
            yield replace(blank, index=index)
        for page in _of_sheet(sheet, layout, scope):
            index += 1
            number += page.kind.numbered
            shown = number if page.kind.numbered else None
            yield replace(page, index=index, number=shown)


def _of_sheet(sheet: _Sheet, layout: Layout, scope: Scope) -> Iterator[Page]:
    if sheet.draft is not None:
        yield _page(layout, scope, sheet.draft)
        return
    assert sheet.document is not None
    leaves = sheet.document.leaves
    assert leaves is not None
    for at, leaf in enumerate(leaves.pages):
        yield Page(
            index=0,
            number=None,
            kind=PageKind.EVIDENCE,
            width=leaf.width * MM_PER_POINT,
            height=leaf.height * MM_PER_POINT,
            label=sheet.document.file.metadata.title,
            anchors=(sheet.anchor,) if at == 0 else (),
            item=sheet.item,
            leaf=LeafRef(sheet.document.file, leaves.pdf, at),
            single_sided=not scope.duplex,
        )


def _page(layout: Layout, scope: Scope, draft: Draft) -> Page:
    return Page(
        index=0,
        number=None,
        kind=draft.kind,
        width=layout.page.width,
        height=layout.page.height,
        label=draft.label,
        anchors=draft.anchors,
        item=draft.item,
        blocks=draft.blocks,
        single_sided=not scope.duplex,
    )


def _sums(assessment: Assessment, scope: Scope, pages: tuple[Page, ...]) -> Reconciliation:
    """Entries as listed (filing and findings) against entries as placed (pages of the plan)."""
    filed = {bound.file.path for judged in assessment.items for bound in judged.files}
    lost = [
        gap for gap in assessment.gaps if not (gap.path in filed and gap.code in UNBINDABLE_CODES)
    ]
    exempt = [judged for judged in assessment.items if judged.exemption is not None]
    strays = len(stray_gaps(assessment))
    anchors = {anchor for page in pages for anchor in page.anchors}
    absent, unbindable, bound = 0, 0, 0
    for judged in assessment.items:
        for entry in entries(judged):
            placed = entry.anchor in anchors
            bound += placed and entry.gap is None
            absent += placed and entry.gap is not None and entry.file is None
            unbindable += placed and entry.gap is not None and entry.file is not None
    listed_here = front.UNASSIGNED in anchors
    counted = Counter(page.kind for page in pages)
    return Reconciliation(
        listed=scope.files + len(lost) + len(exempt) + strays,
        bound=bound,
        missing=absent,
        unbindable=unbindable,
        not_applicable=sum(f"item:{judged.item.id}" in anchors for judged in exempt),
        unassigned=(len(assessment.unassigned) + strays) if listed_here else 0,
        source_pages=scope.pages,
        pages_by_kind={kind: counted[kind] for kind in PageKind if counted[kind]},
    )


def _bookmarks(sheets: tuple[_Sheet, ...], pages: tuple[Page, ...]) -> Iterator[Bookmark]:
    """The outline: parts and groups, items, events, documents and slips."""
    remaining = iter(page for page in pages if page.kind is not PageKind.BLANK)
    event: tuple[str | None, str | None] = (None, None)
    for sheet in sheets:
        page = next(remaining)
        if sheet.document is not None:
            for _ in range(sheet.document.pages - 1):
                next(remaining)
        if sheet.outline is None:
            continue
        here = (sheet.item, sheet.event)
        if sheet.event is not None and here != event:
            yield Bookmark(sheet.event, 2, page.index)
        event = here
        level, title = sheet.outline
        yield Bookmark(title, level, page.index)
