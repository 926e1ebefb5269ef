"""Run tasks in child processes that may crash or hang without taking the run with them."""

import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any

_SPAWN = multiprocessing.get_context("spawn")


class Trouble(StrEnum):
    """Why a task has no result."""

    TIMEOUT = "timeout"
    CRASH = "crash"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Task:
    """A function of a module, its argument, and how many seconds it may take."""

    function: Callable[[Any], Any]
    argument: Any
    limit: float


@dataclass(frozen=True, slots=True)
class Failed:
    """A task without a result; ``detail`` is the traceback when there is one."""

    trouble: Trouble
    detail: str = ""


def run(tasks: Sequence[Task], jobs: int) -> Iterator[tuple[int, Any]]:
    """Run tasks in at most ``jobs`` processes; yield each index with its result or ``Failed``.

    Results come in the order in which they are ready. However the caller ends, by Ctrl-C too, all
    children and the programs that they started are ended.
    """
    crew = [_Worker() for _ in range(min(jobs, len(tasks)))]
    waiting = list(enumerate(tasks))[::-1]
    try:
        while True:
            for worker in crew:
                if waiting and worker.index is None:
                    worker.give(*waiting.pop())
            busy = [worker for worker in crew if worker.index is not None]
            if not busy:
                return
            for worker in _ready(busy):
                index = worker.index
                assert index is not None
                yield index, worker.take()
    finally:
        for worker in crew:
            worker.end()


def _ready(busy: Sequence["_Worker"]) -> list["_Worker"]:
    """The workers that have answered, died, or used up their time; waits for the first one."""
    soonest = min(worker.deadline for worker in busy)
    answered = wait([worker.pipe for worker in busy], max(0.0, soonest - time.monotonic()))
    now = time.monotonic()
    return [worker for worker in busy if worker.pipe in answered or worker.deadline <= now]


class _Worker:
    """One child process, started when it first gets a task and again after it was killed."""

    def __init__(self) -> None:
        self.index: int | None = None
        self.deadline = 0.0
        self.pipe: Connection
        self._process: SpawnProcess | None = None

    def give(self, index: int, task: Task) -> None:
        if self._process is None:
            self.pipe, theirs = _SPAWN.Pipe()
            self._process = _SPAWN.Process(target=_serve, args=(theirs,), daemon=True)
            self._process.start()
            theirs.close()
        self.index = index
        self.deadline = time.monotonic() + task.limit
        # a worker that has died meanwhile is noticed when its answer is taken
        with contextlib.suppress(OSError):
            self.pipe.send((task.function, task.argument))

    def take(self) -> Any:
        self.index = None
        if not self.pipe.poll():
            self.end()
            return Failed(Trouble.TIMEOUT)
        try:
            return self.pipe.recv()
        except (EOFError, OSError):
            self.end()
            return Failed(Trouble.CRASH)

    def end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        _kill_family(process)
        process.join()
        process.close()
        self.pipe.close()


def _kill_family(process: SpawnProcess) -> None:
    """End a child and what it started: on POSIX its group, on Windows its tree."""
    if sys.platform == "win32":
        command = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
        subprocess.run(command, capture_output=True, check=False)
    elif process.pid is not None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()


def _serve(pipe: Connection) -> None:
    """The child: answer tasks until the parent is gone. Ctrl-C is the parent's to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        os.setsid()
    while True:
        try:
            function, argument = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer = function(argument)
        except Exception:
            answer = Failed(Trouble.ERROR, traceback.format_exc())
        pipe.send(answer)
