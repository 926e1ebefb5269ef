"""The counties' figures added up, next to the prefecture's own ledger and its statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from generator.base.measures import added, agrees, plain
from generator.ledgers.figures.declared import Declared, FigureSpec, How
from generator.ledgers.figures.rows import chosen_ledgers, compute
from generator.ledgers.figures.values import Figure
from generator.ledgers.read.table import Ledger, Where
from generator.model import EvidenceFile, Level, Unit

#: The column of every ledger that names the county.
_COUNTY = "county"


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """One unit with its evaluated figures, the ledgers that they come from, and its files."""

    unit: Unit
    figures: tuple[Figure, ...]
    ledgers: Mapping[str, Sequence[Ledger]]
    documents: Sequence[EvidenceFile]

    def figure(self, key: str) -> Figure | None:
        """The figure with this id, if it applies to the unit."""
        return next((figure for figure in self.figures if figure.id == key), None)

    @property
    def filed(self) -> Mapping[str, str | None]:
        """The item under which each file stands."""
        return {file.path: file.item for file in self.documents}


@dataclass(frozen=True, slots=True)
class UnitSum:
    """One figure of all counties next to the prefecture's.

    ``own`` is what the prefecture's ledger holds for these counties; ``stated`` what it typed or
    its agreement table says, with its unit. ``others`` names counties that its ledger lists and
    that are not in this workspace: then what it states is for more than these, and is not compared.
    """

    figure: Figure
    counties: tuple[tuple[str, Decimal | None], ...]
    own: Decimal | None
    stated: Decimal | None
    stated_unit: str
    others: tuple[str, ...] = ()
    open: int = 0

    @property
    def total(self) -> Decimal:
        """The sum of the counties that have the figure."""
        return added(value for _, value in self.counties if value is not None)

    @property
    def differs(self) -> bool:
        """Whether the sum fits neither the prefecture's rows nor its statement, as far as known."""
        if self.open:
            return False
        own = self.own is not None and self.own != self.total
        return own or self.stated_differs

    @property
    def conclusion(self) -> str:
        """The verdict in a word, for the report."""
        if self.open:
            return "有未定的格子，未比对"
        return "不一致" if self.differs else "一致"

    @property
    def stated_differs(self) -> bool:
        """Whether what the prefecture states is another number than the sum of the counties."""
        if self.stated is None or self.others:
            return False
        return not agrees(self.stated, self.stated_unit, self.total, self.figure.unit)


def unit_sums(
    declared: Declared, prefecture: UnitFigures, counties: Sequence[UnitFigures]
) -> tuple[UnitSum, ...]:
    """Every figure that adds up, of the counties and of the prefecture.

    Args:
        declared: what the profile declares.
        prefecture: the prefecture, evaluated.
        counties: the counties of the same workspace, evaluated.

    Returns:
        One sum per figure that the prefecture and a county have a number for, in the profile's
        order.
    """
    found = (_sum(spec, prefecture, counties) for spec in declared.figures if adds_up(spec))
    return tuple(one for one in found if one is not None)


def adds_up(spec: FigureSpec) -> bool:
    """Whether the counties' values of a figure add up to the prefecture's."""
    both = {Level.PREFECTURE, Level.COUNTY} <= set(spec.scope.levels)
    return spec.adds and both and spec.source.how is not How.UNREACHED


def _sum(
    spec: FigureSpec, prefecture: UnitFigures, counties: Sequence[UnitFigures]
) -> UnitSum | None:
    figure = prefecture.figure(spec.id)
    if figure is None or figure.done is None or not counties:
        return None
    found = [(county.unit.name, county.figure(spec.id)) for county in counties]
    if all(one is None or one.done is None for _, one in found):
        return None
    own: Decimal | None = figure.computed.value
    others: tuple[str, ...] = ()
    if spec.source.how.from_rows and own is not None:
        others = _others(spec, prefecture, counties)
        own = _of_counties(spec, prefecture, counties) if others else own
    typed = figure.typed
    stated = typed.stated if typed else figure.western
    lost = figure.computed.open + sum(one.computed.open for _, one in found if one)
    return UnitSum(
        figure=figure,
        counties=tuple((name, one.done if one else None) for name, one in found),
        own=own,
        stated=stated,
        stated_unit=typed.unit if typed else figure.unit,
        others=others,
        open=lost,
    )


def _named(spec: FigureSpec, prefecture: UnitFigures) -> Mapping[str, str]:
    """The counties that the prefecture's ledger names: as compared, and as written."""
    chosen = chosen_ledgers(spec.source, prefecture.ledgers, prefecture.filed)
    written = (
        name
        for ledger in chosen
        if ledger.readable
        for name in ledger.counted.get_column(_COUNTY).drop_nulls().unique(maintain_order=True)
    )
    return {plain(name): name for name in written}


def _others(
    spec: FigureSpec, prefecture: UnitFigures, counties: Sequence[UnitFigures]
) -> tuple[str, ...]:
    here = {plain(county.unit.name) for county in counties}
    return tuple(name for key, name in _named(spec, prefecture).items() if key not in here)


def _of_counties(
    spec: FigureSpec, prefecture: UnitFigures, counties: Sequence[UnitFigures]
) -> Decimal | None:
    """What the prefecture's ledger holds for the counties of this workspace alone."""
    here = {plain(county.unit.name) for county in counties}
    named = tuple(name for key, name in _named(spec, prefecture).items() if key in here)
    where: Where = {**spec.source.where, _COUNTY: named}
    source = replace(spec.source, where={key: tuple(values) for key, values in where.items()})
    return compute(source, spec.unit, prefecture.ledgers, prefecture.filed).value
