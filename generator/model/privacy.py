"""Personal data that would be printed, pages that nobody could search, and secrecy marks."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from generator.base.personal import PersonalKind
from generator.model.finding import Finding

KIND_LABELS: Mapping[PersonalKind, str] = {
    PersonalKind.ID_NUMBER: "身份证号",
    PersonalKind.PHONE: "手机号",
    PersonalKind.BANK_CARD: "银行卡号",
    PersonalKind.REDACTION: "密文标记没有应用的页",
}


class ClassifiedPolicy(StrEnum):
    """What becomes of a document that bears a secrecy mark.

    ``stop``: nothing is printed; ``slip``: a slip stands in its place; ``bind``: it is bound.
    """

    STOP = "stop"
    SLIP = "slip"
    BIND = "bind"


@dataclass(frozen=True, slots=True)
class SecrecyMark:
    """A mark as it is written, and where it stands (第 1 页, 文件名 …)."""

    text: str
    place: str

    @property
    def said(self) -> str:
        """The mark with its place, for a message."""
        return f"{self.place}标有“{self.text}”"


@dataclass(frozen=True, slots=True)
class Sighting:
    """A personal number on a page of a document, from 1; ``shown`` is its covered form.

    ``contact``: it is the telephone of a person whom the unit names as responsible.
    """

    kind: PersonalKind
    page: int
    shown: str
    contact: bool = False


@dataclass(frozen=True, slots=True)
class TextSearch:
    """What the text of a document gave.

    ``unchecked`` are pages (from 1) that nobody can search; of the pages in ``broken`` the search
    did not come to its end, and ``why`` says so.
    """

    sightings: tuple[Sighting, ...]
    unchecked: tuple[int, ...]
    broken: tuple[int, ...] = ()
    why: str = ""


class Whereabouts(StrEnum):
    """Where personal numbers stand: on pages, in a file's name, or in a ledger's cells."""

    PAGES = "pages"
    NAME = "name"
    CELLS = "cells"


@dataclass(frozen=True, slots=True)
class PersonalEntry:
    """The numbers of one kind in one place: some pages in one volume, a sheet, or a name.

    ``pages`` are those of the document from 1, ``printed`` the page numbers on them; ``rows`` are
    those of the sheet as Excel shows them. ``samples`` are covered forms, each once.
    """

    where: Whereabouts
    kind: PersonalKind
    path: str
    item: str | None
    count: int
    samples: tuple[str, ...]
    volume: int | None = None
    pages: tuple[int, ...] = ()
    printed: tuple[str, ...] = ()
    sheet: str | None = None
    rows: tuple[int, ...] = ()
    contact: bool = False

    @property
    def masked(self) -> bool:
        """Whether print covers them: cells of ledgers are, unless the office asks otherwise."""
        return self.where is Whereabouts.CELLS


@dataclass(frozen=True, slots=True)
class UncheckedPages:
    """Pages of a document, in one volume, that hold pictures instead of text."""

    path: str
    item: str | None
    volume: int | None
    pages: tuple[int, ...]
    printed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrivacyReport:
    """All personal numbers of a unit's binder, what could not be searched, and why not."""

    entries: tuple[PersonalEntry, ...]
    unchecked: tuple[UncheckedPages, ...]
    searched: int  # pages of evidence whose text was searched
    findings: tuple[Finding, ...] = ()  # what could not be looked at, though it should have been

    @property
    def open(self) -> tuple[PersonalEntry, ...]:
        """What would be printed legibly and is no contact that the unit itself made public."""
        return tuple(one for one in self.entries if not one.masked and not one.contact)

    @property
    def masked(self) -> tuple[PersonalEntry, ...]:
        """What stands in ledgers and is covered in print."""
        return tuple(one for one in self.entries if one.masked and not one.contact)

    @property
    def contacts(self) -> tuple[PersonalEntry, ...]:
        """Telephones of the people whom ``county.yaml`` names."""
        return tuple(one for one in self.entries if one.contact)

    @property
    def found(self) -> bool:
        """Whether there is anything but public contacts."""
        return bool(self.open or self.masked)

    @property
    def unchecked_pages(self) -> int:
        """How many pages could not be searched."""
        return sum(len(one.pages) for one in self.unchecked)

    @property
    def broken_pages(self) -> int:
        """How many pages the search broke over."""
        return sum(len(one.pages) for one in self.findings)
