"""The uses of workers in the program, as the source has them and as a run makes them."""

import ast
import json
import os
import resource
import socket
import sys
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from generator.base.workers import Workers, child, running, worker
from generator.base.workers.child import Start
from tests.builders.filed import ROOT
from tests.hostile import breaking  # so that a worker has it before its wall is built

PACKAGE = ROOT / "generator"
WORKERS = PACKAGE / "base/workers"

#: What starts workers.
STARTERS = ("run", "run_in_parts", "Workers")

#: What a worker breaks by on purpose, loaded before its wall stands.
BREAKING = breaking.__name__


@dataclass(frozen=True, slots=True)
class Use:
    """A place in the source that starts workers: its module, its lines, the call."""

    module: str
    lines: range
    call: ast.Call

    @property
    def name(self) -> str:
        """How it is called when it is missed."""
        return f"{self.module}:{self.lines.start}"

    def given(self, name: str) -> ast.expr | None:
        """An argument of the call by its name."""
        named = {one.arg: one.value for one in self.call.keywords}
        order = {"Workers": ("jobs", "limits", "reach")}
        names = order.get(_last(self.call.func), ("tasks", "jobs", "limits", "reach"))
        return named.get(name) or dict(zip(names, self.call.args, strict=False)).get(name)


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the program but those that make workers."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if not path.is_relative_to(WORKERS):
            tree = ast.parse(path.read_text("utf-8"))
            yield path.relative_to(PACKAGE).as_posix(), tree


def uses_in(module: str, tree: ast.Module) -> Iterator[Use]:
    """Where a module starts workers, whatever it calls what it has imported."""
    known = dict(_starters(tree))
    for statement in ast.walk(tree):
        if not isinstance(statement, ast.stmt):
            continue
        for call in _own_calls(statement):
            if known.get(ast.unparse(call.func)) in STARTERS:
                end = call.end_lineno or call.lineno
                yield Use(module, range(statement.lineno, end + 1), call)


def _starters(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """What a module can call what it imports from workers, with what that is there."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for one in node.names:
                if one.name.startswith("generator.base.workers"):
                    yield from _within(one.asname or one.name)
        if isinstance(node, ast.ImportFrom) and node.module:
            for one in node.names:
                whole = f"{node.module}.{one.name}"
                if node.module.startswith("generator.base.workers"):
                    yield one.asname or one.name, one.name
                    yield from _within(one.asname or one.name)
                elif whole == "generator.base.workers":
                    yield from _within(one.asname or one.name)


def _within(module: str) -> Iterator[tuple[str, str]]:
    return ((f"{module}.{name}", name) for name in STARTERS)


def _own_calls(statement: ast.stmt) -> Iterator[ast.Call]:
    """Calls of a statement that are not those of a statement in it."""
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        waiting += [one for one in ast.iter_child_nodes(node) if not isinstance(one, ast.stmt)]
        if isinstance(node, ast.Call):
            yield node


def _last(function: ast.expr) -> str:
    return ast.unparse(function).rpartition(".")[2]


# -------------------------------------------------------------------------- as a run makes them


@dataclass(frozen=True, slots=True)
class Told:
    """What a worker found out of itself: where it was asked for, its bounds, what it could do."""

    module: str
    line: int
    limits: Mapping[str, int]
    held: Mapping[str, int]
    connected: str
    opened: str
    leads: bool


@dataclass(slots=True)
class Watch:
    """What was seen of the workers of a run."""

    folder: Path
    secret: Path
    places: dict[str, tuple[str, int]] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)
    parsed: list[Path] = field(default_factory=list)

    def told(self) -> Iterator[Told]:
        """What each worker said."""
        for path in sorted(self.folder.iterdir()):
            said = json.loads(path.read_text("utf-8"))
            yield Told(*self.places[said.pop("folder")], **said)


@contextmanager
def watching(folder: Path) -> Iterator[Watch]:
    """Have every worker that is started meanwhile say how it is confined."""
    secret = folder / "secret.txt"
    secret.write_text("1", "utf-8")
    (folder / "told").mkdir()
    watch = Watch(folder / "told", secret)
    with socket.create_server(("127.0.0.1", 0)) as server, pytest.MonkeyPatch.context() as patch:
        serving = partial(_serve, watch.folder, secret, server.getsockname()[1])
        patch.setattr(worker, "serve", serving)
        _note_places(patch, watch)
        yield watch


def _note_places(patch: pytest.MonkeyPatch, watch: Watch) -> None:
    """Remember where the workers of each folder were asked for, and how long each task may take."""
    asked: weakref.WeakKeyDictionary[Workers, tuple[str, int]] = weakref.WeakKeyDictionary()
    begin, free, give = Workers.__init__, Workers._free_desk, worker.Worker.give

    def init(self: Workers, *arguments: Any, **named: Any) -> None:
        begin(self, *arguments, **named)
        asked[self] = _asker()

    def free_desk(self: Workers) -> Any:
        desk = free(self)
        if self._folder is not None:
            watch.places[str(Path(self._folder.name).absolute())] = asked[self]
        return desk

    def timed(self: worker.Worker, task: worker.Task) -> None:
        watch.times.append(task.limit)
        give(self, task)

    patch.setattr(Workers, "__init__", init)
    patch.setattr(Workers, "_free_desk", free_desk)
    patch.setattr(running.Worker, "give", timed)


def _asker() -> tuple[str, int]:
    """The module and the line of the program that called into workers."""
    frame = sys._getframe(1)
    while True:
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(PACKAGE) and not path.is_relative_to(WORKERS):
            return path.relative_to(PACKAGE).as_posix(), frame.f_lineno
        assert frame.f_back is not None
        frame = frame.f_back


def _serve(told: Path, secret: Path, port: int, pipe: Connection, start: Start) -> None:
    """In a worker: serve as it would, and say how it is confined once it is."""
    settle = child._settle
    report = os.open(told / f"{os.getpid()}.json", os.O_WRONLY | os.O_CREAT, 0o600)

    def settled(given: Start) -> None:
        settle(given)
        said = {
            "folder": str(given.folder),
            "limits": _asked_for(given),
            "held": _held(),
            "connected": _connected(port),
            "opened": _opened(secret),
            "leads": os.getpgrp() == os.getpid(),
        }
        os.write(report, json.dumps(said).encode())
        os.close(report)

    child._settle = settled
    child.serve(pipe, start)


def _asked_for(start: Start) -> dict[str, int]:
    limits = start.limits
    return {"AS": limits.memory, "FSIZE": limits.written, "NOFILE": limits.open_files, "CORE": 0}


def _held() -> dict[str, int]:
    """The limits that the kernel keeps, those that nobody can raise again."""
    names = ("AS", "FSIZE", "NOFILE", "CORE")
    return {name: resource.getrlimit(getattr(resource, f"RLIMIT_{name}"))[1] for name in names}


def _connected(port: int) -> str:
    """What comes of calling somebody on this machine who listens."""
    try:
        socket.create_connection(("127.0.0.1", port), 5).close()
    except OSError as error:
        return os.strerror(error.errno or 0)
    return "connected"


def _opened(secret: Path) -> str:
    """What comes of opening a file that lies nowhere near what is worked on."""
    try:
        return secret.read_text("utf-8")
    except OSError as error:
        return os.strerror(error.errno or 0)
