"""Registers made for measuring are the same each time, and at fault where they say."""

from collections import Counter
from pathlib import Path

import pytest

from bench.office_registers.__main__ import check, write_units
from bench.office_registers.codes import KINDS
from bench.office_registers.comparing import Score
from bench.office_registers.filing import Expected
from bench.office_registers.headers import CASES, Header, measure, read_headers
from bench.office_registers.table import forms
from bench.office_registers.unit import Unit, make_unit

#: Kinds that docs for clerks describe, as far as one row shows them.
DESCRIBED = {
    *("amount-unreadable", "choice-unknown", "date-impossible", "id-scientific", "id-short"),
    *("id-digit", "code-digit", "duplicate", "date-order", "out-of-window", "total-wrong"),
    *("percent-wrong", "months-more", "no-file", "not-closed", "column-missing", "amount-order"),
    *("not-in-base-list", "roster-differs", "not-covered", "two-classes", "below-target"),
}


def unit(serial: int) -> Unit:
    return make_unit(5, serial, Counter(), 15)


def test_the_same_seed_makes_the_same_registers() -> None:
    first, second = unit(1), unit(1)
    assert {number: table.rows for number, table in first.tables.items()} == {
        number: table.rows for number, table in second.tables.items()
    }
    assert first.tables["L16"].rows != unit(2).tables["L16"].rows


def test_registers_have_no_two_columns_of_one_wording() -> None:
    """A header that another column of the same register bears too could not be understood."""
    for form in forms().values():
        words = [word for column in form.columns for word in {column.title, *column.variants}]
        assert not [word for word, count in Counter(words).items() if count > 1], form.number


def test_in_the_blank_form_described_faults_are_found_and_nothing_else(tmp_path: Path) -> None:
    expected = write_units(tmp_path / "workspace", 5, 1, plain=True)
    score = Score()
    for name, told in expected.items():
        score.add(name, told, check(tmp_path / "workspace", name))
    assert score.planted.total() >= 15
    missed = [one.kind for _, one in score.missed if one.kind in DESCRIBED]
    assert (missed, score.wrong) == ([], [])


@pytest.mark.parametrize(
    ("line", "hit", "false"),
    [
        ({"row": 4, "column": "金额"}, 1, 0),
        ({"row": 4, "column": "到账金额"}, 1, 0),
        ({"row": 4, "code": "date-order"}, 0, 0),
        ({"row": 5, "column": "金额"}, 0, 1),
        ({"row": 4, "column": "用途"}, 0, 1),
        ({"row": 9, "severity": "info"}, 0, 0),
    ],
)
def test_lines_are_right_false_or_neither(line: dict[str, object], hit: int, false: int) -> None:
    """A line of the same cell under another code is a consequence; information is not counted."""
    columns = ("金额", "到账金额")
    codes = KINDS["amount-unreadable"]
    one = Expected("amount-unreadable", codes, ("3.3 台账/甲.xlsx",), (4,), columns, must=True)
    said = {"code": codes[0], "severity": "error", "path": "evidence/jia/3.3 台账/甲.xlsx", **line}
    score = Score()
    score.add("jia", [one], [said])
    assert (score.hits.total(), score.false.total()) == (hit, false)


def test_titles_of_the_blank_form_are_understood_and_nonsense_is_not() -> None:
    """Otherwise the share of everyday headers would measure the registers around them."""
    titles = [
        Header(column.title, number, column.title, "")
        for number, form in forms().items()
        for column in form.columns[:1]
        if number != "BASE"
    ]
    taken = Header("实 际 支 出", "L13", "报账金额", "")
    nonsense = Header("天气", "L13", "项目名称", "")
    verdicts = measure([*titles, nonsense, taken])
    assert verdicts == ["understood"] * len(titles) + ["not understood", "wrong"]


@pytest.mark.parametrize("path", sorted(CASES.glob("*.tsv")), ids=lambda path: path.stem)
def test_everyday_headers_name_columns_that_there_are(path: Path) -> None:
    headers = read_headers(path)
    titles = {number: {column.title for column in form.columns} for number, form in forms().items()}
    assert [one for one in headers if one.column not in titles[one.ledger]] == []
    assert [one for one in headers if one.header in titles[one.ledger]] == []
    assert len({(header.header, header.ledger) for header in headers}) == len(headers)
    assert all(header.source and header.header != header.column for header in headers)
