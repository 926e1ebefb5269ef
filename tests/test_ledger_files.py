"""Which filed spreadsheets are ledgers, and of which kind: each is opened as seldom as can be."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from generator.base.cache import find, keep
from generator.base.errors import Place
from generator.ledgers.read import reading, remembered
from generator.ledgers.read.schema import LedgerSchema
from generator.ledgers.schemas.files import read_ledger_schemas
from generator.model import Filing, Item, Level, Need, Source
from generator.verdict.ledger_files import Ledgers, read_ledgers
from generator.workbooks import opening as workbook
from tests.builders.alone import without_children
from tests.builders.filed import filed
from tests.conftest import ROOT

TITLES = ("序号", "姓名", "身份证号", "户编号", "带动主体", "带贫方式", "年收益")


@pytest.fixture(scope="module")
def schemas() -> Mapping[str, LedgerSchema]:
    return read_ledger_schemas(ROOT / "templates" / "ledgers")


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The workbooks that were opened, in this very process."""
    without_children(monkeypatch)
    found: list[str] = []
    real = workbook.open_workbook

    def counted(path: Path) -> object:
        found.append(path.name)
        return real(path)

    monkeypatch.setattr(workbook, "open_workbook", counted)
    monkeypatch.setattr(reading, "open_workbook", counted)
    return found


def book(path: Path, titles: Sequence[str]) -> Path:
    """Two rows under some titles; the household's number is merged over both."""
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.append(titles)
    for number in (1, 2):
        sheet.append([f"{title}{number}" for title in titles])
    sheet.merge_cells("D2:D3")
    made.save(path)
    return path


def item(wanted: Sequence[str]) -> Item:
    """An item that asks for some registers."""
    return Item(
        id="1.1",
        title="名册",
        owner="两办",
        levels=(Level.COUNTY,),
        kinds=(),
        need=Need(1, 0, ()),
        ledgers=tuple(wanted),
        prove="",
        retention=None,
        due=dt.date(2019, 12, 31),
        windowed=True,
        source=Source.STATED,
        enabled=True,
        place=Place("small.yaml", 1, 1),
    )


def read(
    paths: Sequence[Path],
    wanted: Sequence[str],
    schemas: Mapping[str, LedgerSchema],
    cache: Path | None = None,
) -> Ledgers:
    filing = Filing(tuple(filed(path) for path in paths), (), ())
    return read_ledgers(filing, [item(wanted)], schemas, cache=cache)


def test_a_ledger_is_read_by_the_schema_that_fits_best(
    tmp_path: Path, schemas: Mapping[str, LedgerSchema], opened: list[str]
) -> None:
    path = book(tmp_path / "a.xlsx", TITLES)
    for wanted in (("L08", "L16"), ("L16", "L18"), ("L18", "L16", "L07")):
        ledger = read([path], wanted, schemas).by_path["a.xlsx"]
        assert ledger.schema.id == "L16"
        # a merged cell was filled once, from the workbook as it is
        assert list(ledger.frame.get_column("household_no")) == ["户编号1", "户编号1"]
        assert list(ledger.frame.get_column("name")) == ["姓名1", "姓名2"]
    opened.clear()
    read([path], ("L08", "L07", "L16"), schemas)
    assert opened == ["a.xlsx"]


def test_a_table_of_something_else_is_opened_once_and_is_no_ledger(
    tmp_path: Path, schemas: Mapping[str, LedgerSchema], opened: list[str]
) -> None:
    path = book(tmp_path / "物资清单.xlsx", ("品名", "数量", "单价", "备注"))
    found = read([path], ("L08", "L16", "L18"), schemas)
    assert (found.by_id, found.by_path) == ({}, {})
    assert opened == ["物资清单.xlsx"]


