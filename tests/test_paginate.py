"""The plan's laws: volumes, sheets and numbers add up, what must open on the right does."""

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.base.errors import Place
from generator.lettering.layout import Layout, read_layout
from generator.model import (
    Assessment,
    Binding,
    Checklist,
    Conversion,
    DocumentSurvey,
    EventFolder,
    EvidenceFile,
    Exemption,
    Filing,
    Group,
    InkMap,
    Intrusion,
    Item,
    Leaf,
    Leaves,
    Level,
    Metadata,
    Need,
    Numbering,
    NumberStyle,
    Opening,
    PackPart,
    Page,
    PageKind,
    PageSurvey,
    Plan,
    Rect,
    Row,
    Source,
    Unbindable,
    Unit,
    Volume,
    Window,
)
from generator.plan.paginate import Scope, paginate
from generator.verdict.assess import assess

ROOT = Path(__file__).parents[1]
PAGE = "templates/binder/layout.yaml"


@pytest.fixture(scope="module")
def layout() -> Layout:
    return read_layout(ROOT / PAGE, PAGE)


def an_item(group: int, at: int, title: str, need: Need) -> Item:
    return Item(
        id=f"{group}.{at}",
        title=title,
        owner="组织部",
        levels=(Level.COUNTY,),
        kinds=("函",),
        need=need,
        ledgers=(),
        prove="逐项印证",
        retention=None,
        due=dt.date(2019, 12, 20),
        windowed=True,
        source=Source.STATED,
        enabled=True,
        place=Place("c.yaml", 1, 1),
    )


A4, ACROSS = Leaf(595.3, 841.9), Leaf(841.9, 595.3)
A3, A3_UPRIGHT, SCAN = Leaf(1190.6, 841.9), Leaf(841.9, 1190.6), Leaf(590.0, 836.0)
SIZES = (A4, A4, A4, A4, ACROSS, A4, SCAN, A3, A3, A4, A3_UPRIGHT)

titles = st.text("甲乙丙关于的通知〔〕2019, ABC𬱖", min_size=1, max_size=120)
counts = st.one_of(st.integers(1, 14), st.sampled_from(["unreadable", "encrypted"]))
needs = st.builds(Need, files=st.integers(0, 3), events=st.integers(0, 1))
items = st.tuples(titles, needs, st.lists(counts, max_size=4), st.booleans(), st.booleans())
groups = st.lists(st.lists(items, min_size=1, max_size=5), min_size=1, max_size=4)


def assessed(shape: list[list[tuple[str, Need, list[int | str], bool, bool]]]) -> Assessment:
    files: list[EvidenceFile] = []
    events: list[EventFolder] = []
    conversions: dict[str, Conversion] = {}
    exempt: dict[str, Exemption] = {}
    made = []
    for g, members in enumerate(shape, 1):
        listed = []
        for i, (title, need, filed, in_event, exempted) in enumerate(members, 1):
            item = an_item(g, i, title, need)
            listed.append(item)
            if exempted:
                exempt[item.id] = Exemption("本县没有", "县长 张某")
            event = "2019-05-10 会" if in_event else None
            if event:
                events.append(EventFolder(item.id, event, Metadata("会"), f"e/{item.id}/{event}"))
            for f, count in enumerate(filed):
                path = f"e/{item.id}/{f}.pdf"
                file = EvidenceFile(path, Path(path), 1, f"{path}", item.id, event, Metadata(title))
                files.append(file)
                conversions[path] = (
                    Leaves(Path(path), tuple(SIZES[(at + f) % len(SIZES)] for at in range(count)))
                    if isinstance(count, int)
                    else Unbindable(count, "打不开", "重新扫描")
                )
        made.append(Group(str(g), f"组{g}", "组织部", tuple(listed)))
    checklist = Checklist(
        "p", "清单", "2019", Window(dt.date(2019, 1, 1), dt.date(2019, 12, 31)), tuple(made),
        {"函": "函件"}, {"通知": PackPart("通知", ("通知",))}, {}, "c.yaml",
    )  # fmt: skip
    unit = Unit("jia", "甲县", Level.COUNTY, "协作办", "东区", {}, exempt, {}, Path("e"), "c")
    filing = Filing(tuple(files), tuple(events), ())
    return assess(unit, checklist, filing, conversions, dt.date(2019, 12, 10))


