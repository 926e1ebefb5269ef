"""A workbook over which reading or drawing breaks costs itself alone, and is named."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.base.masking import Mask
from generator.ledgers.printed import Printable, Style, printed_ledgers, stored
from generator.ledgers.read.reading import read_workbook
from generator.ledgers.read.schema import BASE, LedgerSchema
from generator.ledgers.schemas.files import read_ledger_schemas
from generator.lettering.layout import read_layout
from generator.model import Filing, Leaves, Unbindable
from generator.verdict import ledger_files
from generator.verdict.ledger_files import read_ledgers
from tests.builders.breaking import WAYS, WideReach, drawing, mark, reading
from tests.builders.filed import ROOT, filed, fonts
from tests.builders.long import variants
from tests.test_ledger_files import TITLES, book, item

#: Seconds that a step may take here: a child has to start and load what it needs meanwhile.
SOON = 5.0


@pytest.fixture(scope="module")
def schemas() -> Mapping[str, LedgerSchema]:
    return read_ledger_schemas(ROOT / "templates" / "ledgers")


def marked(path: Path, way: str) -> Path:
    """The same workbook with what breaks every step over it."""
    with zipfile.ZipFile(path, "a") as archive:
        archive.comment = mark(way)
    return path


@pytest.mark.parametrize("way", variants(WAYS, "crash"))
def test_reading_that_breaks_costs_one_workbook(
    way: str,
    tmp_path: Path,
    schemas: Mapping[str, LedgerSchema],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ledger_files, "read_some", reading)
    monkeypatch.setattr(ledger_files, "Reach", WideReach)
    names = [f"{number}.xlsx" for number in range(1, 5)]
    paths = [book(tmp_path / name, TITLES) for name in names]
    marked(paths[1], way)
    csv = tmp_path / "五.csv"
    csv.write_bytes(",".join(TITLES).encode() + "\n1,甲,,,,,\n".encode() + mark(way))
    base = marked(book(tmp_path / "名册.xlsx", ("姓名", "身份证号", "户编号")), way)
    filing = Filing(tuple(filed(path) for path in (*paths, csv)), (), (), (), (filed(base),))
    found = read_ledgers(filing, [item(["L16"])], schemas, timeout=SOON)
    read = {path: one.readable for path, one in found.by_path.items()}
    assert read == {
        "1.xlsx": True,
        "2.xlsx": False,
        "3.xlsx": True,
        "4.xlsx": True,
        "五.csv": False,
    }
    assert not found.drawn("2.xlsx")
    for ledger in (found.by_path["2.xlsx"], found.by_path["五.csv"], found.by_id[BASE][0]):
        [told] = ledger.findings
        assert (told.code, told.severity.value) == ("ledger-unreadable", "error")
        assert told.message.startswith(f"读取台账{WAYS[way]}")
        assert "另存为" in told.remedy


@pytest.mark.parametrize("way", variants(WAYS, "memory"))
def test_drawing_that_breaks_costs_one_register(
    way: str,
    tmp_path: Path,
    schemas: Mapping[str, LedgerSchema],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stored, "draw", drawing)
    monkeypatch.setattr(stored, "Reach", WideReach)
    figures = read_layout(ROOT / "templates/binder/layout.yaml", "layout.yaml").ledger_table
    style = Style(True, Mask(), fonts(), figures)
    wanted = {}
    for name in ("1.xlsx", "2.xlsx", "3.xlsx"):
        path = book(tmp_path / name, TITLES)
        if name == "2.xlsx":
            marked(path, way)
        ledger = read_workbook(path, name, schemas["L16"])
        wanted[name] = Printable(path, (ledger,), (), filed(path).sha256 + name, "名册")
    drawn = printed_ledgers(wanted, style, cache=tmp_path / "缓存", timeout=SOON)
    assert isinstance(drawn["1.xlsx"], Leaves)
    assert isinstance(drawn["3.xlsx"], Leaves)
    broken = drawn["2.xlsx"]
    assert isinstance(broken, Unbindable)
    assert broken.code == "conversion-failed"
    assert broken.message.startswith(f"印制台账{WAYS[way]}")
    again = printed_ledgers(wanted, style, cache=tmp_path / "缓存", timeout=SOON)
    assert again == drawn  # the slip was not kept, the pages were


def test_what_must_not_be_read_is_not(tmp_path: Path, schemas: Mapping[str, LedgerSchema]) -> None:
    named, other = (book(tmp_path / name, TITLES) for name in ("带贫名册.xlsx", "a.xlsx"))
    why = ledger_files.Unreadable("没能查看", "请打开核对")
    filing = Filing((filed(named), filed(other)), (), ())
    found = read_ledgers(filing, [item(["L16"])], schemas, held={"带贫名册.xlsx": why})
    assert {path: one.readable for path, one in found.by_path.items()} == {
        "带贫名册.xlsx": False,
        "a.xlsx": True,
    }
    assert found.by_path["带贫名册.xlsx"].findings[0].message == "没能查看"
