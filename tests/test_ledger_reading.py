"""Tables as offices really keep them: what is read from them, and what is said about the rest."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import msoffcrypto.format.ooxml
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image

from generator.ledgers.read.reading import read_workbook
from generator.ledgers.read.schema import LedgerSchema
from generator.ledgers.read.table import Ledger
from generator.ledgers.schemas.files import read_ledger_schemas
from generator.model import Severity
from generator.workbooks import xlsx_marks
from generator.workbooks.grid import UNCALCULATED
from tests.builders.ledger_samples import id_number, wide

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "cases" / "ledgers"
HEADER = ["姓名", "身份证号", "户编号", "带动主体", "带动方式", "起始日期", "年收益（元）"]


@pytest.fixture(scope="module")
def schemas() -> Mapping[str, LedgerSchema]:
    return read_ledger_schemas(ROOT / "templates" / "ledgers")


Read = Callable[..., Ledger]


@pytest.fixture
def read(schemas: Mapping[str, LedgerSchema], tmp_path: Path) -> Read:
    """Write rows to a sheet, change it by ``edit``, and read it as L16 or another ledger."""

    def make(
        rows: Iterable[Iterable[object]],
        edit: Callable[[Worksheet], object] | None = None,
        ledger: str = "L16",
    ) -> Ledger:
        book = openpyxl.Workbook()
        sheet = book.active
        assert isinstance(sheet, Worksheet)
        sheet.title = "名册"
        for row in rows:
            sheet.append(list(row))
        if edit:
            edit(sheet)
        path = tmp_path / "台账.xlsx"
        book.save(path)
        return read_workbook(path, "2.1 甲项/台账.xlsx", schemas[ledger])

    return make


def person(number: int, **changes: object) -> list[object]:
    row: dict[str, object] = {
        "name": f"甲某{number}",
        "id": id_number(number),
        "household": f"H{number:04}",
        "payer": "甲县果业公司",
        "mode": "分红",
        "start": dt.date(2019, 3, 1),
        "income": 1200,
    }
    return list((row | changes).values())


def said(ledger: Ledger) -> list[tuple[str, int | None, str | None]]:
    return [(found.code, found.row, found.column) for found in ledger.findings]


def test_rows_know_where_they_came_from(read: Read) -> None:
    ledger = read([["甲县带贫名册"], [], HEADER, person(1), person(2)])
    assert ledger.findings == ()
    assert [(row.sheet, row.row) for row in ledger.rows] == [("名册", 4), ("名册", 5)]
    first = dict(zip((c.key for c in ledger.schema.columns), next(ledger.rows).values, strict=True))
    assert first["id_number"] == id_number(1)
    assert first["start"] == dt.date(2019, 3, 1)
    assert first["income"] == 120_000  # fen
    assert (ledger.count(), ledger.count({"mode": ["就业"]})) == (2, 0)
    assert ledger.distinct(["payer"]) == 1
    assert ledger.sum("income", {"mode": ["分红"]}) == 240_000
    with pytest.raises(ValueError, match="holds no numbers"):
        ledger.sum("name")


def test_header_under_titles_with_line_breaks_synonyms_and_blanks(read: Read) -> None:
    header = ["姓 名", "身份证\n号码", "户编码*", "带动企业", "方式", "起 始\n日期", "年收益(元)"]
    ledger = read([["标题"], ["填报单位：甲县", "单位：万元"], [], header, person(1)])
    assert ledger.findings == ()
    assert ledger.sheets[0].header_row == 4
    assert ledger.sheets[0].titles[1] == ("id_number", "身份证号码")


def test_two_row_merged_header(read: Read) -> None:
    top = [*HEADER[:5], "时间", "年收益（元）"]
    bottom = [None] * 5 + ["起始日期", None]

    def merge(sheet: Worksheet) -> None:
        for letter in "ABCDEG":
            sheet.merge_cells(f"{letter}1:{letter}2")

    ledger = read([top, bottom, person(1)], merge)
    assert ledger.findings == ()
    assert ledger.count() == 1
    assert dict(ledger.sheets[0].titles)["start"] == "时间起始日期"


def test_groups_over_several_columns(read: Read) -> None:
    top = ["姓名", "行业", "派出单位", "接收单位", "方向", "服务时间", None, "月数", "形式"]
    bottom = [None, None, None, None, None, "开始", "结束", None, None]
    row = ["甲某", "教育", "东市一中", "甲县一中", "东到西", "2019.3", "2019.8", 6, "支教支医"]

    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("F1:G1")

    header = [*bottom[:5], "开始日期", "结束日期", None, None]
    ledger = read([top, header, row], merge, "L09")
    assert ledger.findings == ()
    frame = ledger.frame.row(0, named=True)
    assert (frame["start"], frame["start:last"]) == (dt.date(2019, 3, 1), dt.date(2019, 3, 31))
    assert frame["months"] == 6_000_000


GROUPS = ["序号", "基本情况", None, None, "带动情况", None, None, None, "备注"]
UNDER_GROUPS = [None, *HEADER, None]


def grouped(merged: bool) -> Callable[[Worksheet], object]:
    """Merge a head over rows 2 and 3 as offices draw it, or leave its cells single."""

    def merge(sheet: Worksheet) -> None:
        for area in ("A1:I1", "A2:A3", "B2:D2", "E2:H2", "I2:I3") if merged else ():
            sheet.merge_cells(area)

    return merge


def grouped_rows() -> list[list[object]]:
    """A title, a head of two rows, three people, and totals labelled in the serial column."""
    return [
        ["甲县带贫名册"], list(GROUPS), list(UNDER_GROUPS),
        [1, *person(1), None], [2, *person(2), None], ["小计", *[None] * 6, 2400, None],
        [3, *person(3), "新增"], ["小计", *[None] * 6, 1200, None],
        ["合计", *[None] * 6, 3600, None],
    ]  # fmt: skip


def check_grouped(ledger: Ledger) -> None:
    """What ``grouped_rows`` hold, however they were saved."""
    assert ledger.findings == ()
    assert [row.row for row in ledger.rows] == [4, 5, 7]
    assert [(t.row, t.first, t.last, t.values) for t in ledger.totals] == [
        (6, 1, 6, {"income": 240_000}),
        (8, 6, 8, {"income": 120_000}),
        (9, 1, 9, {"income": 360_000}),
    ]
    sheet = ledger.sheets[0]
    assert (sheet.header_row, sheet.notes) == (2, ((1, "甲县带贫名册"),))
    assert [key for key, _ in sheet.titles][:2] == ["serial", "name"]
    assert ledger.frame.get_column("serial").to_list() == ["1", "2", "3"]
    assert ledger.frame.get_column("remark").to_list() == [None, None, "新增"]


@pytest.mark.parametrize("merged", [True, False])
def test_common_columns_only_in_the_upper_row_of_the_head(read: Read, merged: bool) -> None:
    check_grouped(read(grouped_rows(), grouped(merged)))


def test_the_same_head_in_csv(schemas: Mapping[str, LedgerSchema], tmp_path: Path) -> None:
    lines = (",".join("" if cell is None else str(cell) for cell in row) for row in grouped_rows())
    (tmp_path / "名册.csv").write_text("\n".join(lines), encoding="utf-8")
    check_grouped(read_workbook(tmp_path / "名册.csv", "名册.csv", schemas["L16"]))


def test_the_same_head_in_old_xls(schemas: Mapping[str, LedgerSchema]) -> None:
    check_grouped(read_workbook(CASES / "两行表头.xls", "两行表头.xls", schemas["L16"]))


def test_a_head_of_three_rows_whose_outer_columns_stand_at_the_top(read: Read) -> None:
    top = ["序号", "甲县带贫人员", *[None] * 7]
    for areas in (("A1:A3", "B1:I1", "B2:D2", "E2:H2"), ()):
        rows = [top, [None, *GROUPS[1:]], UNDER_GROUPS, [1, *person(1), "新增"], ["合计"]]

        def merge(sheet: Worksheet, areas: Iterable[str] = areas) -> None:
            for area in areas:
                sheet.merge_cells(area)

        ledger = read(rows, merge)
        assert (ledger.count(), ledger.findings, len(ledger.totals)) == (1, (), 1)
        assert ledger.frame.select("serial", "remark").row(0) == ("1", "新增")


def test_a_column_the_schema_does_not_know_is_titled_from_the_upper_row(read: Read) -> None:
    rows = grouped_rows()
    rows[1][0] = "流水"
    ledger = read(rows, grouped(merged=True))
    assert (ledger.count(), len(ledger.totals)) == (3, 3)
    assert ledger.sheets[0].titles[0] == ("+流水@A", "流水")
    assert [found.severity for found in ledger.findings] == [Severity.INFO]


def test_a_missing_column_is_guessed_under_its_group(read: Read) -> None:
    rows = grouped_rows()
    rows[2][4] = "带动主体的名"
    missing = read(rows, grouped(merged=True)).findings[0]
    assert (missing.column, missing.row) == ("带动主体", 2)
    assert "“带动主体的名”" in missing.remedy


def test_common_columns_only_in_the_lower_row_of_the_head(read: Read) -> None:
    upper = [*HEADER, "所在地", None]
    rows = [upper, [*[None] * 7, "乡镇", "村"], [*person(1), "东乡", "东村"]]
    ledger = read(rows)
    assert (ledger.count(), ledger.findings) == (1, ())
    assert ledger.frame.select("township", "village").row(0) == ("东乡", "东村")


@pytest.mark.parametrize(
    "above",
    [
        ["填报人", "张某某", None, "审核人", "李某某"],
        ["县", "甲县", None, "年度", 2019],
        ["县", "单位：元"],
        ["甲县带贫名册"],
    ],
)
def test_lines_over_the_head_are_no_part_of_it(read: Read, above: list[object]) -> None:
    ledger = read([above, [None, *HEADER], [1, *person(1)], ["合计", *[None] * 6, 1200]])
    assert ledger.sheets[0].header_row == 2
    assert [row for row, _ in ledger.sheets[0].notes] == [1]
    assert (ledger.count(), len(ledger.totals), ledger.findings) == (1, 1, ())


def test_the_unit_of_money_may_stand_inside_the_head(read: Read) -> None:
    upper = ["序号", "资金", None, "单位：元", None, None, None]
    lower = [None, "来源", "文号", "金额", "到账日期", "凭证号", "用途"]
    row = [1, "省", "甲财〔2019〕1号", 500, "2019-05-10", "P1", "产业"]
    ledger = read([upper, lower, row], lambda sheet: sheet.merge_cells("A1:A2"), "L12")
    assert (ledger.sum("amount"), ledger.findings) == (50_000, ())


def test_a_group_does_not_claim_a_column_that_stands_under_its_own_title(read: Read) -> None:
    upper = ["序号", *HEADER[:5], "起始日期", None, "年收益（元）"]
    lower = [None, *[None] * 5, "开始日期", "到期", None]

    def merge(sheet: Worksheet) -> None:
        for area in (*(f"{letter}1:{letter}2" for letter in "ABCDEFI"), "G1:H1"):
            sheet.merge_cells(area)

    ledger = read([upper, lower, [1, *person(1)[:6], "2020-03-01", 1200]], merge)
    assert ledger.count() == 1
    assert ledger.frame.get_column("start").to_list() == [dt.date(2019, 3, 1)]
    assert [found.severity for found in ledger.findings] == [Severity.INFO]


def test_a_record_is_never_taken_for_a_header(read: Read) -> None:
    header = [*HEADER, "情况"]
    ledger = read([header, [*person(1), "本人签字"], [*person(2), "本人签字"]])
    assert ledger.count() == 2


def test_period_in_one_column(read: Read) -> None:
    header = [
        "姓名",
        "派出单位及职务",
        "方向",
        "挂任单位及职务",
        "起止时间",
        "任职文号",
        "分工文号",
    ]
    rows = [
        [
            "甲某",
            "东市财政局科长",
            "东到西",
            "甲县副县长",
            "2019.3-2021年3月",
            "甲组干〔2019〕1号",
            "",
        ],
        [
            "乙某",
            "东市教育局科长",
            "东到西",
            "乙县副县长",
            "2019-03-01至2021-02-28",
            "甲组干〔2019〕2号",
            "",
        ],
        ["丙某", "东市卫健局科长", "东到西", "丙县副县长", "两年", "甲组干〔2019〕3号", ""],
    ]
    ledger = read([header, *rows], ledger="L08")
    assert said(ledger) == [("ledger-bad-value", 4, "起止时间")]
    assert ledger.frame.get_column("end").to_list()[:2] == [
        dt.date(2021, 3, 1),
        dt.date(2021, 2, 28),
    ]
    assert [title for _, title in ledger.sheets[0].titles].count("起止时间") == 1


def test_units_of_money(read: Read) -> None:
    header = ["来源", "文号", "金额", "到账日期", "凭证号", "用途"]
    row = ["省", "甲财〔2019〕1号", "1,234.5", "2019-05-10", "P1", "产业"]
    assert read([["单位：元"], header, row], ledger="L12").sum("amount") == 123_450
    assert (
        read([["（金额单位:人民币万元）"], header, row], ledger="L12").sum("amount")
        == 1_234_500_000
    )
    in_header = [*header[:2], "金额（元）", *header[3:]]
    assert read([in_header, row], ledger="L12").sum("amount") == 123_450
    silent = read([header, row], ledger="L12")
    assert silent.sum("amount") == 1_234_500_000
    assert [(f.code, f.severity) for f in silent.findings] == [
        ("ledger-bad-value", Severity.WARNING)
    ]
    assert "没有写金额单位" in silent.findings[0].message
    mixed = read(
        [["单位：万元"], header, row, ["市", "", "500元", "2019-05-10", "P2", ""]], ledger="L12"
    )
    assert said(mixed) == [("ledger-bad-value", 4, "金额")]
    assert mixed.sum("amount") == 1_234_500_000 + 50_000


def test_columns_of_different_units_are_converted_and_said(read: Read) -> None:
    header = ["名称", "级别", "协议", "入驻企业数", "投资（万元）", "产值（元）", "带动人数"]
    ledger = read([header, ["甲园", "县级", "X1", 3, 5, 5, 10]], ledger="L17")
    assert (ledger.sum("invested"), ledger.sum("output")) == (5_000_000, 500)
    assert [f.message[:7] for f in ledger.findings] == ["同一张表里混用"]


def test_a_column_keeps_its_own_unit_against_the_sheets_and_says_so(read: Read) -> None:
    header = [*HEADER[:6], "年收益"]
    ledger = read([["单位：万元"], header, person(1, income=1200)])
    assert ledger.sum("income") == 120_000
    (finding,) = ledger.findings
    assert (finding.code, finding.severity) == ("ledger-bad-value", Severity.WARNING)
    assert (finding.row, finding.column) == (2, "年收益")
    assert finding.message == "表上写“单位：万元”，“年收益”这一列按“元”读"
    assert finding.remedy == "请在列名里写明这一列的单位，如“年收益（元）”"


@pytest.mark.parametrize(
    ("title", "fen"),
    [
        ("年收益（元）", 120_000),
        ("年收益（元/人·年）", 120_000),
        ("年收益（万元）", 1_200_000_000),
        ("年收益（单位：万元/年）", 1_200_000_000),
    ],
)
def test_the_unit_in_a_columns_own_header_wins(read: Read, title: str, fen: int) -> None:
    ledger = read([["单位：万元"], [*HEADER[:6], title], person(1, income=1200)])
    assert (ledger.sum("income"), ledger.findings) == (fen, ())


def test_a_column_with_the_sheets_unit_needs_none_of_its_own(read: Read) -> None:
    ledger = read([["单位：元"], [*HEADER[:6], "年收益"], person(1)])
    assert (ledger.sum("income"), ledger.findings) == (120_000, ())


def test_dates_in_all_their_forms(read: Read) -> None:
    written = [
        dt.date(2019, 5, 10), dt.datetime(2019, 5, 10, 8),  # noqa: DTZ001
        "2019.5.10", "2019年5月10日", "20190510",
        20190510, 43595, "43595", "2019/05/10", "２０１９－０５－１０", "2019-5-10 00:00:00",
    ]  # fmt: skip
    ledger = read([HEADER, *(person(n, start=day) for n, day in enumerate(written))])
    assert ledger.findings == ()
    assert ledger.frame.get_column("start").unique().to_list() == [dt.date(2019, 5, 10)]


@pytest.mark.parametrize(
    "written", [0, 2019, 2019.1, "1900-01-00", "2019年", "5月", "2019-13-01", 1e9]
)
def test_dates_that_are_not_guessed(read: Read, written: object) -> None:
    def as_date(sheet: Worksheet) -> None:
        sheet["F2"].number_format = "yyyy-mm-dd" if written == 0 else "General"

    ledger = read([HEADER, person(1, start=written)], as_date)
    assert said(ledger) == [("ledger-bad-value", 2, "起始日期")]
    assert ledger.frame.get_column("start").to_list() == [None]


def test_id_numbers_that_became_numbers_are_reported_not_guessed(read: Read) -> None:
    rows = [
        person(1, id=431222199001011234.0),
        person(2, id="4.31222E+17"),
        person(3, id=130503670401001.0),
    ]
    ledger = read([HEADER, *rows])
    assert said(ledger) == [
        ("ledger-bad-value", 2, "身份证号"),
        ("ledger-bad-value", 3, "身份证号"),
    ]
    assert ledger.frame.get_column("id_number").to_list() == [None, None, "130503670401001"]
    assert "已经丢失" in ledger.findings[0].message
    assert "431222199001011" not in ledger.findings[0].message


def test_full_width_digits_blanks_and_stray_quotes(read: Read) -> None:
    ledger = read([HEADER, person(1, id=wide(id_number(1)), income=wide("1,200.50"))])
    assert ledger.findings == ()
    assert ledger.frame.get_column("id_number").to_list() == [id_number(1)]
    assert ledger.sum("income") == 120_050


def test_totals_are_kept_and_not_counted(read: Read) -> None:
    header = ["乡镇", *HEADER]
    rows = [
        ["东乡", *person(1)], ["东乡", *person(2)], ["小 计", *[None] * 6, 2400],
        ["西乡", *person(3)], ["西乡小计：", *[None] * 6, 1200], ["合计", *[None] * 6, 3600],
    ]  # fmt: skip
    ledger = read([header, *rows])
    assert ledger.count() == 3
    assert [(t.row, t.first, t.last, t.values) for t in ledger.totals] == [
        (4, 1, 4, {"income": 240_000}),
        (6, 4, 6, {"income": 120_000}),
        (7, 1, 7, {"income": 360_000}),
    ]


def test_total_above_the_rows_and_repeated_header(read: Read) -> None:
    ledger = read([HEADER, ["合计", *[None] * 5, 2400], person(1), HEADER, person(2)])
    assert (ledger.count(), ledger.findings) == (2, ())
    assert [(total.first, total.last) for total in ledger.totals] == [(2, 5)]


@pytest.mark.parametrize("title", [None, "排列"])
@pytest.mark.parametrize("sums", [2400, "2,400元", "=SUM(H2:H3)"])
def test_totals_labelled_under_an_unknown_title(read: Read, title: object, sums: object) -> None:
    header = [*HEADER[:5], title, *HEADER[5:]]
    rows = [[*person(n)[:5], n, *person(n)[5:]] for n in (1, 2)]
    ledger = read([header, *rows, [None, None, "/", None, None, "合计", 2, sums]])
    assert ledger.count() == 2
    assert [(total.row, total.label) for total in ledger.totals] == [(4, "合计")]


@pytest.mark.parametrize(
    "said", [{"name": "甲某"}, {"id": id_number(1)}, {"start": dt.date(2019, 3, 1)}]
)
def test_a_row_that_says_more_than_numbers_is_no_such_total(
    read: Read, said: Mapping[str, object]
) -> None:
    empty = dict.fromkeys(("name", "id", "household", "payer", "mode", "start"))
    ledger = read(
        [[*HEADER, "情况"], [*person(1), "好"], [*person(2, **{**empty, **said}), "合计"]]
    )
    assert (ledger.count(), ledger.totals) == (2, ())


def test_a_person_is_not_a_total(read: Read) -> None:
    ledger = read([HEADER, person(1, name="小计")])
    assert ledger.count() == 1


def test_lines_around_the_table(read: Read) -> None:
    foot = ["填报人：张某某", None, "审核人：李某某", None, "填报日期：2019年12月1日"]
    ledger = read([["带贫名册（盖章）"], HEADER, person(1), foot, ["注：以上为截至11月底数据"]])
    sheet = ledger.sheets[0]
    assert (ledger.count(), ledger.findings) == (1, ())
    assert (sheet.filled_by, sheet.checked_by, sheet.filled_on) == (
        "张某某",
        "李某某",
        dt.date(2019, 12, 1),
    )
    assert [row for row, _ in sheet.notes] == [1, 4, 5]


def test_missing_column_with_a_guess(read: Read) -> None:
    header = ["姓名", "身份证号", "户编号", "带动主体的名", "带动方式", "起始日期", "年收益（元）"]
    ledger = read([header, person(1)])
    missing, unknown = ledger.findings
    assert (missing.code, missing.severity, missing.row, missing.column) == (
        "ledger-missing-column", Severity.ERROR, 1, "带动主体",
    )  # fmt: skip
    assert "带动主体的名" in missing.remedy
    assert (unknown.severity, "照印" in unknown.message) == (Severity.INFO, True)
    assert "带动主体的名" in [title for _, title in ledger.sheets[0].titles]
    assert not ledger.has("payer")


def test_two_columns_with_one_title(read: Read) -> None:
    ledger = read([[*HEADER, "姓名"], [*person(1), "甲某"]])
    assert said(ledger) == [("ledger-missing-column", 1, "姓名")]
    assert "第A列“姓名”、第H列“姓名”" in ledger.findings[0].message
    assert ledger.frame.get_column("name").to_list() == [None]


def test_content_without_a_title_is_kept_and_printed(read: Read) -> None:
    ledger = read([HEADER, [*person(1), None, "未命名"]])
    key, title = ledger.sheets[0].titles[-1]
    assert title == "第I列（无列名）"
    assert ledger.texts.get_column(key).to_list() == ["未命名"]


def test_required_cells(read: Read) -> None:
    ledger = read([HEADER, person(1, name="  "), person(2, id="无"), person(3, household=None)])
    assert said(ledger) == [("ledger-bad-value", n, HEADER[n - 2]) for n in (2, 3, 4)]


def test_merged_cells_among_records(read: Read) -> None:
    rows = [person(1), person(2, payer=None, income=None), person(3)]
    ledger = read([HEADER, *rows], lambda s: [s.merge_cells("D2:D3"), s.merge_cells("G2:G3")])
    assert said(ledger) == [
        ("ledger-bad-value", 2, "带动主体"),
        ("ledger-bad-value", 2, "年收益（元）"),
    ]
    assert ledger.frame.get_column("payer").to_list() == ["甲县果业公司"] * 3
    assert ledger.sum("income") == 240_000


def test_hidden_rows_and_sheets_are_counted_and_said(read: Read) -> None:
    def hide(sheet: Worksheet) -> None:
        for row in (2, 3, 5):
            sheet.row_dimensions[row].hidden = True
        other = sheet.parent.create_sheet("旧表")
        other.sheet_state = "hidden"
        other.append(HEADER)
        other.append(person(9))

    ledger = read([HEADER, *(person(n) for n in range(4))], hide)
    assert ledger.count() == 5
    messages = [found.message for found in ledger.findings]
    assert messages == [
        "有 3 行被隐藏（第 2–3、5 行），已照常计入",
        "工作表“旧表”是隐藏的，里面的 1 行已照常计入",
    ]
    assert [sheet.hidden_rows for sheet in ledger.sheets] == [3, 0]


def test_every_sheet_with_the_header_is_read(read: Read) -> None:
    def add(sheet: Worksheet) -> None:
        second = sheet.parent.create_sheet("西乡")
        second.append(["西乡名册"])
        second.append([HEADER[1], HEADER[0], *HEADER[2:]])
        row = person(7)
        second.append([row[1], row[0], *row[2:]])
        sheet.parent.create_sheet("说明").append(["这张表没有表头"])

    ledger = read([HEADER, person(1)], add)
    assert [(row.sheet, row.row) for row in ledger.rows] == [("名册", 2), ("西乡", 3)]
    assert [(f.code, f.severity, f.sheet) for f in ledger.findings] == [
        ("ledger-unreadable", Severity.INFO, "说明")
    ]


def test_formulas_without_results_and_with_errors(read: Read) -> None:
    ledger = read([HEADER, person(1, income="=600*2"), person(2, income="#DIV/0!"), person(3)])
    assert said(ledger) == [("ledger-bad-value", 2, "年收益"), ("ledger-bad-value", 3, "年收益")]
    assert "没有计算结果" in ledger.findings[0].message
    assert "#DIV/0!" in ledger.findings[1].message


def test_a_whole_column_of_formulas_without_results_at_the_edge(read: Read) -> None:
    ledger = read([HEADER, *(person(n, income="=600*2") for n in range(3))])
    assert [row for _, row, _ in said(ledger)] == [2, 3, 4]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("长" * 30_000, "30000 个字"),
        ("+cmd|' /C calc'!A0", "公式"),
        ("@SUM(1+1)*cmd|' /C'", "公式"),
    ],
)
def test_cells_that_need_a_look(read: Read, written: str, words: str) -> None:
    ledger = read([[*HEADER, "备注"], [*person(1), written]])
    assert said(ledger) == [("ledger-bad-value", 2, "备注")]
    assert words in ledger.findings[0].message
    assert len(ledger.findings[0].message) < 120
    assert ledger.texts.get_column("remark").to_list() == [written]


def test_formula_text_in_a_text_cell(read: Read) -> None:
    def as_text(sheet: Worksheet) -> None:
        sheet["H2"].value = "=cmd|' /C calc'!A0"
        sheet["H2"].data_type = "s"

    ledger = read([[*HEADER, "备注"], [*person(1), "x"]], as_text)
    assert said(ledger) == [("ledger-bad-value", 2, "备注")]
    assert "公式" in ledger.findings[0].message


def test_negative_and_odd_amounts(read: Read) -> None:
    rows = [
        person(n, income=v)
        for n, v in enumerate((-5, "1.2345", "约300", "三百", "1.5万元", "¥20元整"))
    ]
    ledger = read([HEADER, *rows])
    assert [(f.row, f.severity) for f in ledger.findings] == [
        (2, Severity.WARNING), (3, Severity.WARNING), (4, Severity.ERROR), (5, Severity.ERROR),
        (6, Severity.WARNING),
    ]  # fmt: skip
    assert ledger.frame.get_column("income").to_list() == [-500, 123, None, None, 1_500_000, 2_000]


def test_sums_are_exact(read: Read) -> None:
    ledger = read(
        [HEADER, *(person(n, income=0.1) for n in range(10)), person(11, income=0.1 + 0.2)]
    )
    assert ledger.sum("income") == 130


def test_choices_yes_no_phones_and_document_numbers(read: Read) -> None:
    header = [*HEADER, "本人签字", "户类型"]
    rows = [[*person(1), "√", ""], [*person(2), "无", ""], [*person(3, mode="打工"), "也许", ""]]
    ledger = read([header, *rows])
    assert said(ledger) == [
        ("ledger-bad-value", 4, "带动方式"),
        ("ledger-bad-value", 4, "本人签字"),
    ]
    assert "就业、土地流转、分红" in ledger.findings[0].remedy
    assert ledger.frame.get_column("signed").to_list() == [True, False, None]


def test_no_header(read: Read) -> None:
    ledger = read([["这里", "没有"], ["表头", "吗"]])
    assert not ledger.readable
    assert said(ledger) == [("ledger-unreadable", None, None)]
    assert "带动主体" in ledger.findings[0].remedy


def test_header_without_rows(read: Read) -> None:
    assert said(read([HEADER])) == [("ledger-bad-value", 1, None)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"])
def test_csv_in_chinese_encodings(
    schemas: Mapping[str, LedgerSchema], tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "名册.csv"
    lines = [HEADER, [*person(1)[:1], f'="{id_number(1)}"', *person(1)[2:]]]
    text = "\r\n".join(
        ",".join(f'"{str(cell).replace(chr(34), chr(34) * 2)}"' for cell in line) for line in lines
    )
    path.write_bytes(text.encode(encoding))
    ledger = read_workbook(path, "名册.csv", schemas["L16"])
    assert ledger.findings == ()
    assert [(row.sheet, row.row) for row in ledger.rows] == [(None, 2)]
    assert ledger.frame.get_column("id_number").to_list() == [id_number(1)]


def test_old_xls_with_hidden_row_and_error(schemas: Mapping[str, LedgerSchema]) -> None:
    ledger = read_workbook(CASES / "旧格式名册.xls", "旧格式名册.xls", schemas["L16"])
    assert said(ledger) == [("ledger-bad-value", 4, None), ("ledger-bad-value", 5, "年收益")]
    assert ledger.count() == 3
    assert ledger.sum("income") == 240_000


def unreadable(schemas: Mapping[str, LedgerSchema], path: Path) -> str:
    ledger = read_workbook(path, path.name, schemas["L16"])
    assert said(ledger) == [("ledger-unreadable", None, None)]
    assert ledger.findings[0].remedy
    return ledger.findings[0].message


def test_a_picture_instead_of_a_table(schemas: Mapping[str, LedgerSchema], tmp_path: Path) -> None:
    picture = tmp_path / "p.png"
    Image.new("RGB", (8, 8)).save(picture)
    book = openpyxl.Workbook()
    book.active.add_image(openpyxl.drawing.image.Image(str(picture)), "A1")
    book.save(tmp_path / "图.xlsx")
    assert "图片" in unreadable(schemas, tmp_path / "图.xlsx")
    disguised = tmp_path / "名册.xls"
    disguised.write_bytes(picture.read_bytes())
    assert "图片" in unreadable(schemas, disguised)


def test_password(schemas: Mapping[str, LedgerSchema], tmp_path: Path) -> None:
    plain, locked = io.BytesIO(), tmp_path / "锁.xlsx"
    openpyxl.Workbook().save(plain)
    with locked.open("wb") as target:
        msoffcrypto.format.ooxml.OOXMLFile(plain).encrypt("secret", target)
    assert "密码" in unreadable(schemas, locked)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空的"),
        (b"\x00" * 512, "空的"),
        (b"PK\x03\x04broken", "损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000, "损坏"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
        (b"%PDF-1.4", "PDF"),
        (b"\x01\x02\x03\x04", "认不出"),
    ],
)
def test_files_that_are_no_workbooks(
    schemas: Mapping[str, LedgerSchema], tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "名册.xls"
    path.write_bytes(content)
    assert words in unreadable(schemas, path)


def test_text_that_is_no_csv(schemas: Mapping[str, LedgerSchema], tmp_path: Path) -> None:
    path = tmp_path / "名册.csv"
    path.write_bytes(b"\x81\xff\xfe\x80" * 10)
    assert "编码" in unreadable(schemas, path)


def test_an_xlsx_named_xls_is_read(schemas: Mapping[str, LedgerSchema], tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    book.active.append(person(1))
    book.save(tmp_path / "a.xlsx")
    path = (tmp_path / "a.xlsx").rename(tmp_path / "a.xls")
    assert read_workbook(path, "a.xls", schemas["L16"]).count() == 1


def rewrite_sheet(path: Path, old: str, new: str) -> None:
    """Change the XML of the first sheet, as other programs write it."""
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    name = "xl/worksheets/sheet1.xml"
    assert old.encode() in parts[name]
    parts[name] = parts[name].replace(old.encode(), new.encode(), 1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for member, content in parts.items():
            target.writestr(member, content)


def plain_book(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    book.active.append(person(1))
    book.save(tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


def test_formatted_empty_rows_to_the_end(
    schemas: Mapping[str, LedgerSchema], tmp_path: Path
) -> None:
    path = plain_book(tmp_path)
    empty = "".join(f'<row r="{r}"><c r="A{r}" s="0"/></row>' for r in range(3, 40_000))
    last = '<row r="1048576"><c r="A1048576" s="0"/></row>'
    rewrite_sheet(path, "</sheetData>", f"{empty}{last}</sheetData>")
    ledger = read_workbook(path, "a.xlsx", schemas["L16"])
    assert (ledger.count(), ledger.findings) == (1, ())


def test_a_lone_cell_in_the_far_corner(schemas: Mapping[str, LedgerSchema], tmp_path: Path) -> None:
    path = plain_book(tmp_path)
    rewrite_sheet(
        path, "</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )
    ledger = read_workbook(path, "a.xlsx", schemas["L16"])
    assert ledger.count() == 1
    assert [found.severity for found in ledger.findings] == [Severity.WARNING]
    assert "XFD1048576，没有读" in ledger.findings[0].message


@pytest.mark.parametrize("prefix", ["", "x:"])
@pytest.mark.parametrize("size", [64, 100, 1 << 20])
def test_marks_do_not_depend_on_where_the_stream_is_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prefix: str, size: int
) -> None:
    monkeypatch.setattr(xlsx_marks, "_CHUNK", size)
    rows = "".join(
        f'<row r="{r}"{" hidden=" + chr(34) + "1" + chr(34) if r % 5 == 0 else ""}>'
        f'<c r="A{r}" t="s"><v>0</v></c><c r="B{r}"><f>A{r}</f></c>'
        f'<c r="C{r}" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="D{r}" s="1"/></row>'
        for r in range(1, 31)
    )
    space = f'xmlns{":x" if prefix else ""}="http://x"'
    sheet = f"<worksheet {space}><sheetData>{rows}</sheetData></worksheet>"
    sheet = sheet.replace("</", "\0").replace("<", f"<{prefix}").replace("\0", f"</{prefix}")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("sheet.xml", sheet)
        marks = xlsx_marks.read_marks(archive, "sheet.xml")
    assert marks.hidden_rows == {r - 1 for r in range(5, 31, 5)}
    assert len(marks.notes) == 60
    assert marks.notes[(29, 2)] == "#DIV/0!"
    assert marks.notes[(0, 1)] == UNCALCULATED
    assert (marks.stray, marks.too_large) == ((), False)
