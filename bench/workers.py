"""Measure what a fresh worker costs until it has answered, with kept bytecode and without.

Each start is timed from the question to the answer of a child that imports some libraries and does
nothing else. The turns of all cases follow each other, so that the machine's other work falls on
all alike; the median counts. Processor time is told besides, for it depends less on that work.
Nothing is kept.
"""

import argparse
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from generator.base.workers import ORDINARY, Reach, Workers

#: What tasks import first: nothing; to identify documents; to read a register; to check it; to
#: convert a PDF; to lay out a web page.
CASES = (
    (),
    ("generator.intake.containers.recognise", "olefile"),
    ("python_calamine", "lxml.etree"),
    ("polars",),
    ("pikepdf", "pypdfium2"),
    ("weasyprint",),
)

_PREFIX = "PYTHONPYCACHEPREFIX"


@dataclass(frozen=True, slots=True)
class Start:
    """One start: seconds until the answer, processor seconds of the child, modules loaded."""

    seconds: float
    busy: float
    modules: int


def load(names: Sequence[str]) -> int:
    """In the worker: import some libraries; how many modules there are then."""
    for name in names:
        import_module(name)
    return len(sys.modules)


def started(names: Sequence[str]) -> Start:
    """Start a worker that imports some libraries, answers and ends."""
    begun, before = time.perf_counter(), _busy()
    with Workers(1, ORDINARY, Reach((Path(__file__).resolve().parents[1],))) as workers:
        given = workers.give(load, names)
        for _ in workers.done([given]):
            seconds = time.perf_counter() - begun
    return Start(seconds, _busy() - before, given.answer())


def _busy() -> float:
    """Processor seconds of all children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@contextmanager
def without_bytecode(folder: Path) -> Iterator[None]:
    """Let children look for bytecode in an empty folder, where they may not keep any."""
    before = os.environ.get(_PREFIX)
    os.environ[_PREFIX] = str(folder)
    try:
        yield
    finally:
        os.environ.pop(_PREFIX)
        if before is not None:
            os.environ[_PREFIX] = before


def report(turns: int) -> Iterator[str]:
    """Measure, and tell it line by line."""
    kept: dict[Sequence[str], list[Start]] = {names: [] for names in CASES}
    fresh: dict[Sequence[str], list[Start]] = {names: [] for names in CASES}
    with tempfile.TemporaryDirectory() as empty:
        for _ in range(turns):
            for names in CASES:
                kept[names].append(started(names))
                with without_bytecode(Path(empty)):
                    fresh[names].append(started(names))
    yield f"{'a worker that imports':38}{'modules':>8}{'bytecode kept':>19}{'none kept':>19}"
    for names in CASES:
        what = ", ".join(names) or "nothing"
        yield f"{what:38}{kept[names][0].modules:8}{_told(kept[names])}{_told(fresh[names])}"


def _told(starts: Sequence[Start]) -> str:
    """The medians of some starts: seconds, and those of the processor."""
    seconds = statistics.median(one.seconds for one in starts)
    busy = statistics.median(one.busy for one in starts)
    return f"{seconds:7.2f} s, CPU {busy:.2f}"


def main() -> None:
    """Print what starts cost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=7, help="starts of each case")
    for line in report(parser.parse_args().turns):
        print(line)


if __name__ == "__main__":
    from bench import workers as itself  # children cannot import what stands in the main program

    itself.main()