ROOMY = Binding(sheets_per_volume=2000)


def planned(
    assessment: Assessment,
    layout: Layout,
    binding: Binding = ROOMY,
    surveys: Mapping[Path, DocumentSurvey] | None = None,
) -> Plan:
    bound = [b for item in assessment.items for b in item.files]
    scope = Scope(
        "汇编", "", len(bound), sum(b.pages for b in bound), binding, surveys=surveys or {}
    )
    return paginate(assessment, layout, scope)


bindings = st.builds(
    Binding,
    duplex=st.booleans(),
    sheets_per_volume=st.sampled_from([5, 9, 14, 25, 60, 2000]),
    numbering=st.sampled_from(Numbering),
    number_style=st.sampled_from(NumberStyle),
    right_hand=st.frozensets(st.sampled_from(Opening)),
    fold_a3=st.booleans(),
)
Shape = list[list[tuple[str, Need, list[int | str], bool, bool]]]


@settings(max_examples=50, deadline=None)
@given(groups, bindings)
def test_the_laws_of_a_plan(layout: Layout, shape: Shape, binding: Binding) -> None:
    assessment = assessed(shape)
    plan = planned(assessment, layout, binding)
    assert [volume.number for volume in plan.volumes] == list(range(1, len(plan.volumes) + 1))
    assert len({volume.name for volume in plan.volumes}) == len(plan.volumes)
    for volume in plan.volumes:
        check_sides(volume, layout, binding)
        check_thickness(volume, binding)
    check_numbers(plan, binding)
    anchors = Counter(anchor for page in plan.pages for anchor in page.anchors)
    assert set(anchors.values()) == {1}
    assert plan.reconciliation.balanced
    assert plan.reconciliation.total_pages == len(plan.pages)
    assert sum(v.reconciliation.listed for v in plan.volumes) == plan.reconciliation.listed
    assert all(volume.reconciliation.balanced for volume in plan.volumes)
    slips = {page.anchors[0] for page in plan.pages if page.kind is PageKind.SLIP and page.anchors}
    assert len(slips) == len(assessment.gaps)


def check_sides(volume: Volume, layout: Layout, binding: Binding) -> None:
    """Sides count on, what must face up does, a sheet has one size, nothing leaves its page."""
    pages = volume.pages
    assert [page.index for page in pages] == list(range(1, len(pages) + 1))
    assert all(1 <= bookmark.page <= len(pages) for bookmark in volume.bookmarks)
    assert pages[0].kind is PageKind.COVER
    assert PageKind.CLOSING in {page.kind for page in pages[-2:]}
    if binding.duplex:
        assert len(pages) % 2 == 0
        for front, back in zip(pages[::2], pages[1::2], strict=True):
            assert front.kind is not PageKind.BLANK
            assert front.folded == back.folded
    else:
        assert not any(page.kind is PageKind.BLANK for page in pages)
    faces = {PageKind.DIVIDER: Opening.DIVIDER, PageKind.COVER: Opening.COVER}
    for page in pages:
        if faces.get(page.kind) in binding.right_hand:
            assert page.right_hand
        if Opening.ITEM in binding.right_hand and any(a.startswith("item:") for a in page.anchors):
            assert page.right_hand
        assert page.width <= 300 or page.folded
        assert page.height >= page.width or page.folded
        assert page.folded <= binding.fold_a3
        if page.leaf is None:
            room = page.height - page.margins.top - page.margins.bottom
            assert sum(block.height for block in page.blocks) <= room + 1e-6
            assert page.kind is not PageKind.BLANK or not (page.blocks or page.imprint)


def check_thickness(volume: Volume, binding: Binding) -> None:
    """No volume is thicker than asked, unless even its smallest possible content is."""
    taken = volume.sheets + volume.folded
    if taken <= binding.sheets_per_volume:
        return
    content = [page for page in volume.pages if page.kind.numbered]
    leaves = {page.leaf.file.path for page in content if page.leaf}
    generated = [page for page in content if page.leaf is None]
    assert len(leaves) <= 1
    assert len(content) <= 2 or not leaves or len(generated) <= len(content)


