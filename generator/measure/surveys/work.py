"""What child processes do for surveys: count the pages of documents, then look at them.

A task holds several documents while they are small, which saves the way to a child and back. What
they need is loaded there.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from generator.base.workers import Task
from generator.lettering.fonts.stand_ins import StandIns

if TYPE_CHECKING:
    from generator.measure.surveys.page import SurveyedPages

#: Pages of one document that one process surveys at a time; documents go together up to as many.
_CHUNK = 24
#: Tasks that each process gets at least, while there are documents for them.
_TURNS = 4
#: Documents whose pages one process counts at a time.
_COUNTED = 200
#: Seconds that each page adds to the time limit of a process.
_SECONDS_PER_PAGE = 5.0

#: Bytes of a piece of memory after which glibc keeps pieces up to that size, once it was given
#: back. The pictures of a page are larger than what it keeps by itself, and to fetch their memory
#: anew from the system for each page would take a tenth of the time.
_KEPT = 1 << 24

#: The key of a document, and the PDF that stands for it.
Document = tuple[str, Path]


@dataclass(frozen=True, slots=True)
class PageRange:
    """Some pages of the PDF that stands for a key, and the fonts that it may lack."""

    key: str
    pdf: Path
    indexes: range
    stand_ins: StandIns


def counting(waiting: Mapping[str, Path], timeout: float) -> list[Task]:
    """Tasks that count the pages of documents, by their keys."""
    listed = tuple(waiting.items())
    return [
        Task(count, listed[start : start + _COUNTED], timeout)
        for start in range(0, len(listed), _COUNTED)
    ]


def surveying(
    waiting: Mapping[str, Path],
    counts: Mapping[str, int],
    stand_ins: StandIns,
    jobs: int,
    timeout: float,
) -> Iterator[Task]:
    """Tasks of about as many pages each: several small documents, or a part of a large one."""
    size = min(_CHUNK, sum(counts.values()) // (_TURNS * max(1, jobs)))
    parts: list[PageRange] = []
    for key, pdf in waiting.items():
        for start in range(0, counts[key], _CHUNK):
            indexes = range(start, min(start + _CHUNK, counts[key]))
            parts.append(PageRange(key, pdf, indexes, stand_ins))
            if sum(len(part.indexes) for part in parts) >= size:
                yield _task(parts, timeout)
                parts = []
    if parts:
        yield _task(parts, timeout)


def smaller(task: Task) -> Sequence[Task]:
    """The documents or pages of a task one by one; nothing for a single one."""
    if task.function is count:
        documents: Sequence[Document] = task.argument
        alone = [Task(count, (one,), task.limit) for one in documents]
    else:
        parts: Sequence[PageRange] = task.argument
        single = [(part, index) for part in parts for index in part.indexes]
        limit = task.limit - _SECONDS_PER_PAGE * (len(single) - 1)
        alone = [
            Task(survey, (replace(part, indexes=range(index, index + 1)),), limit)
            for part, index in single
        ]
    return alone if len(alone) > 1 else ()


def _task(parts: Sequence[PageRange], timeout: float) -> Task:
    pages = sum(len(part.indexes) for part in parts)
    return Task(survey, tuple(parts), timeout + _SECONDS_PER_PAGE * pages)


def count(documents: Sequence[Document]) -> list[int]:
    """How many pages each document has; none of one that nothing can open."""
    return [_page_count(pdf) for _, pdf in documents]


def survey(parts: Sequence[PageRange]) -> "list[SurveyedPages]":
    """Survey some pages of one document or several."""
    from generator.measure.surveys import page

    bytes(_KEPT)
    parts[0].stand_ins.use()
    return [page.survey_pages(part.pdf, part.indexes) for part in parts]


def _page_count(pdf: Path) -> int:
    """How many pages a PDF has for the converters' library; the other counts what that refuses."""
    import pikepdf

    from generator.lettering.pdf_names import UNREADABLE

    try:
        with pikepdf.open(pdf) as document:
            return len(document.pages)
    except UNREADABLE:
        pass

    import pypdfium2

    try:
        with pypdfium2.PdfDocument(pdf) as other:
            return len(other)
    except pypdfium2.PdfiumError:
        return 0
