"""One run at a time for each output folder: a lock that goes when its process does."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.base.errors import OutputError
from generator.base.files import clear_leftovers, telling_why

_SUFFIX = ".lock"

#: In place of a locked file where nobody can tell who else is at work; nothing is cleared then.
_WITHOUT = -1

#: What file systems say that know no locks, such as some network drives.
_NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL})


@contextmanager
def only_run(target: Path) -> Iterator[None]:
    """Keep other runs from writing the same output; remove what killed runs left beside it.

    The lock is a file beside the target, locked by this process and not by being there: when the
    process dies, the system gives it up. A file system without locks gives none.

    Args:
        target: the folder that will be replaced, of which the parent is made when absent.

    Raises:
        OutputError: another run writes this output, or the place cannot be written.
    """
    path = target.parent / f".{target.name}{_SUFFIX}"
    with telling_why(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        handle = _taken(path)
    if handle is None:
        raise OutputError(
            f"另一个 gen-binder 正在生成 {target.name}，两个不能同时写。原有成册未改动。",
            "请等那一个完成后再运行；确实没有在运行的，请重新启动电脑后再试。",
        )
    try:
        if handle != _WITHOUT:
            with telling_why(target):
                clear_leftovers(target)
            _clear_after_others(target.parent)
        yield
    finally:
        _give_up(handle, path)


def _clear_after_others(output: Path) -> None:
    """Whoever holds a lock file's lock is alive: what belongs to any other is left over."""
    for path in sorted(output.glob(f".*{_SUFFIX}")):
        with suppress(OSError):
            handle = _taken(path)
            if handle is not None:
                try:
                    clear_leftovers(output / path.name[1 : -len(_SUFFIX)])
                finally:
                    _give_up(handle, path)


def _taken(path: Path) -> int | None:
    """Open and lock a file, which is made when absent; ``None``: another process has locked it.

    A run that ends removes its file, so the file that was locked may be one that is gone.
    """
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(handle)
            if _is_still(handle, path):
                return handle
        except (BlockingIOError, PermissionError):
            os.close(handle)
            return None
        except OSError as error:
            os.close(handle)
            if error.errno in _NO_LOCKS:
                return _WITHOUT
            raise
        os.close(handle)


def _lock(handle: int) -> None:
    """Lock an open file without waiting.

    Raises:
        OSError: another process has locked it, or it cannot be locked at all.
    """
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_still(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _give_up(handle: int, path: Path) -> None:
    """Remove the file and then the lock; Windows removes no file that is open."""
    if sys.platform == "win32" and handle != _WITHOUT:
        os.close(handle)
    with suppress(OSError):
        path.unlink()
    if sys.platform != "win32" and handle != _WITHOUT:
        os.close(handle)