def check_numbers(plan: Plan, binding: Binding) -> None:
    """Numbers run on without a hole in their series, from 1, anew where the binding says so."""
    for page in plan.pages:
        assert (page.number is not None) == page.kind.numbered
        assert (page.imprint is not None) == page.kind.numbered
        assert page.imprint is None or page.printed in page.imprint.text
    if binding.numbering is Numbering.VOLUME:
        runs = [list(volume.pages) for volume in plan.volumes]
    else:
        runs = [list(plan.pages)]
    for run in runs:
        numbered = [page for page in run if page.number is not None]
        series: dict[str, list[int | None]] = {}
        for page in numbered:
            series.setdefault(page.series, []).append(page.number)
        assert (len(series) <= 1) or binding.numbering is Numbering.ITEM
        for counted in series.values():
            assert counted == list(range(1, len(counted) + 1))
    if binding.numbering is Numbering.ITEM:
        for page in plan.pages:
            assert page.item is None or page.series == f"{page.item}-"


@settings(max_examples=25, deadline=None)
@given(groups, bindings)
def test_every_printed_reference_is_the_number_of_its_page(
    layout: Layout, shape: Shape, binding: Binding
) -> None:
    plan = planned(assessed(shape), layout, binding)
    checked = 0
    for page, row in rows_with_links(plan):
        anchor = row.cells[-1].link
        volume, target = plan.place_of(anchor)
        texts = [cell.text for cell in row.cells]
        if page.kind in {PageKind.CONTENTS, PageKind.COMPLETION, PageKind.GAP_LIST}:
            assert texts[-2:] == [str(volume.number), target.printed]
            checked += 1
        elif page.kind is PageKind.CATALOGUE:
            assert texts[5] == target.printed
        elif page.kind is PageKind.ITEM_SHEET:
            assert texts[5] == target.printed
            here, _ = plan.place_of(f"item:{page.item}")
            assert (f"见第{volume.number}卷" in texts[6].replace("\n", "")) == (here != volume)
    assert checked >= 3


def rows_with_links(plan: Plan) -> list[tuple[Page, Row]]:
    return [
        (page, row)
        for page in plan.pages
        for block in page.blocks
        for row in getattr(block, "rows", ())
        if row.cells[-1].link is not None
    ]


def test_each_volume_lists_its_own_documents_once(layout: Layout) -> None:
    shape: Shape = [[("甲" * 5, Need(files=1), [9, 3, "encrypted", 40, 2], False, False)]] * 2
    plan = planned(assessed(shape), layout, Binding(sheets_per_volume=14))
    assert len(plan.volumes) > 3
    for volume in plan.volumes:
        here = list(dict.fromkeys(p.leaf.file.path for p in volume.pages if p.leaf))
        slips = [p for p in volume.pages if p.kind is PageKind.SLIP and p.anchors]
        lines = [
            row
            for page in volume.pages
            if page.kind is PageKind.CATALOGUE
            for block in page.blocks
            for row in getattr(block, "rows", ())
            if row.style in {"normal", "gap"} and row.cells[0].text
        ]
        assert len(lines) == len(here) + len(slips)
        assert [row.cells[0].text for row in lines] == [str(n + 1) for n in range(len(lines))]


def test_a_document_is_cut_only_when_it_is_too_thick_alone(layout: Layout) -> None:
    shape: Shape = [[("甲", Need(files=1), [10, 10, 10, 60], False, False)]]
    plan = planned(assessed(shape), layout, Binding(sheets_per_volume=15, fold_a3=False))
    volumes_of: dict[str, set[int]] = {}
    for volume in plan.volumes:
        for page in volume.pages:
            if page.leaf:
                volumes_of.setdefault(page.leaf.file.path, set()).add(volume.number)
    assert [len(volumes_of[f"e/1.1/{at}.pdf"]) for at in range(3)] == [1, 1, 1]
    assert len(volumes_of["e/1.1/3.pdf"]) >= 3
    assert any("\uff08续\uff09" in repr(volume.pages[0:4]) for volume in plan.volumes)


