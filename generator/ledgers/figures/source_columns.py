"""Check the source of one figure: its ledger, the columns that it names, and its filter."""

from collections.abc import Iterator, Mapping

from generator.base.errors import Problem
from generator.base.measures import FEN
from generator.base.yaml.reading import YamlFile, problem_at
from generator.base.yaml.wording import suggest
from generator.ledgers.figures.forms import FiguresForm, SourceForm
from generator.ledgers.read.schema import Kind, LedgerSchema

_SUMMED = (Kind.INTEGER, Kind.AMOUNT, Kind.NUMBER)
_FILTERED = (Kind.TEXT, Kind.CHOICE, Kind.YES_NO, Kind.INTEGER)
_ROWS = ("where", "filled", "empty", "filed")

#: What each way of finding a figure needs and may have besides.
_NEEDS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "count": ((), _ROWS),
    "distinct": (("columns",), (*_ROWS, "within")),
    "sum": (("column",), (*_ROWS, "times")),
}


def source_problems(
    file: YamlFile[FiguresForm], index: int, way: str, schemas: Mapping[str, LedgerSchema]
) -> Iterator[Problem]:
    """All faults of one figure's source; ``way`` is the one way of finding it that it names."""
    form, loc = file.value.figures[index].source, ("figures", index, "source")
    needs, may = _NEEDS.get(way, ((), ()))
    for name in needs:
        if not getattr(form, name):
            message = f"来源 “{way}” 缺少 “{name}”"
            yield problem_at(file.place(*loc), message, "请补上这一项")
    for name in sorted(form.model_fields_set - {way, *needs, *may}):
        if getattr(form, name):
            message = f"来源 “{way}” 用不到 “{name}”"
            yield problem_at(file.key_place(*loc, name), message, "请删去")
    if way not in _NEEDS:
        return
    ledger = str(getattr(form, way))
    if ledger not in schemas:
        remedy = suggest(ledger, schemas, "已有的台账")
        place = file.place(*loc, way)
        yield problem_at(place, f"没有编号为 “{ledger}” 的台账", remedy)
        return
    yield from _columns(file, index, schemas[ledger])
    yield from _filter(file, index, schemas[ledger])
    yield from _within(file, index, schemas)


def _columns(file: YamlFile[FiguresForm], index: int, schema: LedgerSchema) -> Iterator[Problem]:
    """Columns that the ledger lacks or that cannot be used so."""
    figure, kinds = file.value.figures[index], {c.key: c.kind for c in schema.columns}
    for place, key in _named(figure.source):
        where = file.place("figures", index, "source", *place)
        if key not in kinds:
            message = f"{schema.id} 没有键名为 “{key}” 的列"
            yield problem_at(where, message, suggest(key, kinds, "本台账的列"))
        elif place == ("column",) and kinds[key] not in _SUMMED:
            yield problem_at(where, f"“{schema.title_of(key)}”不是可以相加的数", "请换一列")
        elif place == ("times",) and kinds[key] is not Kind.PERCENT:
            yield problem_at(where, f"“{schema.title_of(key)}”不是百分比", "请换一列")
        elif place == ("column",) and kinds[key] is Kind.AMOUNT and figure.unit not in FEN:
            message = f"“{schema.title_of(key)}”是金额，单位不能写 “{figure.unit}”"
            remedy = f"请写 {'、'.join(FEN)} 之一"
            yield problem_at(file.place("figures", index, "unit"), message, remedy)


def _named(form: SourceForm) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for field in ("columns", "filled", "empty"):
        for position, key in enumerate(getattr(form, field)):
            yield (field, position), key
    for field in ("column", "times"):
        key = getattr(form, field)
        if key is not None:
            yield (field,), key


def _filter(file: YamlFile[FiguresForm], index: int, schema: LedgerSchema) -> Iterator[Problem]:
    columns = {column.key: column for column in schema.columns}
    loc = ("figures", index, "source", "where")
    for key, values in file.value.figures[index].source.where.items():
        place = file.key_place(*loc, key)
        if key not in columns:
            message = f"{schema.id} 没有键名为 “{key}” 的列"
            yield problem_at(place, message, suggest(key, columns, "本台账的列"))
            continue
        column = columns[key]
        if column.kind not in _FILTERED:
            message = f"“{column.title}”这一列不能用来挑选行"
            yield problem_at(place, message, "请用文字、选项、是否或整数的列")
            continue
        choices = ("是", "否") if column.kind is Kind.YES_NO else column.choices
        for position, value in enumerate(values):
            where = file.place(*loc, key, position)
            if choices and value not in choices:
                message = f"“{value}” 不是 {schema.id}“{column.title}”的可选值"
                yield problem_at(where, message, suggest(value, choices, "可以写"))
            elif column.kind is Kind.INTEGER and not value.isdecimal():
                yield problem_at(where, f"“{column.title}”是整数，写的是 “{value}”", "请写数字")


def _within(
    file: YamlFile[FiguresForm], index: int, schemas: Mapping[str, LedgerSchema]
) -> Iterator[Problem]:
    form, loc = file.value.figures[index].source, ("figures", index, "source")
    if form.within is None:
        return
    if form.within not in schemas:
        message = f"没有编号为 “{form.within}” 的名册"
        remedy = suggest(form.within, schemas, "已有的台账")
        yield problem_at(file.place(*loc, "within"), message, remedy)
        return
    known = [column.key for column in schemas[form.within].columns]
    for position, key in enumerate(form.columns):
        if key not in known:
            message = f"名册 {form.within} 没有键名为 “{key}” 的列，无法比对"
            remedy = suggest(key, known, "名册的列")
            yield problem_at(file.place(*loc, "columns", position), message, remedy)
