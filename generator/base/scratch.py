"""Temporary files: in the cache, the owner's alone, gone afterwards, after a kill as well.

A folder or cache in use is locked by its run, and the system gives up the lock when the run dies;
so what nobody has locked was left behind by a killed run. Windows has no such locks: there it
stays.
"""

import hashlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path

from generator.base.errors import OutputError, reason_of
from generator.base.files import disk_trouble

#: What the names of temporary files and folders begin with.
PREFIX = ".new-"

#: In the cache: the file by whose lock runs tell each other that they use it; it stays.
IN_USE = ".in-use"

#: Notes in a scratch folder of what belongs to it and lies elsewhere.
_ELSEWHERE = "elsewhere-"

#: How often, and after how many seconds again, a folder is removed in which a program that has
#: just been ended may still have put something.
_TRIES, _PAUSE = 10, 0.05

#: Where temporary files lie of the run that this thread is at; another thread may be at another.
_ROOM: ContextVar[Path | None] = ContextVar("room", default=None)


def room() -> Path | None:
    """The folder for temporary files of the run at hand; ``None``: wherever the system says."""
    return _ROOM.get()


@contextmanager
def in_cache(cache: Path, last: Callable[[], None] = lambda: None) -> Iterator[Path]:
    """Let a run use the cache; if no other does, what killed runs left there is removed first.

    Until the end :func:`room`, in this thread, is the folder there that is given. A run may be
    part of another.

    Args:
        cache: its folder, which is made when absent.
        last: done when the run has come to its end, if no other is known to be at work.

    Raises:
        OutputError: something in the cache cannot be made, read or written.
        OSError: the disk is full.
    """
    with _telling_of(cache):
        cache.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = _sharing(cache)
        try:
            with scratch_folder(cache) as folder:
                before = _ROOM.set(folder.absolute())
                try:
                    yield folder.absolute()
                finally:
                    _ROOM.reset(before)
            if _is_alone(lock):
                last()
        finally:
            _give_up(lock)


@contextmanager
def _telling_of(cache: Path) -> Iterator[None]:
    """Turn what the system refuses in the cache into words for a clerk.

    A run as another user, or a copy onto a disk that may only be read, leaves such folders behind.

    Raises:
        OutputError: in place of such an error.
    """
    try:
        yield
    except OSError as error:
        named = error.filename if isinstance(error.filename, str) else ""
        path = Path(named).absolute()
        if disk_trouble(error) or not path.is_relative_to(cache.absolute()):
            raise
        place = path.relative_to(cache.absolute().parent).as_posix()
        raise OutputError(
            f"缓存用不了：{place} 写不进或读不出（{reason_of(error)}）。原有成册未改动。",
            f"请检查 {cache.name} 文件夹的权限，或把它移走再运行一次，缓存会重新建立。",
        ) from error


@contextmanager
def scratch_folder(parent: Path) -> Iterator[Path]:
    """Give a fresh folder that the owner alone can read.

    Raises:
        OSError: the parent cannot be written.
    """
    with in_turn(parent):
        _sweep_folders(parent)
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
        held = _locked(folder, wait=False)
    try:
        yield folder
    finally:
        _remove(folder)
        _give_up(held)


@contextmanager
def alone_in(cache: Path) -> Iterator[bool]:
    """Keep other runs out of the cache until the end; ``False``: some are at work there.

    Where nobody can tell, it is ``True``.

    Raises:
        OSError: the cache cannot be written.
    """
    lock = _in_use(cache)
    try:
        yield _is_alone(lock)
    finally:
        _give_up(lock)


@contextmanager
def in_turn(folder: Path) -> Iterator[None]:
    """Have a folder to oneself for a moment; where there are no locks, it is had at once.

    Raises:
        OSError: the folder is not there.
    """
    turn = _locked(folder, wait=True)
    try:
        yield
    finally:
        _give_up(turn)


def keep_elsewhere(folder: Path, path: Path) -> None:
    """Note a socket that a program makes outside a scratch folder; it is removed with that."""
    note = hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
    (folder / f"{_ELSEWHERE}{note}").write_bytes(os.fsencode(path))


def _remove(folder: Path) -> None:
    for note in folder.glob(f"{_ELSEWHERE}*"):
        path = Path(os.fsdecode(note.read_bytes()))
        if path.is_socket():
            path.unlink(missing_ok=True)
    for _ in range(_TRIES):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(_PAUSE)


def _sweep_folders(parent: Path) -> None:
    for left in parent.glob(f"{PREFIX}*"):
        held = _locked(left, wait=False) if left.is_dir() else None
        if held is not None:
            _remove(left)
            _give_up(held)


def _sharing(cache: Path) -> int | None:
    """Lock the cache together with other runs; whoever is alone removes half-written files."""
    handle = _in_use(cache)
    if sys.platform == "win32" or handle is None:
        return None
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for left in cache.glob(f"*/{PREFIX}*"):
            if left.is_file():
                left.unlink(missing_ok=True)
            else:
                _remove(left)
        fcntl.flock(handle, fcntl.LOCK_SH)
    except OSError:  # others are at work, or the file system knows no locks
        _share(handle)
    return handle


def _in_use(cache: Path) -> int | None:
    """Open the file whose lock tells that the cache is used; ``None``: there are no locks."""
    if sys.platform == "win32":
        return None
    return os.open(cache / IN_USE, os.O_RDWR | os.O_CREAT, 0o600)


def _is_alone(handle: int | None) -> bool:
    """Take the cache for this run alone; ``False``: others are at work."""
    if sys.platform == "win32" or handle is None:
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # the file system knows no locks
        return True
    return True


def _share(handle: int) -> None:
    import fcntl

    with suppress(OSError):
        fcntl.flock(handle, fcntl.LOCK_SH)


def _locked(folder: Path, *, wait: bool) -> int | None:
    """Lock a folder; ``None`` when another run holds it, or on a system without such locks."""
    if sys.platform == "win32":
        return None
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        os.close(handle)
        return None
    return handle


def _give_up(handle: int | None) -> None:
    if handle is not None:
        os.close(handle)
