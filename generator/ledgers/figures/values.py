"""The nouns of evaluated figures: each number next to where it came from; verdicts are derived."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from generator.ledgers.figures.declared import How


@dataclass(frozen=True, slots=True)
class Trace:
    """Where a number came from: a workbook's sheet and rows, a document's page, or a person.

    ``said`` names it in words; ``row`` is the first row (as Excel shows it), ``page`` counts from 1
    inside the document.
    """

    said: str
    path: str | None = None
    sheet: str | None = None
    row: int | None = None
    page: int | None = None

    def __str__(self) -> str:
        if self.path is None:
            return self.said
        sheet = f"“{self.sheet}”" if self.sheet else ""
        return f"{self.path.rpartition('/')[2]}{sheet}{self.said}"


@dataclass(frozen=True, slots=True)
class Computed:
    """What the rows give. ``open`` counts cells and workbooks that could not be read.

    ``value`` is ``None`` when there is nothing to compute from; ``reason`` then says why.
    ``method`` says in words how the rows were counted.
    """

    value: Decimal | None
    traces: tuple[Trace, ...] = ()
    method: str = ""
    open: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What the unit typed: as written, and in the figure's unit.

    ``fault`` says why its source cannot be found; ``path`` is the unit's own file.
    """

    stated: Decimal
    unit: str
    value: Decimal
    path: str
    trace: Trace
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Agreed:
    """A row of the agreement table, its numbers in the figure's unit; ``unit`` is as written.

    ``backed``: its column 数据来源 names a ledger or a document that was filed. ``fault`` says why
    its numbers cannot be compared (then they are ``None``).
    """

    path: str
    sheet: str | None
    row: int
    indicator: str
    unit: str
    target: Decimal | None
    western: Decimal | None
    eastern: Decimal | None
    source: str
    explained: str
    backed: bool
    fault: str = ""

    @property
    def trace(self) -> Trace:
        """Where the row stands."""
        return Trace(f"第 {self.row} 行", self.path, self.sheet, self.row)


@dataclass(frozen=True, slots=True)
class Operand:
    """Numerator or denominator of a rate."""

    title: str
    value: Decimal | None
    unit: str
    open: int = 0


@dataclass(frozen=True, slots=True)
class Ratio:
    """A rate: exact, with its formula; ``threshold`` is ``None`` when nothing is asked.

    The rate is a percentage, or what stands against every ``per`` units of the denominator.
    """

    numerator: Operand
    denominator: Operand
    formula: str
    per: Decimal | None
    threshold: Decimal | None
    setting: str = ""

    @property
    def rate(self) -> Fraction | None:
        """The exact rate; ``None`` when a part is not known or the denominator is nothing."""
        over, under = self.numerator.value, self.denominator.value
        if over is None or not under:
            return None
        return Fraction(over) * Fraction(self.per or 100) / Fraction(under)

    @property
    def open(self) -> int:
        """How many cells behind it could not be read."""
        return self.numerator.open + self.denominator.open


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one unit: computed, typed and agreed values side by side."""

    id: str
    item: str
    title: str
    unit: str
    decimals: int
    how: How
    due: dt.date
    computed: Computed
    typed: Typed | None = None
    agreed: Agreed | None = None
    ratio: Ratio | None = None
    more_is_better: bool = True
    negative: str = ""

    @property
    def target(self) -> Decimal | None:
        """What the agreement asks for."""
        return self.agreed.target if self.agreed else None

    @property
    def western(self) -> Decimal | None:
        """What the agreement table states as done, by the western side."""
        return self.agreed.western if self.agreed else None

    @property
    def eastern(self) -> Decimal | None:
        """What the agreement table states as done, by the eastern side."""
        return self.agreed.eastern if self.agreed else None

    @property
    def done(self) -> Decimal | None:
        """The best-founded value: from rows, else typed, else as the agreement table states it."""
        if self.computed.value is not None:
            return self.computed.value
        return self.typed.value if self.typed else self.western

    @property
    def supported(self) -> bool:
        """Whether rows stand behind it, or the name of who typed it is source enough."""
        if self.ratio is not None:
            return self.ratio.rate is not None
        return self.computed.value is not None or self.how.may_be_typed

    @property
    def reached(self) -> bool | None:
        """Whether the target is reached; ``None`` when that cannot be said.

        With cells that could not be read, a count may still rise: then only what cannot change
        any more is said.
        """
        if self.target is None or self.done is None:
            return None
        reached = self.done >= self.target if self.more_is_better else self.done <= self.target
        if self.computed.open and reached is not self.more_is_better:
            return None
        return reached

    @property
    def completion(self) -> Fraction | None:
        """Done ÷ target as an exact percentage."""
        if self.done is None or not self.target:
            return None
        return Fraction(self.done) * 100 / Fraction(self.target)

    @property
    def provenance(self) -> tuple[Trace, ...]:
        """Every place that states or supports the figure."""
        typed = (self.typed.trace,) if self.typed else ()
        agreed = (self.agreed.trace,) if self.agreed else ()
        return (*self.computed.traces, *typed, *agreed)
