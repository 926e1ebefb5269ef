"""Read a YAML file into a pydantic model, and know where in the file each value stands."""

import datetime as dt
import re
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from generator.base.errors import ConfigError, Place, Problem
from generator.base.yaml.builder import Node
from generator.base.yaml.nodes import read_nodes
from generator.base.yaml.wording import describe, nearest, show, suggest

M = TypeVar("M", bound=BaseModel)


def fault(message: str, remedy: str) -> PydanticCustomError:
    """The error that a validator of a field raises: two Chinese sentences."""
    return PydanticCustomError("fault", "{message}", {"message": message, "remedy": remedy})


def _yes_no(written: object) -> object:
    if isinstance(written, str):
        if written not in ("true", "false"):
            raise fault(
                f"这里应当是 true（是）或 false（否），写的是{show(written)}", "请写 true 或 false"
            )
        return written == "true"
    return written


def _whole(written: object) -> object:
    if isinstance(written, str):
        if not re.fullmatch(r"[0-9]{1,9}", written):
            raise fault(f"这里应当是整数，写的是{show(written)}", "请只写半角数字，如 3")
        return int(written)
    return written


def _decimal(written: object) -> object:
    if isinstance(written, str):
        if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", written):
            raise fault(f"这里应当是数，写的是{show(written)}", "请只写半角数字和小数点，如 0.1")
        return float(written)
    return written


def _number(written: object) -> object:
    if isinstance(written, str):
        try:
            number = Decimal(written)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            raise fault(f"这里应当是数，写的是{show(written)}", "请只写半角数字，如 90 或 0.5")
        return number
    return written


def _day(written: object) -> object:
    if isinstance(written, str):
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", written):
            raise fault(f"这里应当是日期，写的是{show(written)}", "请写成 2019-12-20 的样子")
        try:
            return dt.date.fromisoformat(written)
        except ValueError:
            raise fault(f"日历上没有{show(written)} 这一天", "请改正年月日") from None
    return written


def _filled(written: object) -> object:
    if isinstance(written, str) and not written.strip():
        raise fault("这里没有填写", "请填写，或删去整行")
    return written


#: Field types for YAML, where every scalar arrives as text and is read strictly. A range is
#: written before ``WHOLE``: ``Annotated[int, Field(ge=5), WHOLE]``; so it is with ``DECIMAL``.
YesNo = Annotated[bool, BeforeValidator(_yes_no)]
WHOLE = BeforeValidator(_whole)
DECIMAL = BeforeValidator(_decimal)
Count = Annotated[int, Field(ge=0), WHOLE]
Number = Annotated[Decimal, BeforeValidator(_number)]
Day = Annotated[dt.date, BeforeValidator(_day)]
Filled = Annotated[str, Field(min_length=1), BeforeValidator(_filled)]


