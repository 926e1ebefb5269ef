"""Where each page goes: blocks on a grid, sides of sheets, what is printed on them."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Literal

from generator.model.filed import EvidenceFile, Photo

#: White around a photo in its frame.
PHOTO_PLAY = 1.5  # mm

_POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class LeafRef:
    """Which page of which document stands here; ``index`` counts from 0."""

    file: EvidenceFile
    pdf: Path
    index: int


@dataclass(frozen=True, slots=True)
class Framed:
    """A photo in a cell of a sheet that it shares with other documents; it keeps its shape."""

    leaf: LeafRef
    photo: Photo

    def scale(self, width: float, height: float) -> float:
        """How large the photo is in a cell of a width and height in mm; on its own page it is 1."""
        across = (width - 2 * PHOTO_PLAY) * _POINTS_PER_MM / self.photo.width
        up = (height - 2 * PHOTO_PLAY) * _POINTS_PER_MM / self.photo.height
        return min(across, up, 1.0)


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph in a box of fixed height; ``role`` names its style in ``layout.yaml``."""

    text: str
    role: str
    height: float  # mm
    heading: int = 0  # 1 to 3: an outline level in Word; 0: body text


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; ``link`` is the anchor of the page that it leads to.

    ``framed``: a photo stands in it, as large as it allows; then ``text`` is empty.
    """

    text: str
    link: str | None = None
    align: str = "left"  # left, center or right
    framed: Framed | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A table row of fixed height; ``style``: normal, head, group or gap."""

    cells: tuple[Cell, ...]
    height: float  # mm
    style: str = "normal"


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table on a fixed grid; widths in mm, the first row may be a head row."""

    widths: tuple[float, ...]
    rows: tuple[Row, ...]
    role: str = "cell"
    ruled: bool = True

    @property
    def height(self) -> float:
        """Total height in mm."""
        return sum(row.height for row in self.rows)


@dataclass(frozen=True, slots=True)
class Space:
    """Vertical white space."""

    height: float  # mm


Block = Text | Table | Space


class PageKind(StrEnum):
    """What a page of the binder is; the reconciliation counts by it."""

    COVER = "cover"
    TITLE = "title"
    CONTENTS = "contents"
    CATALOGUE = "catalogue"
    COMPLETION = "completion"
    DIVIDER = "divider"
    FIGURES = "figures"
    ITEM_SHEET = "item-sheet"
    EVIDENCE = "evidence"
    PHOTOS = "photos"
    SLIP = "slip"
    UNASSIGNED = "unassigned"
    GAP_LIST = "gap-list"
    CONSISTENCY = "consistency"
    RECONCILIATION = "reconciliation"
    CLOSING = "closing"
    BLANK = "blank"

    @property
    def numbered(self) -> bool:
        """Covers, contents, dividers, closing sheets and blanks carry no number (archive habit)."""
        return self not in UNNUMBERED


UNNUMBERED = frozenset(
    {
        PageKind.COVER,
        PageKind.TITLE,
        PageKind.CONTENTS,
        PageKind.CATALOGUE,
        PageKind.DIVIDER,
        PageKind.CLOSING,
        PageKind.BLANK,
    }
)


@dataclass(frozen=True, slots=True)
class Margins:
    """The white edges of a page in mm; the inner one lies at the binding."""

    top: float
    bottom: float
    inner: float
    outer: float


@dataclass(frozen=True, slots=True)
class Fit:
    """How a page of evidence is put on its sheet.

    It is turned clockwise by ``turn`` degrees, scaled about its top left corner, then moved by
    ``dx`` to the right and ``dy`` down, in mm of the sheet as a reader sees it. ``intrudes`` is how
    far (mm) its content reached into the binding margin before.
    """

    turn: int = 0
    scale: float = 1.0
    dx: float = 0.0
    dy: float = 0.0
    intrudes: float = 0.0

    @property
    def moved(self) -> bool:
        """Whether the content does not stand where it stood on its own page."""
        return self.scale != 1.0 or self.dx != 0.0 or self.dy != 0.0


UNTOUCHED = Fit()

#: A sheet with a longer side (mm) is A3: halfway between 297 and 420 (ISO 216).
LONGEST_A4 = 358.0


@dataclass(frozen=True, slots=True)
class Imprint:
    """A line of ours on a page: the page number and a marking; mm from the top left corner.

    ``y`` is the baseline; ``align`` says which end or middle of the text stands at ``x``.
    ``moved``: its own place was taken; ``over``: no place was free, it stands on other print.
    """

    text: str
    x: float
    y: float
    size: float  # points
    align: Literal["left", "center", "right"]
    font: str
    moved: bool = False
    over: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One side of a sheet. ``index`` counts the volume's sides from 1: odd ones are right-hand.

    ``number`` counts within its series; ``series`` is printed before it ("2.2-").
    """

    index: int
    number: int | None
    kind: PageKind
    width: float  # mm of the sheet, as a reader sees it
    height: float  # mm
    label: str
    margins: Margins
    anchors: tuple[str, ...] = ()
    item: str | None = None
    blocks: tuple[Block, ...] = ()
    leaf: LeafRef | None = None
    fit: Fit = UNTOUCHED
    single_sided: bool = False
    series: str = ""
    imprint: Imprint | None = None

    @property
    def framed(self) -> tuple[Framed, ...]:
        """The photos that share the page, row by row; none on a page of another kind."""
        return tuple(framed for framed, _ in self.scaled)

    @property
    def scaled(self) -> tuple[tuple[Framed, float], ...]:
        """The photos that share the page, each with its scale."""
        if self.kind is not PageKind.PHOTOS:
            return ()
        return tuple(
            (cell.framed, cell.framed.scale(width, row.height))
            for table in self.blocks
            if isinstance(table, Table)
            for row in table.rows
            for cell, width in zip(row.cells, table.widths, strict=True)
            if cell.framed is not None
        )

    @property
    def leaves(self) -> tuple[LeafRef, ...]:
        """The pages of evidence that stand here: one, those of several documents, or none."""
        if self.leaf is not None:
            return (self.leaf,)
        return tuple(framed.leaf for framed in self.framed)

    @property
    def right_hand(self) -> bool:
        """Whether this side faces up when the binder lies open with its binding on the left."""
        return self.single_sided or self.index % 2 == 1

    @property
    def printed(self) -> str:
        """The page number as it is printed and referred to; empty on a page without one."""
        return "" if self.number is None else f"{self.series}{self.number}"

    @property
    def folded(self) -> bool:
        """Whether the sheet is A3 and folded to stand among A4 ones: two sheets thick."""
        return max(self.width, self.height) > LONGEST_A4

    @property
    def left(self) -> float:
        """The left margin in mm: the inner one on a right-hand page."""
        return self.margins.inner if self.right_hand else self.margins.outer


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An outline entry; ``level`` counts from 0, ``page`` is a side of the volume."""

    title: str
    level: int
    page: int
