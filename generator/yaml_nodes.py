"""Read a YAML file into nodes that keep every scalar as text, and every mark.

YAML's own guesses (``1.10`` is a number, ``no`` is false, the last of two equal keys wins) would
change what an office wrote, so nothing is guessed here. Faults become ``Problem`` in Chinese.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from generator.errors import ConfigError, Problem

#: Own limits, far above any real checklist: they stop alias bombs and runaway nesting.
MAX_BYTES = 4_000_000
MAX_DEPTH = 30
MAX_NODES = 100_000

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_TAB_INDENT = re.compile(r"^ *\t[ \t]*(?=\S)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Node:
    """One YAML node: where it starts (1-based), and its text, list or mapping.

    ``value`` is ``None`` for a key that nothing was written after. ``size`` counts the nodes
    below with every alias expanded.
    """

    line: int
    column: int
    value: "str | tuple[Node, ...] | dict[str, Node] | None"
    size: int = 1
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)

    def plain(self) -> object:
        """The same content as text, lists and dictionaries, without marks."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, tuple):
            return [node.plain() for node in self.value]
        return self.value


class _RefusedError(Exception):
    """The file is refused at once: going on would cost too much or make no sense."""


def read_nodes(path: Path, shown: str) -> tuple[Node, tuple[Problem, ...]]:
    """Read a YAML file as nodes.

    Args:
        path: the file.
        shown: its path as printed in messages.

    Returns:
        The root node, and the faults that did not stop the reading (duplicate keys, tags …).

    Raises:
        ConfigError: the file cannot be read, is empty, is not UTF-8 or is not YAML.
    """
    text = _read_text(path, shown)
    builder = _Builder(shown, text)
    try:
        root = builder.document()
    except _RefusedError:
        raise ConfigError(builder.problems) from None
    except yaml.YAMLError as error:
        raise ConfigError(_syntax_problems(error, text, shown)) from None
    except (ValueError, OverflowError):
        # PyYAML's own scanner: an escape such as "\U00110000" is no character.
        message = "文件里有无法解释的转义或数字"
        raise ConfigError(
            [Problem(shown, 1, 1, message, "请检查双引号里以“\\”开头的写法")]
        ) from None
    return root, tuple(builder.problems)


def _read_text(path: Path, shown: str) -> str:
    def refuse(message: str, remedy: str, line: int = 1, column: int = 1) -> ConfigError:
        return ConfigError([Problem(shown, line, column, message, remedy)])

    try:
        if path.is_dir():
            raise refuse("这里应当是文件，却是文件夹", "请删除或改名这个文件夹，再放入文件")
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise refuse("找不到这个文件", "请检查文件名，或从备份中恢复") from None
    except (OSError, ValueError):
        raise refuse("文件打不开", "请检查文件权限，并关闭正在使用它的程序") from None
    if len(data) > MAX_BYTES:
        raise refuse(f"文件太大（超过 {MAX_BYTES // 1_000_000} MB）", "配置文件不应这么大，请检查")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        good = data[: error.start].decode("utf-8-sig", "replace")
        line, column = _position(good, len(good))
        message = "文件不是 UTF-8 编码（可能是 GBK 或 UTF-16）"
        remedy = "请用记事本打开，“另存为”时编码选“UTF-8”"
        raise refuse(message, remedy, line, column) from None


def _position(text: str, index: int) -> tuple[int, int]:
    before = text[:index].replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


