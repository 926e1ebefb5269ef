"""The command as a clerk meets it, and its settings."""

from pathlib import Path

import pytest

from generator.archive import run
from generator.base.errors import ConfigError
from generator.cli import main as cli
from generator.office.config import read_config
from tests.archive import samples
from tests.conftest import CONFIG, new_workspace


def test_the_screen_tells_what_was_made_and_what_is_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "write_papers", lambda *_: ())
    monkeypatch.setattr("generator.archive.find_validator", lambda: None)
    root = new_workspace(
        tmp_path, samples.files(), config=CONFIG + samples.ARCHIVE, checklist=samples.TERMS
    )
    (root / ".cache").symlink_to(samples.SHARED[-1], target_is_directory=True)
    cli.run(["--workspace", str(root), "archive", "jia", "--jobs", "1"])
    said = capsys.readouterr().out
    for words in (
        "甲县归档：10 件 16 页，4 盒",
        "2019 30年：7 件 13 页，第 2 盒",
        "[满页]：首页没有空处，归档章另加首页",
        "不能归档 1 处：",
        "2019-06-03 坏.pdf",
        "未归类 1 处：",
        "收到文件 15 份 = 已归档 12 + 压缩包本身 1 + 不能归档 1 + 未归类 1；另有不计入的 1 份。",
        "PDF/A-1b（PDFBox Preflight）：未检验 10 件。",
        "已写入 output/jia-归档/",
    ):
        assert words in said


def test_an_unknown_unit_cannot_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = new_workspace(tmp_path)
    with pytest.raises(SystemExit) as end:
        cli.run(["--workspace", str(root), "archive", "yi"])
    assert end.value.code == 2
    assert "yi" in capsys.readouterr().err
    assert not (root / "output").exists()


def test_settings_are_read(tmp_path: Path) -> None:
    more = "archive: {event_is_one: false, box_mm: 50, page_numbers: false}\n"
    found = read_config(new_workspace(tmp_path, config=CONFIG + more)).archiving
    assert (found.event_is_one, found.box, found.page_numbers) == (False, 50, False)


def test_there_are_boxes_of_four_widths(tmp_path: Path) -> None:
    root = new_workspace(tmp_path, config=CONFIG + "archive: {box_mm: 35}\n")
    with pytest.raises(ConfigError, match=r"没有 35 mm 的档案盒；可以写 20、30、40 或 50"):
        read_config(root)
