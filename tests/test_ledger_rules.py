"""Each rule on the cases that decide it, and the numbers of published reports as cases."""

import csv
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from generator.base.errors import Place
from generator.ledgers.read import percents
from generator.ledgers.read.reading import read_workbook
from generator.ledgers.read.schema import LedgerSchema, Rule, setting_names
from generator.ledgers.read.table import Ledger
from generator.ledgers.rules import RULES, check_digits
from generator.ledgers.rules.run import check_ledgers
from generator.ledgers.schemas.files import read_ledger_schemas
from generator.model import EvidenceFile, Finding, Metadata, Severity
from tests.builders.ledger_samples import (
    AS_OF,
    WINDOW,
    Cells,
    credit_code,
    id_number,
    make_table,
    write_csv,
)

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def schemas() -> Mapping[str, LedgerSchema]:
    return read_ledger_schemas(ROOT / "templates" / "ledgers")


Check = Callable[..., list[Finding]]


@pytest.fixture
def check(schemas: Mapping[str, LedgerSchema], tmp_path: Path) -> Check:
    """Write clean rows with changes as CSV, read them, run all rules; findings of the first one."""

    def write(ledger_id: str, rows: Sequence[Cells], total: Cells | None, count: int) -> Ledger:
        schema = schemas[ledger_id]
        clean = make_table(schema, len(rows)).rows
        path = tmp_path / f"{ledger_id}-{count}.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            out = csv.writer(stream)
            out.writerow([f"金额单位：{schema.unit}"])
            out.writerow([column.title for column in schema.columns])
            keys = [column.key for column in schema.columns]
            out.writerows(
                [(mine | row)[k] for k in keys] for mine, row in zip(clean, rows, strict=True)
            )
            if total is not None:
                out.writerow(["合计", *(total.get(key, "") for key in keys[1:])])
        return read_workbook(path, path.name, schema)

    def run(
        ledger_id: str,
        rows: Sequence[Cells],
        *,
        total: Cells | None = None,
        others: Mapping[str, Sequence[Cells]] | None = None,
        documents: Mapping[str, Sequence[EvidenceFile]] | None = None,
        thresholds: Mapping[str, Decimal | None] | None = None,
        codes: Sequence[str] = (),
    ) -> list[Finding]:
        ledgers = {ledger_id: [write(ledger_id, rows, total, 0)]}
        for number, (other, other_rows) in enumerate((others or {}).items(), 1):
            ledgers.setdefault(other, []).append(write(other, other_rows, None, number))
        found = check_ledgers(
            ledgers,
            schemas,
            documents=documents or {},
            settings=thresholds or {},
            as_of=AS_OF,
            window=WINDOW,
        )
        path = f"{ledger_id}-0.csv"
        return [f for f in found if f.path == path and (not codes or f.code in codes)]

    return run


def filed(title: str, number: str | None = None, item: str = "2.2") -> EvidenceFile:
    path = Path(f"{item} 甲项/{title}.pdf")
    metadata = Metadata(title, doc_number=number)
    return EvidenceFile(path.as_posix(), path, 1, "0" * 64, item, None, metadata)


# --------------------------------------------------------------------------- published numbers


@pytest.mark.parametrize(
    ("stated", "part", "whole", "fits"),
    [
        ("23.9%", 28, 117, True),
        ("24%", 28, 117, True),
        ("11.47%", 464, 4045, True),
        ("11.4%", 464, 4045, False),  # cut off, not rounded
        ("11.4%", 464, 4166, False),
        ("11.14%", 464, 4166, True),
        ("29.9%", 3219, 10750, True),
        ("11.96%", 4166, 34830, True),
        ("11.9%", 4166, 34830, False),
        ("0.35%", 121, 34830, True),
        ("1.7%", 117, 10750, False),
        ("1.7%", 296, 10750, False),
        ("1.7%", 421, 34677, False),
        ("1.7%", 1064, 34677, False),
        ("0.239", 28, 117, True),  # a bare fraction, as Excel stores 23.9 %
        ("23.9", 28, 117, True),
        ("0.23931623931623933", 28, 117, True),
        ("0%", 0, 0, True),
        ("5%", 1, 0, False),
        ("２３．９％", 28, 117, True),
    ],
)
def test_percentages(stated: str, part: int, whole: int, fits: bool) -> None:
    assert percents.fits(stated, Decimal(part), Decimal(whole)) is fits


