"""The figures page of a group and the consistency report: what is printed, and that it fits."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from generator.ledgers.figures.findings import figure_findings
from generator.ledgers.figures.sums import unit_sums
from generator.ledgers.figures.units import units_findings
from generator.ledgers.figures.values import Figure
from generator.lettering.layout import read_layout
from generator.model import (
    Assessment,
    Filing,
    Finding,
    Leaf,
    Leaves,
    Level,
    PageKind,
    Severity,
    Table,
    Text,
)
from generator.plan.compose.back import KIND_NAMES
from generator.plan.compose.consistency import CONSISTENCY, KINDS, consistency_pages
from generator.plan.compose.entries import file_anchor
from generator.plan.compose.figures import figures_anchor, figures_pages
from generator.plan.compose.grid import Draft, Grid
from generator.plan.compose.refs import Refs, Spot
from generator.verdict.assess import assess
from tests.builders.figure_samples import (
    CHECKLIST,
    EARLY,
    ROOT,
    Filed,
    indicator,
    samples,
    shipped,
)

PAGE = "templates/binder/layout.yaml"


@pytest.fixture(scope="module")
def grid() -> Grid:
    return Grid(read_layout(ROOT / PAGE, PAGE))


@pytest.fixture
def jia(tmp_path: Path) -> Filed:
    """A county with registers, an agreement table and numbers of its own."""
    filed = Filed(tmp_path)
    rows = samples("L13", 20, year=2019)
    filed.ledger("L13", rows, "3.5")
    filed.ledger("L16", samples("L16", 8), "4.5")
    filed.document("evidence/jia/6.1 对接/纪要.pdf", "6.1")
    filed.typed("6.1", "2", "次", document="纪要.pdf", page=3)
    filed.typed("4.5", "7", "人", typed_by="张某")
    filed.typed("3.3-7", "69.43", "%", typed_by="许某")
    filed.ledger(
        "L01",
        [
            indicator("带动贫困人口数", "人", 10, 8, east_done=9),
            indicator("党政主要负责人对接次数", "次", 2, 2),
        ],
        "0.3",
    )
    return filed


def assessed(filed: Filed) -> Assessment:
    filing = Filing(tuple(filed.documents), (), ())
    pages = {file.path: Leaves(Path("x.pdf"), (Leaf(595, 842),) * 3) for file in filed.documents}
    return assess(filed.unit, CHECKLIST, filing, pages, EARLY)


def numbered(filed: Filed, assessment: Assessment) -> Refs:
    anchors = [file_anchor(file.path) for file in filed.documents]
    anchors += [f"item:{item.item.id}" for item in assessment.items]
    at = {anchor: 100 + place for place, anchor in enumerate(anchors)}
    spots = {anchor: Spot(1, str(page)) for anchor, page in at.items()}
    pages = {(anchor, n): Spot(1, str(at[anchor] + n)) for anchor in anchors for n in range(3)}
    return Refs(frozenset(anchors), spots, pages)


def cells(drafts: Sequence[Draft]) -> list[tuple[str, ...]]:
    return [
        tuple(cell.text.replace("\n", " ") for cell in row.cells)
        for draft in drafts
        for block in draft.blocks
        if isinstance(block, Table)
        for row in block.rows
    ]


def row_of(drafts: Sequence[Draft], key: str) -> tuple[str, ...]:
    (row,) = [row for row in cells(drafts) if row[0] == key]
    return row


def details(drafts: Sequence[Draft], key: str) -> str:
    """The row below a figure that says where it comes from."""
    (row,) = [row for row in cells(drafts) if len(row) == 1 and row[0].startswith(f"{key}  ")]
    return row[0]


def group_pages(
    grid: Grid, assessment: Assessment, figures: tuple[Figure, ...], refs: Refs, key: str
) -> tuple[Draft, ...]:
    (group,) = (group for group in assessment.groups if group.group.id == key)
    return figures_pages(grid, group, figures, refs)


def test_a_figure_is_printed_with_rate_fraction_source_and_page(grid: Grid, jia: Filed) -> None:
    assessment = assessed(jia)
    figures = tuple(jia.evaluate(shipped()).values())
    refs = numbered(jia, assessment)
    pages = group_pages(grid, assessment, figures, refs, "4")
    assert [page.kind for page in pages] == [PageKind.FIGURES] * len(pages)
    assert pages[0].anchors == (figures_anchor("4"),)
    row = row_of(pages, "4.5")
    assert row[1:7] == ("带动贫困人口数", "人", "10", "8", "80.00%", "101 103")
    assert row[7].replace(" ", "") == "未达到目标与台账不一致东西部不一致"
    assert details(pages, "4.5") == (
        "4.5  完成率＝完成值÷目标值＝8÷10；来源：L16 台账.xlsx“台账”第 4 至 11 行，共 8 行、"
        "张某填报、L01 台账.xlsx“台账”第 4 行（按“身份证号”去重）；"
        "本单位填报 7人，东部完成值 9人"
    )


def test_a_document_is_pointed_to_by_the_page_in_the_binder(grid: Grid, jia: Filed) -> None:
    assessment = assessed(jia)
    figures = tuple(jia.evaluate(shipped()).values())
    pages = group_pages(grid, assessment, figures, numbered(jia, assessment), "6")
    row = row_of(pages, "6.1")
    assert row[3:] == ("2", "2", "100.00%", "104 103", "达到目标")
    assert "来源：纪要.pdf第 3 页、L01 台账.xlsx“台账”第 5 行" in details(pages, "6.1")


def test_a_rate_is_printed_with_its_formula(grid: Grid, jia: Filed) -> None:
    assessment = assessed(jia)
    figures = jia.evaluate(shipped())
    ratio = figures["3.3-7"].ratio
    assert ratio is not None
    assert ratio.rate is not None
    assert ratio.rate != Fraction(6943, 100)
    pages = group_pages(grid, assessment, tuple(figures.values()), numbered(jia, assessment), "3")
    row = row_of(pages, "3.3-7")
    assert row[4] == "72.73"
    assert row[7].replace(" ", "") == "填报69.43%，不符未定标准"
    said = "报账率＝已报账资金÷到位资金：已报账资金 320万元，到位资金 440万元"
    assert said in details(pages, "3.3-7")
    assert details(pages, "3.3-7").endswith("本单位填报 69.43%")


def test_bonus_figures_stand_on_a_page_of_their_own(grid: Grid, jia: Filed) -> None:
    assessment = assessed(jia)
    figures = tuple(jia.evaluate(shipped()).values())
    refs = numbered(jia, assessment)
    pages = group_pages(grid, assessment, figures, refs, "7")
    titles = [block.text for block in pages[0].blocks if isinstance(block, Text)]
    assert titles[0].replace("\n", "") == "创新工作（加分）：数据完成情况表"
    assert {row[0] for row in cells(pages)[1:] if len(row) > 1} == {
        "7.1-1",
        "7.3",
        "7.4",
        "7.5",
        "7.1",
    }
    assert group_pages(grid, assessment, (), refs, "7") == ()


def test_page_numbers_do_not_change_the_heights(grid: Grid, jia: Filed) -> None:
    assessment = assessed(jia)
    figures = tuple(jia.evaluate(shipped()).values())
    known = numbered(jia, assessment)
    first = Refs(known.anchors)
    findings = figure_findings(figures, EARLY)
    for key in "03468":
        before = group_pages(grid, assessment, figures, first, key)
        after = group_pages(grid, assessment, figures, known, key)
        assert heights(before) == heights(after)
    before = consistency_pages(grid, assessment, findings, (), first)
    assert heights(before) == heights(consistency_pages(grid, assessment, findings, (), known))


def heights(drafts: Sequence[Draft]) -> list[list[float]]:
    return [[block.height for block in draft.blocks] for draft in drafts]


def test_the_report_lists_every_finding_by_kind(grid: Grid, jia: Filed) -> None:
    assessment = assessed(jia)
    findings = figure_findings(tuple(jia.evaluate(shipped()).values()), EARLY)
    pages = consistency_pages(grid, assessment, findings, (), numbered(jia, assessment))
    assert pages[0].anchors == (CONSISTENCY,)
    rows = cells(pages)
    listed = [row for row in rows if len(row) == 7 and row[0].isdigit()]
    assert len(listed) == len(findings) == 4
    assert [row for row in rows if row[0] == "合计"] == [("合计", "1", "3", "0")]
    kinds = [row[0] for row in rows if len(row) == 1]
    assert kinds[0] == "合计或人数与明细不符（1 处）"
    partner = next(row for row in listed if "双方不一致" in row[3])
    assert partner[1] == "4.5"
    assert partner[2].replace(" ", "") == "L01台账.xlsx工作表“台账”第4行“东部完成值”列"
    assert partner[5:] == ("1", "103")


def test_every_kind_of_finding_has_its_place_and_no_page_overflows(grid: Grid, jia: Filed) -> None:
    long = "很长的问题" * 60
    findings = [
        Finding(code, Severity.WARNING, "4.5", long, "请核对" * 20, "x/台账.xlsx", "表", 7, "列")
        for code in KINDS
        for _ in range(4)
    ]
    not_of_a_ledger = Finding("out-of-window", Severity.WARNING, "1.1", "旧材料", "换", "a.pdf")
    other = replace(not_of_a_ledger, code="missing")
    assessment = assessed(jia)
    listed = [*findings, not_of_a_ledger, other]
    pages = consistency_pages(grid, assessment, listed, (), Refs(frozenset()))
    serials = {row[0] for row in cells(pages) if len(row) == 7 and row[0].isdigit()}
    assert len(serials) == len(findings)
    for page in pages:
        assert sum(block.height for block in page.blocks) <= grid.room
    assert "旧材料" not in repr(pages)


def test_a_report_without_findings_says_so(grid: Grid, jia: Filed) -> None:
    (page,) = consistency_pages(grid, assessed(jia), (), (), Refs(frozenset()))
    assert "共 0 处" in repr(page.blocks)


def test_sums_of_the_counties_stand_next_to_the_prefectures(
    tmp_path: Path, grid: Grid, jia: Filed
) -> None:
    zhou = Filed(tmp_path, "甲州", Level.PREFECTURE, "zhou")
    zhou.ledger("L16", samples("L16", 9, county="甲县"), "4.5")
    declared = shipped()
    units = zhou.evaluated(declared), [jia.evaluated(declared)]
    sums = unit_sums(declared, *units)
    findings = units_findings(declared, *units)
    pages = consistency_pages(grid, assessed(zhou), findings, sums, Refs(frozenset()))
    row = row_of(pages, "4.5")
    assert row == ("4.5", "带动贫困人口数", "人", "甲县 8", "8", "9", "", "不一致")


def test_the_new_pages_have_names_and_numbers() -> None:
    assert set(KIND_NAMES) == set(PageKind)
    assert PageKind.FIGURES.numbered
    assert PageKind.CONSISTENCY.numbered
