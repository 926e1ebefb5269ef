"""``check``: list what is wrong with one unit, without making anything."""

from pathlib import Path

import click

from generator.base.terminal import hand_over, say
from generator.cli import DONE, GAPS
from generator.cli.declaring import JOBS, JSON, UNIT, command, importing


@command("check", "只检查，不生成")
@UNIT
@JSON
@JOBS
@click.pass_obj
def check_command(folder: Path | None, unit: str, as_json: bool, jobs: int | None) -> int:
    """列出缺什么、错在哪、找谁、怎么办；有问题时退出码为 1。"""
    with importing():
        from generator.binder.request import Request, check
        from generator.cli.opening import at_work, day_of, processes
        from generator.cli.progress import Progress
        from generator.cli.screen import render_list, render_summary, render_worst
        from generator.render.lists.findings import render_findings
    _, workspace = at_work(folder)
    request = Request(unit, day_of(workspace), jobs=processes(jobs))
    with Progress() as progress:
        assessment = check(workspace, request, progress).assessment
    if as_json:
        hand_over(render_findings(assessment))
    else:
        if listed := render_list(assessment):
            say(*listed, "")
        say(*render_summary(assessment))
        if worst := render_worst(assessment):
            say("", *worst)
    return DONE if assessment.complete else GAPS
