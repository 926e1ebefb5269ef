"""Workers of a context: what they are given is done, and none of them stays."""

import errno
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing.context import SpawnProcess
from pathlib import Path

import pytest

from generator.base.errors import MissingLibraryError
from generator.base.workers import ORDINARY, Reach, Task, Workers, run
from tests.builders.filed import ROOT

#: Where these functions are imported from.
HERE = Reach((ROOT,))


def writing(folder: Path) -> Reach:
    """A reach within which a folder may be written."""
    return Reach((ROOT,), (folder,))


def note(folder: Path, name: str, seconds: float = 0.0) -> int:
    """Leave a sign, after a while."""
    time.sleep(seconds)
    (folder / name).touch()
    return os.getpid()


def fail(errno: int) -> None:
    raise OSError(errno, os.strerror(errno), "卷.pdf")


def about() -> tuple[str, bool, str]:
    """The child's main program, whether it minds Ctrl-C, where its temporary files go."""
    minds = signal.getsignal(signal.SIGINT) is not signal.SIG_IGN
    return str(getattr(sys.modules["__main__"], "__file__", "")), minds, tempfile.gettempdir()


def test_what_is_given_is_done_when_the_context_ends(tmp_path: Path) -> None:
    with Workers(2, ORDINARY, writing(tmp_path)) as workers:
        given = [workers.give(note, tmp_path, f"{at}", 0.1) for at in range(5)]
    assert {path.name for path in tmp_path.iterdir()} == {"0", "1", "2", "3", "4"}
    children = {work.answer() for work in given}
    assert 1 <= len(children) <= 2
    assert os.getpid() not in children


def test_a_child_that_cannot_start_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: SpawnProcess) -> None:
        raise OSError(errno.EAGAIN, "no process to be had")

    monkeypatch.setattr(SpawnProcess, "start", refused)
    with pytest.raises(OSError, match="no process to be had"):
        list(run([Task(about, None, 60)], 1))


def fail_there() -> None:
    with Workers(1, ORDINARY, HERE) as workers:
        workers.give(fail, 28)


def test_an_error_of_a_child_is_raised_at_the_latest_in_the_end() -> None:
    with pytest.raises(OSError, match="No space left") as caught:
        fail_there()
    assert (caught.value.errno, caught.value.filename) == (28, "卷.pdf")


def lack(library: str) -> None:
    raise MissingLibraryError(f"缺少 {library}", "请安装")


def test_what_a_clerk_must_do_is_told_from_a_child_too() -> None:
    with pytest.raises(MissingLibraryError) as caught, Workers(2, ORDINARY, HERE) as workers:
        workers.give(lack, "Pango")
    assert (caught.value.message, caught.value.remedy) == ("缺少 Pango", "请安装")


def fail_here(folder: Path) -> None:
    with Workers(1, ORDINARY, writing(folder)) as workers:
        for at in range(200):
            workers.give(note, folder, f"{at}", 0.05)
        raise KeyError


def test_after_an_error_here_nothing_new_is_begun(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        fail_here(tmp_path)
    assert len(list(tmp_path.iterdir())) < 100


def test_a_child_loads_no_main_program_and_leaves_no_temporary_files() -> None:
    with Workers(1, ORDINARY, HERE) as workers:
        (done,) = workers.done([workers.give(about)])
        main, minds, folder = done.answer()
        assert Path(folder).is_dir()
    assert main == ""
    assert not minds
    assert not Path(folder).exists()
    assert sys.modules["__main__"].__name__ == "__main__"


RUN = """
import os, time
from pathlib import Path
from generator.base.workers import ORDINARY, Workers
from tests.workers.test_workers import wait_here, writing
with Workers(2, ORDINARY, writing(Path({folder!r}))) as workers:
    for _ in range(2):
        workers.give(wait_here, Path({folder!r}), {seconds})
"""


def wait_here(folder: Path, seconds: float) -> None:
    """Tell which process this is, and wait."""
    (folder / f"{os.getpid()}").touch()
    time.sleep(seconds)


def soon(happens: Callable[[], bool]) -> bool:
    for _ in range(600):
        if happens():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
@pytest.mark.parametrize(("how", "seconds"), [(signal.SIGKILL, 900), (signal.SIGINT, 20)])
def test_a_run_that_ends_leaves_no_child(
    how: signal.Signals, seconds: float, tmp_path: Path
) -> None:
    """Ctrl-C ends the children; a killed run takes them along."""
    code = RUN.format(folder=str(tmp_path), seconds=seconds)
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stderr=subprocess.DEVNULL) as run:
        assert soon(lambda: len(list(tmp_path.iterdir())) == 2)
        children = [Path("/proc", path.name) for path in tmp_path.iterdir()]
        run.send_signal(how)
        run.wait(30)
    assert run.returncode != 0
    assert soon(lambda: not any(child.exists() for child in children))