def test_a_volume_begins_with_a_group_where_the_group_fits(layout: Layout) -> None:
    shape: Shape = [[("甲", Need(files=1), [8], False, False)]] * 4
    plan = planned(assessed(shape), layout, Binding(sheets_per_volume=20, fold_a3=False))
    assert len(plan.volumes) > 1
    for volume in plan.volumes[1:]:
        first = next(page for page in volume.pages if page.kind not in OWN)
        assert first.kind is PageKind.DIVIDER or not volume.title.startswith("组")


OWN = {PageKind.COVER, PageKind.CATALOGUE, PageKind.BLANK}


def test_landscape_pages_lie_with_their_head_to_the_left(layout: Layout) -> None:
    shape: Shape = [[("甲", Need(files=1), [11], False, False)]]
    folded = planned(assessed(shape), layout, ROOMY)
    turned = [(p.leaf.index, p.fit.turn, p.folded) for p in folded.pages if p.leaf]
    assert turned == [
        (0, 0, False), (1, 0, False), (2, 0, False), (3, 0, False), (4, 270, False),
        (5, 0, False), (6, 0, False), (7, 0, True), (8, 0, True), (9, 0, False), (10, 270, True),
    ]  # fmt: skip
    reduced = planned(assessed(shape), layout, replace(ROOMY, fold_a3=False))
    scales = {p.leaf.index: (p.fit.turn, round(p.fit.scale, 4)) for p in reduced.pages if p.leaf}
    assert scales[7] == (270, 0.7071)
    assert scales[10] == (0, 0.7071)


def test_documents_stand_whole_and_in_natural_order(layout: Layout) -> None:
    assessment = assessed([[("甲", Need(files=1), [3, 1, "encrypted", 2], False, False)]])
    plan = planned(assessment, layout)
    order = [
        (page.leaf.file.path, page.leaf.index) if page.leaf else ("slip", 0)
        for page in plan.pages
        if page.leaf or page.kind is PageKind.SLIP
    ]
    assert order == [
        ("e/1.1/0.pdf", 0),
        ("e/1.1/0.pdf", 1),
        ("e/1.1/0.pdf", 2),
        ("e/1.1/1.pdf", 0),
        ("slip", 0),
        ("e/1.1/3.pdf", 0),
        ("e/1.1/3.pdf", 1),
    ]


def test_a_lost_page_is_a_fault_of_the_program(layout: Layout) -> None:
    assessment = assessed([[("甲", Need(files=1), [3], False, False)]])
    with pytest.raises(RuntimeError, match="does not balance"):
        paginate(assessment, layout, Scope("汇编", "", 1, 4))


def test_the_title_page_counts_the_gaps_until_there_are_none(layout: Layout) -> None:
    whole = planned(assessed([[("甲", Need(files=1), [1], False, False)]]), layout)
    torn = planned(assessed([[("甲", Need(files=1), ["encrypted"], False, False)]]), layout)
    assert "不完整" not in repr(title_page(whole).blocks)
    assert "不完整：缺 1 处" in repr(title_page(torn).blocks)


def title_page(plan: Plan) -> Page:
    return next(page for page in plan.pages if page.kind is PageKind.TITLE)


