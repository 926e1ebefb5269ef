"""Read ``templates/ledgers/*.yaml``: schemas, checked against the vocabulary and each other."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from generator.base.errors import ConfigError, Problem
from generator.base.yaml.reading import YamlFile, problem_at, read_yaml
from generator.base.yaml.schema import yaml_schema
from generator.base.yaml.wording import suggest
from generator.ledgers.read.schema import Column, Kind, LedgerSchema, Period, Rule
from generator.ledgers.read.titles import title_key
from generator.ledgers.rules import RULES
from generator.ledgers.schemas.forms import ColumnForm, CommonForm, LedgerForm, RuleForm

COMMON = "common.yaml"

#: Details of a rule that name one column of its own ledger.
_SINGLE = ("column", "numerator", "denominator", "less", "proof", "due")


def read_ledger_schemas(
    folder: Path, shown: str = "templates/ledgers"
) -> Mapping[str, LedgerSchema]:
    """Read all ledger schemas of a folder, in the order of their ids.

    Args:
        folder: holds one YAML file per ledger, and ``common.yaml`` with the shared columns.
        shown: the folder as printed in messages.

    Raises:
        ConfigError: all faults of all files at once.
    """
    problems: list[Problem] = []
    forms: dict[str, YamlFile[LedgerForm]] = {}
    common = _read_common(folder / COMMON, f"{shown}/{COMMON}", problems)
    for path in sorted(folder.glob("*.yaml")):
        if path.name == COMMON:
            continue
        try:
            file = read_yaml(path, f"{shown}/{path.name}", LedgerForm)
        except ConfigError as error:
            problems.extend(error.problems)
            continue
        forms[path.stem] = file
        if file.value.id != path.stem:
            message = f"台账编号 “{file.value.id}” 与文件名 “{path.name}” 不一致"
            problems.append(problem_at(file.place("id"), message, "请改成一致"))
    schemas = {stem: _schema(file, common) for stem, file in forms.items()}
    for stem, file in forms.items():
        problems.extend(_column_problems(file, schemas[stem]))
        problems.extend(_rule_problems(file, schemas[stem], schemas))
    if problems:
        raise ConfigError(problems)
    return schemas


def ledger_json_schema() -> dict[str, Any]:
    """The JSON Schema of a ledger file, for editors that complete and check YAML."""
    return yaml_schema(LedgerForm, "台账")


def _read_common(
    path: Path, shown: str, problems: list[Problem]
) -> tuple[tuple[Column, ...], tuple[Column, ...]]:
    """The shared columns that stand before and after a ledger's own."""
    try:
        columns = read_yaml(path, shown, CommonForm).value.columns
    except ConfigError as error:
        problems.extend(error.problems)
        return (), ()
    return (
        tuple(_column(form, common=True) for form in columns if form.place == "before"),
        tuple(_column(form, common=True) for form in columns if form.place == "after"),
    )


def _column(form: ColumnForm, *, common: bool = False) -> Column:
    return Column(
        key=form.key,
        title=form.title,
        kind=Kind(form.type),
        synonyms=form.synonyms,
        choices=form.choices,
        required=form.required,
        expected=form.expected,
        personal=form.personal,
        unit=form.unit,
        note=form.note,
        common=common,
    )


def _schema(
    file: YamlFile[LedgerForm], common: tuple[tuple[Column, ...], tuple[Column, ...]]
) -> LedgerSchema:
    form = file.value
    own = tuple(_column(column) for column in form.columns)
    keys = {column.key for column in own}
    before, after = (tuple(c for c in side if c.key not in keys) for side in common)
    return LedgerSchema(
        id=form.id,
        title=form.title,
        unit=form.unit,
        columns=(*before, *own, *after),
        key=form.key,
        periods=tuple(Period(p.title, p.synonyms, *p.columns) for p in form.periods),
        rules=tuple(_rule(file, index) for index in range(len(form.rules))),
        path=file.shown,
    )


def _rule(file: YamlFile[LedgerForm], index: int) -> Rule:
    form = file.value.rules[index]
    details = form.model_dump(exclude={"rule", "match", "period", "by"})
    return Rule(
        kind=form.rule,
        place=file.place("rules", index),
        match=form.match or (form.columns if form.ledger else ()),
        period=form.period or (),
        by=form.by or "number",
        **details,
    )


def _column_problems(file: YamlFile[LedgerForm], schema: LedgerSchema) -> Iterator[Problem]:
    """Keys twice, titles that two columns claim, choices that do not fit the type."""
    seen: set[str] = set()
    claimed = {
        title_key(title): column.key
        for column in schema.columns
        if column.common
        for title in _titles(column)
    }
    for index, form in enumerate(file.value.columns):
        place = file.place("columns", index)
        if form.key in seen:
            yield problem_at(place, f"键名 “{form.key}” 重复", "请改用不同的键名")
        seen.add(form.key)
        for title in _titles(_column(form)):
            owner = claimed.setdefault(title_key(title), form.key)
            if owner != form.key:
                message = f"列名 “{title}” 同时属于 “{owner}” 和 “{form.key}”"
                yield problem_at(place, message, "请去掉其中一处的列名或别名")
        if (form.type == "choice") != bool(form.choices):
            message = "choices 与 type: choice 应当同时写"
            yield problem_at(place, message, "请补上 choices，或改 type")
    yield from _key_problems(file, schema)


