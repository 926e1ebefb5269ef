"""What libraries say while a run works: kept in a file for whoever maintains this, not shown.

They write to the standard error, some through Python (warnings, logging), some straight to file
descriptor 2, in this process and in the children that inherit it. All of that goes into a pipe. A
thread takes it out line by line, covers personal numbers, and writes a file of bounded size.
"""

import io
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import TextIO

from generator.base.characters import on_one_line
from generator.base.private_files import private_folder

#: Where logs lie in the cache, and how many of them stay.
FOLDER = "logs"
_MOST_FILES = 10

#: Bytes of a log, and of one line in it; what comes after that is counted and let go.
_MOST_BYTES, _LONGEST = 1_000_000, 2_000

_STDERR = 2
_BLOCK = 1 << 16
_BREAK = re.compile(rb"[\r\n]+")

_CUT = "（本文件已满，其余不再记录）\n"


class Log:
    """What was said so far.

    ``lines`` counts it, ``path`` is the file that is made with the first line, ``screen`` what
    standard error was before, for those who speak to the clerk.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines = 0
        self.screen: TextIO | None = sys.stderr
        self._before: TextIO | None = sys.stderr
        self._reading, self.writing = os.pipe()
        self._end = os.urandom(16).hex().encode("ascii")
        self._left = _MOST_BYTES
        self._finished = False
        self._stream: io.BufferedWriter | None = None
        self._kept_descriptor = self._take_descriptor()
        self.python = os.fdopen(
            os.dup(self.writing), "w", buffering=1, encoding="utf-8", errors="backslashreplace"
        )
        sys.stderr = self.python
        self._thread = Thread(target=self._read, name="log", daemon=True)
        self._thread.start()

    @property
    def written(self) -> bool:
        """Whether there is a file to look into."""
        return self._stream is not None

    def finish(self) -> None:
        """Give standard error back and write what was still on its way; again: nothing more."""
        if self._finished:
            return
        self._finished = True
        sys.stderr = self._before
        with suppress(OSError, ValueError):
            self.python.close()
        if self._kept_descriptor is not None:
            if self.screen is not None:
                self.screen.flush()
            os.dup2(self._kept_descriptor, _STDERR)
            if self.screen is not self._before and self.screen is not None:
                self.screen.close()
            self.screen = self._before
            os.close(self._kept_descriptor)
        # children that are still about hold the pipe, so that its end would not come
        os.write(self.writing, b"\n" + self._end + b"\n")
        self._thread.join()
        os.close(self.writing)
        if self._stream is not None:
            self._stream.close()

    def _take_descriptor(self) -> int | None:
        """Turn the process's own descriptor into the pipe too; a console of Windows stays."""
        if sys.platform == "win32":
            return None
        try:
            kept = os.dup(_STDERR)
        except OSError:  # it was closed before this program began
            return None
        before = self._before
        if isinstance(before, io.TextIOWrapper) and _descriptor_of(before) == _STDERR:
            before.flush()
            self.screen = os.fdopen(
                os.dup(kept), "w", buffering=1, encoding=before.encoding, errors=before.errors
            )
        os.dup2(self.writing, _STDERR)
        return kept

    def _read(self) -> None:
        rest = b""
        with os.fdopen(self._reading, "rb", buffering=0) as pipe:
            while block := pipe.read(_BLOCK):
                *lines, rest = _BREAK.split(rest + block)
                for line in lines:
                    if line == self._end:
                        return
                    self._keep(line)
                if len(rest) > _LONGEST:
                    self._keep(rest)
                    rest = b""

    def _keep(self, line: bytes) -> None:
        from generator.base.personal import covered  # most runs have no line to keep

        text = line[: 2 * _LONGEST].decode("utf-8", "backslashreplace").rstrip()[:_LONGEST]
        if not text:
            return
        self.lines += 1
        data = f"{on_one_line(covered(text))}\n".encode("utf-8", "backslashreplace")
        if self._left <= 0:
            return
        self._left -= len(data)
        with suppress(OSError):  # a disk that is full is told by those who need it
            if self._stream is None:
                self._stream = _opened(self.path)
            self._stream.write(data if self._left > 0 else _CUT.encode())
            self._stream.flush()


_current: Log | None = None


@contextmanager
def kept(folder: Path, name: str) -> Iterator[Log]:
    """Keep what libraries say until the end, in ``<folder>/logs/<name>.log``.

    The file is made when something is said.

    Args:
        folder: the cache.
        name: tells the run from others and sorts after older ones.
    """
    global _current
    before = _current
    _current = log = Log(folder / FOLDER / f"{name}.log")
    try:
        yield log
    finally:
        _current = before
        log.finish()


def note(text: str) -> None:
    """Keep what the maintainers need and a clerk cannot read: the traceback behind a slip."""
    if _current is not None:
        print(text, file=_current.python, flush=True)


def screen() -> TextIO | None:
    """Where to speak to the clerk besides the standard output."""
    return sys.stderr if _current is None else _current.screen


def _descriptor_of(stream: TextIO) -> int | None:
    try:
        return stream.fileno()
    except (OSError, ValueError):
        return None


def _opened(path: Path) -> io.BufferedWriter:
    """A new file that its owner alone can read; of the older ones the newest stay."""
    private_folder(path.parent)
    older = sorted(path.parent.glob("*.log"))
    for old in older[: max(0, len(older) - _MOST_FILES + 1)]:
        with suppress(OSError):
            old.unlink()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    return os.fdopen(handle, "wb")
