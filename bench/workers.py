"""Measure what a fresh worker costs until it has answered, with kept bytecode and without.

Each start is timed from the question to the answer of a child that imports some libraries and does
nothing else. The turns of all cases follow each other, so that the machine's other work falls on
all alike; the median counts. Nothing is kept.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from generator.base.workers import ORDINARY, Reach, Workers

#: What tasks import first: nothing; to identify documents; to read a register; to check it; to
#: convert a PDF; to lay out a web page.
CASES = (
    (),
    ("generator.unpack.recognise", "olefile"),
    ("python_calamine", "lxml.etree"),
    ("polars",),
    ("pikepdf", "pypdfium2"),
    ("weasyprint",),
)

_PREFIX = "PYTHONPYCACHEPREFIX"


def load(names: Sequence[str]) -> int:
    """In the worker: import some libraries; how many modules there are then."""
    for name in names:
        import_module(name)
    return len(sys.modules)


def started(names: Sequence[str]) -> tuple[float, int]:
    """The seconds until a new worker has answered, and how many modules it has loaded by then."""
    begun = time.perf_counter()
    with Workers(1, ORDINARY, Reach((Path(__file__).resolve().parents[1],))) as workers:
        given = workers.give(load, names)
        for _ in workers.done([given]):
            seconds = time.perf_counter() - begun
    return seconds, given.answer()


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
    kept: dict[Sequence[str], list[float]] = {names: [] for names in CASES}
    fresh: dict[Sequence[str], list[float]] = {names: [] for names in CASES}
    modules: dict[Sequence[str], int] = {}
    with tempfile.TemporaryDirectory() as empty:
        for _ in range(turns):
            for names in CASES:
                seconds, modules[names] = started(names)
                kept[names].append(seconds)
                with without_bytecode(Path(empty)):
                    fresh[names].append(started(names)[0])
    yield f"{'a worker that imports':42}{'modules':>8}{'bytecode kept':>16}{'none kept':>12}"
    for names in CASES:
        some, none = statistics.median(kept[names]), statistics.median(fresh[names])
        what = ", ".join(names) or "nothing"
        yield f"{what:42}{modules[names]:8}{some:14.2f} s{none:10.2f} s"


def main() -> None:
    """Print what starts cost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=7, help="starts of each case")
    for line in report(parser.parse_args().turns):
        print(line)


if __name__ == "__main__":
    from bench import workers as itself  # children cannot import what stands in the main program

    itself.main()
