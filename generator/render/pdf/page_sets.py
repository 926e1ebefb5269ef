"""Draw the generated pages of all volumes in pieces, so that what has not changed is not drawn.

A piece begins with a divider, at the earliest after a number of pages; what pieces there are
follows from the plan alone, so that the same plan gives the same files.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.base.workers import Limits, Workers
from generator.lettering.drawing import draw_file, fonts_forgotten, is_drawn
from generator.lettering.fonts import FontSet
from generator.lettering.layout import Layout
from generator.model import Page, PageKind, Volume
from generator.render.pdf.page_html import PageSetter, Piece

#: Below this many pages a piece of its own costs more (fonts are embedded anew) than it saves.
_LEAST = 20

#: Bytes of memory and of output that a side adds to what a worker may take. qpdf was measured to
#: keep about 0.4 MB for each page of documents with many small objects.
_MEMORY_PER_SIDE, _WRITTEN_PER_SIDE = 1_000_000, 50_000_000

#: A page of a PDF: the file, and the page's number in it from 1.
Drawn = tuple[Path, int]


@dataclass(frozen=True, slots=True)
class Set:
    """The generated pages of a volume in order, and a blank one."""

    pages: tuple[Drawn, ...]
    blank: Drawn


def for_sides(usual: Limits, sides: int) -> Limits:
    """What a worker may take that draws so many sides, or puts them together."""
    return replace(
        usual,
        memory=usual.memory + sides * _MEMORY_PER_SIDE,
        written=usual.written + sides * _WRITTEN_PER_SIDE,
    )


def draw_sets(
    volumes: Sequence[Volume],
    title: str,
    layout: Layout,
    fonts: FontSet,
    templates: Path,
    cache: Path,
    *,
    pool: Workers | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,  # noqa: ARG005
) -> Mapping[int, Set]:
    """Draw every generated page of some volumes, or take it from the cache.

    Args:
        volumes: the volumes; pages of evidence are left out.
        title: the binder's title, which the PDFs of the pieces bear.
        layout: figures of the page.
        fonts: the font files, by role.
        templates: the folder with ``pages.html.j2`` and ``pages.css.j2``.
        cache: folder where the PDFs are kept.
        pool: processes that draw; without any it is this process.
        progress: called with (pieces done, pieces in all) in this process.

    Returns:
        The pages of each volume, by its number.

    Raises:
        MissingLibraryError: WeasyPrint cannot be loaded.
        RuntimeError: WeasyPrint reported an error or did not give one page for each section.
    """
    setter = PageSetter(title, layout, fonts, templates, cache)
    owned = {v.number: [setter.piece(pages) for pages in _pieces(v.pages)] for v in volumes}
    pieces = [piece for own in owned.values() for piece in own]
    absent = {piece.target: piece for piece in pieces if not is_drawn(piece.target)}
    done = len(pieces) - len(absent)
    progress(done, len(pieces))
    for at, _ in enumerate(_drawn(tuple(absent.values()), fonts, pool), 1):
        progress(done + at, len(pieces))
    return {number: _set(own) for number, own in owned.items()}


def _pieces(pages: Sequence[Page]) -> Iterator[tuple[Page, ...]]:
    piece: list[Page] = []
    for page in pages:
        if page.leaf is not None or page.kind is PageKind.BLANK:
            continue
        if page.kind is PageKind.DIVIDER and len(piece) >= _LEAST:
            yield tuple(piece)
            piece = []
        piece.append(page)
    yield tuple(piece)


def _set(pieces: Sequence[Piece]) -> Set:
    drawn = [(piece.target, at) for piece in pieces for at in range(1, piece.pages)]
    return Set(tuple(drawn), (pieces[0].target, pieces[0].pages))


def _drawn(pieces: Sequence[Piece], fonts: FontSet, pool: Workers | None) -> Iterator[None]:
    """Draw pieces, here or in child processes, the longest first; tell of each as it is done."""
    if pool is None:
        with fonts_forgotten():
            for piece in pieces:
                draw_file(piece.html, fonts, piece.pages, piece.target)
                yield
        return
    longest = sorted(pieces, key=lambda piece: -len(piece.html))
    given = [pool.give(draw_file, p.html, fonts, p.pages, p.target) for p in longest]
    for work in pool.done(given):
        work.answer()
        yield
