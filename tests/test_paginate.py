"""The plan's laws: numbers run on, dividers open on the right, every anchor is on one page."""

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.assess import assess
from generator.layout import Layout, read_layout
from generator.model import (
    Assessment,
    Checklist,
    Conversion,
    EventFolder,
    EvidenceFile,
    Exemption,
    Filing,
    Group,
    Item,
    Leaf,
    Leaves,
    Level,
    Metadata,
    Need,
    PageKind,
    Part,
    Place,
    Plan,
    Source,
    Unbindable,
    Unit,
    Window,
)
from generator.paginate import Scope, paginate

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


titles = st.text("甲乙丙关于的通知〔〕2019, ABC𬱖", min_size=1, max_size=120)
counts = st.one_of(st.integers(1, 4), st.sampled_from(["unreadable", "encrypted"]))
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
                    Leaves(Path(path), (Leaf(595.3, 841.9),) * count)
                    if isinstance(count, int)
                    else Unbindable(count, "打不开", "重新扫描")
                )
        made.append(Group(str(g), f"组{g}", "组织部", tuple(listed)))
    checklist = Checklist(
        "p", "清单", "2019", Window(dt.date(2019, 1, 1), dt.date(2019, 12, 31)), tuple(made),
        {"函": "函件"}, {"通知": Part("通知", ("通知",))}, {}, "c.yaml",
    )  # fmt: skip
    unit = Unit("jia", "甲县", Level.COUNTY, "协作办", "东区", {}, exempt, {}, Path("e"), "c")
    filing = Filing(tuple(files), tuple(events), ())
    return assess(unit, checklist, filing, conversions, dt.date(2019, 12, 10))


def planned(assessment: Assessment, layout: Layout, *, duplex: bool = True) -> Plan:
    bound = [b for item in assessment.items for b in item.files]
    scope = Scope("汇编", "", duplex, len(bound), sum(b.pages for b in bound))
    return paginate(assessment, layout, scope)


@settings(max_examples=60, deadline=None)
@given(groups, st.booleans())
def test_the_laws_of_a_plan(
    layout: Layout, shape: list[list[tuple[str, Need, list[int | str], bool, bool]]], duplex: bool
) -> None:
    assessment = assessed(shape)
    plan = planned(assessment, layout, duplex=duplex)
    pages = plan.pages
    assert [page.index for page in pages] == list(range(1, len(pages) + 1))
    numbers = [page.number for page in pages if page.number is not None]
    assert numbers == list(range(1, len(numbers) + 1))
    assert all((page.number is not None) == page.kind.numbered for page in pages)
    for page in pages:
        if page.kind is PageKind.DIVIDER:
            assert page.right_hand
        if page.leaf is None:
            used = sum(block.height for block in page.blocks)
            assert used <= layout.page.body_height + 1e-6
    anchors = Counter(anchor for page in pages for anchor in page.anchors)
    assert set(anchors.values()) == {1}
    assert plan.reconciliation.balanced
    assert plan.reconciliation.total_pages == len(pages)
    slips = {page.anchors[0] for page in pages if page.kind is PageKind.SLIP and page.anchors}
    assert len(slips) == len(assessment.gaps)
    assert all(1 <= bookmark.page <= len(pages) for bookmark in plan.bookmarks)
    assert duplex or not any(page.kind is PageKind.BLANK for page in pages)


@settings(max_examples=30, deadline=None)
@given(groups)
def test_every_printed_reference_is_the_number_of_its_page(
    layout: Layout, shape: list[list[tuple[str, Need, list[int | str], bool, bool]]]
) -> None:
    plan = planned(assessed(shape), layout)
    checked = 0
    for page in plan.pages:
        for block in page.blocks:
            for row in getattr(block, "rows", ()):
                for cell in row.cells:
                    if cell.link is None:
                        continue
                    target = plan.page_of(cell.link)
                    if cell is row.cells[-1] and page.kind is PageKind.CONTENTS:
                        assert cell.text == ("" if target.number is None else str(target.number))
                        checked += 1
    assert checked >= 3


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
        paginate(assessment, layout, Scope("汇编", "", True, 1, 4))


def test_the_cover_counts_the_gaps_until_there_are_none(layout: Layout) -> None:
    whole = planned(assessed([[("甲", Need(files=1), [1], False, False)]]), layout)
    torn = planned(assessed([[("甲", Need(files=1), ["encrypted"], False, False)]]), layout)
    assert "不完整" not in repr(whole.pages[0].blocks)
    assert "不完整：缺 1 处" in repr(torn.pages[0].blocks)
