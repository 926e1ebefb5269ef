"""Find and open the workspace that a command is for, keep its log, and tell which day it is."""

import datetime as dt
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from generator.base import log
from generator.base.errors import WorkspaceError
from generator.base.terminal import say
from generator.cli.declaring import words
from generator.ledgers.read.schema import LedgerSchema
from generator.office.config import find_workspace
from generator.verdict.workspace import Workspace, open_workspace


def root_of(folder: Path | None) -> Path:
    """The folder of the workspace: the one that was named, or the nearest one above.

    Raises:
        WorkspaceError: there is none.
    """
    if folder is not None and not (folder / "config.yaml").is_file():
        raise WorkspaceError(f"“{folder}”里没有 config.yaml，不是工作区。", "请核对 --workspace。")
    return folder.absolute() if folder is not None else find_workspace(Path.cwd())


def opened(folder: Path | None) -> tuple[Path, Workspace]:
    """Open the workspace for a command; what libraries say from here on is kept in its cache."""
    root = root_of(folder).resolve()
    workspace = open_workspace(root, words())
    click.get_current_context().with_resource(_logged(root, workspace.cache))
    return root, workspace


@contextmanager
def _logged(root: Path, cache: Path) -> Iterator[None]:
    """Keep a log of the run and, if something was said, name it at the end."""
    now = dt.datetime.now().astimezone()
    with log.kept(cache, f"{now:%Y-%m-%d-%H%M%S}-{os.getpid()}") as kept:
        try:
            yield
        finally:
            kept.finish()
            if kept.written:
                path = kept.path
                shown = path.relative_to(root) if path.is_relative_to(root) else path
                where = f"记在 {shown.as_posix()}"
                said = f"运行中有 {kept.lines} 行技术性提示，{where}，供维护人员查看，可以不看。"
                say(said, error=True)


def at_work(folder: Path | None) -> tuple[Path, Workspace]:
    """Open the workspace for a command that reads evidence, with its cache locked until the end.

    Then what was not used for long is removed from the cache.
    """
    root, workspace = opened(folder)
    context = click.get_current_context()
    scratch = context.with_resource(workspace.at_work())
    context.with_resource(_temporary_files_in(scratch))
    return root, workspace


@contextmanager
def _temporary_files_in(folder: Path) -> Iterator[None]:
    """Let libraries, and all that this process starts, put their temporary files there."""
    chosen, named = tempfile.tempdir, os.environ.get("TMPDIR")
    tempfile.tempdir = os.environ["TMPDIR"] = str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = chosen
        os.environ.pop("TMPDIR", None)
        if named is not None:
            os.environ["TMPDIR"] = named


def schema_of(workspace: Workspace, ledger: str) -> LedgerSchema:
    """A ledger's schema by its id, upper or lower case.

    Raises:
        WorkspaceError: there is no such ledger.
    """
    schema = workspace.schemas.get(ledger.upper())
    if schema is None:
        known = "、".join(workspace.schemas)
        raise WorkspaceError(f"没有编号为“{ledger}”的台账。", f"可选：{known}。")
    return schema


def day_of(workspace: Workspace) -> dt.date:
    """The day that due dates are counted from: the office's own, or today."""
    return workspace.config.as_of or dt.datetime.now().astimezone().date()


def processes(jobs: int | None) -> int:
    """How many child processes may work: as many as were asked for, or one for each processor."""
    return jobs or os.cpu_count() or 1
