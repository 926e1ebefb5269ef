"""A volume as PDF: evidence between the generated pages, numbered, linked and bookmarked.

Here stands what goes where; pages are put together in a child process. Evidence pages keep their
content; what is added is a number, and a page that would reach into the binding margin or lies
across is put on its sheet as planned.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate, groupby
from pathlib import Path

from generator.base.workers import ORDINARY, Reach, Workers
from generator.lettering.fonts import FontSet
from generator.lettering.stamp import Mark
from generator.lettering.typeset import MM_PER_POINT
from generator.model import Imprint, Page, PageKind, Plan, Volume
from generator.plan import geometry
from generator.render.pdf.assembling import assemble
from generator.render.pdf.assembly import (
    Assembly,
    Document,
    Entry,
    Label,
    Link,
    Pasted,
    Placed,
    Side,
)
from generator.render.pdf.page_sets import Drawn, Set

SUFFIX = ".pdf"


@dataclass(frozen=True, slots=True)
class _Targets:
    """Where each anchor is: a side of this file, or the file name and side of another volume."""

    here: Mapping[str, int]
    elsewhere: Mapping[str, tuple[str, int]]

    def link(self, anchor: str, rectangle: tuple[float, ...]) -> Link:
        """A link to an anchor."""
        if anchor in self.here:
            return Link(rectangle, self.here[anchor])
        file, side = self.elsewhere[anchor]
        return Link(rectangle, side, file)


def render_pdf(
    plan: Plan,
    volume: Volume,
    fonts: FontSet,
    pages: Set,
    target: Path,
) -> None:
    """Write one volume, or all of them joined, in a child process of its own.

    Args:
        plan: the whole binder, for what stands in other volumes.
        volume: the volume to write; ``plan.joined()`` for all in one file.
        fonts: what numbers are printed in.
        pages: the volume's generated pages, drawn.
        target: the PDF to write.

    Raises:
        RuntimeError: the pages could not be put together as planned.
        OSError: the file cannot be written.
    """
    assembly = Assembler(plan, fonts).volume(volume, pages, target)
    with Workers(1, ORDINARY, _reach_of(assembly)) as workers:
        workers.give(assemble, assembly)


def _reach_of(assembly: Assembly) -> Reach:
    """What a worker must open to put a volume together: pages, fonts, and where it is written."""
    sources = (file for file, _ in (*assembly.runs, *assembly.photos))
    return Reach.around([*sources, *assembly.fonts.files], writes=[assembly.target.parent])


class Assembler:
    """Tells volumes of a binder in the plain values that a child process writes them from."""

    def __init__(self, plan: Plan, fonts: FontSet) -> None:
        """Gather where all anchors are.

        Args:
            plan: the whole binder.
            fonts: what numbers are printed in.
        """
        self._title, self._fonts = plan.title, fonts
        self._everywhere = {
            anchor: (volume.name + SUFFIX, side)
            for volume in plan.volumes
            for anchor, side in _anchors(volume).items()
        }

    def volume(self, volume: Volume, pages: Set, target: Path) -> Assembly:
        """A volume, or all of them joined, whose links lead nowhere else.

        Args:
            volume: the volume to write.
            pages: its generated pages, drawn.
            target: the PDF to write.
        """
        targets = _Targets(_anchors(volume), self._everywhere if volume.number else {})
        photos = tuple(
            (framed.leaf.pdf, framed.leaf.index + 1)
            for page in volume.pages
            for framed in page.framed
        )
        before = accumulate((len(page.framed) for page in volume.pages), initial=0)
        return Assembly(
            runs=tuple(_runs(volume, pages)),
            sides=tuple(
                _side(page, targets, at) for page, at in zip(volume.pages, before, strict=False)
            ),
            entries=tuple(Entry(mark.title, mark.level, mark.page) for mark in volume.bookmarks),
            labels=tuple(_labels(volume)),
            title=f"{self._title} {volume.name}" if volume.number else self._title,
            fonts=self._fonts,
            target=target,
            photos=photos,
            documents=() if volume.number else tuple(_documents(volume)),
        )


def _documents(volume: Volume) -> Iterator[Document]:
    """The documents of a volume by their own bookmarks, each whole wherever it was cut."""
    bookmarks = {mark.page: at for at, mark in enumerate(volume.bookmarks)}
    leaves = ((page, page.leaf) for page in volume.pages if page.leaf is not None)
    found: dict[tuple[str, Path], list[tuple[int, int]]] = {}
    for page, leaf in leaves:
        found.setdefault((leaf.file.path, leaf.pdf), []).append((leaf.index, page.index))
    for (path, file), sides in found.items():
        entry = bookmarks.get(sides[0][1])
        if entry is not None:
            yield Document(path, file, tuple(sides), entry)


def _runs(volume: Volume, pages: Set) -> Iterator[tuple[Path, tuple[int, ...]]]:
    """For each stretch of pages from one file: the file and the pages' numbers in it, from 1."""
    for file, stretch in groupby(_sources(volume, pages), key=lambda source: source[0]):
        yield file, tuple(number for _, number in stretch)


