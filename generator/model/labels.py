"""Labels for what is bound: spines of volumes and boxes, box faces, divider tabs.

A text that the office has not set is empty: its cell is printed empty, to be filled in by hand.
"""

from dataclasses import dataclass
from enum import StrEnum


class LabelKind(StrEnum):
    """What a printed label is stuck to."""

    VOLUME_SPINE = "volume-spine"
    BOX_SPINE = "box-spine"
    BOX_FACE = "box-face"
    TAB = "tab"


@dataclass(frozen=True, slots=True)
class VolumeLabel:
    """What stands on the spine of a volume (卷脊)."""

    number: int
    count: int  # volumes in all; 0: not known
    unit: str
    title: str
    year: str
    retention: str
    fonds_code: str
    fonds_name: str
    file_number: str  # 档号
    archive_number: str  # 归档号
    thickness: float  # mm
    sheets: int  # 0: not known
    first_page: str  # as printed on the page: 1, or 2.2-1
    last_page: str

    @property
    def name(self) -> str:
        """How messages call the volume."""
        return f"第{self.number}卷 {self.title}".strip()


@dataclass(frozen=True, slots=True)
class BoxLabel:
    """What stands on the spine and the face of a box (盒脊、盒面)."""

    fonds_code: str
    fonds_name: str
    year: str
    retention: str
    subject: str  # 机构（问题）
    first_item: str  # 起件号
    last_item: str  # 止件号
    box_number: str
    title: str
    thickness: float  # mm

    @property
    def name(self) -> str:
        """How messages call the box."""
        number = f"第{self.box_number}盒 " if self.box_number else ""
        return f"{number}{self.title}".strip()


@dataclass(frozen=True, slots=True)
class TabLabel:
    """What stands on the tab of a divider: the code and the title of a group or an item."""

    code: str
    title: str

    @property
    def name(self) -> str:
        """How messages call the tab."""
        return f"{self.code} {self.title}".strip()


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    """Where a label was printed: lengths in mm from the top left corner of its sheet.

    Attributes:
        kind: what it is stuck to.
        name: of the volume, the box or the divider.
        sheet: counts from 1.
        x: its left edge.
        y: its upper edge.
        width: as it is cut.
        height: as it is cut.
        overfull: the volume or box is thicker than the widest standard spine.
        title_size: type size of its title in points; 0 without a title.
        cramped: some text stands in type smaller than the smallest size of the layout.
    """

    kind: LabelKind
    name: str
    sheet: int
    x: float
    y: float
    width: float
    height: float
    overfull: bool
    title_size: float
    cramped: bool
