"""Who is assessed: a county or prefecture, its people, exemptions and typed figures."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from generator.model.asked import Level


@dataclass(frozen=True, slots=True)
class Person:
    """Who is responsible at a department, and how to reach them."""

    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class Exemption:
    """Why an item does not apply to a unit, and who decided so (both are required)."""

    reason: str
    decided_by: str
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """What a unit's own file changes for one item."""

    owner: str | None = None
    due: dt.date | None = None
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class TypedFigure:
    """A number that a unit typed, as written, and where it took it from.

    Either ``document`` (a file name, or a path inside the unit's folder, with its ``page`` counted
    from 1) or ``typed_by`` is set: no number without its source.
    """

    value: Decimal
    unit: str
    document: str | None = None
    page: int | None = None
    typed_by: str | None = None
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """An assessed county or prefecture, from its ``county.yaml``."""

    id: str
    name: str
    level: Level
    office: str
    partner: str
    people: Mapping[str, Person]
    not_applicable: Mapping[str, Exemption]
    overrides: Mapping[str, Override]
    folder: Path
    path: str
    figures: Mapping[str, TypedFigure] = field(default_factory=dict)
