"""What is set not to be printed of a sheet is told."""

from pathlib import Path

import pytest

from generator.convert.sheets import fit
from tests.builders.hostile import xlsx_parts, zip_of

ROWS = "".join(
    f'<row r="{row}"><c r="A{row}"><v>{row}</v></c><c r="B{row}" t="str"><v>乙</v></c>'
    f'<c r="C{row}" t="str"><v> </v></c><c r="D{row}"/></row>'
    for row in range(1, 21)
)


def fitted(path: Path, rows: str, area: str = "", columns: str = "") -> tuple[str, ...]:
    """The notes of a workbook of one sheet with a print area."""
    parts = xlsx_parts(rows)
    names = f'<definedName name="_xlnm.Print_Area" localSheetId="0">{area}</definedName>'
    book, sheet = "xl/workbook.xml", "xl/worksheets/sheet1.xml"
    stated = f"</sheets><definedNames>{names if area else ''}</definedNames>"
    parts[book] = parts[book].replace(b"</sheets>", stated.encode())
    parts[sheet] = parts[sheet].replace(b"<sheetData>", f"{columns}<sheetData>".encode())
    path.write_bytes(zip_of(parts))
    return fit(path)


@pytest.mark.parametrize(
    ("area", "many"),
    [
        ("表!$A$1:$B$10", 20),
        ("'表 ''一'',!'!$A$1:$A$20", 20),
        ("表!$A$1:$B$5,'表'!$A$16:$B$20", 20),
        ("表!$A:$A", 20),
        ("表!$1:$15", 10),
        ("表!$B$2", 39),
        ("表!$D$40:$E$50", 40),
    ],
)
def test_cells_outside_of_the_print_area_are_told(area: str, many: int, tmp_path: Path) -> None:
    (note,) = fitted(tmp_path / "a.xlsx", ROWS, area)
    assert "打印区域" in note
    assert f" {many} 格" in note


@pytest.mark.parametrize(
    "area", ["表!$A$1:$B$20", "表!$A$1:$XFD$1048576", "", "OFFSET(表!$A$1,0,0,2,2)", "表!#REF!"]
)
def test_nothing_is_told_where_all_is_printed_or_the_area_is_not_known(
    area: str, tmp_path: Path
) -> None:
    assert fitted(tmp_path / "a.xlsx", ROWS, area) == ()


@pytest.mark.parametrize("size", ["0", "0.0"])
def test_a_line_of_no_size_is_told_as_a_hidden_one(size: str, tmp_path: Path) -> None:
    flat = ROWS.replace('r="3">', f'r="3" ht="{size}" customHeight="1">', 1)
    columns = f'<cols><col min="1" max="1" width="{size}" customWidth="1"/></cols>'
    row, column = fitted(tmp_path / "a.xlsx", flat, columns=columns)
    assert "1 行被隐藏" in row
    assert "1 列被隐藏" in column
