"""The geometry of a PDF page as its dictionary states it, however odd; lengths in PDF points."""

import math
from dataclasses import dataclass
from decimal import Decimal

import pikepdf

from generator.convert.job import A3, A4, POINTS_PER_MM
from generator.lettering.page_box import inherited
from generator.model import Leaf

#: A page within this distance of A4 or A3 is bound as it is.
TOLERANCE = 5 * POINTS_PER_MM

#: Smaller than this no page can be read; larger than this ISO 32000 Annex C sees no page.
_SMALLEST = 3.0
_LARGEST = 14_400.0


@dataclass(frozen=True, slots=True)
class Geometry:
    """What a reader sees of a page: the effective box, the turn in degrees, the scale."""

    x: float
    y: float
    width: float
    height: float
    turn: int
    unit: float
    plain: bool  # nothing to mend: valid boxes from the origin, a valid turn, no own unit
    note: str | None

    @property
    def leaf(self) -> Leaf:
        """The size after turning and scaling."""
        wide, high = self.width * self.unit, self.height * self.unit
        return Leaf(high, wide) if self.turn % 180 else Leaf(wide, high)

    @property
    def ordinary(self) -> bool:
        """Whether the page can be bound as it is: plain, and A4 or A3 within 5 mm."""
        return self.plain and is_standard(self.leaf)


def is_standard(leaf: Leaf) -> bool:
    """Whether a size is A4 or A3, upright or landscape, within 5 mm."""
    short, long = sorted((leaf.width, leaf.height))
    return any(abs(short - w) <= TOLERANCE and abs(long - h) <= TOLERANCE for w, h in (A4, A3))


def geometry(page: pikepdf.Page) -> Geometry:
    """Read a page's boxes, turn and unit; what is missing or absurd is replaced and noted."""
    media = _box(inherited(page, "/MediaBox"))
    crop = _box(inherited(page, "/CropBox"))
    notes = []
    box = media
    if box is None:
        box = (0.0, 0.0, *A4)
        notes.append("没有有效的页面尺寸，按 A4 处理")
    if crop is not None and crop != box:
        shared = _intersection(box, crop)
        if shared is None:
            notes.append("裁切框在页面之外，按整页处理")
        box = shared if shared is not None else box
    turn, valid_turn = _turn(inherited(page, "/Rotate"))
    if not valid_turn:
        notes.append(f"旋转角度无效，按 {turn} 度处理")
    unit = _number(page.obj.get("/UserUnit", 1)) or 1.0
    x, y, right, top = box
    at_origin = abs(x) < 0.01 and abs(y) < 0.01 and media == box
    plain = not notes and at_origin and unit == 1.0
    if not 0 < unit * max(right - x, top - y) <= _LARGEST:
        notes.append("页面尺寸大得不合理，已缩放到 A4")
    return Geometry(x, y, right - x, top - y, turn, unit, plain, ";".join(notes) or None)


def placement(found: Geometry) -> tuple[Leaf, tuple[float, float, float, float, float, float]]:
    """Where an odd page goes: the page it gets, and the matrix that puts it there upright.

    A4 or A3 pages keep their size; others are centred on A4, upright or landscape as they are,
    and made smaller only when they are larger than it.
    """
    seen = found.leaf
    if is_standard(seen):
        sheet, scale = seen, 1.0
    else:
        short, long = A4
        sheet = Leaf(long, short) if seen.width > seen.height else Leaf(short, long)
        scale = min(1.0, sheet.width / seen.width, sheet.height / seen.height)
    left = (sheet.width - seen.width * scale) / 2
    bottom = (sheet.height - seen.height * scale) / 2
    s = scale * found.unit
    x0, y0, x1, y1 = found.x, found.y, found.x + found.width, found.y + found.height
    matrix = {
        0: (s, 0.0, 0.0, s, left - s * x0, bottom - s * y0),
        90: (0.0, -s, s, 0.0, left - s * y0, bottom + s * x1),
        180: (-s, 0.0, 0.0, -s, left + s * x1, bottom + s * y1),
        270: (0.0, s, -s, 0.0, left + s * y1, bottom - s * x0),
    }[found.turn]
    return sheet, matrix


def _number(value: object) -> float | None:
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        number = float(value)
        return number if math.isfinite(number) else None
    return None


def _box(value: object) -> tuple[float, float, float, float] | None:
    """A rectangle with its corners in order, or ``None`` when it is none or has no area."""
    if not isinstance(value, pikepdf.Array) or len(value) != 4:
        return None
    numbers = [_number(entry) for entry in value]
    x0, y0, x1, y1 = (number if number is not None else math.nan for number in numbers)
    box = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    wide_enough = box[2] - box[0] >= _SMALLEST and box[3] - box[1] >= _SMALLEST
    return box if wide_enough else None


def _intersection(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> tuple[float, float, float, float] | None:
    box = (
        max(one[0], other[0]),
        max(one[1], other[1]),
        min(one[2], other[2]),
        min(one[3], other[3]),
    )
    return box if box[2] - box[0] >= _SMALLEST and box[3] - box[1] >= _SMALLEST else None


def _turn(value: object) -> tuple[int, bool]:
    """The clockwise turn as 0, 90, 180 or 270, and whether the page states a valid one."""
    if value is None:
        return 0, True
    number = _number(value)
    if number is None:
        return 0, False
    nearest = round(number / 90) * 90
    return int(nearest % 360), number == nearest and isinstance(value, int)
