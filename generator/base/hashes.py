"""Remember the hashes of files that have not been touched, so that gigabytes are not read again.

A file counts as untouched while its size, its times and its number in the file system are what
they were. A file whose times lie so near to the moment when its hash was kept that a second change
could hide behind them is read again, as version control programs do.
"""

import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from generator.base.files import sha256_of

_VERSION = 1

#: Times of files on some systems (FAT) are kept in steps of two seconds.
_STEP = 2_000_000_000  # nanoseconds

#: Size in bytes, times of change of content and of entry in nanoseconds, number (inode).
Stamp = tuple[int, int, int, int]


class Hashes:
    """Gives the SHA-256 of files; what it has read is kept in a file of the cache.

    A missing or damaged record costs reading, never a wrong answer.
    """

    def __init__(self, record: Path) -> None:
        """Read the record of earlier runs, if it is there and whole."""
        self._record = record
        self._known: dict[str, tuple[Stamp, str]] = {}
        self._kept_at = 0
        self._new = False
        with suppress(OSError, ValueError, KeyError, TypeError):
            self._kept_at = record.stat().st_mtime_ns
            content = json.loads(record.read_text(encoding="utf-8", errors="surrogateescape"))
            if content["version"] == _VERSION:
                self._known = {
                    path: ((stamp[0], stamp[1], stamp[2], stamp[3]), str(digest))
                    for path, (stamp, digest) in content["files"].items()
                }

    def of(self, path: Path) -> str:
        """The SHA-256 of a file's content in hex.

        Raises:
            OSError: the file cannot be read.
        """
        name, stamp = str(path), stamp_of(path)
        known = self._known.get(name)
        if known is not None and known[0] == stamp and self._settled(stamp):
            return known[1]
        digest = sha256_of(path)
        if stamp_of(path) == stamp:
            self._known[name] = (stamp, digest)
            self._new = True
        return digest

    def save(self) -> None:
        """Keep what was read for the next run; a cache that cannot be written costs time only."""
        if not self._new:
            return
        files = {path: [list(stamp), digest] for path, (stamp, digest) in self._known.items()}
        text = json.dumps({"version": _VERSION, "files": files}, ensure_ascii=False)
        with suppress(OSError):
            self._record.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=".new-", dir=self._record.parent)
            try:
                with os.fdopen(handle, "wb") as stream:
                    stream.write(text.encode("utf-8", "surrogateescape"))
                Path(name).replace(self._record)
                self._new = False
            finally:
                Path(name).unlink(missing_ok=True)

    def _settled(self, stamp: Stamp) -> bool:
        """Whether the file was last touched well before its hash was kept."""
        return max(stamp[1], stamp[2]) < self._kept_at - _STEP


def stamp_of(path: Path) -> Stamp:
    """What changes when a file is changed or replaced: size, times, number in the file system.

    Raises:
        OSError: the file is not there.
    """
    found = path.stat()
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino
