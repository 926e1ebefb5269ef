"""Figures: exact values from real workbooks, and every fault that they can show."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.base.measures import (
    FEN,
    added,
    agrees,
    comparable,
    converted,
    printed,
    rounded,
    scaled,
    spoken,
)
from generator.ledgers.figures.findings import figure_findings
from generator.ledgers.figures.percentages import pairs_that_fit
from generator.ledgers.figures.values import Operand
from generator.model import Exemption, Finding, Level, Severity
from tests.builders.figure_samples import (
    EARLY,
    LATE,
    SCHEMAS,
    Filed,
    indicator,
    profile,
    samples,
    shipped,
)
from tests.builders.ledger_samples import id_number

PAIR = """\
figures:
  - {id: "6.3-1", item: "6.3", title: 分子数, unit: 人, source: {typed: true}}
  - {id: "6.3-2", item: "6.3", title: 分母数, unit: 人, source: {typed: true}}
  - {id: "6.3-3", item: "6.3", title: 全县人数, unit: 人, source: {typed: true}}
rates:
  - {id: "6.3-9", item: "6.3", title: 占比, numerator: "6.3-1", denominator: "6.3-2",
     formula: 占比＝分子数÷分母数}
"""


@pytest.fixture
def jia(tmp_path: Path) -> Filed:
    return Filed(tmp_path)


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in findings]


# ------------------------------------------------------------------ numbers that sources printed


def stated_share(
    folder: Path, part: str, whole: str, percent: str, all_people: str = "34830"
) -> tuple[Finding, ...]:
    """Findings on a percentage that someone typed with its numerator and denominator."""
    filed = Filed(folder)
    figures = (("6.3-1", part, "人"), ("6.3-2", whole, "人"), ("6.3-3", all_people, "人"))
    for key, value, unit in (*figures, ("6.3-9", percent, "%")):
        filed.typed(key, value, unit, typed_by="张某")
    declared = profile(folder, PAIR)
    return figure_findings(tuple(filed.evaluate(declared).values()), EARLY)


@pytest.mark.parametrize("percent", ["24", "23.9", "23.93"])
def test_28_of_117_is_24_percent_rounded_to_any_digits(tmp_path: Path, percent: str) -> None:
    assert stated_share(tmp_path, "28", "117", percent) == ()


def test_464_of_4045_is_not_11_4_percent(tmp_path: Path) -> None:
    (finding,) = stated_share(tmp_path, "464", "4045", "11.4")
    assert finding.code == "percent-mismatch"
    assert finding.item == "6.3"
    assert finding.path == "evidence/jia/county.yaml"
    assert "填报 11.4%（张某填报），分子数 464人÷分母数 4,045人应为 11.471%" in finding.message
    assert "像是截去了小数" in finding.message
    assert "占比＝分子数÷分母数" in finding.remedy


def test_11_1_percent_fits_another_denominator_and_the_finding_says_which(tmp_path: Path) -> None:
    (finding,) = stated_share(tmp_path, "464", "4045", "11.1", all_people="4166")
    assert "与 分子数÷全县人数 相符，请核对口径" in finding.message


def test_1_7_percent_fits_no_stated_pair() -> None:
    stated = ("117", "10750", "296", "421", "34677", "1064")
    operands = [Operand(value, Decimal(value), "户") for value in stated]
    assert pairs_that_fit(Decimal("1.7"), operands) == ()
    fitting = pairs_that_fit(Decimal("1.1"), operands)
    assert [(over.title, under.title) for over, under in fitting] == [("117", "10750")]
    assert Decimal("29.9") == rounded(Fraction(3219 * 100, 10750), 1)


def test_61_and_17_and_7_unfinished_projects_are_85(tmp_path: Path, jia: Filed) -> None:
    rows = samples("L13", 90, accepted=None)
    for index, row in enumerate(rows):
        row["year"] = 2018 if index < 61 else 2017 if index < 78 else 2016 if index < 85 else 2019
    jia.ledger("L13", rows, "3.6")
    jia.typed("3.6", "85", "个", typed_by="张某")
    declared = profile(
        tmp_path,
        "figures:\n"
        '  - {id: "3.6", item: "3.6", title: 未完工项目, unit: 个,'
        ' source: {total: ["3.6-1", "3.6-2", "3.6-3"]}}\n'
        + "".join(
            f'  - {{id: "3.6-{at}", item: "3.6", title: {year} 年的, unit: 个,'
            f' source: {{count: L13, where: {{year: ["{year}"]}}, empty: [accepted]}}}}\n'
            for at, year in enumerate((2018, 2017, 2016), 1)
        ),
    )
    figures = jia.evaluate(declared)
    assert [figures[f"3.6-{at}"].computed.value for at in (1, 2, 3)] == [61, 17, 7]
    assert figures["3.6"].done == 85
    assert figure_findings(tuple(figures.values()), EARLY) == ()
    jia.typed("3.6", "86", "个", typed_by="张某")
    (finding,) = figure_findings(tuple(jia.evaluate(declared).values()), EARLY)
    assert finding.code == "total-mismatch"
    assert "填报 86个（张某填报），算得 85个（" in finding.message
    assert "第 4 至 64 行，共 61 行" in finding.message


def test_28_households_reported_twice_are_counted_once(tmp_path: Path, jia: Filed) -> None:
    rows = samples("L16", 145)
    for index, row in enumerate(rows):
        row["household_no"] = f"H{index % 117:04}"
    jia.ledger("L16", rows, "6.3")
    declared = profile(
        tmp_path,
        "figures:\n"
        '  - {id: "6.3-1", item: "6.3", title: 登记行数, unit: 户, source: {count: L16}}\n'
        '  - {id: "6.3-2", item: "6.3", title: 户数, unit: 户,'
        " source: {distinct: L16, columns: [household_no]}}\n",
    )
    figures = jia.evaluate(declared)
    twice, households = figures["6.3-1"].done, figures["6.3-2"].done
    assert (twice, households) == (145, 117)
    assert printed(Fraction((145 - 117) * 100, 117), 1) == "23.9"
    assert figures["6.3-2"].computed.method == "按“户编号”去重"


# ------------------------------------------------------------------------- values from workbooks


def test_every_shipped_figure_is_computed_from_its_ledger(jia: Filed) -> None:
    for key in SCHEMAS:
        changed = {"year": 2019} if key == "L13" else {}
        jia.ledger(key, samples(key, 12, **changed), "9.9")
    figures = jia.evaluate(shipped())
    reasons = {f.id: f.computed.reason for f in figures.values() if f.computed.reason}
    assert not reasons
    rows = [f for f in figures.values() if f.how.from_rows]
    assert all(figure.computed.value is not None for figure in rows)
    assert len(rows) == 45
    assert all(figure.ratio.rate is not None for figure in figures.values() if figure.ratio)
    assert all(figure.provenance for figure in rows)


def test_amounts_are_exact_in_the_declared_unit(jia: Filed) -> None:
    amounts = ["0.1", "0.2", "1234.567801", "99.99"]
    jia.ledger("L12", [{**samples("L12", 1)[0], "amount": a} for a in amounts], "3.3")
    figure = jia.evaluate(shipped())["3.3-5"]
    assert figure.computed.value == Decimal("1334.857801")
    assert str(figure.computed.traces[0]) == "L12 台账.xlsx“台账”第 4、5、6、7 行"


def test_a_joint_venture_counts_by_its_eastern_share(jia: Filed) -> None:
    rows = samples("L15", 3, invested_year=300)
    for row, share in zip(rows, ("30%", "100%", None), strict=True):
        row["share"] = share
    jia.ledger("L15", rows, "4.4")
    figures = jia.evaluate(shipped())
    assert figures["4.4"].done == 900
    assert figures["4.4-1"].done == 90 + 300 + 300


def test_the_items_own_workbook_comes_before_all_others(jia: Filed) -> None:
    jia.ledger("L16", samples("L16", 5), "4.5")
    jia.ledger("L16", samples("L16", 9), "6.3")
    figures = jia.evaluate(shipped())
    assert (figures["4.5"].done, figures["6.3"].done) == (5, 9)
    assert figures["7.4"].done == 9  # filed nowhere of its own: all rosters, each person once


def test_registered_people_are_those_of_the_base_list(jia: Filed) -> None:
    jia.ledger("L16", samples("L16", 10), "6.3")
    figure = jia.evaluate(shipped())["6.3-1"]
    assert (figure.done, figure.computed.reason) == (None, "没有可以比对的建档立卡名册")
    jia.ledger("BASE", samples("BASE", 4), "0.5")
    assert jia.evaluate(shipped())["6.3-1"].done == 4


def test_one_person_is_one_person_whether_his_number_has_15_or_18_digits(jia: Filed) -> None:
    number = id_number(7)
    rows = samples("L16", 2, id_number=number)
    rows[1]["id_number"] = number[:6] + number[8:17]
    jia.ledger("L16", rows, "4.5")
    assert jia.evaluate(shipped())["4.5"].done == 1


def test_cells_that_cannot_be_read_leave_the_comparison_open(jia: Filed) -> None:
    rows = samples("L12", 3)
    rows[1]["amount"] = "若干"
    jia.ledger("L12", rows, "3.3")
    jia.typed("3.3-5", "9999", "万元", typed_by="张某")
    figures = jia.evaluate(shipped())
    assert figures["3.3-5"].computed.open == 1
    assert "total-mismatch" not in codes(figure_findings(tuple(figures.values()), EARLY))


def test_a_missing_column_is_named_as_the_reason(jia: Filed) -> None:
    rows = [{k: v for k, v in row.items() if k != "disabled"} for row in samples("L16", 3)]
    jia.ledger("L16", rows, "4.5")
    figures = jia.evaluate(shipped())
    assert figures["4.5"].done == 3
    assert figures["7.4"].done is None
    assert figures["7.4"].computed.reason == "“L16 台账.xlsx”缺少“是否残疾人”这一列"


def test_figures_follow_level_and_exemption(tmp_path: Path, jia: Filed) -> None:
    jia.unit = replace(jia.unit, not_applicable={"7.3": Exemption("没有交易", "钱某")})
    county = jia.evaluate(shipped())
    prefecture = Filed(tmp_path, "甲州", Level.PREFECTURE, "zhou").evaluate(shipped())
    assert "7.3" not in county
    assert "7.3" in prefecture
    assert "5.4" in county
    assert "5.4" not in prefecture


# ---------------------------------------------------------------------------------- finding codes


def test_total_mismatch_names_both_numbers_and_their_sources(jia: Filed) -> None:
    jia.ledger("L16", samples("L16", 8), "4.5", "名册.xlsx")
    agreement = jia.ledger("L01", [indicator("带动贫困人口数", "人", 5, 9)], "0.3")
    jia.typed("4.5", "7", "人", typed_by="张某")
    typed, stated = figure_findings(tuple(jia.evaluate(shipped()).values()), EARLY)
    assert (typed.code, typed.severity, typed.item) == ("total-mismatch", Severity.ERROR, "4.5")
    assert typed.path == "evidence/jia/county.yaml"
    assert typed.message == (
        "“带动贫困人口数”填报 7人（张某填报），"
        "算得 8人（L16 名册.xlsx“台账”第 4 至 11 行，共 8 行，按“身份证号”去重）"
    )
    assert (stated.code, stated.path, stated.sheet) == ("total-mismatch", agreement, "台账")
    assert (stated.row, stated.column) == (4, "西部完成值")
    assert "填 9人，算得 8人" in stated.message


def test_money_is_compared_at_the_digits_and_in_the_unit_that_were_stated(jia: Filed) -> None:
    jia.ledger("L12", samples("L12", 1, amount="12345.6"), "3.3")
    declared = shipped()
    for stated, unit, fits in (
        ("12345.6", "万元", True),
        ("12346", "万元", True),
        ("12345", "万元", False),
        ("1.23", "亿元", True),
        ("1.24", "亿元", False),
        ("123456000", "元", True),
    ):
        jia.typed("3.3-5", stated, unit, typed_by="张某")
        found = codes(figure_findings(tuple(jia.evaluate(declared).values()), EARLY))
        assert found == ([] if fits else ["total-mismatch"]), (stated, unit)


def test_a_typed_number_without_rows_or_document_has_no_source(jia: Filed) -> None:
    jia.typed("4.5", "1200", "人", typed_by="张某")
    jia.typed("1.5", "2", "次", typed_by="张某")
    jia.typed("6.1", "2", "次", document="纪要.pdf", page=3)
    found = figure_findings(tuple(jia.evaluate(shipped()).values()), EARLY)
    assert codes(found) == ["figure-without-source"] * 3
    by_item = {finding.item: finding.message for finding in found}
    assert "没有交L16 带贫和惠及人员名册" in by_item["4.5"]
    assert "没有写明出自哪份文件" in by_item["1.5"]
    assert "没有找到文件“纪要.pdf”" in by_item["6.1"]


def test_a_typed_number_from_a_filed_document_has_one(jia: Filed) -> None:
    jia.document("evidence/jia/6.1 对接/纪要.pdf", "6.1")
    jia.typed("6.1", "2", "次", document="纪要.pdf", page=3)
    figures = jia.evaluate(shipped())
    assert figure_findings(tuple(figures.values()), EARLY) == ()
    assert str(figures["6.1"].provenance[0]) == "纪要.pdf第 3 页"
    jia.document("evidence/jia/1.1 函件/纪要.pdf", "1.1", content="1")
    (finding,) = figure_findings(tuple(jia.evaluate(shipped()).values()), EARLY)
    assert "有 2 份不同的文件都叫“纪要.pdf”" in finding.message


@pytest.mark.parametrize(
    ("source", "backed"),
    [
        (None, False),
        ("L16", False),
        ("L17", True),
        ("东区协函〔2019〕4号", True),
        ("东区协函(2019)40号", False),
        ("关于园区建设的批复", True),
    ],
)
def test_an_agreement_figure_needs_a_source_that_was_filed(
    jia: Filed, source: str | None, backed: bool
) -> None:
    jia.ledger("L17", samples("L17", 1), "4.6")
    number = "东区协函〔2019〕4号"
    jia.document("evidence/jia/1.1 函件/x.pdf", "1.1", "关于园区建设的批复", number=number)
    jia.ledger("L01", [indicator("园区就业人数", "人", 10, 10, source=source)], "0.3")
    found = figure_findings(tuple(jia.evaluate(shipped()).values()), EARLY)
    assert codes(found) == ([] if backed else ["figure-without-source"])
    if found:
        assert (found[0].item, found[0].row, found[0].column) == ("0.3", 4, "数据来源")


def test_below_target_is_a_warning_until_the_due_date_and_an_error_after_it(jia: Filed) -> None:
    jia.ledger("L16", samples("L16", 8), "4.5")
    jia.ledger("L01", [indicator("带动贫困人口数", "人", 10, 8)], "0.3")
    figures = tuple(jia.evaluate(shipped()).values())
    (early,) = figure_findings(figures, EARLY)
    below, negative = figure_findings(figures, LATE)
    assert (early.code, early.severity) == ("below-target", Severity.WARNING)
    assert "目标 10人，完成 8人（L16 台账.xlsx" in early.message
    assert "完成率 80.00%，没有达到；期限 2019-12-20 未到" in early.message
    assert (below.code, below.severity) == ("below-target", Severity.ERROR)
    assert (negative.code, negative.item) == ("negative-list", "8.1")
    assert "负面清单“未完成的协议指标”不为零：1项（L01 台账.xlsx“台账”第 4 行" in negative.message


def test_the_number_of_unreached_figures_is_computed(jia: Filed) -> None:
    rows = [
        indicator("甲指标", "个", 3, 2, source="L01"),
        indicator("乙指标", "个", 3, 3, source="L01"),
        indicator("丙指标", "个", 3, 1, source="L01"),
    ]
    jia.ledger("L01", rows, "0.3")
    figure = jia.evaluate(shipped())["8.1"]
    assert figure.done == 2
    assert figure.computed.method == "3 项协议指标中完成值没有达到目标值的"


def test_partner_mismatch_quotes_the_explanation(jia: Filed) -> None:
    row = indicator("甲指标", "人", 1, 1200, east_done=1180, source="L01", difference="口径不同")
    jia.ledger("L01", [row], "0.3")
    (finding,) = figure_findings(tuple(jia.evaluate(shipped()).values()), EARLY)
    assert (finding.code, finding.severity) == ("partner-mismatch", Severity.WARNING)
    assert (finding.row, finding.column) == (4, "东部完成值")
    expected = "“甲指标”西部填 1,200人，东部填 1,180人，双方不一致；差异说明：口径不同"
    assert finding.message == expected


def test_a_row_in_another_unit_is_not_compared_but_reported(jia: Filed) -> None:
    jia.ledger("L16", samples("L16", 8), "4.5")
    jia.ledger("L01", [indicator("带动贫困人口数", "人次", 10, 10)], "0.3")
    (finding,) = figure_findings(tuple(jia.evaluate(shipped()).values()), EARLY)
    assert (finding.code, finding.column) == ("ledger-bad-value", "单位")
    assert "“人次”，与台账的“人”不能比较" in finding.message


def test_rate_below_prints_numerator_denominator_and_formula(tmp_path: Path, jia: Filed) -> None:
    rows = samples("L13", 2, year=2019, received=1000, allocated=900, reimbursed=617)
    jia.ledger("L13", rows, "3.5")
    fund = "source: {sum: L13, column: %s}"
    declared = profile(
        tmp_path,
        "thresholds: {reimbursement_rate: 90}\nfigures:\n"
        '  - {id: "3.3-1", item: "3.3", title: 到位资金, unit: 万元, ' + fund % "received" + "}\n"
        '  - {id: "3.3-2", item: "3.3", title: 已报账资金, unit: 元, ' + fund % "reimbursed" + "}\n"
        'rates:\n  - {id: "3.3-3", item: "3.3", title: 报账率, numerator: "3.3-2",'
        ' denominator: "3.3-1", at_least: reimbursement_rate, formula: 报账率＝报账÷到位}\n',
    )
    figures = jia.evaluate(declared)
    ratio = figures["3.3-3"].ratio
    assert ratio is not None
    assert ratio.rate == Fraction(617, 10)
    (finding,) = figure_findings(tuple(figures.values()), EARLY)
    assert (finding.code, finding.severity) == ("rate-below", Severity.WARNING)
    assert finding.message == (
        "“报账率”为 61.70%，低于标准 90%"
        "（已报账资金 1,234万元，到位资金 2,000万元；报账率＝报账÷到位）"
    )


def test_benefit_link_asks_for_one_registered_person_per_500000_yuan(jia: Filed) -> None:
    jia.ledger("L13", samples("L13", 1, year=2019, received=200), "3.5")
    jia.ledger("L16", samples("L16", 6), "6.3")
    jia.ledger("BASE", samples("BASE", 3), "0.5")
    (finding,) = figure_findings(tuple(jia.evaluate(shipped()).values()), EARLY)
    assert (finding.code, finding.item) == ("rate-below", "6.3")
    assert "“利益联结”为 每 50万元 0.75人，低于标准 1人" in finding.message
    jia.ledgers["BASE"].clear()
    jia.ledger("BASE", samples("BASE", 4), "0.6")
    assert figure_findings(tuple(jia.evaluate(shipped()).values()), EARLY) == ()


def test_open_audit_findings_are_a_negative_list_condition(jia: Filed) -> None:
    rows = samples("L24", 4)
    for row, (source, closed) in zip(
        rows, (("审计", None), ("审计", "2019-11-01"), ("自查", None), ("审计", None)), strict=True
    ):
        row["source"], row["closed_on"] = source, closed
    path = jia.ledger("L24", rows, "3.7")
    found = figure_findings(tuple(jia.evaluate(shipped()).values()), EARLY)
    (finding,) = [one for one in found if one.code == "negative-list"]
    assert (finding.item, finding.path, finding.row) == ("8.2", path, 4)
    assert "不为零：2个（L24 台账.xlsx“台账”第 4、7 行" in finding.message


def test_complete_and_consistent_figures_have_no_findings(jia: Filed) -> None:
    jia.ledger("L16", samples("L16", 8), "4.5")
    jia.ledger("L01", [indicator("带动贫困人口数", "名", 8, 8)], "0.3")
    jia.typed("4.5", "8", "人", typed_by="张某")
    figures = jia.evaluate(shipped())
    assert figure_findings(tuple(figures.values()), LATE) == ()
    assert (figures["4.5"].reached, figures["4.5"].completion) == (True, 100)


# -------------------------------------------------------------------------------- exact arithmetic


@given(st.lists(st.integers(-(10**14), 10**14), max_size=200), st.sampled_from(list(FEN)))
def test_sums_of_fen_are_exact_in_every_unit(fen: list[int], unit: str) -> None:
    total = added(scaled(one, FEN[unit]) for one in fen)
    assert Fraction(total) == Fraction(sum(fen), FEN[unit])
    assert converted(total, unit, "元") * 100 == sum(fen)


@given(st.fractions(-(10**9), 10**9), st.integers(0, 6))
def test_rounding_is_half_up_and_never_off_by_more_than_half(value: Fraction, digits: int) -> None:
    result = Fraction(rounded(value, digits))
    half = Fraction(1, 2 * 10**digits)
    assert abs(result - value) <= half
    if abs(result - value) == half:
        assert abs(result) > abs(value)


@given(st.decimals(0, 10**9, places=4), st.integers(0, 4))
def test_a_number_agrees_with_its_own_rounding(value: Decimal, digits: int) -> None:
    assert agrees(rounded(value, digits), "万元", value, "万元")
    assert agrees(value, "元", converted(value, "元", "万元"), "万元")


def test_units_that_differ_are_never_converted() -> None:
    assert comparable("名", "人")
    assert not comparable("人次", "人")
    with pytest.raises(ValueError, match="cannot be compared"):
        converted(Decimal(1), "户", "人")
    assert spoken(Decimal("1234.500")) == "1,234.5"
    assert printed(Decimal("0.125"), 2) == "0.13"
