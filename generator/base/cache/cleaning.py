"""What lies in the cache, and what of it goes: the long unused, and the longest unused of too much.

It goes when a run has ended and no other is at work. Where nobody can tell whether another is, what
was used in the last two days stays all the same.
"""

import os
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from generator.base.cache.answers import read_answers, write_answers
from generator.base.cache.entries import removed
from generator.base.cache.records import DAY
from generator.base.scratch import IN_USE

#: Seconds for which what was used stays, whatever its size. A use is noted once a day.
_FRESH = 2 * DAY


@dataclass(frozen=True, slots=True)
class Bounds:
    """For how many days unused entries stay, and how many bytes all of them may take."""

    days: int = 90
    size: int = 20_000_000_000


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry with all that belongs to it.

    ``kind`` is the folder of the cache that it lies in, empty for the records of answers; ``stem``
    its name without an ending; ``used`` when it was used last, in seconds since 1970.
    """

    kind: str
    stem: str
    paths: tuple[Path, ...]
    size: int
    used: float

    def remove(self) -> bool:
        """Remove it; tell whether all of it is gone."""
        gone = [removed(path) for path in self.paths]
        return all(gone)


def entries(cache: Path) -> Iterator[Entry]:
    """All entries, of earlier versions as well; what is being written is none."""
    for path in _inside(cache):
        if path.is_symlink() or not path.is_dir():
            yield _entry("", path.name, [path])
            continue
        belonging: dict[str, list[Path]] = {}
        for one in _inside(path):
            belonging.setdefault(one.name if one.is_dir() else one.stem, []).append(one)
        for stem, paths in belonging.items():
            yield _entry(path.name, stem, paths)


def made_of(contents: Collection[str], cache: Path) -> Iterator[Entry]:
    """The entries that are named after one of some hashes."""
    for entry in entries(cache):
        if entry.kind and entry.stem[:64] in contents and not entry.stem[64:65].isalnum():
            yield entry


def clean_if_due(cache: Path, bounds: Bounds) -> None:
    """Clean the cache if that was not done for a day or something has come in since.

    What cannot be removed stays.
    """
    with suppress(OSError):
        if _is_due(cache):
            clean(cache, bounds)
            (cache / IN_USE).touch(0o600)  # its time of change says when


def _is_due(cache: Path) -> bool:
    try:
        cleaned = (cache / IN_USE).stat().st_mtime
    except OSError:
        return True
    newest = max((one.stat().st_mtime for one in _inside(cache) if one.is_dir()), default=0.0)
    return newest > cleaned or cleaned < time.time() - DAY


def clean(cache: Path, bounds: Bounds) -> None:
    """Remove what was not used for long, and beyond the size what was not used the longest."""
    now = time.time()
    by_age = sorted(entries(cache), key=lambda entry: entry.used)
    over = sum(entry.size for entry in by_age) - bounds.size
    for entry in by_age:
        age = now - entry.used
        if age > bounds.days * DAY or (over > 0 and age > _FRESH):
            over -= entry.size if entry.remove() else 0
        elif not entry.kind:
            _forget(entry.paths[0], int(now // DAY) - bounds.days)


def _forget(record: Path, before: int) -> None:
    """Leave answers out that were not used since a day; the record's time stays what it was.

    Raises:
        OSError: the cache cannot be written.
    """
    answers = read_answers(record)
    staying = {key: dated for key, dated in answers.items() if dated[0] >= before}
    if len(staying) < len(answers):
        times = record.stat()
        write_answers(record, staying)
        os.utime(record, ns=(times.st_atime_ns, times.st_mtime_ns))


def clear_all(cache: Path) -> bool:
    """Remove all that lies in the cache, of killed runs as well; tell whether all is gone."""
    there = [path for path in cache.iterdir() if path.name != IN_USE] if cache.is_dir() else []
    gone = [removed(path) for path in there]
    return all(gone)


def _inside(folder: Path) -> Iterable[Path]:
    """What lies in a folder and is not being written."""
    return [one for one in folder.iterdir() if not one.name.startswith(".")]


def _entry(kind: str, stem: str, paths: list[Path]) -> Entry:
    size, used = 0, 0.0
    for path in paths:
        with suppress(OSError):  # another run took it away
            size += _size(path)
            used = max(used, path.lstat().st_mtime)
    return Entry(kind, stem, tuple(paths), size, used)


def _size(path: Path) -> int:
    """The bytes of a file, or of all that is in a folder.

    Raises:
        OSError: it is not there.
    """
    if path.is_symlink() or not path.is_dir():
        return path.lstat().st_size
    return sum(one.lstat().st_size for one in path.rglob("*") if not one.is_dir())
