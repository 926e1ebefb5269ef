"""Keep what was taken out under the container's hash, and give back only what is still whole."""

import hashlib
from pathlib import Path

from generator.base.cache import find
from generator.base.cache import keep as keep_entry
from generator.convert.kinds import is_part_name
from generator.convert.record import Record, read_record
from generator.model import ContainerLimits

#: The name of a container's record beside its entries.
RECORD = "record.json"

#: Raised by one whenever the same container would give other entries.
_VERSION = "3"

#: Kinds whose only entry is called after the container.
_NAMED_BY_CONTAINER = frozenset({"gz", "bz2", "xz"})


def place_of(cache: Path, kind: str, sha256: str, name: str, limits: ContainerLimits) -> Path:
    """The folder of one container: its content, how it is read, and the limits decide."""
    decides = [kind, limits.entries, limits.entry_bytes, limits.container_bytes, limits.ratio]
    if kind in _NAMED_BY_CONTAINER:
        decides.append(name)
    if is_part_name(name):
        decides.append("part")
    digest = hashlib.sha256(repr(decides).encode("utf-8", "surrogatepass")).hexdigest()
    return cache / f"{sha256}-{_VERSION}-{digest[:12]}"


def load(folder: Path) -> Record | None:
    """What a container holds, or ``None``: not taken out yet, or no longer whole."""
    if find(folder) is None:
        return None
    try:
        return read_record(folder / RECORD)
    except (OSError, ValueError):
        return None


def keep(made: Path, folder: Path) -> None:
    """Move a finished folder to its place; one that another run has put there meanwhile stays.

    Raises:
        OSError: the cache cannot be written.
    """
    keep_entry(folder, made=made)