def test_what_is_called_a_ledger_and_is_none_is_told(
    tmp_path: Path, schemas: Mapping[str, LedgerSchema], opened: list[str]
) -> None:
    other = book(tmp_path / "台账.xlsx", ("品名", "数量", "单价", "备注"))
    damaged = tmp_path / "名册.xlsx"
    damaged.write_bytes(b"PK\x03\x04 damaged")
    found = read([other, damaged], ("L16", "L18"), schemas)
    assert {path: one.schema.id for path, one in found.by_path.items()} == {
        "台账.xlsx": "L16",
        "名册.xlsx": "L16",
    }
    assert not any(one.readable for one in found.by_path.values())
    told = [finding.code for one in found.by_path.values() for finding in one.findings]
    assert told == ["ledger-unreadable", "ledger-unreadable"]
    assert opened == ["台账.xlsx", "名册.xlsx"]


# ---------------------------------------------------------------------------- what is remembered


@pytest.fixture
def filed_books(tmp_path: Path) -> list[Path]:
    """A ledger with faults, one that is none, and one that cannot be read."""
    made = [book(tmp_path / "a.xlsx", TITLES), book(tmp_path / "物资.xlsx", ("品名", "数量"))]
    damaged = tmp_path / "名册.xlsx"
    damaged.write_bytes(b"PK\x03\x04 damaged")
    return [*made, damaged]


def same(one: Ledgers, other: Ledgers) -> bool:
    """Whether both say the same, row by row and finding by finding."""
    for path, ledger in one.by_path.items():
        again = other.by_path[path]
        frames = ledger.frame.equals(again.frame) and ledger.texts.equals(again.texts)
        types = ledger.frame.schema == again.frame.schema
        rest = [
            (one.schema.id, one.totals, one.sheets, one.unread, one.findings)
            for one in (ledger, again)
        ]
        if not (frames and types and rest[0] == rest[1]):
            return False
    return one.by_path.keys() == other.by_path.keys()


def test_what_was_read_is_remembered(
    tmp_path: Path,
    schemas: Mapping[str, LedgerSchema],
    opened: list[str],
    filed_books: list[Path],
) -> None:
    cache = tmp_path / "缓存"
    first = read(filed_books, ("L16", "L18"), schemas, cache)
    assert len(first.by_path) == 2
    opened.clear()
    assert same(first, read(filed_books, ("L16", "L18"), schemas, cache))
    assert opened == []
    # other schemas may fit better
    read(filed_books[:1], ("L16",), schemas, cache)
    assert opened == ["a.xlsx"]
    opened.clear()
    book(filed_books[0], (*TITLES[:-1], "备注"))
    assert not same(first, read(filed_books, ("L16", "L18"), schemas, cache))
    assert set(opened) == {"a.xlsx"}


@pytest.mark.parametrize("damage", ["rows", "shape", "schema", "code"])
def test_what_cannot_be_remembered_is_read_again(
    tmp_path: Path,
    schemas: Mapping[str, LedgerSchema],
    opened: list[str],
    filed_books: list[Path],
    monkeypatch: pytest.MonkeyPatch,
    damage: str,
) -> None:
    cache = tmp_path / "缓存"
    first = read(filed_books, ("L16", "L18"), schemas, cache)
    for record in sorted((cache / "ledgers").glob("*.json")):
        entry = find(record.with_suffix(""))
        assert entry is not None
        rows = entry.path.read_bytes() if entry.path else b""
        if damage == "rows":
            keep(record.with_suffix(""), entry.answer, rows[:-9] + b"ARROW1xyz", ".ipc")
        elif damage == "shape":
            keep(record.with_suffix(""), {"rows": 1}, rows, ".ipc")
        elif damage == "schema" and entry.answer:
            answer = entry.answer.replace('"schema":"L1', '"schema":"L9')
            keep(record.with_suffix(""), answer, rows, ".ipc")
    if damage == "code":
        monkeypatch.setattr(remembered, "_code", lambda: "newer")
    opened.clear()
    assert same(first, read(filed_books, ("L16", "L18"), schemas, cache))
    assert "a.xlsx" in opened
