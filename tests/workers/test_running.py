"""Workers keep their limits, end whole, and end with the run; sockets lead nowhere."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.base import workers
from generator.base.workers import Failed, Limits, Reach, Task, Trouble
from generator.base.workers.program import run_program
from generator.convert import FAMILIES, Deferred, batch
from generator.convert.job import Job, Outcome, Tools
from generator.convert.portions import Family
from tests.builders.alone import importing_tests
from tests.builders.filed import ROOT, filed, fonts, refusal_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX systems")

#: Where these functions are imported from.
HERE = Reach((ROOT,))


def writing(folder: Path) -> Reach:
    """A reach within which a folder may be written."""
    return Reach((ROOT,), (folder,))


SMALL = Limits(memory=600_000_000, written=1_000_000, open_files=40)


def misbehave(how: tuple[str, Path]) -> object:
    """Take more than is allowed, in one of several ways."""
    what, folder = how
    if what == "memory":
        return len(bytearray(900_000_000))
    if what == "written":
        (folder / "big").write_bytes(bytes(2_000_000))
    if what == "files":
        kept = [(folder / f"{number}").open("wb") for number in range(100)]
        return len(kept)
    if what == "core":
        import resource

        return resource.getrlimit(resource.RLIMIT_CORE)
    if what == "abort":
        os.abort()
    if what == "network":
        return dial()
    return "fine"


def dial() -> str:
    """Try to reach a server on this machine."""
    with socket.socket() as outward:
        outward.settimeout(5)
        try:
            outward.connect(("127.0.0.1", 9))
        except OSError as error:
            return os.strerror(error.errno or 0)
    return "connected"


def results(folder: Path, *ways: str, jobs: int = 1) -> dict[str, object]:
    tasks = [Task(misbehave, (way, folder), 60) for way in ways]
    return {
        ways[index]: result for index, result in workers.run(tasks, jobs, SMALL, writing(folder))
    }


def trouble(result: object) -> Trouble | None:
    return result.trouble if isinstance(result, Failed) else None


def test_each_limit_costs_one_task_and_is_named(tmp_path: Path) -> None:
    found = results(tmp_path, "memory", "written", "files", "core", "abort", "fine")
    assert {way: trouble(result) for way, result in found.items()} == {
        "memory": Trouble.MEMORY,
        "written": Trouble.WRITTEN,
        "files": Trouble.ERROR,
        "core": None,
        "abort": Trouble.CRASH,
        "fine": None,
    }
    assert "Too many open files" in found["files"].detail  # type: ignore[attr-defined]
    assert (found["core"], found["fine"]) == ((0, 0), "fine")
    assert (tmp_path / "big").stat().st_size <= SMALL.written


def test_a_child_cannot_reach_even_this_machine(tmp_path: Path) -> None:
    found = results(tmp_path, "network")["network"]
    if found == os.strerror(111):
        pytest.skip("this system lets nobody leave its network")
    # unreachable or forbidden, where a shut port alone would refuse
    assert found in {os.strerror(101), os.strerror(13)}


def crash_on(job: tuple[Path, int]) -> int:
    """Die on some numbers, once a sign was left that the process had done others before."""
    folder, number = job
    before = len(list(folder.glob(f"{os.getpid()}-*")))
    (folder / f"{os.getpid()}-{number}").touch()
    if number == 3 and before:
        os.abort()
    return number


def test_what_an_earlier_task_may_have_caused_is_tried_afresh(tmp_path: Path) -> None:
    tasks = [Task(crash_on, (tmp_path, number), 60) for number in range(6)]
    assert dict(workers.run(tasks, 1, reach=writing(tmp_path))) == {
        number: number for number in range(6)
    }


def parts_of(numbers: tuple[int, ...]) -> int:
    if 4 in numbers:
        os.abort()
    return sum(numbers)


def split(task: Task) -> list[Task]:
    alone = [Task(parts_of, (number,), task.limit) for number in task.argument]
    return alone if len(alone) > 1 else []


def test_what_fails_in_company_is_tried_alone() -> None:
    tasks = [Task(parts_of, (1, 2, 3), 60), Task(parts_of, (4, 5), 60)]
    found = workers.run_in_parts(tasks, 2, Limits(), HERE, split)
    done = {task.argument: result for task, result in found}
    assert done == {(1, 2, 3): 6, (5,): 5, (4,): Failed(Trouble.CRASH)}


# ------------------------------------------------------------------------------ nothing stays alive


def alive(mark: str) -> list[int]:
    """Processes of whose words one is this mark."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
            state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
        if mark.encode() in words and state != "Z":
            found.append(int(folder.name))
    return found


