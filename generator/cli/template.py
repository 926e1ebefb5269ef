"""``template``: write the blank form of one ledger."""

from pathlib import Path

import click

from generator.base.errors import OutputError, reason_of
from generator.base.terminal import say
from generator.cli import DONE
from generator.cli.declaring import LEDGER, command, importing


@command("template", "生成空白台账", for_others=True)
@LEDGER
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="放到哪个文件夹，默认当前文件夹。",
)
@click.pass_obj
def template_command(folder: Path | None, ledger: str, out: Path) -> int:
    """生成一种台账的空白 Excel（表头、下拉选项、填表说明）。"""
    with importing():
        from generator.cli.opening import opened, schema_of
        from generator.ledgers.schemas.template_book import write_template
    _, workspace = opened(folder)
    schema = schema_of(workspace, ledger)
    target = out / f"{schema.id} {schema.title}.xlsx"
    if target.exists():
        raise OutputError(f"“{target}”已存在，不会覆盖。", "请换一个文件夹，或先移走原文件。")
    try:
        out.mkdir(parents=True, exist_ok=True)
        write_template(schema, target)
    except OSError as error:
        raise OutputError(
            f"空白台账写不进“{out}”（{reason_of(error)}）。", "请用 --out 指定可以写入的文件夹。"
        ) from error
    say(f"已生成 {target}")
    return DONE
