"""Pages of evidence as pictures for Word: a scan's own JPEG, or the page drawn at a resolution."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Literal

from generator.base import log, workers
from generator.base.cache import Key, find, keep
from generator.base.files import sha256_of
from generator.base.workers import ORDINARY, Failed, Limits, Reach, Task
from generator.lettering.fonts.stand_ins import NO_STAND_INS, StandIns
from generator.model import Page
from generator.model.failures import what_happened
from generator.render.pdf.lone_image import Box
from generator.render.pdf.page_drawing import Drawing, TurnedPage, draw_pages

#: Part of every name in the cache: raised whenever a page would come out differently.
VERSION = 3
#: Pages of one document that one process draws at a time.
_CHUNK = 12
#: Seconds that each page adds to the time limit of a process.
_SECONDS_PER_PAGE = 5.0
_SUFFIX = {"jpeg": "jpg", "png": "png"}

#: The PDF, the page in it and its turn: equal files may be converted in different ways.
PictureKey = tuple[Path, int, int]


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as a picture file; ``box`` is its place on the page (a scan keeps its margins).

    ``kind`` is ``scan`` (the scanner's own bytes, or pixels where it is turned) or ``drawn``;
    ``width`` and ``height`` are those of the page in mm, after its turn.
    """

    path: Path
    format: Literal["jpeg", "png"]
    width_px: int
    height_px: int
    kind: Literal["scan", "drawn"]
    box: Box
    width: float
    height: float
    sha256: str


@dataclass(frozen=True, slots=True)
class Undrawable:
    """A page that no picture could be made of.

    ``broken`` says why, in Chinese, if drawing it did not come to its end; ``detail`` is what the
    PDF library says, for the log.
    """

    broken: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class _PictureRun:
    """Pages of one PDF, and the names in the cache under which their pictures belong."""

    pdf: Path
    pages: tuple[TurnedPage, ...]
    stems: tuple[Path, ...]
    dpi: int
    stand_ins: StandIns


def key_of(page: Page) -> PictureKey:
    """Under which key :func:`page_pictures` gives the picture of a page of evidence."""
    assert page.leaf is not None
    return page.leaf.pdf, page.leaf.index, page.fit.turn


def page_pictures(
    pages: Sequence[Page],
    *,
    cache: Path,
    dpi: int,
    jobs: int,
    progress: Callable[[int, int], None],
    stand_ins: StandIns = NO_STAND_INS,
    timeout: float = 120.0,
    limits: Limits = ORDINARY,
) -> Mapping[PictureKey, Picture | Undrawable]:
    """Make a picture of every page of evidence, or take it from the cache.

    Args:
        pages: pages of a plan, turned as it says; one that is asked for twice is drawn once, and
            those without evidence are left out.
        cache: folder of the cache; pictures stand in its sub-folder ``pictures``.
        dpi: resolution of drawn pages, in dots per inch.
        jobs: how many processes may draw.
        progress: called with (pages done, pages in all) in this process.
        stand_ins: what is drawn in the place of fonts that a document lacks.
        timeout: seconds for one page.
        limits: what each process may take.

    Returns:
        A picture for each page, or why there is none; keys as :func:`key_of` gives them.

    Raises:
        OSError: the cache cannot be written.
    """
    folder = cache / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    stems = _stems(pages, folder, f"{dpi}-{stand_ins.mark}")
    found: dict[PictureKey, Picture | Undrawable] = {}
    waiting: dict[Path, PictureKey] = {}
    for key, stem in stems.items():
        picture = _cached(stem)
        if picture is not None:
            found[key] = picture
        else:
            waiting.setdefault(stem, key)
    total = len(stems)
    progress(len(found), total)
    made: dict[Path, Picture | Undrawable] = {}
    tasks = [_task(part, timeout) for part in _parts(waiting, dpi, stand_ins)]
    fonts = (path for _, path in stand_ins.paths)
    reach = Reach.around([*(pdf for pdf, *_ in waiting.values()), *fonts], writes=[folder])
    for task, result in workers.run_in_parts(tasks, jobs, limits, reach, _single_pages):
        if isinstance(result, OSError):
            raise result
        part: _PictureRun = task.argument
        if isinstance(result, Failed):
            result = [_broken(part, result, limits)]
        for one in result:
            if isinstance(one, Undrawable) and one.detail:
                log.note(one.detail)
        made.update(zip(part.stems, result, strict=True))
        progress(len(found) + len(made), total)
    found.update({key: made[stem] for key, stem in stems.items() if stem in made})
    progress(total, total)
    return found


def _stems(pages: Sequence[Page], folder: Path, manner: str) -> dict[PictureKey, Path]:
    """For each page its picture's name: the PDF's hash, page, turn, resolution, fonts, version."""
    digests: dict[Path, str] = {}
    stems: dict[PictureKey, Path] = {}
    for leaf, turn in ((leaf, page.fit.turn) for page in pages for leaf in page.leaves):
        if leaf.pdf not in digests:
            own = leaf.pdf == leaf.file.absolute
            digests[leaf.pdf] = leaf.file.sha256 if own else sha256_of(leaf.pdf)
        producer = f"{leaf.index:05d}-{turn}-{manner}"
        key = Key(digests[leaf.pdf], producer, str(VERSION))
        stems[leaf.pdf, leaf.index, turn] = key.at(folder)
    return stems


def _cached(stem: Path) -> Picture | None:
    """The picture that an earlier run left; ``None`` if it is absent or damaged."""
    entry = find(stem)
    if entry is None or entry.path is None or entry.sha256 is None:
        return None
    try:
        box = Box(**entry.answer["box"])
        return Picture(**{**entry.answer, "box": box}, path=entry.path, sha256=entry.sha256)
    except (KeyError, TypeError):
        return None


def _parts(
    waiting: Mapping[Path, PictureKey], dpi: int, stand_ins: StandIns
) -> Iterator[_PictureRun]:
    """Cut the work so that a PDF is opened once for several pages."""
    ordered = sorted((*key, stem) for stem, key in waiting.items())
    for pdf, group in groupby(ordered, key=lambda page: page[0]):
        listed = list(group)
        for start in range(0, len(listed), _CHUNK):
            part = listed[start : start + _CHUNK]
            pages = tuple((index, turn) for _, index, turn, _ in part)
            yield _PictureRun(pdf, pages, tuple(stem for *_, stem in part), dpi, stand_ins)


def _task(part: _PictureRun, timeout: float) -> Task:
    return Task(_work, part, timeout + _SECONDS_PER_PAGE * len(part.pages))


def _single_pages(task: Task) -> Sequence[Task]:
    """The pages of a part one by one; nothing for a single page."""
    part: _PictureRun = task.argument
    limit = task.limit - _SECONDS_PER_PAGE * (len(part.pages) - 1)
    alone = [
        Task(_work, replace(part, pages=(page,), stems=(stem,)), limit)
        for page, stem in zip(part.pages, part.stems, strict=True)
    ]
    return alone if len(alone) > 1 else ()


def _broken(part: _PictureRun, failed: Failed, limits: Limits) -> Undrawable:
    """Why a page ended the process that drew it.

    Raises:
        OSError: it is the file that cannot be read.
    """
    with part.pdf.open("rb"):
        return Undrawable(what_happened("生成图页", failed, limits))


def _work(part: _PictureRun) -> tuple[Picture | Undrawable, ...] | OSError:
    """Draw the pages of one task and put them into the cache; an error is one of the cache."""
    part.stand_ins.use()
    drawings = draw_pages(part.pdf, part.pages, part.dpi)
    try:
        return tuple(
            Undrawable(detail=drawing) if isinstance(drawing, str) else _store(stem, drawing)
            for stem, drawing in zip(part.stems, drawings, strict=True)
        )
    except OSError as error:
        return error


def _store(stem: Path, drawing: Drawing) -> Picture:
    picture = Picture(
        stem.with_name(f"{stem.name}.{_SUFFIX[drawing.format]}"),
        drawing.format,
        drawing.width_px,
        drawing.height_px,
        drawing.kind,
        drawing.box,
        drawing.width,
        drawing.height,
        drawing.sha256,
    )
    answer = asdict(picture)
    del answer["path"], answer["sha256"]
    keep(stem, answer, drawing.data, picture.path.suffix)
    return picture
