"""Cells far from the others: the rest is printed, and what is not is named with its content."""

import re
from pathlib import Path

import pypdfium2
import pytest

from generator.convert import sheets, soffice
from generator.convert.far import FarApartError, leave_out
from generator.lettering.fonts import fontconfig_file
from generator.model import Leaves
from tests.builders.biff import with_last_cell_at
from tests.builders.filed import convert, fonts, leaves_of, refusal_of
from tests.builders.sheets import Cells, ods, ods_rows, xlsb, xlsx
from tests.conftest import ROOT

SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OLD = ROOT / "tests/cases/ledgers/旧格式名册.xls"
CORNER = (1_048_575, 16_383)
TABLE: Cells = {(0, 0): "姓名", (0, 1): "户编号", (1, 0): "甲", (1, 1): "壹"}
FAR: Cells = {**TABLE, CORNER: "远处的话"}
TOLD = "工作表“表”XFD1048576 的内容“远处的话”离其他内容太远，没有印出，请打开原件核对"


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


ROWS = f'<row r="1">{cell("A1", "姓名")}{cell("B1", "户编号")}</row>'
FAR_ROW = f'<row r="1048576">{cell("XFD1048576", "远处的话")}</row>'
SHARED = '<row r="1048576"><c r="XFD1048576" t="s"><v>0</v></c></row>'


def sheet(rows: str, after: str = "") -> bytes:
    return f'<worksheet xmlns="{SPACE}"><sheetData>{rows}</sheetData>{after}</worksheet>'.encode()


def excel_2003(cells: Cells, more: str = "") -> bytes:
    """The XML of Excel 2003, each cell with its own row and column."""
    rows = "".join(
        f'<Row ss:Index="{row + 1}"><Cell ss:Index="{column + 1}"{more}>'
        f'<Data ss:Type="String">{text}</Data></Cell></Row>'
        for (row, column), text in cells.items()
    )
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{space}" '
        f'xmlns:ss="{space}"><Worksheet ss:Name="表"><Table>{rows}</Table></Worksheet></Workbook>'
    ).encode()


BOOKS: dict[str, tuple[str, bytes]] = {
    "xlsx": ("xlsx", xlsx(ROWS + FAR_ROW)),
    "xlsm": ("xlsm", xlsx(ROWS + FAR_ROW)),
    "single quotes": ("xlsx", xlsx((ROWS + FAR_ROW).replace('"', "'"))),
    "rows without numbers": ("xlsx", xlsx(re.sub(r"<row [^>]*>", "<row>", ROWS + FAR_ROW))),
    "a shared text": ("xlsx", xlsx(ROWS + SHARED, "<si><t>远处</t><rPh/><t>的话</t></si>")),
    "a size that lies": ("xlsx", xlsx(sheet(ROWS + FAR_ROW, '<dimension ref="A1"/>'))),
    "xlsb": ("xlsb", xlsb(FAR)),
    "ods": ("ods", ods(ods_rows(FAR))),
    "fods": ("fods", ods(ods_rows(FAR), flat=True)),
    "XML of Excel 2003": ("spreadsheetml", excel_2003(FAR)),
}


@pytest.mark.parametrize("how", BOOKS)
def test_a_far_cell_is_told_with_what_it_says(how: str, tmp_path: Path) -> None:
    kind, data = BOOKS[how]
    copy = tmp_path / "a"
    copy.write_bytes(data)
    assert leave_out(copy, kind) == (TOLD,)
    assert leave_out(copy, kind) == ()  # nothing is left of it, and nothing else is missed


NEAR = {
    "xlsx": xlsx(ROWS + f'<row r="900">{cell("CV900", "近")}</row>'),
    "xlsb": xlsb({**TABLE, (900, 90): "近"}),
    "ods": ods(ods_rows({**TABLE, (900, 90): "近"})),
    "fods": ods(ods_rows({**TABLE, (900, 90): "近"}), flat=True),
    "spreadsheetml": excel_2003({**TABLE, (900, 90): "近"}),
}


