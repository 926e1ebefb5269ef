"""Make the archive set of one unit, and say what went into which box."""

from collections import Counter
from pathlib import Path

from generator.archive import IGNORED, ArchiveOutcome, ArchiveRequest, archive, find_validator
from generator.base.terminal import say
from generator.cli import DONE
from generator.cli.archive_screen import (
    render_balance,
    render_boxes,
    render_left_out,
    render_remarks,
)
from generator.cli.late import tell_late
from generator.cli.opening import at_work, day_of, hands
from generator.cli.progress import Progress
from generator.cli.screen import render_classified


def run(
    folder: Path | None, unit: str, *, output: Path | None, unmasked: bool, jobs: int | None
) -> int:
    """Write the set and print what it holds.

    Raises:
        BinderError: it cannot be made; the message says why and what to do.
    """
    root, workspace = at_work(folder)
    request = ArchiveRequest(
        unit, day_of(workspace), (output or root / "output").absolute(), hands(jobs), unmasked
    )
    with Progress() as progress:
        outcome = archive(workspace, request, find_validator(), progress)
    _tell(outcome, root)
    return DONE


def _tell(outcome: ArchiveOutcome, root: Path) -> None:
    """Say what went into which box, what is in none, and what a person should look at."""
    shown = outcome.folder
    if shown.is_relative_to(root):
        shown = shown.relative_to(root)
    items = sum(len(box.items) for box in outcome.boxes)
    pages = sum(box.pages for box in outcome.boxes)
    name = outcome.assessment.unit.name
    say("", f"{name}归档：{items} 件 {pages} 页，{len(outcome.boxes)} 盒")
    say(*render_boxes(outcome.boxes))
    if outcome.remarks:
        say("", f"须核对 {len(outcome.remarks)} 处：", *render_remarks(outcome.remarks))
    if classified := render_classified(outcome.assessment):
        say("", *classified)
    tell_late(outcome.late)
    if outcome.left_out:
        say("", *render_left_out(outcome.left_out, frozenset({IGNORED})))
    for label in outcome.labels:
        if label.overfull:
            say("", f"注意：{label.name}比最厚的标准盒还厚，请分装。")
    say("", render_balance(outcome.balance))
    verdicts = Counter(str(verdict.outcome) for verdict in outcome.verdicts.values())
    said = "、".join(f"{name} {count} 件" for name, count in sorted(verdicts.items()))
    if said:
        say(f"PDF/A-1b（PDFBox Preflight）：{said}。")
    say(f"已写入 {shown.as_posix()}/：{'、'.join(outcome.files)}")
