"""When pages cannot be put together: find the documents to blame, and let the others be bound."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.base import workers
from generator.base.workers import Failed, Limits, Reach, Task, error_of
from generator.model import Unbindable


class CulpritsError(Exception):
    """Documents that keep all others from being put together.

    ``refused`` tells by the PDF of each what stands in its place from now on.
    """

    def __init__(self, refused: Mapping[Path, Unbindable]) -> None:
        super().__init__("、".join(map(str, refused)))
        self.refused = dict(refused)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What holds for the trials: how many at once, limits and reach."""

    jobs: int
    limits: Limits
    reach: Reach


def culprits(
    pdfs: Iterable[Path], trial: Callable[[Path], Task], bounds: Bounds
) -> Mapping[Path, Failed]:
    """Put each document together alone, and give those with which that does not work.

    Args:
        pdfs: the documents' pages; each is tried once.
        trial: what is done with one.
        bounds: what holds for each trial.

    Raises:
        OSError: the disk is full.
    """
    ordered = list(dict.fromkeys(pdfs))
    tasks: Sequence[Task] = [trial(pdf) for pdf in ordered]
    blamed: dict[int, Failed] = {}
    for at, result in workers.run(tasks, bounds.jobs, bounds.limits, bounds.reach):
        if isinstance(result, Failed):
            if not result.of_document:
                raise error_of(result)
            blamed[at] = result
    return {ordered[at]: blamed[at] for at in sorted(blamed)}
