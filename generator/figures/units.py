"""The counties against the prefecture: totals that differ, and the rows in which they do."""

from collections.abc import Iterator, Sequence

from generator.figures.declared import Declared, FigureSpec
from generator.figures.measures import spoken
from generator.figures.rows import chosen_ledgers
from generator.figures.sums import UnitFigures, UnitSum, adds_up, unit_sums
from generator.figures.unit_rows import Side, row_findings
from generator.figures.values import Figure
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
        for spec in _one_per_ledger(declared, prefecture)
        for finding in row_findings(
            spec.scope.item,
            _shared_columns(declared, spec),
            _side(spec, prefecture),
            tuple(_side(spec, county) for county in counties),
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


def _one_per_ledger(declared: Declared, prefecture: UnitFigures) -> Iterator[FigureSpec]:
    """The first adding figure of each ledger that the prefecture computes from."""
    seen = set()
    for spec in declared.figures:
        figure = prefecture.figure(spec.id)
        if not (adds_up(spec) and spec.source.schema and figure):
            continue
        if figure.computed.value is not None and spec.source.schema.id not in seen:
            seen.add(spec.source.schema.id)
            yield spec


def _shared_columns(declared: Declared, spec: FigureSpec) -> tuple[str, ...]:
    """All columns of the ledger that some figure counts by: in these the rows must agree."""
    used = (
        key
        for other in declared.figures
        if other.source.schema is spec.source.schema and adds_up(other)
        for key in other.source.used
    )
    return tuple(dict.fromkeys(used))


def _side(spec: FigureSpec, unit: UnitFigures) -> Side:
    chosen = chosen_ledgers(spec.source, unit.ledgers, unit.filed)
    return Side(unit.unit.name, tuple(ledger for ledger in chosen if ledger.readable))