@pytest.mark.parametrize(
    ("parts", "stated"),
    [((61, 17, 7), 85), ((884, 1569, 754, 231), 3438), ((3691, 7094, 3624, 1155), 15564)],
)
def test_sums(check: Check, parts: Sequence[int], stated: int) -> None:
    rows = [{"people": part} for part in parts]
    clean = {"firms": 5 * len(parts), "people": stated}
    assert check("L17", rows, total=clean, codes=["total-mismatch"]) == []
    [found] = check("L17", rows, total=clean | {"people": stated + 1}, codes=["total-mismatch"])
    assert (found.row, found.column) == (len(parts) + 3, "带动人数")
    assert f"填 {stated + 1}" in found.message
    assert f"{len(parts)} 行相加是 {stated}" in found.message


def test_28_of_117_households_reported_twice(check: Check) -> None:
    rows: list[Cells] = [{"id_number": id_number(n)} for n in (*range(89), *range(28))]
    found = check("BASE", rows, codes=["ledger-duplicate"])
    assert [finding.row for finding in found] == list(range(3 + 89, 3 + 117))
    assert "与第 3 行重复登记" in found[0].message
    assert id_number(0) not in found[0].message
    assert percents.fits("23.9%", Decimal(len(found)), Decimal(117))


def test_share_of_poor_workers(check: Check) -> None:
    rows: list[Cells] = [
        {"workers": 35, "poor_workers": 7, "poor_share": "20%"},
        {"workers": 35, "poor_workers": 6, "poor_share": "17.1%"},
    ]
    assert check("L21", rows, codes=["rate-below"]) == []  # no threshold, no finding
    twenty = {"workshop_poor_share_min": Decimal(20)}
    [found] = check("L21", rows, thresholds=twenty, codes=["rate-below"])
    assert "为 17.14%，低于 20%" in found.message
    assert (found.row, found.severity) == (4, Severity.WARNING)


def test_a_share_over_the_whole_ledger(schemas: Mapping[str, LedgerSchema], tmp_path: Path) -> None:
    share = Rule(
        "share_at_least",
        Place("L13.yaml", 1, 1),
        numerator="reimbursed",
        denominator="received",
        of="ledger",
        setting="reimbursed_min",
    )
    schema = replace(schemas["L13"], rules=(share,))
    table = make_table(schema, 2)
    table.rows[0] |= {"received": 9000, "reimbursed": 6943}
    table.rows[1] |= {"received": 1000, "reimbursed": 0}
    path = tmp_path / "L13.csv"
    write_csv(table, path)
    ledger = read_workbook(path, path.name, schema)

    def rates(least: Decimal | None) -> list[Finding]:
        found = check_ledgers(
            {"L13": [ledger]},
            {"L13": schema},
            documents={},
            settings={"reimbursed_min": least},
            as_of=AS_OF,
            window=WINDOW,
        )
        return [finding for finding in found if finding.code == "rate-below"]

    assert rates(None) == rates(Decimal("69.43")) == []
    [found] = rates(Decimal(90))
    assert "全表“报账金额”÷“到位资金”为 69.43%，低于 90%" in found.message
    assert (found.row, found.severity) == (None, Severity.WARNING)


# --------------------------------------------------------------------------------- check digits


@pytest.mark.parametrize(
    ("code", "right"),
    [
        ("91512081MA62K0260E", None),
        ("91350100M000100Y4Z", "3"),
        ("91350211M0000XUF46", "R"),
        ("91350100M0001TGQXM", "1"),
    ],
)
def test_credit_codes(check: Check, code: str, right: str | None) -> None:
    found = check("L15", [{"uscc": code}], codes=["uscc-check-digit", "ledger-bad-value"])
    if code.endswith("Z"):  # Z is not in the standard's alphabet
        assert [finding.code for finding in found] == ["ledger-bad-value"]
    elif right is None:
        assert found == []
    else:
        assert [(f.code, f.severity) for f in found] == [("uscc-check-digit", Severity.WARNING)]
        assert f"应为 {right}" in found[0].message


def test_remainder_31_gives_0() -> None:
    codes = [credit_code(number) for number in range(200)]
    zero = next(code for code in codes if code[-1] == "0")
    weights = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(alphabet.index(c) * w for c, w in zip(zero, weights, strict=False))
    assert 31 - total % 31 == 31
    assert uscc.is_valid(zero)


