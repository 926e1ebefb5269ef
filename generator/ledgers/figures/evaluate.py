"""Evaluate all declared figures of one unit: from rows, from what was typed, from the agreement."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from generator.base.measures import converted, decimals_of
from generator.ledgers.figures.agreement import AgreementTable, agreement_table
from generator.ledgers.figures.declared import Declared, FigureSpec, How, RateSpec, Scope
from generator.ledgers.figures.filed import find_document
from generator.ledgers.figures.rows import compute, total
from generator.ledgers.figures.values import Agreed, Computed, Figure, Operand, Ratio, Trace, Typed
from generator.ledgers.read.table import Ledger
from generator.model import EvidenceFile, Override, Unit


def evaluate_figures(
    declared: Declared,
    ledgers: Mapping[str, Sequence[Ledger]],
    unit: Unit,
    documents: Sequence[EvidenceFile],
) -> tuple[Figure, ...]:
    """Evaluate the figures that apply to a unit's level and are not exempt.

    Args:
        declared: what the profile declares.
        ledgers: the workbooks that were read, by ledger id.
        unit: the county or prefecture, with what it typed.
        documents: every file that the unit filed.

    Returns:
        The declared figures in their order, agreement figures that none of them claims, and the
        rates. Figures of rows that could not be read have no computed value, and the reason.

    Raises:
        ValueError: a typed figure's unit cannot be compared (``read_unit`` refuses such a file).
    """
    filed = {file.path: file.item for file in documents}
    table = agreement_table(ledgers, documents)
    found: dict[str, Figure] = {}
    for spec in declared.figures:
        if _applies(spec.scope, unit):
            computed = Computed(None)
            if spec.source.how.from_rows:
                computed = compute(spec.source, spec.unit, ledgers, filed)
            found[spec.id] = _figure(spec, computed, unit, table, documents)
    for spec in declared.figures:
        if spec.id in found and spec.source.how is How.TOTAL:
            found[spec.id] = _as_total(spec, found)
    figures = [*found.values(), *_unclaimed(declared, found, table, unit)]
    figures = [_counted(figure, figures) for figure in figures]
    by_id = {figure.id: figure for figure in figures}
    rates = [rate for rate in declared.rates if _applies(rate.scope, unit)]
    rated = (_rate(rate, declared, by_id, unit, documents) for rate in rates)
    return (*figures, *rated)


def _applies(scope: Scope, unit: Unit) -> bool:
    asked = scope.enabled and unit.level in scope.levels
    return asked and scope.item not in unit.not_applicable


def _figure(
    spec: FigureSpec,
    computed: Computed,
    unit: Unit,
    table: AgreementTable,
    documents: Sequence[EvidenceFile],
) -> Figure:
    row = table.row_of(spec.target) if spec.target else None
    return Figure(
        id=spec.id,
        item=spec.scope.item,
        title=spec.title,
        unit=spec.unit,
        decimals=spec.decimals,
        how=spec.source.how,
        due=_due(spec.scope, unit),
        computed=computed,
        typed=_typed(spec.id, spec.unit, unit, documents),
        agreed=table.agreed(row, spec.unit) if row else None,
        more_is_better=spec.more_is_better,
        negative=spec.negative,
    )


def _due(scope: Scope, unit: Unit) -> dt.date:
    return unit.overrides.get(scope.item, Override()).due or scope.due


def _typed(key: str, measure: str, unit: Unit, documents: Sequence[EvidenceFile]) -> Typed | None:
    stated = unit.figures.get(key)
    if stated is None:
        return None
    trace, fault = Trace(f"{stated.typed_by}填报"), ""
    if stated.document is not None:
        page = f"第 {stated.page} 页" if stated.page else ""
        trace = Trace(page, stated.document, page=stated.page)
        document = find_document(stated.document, documents)
        if isinstance(document, str):
            fault = document
        else:
            trace = replace(trace, path=document.path)
    value = converted(stated.value, stated.unit, measure)
    return Typed(stated.value, stated.unit, value, unit.path, trace, fault)


def _as_total(spec: FigureSpec, found: Mapping[str, Figure]) -> Figure:
    parts = [found[key] for key in spec.source.figures if key in found]
    values = [
        None if part.done is None else converted(part.done, part.unit, spec.unit) for part in parts
    ]
    computed = total([_supported(part) for part in parts], values)
    return replace(found[spec.id], computed=computed)


def _supported(part: Figure) -> Computed:
    """Where a part's value comes from, if not from rows."""
    if part.computed.value is not None:
        return part.computed
    return Computed(part.done, part.provenance[:1])


