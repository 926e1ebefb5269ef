"""Run the tasks of workers in the test's own process, which saves the start of a child."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from generator.base import workers
from generator.base.workers import NOTHING, ORDINARY, Limits, Reach, Task, Workers, running
from tests.builders.filed import ROOT

_RUN = workers.run


def without_children(patch: pytest.MonkeyPatch) -> None:
    """Let one process do what is asked of one; several stay children."""
    patch.setattr(workers, "run", _run)
    patch.setattr(running, "run", _run)


def importing_tests(patch: pytest.MonkeyPatch, *writes: Path) -> None:
    """Let workers import what stands in a test, and write to some folders besides their own."""
    real = Workers.__init__

    def wider(self: Workers, jobs: int, limits: Limits = ORDINARY, reach: Reach = NOTHING) -> None:
        more = replace(reach, reads=(*reach.reads, ROOT), writes=(*reach.writes, *writes))
        real(self, jobs, limits, more)

    patch.setattr(Workers, "__init__", wider)


def _run(
    tasks: Sequence[Task], jobs: int, limits: Limits = ORDINARY, reach: Reach = NOTHING
) -> Iterator[tuple[int, object]]:
    if jobs > 1:
        yield from _RUN(tasks, jobs, limits, reach)
        return
    at = 0
    while at < len(tasks):
        if (prepare := tasks[at].prepare) is not None:
            prepare()
        yield at, tasks[at].function(tasks[at].argument)
        at += 1
