"""Do many small tasks: here when they are few, else in child processes that may crash."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from generator.children import crew

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


def spread(
    function: Callable[[_Task], _Result],
    tasks: Sequence[_Task],
    *,
    jobs: int,
    few: int,
    limit: float,
) -> Iterator[tuple[_Task, _Result | None]]:
    """Give each task with its result, as they are done; ``None`` for one that crashed or hung.

    Args:
        function: of a module, for it is called in other processes.
        tasks: its arguments.
        jobs: how many processes may work.
        few: up to so many tasks a process costs more than it saves.
        limit: seconds for one task.
    """
    if jobs <= 1 or len(tasks) <= few:
        for task in tasks:
            yield task, function(task)
        return
    work = [crew.Task(function, task, limit) for task in tasks]
    for at, result in crew.run(work, jobs):
        answer: Any = None if isinstance(result, crew.Failed) else result
        yield tasks[at], answer
