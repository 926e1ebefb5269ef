"""Look at documents in workers, many together; one that breaks a look costs itself alone."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from generator.base import workers
from generator.base.workers import ORDINARY, Failed, Limits, Reach, Task

_Answer = TypeVar("_Answer")

#: What is looked at: a key, and the file that stands for it.
Source = tuple[str, Path]

#: Documents of one task, and the seconds that it may take at most before each is tried alone.
_AT_ONCE = 40
_SECONDS = 60.0

#: Documents for which another process is worth its start.
_WORTH_ANOTHER = 250


@dataclass(frozen=True, slots=True)
class Eyes:
    """What looks are done with: the folder of all caches, processes, seconds for one document."""

    cache: Path
    jobs: int = 1
    timeout: float = 120.0
    limits: Limits = ORDINARY


def look_at(
    look: Callable[[Sequence[Source]], Sequence[_Answer]], sources: Sequence[Source], eyes: Eyes
) -> Iterator[tuple[str, _Answer | Failed]]:
    """Look at each document; give its key with what was found, or why the look came to no end.

    Args:
        look: a function of a module, which gives an answer for each source.
        sources: what to look at.
        eyes: with what.
    """
    parts = [tuple(sources[at : at + _AT_ONCE]) for at in range(0, len(sources), _AT_ONCE)]
    soon = min(_SECONDS, eyes.timeout)
    tasks = [Task(look, part, soon if len(part) > 1 else eyes.timeout) for part in parts]
    processes = min(eyes.jobs, -(-len(sources) // _WORTH_ANOTHER))
    reach = Reach.around(path for _, path in sources)

    def alone(task: Task) -> list[Task]:
        single = [Task(look, (one,), eyes.timeout) for one in task.argument]
        return single if len(single) > 1 else []

    for task, result in workers.run_in_parts(tasks, processes, eyes.limits, reach, alone):
        if isinstance(result, Failed):
            [(key, _)] = task.argument
            yield key, result
        else:
            yield from zip((key for key, _ in task.argument), result, strict=True)