class _Builder:
    """Turns PyYAML's events into nodes; collects faults and enforces the limits."""

    def __init__(self, shown: str, text: str) -> None:
        self.shown = shown
        self.problems: list[Problem] = []
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.SafeLoader)
        self._anchors: dict[str, Node] = {}
        self._size = 0

    def document(self) -> Node:
        next(self._events)
        event = next(self._events)
        if isinstance(event, yaml.StreamEndEvent):
            self._refuse(event, "文件是空的", "请写入内容，或从模板重新复制")
        root = self._node(next(self._events), 1)
        next(self._events)
        event = next(self._events)
        if not isinstance(event, yaml.StreamEndEvent):
            self._refuse(event, "一个文件里只能有一份内容，这里又开始了第二份", "请删去“---”分隔行")
        return root

    def _problem(self, place: tuple[int, int], message: str, remedy: str) -> None:
        self.problems.append(Problem(self.shown, *place, message, remedy))

    def _refuse(self, event: yaml.Event, message: str, remedy: str) -> None:
        self._problem(_start(event), message, remedy)
        raise _RefusedError

    def _node(self, event: yaml.Event, depth: int) -> Node:
        if depth > MAX_DEPTH:
            self._refuse(event, f"层次太深（超过 {MAX_DEPTH} 层）", "请检查括号和缩进")
        if isinstance(event, yaml.AliasEvent):
            return self._counted(event, self._alias(event))
        tag = getattr(event, "tag", None)
        if tag is not None:
            written = tag.replace("tag:yaml.org,2002:", "!!")
            self._problem(
                _start(event), f"不支持的标签 “{written}”", "请删去以半角感叹号开头的标签"
            )
        if isinstance(event, yaml.SequenceStartEvent):
            node = self._sequence(event, depth)
        elif isinstance(event, yaml.MappingStartEvent):
            node = self._mapping(event, depth)
        else:
            node = self._counted(event, self._scalar(event))
        anchor = getattr(event, "anchor", None)
        if anchor is not None:
            self._anchors[anchor] = node
        return node

    def _counted(self, event: yaml.Event, node: Node) -> Node:
        self._size += node.size
        if self._size > MAX_NODES:
            self._refuse(event, f"内容太多（展开后超过 {MAX_NODES} 项）", "请减少“*”引用，拆分文件")
        return node

    def _alias(self, event: yaml.AliasEvent) -> Node:
        name = str(event.anchor)
        if name not in self._anchors:
            self._refuse(event, f"引用 “*{name}” 没有对应的 “&{name}”", "含“*”的文字请加引号")
        return self._anchors[name]

    def _scalar(self, event: yaml.Event) -> Node:
        text: str = getattr(event, "value", "")
        if _CONTROL.search(text):
            self._problem(_start(event), "文字里有看不见的控制字符", "请删去后重新输入这一处文字")
        empty = not text and getattr(event, "style", None) is None
        return Node(*_start(event), None if empty else text)

    def _sequence(self, event: yaml.Event, depth: int) -> Node:
        nodes = []
        while not isinstance(child := next(self._events), yaml.SequenceEndEvent):
            nodes.append(self._node(child, depth + 1))
        return Node(*_start(event), tuple(nodes), 1 + sum(node.size for node in nodes))

    def _mapping(self, event: yaml.Event, depth: int) -> Node:
        values: dict[str, Node] = {}
        keys: dict[str, tuple[int, int]] = {}
        size = 1
        while not isinstance(child := next(self._events), yaml.MappingEndEvent):
            key = self._node(child, depth + 1)
            value = self._node(next(self._events), depth + 1)
            size += key.size + value.size
            place = _start(child)
            if not isinstance(key.value, str) or not key.value:
                self._problem(
                    place, "冒号前面的键必须是文字", "请在冒号前写上键名；含花括号的文字请加引号"
                )
            elif key.value in keys:
                first = keys[key.value]
                message = f"键 “{key.value}” 重复，第 {first[0]} 行第 {first[1]} 列已经写过"
                self._problem(place, message, "请合并后只留一处")
            else:
                keys[key.value], values[key.value] = place, value
        return Node(*_start(event), values, size, keys)


def _start(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


#: PyYAML's words for what it met, and what a clerk should look at.
_SYNTAX = (
    ("cannot start any token", "这里的符号不能作开头", "以 @ ` % 等符号开头的文字请加引号"),
    (
        "mapping values are not allowed",
        "这里不应再有冒号",
        "文字里含半角冒号时请把整段文字加引号；并检查缩进",
    ),
    (
        "could not find expected ':'",
        "这一行缺少冒号",
        "请写成“owner: 两办”，冒号用半角，后面空一格",
    ),
    ("found unexpected end of stream", "引号没有配对", "请补上另一半引号"),
    ("found unknown escape character", "双引号里的“\\”写法不对", "请改用单引号，或把“\\”改成“/”"),
    ("expected ',' or", "方括号或花括号没有配对，或中间缺逗号", "请检查括号和半角逗号"),
    (
        "expected <block end>",
        "缩进没有对齐，或列表与键混在一起",
        "请让同一级的行左端对齐，并检查上文的引号和括号是否配对",
    ),
    ("sequence entries are not allowed", "这里不应开始列表", "请把“- ”放到下一行并对齐"),
    ("found undefined", "不支持的标签", "请删去以半角感叹号开头的标签"),
    ("expected alphabetic or numeric", "不能以“&”或“*”开头", "请把这段文字加引号"),
    ("expected '<document start>'", "前面的括号或引号没有配对", "请检查括号和引号是否配对"),
)

#: Faults that show late: the place to look at is where the unfinished thing began.
_OPENED = ("could not find expected ':'", "unexpected end of stream", "expected ',' or")


def _syntax_problems(error: yaml.YAMLError, text: str, shown: str) -> list[Problem]:
    if isinstance(error, yaml.reader.ReaderError):
        place = _position(text, error.position)
        remedy = "请删去后重新输入这一处文字"
        return [Problem(shown, *place, "文件里有看不见的控制字符", remedy)]
    said = str(getattr(error, "problem", ""))
    opened = any(words in said for words in _OPENED)
    mark = getattr(error, "context_mark" if opened else "problem_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    tabs = [_position(text, match.end()) for match in _TAB_INDENT.finditer(text)]
    tabs = [place for place in tabs if place[0] <= line + 1]
    if tabs:
        return [
            Problem(shown, *place, "缩进用了制表符（Tab）", "请全部改成空格，每级两个")
            for place in tabs
        ]
    message, remedy = _explain(said, text, line)
    return [Problem(shown, line, column, message, remedy)]


def _explain(said: str, text: str, line: int) -> tuple[str, str]:
    lines = [*text.splitlines(), ""]
    near = "\n".join(lines[max(0, line - 2) : line])
    if "'\\t'" in said:
        return "这里用了制表符（Tab）", "请改成空格"
    if re.search(r"^\s*(- )?[\w.]+\uff1a", near, re.MULTILINE):
        return "键后面用了全角冒号", "请改成半角冒号，后面空一格：“owner: 两办”"
    if re.search(r"^\s*(- )?[\w.]+:[^\s:]", near, re.MULTILINE):
        return "半角冒号后面没有空格", "请在冒号后面加一个空格：“owner: 两办”"
    for words, message, remedy in _SYNTAX:
        if words in said:
            return message, remedy
    return "YAML 写法有误，读到这里读不下去", "请检查这一行和上一行的缩进、冒号、引号和括号"
