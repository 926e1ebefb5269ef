"""The archive set (归档): documents by 件 in classes, their boxes, and what is left out."""

import datetime as dt
from dataclasses import dataclass

from generator.model.verdict import BoundFile

#: Spines of standard boxes in mm (DA/T 22-2015, as quoted in public).
BOX_WIDTHS = (20, 30, 40, 50)


@dataclass(frozen=True, slots=True)
class Archiving:
    """The office's choices for the archive set; ``box`` is the width of a box's spine in mm."""

    event_is_one: bool = True
    box: int = 30
    page_numbers: bool = True


@dataclass(frozen=True, slots=True)
class ArchiveClass:
    """Documents that are numbered together and never share a box with others.

    ``retention`` is empty when the office has not set it; ``subject`` (机构或问题) is empty unless
    the file numbers tell subjects apart.
    """

    year: str
    retention: str
    subject: str = ""

    @property
    def name(self) -> str:
        """How messages and bookmarks call the class."""
        parts = (self.year, self.retention or "保管期限未定", self.subject)
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class ArchiveItem:
    """One 件: a document, or the papers of one meeting, as it is listed, stamped and filed.

    Attributes:
        position: 序号 over the whole set, from 1.
        serial: 件号 in its class, from 1.
        kind: its class.
        subject: 机构（问题）, the title of the group that it stands under.
        documents: what it consists of, in the order of DA/T 22.
        title: 题名, in [ ] when it is not the document's own.
        doc_number: 文号, or empty.
        issuer: 责任者, or empty.
        date: 日期, or ``None``.
        secrecy: 密级, or empty.
        number: 档号, empty while the office has not set what it consists of.
        pages: 页数, sides with text or picture.
        sheets: sheets of paper, a sheet that is folded counted as two.
        fonts: fonts that the document does not bring along.
        notes: 备注, without what ``condition`` says.
        condition: what is wrong or special about the papers; it belongs into 备注 too.
    """

    position: int
    serial: int
    kind: ArchiveClass
    subject: str
    documents: tuple[BoundFile, ...]
    title: str
    doc_number: str
    issuer: str
    date: dt.date | None
    secrecy: str
    number: str
    pages: int
    sheets: int
    fonts: tuple[str, ...]
    notes: tuple[str, ...]
    condition: tuple[str, ...]

    @property
    def day(self) -> str:
        """日期 in eight digits (20190510), empty when it is not known."""
        return f"{self.date:%Y%m%d}" if self.date else ""

    @property
    def remark(self) -> str:
        """备注 in one line."""
        return "；".join((*self.notes, *self.condition))

    @property
    def serial_text(self) -> str:
        """件号 in four digits."""
        return f"{self.serial:04d}"


@dataclass(frozen=True, slots=True)
class Box:
    """A box (盒): 件 of one class one behind the other; ``thickness`` of their paper is in mm."""

    number: int
    kind: ArchiveClass
    items: tuple[ArchiveItem, ...]
    thickness: float

    @property
    def pages(self) -> int:
        """页数 of all that it holds."""
        return sum(item.pages for item in self.items)

    @property
    def sheets(self) -> int:
        """Sheets of paper in it."""
        return sum(item.sheets for item in self.items)

    @property
    def subject(self) -> str:
        """机构（问题）, when all that it holds has the same one."""
        subjects = {item.subject for item in self.items}
        return subjects.pop() if len(subjects) == 1 else ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that is in no 件, and why; ``path`` is empty for what is missing altogether."""

    kind: str
    item: str
    item_title: str
    path: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class ArchiveBalance:
    """What was filed against where it went; ``ignored`` and ``missing`` are beside the sum."""

    filed: int
    archived: int
    wrappers: int
    unbindable: int
    unassigned: int
    ignored: int
    missing: int

    @property
    def balanced(self) -> bool:
        """Whether every file is in a 件 or listed with a reason."""
        gone = self.archived + self.wrappers + self.unbindable + self.unassigned
        return self.filed == gone


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to look at before filing, about one 件 or about several (``position`` 0)."""

    position: int
    title: str
    message: str
