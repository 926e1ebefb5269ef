"""Run a program and see what it costs: seconds, work of all its processes, memory."""

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

#: Seconds between two looks at the memory of all processes together.
_EVERY = 0.5
_PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a program took.

    Attributes:
        seconds: from start to end.
        work: CPU seconds of the program and of all that it started.
        peak: MB of its largest process, short ones too (``ru_maxrss``, mapped files included).
        largest: the name of the largest process that was seen.
        together: MB of all processes at once (shared pages counted once), looked at every 0.5 s;
            0 where there is no ``/proc``.
        code: the exit code; below 0 the signal that ended it.
        said: what it printed.
    """

    seconds: float
    work: float
    peak: float
    largest: str
    together: float
    code: int
    said: str


def watched(
    command: Sequence[str], cwd: Path, env: Mapping[str, str], limit: float | None = None
) -> Cost:
    """Run a command to its end, or kill it after ``limit`` seconds.

    Args:
        command: the program and its arguments.
        cwd: the folder that it runs in.
        env: what is added to the environment.
        limit: seconds; ``None`` waits for ever.

    Raises:
        OSError: it cannot be started.
    """
    with tempfile.TemporaryFile() as out:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=cwd, env={**os.environ, **env}, stdout=out, stderr=subprocess.STDOUT
        )
        memory = _Memory(process.pid)
        memory.start()
        alarm = threading.Timer(limit or 0, process.kill)
        if limit is not None:
            alarm.start()
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        alarm.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        memory.stop()
        out.seek(0)
        said = out.read().decode("utf-8", "replace")
    work = used.ru_utime + used.ru_stime
    peak = used.ru_maxrss / 1e3  # kilobytes on Linux
    code = process.returncode
    return Cost(seconds, work, peak, memory.largest, memory.together, code, said)


class _Memory(threading.Thread):
    """Looks at a process and its descendants until it is told to stop."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self.together = 0.0
        self.largest = "?"
        self._most = 0
        self._root = root
        self._done = threading.Event()

    def run(self) -> None:
        while not self._done.wait(_EVERY):
            sizes = list(_sizes(self._root))
            self.together = max(self.together, sum(shared for _, shared, _ in sizes) / 1e3)
            for alone, _, name in sizes:
                if alone > self._most:
                    self._most, self.largest = alone, name

    def stop(self) -> None:
        self._done.set()
        self.join()


def _sizes(root: int) -> Iterator[tuple[int, int, str]]:
    """Resident and proportional size in kB, and the name, of each process of a family."""
    for pid in _family(root):
        try:
            lines = (_PROC / f"{pid}/smaps_rollup").read_text().splitlines()[1:]
            figures = {
                name: value.split()[0] for name, _, value in (s.partition(":") for s in lines)
            }
            name = (_PROC / f"{pid}/comm").read_text().strip()
            yield int(figures["Rss"]), int(figures["Pss"]), name
        except (OSError, KeyError):  # it has ended meanwhile
            continue


def _family(root: int) -> list[int]:
    """A process and all that descend from it."""
    family = [root]
    for pid in family:
        with suppress(OSError):  # it has ended meanwhile
            for path in _PROC.glob(f"{pid}/task/*/children"):
                family += map(int, path.read_text().split())
    return family
