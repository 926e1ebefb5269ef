"""Keep what a search gave between runs, and give back only what is still whole."""

import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any


def load(path: Path) -> Any:
    """What an earlier run stored there; ``None`` if there is nothing or it is damaged."""
    try:
        digest, body = path.read_bytes().split(b"\n", 1)
        if hashlib.sha256(body).hexdigest().encode("ascii") != digest:
            return None
        return json.loads(body)
    except (OSError, ValueError):
        return None


def store(path: Path, record: Any) -> None:
    """Write a record beside its place and rename it, so that no half is ever read.

    Raises:
        OSError: the cache cannot be written.
    """
    body = json.dumps(record, ensure_ascii=False, sort_keys=True).encode("utf-8")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(hashlib.sha256(body).hexdigest().encode("ascii") + b"\n" + body)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
