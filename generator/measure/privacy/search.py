"""Search documents for personal numbers, page by page; what an earlier run found is kept."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generator.base import workers
from generator.base.cache import Key, find, keep
from generator.base.masking import Mask
from generator.base.personal import PersonalKind, PersonalNumber, numbers_in
from generator.base.workers import ORDINARY, Failed, Limits, Reach, Task
from generator.measure.privacy.page_text import ClosedError, opened, page_text
from generator.model import Sighting, TextSearch
from generator.model.failures import what_happened

#: Part of every record's name: raised whenever a page would be searched differently.
_VERSION = 2

#: Pages of one document that one process searches at a time.
_CHUNK = 40

_CLOSED = "打不开"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A PDF to search: its hash, and how many pages it has."""

    sha256: str
    pages: int


@dataclass(frozen=True, slots=True)
class Terms:
    """How numbers are shown, and which telephones are those of public contacts."""

    mask: Mask
    contacts: frozenset[str]

    @property
    def key(self) -> str:
        """A text that changes whenever the same page would give other sightings."""
        said = repr((self.mask, sorted(self.contacts)))
        return hashlib.sha256(said.encode("utf-8")).hexdigest()[:12]

    def shown(self, number: PersonalNumber) -> str:
        """The covered form of a number."""
        cover = {
            PersonalKind.ID_NUMBER: self.mask.id_number,
            PersonalKind.PHONE: self.mask.phone,
            PersonalKind.BANK_CARD: self.mask.card,
        }
        return cover[number.kind](number.digits)

    def is_contact(self, number: PersonalNumber) -> bool:
        """Whether it is the telephone of a public contact."""
        return number.kind is PersonalKind.PHONE and number.digits in self.contacts


@dataclass(frozen=True, slots=True)
class SearchedPages:
    """Some pages of a PDF."""

    sha256: str
    pdf: Path
    indexes: range
    terms: Terms


def search_documents(
    documents: Mapping[Path, Wanted],
    terms: Terms,
    *,
    cache: Path,
    jobs: int,
    progress: Callable[[int, int], None],
    timeout: float = 120.0,
    limits: Limits = ORDINARY,
) -> Mapping[str, TextSearch]:
    """Search every page of every document.

    Args:
        documents: PDFs as the converters give them; equal ones are searched once.
        terms: how numbers are shown, and the public contacts.
        cache: the folder of all caches. Records hold the covered forms alone.
        jobs: how many processes may work.
        progress: called with (pages done, pages in all) in this process.
        timeout: seconds for some pages together, and then for each alone.
        limits: what each process may take.

    Returns:
        What was found, by the document's hash. A page over which the search breaks costs itself
        alone; what is known of such a document is not kept.

    Raises:
        OSError: the cache cannot be written.
    """
    folder = cache / "personal"
    known: dict[str, TextSearch] = {}
    waiting: dict[str, tuple[Path, int]] = {}
    for pdf, one in documents.items():
        if one.sha256 in known or one.sha256 in waiting:
            continue
        record = find(_place(folder, one.sha256, terms))
        stored = None if record is None else _search_of(record.answer)
        if stored is None:
            waiting[one.sha256] = (pdf, one.pages)
        else:
            known[one.sha256] = stored
    total = sum(one.pages for one in documents.values())
    waits = sum(pages for _, pages in waiting.values())
    done = total - waits
    progress(done, total)
    for sha256, found in _searched(waiting, terms, jobs, timeout, limits):
        known[sha256] = found
        done += waiting[sha256][1]
        progress(done, total)
        if not found.broken:
            keep(_place(folder, sha256, terms), _record(found))
    return known


def _searched(
    waiting: Mapping[str, tuple[Path, int]],
    terms: Terms,
    jobs: int,
    timeout: float,
    limits: Limits,
) -> Iterator[tuple[str, TextSearch]]:
    """Each document as its last page is done."""
    tasks = [
        Task(
            search,
            SearchedPages(sha256, pdf, range(start, min(start + _CHUNK, pages)), terms),
            timeout,
        )
        for sha256, (pdf, pages) in waiting.items()
        for start in range(0, pages, _CHUNK)
    ]
    reach = Reach.around(pdf for pdf, _ in waiting.values())
    parts: dict[str, dict[int, TextSearch]] = {sha256: {} for sha256 in waiting}
    left = {sha256: pages for sha256, (_, pages) in waiting.items()}
    for task, found in workers.run_in_parts(tasks, jobs, limits, reach, _single_pages):
        part: SearchedPages = task.argument
        parts[part.sha256][part.indexes.start] = (
            _broken(part, found, limits) if isinstance(found, Failed) else found
        )
        left[part.sha256] -= len(part.indexes)
        if not left[part.sha256]:
            own = parts[part.sha256]
            yield part.sha256, _merged([own[start] for start in sorted(own)])


def _single_pages(task: Task) -> list[Task]:
    """The pages of a task one by one; nothing for a single one."""
    part: SearchedPages = task.argument
    alone = [replace(part, indexes=range(at, at + 1)) for at in part.indexes]
    return [Task(search, one, task.limit) for one in alone] if len(alone) > 1 else []


def _broken(part: SearchedPages, failed: Failed, limits: Limits) -> TextSearch:
    """What is known of a page over which the search broke."""
    pages = tuple(index + 1 for index in part.indexes)
    return TextSearch((), (), pages, what_happened("查找个人信息", failed, limits))


def _merged(parts: Sequence[TextSearch]) -> TextSearch:
    return TextSearch(
        tuple(one for part in parts for one in part.sightings),
        tuple(page for part in parts for page in part.unchecked),
        tuple(page for part in parts for page in part.broken),
        next((part.why for part in parts if part.why), ""),
    )


def search(part: SearchedPages) -> TextSearch:
    """Search some pages of a document."""
    sightings: list[Sighting] = []
    unchecked: list[int] = []
    broken: list[int] = []
    with opened(part.pdf) as document:
        for index in part.indexes:
            try:
                read = page_text(document, index) if document else None
            except ClosedError:
                read = None
            if read is None:
                broken.append(index + 1)
                continue
            if not read.readable:
                unchecked.append(index + 1)
            for number in numbers_in(read.text):
                shown, contact = part.terms.shown(number), part.terms.is_contact(number)
                sightings.append(Sighting(number.kind, index + 1, shown, contact))
    why = _CLOSED if broken else ""
    return TextSearch(tuple(sightings), tuple(unchecked), tuple(broken), why)


def _place(folder: Path, sha256: str, terms: Terms) -> Path:
    return Key(sha256, terms.key, str(_VERSION)).at(folder)


def _record(found: TextSearch) -> dict[str, Any]:
    seen = [[one.kind.value, one.page, one.shown, one.contact] for one in found.sightings]
    return {"sightings": seen, "unchecked": found.unchecked}


def _search_of(record: Any) -> TextSearch | None:
    try:
        seen = tuple(
            Sighting(PersonalKind(kind), page, shown, contact)
            for kind, page, shown, contact in record["sightings"]
        )
        return TextSearch(seen, tuple(record["unchecked"]))
    except (KeyError, TypeError, ValueError):
        return None
