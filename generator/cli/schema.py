"""Write the JSON Schemas that editors check the office's YAML with."""

from pathlib import Path

from generator.base.terminal import say
from generator.binder.workspace_files import write_schemas
from generator.cli import DONE
from generator.cli.opening import root_of


def run(folder: Path | None) -> int:
    """Write them into the workspace and name each.

    Raises:
        WorkspaceError: there is no workspace.
    """
    root = root_of(folder)
    for path in write_schemas(root):
        say(f"已写出 {path}")
    return DONE
