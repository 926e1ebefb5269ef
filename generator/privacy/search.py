"""Search documents for personal numbers, page by page; what an earlier run found is kept."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator import kept
from generator.base.workers import Reach
from generator.model import Sighting, TextSearch
from generator.personal import PersonalKind, PersonalNumber, numbers_in
from generator.privacy.page_text import opened, page_text
from generator.privacy.spread import spread
from generator.registers.mask import Mask

#: Part of every record's name: raised whenever a page would be searched differently.
_VERSION = 1

#: Pages of one document that one process searches at a time, and the seconds that it may take.
_CHUNK = 40
_SECONDS = 120.0


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
class _Task:
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
) -> Mapping[str, TextSearch]:
    """Search every page of every document.

    Args:
        documents: PDFs as the converters give them; equal ones are searched once.
        terms: how numbers are shown, and the public contacts.
        cache: the folder of all caches. Records hold the covered forms alone.
        jobs: how many processes may work.
        progress: called with (pages done, pages in all) in this process.

    Returns:
        What was found, by the document's hash. A page that cannot be read counts as unchecked.

    Raises:
        OSError: the cache cannot be written.
    """
    folder = cache / "personal"
    known: dict[str, TextSearch] = {}
    waiting: dict[str, tuple[Path, int]] = {}
    for pdf, one in documents.items():
        if one.sha256 in known or one.sha256 in waiting:
            continue
        record = kept.load(_place(folder, one.sha256, terms))
        search = _search_of(record)
        if search is None:
            waiting[one.sha256] = (pdf, one.pages)
        else:
            known[one.sha256] = search
    total = sum(one.pages for one in documents.values())
    waits = sum(pages for _, pages in waiting.values())
    done = total - waits
    progress(done, total)
    for sha256, search, whole in _searched(waiting, terms, jobs):
        known[sha256] = search
        done += waiting[sha256][1]
        progress(done, total)
        if whole:
            kept.store(_place(folder, sha256, terms), _record(search))
    return known


def _searched(
    waiting: Mapping[str, tuple[Path, int]], terms: Terms, jobs: int
) -> Iterator[tuple[str, TextSearch, bool]]:
    """Each document as its last page is done, and whether all pages could be worked on."""
    tasks = [
        _Task(sha256, pdf, range(start, min(start + _CHUNK, pages)), terms)
        for sha256, (pdf, pages) in waiting.items()
        for start in range(0, pages, _CHUNK)
    ]
    parts: dict[str, dict[int, TextSearch | None]] = {sha256: {} for sha256 in waiting}
    for task, found in spread(
        _work, tasks, jobs=jobs, limit=_SECONDS, reach=Reach.around(task.pdf for task in tasks)
    ):
        own = parts[task.sha256]
        own[task.indexes.start] = found
        pages = waiting[task.sha256][1]
        if len(own) == len(range(0, pages, _CHUNK)):
            ordered = [own[start] or _nothing(start, pages) for start in sorted(own)]
            yield task.sha256, _merged(ordered), None not in own.values()


def _nothing(start: int, pages: int) -> TextSearch:
    """What is known of pages whose search crashed."""
    return TextSearch((), tuple(range(start + 1, min(start + _CHUNK, pages) + 1)))


def _merged(parts: Sequence[TextSearch]) -> TextSearch:
    return TextSearch(
        tuple(one for part in parts for one in part.sightings),
        tuple(page for part in parts for page in part.unchecked),
    )


def _work(task: _Task) -> TextSearch:
    sightings: list[Sighting] = []
    unchecked: list[int] = []
    with opened(task.pdf) as document:
        for index in task.indexes:
            read = page_text(document, index) if document else None
            if read is None or not read.readable:
                unchecked.append(index + 1)
            for number in numbers_in(read.text) if read else ():
                shown, contact = task.terms.shown(number), task.terms.is_contact(number)
                sightings.append(Sighting(number.kind, index + 1, shown, contact))
    return TextSearch(tuple(sightings), tuple(unchecked))


def _place(folder: Path, sha256: str, terms: Terms) -> Path:
    return folder / f"{sha256}-{_VERSION}-{terms.key}.json"


def _record(search: TextSearch) -> dict[str, Any]:
    seen = [[one.kind.value, one.page, one.shown, one.contact] for one in search.sightings]
    return {"sightings": seen, "unchecked": search.unchecked}


def _search_of(record: Any) -> TextSearch | None:
    if not isinstance(record, dict):
        return None
    try:
        seen = tuple(
            Sighting(PersonalKind(kind), page, shown, contact)
            for kind, page, shown, contact in record["sightings"]
        )
        return TextSearch(seen, tuple(record["unchecked"]))
    except (KeyError, TypeError, ValueError):
        return None
