"""``ledger``: list everything that is wrong with one kind of ledger."""

from pathlib import Path

import click

from generator.base.errors import WorkspaceError
from generator.base.terminal import say
from generator.cli import DONE, GAPS
from generator.cli.declaring import LEDGER, UNIT, command, importing


@command("ledger", "只查一种台账")
@UNIT
@LEDGER
@click.pass_obj
def ledger_command(folder: Path | None, unit: str, ledger: str) -> int:
    """列出一种台账（如 L16）的全部问题：工作表、行、列、怎么改；有错误时退出码为 1。"""
    with importing():
        from generator.cli.opening import at_work, day_of, schema_of
        from generator.cli.screen import render_listed
        from generator.model import Severity
        from generator.verdict.judge import ledger_findings
    _, workspace = at_work(folder)
    schema = schema_of(workspace, ledger)
    ledgers, found = ledger_findings(workspace, unit, day_of(workspace))
    workbooks = ledgers.by_id.get(schema.id, ())
    if not workbooks:
        raise WorkspaceError(
            f"{unit} 没有可核对的“{schema.id} {schema.title}”",
            "请把台账放进相应指标的文件夹；空白表可用 gen-binder template 生成。",
        )
    paths = {one.path for one in workbooks}
    listed = [finding for finding in found if finding.path in paths]
    for one in workbooks:
        say(f"{one.path}：{sum(1 for _ in one.rows)} 行")
    say(*(render_listed(listed) or ["没有发现问题。"]))
    return GAPS if any(finding.severity is Severity.ERROR for finding in listed) else DONE