@pytest.mark.parametrize("kind", NEAR)
def test_an_ordinary_copy_keeps_its_bytes(kind: str, tmp_path: Path) -> None:
    copy = tmp_path / "a"
    for data in (NEAR[kind], b"", b"PK\x03\x04", NEAR[kind][:-60]):
        copy.write_bytes(data)
        assert leave_out(copy, kind) == ()
        assert copy.read_bytes() == data


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("XFE1", '<c r="XFE1"><v>3.5</v></c>'),
        ("A1048577", '<c r="A1048577" t="b"><v>1</v></c>'),
    ],
)
def test_a_cell_that_no_program_has_is_told(place: str, value: str, tmp_path: Path) -> None:
    copy = tmp_path / "a.xlsx"
    copy.write_bytes(xlsx(f"{ROWS}<row>{value}</row>"))
    (note,) = leave_out(copy, "xlsx")
    assert place in note


def test_numbers_of_a_binary_workbook_are_told_as_numbers(tmp_path: Path) -> None:
    copy = tmp_path / "a.xlsb"
    copy.write_bytes(xlsb({**TABLE, CORNER: 1234.5, (1_048_574, 16_383): -7}))
    assert [re.findall("“([^”]*)”", note)[1] for note in leave_out(copy, "xlsb")] == [
        "-7",
        "1234.5",
    ]


BOMB = (
    '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
    'table:number-columns-repeated="16384" office:value-type="string"><text:p>一</text:p>'
    "</table:table-cell></table:table-row>"
)
SCATTERED = "".join(
    f'<row r="{8000 * at}"><c r="{name}{8000 * at}"><v>1</v></c></row>'
    for at in range(1, 130)
    for name in ("A", "XFD")
)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("xlsx", xlsx(SCATTERED)),
        ("ods", ods(BOMB)),
        ("fods", ods(BOMB, flat=True)),
        ("xlsb", xlsb({(8000 * at, side): "一" for at in range(130) for side in (0, 16_383)})),
    ],
)
def test_cells_all_over_a_sheet_are_told_before_they_are_printed(
    kind: str, data: bytes, tmp_path: Path
) -> None:
    copy = tmp_path / "a"
    copy.write_bytes(data)
    with pytest.raises(FarApartError, match="表"):
        leave_out(copy, kind)


BLANKS = "".join(
    f'<row r="{at}"><c r="A{at}" t="str"><f>IF(B{at}="","",1)</f><v></v></c></row>'
    for at in range(2, 3002)
)


@pytest.mark.parametrize("after", ["", '<drawing r:id="r9" xmlns:r="r"/>'])
def test_formulas_without_a_result_make_no_empty_pages(after: str, tmp_path: Path) -> None:
    copy = tmp_path / "a.xlsx"
    copy.write_bytes(xlsx(sheet(ROWS + BLANKS, after)))
    (note,) = leave_out(copy, "xlsx")
    (many,) = map(int, re.findall(r"还有 (\d+) 格", note))
    assert 2850 < many < 3000  # those that go with the form stay
    assert leave_out(copy, "xlsx") == ()


def test_what_is_not_blank_stays_behind_any_blanks(tmp_path: Path) -> None:
    copy = tmp_path / "a.xlsx"
    for last in (
        "<c><v>0</v></c>",
        "<c><f>1+1</f></c>",
        cell("A3002", "完"),
        '<c t="e"><v>#</v></c>',
    ):
        data = xlsx(f'{ROWS}{BLANKS}<row r="3002">{last}</row>')
        copy.write_bytes(data)
        assert leave_out(copy, "xlsx") == ()
        assert copy.read_bytes() == data