class Form(BaseModel):
    """Base of all models for YAML: unknown keys are errors, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


@dataclass(frozen=True, slots=True)
class YamlFile(Generic[M]):
    """A validated file: its value, and the place of every key and value in it."""

    value: M
    shown: str
    root: Node

    def place(self, *loc: str | int) -> Place:
        """Where the value at ``loc`` starts, or its nearest parent that was written."""
        return _place(self.shown, self.root, loc, at_key=False)

    def key_place(self, *loc: str | int) -> Place:
        """Where the key that ends ``loc`` stands, or its nearest parent that was written."""
        return _place(self.shown, self.root, loc, at_key=True)


def problem_at(place: Place, message: str, remedy: str = "") -> Problem:
    """A problem that a caller found in a validated value."""
    return Problem(place.path, place.line, place.column, message, remedy)


def read_yaml(path: Path, shown: str, model: type[M]) -> YamlFile[M]:
    """Read and validate a YAML file.

    Args:
        path: the file.
        shown: its path as printed in messages.
        model: what the file must hold. Fields use ``YesNo``, ``Count``, ``Day``, ``Filled`` or
            ``str``, since scalars arrive as text; a key with nothing after it is ``None``.

    Raises:
        ConfigError: all faults of the file at once, each with line and column.
    """
    root, problems = read_nodes(path, shown)
    try:
        value = model.model_validate(root.plain())
    except ValidationError as error:
        raise ConfigError([*problems, *_problems(error, shown, root, model)]) from None
    if problems:
        raise ConfigError(problems)
    return YamlFile(value, shown, root)


def _place(shown: str, root: Node, loc: tuple[str | int, ...], *, at_key: bool) -> Place:
    node, place = root, (root.line, root.column)
    for step in loc:
        inner = _child(node, step)
        if inner is None:
            break
        place = (inner.line, inner.column)
        if at_key or inner.value is None:
            place = node.keys.get(str(step), place)
        node = inner
    return Place(shown, *place)


def _child(node: Node, step: str | int) -> Node | None:
    if isinstance(node.value, dict):
        return node.value.get(str(step))
    if isinstance(node.value, tuple) and isinstance(step, int) and step < len(node.value):
        return node.value[step]
    return None


def _problems(
    error: ValidationError, shown: str, root: Node, model: type[BaseModel]
) -> Iterator[Problem]:
    """All faults, without their echoes.

    A misspelt key is not also missing, and a list that holds a bad entry is not also too short.
    """
    details = error.errors(include_url=False)
    missing = {item["loc"] for item in details if item["type"] == "missing"}
    for item in details:
        loc, name = item["loc"], str(item["loc"][-1]) if item["loc"] else ""
        if item["type"] == "extra_forbidden":
            written = _written(root, loc[:-1])
            options = [key for key in _fields(model, loc[:-1]) if key not in written]
            missing.discard((*loc[:-1], nearest(name, options) or ""))
            place = _place(shown, root, loc, at_key=True)
            remedy = suggest(name, options, "可用的键")
            yield problem_at(place, f"不认识的键 “{name}”", remedy)
        elif item["type"] == "too_short" and any(_below(other["loc"], loc) for other in details):
            continue
        elif item["type"] != "missing":
            key = name == "[key]"
            place = _place(shown, root, loc[:-1] if key else loc, at_key=key)
            yield problem_at(place, *describe(item))
    for loc in sorted(missing, key=str):
        title = _fields(model, loc[:-1])[str(loc[-1])].title
        called = f"“{loc[-1]}”（{title}）" if title else f"“{loc[-1]}”"
        place = _place(shown, root, loc[:-1], at_key=False)
        yield problem_at(place, f"缺少必填的键 {called}", "请补上这一行")


def _below(loc: tuple[str | int, ...], parent: tuple[str | int, ...]) -> bool:
    return len(loc) > len(parent) and loc[: len(parent)] == parent


def _written(node: Node, loc: tuple[str | int, ...]) -> frozenset[str]:
    for step in loc:
        node = _child(node, step) or node
    return frozenset(node.keys)


def _fields(form: object, loc: tuple[str | int, ...]) -> Mapping[str, FieldInfo]:
    """The keys that a model accepts at a spot inside it."""
    for step in loc:
        form = _inside(form, step)
    found = _model(form)
    fields = found.model_fields.items() if found else ()
    return {spec.alias or name: spec for name, spec in fields}


def _inside(form: object, step: str | int) -> object:
    if _model(form) is not None:
        fields = _fields(form, ())
        return fields[str(step)].annotation if step in fields else None
    for option in _options(form):
        arguments = [kind for kind in typing.get_args(option) if kind is not Ellipsis]
        if arguments:
            return arguments[-1]
    return None


def _model(form: object) -> type[BaseModel] | None:
    for option in _options(form):
        if isinstance(option, type) and issubclass(option, BaseModel):
            return option
    return None


def _options(form: object) -> tuple[object, ...]:
    """The alternatives of an annotation, without ``Annotated`` and ``| None``."""
    if typing.get_origin(form) is Annotated:
        return _options(typing.get_args(form)[0])
    if typing.get_origin(form) in (typing.Union, types.UnionType):
        parts = (_options(part) for part in typing.get_args(form) if part is not type(None))
        return tuple(option for part in parts for option in part)
    return (form,)
