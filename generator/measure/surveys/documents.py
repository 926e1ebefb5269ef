"""Survey documents: from the cache where an earlier run knew them, else page by page."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.base import workers
from generator.base.in_hand import in_hand
from generator.base.workers import ORDINARY, Failed, Limits, Reach, Task
from generator.lettering.fonts.stand_ins import NO_STAND_INS, StandIns
from generator.measure.surveys import records, work
from generator.measure.surveys.work import Document, PageRange
from generator.model import DocumentSurvey, Leaves, PageSurvey
from generator.model.failures import what_happened

if TYPE_CHECKING:
    from generator.measure.surveys.page import SurveyedPages

_STEP = "查看版面"


@dataclass(frozen=True, slots=True)
class _Allowed:
    """How many processes may work, with what, within which limits; ``timeout`` is in seconds."""

    jobs: int
    stand_ins: StandIns
    timeout: float
    limits: Limits


def survey_leaves(
    leaves: Iterable[Leaves],
    *,
    cache: Path,
    jobs: int,
    progress: Callable[[int, int], None],
    stand_ins: StandIns,
    timeout: float,
    limits: Limits,
) -> Mapping[Path, DocumentSurvey]:
    """Survey the pages that documents became (see :func:`survey_documents`).

    Returns:
        By its PDF, a survey of every page of a document, of one that nothing can open as well.

    Raises:
        OSError: a document cannot be read or the cache cannot be written.
    """
    pages = {one.pdf: one for one in leaves}
    found = survey_documents(
        {pdf: one.sha256 for pdf, one in pages.items()},
        cache=cache,
        jobs=jobs,
        progress=progress,
        stand_ins=stand_ins,
        timeout=timeout,
        limits=limits,
    )
    return {pdf: _whole(found[pdf], len(one.pages)) for pdf, one in pages.items()}


def _whole(survey: DocumentSurvey, pages: int) -> DocumentSurvey:
    """A survey with an entry for each page, whatever could be counted."""
    missing = pages - len(survey.pages)
    unseen = (PageSurvey.unseen(0, 0, survey.broken),) * missing
    return replace(survey, pages=(*survey.pages, *unseen))


def survey_documents(
    documents: Mapping[Path, str],
    *,
    cache: Path,
    jobs: int,
    progress: Callable[[int, int], None],
    stand_ins: StandIns = NO_STAND_INS,
    timeout: float = 120.0,
    limits: Limits = ORDINARY,
) -> Mapping[Path, DocumentSurvey]:
    """Survey every page of every document; a page that ends its process costs itself alone.

    Args:
        documents: PDFs as the converters give them, each with a text that changes whenever its
            bytes change; documents with equal texts are surveyed once.
        cache: folder of the cache; surveys stand in its sub-folder ``surveys``.
        jobs: how many processes may work.
        progress: called with (pages done, pages in all) in this process.
        stand_ins: what is drawn in the place of fonts that a document lacks.
        timeout: seconds for one page.
        limits: what each process may take.

    Returns:
        A survey for each document. A page that cannot be drawn has one that says so; a document
        that nothing can open has no pages. What broke is not kept for another run.

    Raises:
        OSError: a document cannot be read or the cache cannot be written.
    """
    folder = cache / "surveys"
    known: dict[str, DocumentSurvey] = {}
    waiting: dict[str, Path] = {}
    for pdf, key in documents.items():
        with in_hand(pdf):
            survey = None if key in known else records.load(folder, key, stand_ins.mark)
        if survey is not None:
            known[key] = survey
        elif key not in known:
            waiting.setdefault(key, pdf)
    pages = sum(len(survey.pages) for survey in known.values())
    allowed = _Allowed(jobs, stand_ins, timeout, limits)
    for key, survey in _surveyed(waiting, pages, allowed, progress):
        known[key] = survey
        if survey.lasting:
            with in_hand(waiting[key]):
                records.store(folder, key, stand_ins.mark, survey)
    return {pdf: known[key] for pdf, key in documents.items()}


def _surveyed(
    waiting: Mapping[str, Path], known: int, allowed: _Allowed, progress: Callable[[int, int], None]
) -> Iterator[tuple[str, DocumentSurvey]]:
    """Survey what the cache does not know, and give each document as its last page is done.

    ``known`` pages of others are counted as done from the beginning.
    """
    counts: dict[str, int] = {}
    uncounted: dict[str, str] = {}
    found: dict[str, dict[int, SurveyedPages]] = {key: {} for key in waiting}
    total = done = known
    tasks = work.counting(waiting, allowed.timeout)
    reach = Reach.around([*waiting.values(), *(path for _, path in allowed.stand_ins.paths)])
    if not tasks:
        progress(done, total)
    for task, result in workers.run_in_parts(
        tasks, allowed.jobs, allowed.limits, reach, work.smaller
    ):
        if task.function is work.count:
            if isinstance(result, Failed):
                uncounted.update(_uncounted(task, result, allowed.limits))
                result = [0] * len(task.argument)
            keys = (key for key, _ in task.argument)
            counts.update(zip(keys, result, strict=True))
            if len(counts) == len(waiting):
                total += sum(counts.values())
                progress(done, total)
                tasks += work.surveying(
                    waiting, counts, allowed.stand_ins, allowed.jobs, allowed.timeout
                )
                empty = (key for key in waiting if not counts[key])
                yield from ((key, _joined((), uncounted.get(key, ""))) for key in empty)
            continue
        for part, pages in _surveys(task, result, allowed.limits):
            done += len(pages.pages)
            own = found[part.key]
            own[part.indexes.start] = pages
            if sum(len(piece.pages) for piece in own.values()) == counts[part.key]:
                yield part.key, _joined([own[start] for start in sorted(own)])
        progress(done, total)


def _joined(parts: "Sequence[SurveyedPages]", broken: str = "") -> DocumentSurvey:
    pages = tuple(page for part in parts for page in part.pages)
    fonts = frozenset[str]().union(*(part.unembedded for part in parts))
    return DocumentSurvey(pages, tuple(sorted(fonts)), broken)


def _uncounted(task: Task, failed: Failed, limits: Limits) -> dict[str, str]:
    """Why the pages of documents could not be counted.

    Raises:
        OSError: it is the file that cannot be read.
    """
    documents: Sequence[Document] = task.argument
    for _, pdf in documents:
        pdf.stat()
    return dict.fromkeys((key for key, _ in documents), what_happened(_STEP, failed, limits))


def _surveys(
    task: Task, result: Any, limits: Limits
) -> "Sequence[tuple[PageRange, SurveyedPages]]":
    """The survey of each part; of a single page over which it broke, why."""
    parts: Sequence[PageRange] = task.argument
    if isinstance(result, Failed):
        broken = what_happened(_STEP, result, limits)
        result = [_unseen(part, broken) for part in parts]
    return list(zip(parts, result, strict=True))


def _unseen(part: PageRange, broken: str) -> "SurveyedPages":
    """What is known of pages over which the survey broke.

    Raises:
        OSError: it is the file that cannot be read.
    """
    from generator.measure.surveys.page import unseen_pages

    with part.pdf.open("rb"):
        return unseen_pages(part.indexes, broken)
