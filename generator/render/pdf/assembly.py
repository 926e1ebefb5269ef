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
class Pasted:
    """A part of a page that is shown on another: which of the volume's ``photos``, and where.

    ``box`` is left, bottom, right and top of the part on its own page; ``scale``, ``x`` and ``y``
    put its lower left corner on the sheet. All in points.
    """

    photo: int
    box: tuple[float, float, float, float]
    scale: float
    x: float
    y: float


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
    pasted: tuple[Pasted, ...] = ()


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
class Document:
    """A document of which all is in one file: the sides, from 1, of its pages, from 0.

    ``name`` is what it is called where something is told of it; ``entry`` is the place of its own
    bookmark among the volume's, from 0.
    """

    name: str
    file: Path
    sides: tuple[tuple[int, int], ...]
    entry: int


@dataclass(frozen=True, slots=True)
class Assembly:
    """A volume: stretches of pages (from 1) of files, what becomes of each page, what it shows.

    ``photos`` are pages that stand on sheets with others, each by its file and its number.
    The bookmarks and links of ``documents`` are those of their sources; none are named for paper.
    """

    runs: tuple[tuple[Path, tuple[int, ...]], ...]
    sides: tuple[Side, ...]
    entries: tuple[Entry, ...]
    labels: tuple[Label, ...]
    title: str
    fonts: FontSet
    target: Path
    photos: tuple[tuple[Path, int], ...] = ()
    documents: tuple[Document, ...] = ()


def alone(volume: Assembly, file: Path, folder: Path) -> Assembly:
    """Of a volume the pages of one file alone, to be written to a folder."""
    numbers: list[int] = []
    sides: list[Side] = []
    places: dict[int, int] = {}
    at = 0
    for source, several in volume.runs:
        if source == file:
            places |= {at + one: len(sides) + one for one in range(1, len(several) + 1)}
            numbers += several
            sides += (replace(side, links=()) for side in volume.sides[at : at + len(several)])
        at += len(several)
    shown = [number for source, number in volume.photos if source == file]
    numbers += shown
    sides += [Side() for _ in shown]
    sides = [replace(side, pasted=()) for side in sides]
    name = hashlib.sha256(os.fsencode(file)).hexdigest()
    documents = [document for document in volume.documents if document.file == file]
    return replace(
        volume,
        runs=((file, tuple(numbers)),),
        sides=tuple(sides),
        entries=tuple(Entry(document.name, 0, 1) for document in documents),
        labels=(),
        photos=(),
        target=folder / f"{name}.pdf",
        documents=tuple(
            replace(one, sides=tuple((page, places[side]) for page, side in one.sides), entry=entry)
            for entry, one in enumerate(documents)
        ),
    )
