"""Do many small tasks in child processes that may crash over what is in the documents."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from generator.base import workers
from generator.base.workers import ORDINARY, Failed, Limits, Reach, Task

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


def spread(
    function: Callable[[_Task], _Result],
    tasks: Sequence[_Task],
    *,
    jobs: int,
    limit: float,
    reach: Reach,
    limits: Limits = ORDINARY,
) -> Iterator[tuple[_Task, _Result | None]]:
    """Give each task with its result, as they are done; ``None`` for one that crashed or hung.

    Args:
        function: of a module, for it is called in other processes.
        tasks: its arguments.
        jobs: how many processes may work.
        limit: seconds for one task.
        reach: what the processes may open.
        limits: what each may take.
    """
    work = [Task(function, task, limit) for task in tasks]
    for at, result in workers.run(work, jobs, limits, reach):
        answer: Any = None if isinstance(result, Failed) else result
        yield tasks[at], answer