def _sources(volume: Volume, pages: Set) -> Iterator[Drawn]:
    drawn = iter(pages.pages)
    for page in volume.pages:
        if page.leaf is not None:
            yield page.leaf.pdf, page.leaf.index + 1
        elif page.kind is PageKind.BLANK:
            yield pages.blank
        else:
            yield next(drawn)


def _side(page: Page, targets: _Targets, photos: int) -> Side:
    """What becomes of a page; ``photos`` is how many stand on the sheets before it."""
    mark = _mark(page.imprint) if page.imprint else None
    if page.leaf is not None:
        fit = page.fit
        on = Placed(page.width, page.height, fit.turn, fit.scale, fit.dx, fit.dy)
        return Side(evidence=on, mark=mark)
    if page.kind is PageKind.BLANK:
        sizes = (page.width / MM_PER_POINT, page.height / MM_PER_POINT)
        return Side(blank=(round(sizes[0], 2), round(sizes[1], 2)), mark=mark)
    found = geometry.links(page)
    links = (targets.link(link.anchor, _rectangle(link, page.height)) for link in found)
    return Side(mark=mark, links=tuple(links), pasted=tuple(_pasted(page, photos)))


def _pasted(page: Page, before: int) -> Iterator[Pasted]:
    for at, shown in enumerate(geometry.photos(page) if page.framed else (), before):
        photo = shown.framed.photo
        box = photo.left, photo.bottom, photo.left + photo.width, photo.bottom + photo.height
        scale = shown.width / MM_PER_POINT / photo.width
        x, y = shown.x, page.height - shown.y - shown.height
        yield Pasted(at, box, scale, round(x / MM_PER_POINT, 3), round(y / MM_PER_POINT, 3))


def _mark(imprint: Imprint) -> Mark:
    return Mark(imprint.text, imprint.x, imprint.y, imprint.size, imprint.align, imprint.font)


def _rectangle(link: geometry.Link, height: float) -> tuple[float, ...]:
    """A row's place in points from the bottom left corner."""
    bottom, top = height - link.y - link.height, height - link.y
    corners = (link.x, bottom, link.x + link.width, top)
    return tuple(round(value / MM_PER_POINT, 2) for value in corners)


def _anchors(volume: Volume) -> Mapping[str, int]:
    return {anchor: page.index for page in volume.pages for anchor in page.anchors}


def _labels(volume: Volume) -> Iterator[Label]:
    """Page labels as a viewer shows them: printed numbers, and the name of unnumbered pages."""
    before: tuple[str, int | None] | None = None
    for page in volume.pages:
        if page.number is None:
            yield Label(page.index, page.label, None)
            before = None
            continue
        if before != (page.series, page.number - 1):
            yield Label(page.index, page.series, page.number)
        before = (page.series, page.number)
