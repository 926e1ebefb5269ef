"""Say in Chinese what pydantic found wrong with a value: no word of its English reaches a clerk."""

import difflib
import re
from collections.abc import Iterable, Mapping

from pydantic_core import ErrorDetails

from generator.base.personal import covered

_PAIRS = ("多行“键和值”", "请换行并缩进，每行依次写键、半角冒号、空格和内容")
_LIST = ("列表", "请写成 [L01, L02] 的样子，或每行一个“- ”")
_NUMBER = ("数", "请只写半角数字，如 3")

#: What a field expects, by the first word of pydantic's error type, with how to write it.
_SHAPES: Mapping[str, tuple[str, str]] = {
    "string": ("文字", "请写一段文字"),
    "tuple": _LIST,
    "list": _LIST,
    "set": _LIST,
    "frozen": _LIST,
    "dict": _PAIRS,
    "mapping": _PAIRS,
    "model": _PAIRS,
    "dataclass": _PAIRS,
    "int": ("整数", "请只写半角数字，如 3"),
    "float": _NUMBER,
    "decimal": _NUMBER,
    "finite": _NUMBER,
    "bool": (" true（是）或 false（否）", "请写 true 或 false"),
    "date": ("日期", "请写成 2019-12-20 的样子"),
}

#: Limits: pydantic's error type, the key of its context, the sentence and the remedy.
_LIMITS: Mapping[str, tuple[str, str, str]] = {
    "too_short": ("min_length", "至少要写 {} 项", "请补上"),
    "too_long": ("max_length", "最多只能写 {} 项", "请删去多余的"),
    "string_too_short": ("min_length", "至少要写 {} 个字", "请补上"),
    "string_too_long": ("max_length", "最多只能写 {} 个字", "请缩短"),
    "greater_than": ("gt", "应当大于 {}", "请改正"),
    "greater_than_equal": ("ge", "不能小于 {}", "请改正"),
    "less_than": ("lt", "应当小于 {}", "请改正"),
    "less_than_equal": ("le", "不能大于 {}", "请改正"),
}


def nearest(word: str, options: Iterable[str]) -> str | None:
    """The option that a misspelt word most probably stands for, or ``None``."""
    cutoff = 0.5 if len(word) == 2 else 0.6  # half of a word of two characters is enough
    close = difflib.get_close_matches(word, list(options), n=1, cutoff=cutoff)
    return close[0] if close else None


def suggest(word: str, options: Iterable[str], what: str) -> str:
    """A remedy for an unknown word: the nearest option, or else all that may be written.

    Args:
        word: what was written.
        options: what may be written.
        what: how the list of options is introduced.
    """
    known = list(dict.fromkeys(options))
    guess = nearest(word, known)
    if guess is not None:
        return f"是否为 “{guess}”？"
    return f"{what}：{'、'.join(known)}" if known else "请删去"


def describe(error: ErrorDetails) -> tuple[str, str]:
    """What is wrong and what to write, for one error of pydantic.

    Errors raised on purpose (type ``fault``) bring their own sentences.
    """
    kind, found, context = error["type"], error["input"], error.get("ctx", {})
    if kind == "fault":
        return str(context["message"]), str(context["remedy"])
    if found is None:
        return "这里没有填写", "请填写，或删去整行"
    if kind in _LIMITS:
        key, sentence, remedy = _LIMITS[kind]
        return f"{sentence.format(context.get(key, ''))}，写的是{show(found)}", remedy
    if kind in ("enum", "literal_error"):
        options = re.findall(r"'([^']*)'", str(context.get("expected", "")))
        return f"不认识的值{show(found)}", suggest(str(found), options, "可以写")
    shape = _SHAPES.get(kind.split("_")[0])
    if shape is None or kind == "string_pattern_mismatch":
        return f"内容不合要求：{show(found)}", "请对照模板修改"
    return f"这里应当是{shape[0]}，写的是{show(found)}", shape[1]


def show(found: object) -> str:
    """What was found, short enough for one line of a message; personal numbers are covered."""
    if isinstance(found, Mapping):
        return "多行“键和值”"
    if isinstance(found, list | tuple):
        return "列表" if found else "空的列表"
    text = covered(" ".join(str(found).split()))
    return f" “{text[:30]}…”" if len(text) > 30 else f" “{text}”"
