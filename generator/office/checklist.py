"""Read a checklist (a profile): what the assessment asks for, validated as a whole."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from generator.base.errors import ConfigError, Problem
from generator.base.yaml.reading import YamlFile, problem_at, read_yaml
from generator.base.yaml.schema import yaml_schema
from generator.base.yaml.wording import suggest
from generator.model import Checklist, Group, Item, Need, PackPart, Window
from generator.office.checklist_form import ChecklistForm, GroupForm, ItemForm

_GROUP_ID = re.compile(r"[0-9A-Za-z]+")

Loc = tuple[str | int, ...]


def checklist_schema() -> dict[str, Any]:
    """The JSON Schema of a checklist."""
    return yaml_schema(ChecklistForm, "考核资料清单")


def read_checklist(path: Path, shown: str, ledger_ids: Collection[str] | None) -> Checklist:
    """Read and validate a checklist.

    Args:
        path: the YAML file; its name without ``.yaml`` is the profile's name.
        shown: its path as printed in messages.
        ledger_ids: the ledgers that have a schema; ``None`` when that is not to be checked.

    Raises:
        ConfigError: all problems of the file at once.
    """
    file = read_yaml(path, shown, ChecklistForm)
    problems = [*_head(file, path.stem, ledger_ids), *_ids(file), *_items(file)]
    if problems:
        raise ConfigError(problems)
    form = file.value
    return Checklist(
        profile=form.profile,
        title=form.title,
        year=form.year,
        window=Window(form.window.start, form.window.end),
        groups=tuple(_group(file, index) for index in range(len(form.groups))),
        kinds=dict(form.kinds),
        parts={
            name: PackPart(name, part.words, part.pictures) for name, part in form.parts.items()
        },
        ledgers=dict(form.ledgers),
        path=shown,
    )


def _group(file: YamlFile[ChecklistForm], index: int) -> Group:
    form = file.value.groups[index]
    items = (_item(file, form, index, number) for number in range(len(form.items)))
    return Group(form.id, form.title, form.owner, tuple(items), form.bonus, form.negative)


def _item(file: YamlFile[ChecklistForm], group: GroupForm, index: int, number: int) -> Item:
    form = group.items[number]
    need = form.need
    return Item(
        id=form.id,
        title=form.title,
        owner=form.owner or group.owner,
        levels=form.levels,
        kinds=form.kinds,
        need=Need(need.files, need.events, need.parts, need.per_row_of),
        ledgers=form.ledgers,
        prove=form.prove,
        retention=form.retention,
        due=form.due or file.value.due,
        windowed=form.window == "year",
        source=form.source,
        enabled=form.enabled,
        place=file.place("groups", index, "items", number),
        photos_per_page=form.photos_per_page,
    )


def _head(
    file: YamlFile[ChecklistForm], stem: str, ledger_ids: Collection[str] | None
) -> Iterator[Problem]:
    form = file.value
    if form.profile != stem:
        message = f"方案代号 “{form.profile}” 与文件名 “{stem}” 不一致"
        yield problem_at(file.place("profile"), message, f"请写成 {stem}，或改文件名")
    if form.window.end < form.window.start:
        message = f"考核年度的止日 {form.window.end} 早于起日 {form.window.start}"
        yield problem_at(file.place("window", "to"), message, "请改正日期")
    yield from _late(file, ("due",), form.due)
    for name, part in form.parts.items():
        if not part.words and not part.pictures:
            place = file.key_place("parts", name)
            yield problem_at(place, f"“{name}” 没有识别办法", "请写 words，或写 pictures: true")
    for ledger in form.ledgers:
        if ledger_ids is not None and ledger not in ledger_ids:
            message = f"台账 “{ledger}” 没有表样"
            remedy = suggest(ledger, ledger_ids, "已有表样的台账")
            yield problem_at(file.key_place("ledgers", ledger), message, remedy)


def _late(file: YamlFile[ChecklistForm], loc: Loc, due: object) -> Iterator[Problem]:
    start = file.value.window.start
    if str(due) < str(start):
        message = f"报送期限 {due} 早于考核年度的起日 {start}"
        yield problem_at(file.place(*loc), message, "请改正日期")


def _ids(file: YamlFile[ChecklistForm]) -> Iterator[Problem]:
    """Ids that occur twice (letters' case aside), are malformed or stand in a wrong group."""
    groups: dict[str, int] = {}
    items: dict[str, int] = {}
    for index, group in enumerate(file.value.groups):
        loc: Loc = ("groups", index, "id")
        if not _GROUP_ID.fullmatch(group.id):
            message = f"组号 “{group.id}” 只能用半角数字和字母"
            yield problem_at(file.place(*loc), message, '请写成 "1" 或 "A" 的样子')
        yield from _twice(file, loc, group.id, "组号", groups)
        for number, item in enumerate(group.items):
            loc = ("groups", index, "items", number, "id")
            yield from _twice(file, loc, item.id, "指标编号", items)
            if not re.fullmatch(re.escape(group.id) + r"(\.[0-9]+)+", item.id):
                message = f"指标编号 “{item.id}” 不在第 “{group.id}” 组之下"
                remedy = f"请写成以 “{group.id}.” 开头、后接数字的编号，或移到别的组"
                yield problem_at(file.place(*loc), message, remedy)


def _twice(
    file: YamlFile[ChecklistForm], loc: Loc, found: str, what: str, seen: dict[str, int]
) -> Iterator[Problem]:
    place = file.place(*loc)
    if found.casefold() in seen:
        message = f"{what} “{found}” 重复，第 {seen[found.casefold()]} 行已经用过"
        yield problem_at(place, message, "请改成没有用过的编号")
    seen.setdefault(found.casefold(), place.line)


def _items(file: YamlFile[ChecklistForm]) -> Iterator[Problem]:
    for index, group in enumerate(file.value.groups):
        if group.bonus and group.negative:
            place = file.key_place("groups", index, "negative")
            yield problem_at(place, "一组指标不能既是加分项又是负面清单", "请删去其中一行")
        for number, item in enumerate(group.items):
            loc: Loc = ("groups", index, "items", number)
            yield from _references(file, loc, item)
            yield from _need(file, (*loc, "need"), item)
            if item.due is not None:
                yield from _late(file, (*loc, "due"), item.due)


def _references(file: YamlFile[ChecklistForm], loc: Loc, item: ItemForm) -> Iterator[Problem]:
    form = file.value
    yield from _known(file, (*loc, "kinds"), item.kinds, form.kinds, "材料种类")
    yield from _known(file, (*loc, "ledgers"), item.ledgers, form.ledgers, "台账")
    parts = (*loc, "need", "parts")
    yield from _known(file, parts, item.need.parts, form.parts, "成套材料")
    yield from _known(file, (*loc, "levels"), item.levels, item.levels, "层级")


def _known(
    file: YamlFile[ChecklistForm],
    loc: Loc,
    names: Collection[str],
    vocabulary: Collection[str],
    what: str,
) -> Iterator[Problem]:
    """Names that are not in the vocabulary, or stand twice in one list."""
    seen = set()
    for index, name in enumerate(names):
        place = file.place(*loc, index)
        if name not in vocabulary:
            remedy = suggest(name, vocabulary, "可以写")
            yield problem_at(place, f"不认识的{what} “{name}”", remedy)
        elif name in seen:
            yield problem_at(place, f"{what} “{name}” 重复", "请只留一个")
        seen.add(name)


def _need(file: YamlFile[ChecklistForm], loc: Loc, item: ItemForm) -> Iterator[Problem]:
    need = item.need
    if not (need.files or need.events or need.per_row_of):
        message = "没有写需要多少材料"
        yield problem_at(file.place(*loc), message, "请写 files、events 或 per_row_of")
    if need.parts and not need.events:
        message = "写了每次活动应有的材料，却没有要求活动"
        yield problem_at(file.key_place(*loc, "parts"), message, "请补上 events: 1")
    if need.per_row_of is not None and need.per_row_of not in item.ledgers:
        message = f"台账 “{need.per_row_of}” 不在本指标的 ledgers 里"
        remedy = suggest(need.per_row_of, item.ledgers, "本指标的台账")
        if not item.ledgers:
            remedy = f"请补上 ledgers: [{need.per_row_of}]"
        yield problem_at(file.place(*loc, "per_row_of"), message, remedy)
