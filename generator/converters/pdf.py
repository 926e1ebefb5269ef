"""PDF documents: bound as they are, or as a mended copy."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from generator.converters.job import Job, Outcome, Tools
from generator.converters.pages import to_leaves


def convert(jobs: Sequence[Job], tools: Tools) -> tuple[Outcome, ...]:  # noqa: ARG001
    """Give the leaves of each PDF; see ``pages.to_leaves``.

    A file whose name is no proper text is bound as a copy: the PDF libraries cannot open it later.
    """
    return tuple(_convert(job) for job in jobs)


def _convert(job: Job) -> Outcome:
    if _is_text(job.source):
        return to_leaves(job.source, job.target)
    plain = job.target.with_suffix(".copy.pdf")
    shutil.copyfile(job.source, plain)
    outcome = to_leaves(plain, job.target)
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
