"""Say in Chinese what is wrong with the YAML of a file, and where."""

import re

import yaml

from generator.base.errors import Problem

_TAB_INDENT = re.compile(r"^ *\t[ \t]*(?=\S)", re.MULTILINE)

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


def syntax_problems(error: yaml.YAMLError, text: str, shown: str) -> list[Problem]:
    """What a clerk should look at where the parser could not go on.

    Args:
        error: what PyYAML's own parser raised.
        text: the whole file.
        shown: its path as printed in messages.
    """
    if isinstance(error, yaml.reader.ReaderError):
        place = position(text, error.position)
        remedy = "请删去后重新输入这一处文字"
        return [Problem(shown, *place, "文件里有看不见的控制字符", remedy)]
    said = str(getattr(error, "problem", ""))
    opened = any(words in said for words in _OPENED)
    mark = getattr(error, "context_mark" if opened else "problem_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    tabs = [position(text, match.end()) for match in _TAB_INDENT.finditer(text)]
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


def position(text: str, index: int) -> tuple[int, int]:
    """Line and column of a character, both counted from 1."""
    before = text[:index].replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
