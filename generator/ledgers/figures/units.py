"""The counties against the prefecture: totals that differ, and the rows in which they do."""

from collections.abc import Iterator, Mapping, Sequence

from generator.base.measures import spoken
from generator.ledgers.figures.declared import Declared, FigureSource, FigureSpec
from generator.ledgers.figures.row_pairs import Side
from generator.ledgers.figures.rows import chosen_ledgers, why_none
from generator.ledgers.figures.selected_rows import places_of, selected
from generator.ledgers.figures.sums import UnitFigures, UnitSum, adds_up, unit_sums
from generator.ledgers.figures.unit_rows import row_findings
from generator.ledgers.figures.values import Figure
from generator.ledgers.read.table import Ledger
from generator.ledgers.rules.register import Origin
from generator.model import Finding, Severity

_REMEDY = "请州、县逐行核对，统一口径后由填错的一方改正，并写明原因"


def units_findings(
    declared: Declared, prefecture: UnitFigures, counties: Sequence[UnitFigures]
) -> tuple[Finding, ...]:
    """Where the counties do not add up to the prefecture: totals first, then the rows that differ.

    The findings are the prefecture's; rows that only a county has name the county's workbook.
    """
    sums = unit_sums(declared, prefecture, counties)
    totals = [_total_finding(one, prefecture) for one in sums if one.differs]
    rows = (
        finding
        for specs in _by_ledger(declared, prefecture).values()
        for finding in row_findings(
            _shared_columns(specs),
            _side(specs, prefecture),
            tuple(_side(specs, county) for county in counties),
        )
    )
    return (*totals, *rows)


def _total_finding(one: UnitSum, prefecture: UnitFigures) -> Finding:
    figure = one.figure
    parts = "＋".join(
        f"{name} {spoken(value) if value is not None else '没有数'}" for name, value in one.counties
    )
    said = []
    if one.own is not None and one.own != one.total:
        traces = "；".join(str(trace) for trace in figure.computed.traces)
        only = "（只算这几个县的行）" if one.others else ""
        said.append(f"州台账算得 {spoken(one.own)}{figure.unit}{only}（{traces}）")
    if one.stated is not None and one.stated_differs:
        source = figure.typed.trace if figure.typed else figure.agreed and figure.agreed.trace
        said.append(f"州填报 {spoken(one.stated)}{one.stated_unit}（{source}）")
    message = (
        f"“{figure.title}”各县之和 {spoken(one.total)}{figure.unit}（{parts}），{'，'.join(said)}"
    )
    if one.others:
        message += f"；台账里的{'、'.join(one.others)}不在本工作区，没有计入"
    place = _place(figure, prefecture)
    return Finding("units-mismatch", Severity.WARNING, figure.item, message, _REMEDY, *place)


def _place(figure: Figure, prefecture: UnitFigures) -> tuple[str, str | None, int | None]:
    """Where the prefecture's number stands."""
    first = next(iter(figure.computed.traces), None)
    if first is not None and first.path is not None:
        return first.path, first.sheet, None
    if figure.agreed and not figure.typed:
        return figure.agreed.path, figure.agreed.sheet, figure.agreed.row
    return prefecture.unit.path, None, None


def _by_ledger(declared: Declared, prefecture: UnitFigures) -> Mapping[str, Sequence[FigureSpec]]:
    """The adding figures that the prefecture computes, by the ledger that they count."""
    found: dict[str, list[FigureSpec]] = {}
    for spec in declared.figures:
        figure = prefecture.figure(spec.id)
        if not (adds_up(spec) and spec.source.schema and figure):
            continue
        if figure.computed.value is not None:
            found.setdefault(spec.source.schema.id, []).append(spec)
    return found


def _shared_columns(specs: Sequence[FigureSpec]) -> tuple[str, ...]:
    """All columns of the ledger that some figure counts by: in these the rows must agree."""
    return tuple(dict.fromkeys(key for spec in specs for key in spec.source.used))


def _side(specs: Sequence[FigureSpec], unit: UnitFigures) -> Side:
    """Every workbook that one of these figures is counted from, each once."""
    ledgers: dict[str, Ledger] = {}
    items: dict[Origin, str] = {}
    for spec in specs:
        if unit.figure(spec.id) is None:
            continue
        chosen = chosen_ledgers(spec.source, unit.ledgers, unit.filed)
        ledgers.update((ledger.path, ledger) for ledger in chosen if ledger.readable)
        for place in _counted_rows(spec.source, unit.ledgers, unit.filed):
            items.setdefault(place, spec.scope.item)
    return Side(unit.unit.name, tuple(ledgers.values()), items)


def _counted_rows(
    source: FigureSource,
    ledgers: Mapping[str, Sequence[Ledger]],
    filed: Mapping[str, str | None],
) -> Iterator[Origin]:
    """The rows that a figure counts or adds up; none when it has nothing to compute from."""
    assert source.schema is not None
    chosen = chosen_ledgers(source, ledgers, filed)
    readable = tuple(ledger for ledger in chosen if ledger.readable)
    if not why_none(source, chosen, readable, ledgers):
        for place in places_of(selected(source, readable, ledgers)):
            yield Origin(*place)
