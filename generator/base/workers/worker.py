"""The parent's side of a worker: one child process, given one task at a time."""

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from types import ModuleType
from typing import Any

from generator.base.workers.child import Event, Failed, Start, Trouble, serve
from generator.base.workers.limits import Limits
from generator.base.workers.wall import Reach

_SPAWN = multiprocessing.get_context("spawn")

#: Seconds that a child which has closed its pipe may take to be gone.
_DYING = 2.0

_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class Task:
    """A function of a module, its argument, and how many seconds it may take.

    ``prepare`` is called in the asking process just before the task is given: it brings what the
    task works on within its reach.
    """

    function: Callable[[Any], Any]
    argument: Any
    limit: float
    prepare: Callable[[], None] | None = None


@dataclass(frozen=True, slots=True)
class Bounds:
    """What holds for a worker: its limits, its reach, and the folder for its scratch files."""

    limits: Limits
    reach: Reach
    folder: Path


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a task, ``Failed`` included."""

    answer: Any


class Worker:
    """One child process, started when it first gets a task and again after it was killed."""

    def __init__(self, bounds: Bounds) -> None:
        self.deadline = 0.0
        self.pipe: Connection
        self._bounds = bounds
        self._process: SpawnProcess | None = None
        self._taken = 0
        self._at = ""

    def give(self, task: Task) -> None:
        """Start the task, and the child if there is none.

        Raises:
            PrepareError: what the task works on cannot be brought within its reach.
        """
        if task.prepare is not None:
            try:
                task.prepare()
            except OSError as error:
                raise PrepareError(error) from error
        if self._process is None:
            self._begin()
        self._taken += 1
        self._at = ""
        self.deadline = time.monotonic() + task.limit
        # a worker that has died meanwhile is noticed when its answer is taken
        with contextlib.suppress(OSError):
            self.pipe.send((task.function, task.argument))

    def _begin(self) -> None:
        bounds = self._bounds
        for folder in bounds.reach.writes:  # what is not there is out of reach
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.pipe, theirs = _SPAWN.Pipe()
        start = Start(os.getpid(), bounds.limits, bounds.reach, bounds.folder)
        process = _SPAWN.Process(target=serve, args=(theirs, start), daemon=True)
        with _without_main_program():
            process.start()
        self._process = process
        theirs.close()
        self._taken = 0

    def take(self) -> Result | None:
        """What came of the task once the pipe or the deadline calls; ``None``: it is still at it.

        Raises:
            AgainError: an earlier task of this child may be to blame for its end.
        """
        answer = self._answer()
        if isinstance(answer, Event):
            self._at = answer.said
            return None
        if isinstance(answer, Failed):
            answer = Failed(answer.trouble, answer.detail, answer.error, self._at)
            if answer.trouble in {Trouble.CRASH, Trouble.MEMORY}:
                self.end()
                if self._taken > 1:
                    raise AgainError
        return Result(answer)

    def _answer(self) -> Any:
        if not self.pipe.poll():
            if time.monotonic() < self.deadline:
                return Event(self._at)
            self.end()
            return Failed(Trouble.TIMEOUT)
        try:
            return self.pipe.recv()
        except (EOFError, OSError):
            return Failed(_why_it_died(self.end(patience=_DYING)))

    def end(self, patience: float = 0) -> int | None:
        """End the child and what it started; give its exit code.

        Args:
            patience: seconds that it may take to end by itself.
        """
        process, self._process = self._process, None
        if process is None:
            return None
        wait([process.sentinel], patience)
        _kill_family(process)
        process.join()
        code = process.exitcode
        process.close()
        self.pipe.close()
        return code


class PrepareError(Exception):
    """A task could not be given; ``failed`` is its result."""

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        detail = f"{type(error).__name__}: {error}"
        self.failed = Failed(Trouble.ERROR, detail, error)


class AgainError(Exception):
    """A child died at a task that was not its first: whether by its fault, a fresh one tells."""


def _why_it_died(code: int | None) -> Trouble:
    too_large = sys.platform != "win32" and code == -signal.SIGXFSZ
    return Trouble.WRITTEN if too_large else Trouble.CRASH


def _kill_family(process: SpawnProcess) -> None:
    """End a child and what it started: on POSIX its group, on Windows its tree."""
    if sys.platform == "win32":
        import subprocess

        command = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
        subprocess.run(command, capture_output=True, check=False)
    elif process.pid is not None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()


@contextmanager
def _without_main_program() -> Iterator[None]:
    """Let children start without loading the main program, which they have no use for."""
    with _ONE_AT_A_TIME:  # else a second thread could take the stand-in for the main program
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main