def _unclaimed(
    declared: Declared, found: Mapping[str, Figure], table: AgreementTable, unit: Unit
) -> Iterator[Figure]:
    """Agreement figures that no declared figure claims: only what the table states is known."""
    scope = declared.agreement
    if scope is None or not _applies(scope, unit):
        return
    claimed = {
        (figure.agreed.path, figure.agreed.sheet, figure.agreed.row)
        for figure in found.values()
        if figure.agreed
    }
    for row in table.rows:
        agreed = table.agreed(row, None)
        if (agreed.path, agreed.sheet, agreed.row) not in claimed:
            yield Figure(
                id=f"{scope.item}:{agreed.indicator}",
                item=scope.item,
                title=agreed.indicator,
                unit=agreed.unit,
                decimals=_decimals(agreed),
                how=How.DOCUMENT,
                due=_due(scope, unit),
                computed=Computed(None),
                agreed=agreed,
            )


def _decimals(agreed: Agreed) -> int:
    numbers = (agreed.target, agreed.western, agreed.eastern)
    return max((decimals_of(number) for number in numbers if number is not None), default=0)


def _counted(figure: Figure, figures: Sequence[Figure]) -> Figure:
    """The number of agreement figures that are not reached, if the figure asks for that."""
    if figure.how is not How.UNREACHED:
        return figure
    agreed = [other for other in figures if other.target is not None]
    if not agreed:
        return replace(figure, computed=Computed(None, reason="没有可以比对的协议指标"))
    short = [other for other in agreed if other.reached is False]
    traces = tuple(other.agreed.trace for other in short if other.agreed)
    unsure = sum(other.reached is None for other in agreed)
    method = f"{len(agreed)} 项协议指标中完成值没有达到目标值的"
    return replace(figure, computed=Computed(Decimal(len(short)), traces, method, unsure))


def _rate(
    spec: RateSpec,
    declared: Declared,
    figures: Mapping[str, Figure],
    unit: Unit,
    documents: Sequence[EvidenceFile],
) -> Figure:
    parts = {figure.id: figure for figure in declared.figures}
    over = _operand(parts[spec.numerator], figures)
    under = _operand(parts[spec.denominator], figures)
    if spec.per is None and over.value is not None:
        over = replace(over, value=converted(over.value, over.unit, under.unit), unit=under.unit)
    threshold = declared.thresholds.get(spec.at_least) if spec.at_least else None
    return Figure(
        id=spec.id,
        item=spec.scope.item,
        title=spec.title,
        unit=spec.unit,
        decimals=spec.decimals,
        how=How.TOTAL,
        due=_due(spec.scope, unit),
        computed=Computed(None, reason=_unknown(over, under)),
        typed=_typed(spec.id, spec.unit, unit, documents),
        ratio=Ratio(over, under, spec.formula, spec.per, threshold, spec.at_least or ""),
    )


def _unknown(over: Operand, under: Operand) -> str:
    """Which parts of a rate have no number; empty if both have one."""
    missing = [part.title for part in (over, under) if part.value is None]
    return f"{'、'.join(missing)}没有数" if missing else ""


def _operand(spec: FigureSpec, figures: Mapping[str, Figure]) -> Operand:
    """A part of a rate; one that does not apply to the unit has no value."""
    figure = figures.get(spec.id)
    if figure is None:
        return Operand(spec.title, None, spec.unit)
    return Operand(spec.title, figure.done, spec.unit, figure.computed.open)
