"""Everything that a run leaves is its owner's alone, whatever the user's settings were before."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.base.private_files import owner_only, private_folder
from tests.privacy.pages import letter, photo
from tests.privacy.test_classified import zipped
from tests.privacy.test_command import LEDGER, answer, workspace

FILES = {
    "1.1 函/1 函.pdf": letter("甲县"),
    "1.1 函/2 照片.jpg": photo(),
    "1.1 函/3 说明.txt": b"1",
    "1.1 函/4 包.zip": zipped("名单.txt", b"2"),
    "2.1 选派/带贫人员名册.csv": LEDGER,
}
pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")


@pytest.fixture(params=[0o022, 0o000], ids=["022", "000"])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    assert os.umask(before) == request.param, "a run must put the user's setting back"


def open_to_others(folder: Path) -> list[str]:
    paths = [folder, *folder.rglob("*")]
    return [str(one.relative_to(folder.parent)) for one in paths if one.lstat().st_mode & 0o077]


def test_cache_output_and_archive_are_closed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], umask: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = workspace(tmp_path, FILES)
    passing = tmp_path / "tmp"
    passing.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(passing))
    (root / ".cache").mkdir(mode=0o755)
    monkeypatch.setattr("generator.archive.find_validator", lambda: None)  # slow
    command = "archive" if umask else "build"
    assert answer(root, capsys, command, "jia", "--jobs", "1")[0] == 0
    assert answer(root, capsys, "privacy", "jia", "--jobs", "1")[0] == 1
    [made] = (root / "output").glob("jia*")
    assert len(list(made.rglob("*"))) > 5
    assert (root / ".cache" / "personal").is_dir()
    assert open_to_others(root / ".cache") == []
    assert open_to_others(root / "output") == []
    assert list(passing.iterdir()) == []


def test_what_is_made_for_colleagues_keeps_the_users_setting(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], umask: int
) -> None:
    root = workspace(tmp_path, {})
    assert answer(root, capsys, "template", "L16", "--out", str(tmp_path))[0] == 0
    assert answer(root, capsys, "init", str(tmp_path / "新"))[0] == 0
    [book] = tmp_path.glob("L16*.xlsx")
    assert stat.S_IMODE(book.stat().st_mode) == 0o666 & ~umask
    assert stat.S_IMODE((tmp_path / "新").stat().st_mode) == 0o777 & ~umask


def test_the_setting_is_put_back_after_a_fault(umask: int) -> None:
    with pytest.raises(ValueError, match="x"), owner_only():
        raise ValueError("x")


def test_a_folder_that_is_open_is_closed(tmp_path: Path, umask: int) -> None:
    (tmp_path / "a").mkdir(mode=0o777)
    for name in ("a", "b", "c/d"):
        private_folder(tmp_path / name)
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o700
