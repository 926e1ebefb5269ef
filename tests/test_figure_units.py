"""Counties against their prefecture: sums, restricted to the counties at hand, and rows."""

from decimal import Decimal
from pathlib import Path

import pytest

from generator.ledgers.figures.declared import Declared
from generator.ledgers.figures.sums import unit_sums
from generator.ledgers.figures.units import units_findings
from generator.model import Finding, Level, Severity
from tests.builders.figure_samples import Filed, indicator, profile, samples, shipped
from tests.builders.ledger_samples import Cells

HOUSEHOLDS = """\
figures:
  - {id: "4.5", item: "4.5", title: 带动户数, unit: 户, source: {typed: true}}
"""

PROJECTS = """\
figures:
  - {id: "3.5-1", item: "3.5", title: 项目数, unit: 个, source: {count: L13}}
  - {id: "3.5-2", item: "3.5", title: 到位资金, unit: 万元, source: {sum: L13, column: received}}
"""


@pytest.fixture
def units(tmp_path: Path) -> tuple[Filed, Filed, Filed]:
    prefecture = Filed(tmp_path, "甲州", Level.PREFECTURE, "zhou")
    return prefecture, Filed(tmp_path, "甲县", key="jia"), Filed(tmp_path, "乙县", key="yi")


def differences(declared: Declared, units: tuple[Filed, ...]) -> tuple[Finding, ...]:
    prefecture, *counties = (unit.evaluated(declared) for unit in units)
    return units_findings(declared, prefecture, counties)


def test_884_and_1569_and_754_and_231_households_are_3438(tmp_path: Path) -> None:
    declared = profile(tmp_path, HOUSEHOLDS)
    prefecture = Filed(tmp_path, "甲州", Level.PREFECTURE, "zhou")
    prefecture.typed("4.5", "3438", "户", typed_by="张某")
    counties = []
    for at, households in enumerate(("884", "1569", "754", "231")):
        county = Filed(tmp_path, f"{'甲乙丙丁'[at]}县", key=f"xian{at}")
        county.typed("4.5", households, "户", typed_by="李某")
        counties.append(county)
    (one,) = unit_sums(
        declared, prefecture.evaluated(declared), [c.evaluated(declared) for c in counties]
    )
    assert one.total == 3438
    assert one.conclusion == "一致"
    assert differences(declared, (prefecture, *counties)) == ()
    prefecture.typed("4.5", "3348", "户", typed_by="张某")
    (finding,) = differences(declared, (prefecture, *counties))
    assert (finding.code, finding.severity) == ("units-mismatch", Severity.WARNING)
    assert (finding.item, finding.path) == ("4.5", "evidence/zhou/county.yaml")
    assert finding.message == (
        "“带动户数”各县之和 3,438户（甲县 884＋乙县 1,569＋丙县 754＋丁县 231），"
        "州填报 3,348户（张某填报）"
    )


def test_equal_ledgers_have_no_findings(units: tuple[Filed, Filed, Filed]) -> None:
    prefecture, jia, yi = units
    rows = samples("L16", 10)
    for row in rows[:6]:
        row["county"] = "甲县"
    for row in rows[6:]:
        row["county"] = "乙县"
    prefecture.ledger("L16", rows, "4.5")
    jia.ledger("L16", rows[:6], "4.5")
    yi.ledger("L16", rows[6:][::-1], "4.5")
    assert differences(shipped(), units) == ()


def test_rows_that_one_side_lacks_and_rows_that_differ(
    tmp_path: Path, units: tuple[Filed, Filed, Filed]
) -> None:
    prefecture, jia, _ = units
    rows = samples("L13", 6, county="甲县", received=100)
    other = {**rows[1], "received": 130}
    own = prefecture.ledger("L13", [*rows[:4], *samples("L13", 1, county="丙县")], "3.5")
    filed = jia.ledger("L13", [rows[0], other, rows[2], rows[4]], "3.5")
    declared = profile(tmp_path, PROJECTS)
    found = differences(declared, units)
    assert [finding.code for finding in found] == ["units-mismatch"] * 4
    total, unequal, only_own, only_filed = found
    assert "“到位资金”各县之和 430万元（甲县 430＋乙县 没有数）" in total.message
    assert "州台账算得 400万元（只算这几个县的行）" in total.message
    assert "台账里的丙县不在本工作区，没有计入" in total.message
    assert (unequal.path, unequal.sheet, unequal.row, unequal.column) == (
        own,
        "台账",
        5,
        "到位资金",
    )
    assert "与甲县“L13 台账.xlsx”“台账”第 5 行不一致" in unequal.message
    assert "“到位资金”州填 100万元，甲县填 130万元" in unequal.message
    assert (only_own.path, only_own.row) == (own, 7)
    assert "登记在甲州的台账里，甲县的台账里没有" in only_own.message
    assert (only_filed.path, only_filed.row) == (filed, 7)
    assert "登记在甲县的台账里，州台账里没有" in only_filed.message


