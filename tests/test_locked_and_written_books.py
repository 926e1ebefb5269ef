"""Registers in workbooks that Excel locks by itself, in the XML of 2003, and in text under .xls."""

import datetime as dt
import io
from pathlib import Path

import msoffcrypto.format.ooxml
import pytest

from generator.convert.sniff import Identity
from generator.model import Unbindable
from generator.workbooks.grid import UNCALCULATED, Grid, Span, Unreadable
from generator.workbooks.opening import open_workbook
from tests.builders import documents, old_office
from tests.builders.identified import identify

NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"


def opened(path: Path, data: bytes) -> tuple[Grid, ...]:
    path.write_bytes(data)
    grids = open_workbook(path)
    assert not isinstance(grids, Unreadable), grids
    return grids


def locked(folder: Path, word: str) -> bytes:
    documents.sheet(2, 2).save(folder / "plain.xlsx")
    stream = io.BytesIO()
    with (folder / "plain.xlsx").open("rb") as plain:
        msoffcrypto.format.ooxml.OOXMLFile(plain).encrypt(word, stream)
    return stream.getvalue()


def test_excels_own_password_opens_a_workbook_and_no_other_does(tmp_path: Path) -> None:
    (grid,) = opened(tmp_path / "a.xlsx", locked(tmp_path, "VelvetSweatshop"))
    assert grid.rows == [["r0c0", "r0c1"], ["r1c0", "r1c1"]]
    assert identify(tmp_path / "a.xlsx", "a.xlsx") == Identity("xlsx")
    (tmp_path / "b.xlsx").write_bytes(locked(tmp_path, "secret"))
    assert isinstance(open_workbook(tmp_path / "b.xlsx"), Unreadable)
    found = identify(tmp_path / "b.xlsx", "b.xlsx")
    assert isinstance(found, Unbindable)
    assert found.code == "encrypted"


def test_an_old_workbook_with_excels_own_password_is_a_register(tmp_path: Path) -> None:
    (grid,) = opened(tmp_path / "a.xls", old_office.protected_97("甲县", "VelvetSweatshop"))
    assert grid.rows == [["甲县"]]
    (tmp_path / "b.xls").write_bytes(old_office.protected_97("甲县", "secret"))
    assert isinstance(open_workbook(tmp_path / "b.xls"), Unreadable)


def test_half_a_locked_workbook_is_told(tmp_path: Path) -> None:
    data = locked(tmp_path, "VelvetSweatshop")
    (tmp_path / "a.xlsx").write_bytes(data[: len(data) // 2])
    assert isinstance(open_workbook(tmp_path / "a.xlsx"), Unreadable)
    assert isinstance(identify(tmp_path / "a.xlsx", "a.xlsx"), Unbindable)


def test_the_xml_of_2003_is_a_register(tmp_path: Path) -> None:
    rows = (
        '<Row><Cell ss:MergeAcross="1"><Data ss:Type="String">台账</Data></Cell>'
        '<Cell><Data ss:Type="Boolean">1</Data></Cell></Row>'
        '<Row ss:Index="3" ss:Hidden="1"><Cell ss:Index="2"><Data ss:Type="Number">12.5</Data>'
        '</Cell><Cell><Data ss:Type="DateTime">2019-05-10T00:00:00.000</Data></Cell></Row>'
        '<Row><Cell ss:Formula="=1"/><Cell><Data ss:Type="Number">?</Data></Cell></Row>'
    )
    book = (
        f'<?xml version="1.0"?><Workbook xmlns="{NAMESPACE}" xmlns:ss="{NAMESPACE}">'
        f'<Worksheet ss:Name="甲"><Table>{rows}</Table></Worksheet></Workbook>'
    )
    (grid,) = opened(tmp_path / "a.xls", book.encode())
    assert grid.name == "甲"
    assert grid.rows == [
        ["台账", "", True],
        ["", "", ""],
        ["", 12.5, dt.datetime.fromisoformat("2019-05-10")],
        [UNCALCULATED, "?", ""],
    ]
    assert grid.merged == (Span(0, 0, 0, 1),)
    assert grid.hidden_rows == frozenset({2})
    (tmp_path / "b.xls").write_bytes(book.encode()[:-30])
    assert isinstance(open_workbook(tmp_path / "b.xls"), Unreadable)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_text_under_the_name_of_a_workbook_is_a_register(encoding: str, tmp_path: Path) -> None:
    (grid,) = opened(tmp_path / "a.xls", "序号\t单位\n1\t甲县\n".encode(encoding))
    assert grid.rows == [["序号", "单位"], ["1", "甲县"]]
