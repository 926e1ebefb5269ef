"""Child processes that draw pages and put volumes together while this one goes on.

They start with the first work that is given, keep the fonts that they have loaded, and end with
the press or, however that comes about, with this process.
"""

import gc
import os
import tempfile
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from multiprocessing import get_context
from typing import Any, ParamSpec, Self, TypeVar

from generator.children.limits import follow
from generator.children.starting import without_main_program

_P = ParamSpec("_P")
_T = TypeVar("_T")

#: How many objects a child lets pile up before it looks for those that only hold each other. Pages
#: leave many, about 4,000 each; what a child holds in the end need not be found.
_MANY = 1_000_000


class Press:
    """Up to so many child processes; use it as a context, so that none of them outlives it.

    When the context ends well, all that was given is done; its errors are raised there at the
    latest.
    """

    def __init__(self, jobs: int) -> None:
        self._jobs = max(1, jobs)
        self._pool: ProcessPoolExecutor | None = None
        self._open = ExitStack()
        self._given: list[Future[Any]] = []

    @property
    def alone(self) -> bool:
        """Whether there is one child only, so that this process rather draws pages itself."""
        return self._jobs == 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Wait for what was given; after an error, only for what the children are at."""
        with self._open:
            for future in self._given if kind is None else ():
                future.result()

    def give(self, work: Callable[_P, _T], *arguments: _P.args, **named: _P.kwargs) -> Future[_T]:
        """Have something done by a child that is free, or the next that will be."""
        if self._pool is None:
            self._pool = self._start()
        with without_main_program():
            future = self._pool.submit(_done, work, *arguments, **named)
        self._given.append(future)
        return future

    def _start(self) -> ProcessPoolExecutor:
        folder = self._open.enter_context(
            tempfile.TemporaryDirectory(prefix="gen-binder-", ignore_cleanup_errors=True)
        )
        pool = ProcessPoolExecutor(
            self._jobs,
            mp_context=get_context("spawn"),
            initializer=_begin,
            initargs=(os.getpid(), folder),
        )
        self._open.callback(pool.shutdown, cancel_futures=True)
        return pool


def _begin(parent: int, folder: str) -> None:
    """A child begins: its temporary files go where the press clears up behind it."""
    follow(parent)
    tempfile.tempdir = folder
    gc.disable()


def _done(work: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    try:
        return work(*arguments, **named)
    finally:
        if gc.get_count()[0] > _MANY:
            gc.collect()
