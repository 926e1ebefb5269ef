"""Workbooks of ours on a disk that has no room for them."""

import datetime as dt
import errno
from pathlib import Path

import pytest
from lxml import etree
from openpyxl import Workbook

from generator.render.lists.workbook import save_workbook


def test_a_full_disk_under_the_temporary_files_is_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise etree.SerialisationError("IO_ENOSPC")

    monkeypatch.setattr(Workbook, "save", full)
    with pytest.raises(OSError, match=r".") as caught:
        save_workbook(Workbook(), "清单", dt.date(2019, 12, 10), tmp_path / "清单.xlsx")
    assert caught.value.errno == errno.ENOSPC
    assert not (tmp_path / "清单.xlsx").exists()


def test_another_fault_of_the_writer_is_no_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise etree.SerialisationError("unknown error -1")

    monkeypatch.setattr(Workbook, "save", broken)
    with pytest.raises(etree.SerialisationError):
        save_workbook(Workbook(), "清单", dt.date(2019, 12, 10), tmp_path / "清单.xlsx")
