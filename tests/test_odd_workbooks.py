"""Sheets however they are written: the table is read, and a cell far away from it is named."""

import datetime as dt
from pathlib import Path

import pytest

from generator.base import workers
from generator.base.workers import Reach, Task
from generator.workbooks.grid import SPREADSHEETS, Grid, Unreadable
from generator.workbooks.opening import open_workbook
from generator.workbooks.strays import MAX_CELLS, Area, stray_cells
from tests.builders.biff import with_last_cell_at, with_size
from tests.builders.hostile import docx_parts, zip_of
from tests.builders.sheets import Cells, ods, ods_rows, xlsb, xlsx
from tests.conftest import ROOT

SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OLD = ROOT / "tests/cases/ledgers/旧格式名册.xls"
TABLE: Cells = {(0, 0): "姓名", (0, 1): "户编号", (1, 0): "甲", (1, 1): "1"}
READ = [["姓名", "户编号"], ["甲", "1"]]
MOMENT = dt.datetime.fromisoformat("2019-05-10T08:30")
CORNER = (1_048_575, 16_383)


def opened(path: Path, data: bytes) -> tuple[Grid, ...] | Unreadable:
    """What a workbook is read as in a worker, where alone it is read."""
    path.write_bytes(data)
    tasks = [Task(open_workbook, path, 60)]
    ((_, found),) = workers.run(tasks, 1, reach=Reach.around([path]))
    assert not isinstance(found, workers.Failed), found
    return found


def grid(path: Path, data: bytes) -> Grid:
    found = opened(path, data)
    assert not isinstance(found, Unreadable), found
    return found[0]


def inline(cells: Cells, address: bool = True, numbered: bool = True) -> str:
    """Rows with their texts in them."""
    made = ""
    for row in sorted({row for row, _ in cells}):
        made += f'<row r="{row + 1}">' if numbered else "<row>"
        for at, column in sorted(cells):
            if at == row:
                name = f' r="{"AB"[column]}{row + 1}"' if address else ""
                made += f'<c{name} t="inlineStr"><is><t>{cells[at, column]}</t></is></c>'
        made += "</row>"
    return made


def sheet(rows: str, before: str = "", prefix: str = "") -> str:
    space = f'xmlns{":" + prefix if prefix else ""}="{SPACE}"'
    text = f"<worksheet {space}>{before}<sheetData>{rows}</sheetData></worksheet>"
    if prefix:
        text = text.replace("</", "\0").replace("<", f"<{prefix}:").replace("\0", f"</{prefix}:")
    return text


ROWS = inline(TABLE)
XLSX = {
    "as usual": xlsx(ROWS),
    "single quotes": xlsx(ROWS.replace('"', "'")),
    "rows without numbers": xlsx(inline(TABLE, numbered=False)),
    "cells without addresses": xlsx(inline(TABLE, address=False)),
    "nothing numbered": xlsx(inline(TABLE, address=False, numbered=False)),
    "a size that lies": xlsx(sheet(ROWS, '<dimension ref="A1:XFD1048576"/>').encode()),
    "a size that is too small": xlsx(sheet(ROWS, '<dimension ref="A1"/>').encode()),
    "prefixes": xlsx(sheet(ROWS, prefix="x").encode()),
    "UTF-16": xlsx(('<?xml version="1.0" encoding="UTF-16"?>' + sheet(ROWS)).encode("utf-16")),
    "GB 18030": xlsx(('<?xml version="1.0" encoding="GB18030"?>' + sheet(ROWS)).encode("gb18030")),
    "a comment with a row": xlsx(f'<!-- <row r="1048576"><c r="XFD1048576"/></row> -->{ROWS}'),
    "lower-case addresses": xlsx(ROWS.replace('r="A', 'r="a').replace('r="B', 'r="b')),
    "other attributes first": xlsx(ROWS.replace("<c r=", '<c s="0" r=')),
    "shared strings that nobody needs": xlsx(ROWS, without=["xl/sharedStrings.xml"]),
}


@pytest.mark.parametrize("how", XLSX)
def test_sheets_are_read_however_they_are_written(how: str, tmp_path: Path) -> None:
    assert grid(tmp_path / "a.xlsx", XLSX[how]).rows == READ


