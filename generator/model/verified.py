"""What has changed since a binder was made."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How a file compares with the manifest."""

    SAME = "same"
    CHANGED = "changed"
    MISSING = "missing"
    ADDED = "added"

    @property
    def label(self) -> str:
        """The word that a clerk reads."""
        return {"same": "未变", "changed": "已改动", "missing": "不见了", "added": "新增"}[self]


@dataclass(frozen=True, slots=True)
class Compared:
    """A file and its state.

    ``place`` says where a source stands in the volumes as they were made; ``pages`` are the sides
    of a changed PDF that are not as they were, from 1; ``broken`` says in Chinese why nobody knows
    which ones they are.
    """

    path: str
    state: State
    place: str = ""
    pages: tuple[int, ...] = ()
    broken: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """All sources and all output files, in order."""

    sources: tuple[Compared, ...]
    outputs: tuple[Compared, ...]

    @property
    def same(self) -> bool:
        """Whether nothing has changed."""
        return all(one.state is State.SAME for one in (*self.sources, *self.outputs))
