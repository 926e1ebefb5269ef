"""Build nodes that keep every scalar as text, and every mark, from the events of a YAML parser.

YAML's own guesses (``1.10`` is a number, ``no`` is false, the last of two equal keys wins) would
change what an office wrote, so nothing is guessed here. Faults become ``Problem`` in Chinese.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from generator.base.errors import Problem

#: Own limits, far above any real checklist: they stop alias bombs and runaway nesting.
MAX_DEPTH = 30
MAX_NODES = 100_000

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


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


class RefusedError(Exception):
    """The file is refused at once: going on would cost too much or make no sense."""


class Builder:
    """Turns a parser's events into nodes; collects faults and enforces the limits."""

    def __init__(self, shown: str, events: Iterator[yaml.Event], *, exact: bool = True) -> None:
        """Take the events of one file.

        Args:
            shown: the file's path as printed in messages.
            events: what the parser met.
            exact: whether the parser knows where every value stands; libyaml does not where
                nothing is written between braces.
        """
        self.shown = shown
        self.problems: list[Problem] = []
        self._events = events
        self._exact = exact
        self._anchors: dict[str, Node] = {}
        self._size = 0

    def document(self) -> Node:
        """The root of the only document.

        Raises:
            RefusedError: going on makes no sense; the last problem says why.
            yaml.YAMLError: the file is not YAML.
        """
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
        raise RefusedError

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
        empty = not text and not getattr(event, "style", None)  # else in quotation marks
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
            if value.value is None and getattr(event, "flow_style", False) and not self._exact:
                raise RefusedError
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
