"""An entry of the cache: a record, and the file or folder that it tells of.

The record names the digest of what lies beside it and is written last; both are put in their
places while no other run does so in the same folder. So an entry is whole, or none: after a kill,
after a change from outside, and when two runs make the same one.
"""

import hashlib
import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.base.cache import records
from generator.base.files import sha256_of
from generator.base.scratch import in_turn

#: What may stand in a name as it is for the content; anything else goes by its hash.
_PLAIN = re.compile(r"[0-9A-Za-z_-]{1,128}")

_OTHER = re.compile(r"[^0-9A-Za-z.-]")


@dataclass(frozen=True, slots=True)
class Key:
    """What decides an entry: the content's hash, what was made of it, by which version."""

    sha256: str
    producer: str
    version: str

    @property
    def stem(self) -> str:
        """The entry's file name without its ending; it begins with the content's hash."""
        plain = _PLAIN.fullmatch(self.sha256)
        content = self.sha256 if plain else hashlib.sha256(self.sha256.encode()).hexdigest()
        return f"{content}-{_OTHER.sub('_', f'{self.producer}-{self.version}')}"

    def at(self, folder: Path) -> Path:
        """The place of the entry in a folder of the cache: its path without an ending."""
        return folder / self.stem


@dataclass(frozen=True, slots=True)
class Found:
    """A whole entry: what its record says, and what lies beside it, with its digest."""

    answer: Any
    path: Path | None = None
    sha256: str | None = None


def record_of(place: Path) -> Path:
    """The record of the entry that has this place."""
    return place.with_name(f"{place.name}.json")


def find(place: Path, digest: Callable[[Path], str] | None = None) -> Found | None:
    """The entry at a place, which counts as used; ``None`` if there is none or it is not whole.

    Args:
        place: where, without an ending.
        digest: gives the digest of what lies beside the record, if not by reading it.
    """
    record = record_of(place)
    found = _found(place, records.read(record), digest or digest_of)
    if found is not None:
        records.used(record)
    return found


def _found(place: Path, content: Any, digest: Callable[[Path], str]) -> Found | None:
    try:
        if content["file"] is None:
            return Found(content["answer"])
        ending, sha256 = content["file"]
        path = place.with_name(f"{place.name}{ending}")
        return Found(content["answer"], path, sha256) if digest(path) == sha256 else None
    except (OSError, KeyError, TypeError, ValueError):
        return None


def keep(
    place: Path, answer: Any = None, made: bytes | Path | None = None, ending: str = ""
) -> Found:
    """Make an entry.

    Args:
        place: where, without an ending.
        answer: what its record says: something that JSON can hold.
        made: what lies beside it: bytes, or a file or folder that is moved to its place.
        ending: that of the file's name, with its dot.

    Returns:
        The entry, which another run may have made as well.

    Raises:
        OSError: the cache cannot be written.
    """
    if made is None:
        records.store(record_of(place), {"answer": answer, "file": None})
        return Found(answer)
    path = place.with_name(f"{place.name}{ending}")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = records.laid_beside(path, made) if isinstance(made, bytes) else made
    try:
        sha256 = digest_of(fresh)
        with in_turn(path.parent):
            if fresh.is_dir() and (there := find(place)) is not None:
                return there  # a run may be reading what is in it
            _put(fresh, path)
            records.store(record_of(place), {"answer": answer, "file": [ending, sha256]})
    except BaseException:
        if isinstance(made, bytes):
            fresh.unlink(missing_ok=True)
        raise
    return Found(answer, path, sha256)


def _put(fresh: Path, path: Path) -> None:
    """Move what was made to its place; a damaged folder there goes to where it is removed."""
    if fresh.is_dir() and path.exists():
        path.rename(fresh.with_name(f"{fresh.name}.damaged"))
    fresh.replace(path)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, or one over the names and contents of a folder's files, in hex.

    Raises:
        OSError: something in it cannot be read or is no file.
    """
    if not path.is_dir():
        return sha256_of(path)
    digest = hashlib.sha256()
    for name in sorted(one.name for one in path.iterdir()):
        digest.update(f"{sha256_of(path / name)} {name}\n".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def removed(path: Path) -> bool:
    """Remove a file or folder of the cache; tell whether it is gone."""
    with suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        return True
    return False
