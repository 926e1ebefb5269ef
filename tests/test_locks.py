"""One run at a time for each output, and nothing left of runs that were killed."""

import errno
import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator.base.errors import OutputError
from generator.base.locks import only_run
from tests.conftest import ROOT

HOLD = "from pathlib import Path; from generator.base.locks import only_run; import sys\n"
HOLD += "with only_run(Path(sys.argv[1])):\n    print('held', flush=True)\n    sys.stdin.read()"


def holder(target: Path) -> subprocess.Popen[str]:
    """Another process that holds a target's lock until it is told to end."""
    running = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(target)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert running.stdout is not None
    assert running.stdout.readline() == "held\n"
    return running


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def leave(output: Path, *left: str) -> None:
    """What a killed run leaves: folders with something in them, and its lock file."""
    for name in left:
        (output / name).mkdir(parents=True)
        (output / name / "binder.pdf").write_text(name)


def test_a_second_run_is_told_and_the_first_goes_on(tmp_path: Path) -> None:
    running = holder(tmp_path / "jia")
    leave(tmp_path, ".jia.new-1")
    told = pytest.raises(OutputError, match="另一个 gen-binder 正在生成 jia")
    with told as caught, only_run(tmp_path / "jia"):
        pytest.fail("two runs at once")
    assert "再运行" in caught.value.remedy
    with only_run(tmp_path / "yi"):  # another unit is no obstacle
        assert (tmp_path / ".jia.new-1").exists()
    running.communicate("")
    assert running.returncode == 0
    with only_run(tmp_path / "jia"):
        assert names(tmp_path) == [".jia.lock"]
    assert names(tmp_path) == []


def test_a_killed_run_holds_nothing_and_is_cleared_away_by_any_other(tmp_path: Path) -> None:
    running = holder(tmp_path / "jia")
    running.kill()
    running.communicate()
    leave(tmp_path, ".jia.new-1", ".jia.old-1", ".jia.old-2", ".yi.new-1")
    assert ".jia.lock" in names(tmp_path)
    with only_run(tmp_path / "bing"):
        assert names(tmp_path) == [".bing.lock", ".yi.new-1", "jia"]
        assert (tmp_path / "jia/binder.pdf").read_text() == ".jia.old-1"
    with only_run(tmp_path / "yi"):
        assert names(tmp_path) == [".yi.lock", "jia"]


def test_a_lock_file_that_was_just_removed_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between opening a lock file and locking it, the run that had it may remove it."""
    flock, taken = fcntl.flock, []

    def removed_meanwhile(handle: int, how: int) -> None:
        if how & fcntl.LOCK_EX:
            if not taken:
                (tmp_path / ".jia.lock").unlink()
            taken.append(handle)
        flock(handle, how)

    monkeypatch.setattr(fcntl, "flock", removed_meanwhile)
    with only_run(tmp_path / "jia"):
        assert len(taken) == 3  # locked in vain, locked, and found locked while clearing
        assert names(tmp_path) == [".jia.lock"]


def test_where_there_are_no_locks_nothing_is_cleared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    leave(tmp_path, ".jia.new-1")
    monkeypatch.setattr(fcntl, "flock", unknown)
    with only_run(tmp_path / "jia"):
        assert ".jia.new-1" in names(tmp_path)
    assert names(tmp_path) == [".jia.new-1"]


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("a file")
    with pytest.raises(OutputError, match="不是可用的文件夹"), only_run(tmp_path / "output/jia"):
        pytest.fail("there is no such folder")


def test_names_with_signs_are_no_patterns(tmp_path: Path) -> None:
    leave(tmp_path, ".[jia].new-1", ".j.new-1")
    with only_run(tmp_path / "[jia]"):
        assert names(tmp_path) == [".[jia].lock", ".j.new-1"]
