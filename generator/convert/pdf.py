"""PDF documents: bound as they are, or as a mended copy."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from generator.convert.job import Job, Outcome, Tools
from generator.convert.leaves import to_leaves
from generator.convert.locked_attachments import open_pages
from generator.lettering.fonts import FontSet


def convert(jobs: Sequence[Job], tools: Tools) -> tuple[Outcome, ...]:
    """Give the leaves of each PDF; see ``pages.to_leaves``.

    A file whose name is no proper text is bound as a copy: the PDF libraries cannot open it later.
    So is one whose attachments alone are locked: they would ask for a password.
    """
    return tuple(_convert(job, tools.fonts) for job in jobs)


def _convert(job: Job, fonts: FontSet) -> Outcome:
    plain = job.target.with_suffix(".copy.pdf")
    if _is_text(job.source):
        outcome = to_leaves(job.source, job.target, fonts)
        if outcome.code != "encrypted" or not open_pages(job.source, plain):
            return outcome
    else:
        shutil.copyfile(job.source, plain)
    return _of_copy(plain, job, fonts)


def _of_copy(plain: Path, job: Job, fonts: FontSet) -> Outcome:
    """The leaves of a copy, which is kept if they are its own pages."""
    outcome = to_leaves(plain, job.target, fonts)
    if outcome.leaves is None or outcome.leaves.pdf == job.target:
        return outcome
    plain.replace(job.target)
    return replace(outcome, conversion=replace(outcome.leaves, pdf=job.target))


def _is_text(path: Path) -> bool:
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
