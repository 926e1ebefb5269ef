"""The nouns of a profile's figures: what each number is, and how it is found."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from generator.ledgers.read.schema import LedgerSchema
from generator.model import Level

#: The agreement table (协议指标对照), whose columns are the stated figures of both sides.
AGREEMENT = "L01"


class How(StrEnum):
    """How a figure is found."""

    COUNT = "count"
    DISTINCT = "distinct"
    SUM = "sum"
    TOTAL = "total"
    UNREACHED = "unreached"
    DOCUMENT = "document"
    TYPED = "typed"

    @property
    def from_rows(self) -> bool:
        """Whether the figure is computed from the rows of a ledger."""
        return self in (How.COUNT, How.DISTINCT, How.SUM)

    @property
    def may_be_typed(self) -> bool:
        """Whether the name of who typed the figure is source enough."""
        return self is How.TYPED


@dataclass(frozen=True, slots=True)
class FigureSource:
    """Where a figure comes from.

    Attributes:
        how: a count, distinct count or sum over a ledger; a total of other figures; the number of
            agreement figures not reached; a document; or the person who typed it.
        schema: the ledger's schema, for figures from rows.
        columns: what makes two rows the same (distinct), or the one column that is summed.
        where: only rows in which each of these columns holds one of these values.
        filled, empty: only rows in which these columns say something, or nothing.
        times: a percentage of each summed amount that counts (the eastern share); blank: all.
        within: only rows whose ``columns`` stand in this ledger too.
        figures: the figures that a total adds up.
        filed: the item whose folder is looked in first; if no such ledger is filed there, every
            ledger of this kind that the unit filed is taken.
    """

    how: How
    schema: LedgerSchema | None = None
    columns: tuple[str, ...] = ()
    where: Mapping[str, tuple[object, ...]] = field(default_factory=dict)
    filled: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    times: str | None = None
    within: LedgerSchema | None = None
    figures: tuple[str, ...] = ()
    filed: str = ""

    @property
    def used(self) -> tuple[str, ...]:
        """The columns without which the figure cannot be computed."""
        more = (self.times,) if self.times else ()
        return tuple(dict.fromkeys((*self.columns, *self.where, *self.filled, *self.empty, *more)))


@dataclass(frozen=True, slots=True)
class Scope:
    """To whom a figure applies: its item, that item's levels and due date."""

    item: str
    levels: tuple[Level, ...]
    enabled: bool
    due: dt.date


@dataclass(frozen=True, slots=True)
class FigureSpec:
    """One declared figure. ``target``: names or numbers under which the agreement table lists it.

    ``negative`` is when a figure above nothing is a negative-list condition: ``always``, or only
    ``after_due``; empty for other figures. ``adds``: counties add up to the prefecture.
    """

    id: str
    title: str
    unit: str
    scope: Scope
    source: FigureSource
    target: tuple[str, ...] = ()
    more_is_better: bool = True
    decimals: int = 0
    negative: str = ""
    adds: bool = True


@dataclass(frozen=True, slots=True)
class RateSpec:
    """One declared rate: numerator ÷ denominator as a percentage, or for every ``per`` units."""

    id: str
    title: str
    scope: Scope
    numerator: str
    denominator: str
    formula: str
    unit: str = "%"
    per: Decimal | None = None
    at_least: str | None = None
    decimals: int = 2


@dataclass(frozen=True, slots=True)
class Declared:
    """All figures and rates of a profile, and its thresholds (``None``: not checked).

    ``agreement`` is the item under which agreement figures stand that no declared figure claims.
    """

    figures: tuple[FigureSpec, ...] = ()
    rates: tuple[RateSpec, ...] = ()
    thresholds: Mapping[str, Decimal | None] = field(default_factory=dict)
    agreement: Scope | None = None
    path: str = ""

    @property
    def units(self) -> Mapping[str, str]:
        """The unit of every figure and rate, by id: what a unit may type."""
        figures = {spec.id: spec.unit for spec in self.figures}
        return {**figures, **{spec.id: spec.unit for spec in self.rates}}
