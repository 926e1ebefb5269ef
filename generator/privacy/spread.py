"""Do many small tasks in child processes that may crash over what is in the documents."""

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
    limit: float,
) -> Iterator[tuple[_Task, _Result | None]]:
    """Give each task with its result, as they are done; ``None`` for one that crashed or hung.

    Args:
        function: of a module, for it is called in other processes.
        tasks: its arguments.
        jobs: how many processes may work.
        limit: seconds for one task.
    """
    work = [crew.Task(function, task, limit) for task in tasks]
    for at, result in crew.run(work, jobs):
        answer: Any = None if isinstance(result, crew.Failed) else result
        yield tasks[at], answer
