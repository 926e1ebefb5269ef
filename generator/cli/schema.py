"""``schema``: write the JSON Schemas that editors check the office's YAML with."""

from pathlib import Path

import click

from generator.base.terminal import say
from generator.cli import DONE
from generator.cli.declaring import command, importing


@command("schema", "写出供编辑器检查的 JSON Schema", for_others=True)
@click.pass_obj
def schema_command(folder: Path | None) -> int:
    """更新 templates 里的 JSON Schema；支持它的编辑器会自动补全和检查 YAML。"""
    with importing():
        from generator.binder.workspace_files import write_schemas
        from generator.cli.opening import root_of
    for path in write_schemas(root_of(folder)):
        say(f"已写出 {path}")
    return DONE