def test_id_numbers(check: Check) -> None:
    written = ["34052419800101001X", "34052419800101001x", "340524800101001", "340524198001010011"]
    found = check("BASE", [{"id_number": n} for n in written], codes=["id-check-digit"])
    assert [(f.row, f.severity) for f in found] == [(6, Severity.WARNING)]
    assert "340524********0011" in found[0].message


@given(st.integers(10**16, 10**17 - 1))
@settings(max_examples=100, deadline=None)
def test_weights_agree_with_stdnum(number: int) -> None:
    body = str(number)
    total = sum(int(c) * w for c, w in zip(body, check_digits.WEIGHTS, strict=True))
    assert check_digits.DIGITS[total % 11] == ric.calc_check_digit(body + "0")


def test_15_and_18_digits_are_one_person(check: Check) -> None:
    rows: list[Cells] = [{"id_number": "34052419800101001X"}, {"id_number": "340524800101001"}]
    assert [f.row for f in check("BASE", rows, codes=["ledger-duplicate"])] == [4]


# ------------------------------------------------------------------------------------ registers


def test_not_in_base_list(check: Check) -> None:
    rows: list[Cells] = [{"id_number": id_number(n)} for n in (1, 2, 3)]
    base: list[Cells] = [{"id_number": id_number(n)} for n in (1, 3)]
    assert check("L16", rows, codes=["not-in-base-list"]) == []  # no register filed
    [found] = check("L16", rows, others={"BASE": base}, codes=["not-in-base-list"])
    assert (found.row, found.severity) == (4, Severity.WARNING)
    assert "建档立卡名册" in found.message


def test_same_job_twice_only_if_periods_overlap(check: Check) -> None:
    person = {"id_number": id_number(1), "region": "结对东部"}
    spans = [
        ("2019-01-01", "2019-04-30"),
        ("2019-04-30", "2019-06-01"),
        ("2019-05-15", "2019-12-01"),
    ]
    rows: list[Cells] = [person | {"start": a, "end": b, "months": 1} for a, b in spans]
    found = check("L18", rows, codes=["ledger-duplicate"])
    assert [finding.row for finding in found] == [5]
    open_end: list[Cells] = [person | {"start": "2019-01-01", "end": ""}, rows[2]]
    assert [f.row for f in check("L18", open_end, codes=["ledger-duplicate"])] == [4]


def test_months_without_a_day_get_the_benefit_of_the_doubt(check: Check) -> None:
    person = {"id_number": id_number(1), "region": "省内", "months": 1}
    rows: list[Cells] = [
        person | {"start": "2019年1月", "end": "2019年4月"},
        person | {"start": "2019年4月", "end": "2019年6月"},
        person | {"start": "2019年5月", "end": "2019年9月"},
    ]
    assert [f.row for f in check("L18", rows, codes=["ledger-duplicate"])] == [5]
    ordered: list[Cells] = [{"start": "2019-05-10", "end": "2019年5月", "months": 1}]
    assert check("L18", ordered, codes=["date-order"]) == []


def test_inside_and_outside_the_province_at_once(check: Check) -> None:
    person = {"id_number": id_number(1), "start": "2019-02-01", "end": "2019-08-01"}
    rows: list[Cells] = [
        person | {"region": "省外其他"},
        person | {"region": "县内"},
        {"region": "县内", "id_number": id_number(9)},
    ]
    found = check("L18", rows, codes=["cross-ledger-duplicate"])
    assert [(f.row, f.severity) for f in found] == [(3, Severity.WARNING)]
    assert "本台账第 4 行" in found[0].message


def test_one_number_for_thousands_of_rows_is_found_in_time(check: Check) -> None:
    dates = {"start": "2019-02-01", "end": "2019-08-01"}
    rows: list[Cells] = [
        dates | {"id_number": id_number(1), "region": ("省外其他", "县内")[n % 2]}
        for n in range(4000)
    ]
    found = check("L18", rows, codes=["cross-ledger-duplicate", "ledger-duplicate"])
    assert len(found) == 2000 + 3998


def test_cadres_in_both_ledgers(check: Check) -> None:
    expert: Cells = {"name": "张 某", "start": "2019-03-01", "end": "2019-09-01"}
    cadre: Cells = {"name": "张某", "start": "2019-01-01", "end": "2020-12-31"}
    [found] = check("L09", [expert], others={"L08": [cadre]}, codes=["cross-ledger-duplicate"])
    assert "L08 党政挂职干部“L08-1.csv”第 3 行" in found.message
    earlier: Cells = cadre | {"start": "2017-01-01", "end": "2018-12-31"}
    assert check("L09", [expert], others={"L08": [earlier]}, codes=["cross-ledger-duplicate"]) == []


