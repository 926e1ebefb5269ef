"""Keep what was found out between runs, and give back only what is still whole."""

import hashlib
import json
import os
import tempfile
from contextlib import suppress
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


class Answers:
    """Answers that hold for a content for good, by keys that begin with its SHA-256.

    So a content is looked at once, however often and under whatever name it is filed. A missing
    or damaged record costs looking again, never a wrong answer.
    """

    def __init__(self, path: Path) -> None:
        """Read what earlier runs kept.

        Args:
            path: the record; its name has a number that is raised when an answer would change.
        """
        self._path = path
        self._known = _answers(path)
        self._new = False

    def __contains__(self, key: str) -> bool:
        return key in self._known

    def __getitem__(self, key: str) -> Any:
        return self._known[key]

    def keep(self, key: str, answer: Any) -> None:
        """Note an answer: something that JSON can hold."""
        if key not in self._known or self._known[key] != answer:
            self._known[key] = answer
            self._new = True

    def save(self) -> None:
        """Keep new answers for the next run; a cache that cannot be written costs time only."""
        if self._new:
            with suppress(OSError):
                # another run may have written meanwhile
                store(self._path, {**_answers(self._path), **self._known})
            self._new = False


def _answers(path: Path) -> dict[str, Any]:
    stored = load(path)
    return stored if isinstance(stored, dict) else {}