def gone(mark: str) -> bool:
    for _ in range(200):
        if not alive(mark):
            return True
        time.sleep(0.05)
    return False


def start_program(argument: tuple[Path, str, float]) -> int:
    """Run a program with a child of its own, both of which go on for long."""
    folder, mark, seconds = argument
    (folder / "started").touch()
    script = f"sleep {mark} & sleep {mark}"
    return run_program(["sh", "-c", script], folder=folder, seconds=seconds).returncode


def wait_for(path: Path) -> None:
    for _ in range(600):
        if path.exists():
            return
        time.sleep(0.05)
    raise AssertionError(path)


linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")


@linux
def test_a_task_over_its_time_ends_with_all_that_it_started(tmp_path: Path) -> None:
    mark = f"1000.{os.getpid()}1"
    ((_, result),) = workers.run(
        [Task(start_program, (tmp_path, mark, 900.0), 2)], 1, reach=writing(tmp_path)
    )
    assert result == Failed(Trouble.TIMEOUT)
    assert gone(mark)


@linux
def test_a_program_over_its_time_costs_not_its_asker(tmp_path: Path) -> None:
    mark = f"1000.{os.getpid()}2"
    ((_, result),) = workers.run(
        [Task(start_program, (tmp_path, mark, 0.5), 60)], 1, reach=writing(tmp_path)
    )
    assert isinstance(result, Failed)
    assert "OvertimeError" in result.detail
    assert gone(mark)


RUN = """
import sys
from pathlib import Path
from generator.base import workers
from generator.base.workers import Reach, Task
sys.path.insert(0, {root!r})
from tests.workers.test_running import start_program
list(workers.run([Task(start_program, (Path({folder!r}), {mark!r}, 900.0), 900)], 1,
    reach=Reach((Path({root!r}),), (Path({folder!r}),))))
"""


@linux
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_ends_leaves_no_process(how: signal.Signals, tmp_path: Path) -> None:
    mark = f"1000.{os.getpid()}{how.value}"
    code = RUN.format(root=str(ROOT), folder=str(tmp_path), mark=mark)
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stderr=subprocess.DEVNULL, start_new_session=True
    ) as run:
        wait_for(tmp_path / "started")
        assert any(alive(mark) or time.sleep(0.05) for _ in range(100))
        run.send_signal(how)
    assert gone(mark)
    assert gone(str(tmp_path))


# ----------------------------------------------------------------------------- in a run's own words


def greedy(jobs: list[Job], tools: Tools) -> tuple[Outcome, ...]:
    """A converter that does what the document says."""
    words = jobs[0].source.read_text("utf-8")
    misbehave((words, tools.scratch))
    raise AssertionError(words)


@pytest.mark.parametrize(
    ("words", "said"),
    [("memory", "内存超过上限（600 MB）"), ("written", "大小超过上限（1 MB）"), ("abort", "崩溃")],
)
def test_the_slip_says_which_limit(
    words: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    importing_tests(monkeypatch)
    (tmp_path / "a.txt").write_text(words, "utf-8")
    done = batch.convert_all(
        {"txt": Family("greedy", "1", greedy)},
        [filed(tmp_path / "a.txt")],
        cache_dir=tmp_path / "cache",
        fonts=fonts(),
        fontconfig=None,
        jobs=1,
        timeout=60,
        limits=SMALL,
        progress=lambda *_: None,
    )
    assert refusal_of(done, "a.txt").code == "conversion-failed"
    assert said in refusal_of(done, "a.txt").message
    assert not list((tmp_path / "cache").glob(".new-*"))


def test_every_family_names_what_there_is() -> None:
    for family in FAMILIES.values():
        assert isinstance(family.convert, Deferred)
        assert isinstance(family.also, Deferred | None)
        module = __import__(family.convert.module, fromlist=["convert"])
        assert callable(getattr(module, family.convert.function))


LOADED = """
import sys
from generator.convert import FAMILIES
FAMILIES["pdf"].convert((), None)
print(*sys.modules)
"""


def test_a_child_loads_its_own_family_alone() -> None:
    command = [sys.executable, "-c", LOADED]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)
    loaded = set(done.stdout.split())
    assert "generator.convert.pdf" in loaded
    assert not {"weasyprint", "generator.convert.ofd", "generator.cli.main"} & loaded


def main_program(_: None) -> str:
    return str(getattr(sys.modules["__main__"], "__file__", None))


def test_a_child_does_not_load_the_main_program() -> None:
    assert dict(workers.run([Task(main_program, None, 60)], 1, reach=HERE)) == {0: "None"}
