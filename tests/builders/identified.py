"""What a file is, for tests of one file: in this process, and for files that cannot be read too."""

from pathlib import Path

from generator.convert.sniff import Identity, look_into, not_read
from generator.intake.containers.recognise import kind_of
from generator.model import Unbindable


def identify(path: Path, name: str) -> Identity | Unbindable:
    """What a document is; what the system refuses gets the slip that a run gives it."""
    try:
        return look_into(path, name)
    except OSError as error:
        return not_read(error)


def container_kind(path: Path, name: str) -> str | None:
    """The kind of a container; ``None`` for what is none or cannot be read."""
    try:
        return kind_of(path, name)
    except OSError:
        return None
