"""Read a profile's figures file (``templates/figures/<profile>.yaml``), validated as a whole."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.base.errors import ConfigError
from generator.base.yaml.reading import read_yaml
from generator.base.yaml.schema import yaml_schema
from generator.ledgers.figures.declared import (
    Declared,
    FigureSource,
    FigureSpec,
    How,
    RateSpec,
    Scope,
)
from generator.ledgers.figures.forms import FigureForm, FiguresForm, RateForm, SourceForm
from generator.ledgers.figures.references import file_problems, ways
from generator.ledgers.read.schema import Kind, LedgerSchema
from generator.model import Checklist


def figures_schema() -> dict[str, Any]:
    """The JSON Schema of a figures file."""
    return yaml_schema(FiguresForm, "数据和比例")


def read_figures(
    path: Path, shown: str, checklist: Checklist, schemas: Mapping[str, LedgerSchema]
) -> Declared:
    """Read and validate the figures of a profile.

    Args:
        path: the file; if there is none, the profile declares no figures.
        shown: its path as printed in messages.
        checklist: the items that figures may belong to.
        schemas: the ledgers that they may be computed from.

    Raises:
        ConfigError: all problems of the file at once.
    """
    if not path.exists():
        return Declared()
    file = read_yaml(path, shown, FiguresForm)
    problems = tuple(file_problems(file, checklist, schemas))
    if problems:
        raise ConfigError(problems)
    form = file.value
    scopes = {
        item.id: Scope(item.id, item.levels, item.enabled, item.due) for item in checklist.items
    }
    units = {figure.id: figure.unit for figure in form.figures}
    return Declared(
        figures=tuple(_figure(figure, scopes, schemas) for figure in form.figures),
        rates=tuple(_rate(rate, scopes, units) for rate in form.rates),
        thresholds=dict(form.thresholds),
        agreement=scopes[form.agreement],
        path=shown,
    )


def _figure(
    form: FigureForm, scopes: Mapping[str, Scope], schemas: Mapping[str, LedgerSchema]
) -> FigureSpec:
    return FigureSpec(
        id=form.id,
        title=form.title,
        unit=form.unit,
        scope=scopes[form.item],
        source=_source(form.source, form.item, schemas),
        target=form.target,
        more_is_better=form.better == "more",
        decimals=form.decimals,
        negative=form.negative,
        adds=form.adds,
    )


def _source(form: SourceForm, item: str, schemas: Mapping[str, LedgerSchema]) -> FigureSource:
    (how,) = ways(form)
    ledger = form.count or form.distinct or form.sum
    schema = schemas[ledger] if ledger else None
    return FigureSource(
        how=How(how),
        schema=schema,
        columns=(form.column,) if form.column else form.columns,
        where={key: _typed(schema, key, values) for key, values in form.where.items()},
        filled=form.filled,
        empty=form.empty,
        times=form.times,
        within=schemas[form.within] if form.within else None,
        figures=form.total or (),
        filed=form.filed or item,
    )


def _typed(schema: LedgerSchema | None, key: str, values: tuple[str, ...]) -> tuple[object, ...]:
    """The values of a filter as a ledger stores them."""
    kind = schema.column(key).kind if schema else Kind.TEXT
    if kind is Kind.INTEGER:
        return tuple(int(value) for value in values)
    if kind is Kind.YES_NO:
        return tuple(value == "是" for value in values)
    return values


def _rate(form: RateForm, scopes: Mapping[str, Scope], units: Mapping[str, str]) -> RateSpec:
    return RateSpec(
        id=form.id,
        title=form.title,
        scope=scopes[form.item],
        numerator=form.numerator,
        denominator=form.denominator,
        formula=form.formula,
        unit="%" if form.per is None else units[form.numerator],
        per=form.per,
        at_least=form.at_least,
        decimals=form.decimals,
    )