def test_roster(check: Check) -> None:
    names: list[Cells] = [{"payer": "甲车间", "mode": "就业"}] * 3 + [
        {"payer": "甲车间", "mode": "分红"}
    ]
    rows: list[Cells] = [{"workshop": "甲车间", "poor_workers": n} for n in (3,)]
    assert check("L21", rows, others={"L16": names}, codes=["total-mismatch"]) == []
    [found] = check(
        "L21",
        [{"workshop": "甲车间", "poor_workers": 4}],
        others={"L16": names},
        codes=["total-mismatch"],
    )
    assert "填 4 人，L16 带贫和惠及人员名册里有 3 人" in found.message


# ------------------------------------------------------------------------------------ documents


@pytest.mark.parametrize(
    ("written", "title", "number", "found"),
    [
        ("甲组干〔2019〕1号", "任职的通知", "甲组干〔2019〕1号", True),
        ("甲组干[2019]1号", "任职的通知", "甲组干〔2019〕1号", True),
        ("甲组干〔2019〕1号", "2019-03-04 甲组干〔2019〕1号 关于张某任职的通知", None, True),
        ("甲组干〔2019〕1号", "任职的通知", "甲组干〔2019〕11号", False),
        ("甲组干〔2019〕1号、甲组干〔2019〕2号", "甲组干〔2019〕1号", "甲组干〔2019〕1号", False),
        ("甲组干〔2019〕1号", "", None, False),
        ("", "甲组干〔2019〕1号", None, False),
        ("无", "无", None, False),
    ],
)
def test_appointment_letters(
    check: Check, written: str, title: str, number: str | None, found: bool
) -> None:
    findings = check(
        "L08",
        [{"appointment": written, "duty_doc": "甲办〔2019〕5号"}],
        documents={"2.2": [filed(title, number)], "2.3": [filed("分工", "甲办〔2019〕5号")]},
        codes=["row-without-file"],
    )
    assert [f.code for f in findings] == ([] if found else ["row-without-file"])
    assert all((f.item, f.column, f.row) == ("2.2", "任职文号", 3) for f in findings)
    assert all(finding.is_gap for finding in findings)


def test_names_inside_longer_names(check: Check) -> None:
    rows: list[Cells] = [{"firm": "甲县果业"}, {"firm": "甲县果业发展"}]
    documents = {"4.4": [filed("甲县果业发展 验资报告", item="4.4")]}
    found = check("L15", rows, documents=documents, codes=["row-without-file"])
    assert [finding.row for finding in found] == [3]
    documents["4.4"].append(filed("甲县果业 验资报告", item="4.4"))
    assert check("L15", rows, documents=documents, codes=["row-without-file"]) == []


def test_names_twice_inside_a_longer_name(check: Check) -> None:
    rows: list[Cells] = [{"firm": "甲县"}, {"firm": "甲县果业甲县店"}]
    documents = {"4.4": [filed("甲县果业甲县店 验资报告", item="4.4")]}
    found = check("L15", rows, documents=documents, codes=["row-without-file"])
    assert [finding.row for finding in found] == [3]


# -------------------------------------------------------------------------------- single ledgers


def test_expenditure_above_allocation(check: Check) -> None:
    row: Cells = {"received": 100, "allocated": 80, "spent": "80.000001", "reimbursed": 10}
    [found] = check("L13", [row], codes=["amount-order"])
    assert found.message == "“实际支出”（800000.01元）大于“拨付资金”（800000元）"
    assert check("L13", [row | {"allocated": "", "spent": 99}], codes=["amount-order"]) == []


def test_dates_of_a_project(check: Check) -> None:
    row: Cells = {"start": "2019-05-01", "completed": "", "accepted": "2019-04-01"}
    [found] = check("L13", [row], codes=["date-order"])
    assert (found.column, found.severity) == ("验收日期", Severity.ERROR)


def test_stale_projects(check: Check) -> None:
    money: Cells = {"received": 100, "allocated": 100, "spent": 90, "retention": 5}
    rows: list[Cells] = [
        money | {"year": 2018, "reimbursed": 95},
        money | {"year": 2018, "reimbursed": 94},
        money | {"year": 2018, "reimbursed": 95, "accepted": ""},
        money | {"year": 2018, "reimbursed": 95, "accepted": "待定"},  # unreadable: said elsewhere
        money | {"year": 2019, "reimbursed": 0, "completed": "", "accepted": ""},
    ]
    found = check("L13", rows, codes=["stale-project"])
    assert [finding.row for finding in found] == [4, 5]
    assert "还有 10000元没有报账" in found[0].message


