"""Run the tasks of a crew in the test's own process, which saves the start of a child."""

from collections.abc import Iterator, Sequence

import pytest

from generator.children import crew
from generator.children.crew import Task
from generator.children.limits import ORDINARY, Limits

_RUN = crew.run


def without_children(patch: pytest.MonkeyPatch) -> None:
    """Let one process do what is asked of one; several stay children."""
    patch.setattr(crew, "run", _run)


def _run(
    tasks: Sequence[Task], jobs: int, limits: Limits = ORDINARY
) -> Iterator[tuple[int, object]]:
    if jobs > 1:
        yield from _RUN(tasks, jobs, limits)
        return
    at = 0
    while at < len(tasks):
        yield at, tasks[at].function(tasks[at].argument)
        at += 1
