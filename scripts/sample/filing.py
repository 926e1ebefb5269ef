"""What is filed: a path in the unit's folder and how to make its bytes, one function per kind."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from sample import oddments
from sample.ledgers import Register, csv_rows, write_workbook
from sample.letters import write_letter
from sample.paper import Paper
from sample.photos import Shot, take
from sample.printing import print_paper
from sample.scans import Scanner, colour_tiff, cropped, fax_tiff, scanned_pdf, sideways
from sample.web import News, screenshot

COLOUR = Scanner(colour=True)

#: What shows a planted fault.
DOCUMENT, LEDGER, FIGURE = "document", "ledger", "figure"


@dataclass(frozen=True, slots=True)
class Filed:
    """One file. ``once``: its format holds random bytes, so it is made only when absent.

    ``registers`` are the tables in it, one for each sheet; ``sheets`` is false where a file has
    no sheets (CSV).
    """

    path: str
    make: Callable[[], bytes]
    once: bool = False
    registers: tuple[Register, ...] = ()
    sheets: bool = True

    @property
    def item(self) -> str | None:
        """The item whose folder it stands in."""
        found = re.match(r"\d+\.\d+(?= )", self.path)
        return found[0] if found else None

    @property
    def faults(self) -> "tuple[Planted, ...]":
        """What was put into its registers on purpose."""
        return tuple(
            Planted(
                fault.code,
                fault.item or self.item,
                fault.why,
                self.path,
                sheet=register.sheet if self.sheets else None,
                row=register.row_of(fault),
                column=fault.column,
                kind=FIGURE if fault.figure else LEDGER,
            )
            for register in self.registers
            for fault in register.faults
        )


@dataclass(frozen=True, slots=True)
class Planted:
    """A gap or fault put into the sample on purpose; ``path`` is below the unit's folder.

    ``kind`` says what shows it: the documents as such, a register, or the figures. ``row`` is the
    row in Excel, ``column`` the column's official title.
    """

    code: str
    item: str | None
    why: str
    path: str | None = None
    event: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    kind: str = DOCUMENT


@dataclass(frozen=True, slots=True)
class UnitSample:
    """One assessed unit: its folder's name, its settings, its files and its faults."""

    folder: str
    settings: str
    files: tuple[Filed, ...]
    stated: tuple[Planted, ...]

    @property
    def planted(self) -> tuple[Planted, ...]:
        """All faults: those stated for the unit, and those of its registers."""
        return (*self.stated, *(fault for file in self.files for fault in file.faults))


def word(path: str, paper: Paper) -> Filed:
    """A .docx as the word processor made it, without the seal."""
    return Filed(path, lambda: write_letter(paper.unsealed()))


def old_word(path: str, paper: Paper) -> Filed:
    """An old .doc."""
    return Filed(path, lambda: oddments.old_format(write_letter(paper), "docx", "doc"), once=True)


def pdf(path: str, paper: Paper, size: str = "A4", *, dense: bool = False) -> Filed:
    """A born-digital PDF."""
    return Filed(path, lambda: print_paper(paper, size, dense))


def turned_pdf(path: str, paper: Paper) -> Filed:
    """A landscape table whose pages are stored on their side with ``/Rotate 90``."""
    return Filed(path, lambda: sideways(print_paper(paper, "A4 landscape", dense=True)))


def cropped_pdf(path: str, paper: Paper) -> Filed:
    """A printer's PDF with trim marks outside its crop box."""
    return Filed(path, lambda: cropped(print_paper(paper)))


def scan(path: str, paper: Paper, size: str = "A4") -> Filed:
    """A grey scan of the sealed paper."""
    sealed = replace(paper, sealed=bool(paper.sign))
    return Filed(path, lambda: scanned_pdf(print_paper(sealed, size), path))


def red_scan(path: str, paper: Paper) -> Filed:
    """A colour scan of the sealed paper."""
    sealed = replace(paper, sealed=bool(paper.sign))
    return Filed(path, lambda: scanned_pdf(print_paper(sealed), path, COLOUR))


def fax(path: str, paper: Paper) -> Filed:
    """A multi-page black-and-white TIFF."""
    return Filed(path, lambda: fax_tiff(print_paper(paper), path))


def red_tiff(path: str, paper: Paper) -> Filed:
    """A multi-page colour TIFF of the sealed paper."""
    sealed = replace(paper, sealed=True)
    return Filed(path, lambda: colour_tiff(print_paper(sealed), path))


def photo(path: str, shot: Shot) -> Filed:
    """A JPEG photograph."""
    return Filed(path, lambda: take(shot))


def web_shot(path: str, news: News) -> Filed:
    """A PNG picture of a news page."""
    return Filed(path, lambda: screenshot(news))


def excel(path: str, *registers: Register) -> Filed:
    """An .xlsx register, a sheet for each table."""
    return Filed(path, lambda: write_workbook(*registers), registers=registers)


def csv(path: str, register: Register) -> Filed:
    """A register as CSV in GB 18030, as a Chinese Excel saves it."""
    rows = csv_rows(register)
    make = partial(oddments.table_text, rows)
    return Filed(path, make, registers=(register,), sheets=False)


def old_excel(path: str, *registers: Register) -> Filed:
    """An old .xls register."""
    return Filed(
        path,
        lambda: oddments.old_format(write_workbook(*registers), "xlsx", "xls"),
        once=True,
        registers=registers,
    )


def show(path: str, title: str, *pages: tuple[str, ...]) -> Filed:
    """Training slides as .pptx."""
    return Filed(
        path,
        lambda: oddments.old_format(oddments.slides(title, pages), "fodp", "pptx"),
        once=True,
    )


def raw(path: str, make: Callable[[], bytes], *, once: bool = False) -> Filed:
    """Any other bytes."""
    return Filed(path, make, once)


def same_as(path: str, other: Filed) -> Filed:
    """The same content under another name."""
    return Filed(path, other.make)
