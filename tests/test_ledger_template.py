"""Empty workbooks: what they offer, and that a filled one has no findings."""

import re
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from generator.base.errors import OutputError
from generator.convert import soffice
from generator.convert.job import Tools
from generator.ledgers.read.reading import EXPLANATION, read_workbook
from generator.ledgers.read.schema import Kind, LedgerSchema
from generator.ledgers.rules.run import check_ledgers
from generator.ledgers.schemas.files import read_ledger_schemas
from generator.ledgers.schemas.template_book import HEADER_ROW, write_template
from generator.lettering.fonts import FontSet
from tests.builders.ledger_samples import AS_OF, WINDOW, Table, documents, make_table

ROOT = Path(__file__).resolve().parents[1]
SCHEMAS = read_ledger_schemas(ROOT / "templates" / "ledgers")
PROGRAM = soffice.find()
ROWS = 5


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    folder = tmp_path_factory.mktemp("空白表")
    for ledger_id, schema in SCHEMAS.items():
        write_template(schema, folder / f"{ledger_id}.xlsx", SCHEMAS)
    return {ledger_id: folder / f"{ledger_id}.xlsx" for ledger_id in SCHEMAS}


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=list(SCHEMAS))
def test_a_filled_template_has_no_findings(
    books: Mapping[str, Path], schema: LedgerSchema, tmp_path: Path
) -> None:
    path = tmp_path / "填好.xlsx"
    table = make_table(schema, ROWS)
    fill(books[schema.id], table, path)
    assert_clean(path, table)


def fill(blank: Path, table: Table, path: Path) -> None:
    """Type the rows into an empty workbook: each cell takes the format of its column."""
    book = openpyxl.load_workbook(blank)
    sheet = book.worksheets[0]
    for number, row in enumerate(table.rows, HEADER_ROW + 1):
        for index, key in enumerate(table.keys, 1):
            cell = sheet.cell(number, index, row[key])
            cell.number_format = sheet.column_dimensions[cell.column_letter].number_format
    book.save(path)


def assert_clean(path: Path, table: Table) -> None:
    schema = table.schema
    ledger = read_workbook(path, path.name, schema)
    assert ledger.count() == ROWS
    found = check_ledgers(
        {schema.id: [ledger]},
        SCHEMAS,
        documents=documents(table),
        settings={},
        as_of=AS_OF,
        window=WINDOW,
    )
    assert found == ()


@pytest.mark.skipif(PROGRAM is None, reason="LibreOffice is not installed")
def test_libreoffice_keeps_rows_lists_and_formats(
    books: Mapping[str, Path], tmp_path: Path
) -> None:
    """Filled in, opened and saved by LibreOffice: it still checks clean and guides the clerk."""
    tables = {key: make_table(SCHEMAS[key], ROWS) for key in ("L13", "L18")}
    for key, table in tables.items():
        fill(books[key], table, tmp_path / f"{key}.xlsx")
    tools = Tools(FontSet({}), tmp_path, PROGRAM, soffice.environment(None))
    filled = [tmp_path / f"{key}.xlsx" for key in tables]
    soffice.run(tools, tmp_path, "xlsx", filled, tmp_path / "另存")
    for key, table in tables.items():
        saved = tmp_path / "另存" / f"{key}.xlsx"
        assert_clean(saved, table)
        before, after = (openpyxl.load_workbook(path).worksheets[0] for path in (books[key], saved))
        assert guides(after) == guides(before)
        for index in range(1, len(table.keys) + 1):
            cells = [after.cell(HEADER_ROW + 1 + row, index) for row in range(ROWS)]
            kept = {cell.number_format.replace("\\", "") for cell in cells}
            assert kept == {before.column_dimensions[get_column_letter(index)].number_format}


def guides(sheet: Worksheet) -> dict[str, tuple[str, str]]:
    """For each column what its cells accept: the sort of check, and the list or first limit."""
    accepted = {}
    for rule in sheet.data_validations.dataValidation:
        (cells,) = rule.sqref.ranges
        assert cells.min_row == HEADER_ROW + 1
        assert cells.max_row >= HEADER_ROW + ROWS + 1000  # LibreOffice keeps no more empty rows
        accepted[get_column_letter(cells.min_col)] = (rule.type, rule.formula1)
    return accepted


def test_lists_formats_and_frozen_header(books: Mapping[str, Path]) -> None:
    sheet = openpyxl.load_workbook(books["L18"]).worksheets[0]
    titles = {cell.value: cell.column_letter for cell in sheet[HEADER_ROW]}
    assert sheet.freeze_panes == f"A{HEADER_ROW + 1}"
    assert sheet.column_dimensions[titles["身份证号"]].number_format == "@"
    assert sheet.column_dimensions[titles["就业开始日期"]].number_format == "yyyy-mm-dd"
    assert "月收入（元）" in titles
    lists = {
        str(rule.sqref).split(":")[0]: rule.formula1
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
    }
    first = HEADER_ROW + 1
    assert lists[f"{titles['区域']}{first}"] == '"结对东部,省外其他,省内,县内"'


def test_every_choice_has_its_list(books: Mapping[str, Path]) -> None:
    for ledger_id, schema in SCHEMAS.items():
        sheet = openpyxl.load_workbook(books[ledger_id]).worksheets[0]
        lists = [r for r in sheet.data_validations.dataValidation if r.type == "list"]
        choosing = [c for c in schema.columns if c.kind in (Kind.CHOICE, Kind.YES_NO)]
        assert len(lists) == len(choosing), ledger_id


def test_explanation_names_every_column_and_rule(books: Mapping[str, Path]) -> None:
    for ledger_id, schema in SCHEMAS.items():
        sheet = openpyxl.load_workbook(books[ledger_id])[EXPLANATION]
        said = [str(cell.value or "") for row in sheet.iter_rows() for cell in row]
        assert all(column.title in said for column in schema.columns)
        assert sum(bool(re.match(r"\d+\. ", text)) for text in said) == len(schema.rules)
        assert not any("{" in text or "None" in text for text in said)


def test_the_same_schema_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    write_template(SCHEMAS["L13"], first)
    write_template(SCHEMAS["L13"], second)
    assert first.read_bytes() == second.read_bytes()


def test_a_target_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as caught:
        write_template(SCHEMAS["L13"], tmp_path / "没有" / "L13.xlsx")
    assert caught.value.remedy
