"""Labels of a made-up office, and what stands on a printed sheet, in mm."""

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw

from generator.lettering.layout import Layout, read_layout
from generator.model import BoxLabel, TabLabel, VolumeLabel

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates" / "binder"
MM = 25.4 / 72

#: 60 characters, with numbers, brackets, quotation marks, dashes, Latin words.
LONG = (
    "关于印发《东市—甲州协作2019年度工作要点（试行）》和“携手奔小康”方案〔2019〕12号等3份文件、"
    "12.5%分解表的通知AB"
)


@functools.cache
def layout() -> Layout:
    return read_layout(TEMPLATES / "layout.yaml", "layout.yaml")


def volume(number: int = 1, title: str = "组织领导", thickness: float = 12, **more: object):  # type: ignore[no-untyped-def]
    fields: dict[str, object] = {
        "number": number,
        "count": 12,
        "unit": "甲县",
        "title": title,
        "year": "2019",
        "retention": "30年",
        "fonds_code": "0123",
        "fonds_name": "",
        "file_number": f"0123-WS·2019·D30-{number:03d}",
        "archive_number": f"{number:04d}",
        "thickness": thickness,
        "sheets": 93,
        "first_page": "1",
        "last_page": "186",
    }
    return VolumeLabel(**{**fields, **more})  # type: ignore[arg-type]


def box(number: int = 1, title: str = "人才交流", thickness: float = 18, **more: object):  # type: ignore[no-untyped-def]
    fields: dict[str, object] = {
        "fonds_code": "0123",
        "fonds_name": "甲县东西部协作办公室",
        "year": "2019",
        "retention": "永久",
        "subject": "综合管理",
        "first_item": "0001",
        "last_item": "0058",
        "box_number": str(number),
        "title": title,
        "thickness": thickness,
    }
    return BoxLabel(**{**fields, **more})  # type: ignore[arg-type]


def tabs(count: int) -> tuple[TabLabel, ...]:
    titles = ("组织领导", "高层联席会议", "党政挂职干部和专业技术人才", "")
    return tuple(TabLabel(f"{at // 10 + 1}.{at % 10}", titles[at % 4]) for at in range(count))


@dataclass(frozen=True, slots=True)
class Mark:
    """A filled rectangle or a character's ink on a sheet, from its top left corner."""

    left: float
    top: float
    right: float
    bottom: float
    text: str = ""
    dark: bool = True

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def meets(self, other: "Mark", play: float = 0.0) -> bool:
        """Whether two overlap by more than ``play`` in both directions."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > play and down > play

    def inside(self, other: "Mark", play: float = 0.001) -> bool:
        return (
            self.left >= other.left - play
            and self.top >= other.top - play
            and self.right <= other.right + play
            and self.bottom <= other.bottom + play
        )


def sheets(pdf: Path) -> tuple[tuple[tuple[Mark, ...], tuple[Mark, ...]], ...]:
    """Of each sheet its rectangles and its characters."""
    with pypdfium2.PdfDocument(pdf) as document:
        return tuple((tuple(_rules(page)), tuple(_characters(page))) for page in document)


def _rules(page: pypdfium2.PdfPage) -> Iterator[Mark]:
    high = page.get_height()
    for part in page.get_objects():
        if part.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH:
            left, bottom, right, top = part.get_bounds()
            yield _mark(left, high - top, right, high - bottom, dark=_red(part) < 100)


def _red(part: pypdfium2.PdfObject) -> int:
    channels = [pypdfium2.raw.c_uint(0) for _ in range(4)]
    assert pypdfium2.raw.FPDFPageObj_GetFillColor(part, *channels)
    return int(channels[0].value)


def _characters(page: pypdfium2.PdfPage) -> Iterator[Mark]:
    high, text = page.get_height(), page.get_textpage()
    for at in range(text.count_chars()):
        char = text.get_text_range(at, 1)
        if char.strip():
            left, bottom, right, top = text.get_charbox(at)
            yield _mark(left, high - top, right, high - bottom, char)


def _mark(
    left: float, top: float, right: float, bottom: float, text: str = "", *, dark: bool = True
) -> Mark:
    return Mark(left * MM, top * MM, right * MM, bottom * MM, text, dark)
