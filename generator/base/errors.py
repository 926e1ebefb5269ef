"""What stops a run: every exception that a clerk may see, each with its remedy and exit code."""

import errno
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

#: What the system says of a file that it does not give, in words for a clerk.
_REASONS: Mapping[int, str] = MappingProxyType(
    {
        errno.EACCES: "没有权限",
        errno.EPERM: "没有权限",
        errno.EROFS: "磁盘是只读的",
        errno.ENOENT: "找不到",
        errno.EIO: "磁盘读写出错",
        errno.EBUSY: "正被其他程序占用",
        errno.ETXTBSY: "正被其他程序占用",
        errno.ENAMETOOLONG: "名称太长",
        errno.EINVAL: "名称不能用",
        errno.ENOTDIR: "位置不是文件夹",
        errno.EISDIR: "是一个文件夹",
        errno.EEXIST: "同名文件已存在",
        errno.ELOOP: "链接绕回自己",
        errno.ENOSPC: "磁盘已满",
        errno.EDQUOT: "磁盘配额已满",
        errno.EMFILE: "打开的文件太多",
        errno.ETIMEDOUT: "网络磁盘没有回应",
        errno.ESTALE: "网络磁盘已断开",
    }
)


class BinderError(Exception):
    """Base of all expected failures: the run cannot go on, and the message says what to do.

    ``message`` and ``remedy`` are Chinese sentences for a clerk; ``lines`` is the message as it is
    shown, for a name in it may itself contain a line feed; ``exit_code`` is what the command line
    returns (2: cannot run).
    """

    exit_code = 2

    def __init__(self, message: str, remedy: str = "", lines: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.lines = tuple(lines) or (message,)
        self.remedy = remedy


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A spot in a configuration file; line and column count from 1."""

    path: str
    line: int
    column: int


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault in a configuration file: where it is (1-based), what was found, what to write."""

    path: str
    line: int
    column: int
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        text = f"{self.path}:{self.line}:{self.column}: {self.message}"
        return f"{text}；{self.remedy}" if self.remedy else text


def reason_of(error: OSError) -> str:
    """Why the system refused, without its English."""
    return _REASONS.get(error.errno or 0, f"系统错误 {error.errno or '不明'}")


def is_of_system(error: Exception) -> bool:
    """Whether the system refused something, so that an error says nothing about a file's content.

    Parsers raise ``OSError`` too, but without a number.
    """
    return isinstance(error, MemoryError) or getattr(error, "errno", None) is not None


class ConfigError(BinderError):
    """The office's own YAML files are wrong; carries all problems at once, in file order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        lines = [str(problem) for problem in self.problems]
        remedy = "请按上面的位置修改配置文件，保存后重新运行。"
        super().__init__("\n".join(lines), remedy, lines)


class WorkspaceError(BinderError):
    """There is no workspace here, or the named unit is not in it."""


class FontError(BinderError):
    """No usable Chinese font was found for a role that the generated pages need."""


class MissingLibraryError(BinderError):
    """A system library that the program needs is not installed."""


class ClassifiedError(BinderError):
    """Documents bear a secrecy mark: the office has to decide before anything is printed."""


class OutputError(BinderError):
    """The output cannot be written (read-only, open in Word, disk full); the old one is intact."""
