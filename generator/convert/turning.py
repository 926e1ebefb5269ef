"""Pages that the office has turned (``rotate:`` in ``目录.yaml``), in documents of any kind.

Pictures that are turned as a whole are laid out anew by their own converter, so that one that lies
on its side takes the page that it would have taken upright.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pikepdf

from generator.convert.job import Job, Outcome, whole_turn
from generator.convert.kinds import PICTURES
from generator.convert.leaves import to_leaves

#: How many wrong page numbers are named; more are counted.
_FEW = 5


def turned(outcome: Outcome, job: Job) -> Outcome:
    """The same conversion with its pages turned clockwise, as the job asks; else as it is.

    Raises:
        pikepdf.PdfError: the converter's own pages cannot be read.
    """
    leaves = outcome.leaves
    if leaves is None or not job.rotate or (job.kind in PICTURES and whole_turn(job.rotate)):
        return outcome
    asked = dict(job.rotate)
    turns = [asked.get(at, asked.get(0, 0)) for at in range(1, len(leaves.pages) + 1)]
    notes = (*leaves.notes, *_beyond(job.rotate, len(leaves.pages)))
    if not any(turns):
        return replace(outcome, conversion=replace(leaves, notes=notes))
    raw = job.target.with_suffix(".turned.pdf")
    _turn(leaves.pdf, turns, raw)
    again = to_leaves(raw, job.target)
    if again.leaves is None:
        return again
    if again.leaves.pdf == raw:
        raw.replace(job.target)
    raw.unlink(missing_ok=True)
    made = replace(leaves, pdf=job.target, pages=again.leaves.pages, notes=notes)
    return replace(outcome, conversion=made)


def _turn(pdf: Path, turns: Sequence[int], target: Path) -> None:
    with pikepdf.open(pdf) as document:
        for page, degrees in zip(document.pages, turns, strict=True):
            if degrees:
                page.rotate(degrees, relative=True)
        document.save(target, deterministic_id=True)


def _beyond(rotate: Sequence[tuple[int, int]], pages: int) -> Iterator[str]:
    """What the office asks of pages that the document does not have."""
    wrong = [str(page) for page, _ in rotate if page > pages]
    if wrong:
        more = f" 等 {len(wrong)} 页" if len(wrong) > _FEW else " 页"
        named = "、".join(wrong[:_FEW])
        yield f"目录.yaml 要求转动第 {named}{more}，文件只有 {pages} 页，请核对页码"
