"""One run at a time for each output folder: a lock that goes when its process does."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from generator.base.errors import OutputError
from generator.base.files import clear_leftovers, telling_why

_SUFFIX = ".lock"

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
        lock = _taken(path)
    if lock is None:
        raise OutputError(
            f"另一个 gen-binder 正在生成 {target.name}，两个不能同时写。原有成册未改动。",
            "请等那一个完成后再运行；确实没有在运行的，请重新启动电脑后再试。",
        )
    try:
        if lock.is_locked:  # else nobody can tell who else is at work, and nothing is cleared
            with telling_why(target):
                clear_leftovers(target)
            _clear_after_others(target.parent)
        yield
    finally:
        _give_up(lock, path)


def _clear_after_others(output: Path) -> None:
    """Whoever holds a lock file's lock is alive: what belongs to any other is left over."""
    for path in sorted(output.glob(f".*{_SUFFIX}")):
        with suppress(OSError):
            lock = _taken(path)
            if lock is not None:
                try:
                    clear_leftovers(output / path.name[1 : -len(_SUFFIX)])
                finally:
                    _give_up(lock, path)


def _taken(path: Path) -> FileLock | None:
    """Lock a file, which is made when absent; ``None``: another process has locked it.

    A run that ends removes its file, so the file that was locked may be one that is gone. Where
    the file system knows no locks, what is given is not locked.

    Raises:
        OSError: the file cannot be made.
    """
    lock = FileLock(path, mode=0o600, fallback_to_soft=False)
    while True:
        try:
            lock.acquire(blocking=False)
        except Timeout:
            if path.exists():
                return None
        except OSError as error:
            if error.errno in _NO_LOCKS:
                return lock
            raise
        else:
            return lock


def _give_up(lock: FileLock, path: Path) -> None:
    """Remove the file and then the lock; where no open file can be removed, the lock does both."""
    with suppress(OSError):
        path.unlink()
    lock.release()
