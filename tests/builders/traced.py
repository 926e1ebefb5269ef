"""What a program and all that it starts ask the kernel for, as strace writes it down."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

#: Sockets, every call by which something in the file system comes, goes or is changed, and those
#: by which a process starts another.
CALLS = (
    "%network,clone,clone3,fork,vfork,execve,open,openat,openat2,creat,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,"
    "rmdir,link,linkat,symlink,symlinkat,truncate,mknod,mknodat,chmod,fchmodat,chown,lchown,"
    "fchownat,utime,utimes,utimensat,futimesat,setxattr,lsetxattr,chdir,fchdir"
)

_LINE = re.compile(r"^(\d+) +(\w+)\((.*)\) += +(.*)$")
_UNFINISHED = re.compile(r"^(\d+) +(.*) <unfinished \.\.\.>$")
_RESUMED = re.compile(r"^(\d+) +<\.\.\. \w+ resumed>(.*)$")
#: A path, perhaps relative to an open folder whose own path strace gives in angle brackets.
_PATH = re.compile(r'(?:(?:AT_FDCWD|\d+)<((?:[^>\\]|\\.)*)>, )?"((?:[^"\\]|\\.)*)"')
_WRITING = ("O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC", "O_APPEND", "O_TMPFILE")
_READING = frozenset({"chdir", "fchdir"})
_STARTING = frozenset({"clone", "clone3", "fork", "vfork"})


@dataclass(frozen=True, slots=True)
class Call:
    """One call: its name, what it was given as strace shows it, what came back, who made it."""

    name: str
    given: str
    result: str
    thread: int

    @property
    def done(self) -> bool:
        """Whether the kernel did it."""
        return not self.result.startswith(("-1", "?"))

    @property
    def paths(self) -> list[Path]:
        """The paths it names; those relative to the process's own folder without one are left."""
        return [Path(_plain(base), _plain(name)) for base, name in _PATH.findall(self.given)]

    @property
    def writes(self) -> bool:
        """Whether it may change something in the file system."""
        if self.name.startswith("open"):
            return any(flag in self.given for flag in _WRITING)
        return self.name not in _READING | _STARTING | {"execve"} and not self.is_network

    @property
    def is_network(self) -> bool:
        """Whether it has to do with sockets; calls on paths all name one."""
        return not self.name.startswith(("open", "creat", "ch", "fch", "lch", "ut", "fut")) and (
            not self.paths or self.name in {"connect", "bind", "sendto", "sendmsg"}
        )


def can_trace() -> bool:
    """Whether strace is here and may watch a process."""
    if shutil.which("strace") is None:
        return False
    tried = subprocess.run(["strace", "-qq", "-e", "trace=none", "true"], capture_output=True)
    return tried.returncode == 0


def trace(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], record: Path
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end; what it and its children ask for goes into ``record``."""
    watching = ["strace", "-f", "--seccomp-bpf", "-qq", "-y", "-s", "4096", "-e", "signal=none"]
    return subprocess.run(
        [*watching, "-e", f"trace={CALLS}", "-o", str(record), *command],
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


def calls(record: Path) -> Iterator[Call]:
    """Every call in a record, those that were interrupted put together again."""
    begun: dict[str, str] = {}
    for line in record.read_text(encoding="ascii", errors="backslashreplace").splitlines():
        if cut := _UNFINISHED.match(line):
            begun[cut[1]] = cut[2]
            continue
        whole = line
        if rest := _RESUMED.match(line):
            whole = f"{rest[1]} {begun.pop(rest[1])}{rest[2]}"
        if found := _LINE.match(whole):
            yield Call(found[2], found[3], found[4], int(found[1]))


def families_of(record: Sequence[Call]) -> Mapping[int, tuple[int, ...]]:
    """The processes from the first one down to that of each thread, by the thread's number."""
    parents: dict[int, int] = {}
    processes: dict[int, int] = {}
    for call in record:
        if call.name in _STARTING and call.result.isdecimal():
            mapping = processes if "CLONE_THREAD" in call.given else parents
            mapping[int(call.result)] = call.thread

    def process(thread: int) -> int:
        while thread in processes:
            thread = processes[thread]
        return thread

    def line(thread: int) -> tuple[int, ...]:
        own = process(thread)
        return (*line(parents[own]), own) if own in parents else (own,)

    return {thread: line(thread) for thread in {call.thread for call in record}}


def _plain(shown: str) -> str:
    """A path without strace's escapes."""
    raw = shown.encode("ascii").decode("unicode_escape").encode("latin-1")
    return os.fsdecode(raw)
