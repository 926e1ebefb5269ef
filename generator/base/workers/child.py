"""The child's side of a worker: confine itself, then answer tasks until the parent is gone."""

import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from multiprocessing import process
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from generator.base.errors import BinderError
from generator.base.files import disk_trouble
from generator.base.workers import wall
from generator.base.workers.limits import Limits, confine, die_with
from generator.base.workers.wall import Reach, cut_off

_PRINTED, _ERRORS = 1, 2

#: What group and others may not do with files that a worker makes: anything.
_OTHERS = 0o077

#: Names of the environment under which programs look for a home and for room of their own.
_HOMES = ("HOME", "TMPDIR", "TMP", "TEMP")
_HOME_SETTINGS = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR")


class Trouble(StrEnum):
    """Why a task has no result."""

    TIMEOUT = "timeout"
    CRASH = "crash"
    MEMORY = "memory"
    WRITTEN = "written"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Failed:
    """A task without a result.

    Attributes:
        trouble: why.
        detail: the traceback, when there is one.
        error: what was raised, if it can be handed on.
        at: what the task said last that it had in hand (see :func:`tell`).
    """

    trouble: Trouble
    detail: str = ""
    error: Exception | None = None
    at: str = ""

    @property
    def of_document(self) -> bool:
        """Whether what was worked on may be to blame: not the disk, nor what is not installed."""
        if self.trouble is Trouble.WRITTEN:
            return False
        if isinstance(self.error, OSError):
            return disk_trouble(self.error) is None
        return not isinstance(self.error, BinderError)


@dataclass(frozen=True, slots=True)
class Event:
    """What a task tells while it is at work: what it has in hand."""

    said: str


@dataclass(frozen=True, slots=True)
class Start:
    """What a child is started with: its parent, its bounds, its folder."""

    parent: int
    limits: Limits
    reach: Reach
    folder: Path


_pipe: Connection | None = None


def tell(said: str) -> None:
    """Let the asking process know what is in hand, should this task not come to its end.

    In a process that is no worker nobody listens.
    """
    if _pipe is not None:
        _pipe.send(Event(said))


def serve(pipe: Connection, start: Start) -> None:
    """Answer tasks until the parent is gone. Ctrl-C is the parent's to handle."""
    global _pipe
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _settle(start)
    _pipe = pipe
    while True:
        try:
            function, argument = pipe.recv()
        except (EOFError, OSError):
            return
        except Exception as error:  # what the task consists of cannot be loaded
            pipe.send(_failed(error))
            continue
        try:
            answer = _done(function, argument)
        except MemoryError:
            answer = Failed(Trouble.MEMORY)
        try:
            pipe.send(answer)
        except OSError:  # nobody waits for it any more
            return
        except Exception as error:  # what cannot be handed on is an error of the task
            pipe.send(_failed(error))


def _settle(start: Start) -> None:
    """Confine this process, and let programs find a home and room in its own folder."""
    process.current_process().daemon = False  # a worker may have workers
    with suppress(OSError):  # what libraries print is no answer; errors go to the parent's log
        os.dup2(_ERRORS, _PRINTED)
    if sys.platform != "win32":
        os.setsid()
    os.umask(_OTHERS)
    cut_off()
    die_with(start.parent)  # after the change of name spaces, which would undo it
    tempfile.tempdir = str(start.folder)
    os.environ.update(dict.fromkeys(_HOMES, str(start.folder)))
    for name in _HOME_SETTINGS:
        os.environ.pop(name, None)
    wall.build(replace(start.reach, writes=(*start.reach.writes, start.folder)))
    confine(start.limits)


def _done(function: Callable[[Any], Any], argument: Any) -> Any:
    """What a function makes of its argument, or what it raised.

    Raises:
        MemoryError: there was not enough.
    """
    try:
        return function(argument)
    except MemoryError:
        raise
    except Exception as error:
        return _failed(error)


def _failed(error: Exception) -> Failed:
    """What was raised, without personal numbers and without what its frames hold."""
    told = traceback.format_exc()
    traceback.clear_frames(error.__traceback__)  # what they hold may leave no room for the import

    from generator.base.personal import covered  # where something is wrong: each child waits for it

    return Failed(Trouble.ERROR, covered(told), _plain(error))


def _plain(error: Exception) -> Exception | None:
    """The error without its way here, if it can be handed to another process."""
    from multiprocessing.reduction import ForkingPickler
    from pickle import PicklingError, loads

    error = error.with_traceback(None)
    error.__context__ = error.__cause__ = None
    try:
        again = loads(bytes(ForkingPickler.dumps(error)))  # noqa: S301 - just made here
    except (PicklingError, TypeError, AttributeError, ValueError, RecursionError):
        return None
    return again if isinstance(again, Exception) else None