LINKED = '<hyperlinks><hyperlink ref="A1:XFD1048576" location="A1"/></hyperlinks>'
ODD_COLUMNS = '<cols><col min="one" max="9999999999999" width="wide"/></cols>'
NO_ROOM = '<pageMargins left="9" right="9" top="99" bottom="9" header="9" footer="9"/>'
MERGED = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
SPANNED = ods_rows(TABLE).replace(
    "<table:table-cell ",
    '<table:table-cell table:number-columns-spanned="16384" table:number-rows-spanned="9000" ',
    1,
)
PRINTED: dict[str, bytes] = {
    "远.xlsx": xlsx(ROWS + FAR_ROW),
    "远.xls": with_last_cell_at(OLD.read_bytes(), 65_535, 255),
    "远.et": with_last_cell_at(OLD.read_bytes(), 65_534, 254),
    "远.xlsb": xlsb(FAR, CORNER),
    "远.fods": ods(ods_rows(FAR), flat=True),
    "远2003.xls": excel_2003(FAR),
    "合并.xlsx": xlsx(sheet(ROWS, MERGED)),
    "链接.xlsx": xlsx(sheet(ROWS, LINKED)),
    "列宽.xlsx": xlsx(sheet(ROWS).replace(b"<sheetData>", ODD_COLUMNS.encode() + b"<sheetData>")),
    "页边.xlsx": xlsx(sheet(ROWS, NO_ROOM)),
    "合并.fods": ods(SPANNED, flat=True),
    "合并2003.xls": excel_2003(TABLE, ' ss:MergeAcross="16000" ss:MergeDown="9"'),
    "远列.xlsx": xlsx(ROWS.replace("</row>", cell("XFD1", "末列") + "</row>")),
}


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Leaves, str]]:
    if soffice.find() is None:
        pytest.skip("LibreOffice is not installed")
    folder, cache = tmp_path_factory.mktemp("表"), tmp_path_factory.mktemp("cache")
    for name, data in {**PRINTED, "散.xlsx": xlsx(SCATTERED)}.items():
        (folder / name).write_bytes(data)
    fontconfig = fontconfig_file(fonts(), cache / "fonts")
    batch = convert(sorted(folder.iterdir()), cache, fontconfig=fontconfig, timeout=20)
    assert "工作表“表”" in refusal_of(batch, "散.xlsx").message
    found = {name: leaves_of(batch, name) for name in PRINTED}
    return {name: (leaves, text_of(leaves)) for name, leaves in found.items()}


def text_of(leaves: Leaves) -> str:
    with pypdfium2.PdfDocument(leaves.pdf) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.mark.parametrize("name", PRINTED)
def test_the_rest_is_printed(name: str, printed: dict[str, tuple[Leaves, str]]) -> None:
    leaves, text = printed[name]
    assert "姓名" in text or "户编号" in text
    assert len(leaves.pages) <= 2
    assert "Page" not in text
    assert ("远" in name and "列" not in name) == any("太远" in note for note in leaves.notes)


def test_a_far_column_makes_nothing_too_small(printed: dict[str, tuple[Leaves, str]]) -> None:
    leaves, text = printed["远列.xlsx"]
    assert "末列" in text
    assert any("按原大小" in note for note in leaves.notes)
    with pypdfium2.PdfDocument(leaves.pdf) as document:
        letters = document[0].get_textpage()
        _, bottom, _, top = letters.get_charbox(0)
    assert top - bottom > 5


def test_hidden_columns_are_counted_as_far_as_there_is_content(tmp_path: Path) -> None:
    copy = tmp_path / "a.xlsx"
    hidden = b'<cols><col min="2" max="16384" hidden="1"/></cols><sheetData>'
    copy.write_bytes(xlsx(sheet(ROWS).replace(b"<sheetData>", hidden)))
    assert sheets.fit(copy) == ("工作表“表”有 1 列被隐藏，没有印出",)


@pytest.mark.parametrize("flat", [False, True])
def test_open_document_sheets_that_say_nothing_of_their_pages_are_known(
    flat: bool, tmp_path: Path
) -> None:
    book = tmp_path / "a"
    book.write_bytes(ods(ods_rows(TABLE), flat=flat))
    assert not sheets.states_pages(book)
    book.write_bytes(ods('<style:master-page style:name="Default"/>', flat=flat))
    assert sheets.states_pages(book)
