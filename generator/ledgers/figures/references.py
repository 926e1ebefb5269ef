"""Check what a figures file refers to: items, ledgers, columns, other figures, thresholds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.base.errors import Problem
from generator.base.measures import comparable, plain
from generator.base.yaml.reading import YamlFile, problem_at
from generator.base.yaml.wording import suggest
from generator.ledgers.figures.declared import How
from generator.ledgers.figures.forms import FigureForm, FiguresForm, RateForm, SourceForm
from generator.ledgers.figures.source_columns import source_problems
from generator.ledgers.read.schema import LedgerSchema, setting_names
from generator.model import Checklist

Loc = tuple[str | int, ...]
FiguresFile = YamlFile[FiguresForm]


def ways(form: SourceForm) -> tuple[str, ...]:
    """The ways of finding a figure that its source names (it must be one)."""
    return tuple(how.value for how in How if getattr(form, how.value))


def file_problems(
    file: FiguresFile, checklist: Checklist, schemas: Mapping[str, LedgerSchema]
) -> Iterator[Problem]:
    """All faults that the forms alone cannot see."""
    items = [item.id for item in checklist.items]
    yield from _unknown(file, ("agreement",), file.value.agreement, items, "指标")
    yield from _ids(file, items)
    yield from _names_twice(file)
    for index, figure in enumerate(file.value.figures):
        loc: Loc = ("figures", index, "source")
        found = ways(figure.source)
        if len(found) != 1:
            message = (
                "source 没有写来源" if not found else f"source 写了几种来源：{'、'.join(found)}"
            )
            remedy = f"请写其中一种：{'、'.join(how.value for how in How)}"
            yield problem_at(file.place(*loc), message, remedy)
            continue
        yield from source_problems(file, index, found[0], schemas)
        if figure.source.filed is not None:
            yield from _unknown(file, (*loc, "filed"), figure.source.filed, items, "指标")
    yield from _totals(file)
    yield from _rates(file)
    yield from _thresholds(file, schemas)


def _unknown(
    file: FiguresFile, loc: Loc, name: str, known: Iterable[str], what: str
) -> Iterator[Problem]:
    options = list(known)
    if name not in options:
        remedy = suggest(name, options, f"可以写的{what}")
        yield problem_at(file.place(*loc), f"没有编号为 “{name}” 的{what}", remedy)


def _ids(file: FiguresFile, items: list[str]) -> Iterator[Problem]:
    """Items that do not exist; ids that occur twice or do not begin with their item's."""
    form, seen = file.value, dict[str, int]()
    lists: Mapping[str, Sequence[FigureForm | RateForm]]
    lists = {"figures": form.figures, "rates": form.rates}
    for key, entries in lists.items():
        for index, entry in enumerate(entries):
            yield from _unknown(file, (key, index, "item"), entry.item, items, "指标")
            place = file.place(key, index, "id")
            if entry.id in seen:
                message = f"数据编号 “{entry.id}” 重复，第 {seen[entry.id]} 行已经用过"
                yield problem_at(place, message, "请改成没有用过的编号")
            elif entry.id != entry.item and not entry.id.startswith(f"{entry.item}-"):
                message = f"数据编号 “{entry.id}” 与指标 “{entry.item}” 不符"
                remedy = f"请写成 “{entry.item}”，或 “{entry.item}-1” 的样子"
                yield problem_at(place, message, remedy)
            seen.setdefault(entry.id, place.line)


def _names_twice(file: FiguresFile) -> Iterator[Problem]:
    """Names in the agreement table that two figures claim."""
    seen: dict[str, str] = {}
    for index, figure in enumerate(file.value.figures):
        for position, name in enumerate(figure.target):
            owner = seen.setdefault(plain(name).upper(), figure.id)
            if owner != figure.id:
                message = f"协议里的 “{name}” 同时属于 {owner} 和 {figure.id}"
                place = file.place("figures", index, "target", position)
                yield problem_at(place, message, "请去掉其中一处")


def _totals(file: FiguresFile) -> Iterator[Problem]:
    figures = {figure.id: figure for figure in file.value.figures}
    derived = {"total", "unreached"}
    plain_ones = [key for key, fig in figures.items() if not derived & {*ways(fig.source)}]
    for index, figure in enumerate(file.value.figures):
        for position, name in enumerate(figure.source.total or ()):
            loc: Loc = ("figures", index, "source", "total", position)
            yield from _unknown(file, loc, name, plain_ones, "数据（不能又是合计）")
            if name in plain_ones and not comparable(figures[name].unit, figure.unit):
                message = (
                    f"“{name}” 的单位是{figures[name].unit}，不能加进单位为{figure.unit}的合计"
                )
                yield problem_at(file.place(*loc), message, "请改单位，或改 total")


def _rates(file: FiguresFile) -> Iterator[Problem]:
    units = {figure.id: figure.unit for figure in file.value.figures}
    for index, rate in enumerate(file.value.rates):
        parts = (("numerator", rate.numerator), ("denominator", rate.denominator))
        for key, name in parts:
            yield from _unknown(file, ("rates", index, key), name, units, "数据")
        if rate.per is None and all(name in units for _, name in parts):
            first, second = (units[name] for _, name in parts)
            if not comparable(first, second):
                message = f"分子的单位是{first}，分母的单位是{second}，算不出百分比"
                remedy = "请改分子或分母；“每多少对应多少”请写 per"
                yield problem_at(file.place("rates", index, "denominator"), message, remedy)
        if rate.at_least is not None and rate.at_least not in file.value.thresholds:
            message = f"thresholds 里没有 “{rate.at_least}”"
            remedy = suggest(rate.at_least, file.value.thresholds, "已有的标准")
            yield problem_at(file.place("rates", index, "at_least"), message, remedy)


def _thresholds(file: FiguresFile, schemas: Mapping[str, LedgerSchema]) -> Iterator[Problem]:
    rates = (rate.at_least for rate in file.value.rates)
    known = sorted({*filter(None, rates), *setting_names(schemas)})
    for name in file.value.thresholds:
        if name not in known:
            place = file.key_place("thresholds", name)
            message = f"没有一项比例或台账规则用到标准 “{name}”"
            yield problem_at(place, message, suggest(name, known, "可以写"))
