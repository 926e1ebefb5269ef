"""Which variants of a test are tried: those of the usual run, or all of them, which take long."""

import os
from collections.abc import Iterable

#: Whether all variants are tried, however long that takes (``make test-long``).
LONG = bool(os.environ.get("GEN_BINDER_LONG"))


def variants(every: Iterable[str], usual: str) -> tuple[str, ...]:
    """All variants of a test, or the one of them that stands for all in the usual run."""
    found = tuple(every)
    assert usual in found
    return found if LONG else (usual,)
