"""A volume in plain values, from which a child process can put it together."""

import hashlib
import os
from dataclasses import dataclass, replace
from pathlib import Path

from generator.lettering.fonts import FontSet
from generator.lettering.stamp import Mark


@dataclass(frozen=True, slots=True)
class Placed:
    """A page of evidence on its sheet, as :func:`fit_page` takes it."""

    width: float
    height: float
    turn: int
    scale: float
    dx: float
    dy: float


@dataclass(frozen=True, slots=True)
class Link:
    """A rectangle in points that leads to a side, counted from 1, of this or another file."""

    rectangle: tuple[float, ...]
    side: int
    file: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """What becomes of a page: evidence is placed, a blank gets a size in points, any is marked."""

    evidence: Placed | None = None
    blank: tuple[float, float] | None = None
    mark: Mark | None = None
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A bookmark; ``level`` counts from 0, ``side`` from 1."""

    title: str
    level: int
    side: int


@dataclass(frozen=True, slots=True)
class Label:
    """How a viewer names sides from one on: a text, and a number that counts up if there is one."""

    side: int
    text: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Assembly:
    """A volume: stretches of pages (from 1) of files, what becomes of each page, what it shows."""

    runs: tuple[tuple[Path, tuple[int, ...]], ...]
    sides: tuple[Side, ...]
    entries: tuple[Entry, ...]
    labels: tuple[Label, ...]
    title: str
    fonts: FontSet
    target: Path


def alone(volume: Assembly, file: Path, folder: Path) -> Assembly:
    """Of a volume the pages of one file alone, to be written to a folder."""
    numbers: list[int] = []
    sides: list[Side] = []
    at = 0
    for source, several in volume.runs:
        if source == file:
            numbers += several
            sides += (replace(side, links=()) for side in volume.sides[at : at + len(several)])
        at += len(several)
    name = hashlib.sha256(os.fsencode(file)).hexdigest()
    return replace(
        volume,
        runs=((file, tuple(numbers)),),
        sides=tuple(sides),
        entries=(),
        labels=(),
        target=folder / f"{name}.pdf",
    )
