"""PDF documents: bound as they are, or as a mended copy."""

from collections.abc import Sequence

from generator.converters.job import Job, Outcome, Tools
from generator.converters.pages import to_leaves


def convert(jobs: Sequence[Job], tools: Tools) -> tuple[Outcome, ...]:  # noqa: ARG001
    """Give the leaves of each PDF; see ``pages.to_leaves``."""
    return tuple(to_leaves(job.source, job.target) for job in jobs)