def workers(count: int, region: str) -> list[Cells]:
    """Rows of L18 in one region; two regions do not share persons."""
    rows = samples("L18", 2 * count, county="甲县", region=region)
    return rows[:count] if region == "结对东部" else rows[count:]


def test_one_workbook_of_the_prefecture_against_two_of_the_county(
    units: tuple[Filed, Filed, Filed],
) -> None:
    prefecture, jia, _ = units
    east, near = workers(3, "结对东部"), workers(3, "县内")
    own = prefecture.ledger("L18", [*east, *near], "5.1")
    jia.ledger("L18", east, "5.1")
    jia.ledger("L18", near, "5.2")
    assert differences(shipped(), units) == ()
    extra = samples("L18", 7, county="甲县", region="县内")[6:]
    second = jia.ledger("L18", extra, "5.2", "补充.xlsx")
    total, row = differences(shipped(), units)
    assert (total.item, total.path) == ("5.2", own)
    assert (row.item, row.path, row.row) == ("5.2", second, 4)
    assert "州台账里没有" in row.message


def test_two_workbooks_of_the_prefecture_against_one_of_the_county(
    units: tuple[Filed, Filed, Filed],
) -> None:
    prefecture, jia, _ = units
    east, near = workers(3, "结对东部"), workers(3, "县内")
    prefecture.ledger("L18", east, "5.1")
    second = prefecture.ledger("L18", near, "5.2")
    jia.ledger("L18", [*near[:2], *east], "5.1")
    total, row = differences(shipped(), units)
    assert (total.item, total.path) == ("5.2", second)
    assert (row.item, row.path, row.row) == ("5.2", second, 6)
    assert "甲县的台账里没有" in row.message
    jia.ledger("L18", near[2:], "5.1", "补充.xlsx")
    assert differences(shipped(), units) == ()


def test_values_that_differ_in_the_second_workbook(units: tuple[Filed, Filed, Filed]) -> None:
    prefecture, jia, _ = units
    people = samples("L16", 6, county="甲县", disabled="否")
    disabled = {**people[5], "disabled": "是"}
    prefecture.ledger("L16", people[:3], "4.5")
    own = prefecture.ledger("L16", people[3:], "4.5", "第二册.xlsx")
    jia.ledger("L16", [*people[:5], disabled], "4.5")
    *_, row = found = differences(shipped(), units)
    assert [finding.item for finding in found] == ["7.4", "4.5"]
    assert (row.path, row.row, row.column) == (own, 6, "是否残疾人")
    assert "“是否残疾人”州填 否，甲县填 是" in row.message


def test_a_row_filed_in_two_workbooks_is_one_row(units: tuple[Filed, Filed, Filed]) -> None:
    prefecture, jia, _ = units
    people = samples("L16", 4, county="甲县", disabled="是")
    prefecture.ledger("L16", people[:3], "4.5")
    jia.ledger("L16", people[:3], "4.5")
    jia.ledger("L16", people[:3], "6.3")
    assert differences(shipped(), units) == ()
    jia.ledger("L16", people[3:], "7.4")
    again = jia.ledger("L16", people[3:], "4.5", "补充.xlsx")
    rows = [one for one in differences(shipped(), units) if one.row is not None]
    assert [(one.item, one.path, one.row) for one in rows] == [("4.5", again, 4)]


def test_a_counted_row_is_compared_even_if_an_uncounted_copy_agrees(
    units: tuple[Filed, Filed, Filed],
) -> None:
    prefecture, jia, _ = units
    (person,) = samples("L16", 1, county="甲县", disabled="否")
    own = prefecture.ledger("L16", [person], "4.5")
    jia.ledger("L16", [{**person, "disabled": "是"}], "4.5")
    jia.ledger("L16", [person], "6.3")
    rows = [one for one in differences(shipped(), units) if one.row is not None]
    assert [(one.path, one.row, one.column) for one in rows] == [(own, 4, "是否残疾人")]


def test_rows_that_no_common_figure_counts_are_not_asked_of_the_prefecture(
    units: tuple[Filed, Filed, Filed],
) -> None:
    prefecture, jia, _ = units
    people = samples("L16", 6, county="甲县", disabled="否")
    prefecture.ledger("L16", people[:3], "4.5")
    jia.ledger("L16", people[:3], "4.5")
    jia.ledger("L16", people, "6.3")
    assert differences(shipped(), units) == ()


