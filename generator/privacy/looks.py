"""Look at documents in child processes, and say of which ones nothing could be found out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from generator.base import workers
from generator.base.workers import ORDINARY, Failed, Limits, Reach, Task
from generator.ledgers.grid import Unreadable
from generator.model import SecrecyMark
from generator.model.failures import what_happened

_Answer = TypeVar("_Answer")

#: What is looked at: a key, and the file that stands for it.
Source = tuple[str, Path]

#: Documents of one task, and the seconds that it may take at most before each is tried alone.
_AT_ONCE = 40
_SECONDS = 60.0

#: Documents for which another process is worth its start.
_WORTH_ANOTHER = 250

_REMEDY = "请打开核对；能打开的另存为 PDF 后放回原处，仍不行请把此文件单独报给维护人员"


@dataclass(frozen=True, slots=True)
class Looks:
    """What came of looking for secrecy marks, by path: marks, and why a look was not possible."""

    marks: Mapping[str, SecrecyMark] = field(default_factory=lambda: MappingProxyType({}))
    broken: Mapping[str, Unreadable] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Eyes:
    """What looks are done with: the folder of all caches, processes, seconds for one document."""

    cache: Path
    jobs: int = 1
    timeout: float = 120.0
    limits: Limits = ORDINARY


def look_at(
    look: Callable[[Sequence[Source]], Sequence[_Answer]],
    sources: Sequence[Source],
    step: str,
    eyes: Eyes,
) -> Iterator[tuple[str, _Answer | Unreadable]]:
    """Look at each document; give its key with what was found, or why nothing could be.

    Args:
        look: a function of a module, which gives an answer for each source.
        sources: what to look at.
        step: what is done, in Chinese.
        eyes: with what.
    """
    parts = [tuple(sources[at : at + _AT_ONCE]) for at in range(0, len(sources), _AT_ONCE)]
    soon = min(_SECONDS, eyes.timeout)
    tasks = [Task(look, part, soon if len(part) > 1 else eyes.timeout) for part in parts]
    hands = min(eyes.jobs, -(-len(sources) // _WORTH_ANOTHER))
    reach = Reach.around(path for _, path in sources)

    def alone(task: Task) -> list[Task]:
        single = [Task(look, (one,), eyes.timeout) for one in task.argument]
        return single if len(single) > 1 else []

    for task, result in workers.run_in_parts(tasks, hands, eyes.limits, reach, alone):
        if isinstance(result, Failed):
            [(key, _)] = task.argument
            yield key, Unreadable(what_happened(step, result, eyes.limits), _REMEDY)
        else:
            yield from zip((key for key, _ in task.argument), result, strict=True)
