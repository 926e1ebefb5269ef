"""How a unit types a figure in its ``county.yaml``: the form, and what it may refer to."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, TypeVar

from pydantic import BaseModel, Field

from generator.base.errors import Problem
from generator.base.measures import comparable
from generator.base.yaml.reading import WHOLE, Day, Filled, Form, Number, YamlFile, problem_at
from generator.base.yaml.wording import suggest
from generator.model import TypedFigure

M = TypeVar("M", bound=BaseModel)


class DocumentForm(Form):
    """The document that a figure was taken from."""

    document: Filled = Field(title="文件名", description="本单位文件夹里的文件，含扩展名")
    page: Annotated[int, Field(ge=1), WHOLE] | None = Field(None, title="第几页")


class TypedFigureForm(Form):
    """One typed figure: exactly one of ``source`` and ``typed_by`` is asked for."""

    value: Annotated[Number, Field(ge=0)] = Field(
        title="数", description='请加引号，如 "1200"；只写半角数字'
    )
    unit: Filled = Field(title="单位", description="与数据表一致；金额可写元、万元")
    source: DocumentForm | None = Field(None, title="出自哪份文件")
    typed_by: Filled | None = Field(None, title="填报人", description="没有文件时写填报人")
    date: Day | None = Field(None, title="填报日期", description="如 2019-12-05")


def typed_figure(form: TypedFigureForm) -> TypedFigure:
    """The figure that a form holds."""
    return TypedFigure(
        value=form.value,
        unit=form.unit,
        document=form.source.document if form.source else None,
        page=form.source.page if form.source else None,
        typed_by=form.typed_by,
        date=form.date,
    )


def typed_problems(
    file: YamlFile[M],
    figures: Mapping[str, TypedFigureForm],
    items: Sequence[str],
    units: Mapping[str, str] | None,
) -> Iterator[Problem]:
    """Typed figures that nothing declares, in a wrong unit, or without their one source.

    Args:
        file: the unit's file, with the figures under its key ``figures``.
        figures: what was typed, by the figure's id.
        items: the checklist's items.
        units: the unit of measure of each declared figure; ``None``: only the item is checked.
    """
    known = items if units is None else list(units)
    for key, form in figures.items():
        place = file.key_place("figures", key)
        if (key.partition("-")[0] if units is None else key) not in known:
            remedy = suggest(key, known, "可以填报的数据编号")
            yield problem_at(place, f"没有编号为 “{key}” 的数据", remedy)
        elif units is not None and not comparable(form.unit, units[key]):
            message = f"“{key}” 的单位应当是{units[key]}，写的是 “{form.unit}”"
            where = file.place("figures", key, "unit")
            yield problem_at(where, message, "请改单位，并核对数值")
        if (form.source is None) == (form.typed_by is None):
            message = f"“{key}” 的出处应当写一种：source（文件）或 typed_by（填报人）"
            yield problem_at(place, message, "没有出处的数不能用，请补上；两种都写的，请留一种")
