"""Remember the hashes of files that have not been touched, so that gigabytes are not read again.

A file counts as untouched while its size, its times and its number in the file system are what
they were. A file whose times lie so near to the moment when its hash was kept that a second change
could hide behind them is read again, as version control programs do.
"""

from contextlib import suppress
from pathlib import Path

from generator.base.cache.answers import read_answers, today, write_answers
from generator.base.files import sha256_of

#: Times of files on some systems (FAT) are kept in steps of two seconds.
_STEP = 2_000_000_000  # nanoseconds

#: Days after which it is noted again that a file is still there.
_DAYS = 7

#: Size in bytes, times of change of content and of entry in nanoseconds, number (inode).
Stamp = tuple[int, int, int, int]


class Hashes:
    """Gives the SHA-256 of files; what it has read is kept in a file of the cache.

    A missing or damaged record costs reading, never a wrong answer.
    """

    def __init__(self, record: Path) -> None:
        """Read the record of earlier runs, if it is there and whole."""
        self._record = record
        self._known = _settled(record)
        self._today = today()
        self._new = False

    def of(self, path: Path) -> str:
        """The SHA-256 of a file's content in hex.

        One that is remembered says nothing of whether the file can be read today: another program
        may hold it, or the right to read it may be gone.

        Raises:
            OSError: the file cannot be read.
        """
        name, stamp = str(path), stamp_of(path)
        known = self._known.get(name)
        if known is not None and known[1] == stamp:
            path.open("rb").close()
            if known[0] + _DAYS <= self._today:
                self._note(name, stamp, known[2])
            return known[2]
        digest = sha256_of(path)
        if stamp_of(path) == stamp:
            self._note(name, stamp, digest)
        return digest

    def _note(self, name: str, stamp: Stamp, digest: str) -> None:
        self._known[name] = (self._today, stamp, digest)
        self._new = True

    def save(self) -> None:
        """Keep what was read for the next run; a cache that cannot be written costs time only."""
        if not self._new:
            return
        with suppress(OSError):
            # another run may have written meanwhile
            known = {**_settled(self._record), **self._known}
            answers = {path: (day, own) for path, (day, *own) in known.items()}
            write_answers(self._record, answers)
            self._new = False


def _settled(record: Path) -> dict[str, tuple[int, Stamp, str]]:
    """What is kept of files that were last touched well before it was written.

    Of others a second change could be hidden, and written again they would seem settled.
    """
    known: dict[str, tuple[int, Stamp, str]] = {}
    with suppress(OSError, ValueError, TypeError):
        kept_at = record.stat().st_mtime_ns
        for path, (day, (stamp, digest)) in read_answers(record).items():
            size, changed, touched, number = stamp
            if max(changed, touched) < kept_at - _STEP:
                known[path] = (day, (size, changed, touched, number), str(digest))
    return known


def stamp_of(path: Path) -> Stamp:
    """What changes when a file is changed or replaced: size, times, number in the file system.

    Raises:
        OSError: the file is not there.
    """
    found = path.stat()
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino
