"""Draw the generated pages of all volumes in pieces, so that what has not changed is not drawn.

A piece begins with a divider, at the earliest after a number of pages; what pieces there are
follows from the plan alone, so that the same plan gives the same files.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from generator.children.limits import follow
from generator.fonts import FontSet
from generator.layout import Layout
from generator.model import Page, PageKind, Volume
from generator.renderers.pages import cached_pages, render_pages

#: Below this many pages a piece of its own costs more (fonts are embedded anew) than it saves.
_LEAST = 20

#: A page of a PDF: the file, and the page's number in it from 1.
Drawn = tuple[Path, int]


@dataclass(frozen=True, slots=True)
class Set:
    """The generated pages of a volume in order, and a blank one."""

    pages: tuple[Drawn, ...]
    blank: Drawn


def draw_sets(
    volumes: Sequence[Volume],
    title: str,
    layout: Layout,
    fonts: FontSet,
    templates: Path,
    cache: Path,
    *,
    jobs: int,
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
        jobs: how many processes may draw.
        progress: called with (pieces done, pieces in all) in this process.

    Returns:
        The pages of each volume, by its number.

    Raises:
        MissingLibraryError: WeasyPrint cannot be loaded.
        RuntimeError: WeasyPrint reported an error or did not give one page for each section.
    """
    pieces: list[tuple[Page, ...]] = []
    owned: dict[int, range] = {}
    for volume in volumes:
        first = len(pieces)
        pieces += _pieces(volume.pages)
        owned[volume.number] = range(first, len(pieces))
    made = [cached_pages(title, piece, layout, fonts, templates, cache) for piece in pieces]
    absent = [at for at, path in enumerate(made) if path is None]
    done = len(pieces) - len(absent)
    progress(done, len(pieces))
    draw = partial(
        render_pages, title, layout=layout, fonts=fonts, templates=templates, cache=cache
    )
    for at, path in _drawn(draw, {at: pieces[at] for at in absent}, jobs):
        made[at] = path
        done += 1
        progress(done, len(pieces))
    return {number: _set([(pieces[at], made[at]) for at in own]) for number, own in owned.items()}


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


def _set(pieces: Sequence[tuple[tuple[Page, ...], Path | None]]) -> Set:
    drawn: list[Drawn] = []
    blanks: list[Drawn] = []
    for pages, path in pieces:
        assert path is not None
        drawn += [(path, at) for at in range(1, len(pages) + 1)]
        blanks.append((path, len(pages) + 1))
    return Set(tuple(drawn), blanks[0])


def _drawn(
    draw: Callable[[Sequence[Page]], Path], pieces: Mapping[int, Sequence[Page]], jobs: int
) -> Iterator[tuple[int, Path]]:
    """Draw pieces, here or in child processes, and give each as it is done."""
    if jobs <= 1 or len(pieces) <= 1:
        for at, piece in pieces.items():
            yield at, draw(piece)
        return
    pool = ProcessPoolExecutor(
        min(jobs, len(pieces)),
        mp_context=get_context("spawn"),
        initializer=follow,
        initargs=(os.getpid(),),
    )
    try:
        futures = {pool.submit(draw, piece): at for at, piece in pieces.items()}
        for future in as_completed(futures):
            yield futures[future], future.result()
    finally:
        pool.shutdown(cancel_futures=True)
