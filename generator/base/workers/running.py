"""Run tasks in child processes that may crash or hang without taking the run with them."""

import errno
import os
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, MutableSequence, Sequence
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any, Generic, ParamSpec, Self, TypeVar, cast

from generator.base.in_hand import note
from generator.base.scratch import room
from generator.base.workers.child import Failed, Trouble
from generator.base.workers.limits import ORDINARY, Limits
from generator.base.workers.wall import NOTHING, Reach
from generator.base.workers.worker import (
    AgainError,
    Bounds,
    PrepareError,
    Result,
    Task,
    Worker,
)

_P = ParamSpec("_P")
_T = TypeVar("_T")

#: Seconds that a piece of work of this program's own may take: far more than any has needed.
LONG = 3600.0


class WorkError(RuntimeError):
    """A worker did not come to the end of its work: it crashed, or reached one of its limits."""

    def __init__(self, failed: Failed) -> None:
        super().__init__(failed.detail.strip() or str(failed.trouble))
        self.failed = failed


def error_of(failed: Failed) -> Exception:
    """What the asker raises for a task without a result; too large a file is the disk's word."""
    if failed.trouble is Trouble.WRITTEN:
        error: Exception = OSError(errno.EFBIG, os.strerror(errno.EFBIG))
    else:
        error = failed.error or WorkError(failed)
    if failed.at:
        note(error, failed.at)
    return error


@dataclass(eq=False, slots=True)
class Work(Generic[_T]):
    """A piece of work that was given to workers; ``result`` is set when it is done."""

    task: Task
    result: Result | None = None

    @property
    def failed(self) -> Failed | None:
        """Why there is no result, if there is none."""
        answer = None if self.result is None else self.result.answer
        return answer if isinstance(answer, Failed) else None

    def answer(self) -> _T:
        """What came of it.

        Raises:
            Exception: what the work raised.
            WorkError: the worker did not come to its end.
        """
        assert self.result is not None
        answer = self.result.answer
        if not isinstance(answer, Failed):
            return cast("_T", answer)
        error = error_of(answer)
        if answer.error is not None and answer.detail:
            raise error from WorkError(answer)
        raise error


@dataclass(slots=True)
class _Desk:
    """A worker with what it has in hand."""

    worker: Worker
    work: Work[Any] | None = None


class Workers:
    """Up to so many workers; use it as a context, so that none of them outlives it.

    Workers start with the first work, and each takes the next when it has done one. When the
    context ends well, all that was given is done, and its errors are raised there at the latest.
    However it ends, by Ctrl-C too, all children and the programs that they started are ended; when
    this process is killed, they end with it.
    """

    def __init__(self, jobs: int, limits: Limits = ORDINARY, reach: Reach = NOTHING) -> None:
        """Say what holds for each worker.

        Args:
            jobs: how many at most.
            limits: what each may take.
            reach: what each may open.
        """
        self.jobs = max(1, jobs)
        self._limits, self._reach = limits, reach
        self._desks: list[_Desk] = []
        self._waiting: deque[Work[Any]] = deque()
        self._given: list[Work[Any]] = []
        self._settled: list[Work[Any]] = []  # without ever having reached a worker
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        """Wait for what was given; after an error, for nothing."""
        try:
            if kind is None:
                for work in self.done(self._given):
                    work.answer()
        finally:
            for desk in self._desks:
                desk.worker.end()
            if self._folder is not None:
                self._folder.cleanup()

    def give(
        self,
        function: Callable[_P, _T],
        *arguments: _P.args,
        **named: _P.kwargs,
    ) -> Work[_T]:
        """Have something done by a worker that is free, or the next that will be."""
        work: Work[_T] = Work(Task(_call, (function, arguments, named), LONG))
        self._given.append(work)
        self.add(work)
        return work

    def add(self, work: Work[Any]) -> None:
        """Take on a piece of work whose failure is its result."""
        self._waiting.append(work)
        self._hand_out()

    def done(self, works: Iterable[Work[_T]]) -> Iterator[Work[_T]]:
        """Each of these pieces of work as it is done."""
        open_ones = list(works)
        while open_ones:
            ready = [work for work in open_ones if work.result is not None]
            yield from ready
            open_ones = [work for work in open_ones if work.result is None]
            if open_ones and not ready:
                self.wait()

    @property
    def idle(self) -> bool:
        """Whether a worker has nothing to do and nothing waits for one."""
        busy = sum(desk.work is not None for desk in self._desks)
        return not self._waiting and busy < self.jobs

    def wait(self) -> list[Work[Any]]:
        """Wait until something is done, and give it; nothing if there was nothing to do."""
        finished, self._settled = self._settled, []
        while not finished and (busy := [desk for desk in self._desks if desk.work is not None]):
            for desk in _calling(busy):
                work = self._taken(desk)
                if work is not None:
                    finished.append(work)
            self._hand_out()
        finished += self._settled
        self._settled = []
        return finished

    def _taken(self, desk: _Desk) -> Work[Any] | None:
        """A desk's work if it is done; one that must be tried afresh waits first in line."""
        work = desk.work
        assert work is not None
        try:
            work.result = desk.worker.take()
        except AgainError:
            desk.work = None
            self._waiting.appendleft(work)
            return None
        if work.result is None:
            return None
        desk.work = None
        return work

    def _hand_out(self) -> None:
        while self._waiting and (desk := self._free_desk()) is not None:
            work = self._waiting.popleft()
            try:
                desk.worker.give(work.task)
            except PrepareError as error:
                work.result = Result(error.failed)
                self._settled.append(work)
            else:
                desk.work = work

    def _free_desk(self) -> _Desk | None:
        for desk in self._desks:
            if desk.work is None:
                return desk
        if len(self._desks) == self.jobs:
            return None
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(
                prefix="gen-binder-", dir=room(), ignore_cleanup_errors=True
            )
        bounds = Bounds(self._limits, self._reach, Path(self._folder.name).absolute())
        self._desks.append(_Desk(Worker(bounds)))
        return self._desks[-1]


