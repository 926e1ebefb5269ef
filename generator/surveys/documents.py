"""Survey documents: from the cache where an earlier run knew them, else page by page."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

from generator.children import crew
from generator.children.crew import Failed, Task
from generator.children.limits import ORDINARY, Limits
from generator.model import DocumentSurvey
from generator.surveys import records
from generator.surveys.page import SurveyedPages, survey_pages, undrawable_pages

#: Pages of one document that one process surveys at a time.
_CHUNK = 24
#: Documents whose pages one process counts at a time.
_COUNTED = 200
#: Seconds that each page adds to the time limit of a process.
_SECONDS_PER_PAGE = 5.0


#: The key of a document, and the PDF that stands for it.
_Document = tuple[str, Path]


@dataclass(frozen=True, slots=True)
class _Part:
    """Some pages of the PDF that stands for a key."""

    key: str
    pdf: Path
    indexes: range


@dataclass(frozen=True, slots=True)
class _Hands:
    """How many processes may work, and within which limits; ``timeout`` is in seconds."""

    jobs: int
    timeout: float
    limits: Limits


def survey_documents(
    documents: Mapping[Path, str],
    *,
    cache: Path,
    jobs: int,
    progress: Callable[[int, int], None],
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
    for pdf, key in documents.items():
        survey = None if key in known else records.load(folder, key)
        if survey is not None:
            known[key] = survey
        elif key not in known:
            waiting.setdefault(key, pdf)
    pages = sum(len(survey.pages) for survey in known.values())
    hands = _Hands(jobs, timeout, limits)
    for key, survey in _surveyed(waiting, pages, hands, progress):
        known[key] = survey
        records.store(folder, key, survey)
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
    tasks = _counting(waiting, hands)
    if not tasks:
        progress(done, total)
    for task, result in crew.run_in_parts(tasks, hands.jobs, hands.limits, _smaller):
        if task.function is _count:
            counts.update(_numbers(task, result))
            if len(counts) == len(waiting):
                total += sum(counts.values())
                progress(done, total)
                tasks += _surveying(waiting, counts, hands)
                yield from ((key, _joined(())) for key in waiting if not counts[key])
            continue
        part: _Part = task.argument
        pages = _undrawable(part) if isinstance(result, Failed) else result
        done += len(pages.pages)
        progress(done, total)
        own = found[part.key]
        own[part.indexes.start] = pages
        if sum(len(piece.pages) for piece in own.values()) == counts[part.key]:
            yield part.key, _joined([own[start] for start in sorted(own)])


def _counting(waiting: Mapping[str, Path], hands: _Hands) -> list[Task]:
    listed = tuple(waiting.items())
    return [
        Task(_count, listed[start : start + _COUNTED], hands.timeout)
        for start in range(0, len(listed), _COUNTED)
    ]


def _surveying(
    waiting: Mapping[str, Path], counts: Mapping[str, int], hands: _Hands
) -> Iterator[Task]:
    for key, pdf in waiting.items():
        for start in range(0, counts[key], _CHUNK):
            indexes = range(start, min(start + _CHUNK, counts[key]))
            limit = hands.timeout + _SECONDS_PER_PAGE * len(indexes)
            yield Task(_work, _Part(key, pdf, indexes), limit)


def _smaller(task: Task) -> Sequence[Task]:
    """The documents or pages of a task one by one; nothing for a single one."""
    if task.function is _count:
        documents: Sequence[_Document] = task.argument
        alone = [Task(_count, (one,), task.limit) for one in documents]
    else:
        part: _Part = task.argument
        limit = task.limit - _SECONDS_PER_PAGE * (len(part.indexes) - 1)
        pages = [replace(part, indexes=range(index, index + 1)) for index in part.indexes]
        alone = [Task(_work, page, limit) for page in pages]
    return alone if len(alone) > 1 else ()


def _joined(parts: Sequence[SurveyedPages]) -> DocumentSurvey:
    pages = tuple(page for part in parts for page in part.pages)
    fonts = frozenset[str]().union(*(part.unembedded for part in parts))
    return DocumentSurvey(pages, tuple(sorted(fonts)))


def _numbers(task: Task, result: Any) -> dict[str, int]:
    """The pages of each document; none of one that ends the process that opens it.

    Raises:
        OSError: it is the file that cannot be read.
    """
    documents: Sequence[_Document] = task.argument
    if isinstance(result, Failed):
        for _, pdf in documents:
            pdf.stat()
    pages = [0] * len(documents) if isinstance(result, Failed) else result
    return {key: count for (key, _), count in zip(documents, pages, strict=True)}


def _count(documents: Sequence[_Document]) -> list[int]:
    return [_page_count(pdf) for _, pdf in documents]


def _undrawable(part: _Part) -> SurveyedPages:
    """What is known of pages that end the process that draws them.

    Raises:
        OSError: it is the file that cannot be read.
    """
    with part.pdf.open("rb"):
        return undrawable_pages(part.indexes)


def _page_count(pdf: Path) -> int:
    """How many pages a PDF has for the converters' library; the other counts what that refuses."""
    try:
        with pikepdf.open(pdf) as document:
            return len(document.pages)
    except (pikepdf.PdfError, pikepdf.PasswordError):
        pass
    try:
        with pypdfium2.PdfDocument(pdf) as other:
            return len(other)
    except pypdfium2.PdfiumError:
        return 0


def _work(part: _Part) -> SurveyedPages:
    return survey_pages(part.pdf, part.indexes)
