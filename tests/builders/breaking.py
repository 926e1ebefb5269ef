"""Steps that break on purpose, in a child, over files that ask for it in their bytes."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from generator.base.looks import Source
from generator.base.workers import Reach
from generator.ledgers.printed.stored import Printable, Style, draw
from generator.ledgers.read.table import Ledger
from generator.measure.privacy import classified
from generator.measure.privacy.search import SearchedPages, search
from generator.model import Conversion, TextSearch
from generator.verdict.ledger_files import Wanted, read_some
from tests.builders.filed import ROOT

#: The ways to break, and what a clerk reads of each.
WAYS = {
    "error": "时程序处理不了这个文件",
    "crash": "时程序崩溃",
    "loop": "超过时限仍未完成",
    "memory": "需要的内存超过上限",
}


class WideReach:
    """In the place of ``Reach``: within it, these functions can be imported."""

    @staticmethod
    def around(files: Iterable[Path], *, writes: Iterable[Path] = ()) -> Reach:
        near = Reach.around(files, writes=writes)
        return Reach((ROOT, *near.reads), near.writes)


def mark(way: str) -> bytes:
    """What a file must hold to break every step over it in this way."""
    return f"break-on-purpose-{way}".encode()


def _break_over(path: Path) -> None:
    data = path.read_bytes()
    if mark("error") in data:
        raise ValueError("on purpose")
    if mark("crash") in data:
        os.abort()
    if mark("memory") in data:
        bytearray(10**14)
    while mark("loop") in data:
        pass


def reading(wanted: Sequence[Wanted]) -> tuple[Ledger | None, ...]:
    for one in wanted:
        _break_over(one.source)
    return read_some(wanted)


def drawing(argument: tuple[Printable, Style, Path]) -> Conversion:
    _break_over(argument[0].source)
    return draw(argument)


def looking(sources: Sequence[Source]) -> object:
    for _, path in sources:
        _break_over(path)
    return classified.look(sources)


def searching(part: SearchedPages) -> TextSearch:
    _break_over(part.pdf)
    return search(part)
