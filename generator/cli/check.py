"""List what is wrong with one unit, without making anything."""

from pathlib import Path

from generator.base.terminal import hand_over, say
from generator.cli import DONE, GAPS
from generator.cli.opening import at_work, day_of, hands
from generator.cli.progress import Progress
from generator.cli.screen import render_list, render_summary, render_worst
from generator.render.lists.findings import render_findings
from generator.verdict.judge import judge


def run(folder: Path | None, unit: str, *, as_json: bool, jobs: int | None) -> int:
    """Judge the unit and print every finding, the table by group, and what to chase first.

    Raises:
        BinderError: the unit cannot be judged; the message says why and what to do.
    """
    _, workspace = at_work(folder)
    with Progress() as progress:
        judged = judge(workspace, unit, day_of(workspace), progress, jobs=hands(jobs))
    assessment = judged.assessment
    if as_json:
        hand_over(render_findings(assessment))
    else:
        if listed := render_list(assessment):
            say(*listed, "")
        say(*render_summary(assessment))
        if worst := render_worst(assessment):
            say("", *worst)
    return DONE if assessment.complete else GAPS
