"""The file system: natural order, hashes, and output that is replaced whole or not at all."""

import ctypes
import errno
import hashlib
import os
import re
import shutil
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path

from generator.base.errors import OutputError

_DIGITS = re.compile(r"(\d+)")
_RENAME_EXCHANGE = 2
_AT_FDCWD = -100


def natural_key(name: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key under which ``2`` stands before ``10``, whatever the letters' case or form."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    parts = (part for part in _DIGITS.split(folded) if part)
    key = tuple((0, int(p), "") if p.isdecimal() else (1, 0, p) for p in parts)
    return (*key, (2, 0, name))


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's content in hex, read in blocks.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def replaced_folder(target: Path) -> Iterator[Path]:
    """Give a fresh folder to write in; on success it takes the place of ``target`` as a whole.

    The new folder is a sibling of the target, so the exchange is a rename within one file system.
    On any exception, Ctrl-C included, the new folder is removed and the old output stays. After a
    kill it stays as well, until :func:`clear_leftovers`.

    Raises:
        OutputError: the folder cannot be written or the old output is in use.
    """
    with telling_why(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        recover(target)
        fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}.new-", dir=target.parent))
    try:
        with telling_why(target):
            yield fresh
            _exchange(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def clear_leftovers(target: Path) -> None:
    """Remove what killed runs left beside an output; no run may be writing it now."""
    recover(target)
    for left in _beside(target, ".new-"):
        shutil.rmtree(left, ignore_errors=True)


def recover(target: Path) -> None:
    """Bring back an output that an earlier run had moved aside when it was killed."""
    for aside in _beside(target, ".old-"):
        if target.exists():
            shutil.rmtree(aside, ignore_errors=True)
        else:
            aside.rename(target)


def _beside(target: Path, mark: str) -> list[Path]:
    """The folders of earlier runs beside an output, in the order of their names."""
    return sorted(target.parent.glob(f".{escape(target.name)}{mark}*"))


def disk_trouble(error: OSError) -> tuple[str, str] | None:
    """The reason and the remedy when it is the disk that refuses a write, else nothing."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return "磁盘已满", "请清理磁盘后重新运行。"
    if error.errno == errno.EFBIG:
        return "文件超过了这个磁盘允许的大小", "请用 --output 指定另一个磁盘，再运行一次。"
    return None


@contextmanager
def telling_why(target: Path) -> Iterator[None]:
    """Turn the errors of a full disk or a locked folder into words for a clerk.

    Raises:
        OutputError: in place of such an error; the target is named as what cannot be written.
    """
    try:
        yield
    except OSError as error:
        trouble = disk_trouble(error)
        if trouble is not None:
            reason, remedy = trouble
        elif error.errno in {errno.EROFS, errno.EACCES, errno.EPERM, errno.EBUSY}:
            reason = "没有写入权限，或文件正被 Word、WPS 等程序打开"
            remedy = "请关闭已打开的成册文件，或用 --output 指定可以写入的文件夹，再运行一次。"
        elif error.errno in {errno.ENOTDIR, errno.EEXIST, errno.ENAMETOOLONG}:
            reason, remedy = "该位置不是可用的文件夹", "请用 --output 指定另一个文件夹。"
        else:
            raise
        raise OutputError(
            f"成册文件写不进 {target.name}：{reason}。原有成册未改动。", remedy
        ) from error


def _exchange(fresh: Path, target: Path) -> None:
    """Put ``fresh`` in the place of ``target``; the old content ends up in ``fresh``'s name."""
    if not target.exists():
        fresh.rename(target)
        return
    if _exchange_at_once(fresh, target):
        return
    aside = fresh.with_name(fresh.name.replace(".new-", ".old-"))
    target.rename(aside)
    try:
        fresh.rename(target)
    except OSError:
        aside.rename(target)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _exchange_at_once(one: Path, other: Path) -> bool:
    """Swap two names in one step where Linux offers it; tell whether that was done."""
    if not sys.platform.startswith("linux"):
        return False
    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "renameat2"):
        return False
    names = os.fsencode(one), os.fsencode(other)
    result = library.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE)
    return bool(result == 0)
