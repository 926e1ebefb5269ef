"""Pages of evidence as pictures for Word: a scan's own JPEG, or the page drawn at a resolution."""

import json
import os
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from itertools import groupby
from multiprocessing import get_context
from pathlib import Path
from typing import Literal

from generator.files import sha256_of
from generator.model import LeafRef
from generator.renderers.lone_image import Box
from generator.renderers.page_drawing import Drawing, draw_pages

#: Part of every name in the cache: raised whenever a page would come out differently.
VERSION = 1
#: Below this many pages a second process costs more than it saves.
_FEW = 6
#: Pages of one document that one process draws at a time.
_CHUNK = 12
_SUFFIX = {"jpeg": "jpg", "png": "png"}

#: The PDF and the page in it: files with equal bytes may be converted in different ways.
PictureKey = tuple[Path, int]


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as a picture file; ``box`` is its place on the page (a scan keeps its margins).

    ``kind`` is ``scan`` (the scanner's own bytes) or ``drawn``.
    """

    path: Path
    format: Literal["jpeg", "png"]
    width_px: int
    height_px: int
    kind: Literal["scan", "drawn"]
    box: Box


@dataclass(frozen=True, slots=True)
class Undrawable:
    """A page that no picture could be made of, and the reason as the PDF library gives it."""

    reason: str


@dataclass(frozen=True, slots=True)
class _Task:
    """Pages of one PDF, and the names in the cache under which their pictures belong."""

    pdf: Path
    indexes: tuple[int, ...]
    stems: tuple[Path, ...]
    dpi: int


def key_of(leaf: LeafRef) -> PictureKey:
    """Under which key :func:`page_pictures` gives a page's picture."""
    return leaf.pdf, leaf.index


def page_pictures(
    requests: Sequence[LeafRef],
    *,
    cache: Path,
    dpi: int,
    jobs: int,
    progress: Callable[[int, int], None],
) -> Mapping[PictureKey, Picture | Undrawable]:
    """Make a picture of every page, or take it from the cache.

    Args:
        requests: the pages; a page that is asked for twice is drawn once.
        cache: folder of the cache; pictures stand in its sub-folder ``pictures``.
        dpi: resolution of drawn pages, in dots per inch.
        jobs: how many processes may draw.
        progress: called with (pages done, pages in all) in this process.

    Returns:
        A picture for each page, or why there is none; keys as :func:`key_of` gives them.

    Raises:
        OSError: the cache cannot be written.
    """
    folder = cache / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    stems = _stems(requests, folder, dpi)
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
    for task, drawings in _drawn(_tasks(waiting, dpi), jobs):
        made.update(zip(task.stems, drawings, strict=True))
        progress(len(found) + len(made), total)
    found.update({key: made[stem] for key, stem in stems.items() if stem in made})
    progress(total, total)
    return found


def _stems(requests: Sequence[LeafRef], folder: Path, dpi: int) -> dict[PictureKey, Path]:
    """For each page the name of its picture: the PDF's hash, page, resolution and version."""
    digests: dict[Path, str] = {}
    stems: dict[PictureKey, Path] = {}
    for leaf in requests:
        if leaf.pdf not in digests:
            own = leaf.pdf == leaf.file.absolute
            digests[leaf.pdf] = leaf.file.sha256 if own else sha256_of(leaf.pdf)
        name = f"{digests[leaf.pdf]}-{leaf.index:05d}-{dpi}-{VERSION}"
        stems[key_of(leaf)] = folder / name
    return stems


def _cached(stem: Path) -> Picture | None:
    """The picture that an earlier run left; ``None`` if it is absent or damaged."""
    try:
        record = json.loads(stem.with_name(stem.name + ".json").read_text("ascii"))
        path = stem.with_name(f"{stem.name}.{_SUFFIX[record['format']]}")
        if path.stat().st_size != record.pop("bytes") or sha256_of(path) != record.pop("sha256"):
            return None
        return Picture(path=path, **{**record, "box": Box(**record["box"])})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _tasks(waiting: Mapping[Path, PictureKey], dpi: int) -> tuple[_Task, ...]:
    """Cut the work so that a PDF is opened once for several pages."""
    ordered = sorted((pdf, index, stem) for stem, (pdf, index) in waiting.items())
    tasks: list[_Task] = []
    for pdf, pages in groupby(ordered, key=lambda page: page[0]):
        listed = list(pages)
        for start in range(0, len(listed), _CHUNK):
            part = listed[start : start + _CHUNK]
            indexes, stems = tuple(page[1] for page in part), tuple(page[2] for page in part)
            tasks.append(_Task(pdf, indexes, stems, dpi))
    return tuple(tasks)


def _drawn(
    tasks: Sequence[_Task], jobs: int
) -> Iterator[tuple[_Task, tuple[Picture | Undrawable, ...]]]:
    """Do the tasks, here or in child processes, and give each as it is done."""
    if jobs <= 1 or sum(len(task.indexes) for task in tasks) <= _FEW:
        for task in tasks:
            yield task, _work(task)
        return
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_ignore_ctrl_c)
    try:
        futures = {pool.submit(_work, task): task for task in tasks}
        for future in as_completed(futures):
            yield futures[future], future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _ignore_ctrl_c() -> None:
    """Leave Ctrl-C to the parent, which then lets each child end its piece and go."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _work(task: _Task) -> tuple[Picture | Undrawable, ...]:
    """Draw the pages of one task and put them into the cache."""
    drawings = draw_pages(task.pdf, task.indexes, task.dpi)
    return tuple(
        Undrawable(drawing) if isinstance(drawing, str) else _store(stem, drawing)
        for stem, drawing in zip(task.stems, drawings, strict=True)
    )


def _store(stem: Path, drawing: Drawing) -> Picture:
    """Write the picture first and its record last, each at once, so that no half is taken."""
    path = stem.with_name(f"{stem.name}.{_SUFFIX[drawing.format]}")
    _replace(path, drawing.data)
    picture = Picture(
        path, drawing.format, drawing.width_px, drawing.height_px, drawing.kind, drawing.box
    )
    record = asdict(picture) | {"bytes": len(drawing.data), "sha256": drawing.sha256}
    del record["path"]
    text = json.dumps(record, sort_keys=True)
    _replace(stem.with_name(stem.name + ".json"), text.encode("ascii"))
    return picture


def _replace(path: Path, data: bytes) -> None:
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        fresh.write_bytes(data)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