def _key_problems(file: YamlFile[LedgerForm], schema: LedgerSchema) -> Iterator[Problem]:
    """Key columns and periods that name a column which is not there."""
    for index, key in enumerate(file.value.key):
        yield from _unknown(file, ("key", index), key, schema)
    for number, period in enumerate(file.value.periods):
        for index, key in enumerate(period.columns):
            yield from _unknown(file, ("periods", number, "columns", index), key, schema)


def _titles(column: Column) -> tuple[str, ...]:
    return (column.title, *column.synonyms)


def _unknown(
    file: YamlFile[LedgerForm], loc: tuple[str | int, ...], key: str, schema: LedgerSchema
) -> Iterator[Problem]:
    known = [column.key for column in schema.columns]
    if key not in known:
        message = f"{schema.id} 没有键名为 “{key}” 的列"
        yield problem_at(file.place(*loc), message, suggest(key, known, "本台账的列"))


def _rule_problems(
    file: YamlFile[LedgerForm], schema: LedgerSchema, schemas: Mapping[str, LedgerSchema]
) -> Iterator[Problem]:
    for index, form in enumerate(file.value.rules):
        yield from _detail_problems(file, index, form)
        yield from _column_names(file, index, form, schema)
        yield from _ledger_names(file, index, form, schema, schemas)


def _detail_problems(file: YamlFile[LedgerForm], index: int, form: RuleForm) -> Iterator[Problem]:
    """Details that a rule lacks, and details that mean nothing to it."""
    kind = RULES[form.rule]
    for name in kind.needs:
        if name not in form.model_fields_set:
            message = f"规则 “{form.rule}” 缺少 “{name}”"
            yield problem_at(file.place("rules", index), message, "请补上这一项")
    allowed = ("rule", *kind.needs, *kind.may)
    for name in sorted(form.model_fields_set - set(allowed)):
        message = f"规则 “{form.rule}” 用不到 “{name}”"
        place = file.key_place("rules", index, name)
        yield problem_at(place, message, suggest(name, allowed, "可用的键"))
    if form.columns and not kind.least <= len(form.columns) <= kind.most:
        span = f"{kind.least}" if kind.least == kind.most else f"{kind.least} 至 {kind.most}"
        message = f"规则 “{form.rule}” 的 columns 应当写 {span} 列"
        yield problem_at(file.place("rules", index, "columns"), message, "请增减列")


def _column_names(
    file: YamlFile[LedgerForm], index: int, form: RuleForm, schema: LedgerSchema
) -> Iterator[Problem]:
    """Columns that the ledger does not have, or whose type the rule cannot use."""
    kinds = {column.key: column.kind for column in schema.columns}
    for field, place, key in _named(form):
        loc = ("rules", index, *place)
        yield from _unknown(file, loc, key, schema)
        fitting = RULES[form.rule].kinds.get(field, ())
        if key in kinds and fitting and kinds[key] not in fitting:
            message = f"列 “{key}” 的类型是 {kinds[key]}，规则 “{form.rule}” 用不了"
            remedy = f"这里要用类型为 {'、'.join(fitting)} 的列"
            yield problem_at(file.place(*loc), message, remedy)
    for key, values in (form.when or {}).items():
        yield from _choice_problems(file, ("rules", index, "when"), key, values, schema)


def _named(form: RuleForm) -> Iterator[tuple[str, tuple[str | int, ...], str]]:
    """Every column of its own ledger that a rule names: detail, place inside the rule, key."""
    for position, key in enumerate(form.columns):
        yield "columns", ("columns", position), key
    for field in _SINGLE:
        key = getattr(form, field)
        if key is not None:
            yield field, (field,), key
    for position, key in enumerate(form.period or ()):
        yield "period", ("period", position), key


def _choice_problems(
    file: YamlFile[LedgerForm],
    loc: tuple[str | int, ...],
    key: str,
    values: tuple[str, ...],
    schema: LedgerSchema,
) -> Iterator[Problem]:
    unknown = list(_unknown(file, (*loc, key), key, schema))
    yield from unknown
    if unknown:
        return
    choices = schema.column(key).choices
    for position, value in enumerate(values):
        if choices and value not in choices:
            message = f"“{value}” 不是 {schema.id}“{schema.title_of(key)}”的可选值"
            remedy = suggest(value, choices, "可以写")
            yield problem_at(file.place(*loc, key, position), message, remedy)


def _ledger_names(
    file: YamlFile[LedgerForm],
    index: int,
    form: RuleForm,
    schema: LedgerSchema,
    schemas: Mapping[str, LedgerSchema],
) -> Iterator[Problem]:
    """A ledger that does not exist, and columns that the other ledger does not have."""
    if form.ledger is None:
        return
    other = schemas.get(form.ledger)
    if other is None:
        message = f"没有编号为 “{form.ledger}” 的台账"
        remedy = suggest(form.ledger, schemas, "已有的台账")
        yield problem_at(file.place("rules", index, "ledger"), message, remedy)
        return
    if form.rule == "excludes" and form.ledger == schema.id and not (form.when and form.other):
        message = "与本台账自己比对时，when 和 other 都要写"
        yield problem_at(file.place("rules", index), message, "请写明哪些行与哪些行互斥")
    if form.match and len(form.match) != len(form.columns):
        message = "match 与 columns 的列数不一致"
        yield problem_at(file.place("rules", index, "match"), message, "请逐列对应")
    field = "match" if form.match else "columns"
    for position, key in enumerate(form.match or form.columns):
        yield from _unknown(file, ("rules", index, field, position), key, other)
    for position, key in enumerate(form.period or ()):
        yield from _unknown(file, ("rules", index, "period", position), key, other)
    for key, values in (form.other or {}).items():
        yield from _choice_problems(file, ("rules", index, "other"), key, values, other)
