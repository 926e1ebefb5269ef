"""Run the tasks of workers in the test's own process, which saves the start of a child."""

from collections.abc import Iterator, Sequence

import pytest

from generator.base import workers
from generator.base.workers import NOTHING, ORDINARY, Limits, Reach, Task, running

_RUN = workers.run


def without_children(patch: pytest.MonkeyPatch) -> None:
    """Let one process do what is asked of one; several stay children."""
    patch.setattr(workers, "run", _run)
    patch.setattr(running, "run", _run)


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
