"""Write the blank form of one ledger."""

from pathlib import Path

from generator.base.errors import OutputError, reason_of
from generator.base.terminal import say
from generator.cli import DONE
from generator.cli.opening import opened, schema_of
from generator.ledgers.read.template_book import write_template


def run(folder: Path | None, ledger: str, *, out: Path) -> int:
    """Write the form into a folder, over nothing that is there.

    Raises:
        BinderError: there is no such ledger, or the form cannot be written there.
    """
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
