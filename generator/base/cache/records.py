"""A record of the cache: JSON with its digest, whole or not there.

Nothing that is damaged, half written, foreign or of an older form is ever given back.
"""

import hashlib
import json
import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from generator.base.scratch import PREFIX

#: Seconds after which it is noted again that a record is used.
DAY = 86_400


def load(path: Path) -> Any:
    """What an earlier run stored there, which counts as used; ``None`` if there is nothing whole.

    Args:
        path: the record.
    """
    record = read(path)
    if record is not None:
        used(path)
    return record


def read(path: Path) -> Any:
    """What an earlier run stored there; ``None`` if there is nothing or it is damaged."""
    try:
        digest, body = path.read_bytes().split(b"\n", 1)
        if hashlib.sha256(body).hexdigest().encode("ascii") != digest:
            return None
        return json.loads(body)
    except (OSError, ValueError):
        return None


def store(path: Path, record: Any) -> None:
    """Write a record: something that JSON can hold. The same record gives the same bytes.

    Raises:
        OSError: the cache cannot be written.
    """
    body = json.dumps(record, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")
    write(path, hashlib.sha256(body).hexdigest().encode("ascii") + b"\n" + body)


def write(path: Path, data: bytes) -> None:
    """Write a file beside its place and rename it, so that no half is ever read.

    The owner alone can read it; its folder is made when absent.

    Raises:
        OSError: the cache cannot be written.
    """
    laid_beside(path, data).replace(path)


def laid_beside(path: Path, data: bytes) -> Path:
    """A whole file beside the place that it is for, under another name.

    Raises:
        OSError: the cache cannot be written.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=PREFIX, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def used(path: Path) -> None:
    """Note that a run uses what lies there: its time of change is that of its last use.

    Once a day is enough. A cache that cannot be written forgets it.
    """
    with suppress(OSError):
        if path.stat().st_mtime < time.time() - DAY:
            os.utime(path)
