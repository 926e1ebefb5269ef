"""Count the characters of text objects from what the page's operators say.

pdfium's own text leaves out what is struck twice to look bold, and a hyphen that ends a line by
itself. Where anything might be of that kind, pdfium must be asked: ``None``.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from generator.measure.surveys import calls
from generator.measure.surveys.calls import UNCHANGED, Bounds, Matrix
from generator.measure.surveys.images import Placed

#: Text runs along an edge of the page when it slopes by less than this.
_LEVEL = 0.001
#: Narrower text is none for pdfium (points).
_NARROWEST = 0.02
#: How many text objects before one pdfium compares with it.
_COMPARED = 5
#: Shares of the size of text: how far apart the base lines of one line lie at most, and how far
#: two strings overlap at least when a letter stands on its like.
_SAME_LINE, _OVERLAP = 0.25, 0.1
_HYPHENS = frozenset({"-", "\u00ad"})


class Setting(NamedTuple):
    """How a text object is set: where it stands, its matrix and its size (points) on the page."""

    placed: Placed
    matrix: Matrix
    size: float


class _Line(NamedTuple):
    """A string on the page: where its base line lies, begins and ends, its size and its box."""

    text: str
    upright: bool
    base: float
    start: float
    end: float
    size: float
    box: Bounds


def setting_of(placed: Placed) -> Setting:
    """How a text object is set; its size is 0 if it is squeezed to nothing."""
    matrix = placed.matrix()
    a, b, c, d, _, _ = matrix
    along = math.hypot(a, b)
    size = calls.font_size(placed.item) * abs(a * d - b * c) / along if along else 0.0
    return Setting(placed, matrix, abs(size))


def count_characters(
    settings: Sequence[Setting], said: Sequence[str] | None
) -> Sequence[int] | None:
    """How many characters that are not blank each text object shows.

    Args:
        settings: the text objects of a page.
        said: what the page's operators show, in the same order, if that is clear.
    """
    if said is None or len(said) != len(settings) or not _HYPHENS.isdisjoint(said):
        return None
    counts = [len("".join(text.split())) for text in said]
    lines: list[_Line] = []
    for setting, text, count in zip(settings, said, counts, strict=True):
        if count:
            line = _line(setting, text)
            if line is None:
                return None
            lines.append(line)
    return None if _repeated(lines) or _overlapping(lines) or _crossing(lines) else counts


def _line(setting: Setting, text: str) -> _Line | None:
    """Where a string stands; ``None`` if it slopes or has no extent."""
    a, b, _, _, e, f = setting.matrix
    level = _LEVEL * math.hypot(a, b)
    upright, lying = abs(b) <= level, abs(a) <= level
    own = calls.bounds_of(setting.placed.item)
    if upright == lying or own[2] - own[0] < _NARROWEST:
        return None
    box = _moved(own, setting.placed.around)
    if upright:
        return _Line(text, True, f, box[0], box[2], setting.size, box)
    return _Line(text, False, e, box[1], box[3], setting.size, box)


def _moved(box: Bounds, around: Matrix) -> Bounds:
    """The box around a box in a form, as it lies on the page."""
    if around is UNCHANGED:
        return box
    a, b, c, d, e, f = around
    left, bottom, right, top = box
    xs = [a * x + c * y + e for x in (left, right) for y in (bottom, top)]
    ys = [b * x + d * y + f for x in (left, right) for y in (bottom, top)]
    return min(xs), min(ys), max(xs), max(ys)


def _repeated(lines: Sequence[_Line]) -> bool:
    """Whether a string touches an equal one that is drawn shortly before it."""
    for at, line in enumerate(lines):
        for other in lines[max(0, at - _COMPARED) : at]:
            if line.text == other.text and _touch(line.box, other.box):
                return True
    return False


def _touch(one: Bounds, other: Bounds) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _overlapping(lines: Sequence[_Line]) -> bool:
    """Whether two strings on one line overlap."""
    farthest = _SAME_LINE * max((line.size for line in lines), default=0)
    ordered = sorted(lines, key=lambda line: (line.upright, line.base))
    for at, line in enumerate(ordered):
        for other in ordered[at + 1 :]:
            if other.upright != line.upright or other.base - line.base > farthest:
                break
            shared = min(line.end, other.end) - max(line.start, other.start)
            if shared > _OVERLAP * min(line.size, other.size):
                return True
    return False


def _crossing(lines: Sequence[_Line]) -> bool:
    """Whether upright text touches text that lies."""
    lying = [line for line in lines if not line.upright]
    upright = [line for line in lines if line.upright] if lying else ()
    return any(_touch(one.box, other.box) for one in lying for other in upright)