@pytest.mark.parametrize(
    ("closed", "proof", "due", "severity"),
    [
        ("2019-08-01", "Z-1", "2019-09-01", None),
        ("2019-08-01", "", "2019-09-01", Severity.ERROR),
        ("", "", "2019-09-01", Severity.ERROR),
        ("", "Z-1", "2019-12-31", Severity.WARNING),
        ("", "", "", Severity.ERROR),
        ("已销号", "Z-1", "2019-09-01", None),  # unreadable: said elsewhere
    ],
)
def test_rectification(
    check: Check, closed: str, proof: str, due: str, severity: Severity | None
) -> None:
    row: Cells = {"closed_on": closed, "proof_no": proof, "due": due}
    found = check("L24", [row], codes=["open-rectification"])
    assert [finding.severity for finding in found] == ([severity] if severity else [])


def test_public_notice(check: Check) -> None:
    rows: list[Cells] = [
        {"notice_from": "2019-05-01", "notice_to": "2019-05-10"},
        {"notice_from": "2019-05-01", "notice_to": "2019-05-09"},
    ]
    [found] = check("L13", rows, codes=["ledger-bad-value"])
    assert (found.row, found.column, "只有 9 天" in found.message) == (4, "公示结束", True)
    assert (
        check("L13", rows, thresholds={"notice_days_min": None}, codes=["ledger-bad-value"]) == []
    )
    stricter = {"notice_days_min": Decimal(15)}
    assert len(check("L13", rows, thresholds=stricter, codes=["ledger-bad-value"])) == 2


def test_thresholds_that_no_source_states_are_off(check: Check) -> None:
    rows: list[Cells] = [{"start": "2019-03-01", "end": "2019-03-20", "months": 1}]
    assert check("L09", rows) == []
    off = check("L09", rows, thresholds={"expert_months_min": Decimal(3)})
    assert [(f.code, f.column) for f in off] == [("ledger-bad-value", "月数")]


def test_eastern_share_of_joint_ventures(check: Check) -> None:
    rows: list[Cells] = [{"relation": "参股", "share": ""}, {"relation": "参股", "share": "30%"}]
    found = check("L15", rows, codes=["ledger-bad-value"])
    assert [(f.row, f.column) for f in found] == [(3, "东部持股比例")]


def test_total_over_an_unreadable_figure_is_left_open(check: Check) -> None:
    rows: list[Cells] = [{"people": 5}, {"people": "约5"}]
    total: Cells = {"firms": 10, "people": 99}
    assert check("L17", rows, total=total, codes=["total-mismatch"]) == []


def test_findings_stand_in_the_order_of_the_table(check: Check) -> None:
    twice: Cells = {"id_number": id_number(50)}
    found = check("BASE", [twice, {"name": ""}, twice, {"household_no": ""}])
    assert [finding.row for finding in found] == [4, 5, 6]
    assert all(finding.item is None for finding in found)


def test_periods_and_windows(check: Check) -> None:
    rows: list[Cells] = [
        {"start": "2018-06-01", "end": "2019-01-01", "months": 1},
        {"start": "2018-06-01", "end": "2018-12-31", "months": 1},
        {"start": "2020-01-01", "end": "2020-12-31", "months": 1},
        {"start": "2018-06-01", "end": "", "months": 1},
    ]
    found = check("L18", rows, codes=["out-of-window"])
    assert [(f.row, f.column) for f in found] == [(4, "就业结束日期"), (5, "就业开始日期")]
    assert dt.date(2019, 12, 31) in WINDOW


def test_the_vocabulary_is_closed(schemas: Mapping[str, LedgerSchema]) -> None:
    details = {name for kind in RULES.values() for name in (*kind.needs, *kind.may, *kind.kinds)}
    assert details <= {one.name for one in fields(Rule)}
    used = {rule.kind for schema in schemas.values() for rule in schema.rules}
    assert used == set(RULES)
    assert setting_names(schemas) == {
        "expert_months_min",
        "employment_months_min",
        "leader_households_min",
        "workshop_poor_share_min",
        "notice_days_min",
    }
