"""Answers about contents that share one record, each with the day on which it was last used."""

import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from generator.base.cache import records

#: Days after which it is noted again that an answer is used: the record is written anew for it.
_STEP = 7

#: An answer and the day of its last use, counted from 1970.
Dated = tuple[int, Any]


class Answers:
    """Answers that hold for a content for good, by keys that begin with its SHA-256.

    So a content is looked at once, however often and under whatever name it is filed. A missing
    or damaged record costs looking again, never a wrong answer.
    """

    def __init__(self, path: Path) -> None:
        """Read what earlier runs kept.

        Args:
            path: the record; its name has a number that is raised when an answer would change.
        """
        self._path = path
        self._known = read_answers(path)
        self._today = today()
        self._new = False

    def __contains__(self, key: str) -> bool:
        return key in self._known

    def __getitem__(self, key: str) -> Any:
        day, answer = self._known[key]
        if day + _STEP <= self._today:
            self._known[key] = (self._today, answer)
            self._new = True
        return answer

    def keep(self, key: str, answer: Any) -> None:
        """Note an answer: something that JSON can hold."""
        if key not in self._known or self._known[key][1] != answer:
            self._known[key] = (self._today, answer)
            self._new = True

    def save(self) -> None:
        """Keep new answers for the next run; a cache that cannot be written costs time only."""
        if self._new:
            with suppress(OSError):
                # another run may have written meanwhile
                write_answers(self._path, {**read_answers(self._path), **self._known})
            self._new = False


def read_answers(path: Path) -> dict[str, Dated]:
    """The answers of a record; none if it is absent, damaged or of another form."""
    try:
        stored = records.read(path)["answers"]
        return {key: (int(day), answer) for key, (day, answer) in stored.items()}
    except (AttributeError, KeyError, TypeError, ValueError):
        return {}


def write_answers(path: Path, answers: Mapping[str, Dated]) -> None:
    """Write a record of answers.

    Raises:
        OSError: the cache cannot be written.
    """
    records.store(path, {"answers": answers})


def today() -> int:
    """The day, counted from 1970."""
    return int(time.time() // records.DAY)
