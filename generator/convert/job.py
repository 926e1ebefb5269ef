"""What a converter is given and what it hands back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.lettering.fonts import FontSet
from generator.model import Conversion, EvidenceFile, Leaves, Unbindable
from generator.workbooks.grid import SPREADSHEETS

#: A4 upright and the sizes below are in PDF points (1/72 inch); ISO 216 gives them in mm.
POINTS_PER_MM = 72 / 25.4
A4 = (210 * POINTS_PER_MM, 297 * POINTS_PER_MM)
A3 = (297 * POINTS_PER_MM, 420 * POINTS_PER_MM)


@dataclass(frozen=True, slots=True)
class Job:
    """One document to convert: where it is, what it really is, and where its pages may go.

    ``rotate``: degrees clockwise by page from 1, that of page 0 for all pages (``目录.yaml``).
    ``path`` is what the filing calls it, relative to the workspace, and ``sha256`` its content's
    hash; a converter that prints them makes them part of the cache's key (``Family.also``).
    """

    source: Path
    kind: str
    target: Path
    path: str = ""
    sha256: str = ""
    rotate: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Tools:
    """What converters may use: fonts, a folder for scratch files, LibreOffice and its settings.

    ``office`` is what LibreOffice calls itself; empty where no document needs it.
    """

    fonts: FontSet
    scratch: Path
    soffice: Path | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    limit: float = 120.0  # seconds for one document
    office: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A conversion; ``lasting`` tells whether the same content would always give the same."""

    conversion: Conversion
    lasting: bool = True

    @property
    def leaves(self) -> Leaves | None:
        """The pages, when there are any."""
        return self.conversion if isinstance(self.conversion, Leaves) else None

    @property
    def code(self) -> str | None:
        """Why there are no pages, when there are none."""
        return self.conversion.code if isinstance(self.conversion, Unbindable) else None


def named(file: EvidenceFile) -> str:
    """What pages of a workbook may show beside its content (see ``book_name``)."""
    return book_name(file.path)


def book_name(path: str) -> str:
    """The name of a workbook by its path, for which head and foot may ask; else nothing."""
    name = path.rpartition("/")[2]
    return name if name.casefold().endswith(SPREADSHEETS) else ""


def whole_turn(rotate: Sequence[tuple[int, int]]) -> int:
    """By how many degrees the whole document is turned clockwise."""
    return dict(rotate).get(0, 0)


def refused(code: str, message: str, remedy: str, *, lasting: bool = True) -> Outcome:
    """An outcome without pages; ``code`` is one of the finding codes."""
    return Outcome(Unbindable(code, message, remedy), lasting)
