"""Read a YAML file into nodes: by libyaml where all is well, else by PyYAML, which can say why.

The Chinese messages are built on PyYAML's own parser, its words and its marks. What libyaml reads
without any fault is read alike by both; only it takes a tenth of the time.
"""

import re
from pathlib import Path

import yaml

from generator.base.errors import ConfigError, Problem
from generator.base.yaml.builder import Builder, Node, RefusedError
from generator.base.yaml.faults import position, syntax_problems

#: Own limit, far above any real file of an office.
MAX_BYTES = 4_000_000

#: ``None`` where PyYAML was built without libyaml.
_LIBYAML = getattr(yaml, "CSafeLoader", None)

#: What libyaml (0.2.5) takes and PyYAML refuses, or places elsewhere: tabs, byte order marks and
#: question marks within words, a comment right behind ``|`` or ``>``, a last line without an end.
_TAKEN_OTHERWISE = re.compile(r"[\t\ufeff?]|[|>][-+0-9]*#|[^\n]\Z")


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
    swift = _read_by_libyaml(text, shown)
    if swift is not None:
        return swift, ()
    builder = Builder(shown, yaml.parse(text, Loader=yaml.SafeLoader))
    try:
        root = builder.document()
    except RefusedError:
        raise ConfigError(builder.problems) from None
    except yaml.YAMLError as error:
        raise ConfigError(syntax_problems(error, text, shown)) from None
    except (ValueError, OverflowError):
        # PyYAML's own scanner: an escape such as "\U00110000" is no character.
        message = "文件里有无法解释的转义或数字"
        raise ConfigError(
            [Problem(shown, 1, 1, message, "请检查双引号里以“\\”开头的写法")]
        ) from None
    return root, tuple(builder.problems)


def _read_by_libyaml(text: str, shown: str) -> Node | None:
    """The root node; ``None`` if there is any fault, or if PyYAML might see it otherwise."""
    if _LIBYAML is None or _TAKEN_OTHERWISE.search(text):
        return None
    builder = Builder(shown, yaml.parse(text, Loader=_LIBYAML), exact=False)
    try:
        root = builder.document()
    except (RefusedError, yaml.YAMLError, ValueError, OverflowError):
        return None
    return None if builder.problems else root


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
        line, column = position(good, len(good))
        message = "文件不是 UTF-8 编码（可能是 GBK 或 UTF-16）"
        remedy = "请用记事本打开，“另存为”时编码选“UTF-8”"
        raise refuse(message, remedy, line, column) from None
