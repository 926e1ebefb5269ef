"""The workbook: paper, colour sides that can be pasted into a dialog, no formula."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from generator.cli.preflight import render_preflight
from generator.cli.screen import render_preflight_counts
from generator.model import Assessment, Checklist, Level, PageKind, Preflight, Unit, Window
from generator.render.lists.preflight_book import render_preflight_book
from tests.preflight.samples import Document, Leafed, looked_at, survey, volume

RED = Leafed(survey(colour=True))
DAY = dt.date(2019, 12, 10)


@pytest.fixture
def assessment(tmp_path: Path) -> Assessment:
    unit = Unit("jia", "=甲县", Level.COUNTY, "", "", {}, {}, {}, tmp_path, "county.yaml")
    window = Window(dt.date(2019, 1, 1), dt.date(2019, 12, 31))
    checklist = Checklist("small", "清单", "2019", window, (), {}, {}, {}, "small.yaml")
    return Assessment(unit, checklist, DAY, (), (), (), ())


def rows(sheet: Worksheet) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]


def two_volumes() -> Preflight:
    document = Document("a.pdf", [RED, Leafed(), RED, Leafed(over=True)])
    first = volume(1, [PageKind.COVER, PageKind.BLANK, (document, 0), (document, 1)])
    second = volume(2, [(document, 2), (document, 3)])
    return looked_at([replace(first, title="=SUM(A1:A9)"), second], document)


def test_paper_of_every_volume_and_of_all(assessment: Assessment, tmp_path: Path) -> None:
    render_preflight_book(assessment, two_volumes(), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    heads, *paper = rows(book["打印清单"])
    assert heads[2:] == [
        "A4（张）",
        "A3 折叠（张）",
        "共（面）",
        "彩色（面）",
        "黑白（面）",
        "空白（面）",
        "厚度（毫米）",
    ]
    assert paper == [
        [1, "=SUM(A1:A9)", 2, 0, 4, 1, 2, 1, 0.2],
        [2, "第2卷的内容", 1, 0, 2, 1, 1, 0, 0.1],
        ["合计", None, 3, 0, 6, 2, 3, 1, 0.3],
    ]
    assert "A4 纸 1 包，每包 500 张" in book["打印清单"]["A1"].value


def test_no_cell_is_a_formula(assessment: Assessment, tmp_path: Path) -> None:
    render_preflight_book(assessment, two_volumes(), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert book["打印清单"]["A1"].value.startswith("=甲县")
    assert kinds <= {"s", "inlineStr", "n"}


def test_colour_sides_can_be_pasted_and_their_sheets_too(
    assessment: Assessment, tmp_path: Path
) -> None:
    render_preflight_book(assessment, two_volumes(), tmp_path / "a.xlsx")
    _, *colour = rows(openpyxl.load_workbook(tmp_path / "a.xlsx")["彩色页"])
    assert colour == [
        [1, "=SUM(A1:A9)", 1, "3", "1", "3-4"],
        [2, "第2卷的内容", 1, "1", "1", "1-2"],
    ]


def test_many_colour_sides_stand_in_several_rows_and_none_is_lost(
    assessment: Assessment, tmp_path: Path
) -> None:
    pages = [RED if at % 6 < 2 else Leafed() for at in range(300)]
    document = Document("a.pdf", pages)
    preflight = looked_at([volume(1, [(document, at) for at in range(300)])], document)
    render_preflight_book(assessment, preflight, tmp_path / "a.xlsx")
    _, *colour = rows(openpyxl.load_workbook(tmp_path / "a.xlsx")["彩色页"])
    assert [row[2] for row in colour] == [40, 40, 20]
    told = [part for row in colour for part in str(row[3]).split(",")]
    assert told == [f"{at + 1}-{at + 2}" for at in range(0, 300, 6)]
    assert all(row[3] == row[5] for row in colour)


def test_findings_name_all_their_pages(assessment: Assessment, tmp_path: Path) -> None:
    pages = [Leafed(moved=at % 2 == 0) for at in range(60)]
    document = Document("a.pdf", pages)
    preflight = looked_at([volume(1, [(document, at) for at in range(60)])], document)
    render_preflight_book(assessment, preflight, tmp_path / "a.xlsx")
    _, row = rows(openpyxl.load_workbook(tmp_path / "a.xlsx")["问题"])
    assert row[:7] == [1, "说明", "页码改位", 1, "1.1", document.file.path, row[7]]
    assert row[7] == "、".join(str(at) for at in range(1, 61, 2))


def test_equal_input_gives_equal_bytes(assessment: Assessment, tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        render_preflight_book(assessment, two_volumes(), tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_nothing_to_look_at_is_said() -> None:
    document = Document("a.pdf", [Leafed()])
    preflight = looked_at([volume(1, [(document, 0)], single_sided=True)], document)
    assert render_preflight_counts(preflight) == "打印预检，没有问题。"
    assert render_preflight(preflight)[0].startswith("卷 ")
    assert not any("合计" in line for line in render_preflight(preflight))


def test_rows_are_as_high_as_their_wrapped_text(assessment: Assessment, tmp_path: Path) -> None:
    render_preflight_book(assessment, two_volumes(), tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["问题"]
    for row in sheet.iter_rows(min_row=3):
        needed = max(
            sum(2 if ord(char) > 255 else 1 for char in str(cell.value or ""))
            / sheet.column_dimensions[cell.column_letter].width
            for cell in row
        )
        assert sheet.row_dimensions[row[0].row].height >= 13 * needed