def run(
    tasks: Sequence[Task], jobs: int, limits: Limits = ORDINARY, reach: Reach = NOTHING
) -> Iterator[tuple[int, Any]]:
    """Run tasks in at most ``jobs`` processes; yield each index with its result or ``Failed``.

    Results come in the order in which they are ready. A list of tasks may grow while its results
    are taken.

    Args:
        tasks: what to do; functions of the main program cannot be among them.
        jobs: how many children at most.
        limits: what each child may take.
        reach: what each child may open.
    """
    given = 0
    indexes: dict[Work[Any], int] = {}
    with Workers(jobs, limits, reach) as workers:
        while True:
            while given < len(tasks) and workers.idle:
                work: Work[Any] = Work(tasks[given])
                indexes[work] = given
                given += 1
                workers.add(work)
            if not indexes:
                return
            for work in workers.wait():
                assert work.result is not None
                yield indexes.pop(work), work.result.answer


def run_in_parts(
    tasks: MutableSequence[Task],
    jobs: int,
    limits: Limits,
    reach: Reach,
    parts: Callable[[Task], Sequence[Task]],
) -> Iterator[tuple[Task, Any]]:
    """Run tasks and yield each with its result; one that fails is tried again in its parts.

    Args:
        tasks: what to do; the parts are added to it.
        jobs: how many children at most.
        limits: what each child may take.
        reach: what each child may open.
        parts: the smaller tasks that one consists of; none: its failure is its result.
    """
    for index, result in run(tasks, jobs, limits, reach):
        smaller = parts(tasks[index]) if isinstance(result, Failed) else ()
        if smaller:
            tasks.extend(smaller)
        else:
            yield tasks[index], result


def _calling(busy: Sequence[_Desk]) -> list[_Desk]:
    """The desks that have answered, died, or used up their time; waits for the first one."""
    soonest = min(desk.worker.deadline for desk in busy)
    pipes = [desk.worker.pipe for desk in busy]
    answered = wait(pipes, max(0.0, soonest - monotonic()))
    now = monotonic()
    return [desk for desk in busy if desk.worker.pipe in answered or desk.worker.deadline <= now]


def _call(argument: tuple[Callable[..., _T], tuple[Any, ...], dict[str, Any]]) -> _T:
    function, arguments, named = argument
    return function(*arguments, **named)
