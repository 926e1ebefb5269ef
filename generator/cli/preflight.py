"""``preflight``: list the pages to look at before printing, and how much paper it takes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.base.terminal import hand_over, say
from generator.cli import DONE, GAPS
from generator.cli.declaring import JOBS, JSON, UNIT, command, importing

if TYPE_CHECKING:
    from generator.model import Assessment, Finding, PaperOrder, Preflight


@command("preflight", "打印前检查版面和用纸")
@UNIT
@JSON
@click.option("--group", help="只看某一组，如 3。")
@JOBS
@click.pass_obj
def preflight_command(
    folder: Path | None, unit: str, as_json: bool, group: str | None, jobs: int | None
) -> int:
    """列出打印前要看的页（字太小、图不清、倒置、彩色等）和每卷用纸；有“注意”的，退出码为 1。"""
    with importing():
        from generator.binder.planning import preflight
        from generator.binder.request import Request
        from generator.cli.opening import at_work, day_of, processes
        from generator.cli.progress import Progress
    _, workspace = at_work(folder)
    request = Request(unit, day_of(workspace), group=group, jobs=processes(jobs))
    with Progress() as progress:
        planned = preflight(workspace, request, progress)
    if as_json:
        hand_over(render_preflight_json(planned.assessment, planned.preflight))
    else:
        say(*render_preflight(planned.preflight))
    return GAPS if planned.preflight.warned else DONE


def render_preflight(preflight: Preflight) -> list[str]:
    """Every finding, those to look at first; then the paper to order."""
    from generator.cli.screen import render_preflight_counts, table_lines
    from generator.measure.preflight import PREFLIGHT_LABELS
    from generator.model import Severity
    from generator.render.lists.paper_list import PAPER_HEADS, paper_rows, reams_said

    ranks = tuple(PREFLIGHT_LABELS)
    groups: dict[tuple[bool, int, str], list[Finding]] = {}
    for one in preflight.findings:
        kind = (one.severity is Severity.INFO, ranks.index(one.code), one.remedy)
        groups.setdefault(kind, []).append(one)
    lines = [line for kind in sorted(groups) for line in (*_of_kind(groups[kind]), "")]
    rows = [[str(value) for value in row] for row in paper_rows(preflight)]
    lines += [*table_lines(PAPER_HEADS, rows), ""]
    return [*lines, f"用纸：{reams_said(preflight)}。", "", render_preflight_counts(preflight)]


def _of_kind(findings: Sequence[Finding]) -> list[str]:
    """Findings of one kind: what they are called, each on a line, what to do once for all."""
    from generator.measure.preflight import PREFLIGHT_LABELS
    from generator.model import SEVERITY_LABELS

    first = findings[0]
    label = f"{PREFLIGHT_LABELS[first.code]} {first.code}"
    lines = [f"[{SEVERITY_LABELS[first.severity]}] {label}（{len(findings)} 条）"]
    lines += [
        f"  {one.path}：{one.message}" if one.path else f"  {one.message}" for one in findings
    ]
    return [*lines, f"  {first.remedy}"]


def render_preflight_json(assessment: Assessment, preflight: Preflight) -> str:
    """Unit, every finding and the paper of every volume, as indented JSON: a public contract."""
    from generator.base.json_text import json_text
    from generator.render.lists.findings import finding_record

    a4, a3 = preflight.reams
    content = {
        "unit": assessment.unit.id,
        "profile": assessment.checklist.profile,
        "as_of": str(assessment.as_of),
        "preflight": [finding_record(finding) for finding in preflight.findings],
        "paper": [_paper(order) for order in preflight.orders],
        "reams": {"sheets": preflight.ream, "a4": a4, "a3": a3},
    }
    return json_text(content)


def _paper(order: PaperOrder) -> dict[str, object]:
    volume = order.volume
    return {
        "volume": volume.number,
        "title": volume.title,
        "a4_sheets": order.a4,
        "a3_sheets": order.a3,
        "sides": order.sides,
        "colour": [page.index for page in order.colour],
        "black": order.black,
        "empty": order.empty,
        "thickness_mm": round(volume.thickness, 1),
    }