def test_the_prefectures_own_rectifications_are_not_the_counties(
    units: tuple[Filed, Filed, Filed],
) -> None:
    prefecture, jia, yi = units
    for source, item in (("审计", "8.2"), ("省检", "9.1"), ("考核", "9.2")):
        rows = samples("L24", 6, source=source, closed_on=None)
        prefecture.ledger("L24", rows[:1], item)
        jia.ledger("L24", rows[1:3], item)
        yi.ledger("L24", rows[3:], item)
    counted = prefecture.evaluate(shipped())
    assert [counted[key].done for key in ("8.2", "9.1", "9.2")] == [1, 1, 1]
    assert differences(shipped(), units) == ()


def test_id_numbers_are_masked_in_messages(units: tuple[Filed, Filed, Filed]) -> None:
    prefecture, jia, _ = units
    rows = samples("L16", 3, county="甲县")
    prefecture.ledger("L16", rows[:2], "4.5")
    jia.ledger("L16", rows, "4.5")
    number = str(rows[2]["id_number"])
    *_, row = differences(shipped(), units)
    assert number not in row.message
    assert f"{number[:6]}********{number[-4:]}" in row.message


def test_a_prefecture_that_names_no_county_is_compared_as_a_whole(
    units: tuple[Filed, Filed, Filed],
) -> None:
    prefecture, jia, yi = units
    rows = samples("L16", 5, county=None)
    prefecture.ledger("L16", rows, "4.5")
    jia.ledger("L16", rows[:2], "4.5")
    yi.ledger("L16", rows[2:4], "4.5")
    found = differences(shipped(), units)
    assert all(finding.code == "units-mismatch" for finding in found)
    assert "登记在甲州的台账里，各县的台账里没有" in found[-1].message
    assert found[-1].row == 8


def test_the_prefectures_own_projects_concern_no_county(
    tmp_path: Path, units: tuple[Filed, Filed, Filed]
) -> None:
    prefecture, jia, _ = units
    rows = samples("L13", 3, county="甲县")
    prefecture.ledger("L13", [*rows, *samples("L13", 4, county="州本级")[3:]], "3.5")
    jia.ledger("L13", rows, "3.5")
    assert differences(profile(tmp_path, PROJECTS), units) == ()


def test_more_rows_than_are_listed_are_counted_by_workbook(
    units: tuple[Filed, Filed, Filed],
) -> None:
    prefecture, jia, _ = units
    rows = samples("L16", 130, county="甲县")
    prefecture.ledger("L16", rows[:5], "4.5")
    jia.ledger("L16", rows, "4.5")
    found = [one for one in differences(shipped(), units) if "不逐行列出" in one.message]
    (rest,) = found
    assert (
        "另有 25 行州、县不一致，不逐行列出：L16 台账.xlsx“台账”第 109 至 133 行，共 25 行"
        in rest.message
    )


def test_a_stated_prefecture_figure_is_compared_at_its_digits(
    units: tuple[Filed, Filed, Filed],
) -> None:
    prefecture, jia, yi = units
    jia.ledger("L12", samples("L12", 1, amount="1234.56"), "3.3")
    yi.ledger("L12", samples("L12", 1, amount="1000"), "3.3")
    prefecture.typed("3.3-5", "2235", "万元", typed_by="张某")
    assert differences(shipped(), units) == ()
    prefecture.typed("3.3-5", "2234", "万元", typed_by="张某")
    (finding,) = differences(shipped(), units)
    assert "各县之和 2,234.56万元" in finding.message


def test_the_agreement_table_of_the_prefecture_is_compared_too(
    units: tuple[Filed, Filed, Filed],
) -> None:
    prefecture, jia, yi = units
    jia.ledger("L16", samples("L16", 4), "4.5")
    yi.ledger("L16", samples("L16", 3), "4.5")
    path = prefecture.ledger("L01", [indicator("带动贫困人口数", "人", 5, 8)], "0.3")
    (finding,) = differences(shipped(), units)
    assert (finding.path, finding.row) == (path, 4)
    assert "各县之和 7人（甲县 4＋乙县 3），州填报 8人" in finding.message


def test_unread_cells_leave_the_sum_open(units: tuple[Filed, Filed, Filed]) -> None:
    prefecture, jia, _ = units
    jia.ledger("L12", [*samples("L12", 1, amount=5), *samples("L12", 1, amount="若干")], "3.3")
    prefecture.typed("3.3-5", "9", "万元", typed_by="张某")
    declared = shipped()
    (one,) = unit_sums(declared, prefecture.evaluated(declared), [jia.evaluated(declared)])
    assert (one.total, one.open, one.conclusion) == (Decimal(5), 1, "有未定的格子，未比对")
    assert differences(declared, units) == ()
