"""Run tasks in child processes that may crash or hang without taking the run with them."""

import contextlib
import multiprocessing
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, MutableSequence, Sequence
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any

from generator.children.limits import ORDINARY, Limits, confine, die_with
from generator.children.network import cut_off
from generator.children.starting import without_main_program

_SPAWN = multiprocessing.get_context("spawn")

#: Seconds that a child which has closed its pipe may take to be gone.
_DYING = 2.0


class Trouble(StrEnum):
    """Why a task has no result."""

    TIMEOUT = "timeout"
    CRASH = "crash"
    MEMORY = "memory"
    WRITTEN = "written"
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


def run(tasks: Sequence[Task], jobs: int, limits: Limits = ORDINARY) -> Iterator[tuple[int, Any]]:
    """Run tasks in at most ``jobs`` processes; yield each index with its result or ``Failed``.

    Results come in the order in which they are ready. A list of tasks may grow while its results
    are taken. However the caller ends, by Ctrl-C too, all children and the programs that they
    started are ended; when this process is killed, they end with it.

    Args:
        tasks: what to do; functions of the main program cannot be among them.
        jobs: how many children at most.
        limits: what each child may take.
    """
    crew: list[_Worker] = []
    given, again = 0, list[int]()
    try:
        while True:
            while (again or given < len(tasks)) and (free := _free(crew, jobs, limits)):
                index = again.pop() if again else given
                given = max(given, index + 1)
                free.give(index, tasks[index])
            busy = [worker for worker in crew if worker.index is not None]
            if not busy:
                return
            for worker in _ready(busy):
                index, result = worker.take()
                if result is None:
                    again.append(index)
                else:
                    yield index, result.answer
    finally:
        for worker in crew:
            worker.end()


def run_in_parts(
    tasks: MutableSequence[Task],
    jobs: int,
    limits: Limits,
    parts: Callable[[Task], Sequence[Task]],
) -> Iterator[tuple[Task, Any]]:
    """Run tasks and yield each with its result; one that fails is tried again in its parts.

    Args:
        tasks: what to do; the parts are added to it.
        jobs: how many children at most.
        limits: what each child may take.
        parts: the smaller tasks that one consists of; none: its failure is its result.
    """
    for index, result in run(tasks, jobs, limits):
        smaller = parts(tasks[index]) if isinstance(result, Failed) else ()
        if smaller:
            tasks.extend(smaller)
        else:
            yield tasks[index], result


def _free(crew: list["_Worker"], jobs: int, limits: Limits) -> "_Worker | None":
    """A worker without a task; a new one while there may be more."""
    for worker in crew:
        if worker.index is None:
            return worker
    if len(crew) < max(1, jobs):
        crew.append(_Worker(limits))
        return crew[-1]
    return None


def _ready(busy: Sequence["_Worker"]) -> list["_Worker"]:
    """The workers that have answered, died, or used up their time; waits for the first one."""
    soonest = min(worker.deadline for worker in busy)
    answered = wait([worker.pipe for worker in busy], max(0.0, soonest - time.monotonic()))
    now = time.monotonic()
    return [worker for worker in busy if worker.pipe in answered or worker.deadline <= now]


@dataclass(frozen=True, slots=True)
class _Result:
    """What came of a task, ``Failed`` included."""

    answer: Any


class _Worker:
    """One child process, started when it first gets a task and again after it was killed."""

    def __init__(self, limits: Limits) -> None:
        self.index: int | None = None
        self.deadline = 0.0
        self.pipe: Connection
        self._limits = limits
        self._process: SpawnProcess | None = None
        self._taken = 0

    def give(self, index: int, task: Task) -> None:
        if self._process is None:
            self.pipe, theirs = _SPAWN.Pipe()
            arguments = theirs, os.getpid(), self._limits
            self._process = _SPAWN.Process(target=_serve, args=arguments, daemon=True)
            with without_main_program():
                self._process.start()
            theirs.close()
            self._taken = 0
        self.index = index
        self._taken += 1
        self.deadline = time.monotonic() + task.limit
        # a worker that has died meanwhile is noticed when its answer is taken
        with contextlib.suppress(OSError):
            self.pipe.send((task.function, task.argument))

    def take(self) -> tuple[int, _Result | None]:
        """The task's index with its result; none when an earlier task may be to blame."""
        index, self.index = self.index, None
        assert index is not None
        answer = self._answer()
        if isinstance(answer, Failed) and answer.trouble in {Trouble.CRASH, Trouble.MEMORY}:
            self.end()
            if self._taken > 1:
                return index, None
        return index, _Result(answer)

    def _answer(self) -> Any:
        if not self.pipe.poll():
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


def _done(function: Callable[[Any], Any], argument: Any) -> Any:
    """What a function makes of its argument, or what it raised.

    Raises:
        MemoryError: there was not enough.
    """
    try:
        return function(argument)
    except MemoryError:
        raise
    except Exception as error:
        return Failed(Trouble.ERROR, _told(error))


def _told(error: Exception) -> str:
    """The traceback of what was raised, without personal numbers."""
    told = traceback.format_exc()
    traceback.clear_frames(error.__traceback__)  # what they hold may leave no room for the import

    from generator.personal import covered  # where something is wrong: each child waits for it

    return covered(told)


def _serve(pipe: Connection, parent: int, limits: Limits) -> None:
    """The child: answer tasks until the parent is gone. Ctrl-C is the parent's to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        os.setsid()
    cut_off()
    die_with(parent)  # after the change of name spaces, which would undo it
    confine(limits)
    while True:
        try:
            function, argument = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer = _done(function, argument)
        except MemoryError:
            answer = Failed(Trouble.MEMORY)
        try:
            pipe.send(answer)
        except OSError:  # nobody waits for it any more
            return
