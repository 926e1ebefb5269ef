"""What the office asks for: levels, parts, items, groups, the window and the checklist."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from generator.base.errors import Place


class Level(StrEnum):
    """The level of an assessed unit, as the checklist writes it (省 / 州 / 县)."""

    PROVINCE = "省"
    PREFECTURE = "州"
    COUNTY = "县"


class Source(StrEnum):
    """Where a requirement comes from: stated, implied, public material, or only proposed."""

    STATED = "S"
    IMPLIED = "S+"
    PUBLIC = "P"
    UNVERIFIED = "U"


@dataclass(frozen=True, slots=True)
class PackPart:
    """One part of an event pack (通知, 签到 …): names that reveal it, or any picture."""

    name: str
    words: tuple[str, ...]
    pictures: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """How much evidence an item needs; zero or empty means that this is not asked."""

    files: int = 0
    events: int = 0
    parts: tuple[str, ...] = ()
    per_row_of: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the checklist. ``id`` is text: ``1.10`` is not ``1.1``."""

    id: str
    title: str
    owner: str
    levels: tuple[Level, ...]
    kinds: tuple[str, ...]
    need: Need
    ledgers: tuple[str, ...]
    prove: str
    retention: str | None
    due: dt.date
    windowed: bool
    source: Source
    enabled: bool
    place: Place
    photos_per_page: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """One indicator (organization, talent exchange …) and its items."""

    id: str
    title: str
    owner: str
    items: tuple[Item, ...]
    bonus: bool = False
    negative: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """The assessment year: evidence dated outside it does not count. Both days are included."""

    start: dt.date
    end: dt.date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, dt.date) and self.start <= day <= self.end


@dataclass(frozen=True, slots=True)
class Checklist:
    """A validated profile: groups of items, and the vocabulary they refer to."""

    profile: str
    title: str
    year: str
    window: Window
    groups: tuple[Group, ...]
    kinds: Mapping[str, str]
    parts: Mapping[str, PackPart]
    ledgers: Mapping[str, str]
    path: str

    @property
    def items(self) -> tuple[Item, ...]:
        """All items in binder order."""
        return tuple(item for group in self.groups for item in group.items)
