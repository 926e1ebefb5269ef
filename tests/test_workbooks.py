"""Workbooks of ours: what is written into them, and disks that do not take them."""

import datetime as dt
import errno
from pathlib import Path

import pytest
from openpyxl import load_workbook

from generator.workbooks.writing import Value, new_workbook, write

DAY = dt.date(2019, 12, 10)


def written(target: Path, value: Value, row: int = 0) -> Path:
    with new_workbook(target, DAY, "清单") as book:
        write(book.add_worksheet("表"), row, 0, value, book.add_format())
    return target


@pytest.mark.parametrize(
    ("value", "read", "kind"),
    [
        ("=1+1", "=1+1", "s"),
        ("http://甲县", "http://甲县", "s"),
        ("0123", "0123", "s"),
        ("甲\x01乙\ud800\ufffe", "甲□乙□□", "s"),
        ("长" * 40_000, "长" * 32_767, "s"),
        (3, 3, "n"),
        (None, None, "n"),
    ],
)
def test_text_stays_text(value: Value, read: Value, kind: str, tmp_path: Path) -> None:
    cell = load_workbook(written(tmp_path / "清单.xlsx", value))["表"]["A1"]
    assert (cell.value, cell.data_type) == (read, kind)
    assert cell.hyperlink is None


def test_the_day_is_that_of_the_check_and_the_bytes_are_equal(tmp_path: Path) -> None:
    first, again = (written(tmp_path / f"{at}.xlsx", "甲") for at in range(2))
    assert first.read_bytes() == again.read_bytes()
    said = load_workbook(first).properties
    assert (said.created.date(), said.modified.date(), said.title) == (DAY, DAY, "清单")


def test_a_row_that_no_sheet_has_is_not_left_out_in_silence(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="1048576"):
        written(tmp_path / "清单.xlsx", "甲", 1_048_576)
    assert not (tmp_path / "清单.xlsx").exists()


def test_a_full_disk_is_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match=r".") as caught:
        written(tmp_path / "清单.xlsx", "甲")
    assert caught.value.errno == errno.ENOSPC
