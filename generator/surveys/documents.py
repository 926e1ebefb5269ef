"""Survey documents: from the cache where an earlier run knew them, else page by page."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.base import workers
from generator.base.workers import ORDINARY, Failed, Limits, Reach, Task
from generator.fonts.stand_ins import NO_STAND_INS, StandIns
from generator.in_hand import in_hand
from generator.model import DocumentSurvey
from generator.surveys import records, work
from generator.surveys.work import Document, Part

if TYPE_CHECKING:
    from generator.surveys.page import SurveyedPages


@dataclass(frozen=True, slots=True)
class _Hands:
    """How many processes may work, with what, within which limits; ``timeout`` is in seconds."""

    jobs: int
    stand_ins: StandIns
    timeout: float
    limits: Limits


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
        that nothing can open has no pages.

    Raises:
        OSError: a document cannot be read or the cache cannot be written.
    """
    folder = cache / "surveys"
    folder.mkdir(parents=True, exist_ok=True)
    known: dict[str, DocumentSurvey] = {}
    waiting: dict[str, Path] = {}
    names = {key: f"{key}-{stand_ins.mark}" for key in documents.values()}
    for pdf, key in documents.items():
        with in_hand(pdf):
            survey = None if key in known else records.load(folder, names[key])
        if survey is not None:
            known[key] = survey
        elif key not in known:
            waiting.setdefault(key, pdf)
    pages = sum(len(survey.pages) for survey in known.values())
    hands = _Hands(jobs, stand_ins, timeout, limits)
    for key, survey in _surveyed(waiting, pages, hands, progress):
        known[key] = survey
        with in_hand(waiting[key]):
            records.store(folder, names[key], survey)
    return {pdf: known[key] for pdf, key in documents.items()}


def _surveyed(
    waiting: Mapping[str, Path], known: int, hands: _Hands, progress: Callable[[int, int], None]
) -> Iterator[tuple[str, DocumentSurvey]]:
    """Survey what the cache does not know, and give each document as its last page is done.

    ``known`` pages of others are counted as done from the beginning.
    """
    counts: dict[str, int] = {}
    found: dict[str, dict[int, SurveyedPages]] = {key: {} for key in waiting}
    total = done = known
    tasks = work.counting(waiting, hands.timeout)
    reach = Reach.around([*waiting.values(), *(path for _, path in hands.stand_ins.paths)])
    if not tasks:
        progress(done, total)
    for task, result in workers.run_in_parts(tasks, hands.jobs, hands.limits, reach, work.smaller):
        if task.function is work.count:
            counts.update(_numbers(task, result))
            if len(counts) == len(waiting):
                total += sum(counts.values())
                progress(done, total)
                tasks += work.surveying(waiting, counts, hands.stand_ins, hands.jobs, hands.timeout)
                yield from ((key, _joined(())) for key in waiting if not counts[key])
            continue
        for part, pages in _surveys(task, result):
            done += len(pages.pages)
            own = found[part.key]
            own[part.indexes.start] = pages
            if sum(len(piece.pages) for piece in own.values()) == counts[part.key]:
                yield part.key, _joined([own[start] for start in sorted(own)])
        progress(done, total)


def _joined(parts: "Sequence[SurveyedPages]") -> DocumentSurvey:
    pages = tuple(page for part in parts for page in part.pages)
    fonts = frozenset[str]().union(*(part.unembedded for part in parts))
    return DocumentSurvey(pages, tuple(sorted(fonts)))


def _numbers(task: Task, result: Any) -> dict[str, int]:
    """The pages of each document; none of one that ends the process that opens it.

    Raises:
        OSError: it is the file that cannot be read.
    """
    documents: Sequence[Document] = task.argument
    if isinstance(result, Failed):
        for _, pdf in documents:
            pdf.stat()
    pages = [0] * len(documents) if isinstance(result, Failed) else result
    return {key: count for (key, _), count in zip(documents, pages, strict=True)}


def _surveys(task: Task, result: Any) -> "Sequence[tuple[Part, SurveyedPages]]":
    """The survey of each part; of a single page that ends its process, that it cannot be drawn."""
    parts: Sequence[Part] = task.argument
    pieces = map(_undrawable, parts) if isinstance(result, Failed) else result
    return list(zip(parts, pieces, strict=True))


def _undrawable(part: Part) -> "SurveyedPages":
    """What is known of pages that end the process that draws them.

    Raises:
        OSError: it is the file that cannot be read.
    """
    from generator.surveys.page import undrawable_pages

    with part.pdf.open("rb"):
        return undrawable_pages(part.indexes)
