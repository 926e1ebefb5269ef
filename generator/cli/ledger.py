"""List everything that is wrong with one kind of ledger."""

from pathlib import Path

from generator.base.errors import WorkspaceError
from generator.base.terminal import say
from generator.cli import DONE, GAPS
from generator.cli.opening import at_work, day_of, schema_of
from generator.cli.screen import render_listed
from generator.model import Severity
from generator.verdict.judge import ledger_findings


def run(folder: Path | None, unit: str, ledger: str) -> int:
    """Read the unit's workbooks of the ledger and print what was found in them.

    Raises:
        BinderError: there is no such ledger, or none was filed.
    """
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
