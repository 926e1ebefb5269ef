"""Workbooks after accidents, and tables of anything: read or refused with findings, never more."""

import csv
import io
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.ledgers.read.reading import read_workbook
from generator.ledgers.read.schema import LedgerSchema
from generator.ledgers.read.table import Ledger
from generator.ledgers.schemas.files import read_ledger_schemas
from tests.builders.ledger_samples import id_number
from tests.builders.mutated import bounded, mutated
from tests.conftest import ROOT

HEADER = ["姓名", "身份证号", "户编号", "带动主体", "带动方式", "起始日期", "年收益（元）"]
ROWS = [
    [f"甲某{at}", id_number(at), f"H{at:04}", "甲县果业公司", "分红", "2019-03-01", 1200 + at]
    for at in range(4)
]

#: Seconds that reading a table of a few rows may take at most, also on a busy machine.
PATIENCE = 20

CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**18), 10**18),
    st.floats(allow_nan=False, allow_infinity=False),
    st.datetimes(),
    st.sampled_from(
        [*HEADER, "合计", "=1+1", "=SUM(A1:A9)", "#REF!", "2019.13.45", "￥1,2，3", "/"]
    ),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20),
)
GRIDS = st.lists(st.lists(CELLS, max_size=9), max_size=9)


@pytest.fixture(scope="module")
def schema() -> LedgerSchema:
    return read_ledger_schemas(ROOT / "templates" / "ledgers")["L16"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ledgers")


def workbook(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


GOOD = workbook([HEADER, *ROWS])
PARTS = ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml")


def rezipped(part: str, content: bytes) -> bytes:
    """The good workbook with one part replaced, so that no checksum gives the accident away."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return stream.getvalue()


@st.composite
def broken_parts(draw: st.DrawFn) -> bytes:
    part = draw(st.sampled_from(PARTS))
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        return rezipped(part, draw(mutated(archive.read(part))))


def read(path: Path, data: bytes, schema: LedgerSchema) -> Ledger:
    path.write_bytes(data)
    started = time.monotonic()
    ledger = read_workbook(path, "2.1 甲项/台账.xlsx", schema)
    assert time.monotonic() - started < PATIENCE
    assert all(found.code.startswith("ledger-") for found in ledger.findings)
    assert all(found.message and found.remedy for found in ledger.findings)
    assert ledger.sheets or ledger.findings  # what was not read is said
    assert path.read_bytes() == data
    return ledger


def test_what_is_broken_below_is_good_before(folder: Path, schema: LedgerSchema) -> None:
    assert read(folder / "台账.xlsx", GOOD, schema).frame.height == len(ROWS)


@bounded(60)
@given(data=mutated(GOOD))
def test_a_damaged_workbook(folder: Path, schema: LedgerSchema, data: bytes) -> None:
    read(folder / "台账.xlsx", data, schema)


@bounded(100)
@given(data=broken_parts())
def test_a_workbook_with_a_damaged_part(folder: Path, schema: LedgerSchema, data: bytes) -> None:
    read(folder / "台账.xlsx", data, schema)


@bounded(60)
@given(rows=GRIDS, headed=st.booleans())
def test_any_table(
    folder: Path, schema: LedgerSchema, rows: list[list[object]], headed: bool
) -> None:
    read(folder / "台账.xlsx", workbook([HEADER, *rows] if headed else rows), schema)


@bounded(100)
@given(data=st.binary(max_size=200) | mutated("\n".join(map(str, [HEADER, *ROWS])).encode("gbk")))
def test_any_bytes_called_csv(folder: Path, schema: LedgerSchema, data: bytes) -> None:
    read(folder / "台账.csv", data, schema)


@bounded(60)
@given(rows=GRIDS)
@example(rows=[[None] * 5 + ["=SUM(A1:A9)"]])  # a text in a column of dates
def test_any_table_as_csv(folder: Path, schema: LedgerSchema, rows: list[list[object]]) -> None:
    stream = io.StringIO()
    csv.writer(stream).writerows([HEADER, *rows])
    read(folder / "台账.csv", stream.getvalue().encode("utf-8-sig"), schema)
