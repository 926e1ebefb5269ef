"""What was filed, and the pages that it was converted to."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from generator.model.finding import Finding


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says about itself by its name, or what ``目录.yaml`` says about it.

    ``titled``: the title is one that ``目录.yaml`` states; else it is made of the file's name.
    ``rotate``: by how many degrees pages are turned clockwise, by page from 1; page 0: all of them.
    ``place`` and ``people`` are said of a photo; ``photos_per_page`` of all photos of its folder.
    """

    title: str
    date: dt.date | None = None
    doc_number: str | None = None
    issuer: str | None = None
    point: str | None = None
    note: str | None = None
    titled: bool = False
    rotate: tuple[tuple[int, int], ...] = ()
    place: str | None = None
    people: str | None = None
    photos_per_page: int | None = None


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """One filed document. ``path`` is relative to the workspace, with forward slashes.

    ``container`` is the path of the zip, mail or PDF that the document was taken out of; then
    ``path`` goes on with its name in there, and ``absolute`` is a copy in the cache. A document
    that could not be read or taken out has an empty ``sha256``. A ``wrapper`` is a container that
    is no document itself: its entries count towards what an item needs, itself it does not.
    """

    path: str
    absolute: Path
    size: int
    sha256: str
    item: str | None
    event: str | None
    metadata: Metadata
    container: str | None = None
    wrapper: bool = False

    @property
    def name(self) -> str:
        """The file's own name with its extension."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class EventFolder:
    """A sub-folder of an item: one meeting or visit. ``name`` is what its files' ``event`` says."""

    item: str
    name: str
    metadata: Metadata
    path: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """An entry that is not evidence (temporary, hidden, a link that leads outside), and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Filing:
    """Everything found in one unit's folder, in binder order; nothing is left out.

    ``reference`` are ledgers that others are checked against; they are read and never bound.
    """

    files: tuple[EvidenceFile, ...]
    events: tuple[EventFolder, ...]
    ignored: tuple[Ignored, ...]
    findings: tuple[Finding, ...] = ()
    reference: tuple[EvidenceFile, ...] = ()

    def of(self, item_id: str | None) -> tuple[EvidenceFile, ...]:
        """The files that stand under an item (``None``: under no item)."""
        return tuple(file for file in self.files if file.item == item_id)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One PDF page of evidence as a reader sees it: size in PDF points after rotation."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Photo:
    """Where a photo stands on its page, in PDF points from the lower left corner.

    ``taken`` and ``place`` (geographical coordinates, in words) are what the camera noted (EXIF).
    """

    left: float
    bottom: float
    width: float
    height: float
    taken: dt.date | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Leaves:
    """A document's PDF pages. ``pdf`` is the source itself or a converted copy in the cache.

    ``sha256`` is that of the PDF, in hex. ``photo``: the document is one photo on one page, which
    may share a sheet with others. ``redacted`` are pages (from 1) with marks for redaction that
    were never applied: what they seem to cover can still be read.
    """

    pdf: Path
    pages: tuple[Leaf, ...]
    notes: tuple[str, ...] = ()
    sha256: str = ""
    photo: Photo | None = None
    redacted: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Unbindable:
    """Why a document cannot become pages; ``code`` is one of the finding codes."""

    code: str
    message: str
    remedy: str


Conversion = Leaves | Unbindable


@dataclass(frozen=True, slots=True)
class ContainerLimits:
    """The limits of one run; what goes beyond them ends on a slip with the reason.

    Args:
        entries: entries of one container.
        entry_bytes: unpacked bytes of one entry.
        container_bytes: unpacked bytes of one container.
        ratio: unpacked bytes for each byte of the container; looked at above 10 MB unpacked.
            Deflate gives at most 1,032 (zlib's manual), ordinary documents 2 to 20.
        depth: how many containers may stand in each other; the outermost counts.
        all_entries: entries of all containers of a unit.
        all_bytes: unpacked bytes of all containers of a unit.
    """

    entries: int = 2_000
    entry_bytes: int = 500_000_000
    container_bytes: int = 2_000_000_000
    ratio: int = 200
    depth: int = 3
    all_entries: int = 20_000
    all_bytes: int = 20_000_000_000
