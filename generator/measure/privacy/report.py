"""Put together where personal numbers stand: on which printed pages, in which rows and names."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from generator.base.masking import Mask
from generator.base.page_ranges import ranges
from generator.base.personal import PersonalKind, numbers_in
from generator.base.workers import ORDINARY, Limits
from generator.ledgers.read.table import Ledger
from generator.measure.privacy.ledger_cells import ledger_entries
from generator.measure.privacy.search import Terms, Wanted, search_documents
from generator.model import (
    Assessment,
    EvidenceFile,
    Finding,
    LeafRef,
    Page,
    PersonalEntry,
    Plan,
    PrivacyReport,
    Severity,
    Sighting,
    TextSearch,
    UncheckedPages,
    Unit,
    Whereabouts,
)

#: Covered numbers that an entry shows.
_SAMPLES = 3


@dataclass(frozen=True, slots=True)
class _VolumePages:
    """A document's pages in one volume."""

    path: str
    item: str | None
    volume: int
    pages: tuple[tuple[LeafRef, Page], ...]


def privacy_report(
    plan: Plan,
    assessment: Assessment,
    files: Sequence[EvidenceFile],
    ledgers: Mapping[str, Ledger],
    *,
    mask: Mask,
    cache: Path,
    jobs: int,
    progress: Callable[[int, int], None],
    timeout: float = 120.0,
    limits: Limits = ORDINARY,
) -> PrivacyReport:
    """Look for personal numbers in everything that a binder would print.

    Args:
        plan: every page with its place.
        assessment: the documents with their pages.
        files: all filed documents, for lists print the names of those that are not bound, too.
        ledgers: by path, those that are printed as ledgers.
        mask: how numbers are shown.
        cache: the folder of all caches.
        jobs: how many processes may work.
        progress: called with (pages done, pages in all).
        timeout: seconds for some pages of a document.
        limits: what each process may take.

    Raises:
        OSError: the cache cannot be written.
    """
    terms = Terms(mask, _contacts(assessment.unit))
    bound = {leaf.pdf for page in plan.pages for leaf in page.leaves}
    leaves = [one.leaves for item in assessment.items for one in item.files if one.leaves]
    documents = {one.pdf: Wanted(one.sha256, len(one.pages)) for one in leaves if one.pdf in bound}
    searches = search_documents(
        documents,
        terms,
        cache=cache,
        jobs=jobs,
        progress=progress,
        timeout=timeout,
        limits=limits,
    )
    planned = {one.pdf: one.redacted for one in leaves}
    by_pdf = {
        pdf: _with_redactions(searches[wanted.sha256], planned[pdf])
        for pdf, wanted in documents.items()
    }
    parts = tuple(_parts(plan))
    items = {file.path: file.item for file in files}
    cells, broken = ledger_entries(ledgers, items, terms, _SAMPLES)
    entries = (
        *(entry for part in parts for entry in _on_pages(part, by_pdf)),
        *(entry for file in files for entry in _in_name(file, terms)),
        *cells,
    )
    unchecked = tuple(one for part in parts if (one := _unchecked(part, by_pdf)).pages)
    findings = (*(one for part in parts for one in _broken(part, by_pdf)), *broken)
    pages = sum(len(part.pages) for part in parts)
    pages -= sum(len(one.pages) for one in unchecked) + sum(len(one.pages) for one in findings)
    return PrivacyReport(entries, unchecked, pages, findings)


def _with_redactions(found: TextSearch, pages: Sequence[int]) -> TextSearch:
    """Count the pages that somebody meant to cover, whatever their text holds, as personal."""
    more = (Sighting(PersonalKind.REDACTION, page, "") for page in pages)
    return replace(found, sightings=(*found.sightings, *more))


def _contacts(unit: Unit) -> frozenset[str]:
    """The mobile telephones of the people whom the unit names as responsible."""
    named = [*unit.people.values(), *(one.person for one in unit.overrides.values())]
    numbers = (numbers_in(one.phone, "手机") for one in named if one is not None)
    found = (number for several in numbers for number in several)
    return frozenset(one.digits for one in found if one.kind is PersonalKind.PHONE)


def _parts(plan: Plan) -> Iterator[_VolumePages]:
    for volume in plan.volumes:
        leaves = ((leaf, page) for page in volume.pages for leaf in page.leaves)
        for path, pages in groupby(leaves, lambda one: one[0].file.path):
            own = tuple(pages)
            yield _VolumePages(path, own[0][1].item, volume.number, own)


def _search(part: _VolumePages, by_pdf: Mapping[Path, TextSearch]) -> TextSearch:
    leaf, _ = part.pages[0]
    return by_pdf[leaf.pdf]


def _on_pages(part: _VolumePages, by_pdf: Mapping[Path, TextSearch]) -> Iterator[PersonalEntry]:
    printed = {leaf.index + 1: page.printed for leaf, page in part.pages}
    found: dict[tuple[PersonalKind, bool], list[Sighting]] = defaultdict(list)
    for one in _search(part, by_pdf).sightings:
        if one.page in printed:
            found[one.kind, one.contact].append(one)
    for (kind, contact), seen in found.items():
        pages = tuple(sorted({one.page for one in seen}))
        yield PersonalEntry(
            Whereabouts.PAGES,
            kind,
            part.path,
            part.item,
            len(seen),
            tuple(dict.fromkeys(one.shown for one in seen if one.shown))[:_SAMPLES],
            part.volume,
            pages,
            tuple(printed[page] for page in pages),
            contact=contact,
        )


def _in_name(file: EvidenceFile, terms: Terms) -> Iterator[PersonalEntry]:
    found: dict[tuple[PersonalKind, bool], list[str]] = defaultdict(list)
    for number in numbers_in(file.name):
        found[number.kind, terms.is_contact(number)].append(terms.shown(number))
    for (kind, contact), shown in found.items():
        samples = tuple(dict.fromkeys(shown))[:_SAMPLES]
        yield PersonalEntry(
            Whereabouts.NAME, kind, file.path, file.item, len(shown), samples, contact=contact
        )


def _unchecked(part: _VolumePages, by_pdf: Mapping[Path, TextSearch]) -> UncheckedPages:
    blind = frozenset(_search(part, by_pdf).unchecked)
    pages = [(leaf.index + 1, page) for leaf, page in part.pages if leaf.index + 1 in blind]
    return UncheckedPages(
        part.path,
        part.item,
        part.volume,
        tuple(number for number, _ in pages),
        tuple(page.printed for _, page in pages),
    )


def _broken(part: _VolumePages, by_pdf: Mapping[Path, TextSearch]) -> Iterator[Finding]:
    """The pages over which the search broke: nobody knows what stands there."""
    search = _search(part, by_pdf)
    broken = frozenset(search.broken)
    pages = [page for leaf, page in part.pages if leaf.index + 1 in broken]
    if pages:
        numbers = tuple(leaf.index + 1 for leaf, _ in part.pages if leaf.index + 1 in broken)
        yield Finding(
            "not-looked-at",
            Severity.WARNING,
            part.item,
            f"第 {ranges(numbers)} 页没能查找个人信息（{search.why}）",
            "请逐页翻看有没有身份证、银行卡、户口簿等；原件能打开的，另存为 PDF 后放回原处。",
            part.path,
            volume=part.volume,
            pages=numbers,
            printed=tuple(page.printed for page in pages),
        )