def test_hidden_rows_and_lost_results_show_in_single_quotes(tmp_path: Path) -> None:
    rows = ROWS.replace('<row r="2">', "<row r='2' hidden='true'>")
    rows += "<row r='3'><c r='A3'><f>1+1</f></c><c t='e' r='B3'><f>1/0</f><v>#DIV/0!</v></c></row>"
    found = grid(tmp_path / "a.xlsx", xlsx(rows))
    assert found.rows == [*READ, ["#未计算!", "#DIV/0!"]]
    assert found.hidden_rows == {1}


def test_strings_that_are_missing_are_told(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" t="s"><v>7</v></c></row>'
    for data in (xlsx(rows), xlsx(rows, without=["xl/sharedStrings.xml"])):
        found = opened(tmp_path / "a.xlsx", data)
        assert isinstance(found, Unreadable)
        assert found.is_table


FAR = {**TABLE, CORNER: "远"}
FAR_ROW = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>远</t></is></c></row>'
STRAY: dict[str, tuple[str, bytes]] = {
    "xlsx": ("a.xlsx", xlsx(ROWS + FAR_ROW)),
    "single quotes": ("a.xlsx", xlsx((ROWS + FAR_ROW).replace('"', "'"))),
    "in a row that lies": ("a.xlsx", xlsx(ROWS + FAR_ROW.replace('r="1048576">', 'r="9">', 1))),
    "in a row without a number": (
        "a.xlsx",
        xlsx(ROWS + FAR_ROW.replace('<row r="1048576">', "<row>", 1)),
    ),
    "a formula without a result": (
        "a.xlsx",
        xlsx(ROWS + '<row r="1048576"><c r="XFD1048576"><f>1</f></c></row>'),
    ),
    "xlsb": ("a.xlsb", xlsb(FAR, CORNER)),
    "ods": ("a.ods", ods(ods_rows(FAR))),
    "fods": ("a.fods", ods(ods_rows(FAR), flat=True)),
    "csv": (
        "a.csv",
        ("姓名,户编号\n甲,1\n" + "\n" * 999 + "," * 16_383 + "远\n").encode("gb18030"),
    ),
}


@pytest.mark.parametrize("how", STRAY)
def test_a_far_cell_is_named_and_the_rest_is_read(how: str, tmp_path: Path) -> None:
    name, data = STRAY[how]
    found = grid(tmp_path / name, data)
    assert found.rows == READ
    assert found.stray == (((1001, 16_383),) if how == "csv" else (CORNER,))


def test_a_long_csv_is_read_whole(tmp_path: Path) -> None:
    rows = "姓名,户编号\n甲,1\n" + "\n" * 500 + "," * 16_383 + "远\n"
    found = grid(tmp_path / "a.csv", rows.encode())
    assert (found.rows[502][-1], found.stray) == ("远", ())


def test_a_csv_that_would_be_too_wide(tmp_path: Path) -> None:
    rows = "姓名,户编号\n甲,1\n" + "\n" * 9_997 + "," * 99_999 + "远\n"
    found = grid(tmp_path / "a.csv", rows.encode())
    assert (found.rows, found.stray) == (READ, ((9_999, 99_999),))


@pytest.mark.parametrize("name", ["a.xls", "a.et"])
def test_a_far_cell_of_an_old_workbook(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    plain = grid(path, OLD.read_bytes())
    far = grid(path, with_last_cell_at(OLD.read_bytes(), 65_535, 255))
    assert far.stray == ((65_535, 255),)
    assert far.rows[:2] == [row[: len(far.rows[0])] for row in plain.rows[:2]]
    beyond = grid(path, with_last_cell_at(OLD.read_bytes(), 65_535, 65_535))
    assert beyond.stray == ((65_535, 65_535),)


def test_a_size_that_lies_reserves_nothing(tmp_path: Path) -> None:
    plain = grid(tmp_path / "a.xls", OLD.read_bytes())
    assert grid(tmp_path / "b.xls", with_size(OLD.read_bytes(), 65_536, 65_535)) == plain
    assert grid(tmp_path / "a.xlsb", xlsb(TABLE, CORNER)).rows == READ


def test_hidden_rows_of_a_binary_workbook(tmp_path: Path) -> None:
    found = grid(tmp_path / "a.xlsb", xlsb(TABLE, hidden=frozenset({1})))
    assert (found.rows, found.hidden_rows) == (READ, {1})


@pytest.mark.parametrize("flat", [False, True])
def test_runs_without_end_are_told(flat: bool, tmp_path: Path) -> None:
    bomb = (
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
        'table:number-columns-repeated="16384" office:value-type="string"><text:p>一</text:p>'
        "</table:table-cell></table:table-row>"
    )
    found = opened(tmp_path / "a.ods", ods(bomb, flat=flat))
    assert isinstance(found, Unreadable)
    assert "工作表“表”" in found.message
    empty = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell '
    empty += 'table:number-columns-repeated="16384"/></table:table-row>'
    assert grid(tmp_path / "b.ods", ods(ods_rows(TABLE) + empty, flat=flat)).rows == READ


def test_values_of_an_open_document(tmp_path: Path) -> None:
    kinds = {
        'office:value-type="float" office:value="1.5"': 1.5,
        'office:value-type="percentage" office:value="0.25"': 0.25,
        'office:value-type="date" office:date-value="2019-05-10"': dt.date(2019, 5, 10),
        'office:value-type="date" office:date-value="2019-05-10T08:30:00"': MOMENT,
        'office:value-type="time" office:time-value="PT08H30M00S"': dt.time(8, 30),
        'office:value-type="boolean" office:boolean-value="true"': True,
        'office:value-type="float" office:value="zwei"': "示",
    }
    cells = "".join(
        f"<table:table-cell {kind}><text:p>示</text:p></table:table-cell>" for kind in kinds
    )
    words = (
        '<table:table-cell office:value-type="string"><office:annotation><text:p>批注</text:p>'
        '</office:annotation><text:p>甲<text:s text:c="2"/>乙</text:p><text:p>丙</text:p>'
        "</table:table-cell>"
    )
    hidden = '<table:table-row table:visibility="collapse">'
    row = f"{hidden}{cells}{words}</table:table-row>"
    found = grid(tmp_path / "a.ods", ods(row))
    assert found.rows == [[*kinds.values(), "甲  乙\n丙"]]
    assert found.hidden_rows == {0}


def test_what_is_no_spreadsheet_is_told_apart(tmp_path: Path) -> None:
    letter = zip_of(docx_parts("<w:p/>"))
    others = (letter, b"%PDF-1.4", b"\xff\xd8\xff", b"<html></html>", b" ")
    for data in others:
        found = opened(tmp_path / "a.xlsx", data)
        assert isinstance(found, Unreadable)
        assert not found.is_table
    damaged = opened(tmp_path / "a.xlsx", xlsx(ROWS)[:-40])
    assert isinstance(damaged, Unreadable)
    assert damaged.is_table


def test_one_list_of_names() -> None:
    assert {".xlsx", ".xls", ".et", ".ods", ".fods", ".xlsb", ".csv"} <= set(SPREADSHEETS)


# ------------------------------------------------------------------------------------------ strays


def areas(*cells: tuple[int, int]) -> list[Area]:
    return [Area(row, column, row, column) for row, column in cells]


BLOCK = [Area(0, 0, 999, 19)]


@pytest.mark.parametrize(
    ("far", "stray"),
    [
        ([], ()),
        ([(20_000, 3)], ()),  # reading on costs less than leaving out
        ([CORNER], (CORNER,)),
        ([(5, 16_383), (1_048_575, 0)], ((5, 16_383), (1_048_575, 0))),
        ([(1_048_575, 16_382), CORNER], ((1_048_575, 16_382), CORNER)),
    ],
)
def test_strays(far: list[tuple[int, int]], stray: tuple[tuple[int, int], ...]) -> None:
    assert stray_cells([*BLOCK, *areas(*far)]) == stray


def test_a_lone_far_cell_leaves_nothing() -> None:
    assert stray_cells(areas(CORNER)) == (CORNER,)


@pytest.mark.parametrize(
    "many",
    [
        [Area(0, 0, 1_048_575, 19)],
        [*BLOCK, Area(1_000_000, 16_000, 1_000_100, 16_100)],
    ],
)
def test_too_many_to_be_strays(many: list[Area]) -> None:
    assert stray_cells(many) is None
    assert MAX_CELLS == 10_000_000