def ink(*marks: Rect, width: float = 210.0, height: float = 297.0) -> PageSurvey:
    """A page with black rectangles."""
    columns, rows = int(width), int(height)
    stride = (columns + 7) // 8
    bits = bytearray(stride * rows)
    for mark in marks:
        for row in range(int(mark.top), int(mark.bottom)):
            for column in range(int(mark.left), int(mark.right)):
                bits[row * stride + column // 8] |= 0x80 >> column % 8
    box = Rect(
        min(mark.left for mark in marks),
        min(mark.top for mark in marks),
        max(mark.right for mark in marks),
        max(mark.bottom for mark in marks),
    )
    marked = InkMap(columns, rows, 1.0, bytes(bits))
    return PageSurvey(width, height, box, marked, False, None, None, 0, 0)


def surveyed(layout: Layout, binding: Binding, *surveys: PageSurvey) -> list[Page]:
    """The evidence pages of a binder with one document."""
    assessment = assessed([[("甲", Need(files=1), [len(surveys)], False, False)]])
    found = {Path("e/1.1/0.pdf"): DocumentSurvey(surveys, ())}
    plan = planned(assessment, layout, binding, found)
    return [page for page in plan.pages if page.leaf]


TYPED = Rect(31, 37, 179, 250)


def test_a_number_keeps_its_place_on_a_page_that_leaves_it_free(layout: Layout) -> None:
    first, second = surveyed(layout, ROOMY, ink(TYPED), ink(TYPED))
    archive = layout.number.archive
    for page in (first, second):
        assert page.imprint is not None
        assert not page.imprint.moved
        held = page.imprint.x if page.imprint.align == "left" else 210 - page.imprint.x
        assert held == pytest.approx(archive.outer, abs=0.01)
    assert {first.imprint.align, second.imprint.align} == {"left", "right"}


def test_a_number_gives_way_to_print_and_says_so(layout: Layout) -> None:
    letterhead = Rect(5, 8, 205, 20)
    keep = replace(ROOMY, intrusion=Intrusion.KEEP)
    page = surveyed(layout, keep, ink(TYPED, letterhead))[0]
    assert page.imprint is not None
    assert page.imprint.moved
    assert not page.imprint.over
    top = page.imprint.y - 0.676 * page.imprint.size * 25.4 / 72
    assert top > letterhead.bottom or page.imprint.y < letterhead.top


def test_a_page_full_of_print_still_bears_its_number(layout: Layout) -> None:
    keep = replace(ROOMY, intrusion=Intrusion.KEEP)
    page = surveyed(layout, keep, ink(Rect(0, 0, 210, 297)))[0]
    assert page.imprint is not None
    assert page.imprint.over
    assert page.fit.intrudes == pytest.approx(28, abs=0.1)
    assert not page.fit.moved


@pytest.mark.parametrize("intrusion", [Intrusion.SHIFT, Intrusion.SHRINK])
@pytest.mark.parametrize("edges", [(10, 150), (20, 200), (0, 210), (60, 209)])
def test_evidence_leaves_the_binding_margin_free(
    layout: Layout, intrusion: Intrusion, edges: tuple[int, int]
) -> None:
    left, right = edges
    mark = Rect(left, 40, right, 250)
    pages = surveyed(layout, replace(ROOMY, intrusion=intrusion), ink(mark), ink(mark))
    for page in pages:
        fit = page.fit
        begins, ends = left * fit.scale + fit.dx, right * fit.scale + fit.dx
        inside = begins if page.right_hand else 210 - ends
        outside = 210 - ends if page.right_hand else begins
        assert inside >= 28 - 0.51
        assert outside >= min(layout.margin.edge, 210 - right, left) - 0.01
        top = 40 * fit.scale + fit.dy
        assert top > 0
        assert top + 210 * fit.scale < 297
        assert fit.scale == 1 or intrusion is Intrusion.SHRINK or right - left > 177


def test_a_turned_page_is_moved_in_the_direction_of_the_sheet(layout: Layout) -> None:
    across = ink(Rect(40, 10, 260, 150), width=297, height=210)
    shape: Shape = [[("甲", Need(files=1), [5], False, False)]]
    plain = ink(TYPED)
    found = {Path("e/1.1/0.pdf"): DocumentSurvey((plain, plain, plain, plain, across), ())}
    plan = planned(assessed(shape), layout, ROOMY, found)
    page = [page for page in plan.pages if page.leaf][4]
    assert page.fit.turn == 270
    head, foot = 10.0, 150.0  # after turning, the head lies at the left
    inside = head + page.fit.dx if page.right_hand else 210 - (foot + page.fit.dx)
    assert inside >= 28 - 0.51


def test_sheets_are_counted_front_by_front(layout: Layout) -> None:
    shape: Shape = [[("甲", Need(files=1), [11], False, False)]]
    for duplex in (True, False):
        plan = planned(assessed(shape), layout, replace(ROOMY, duplex=duplex))
        for volume in plan.volumes:
            sides = len(volume.pages)
            assert volume.sheets == (sides // 2 if duplex else sides)
            fronts = itertools.islice(volume.pages, 0, None, 2 if duplex else 1)
            assert volume.folded == sum(page.folded for page in fronts)
            assert volume.thickness == pytest.approx((volume.sheets + volume.folded) * 0.1)
