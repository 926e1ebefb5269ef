"""Turn the path data of OFD into PDF path operators."""

import re
from collections.abc import Iterator

from fontTools.svgLib.path.arc import EllipticalArc

from generator.convert.ofd.xml import IDENTITY, Matrix

_WORD = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")

#: How many numbers follow each letter (GB/T 33190, abbreviated path data).
_COUNTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}

Point = tuple[float, float]


class _Writer:
    """Writes operators with every point transformed; also the pen that draws arcs."""

    def __init__(self, matrix: Matrix) -> None:
        self.operators: list[str] = []
        self.at: Point = (0.0, 0.0)
        self._matrix = matrix

    def move(self, point: Point) -> None:
        self._write("m", point)

    def line(self, point: Point) -> None:
        self._write("l", point)

    def curve(self, one: Point, two: Point, end: Point) -> None:
        self._write("c", one, two, end)

    def close(self) -> None:
        self.operators.append("h")

    # what the arc calls
    lineTo = line  # noqa: N815
    curveTo = curve  # noqa: N815

    def _write(self, operator: str, *points: Point) -> None:
        a, b, c, d, e, f = self._matrix
        words = [f"{a * x + c * y + e:.4f} {b * x + d * y + f:.4f}" for x, y in points]
        self.operators.append(f"{' '.join(words)} {operator}")
        self.at = points[-1]


def operators(data: str, matrix: Matrix = IDENTITY) -> str:
    """The PDF operators of path data; it ends where the data stops making sense.

    Args:
        data: letters S M L Q B A C with their numbers, in mm.
        matrix: applied to every point.
    """
    writer = _Writer(matrix)
    for letter, values in _commands(data):
        if letter in "SM":
            writer.move((values[0], values[1]))
        elif not writer.operators:
            break
        elif letter == "L":
            writer.line((values[0], values[1]))
        elif letter == "Q":
            _quadratic(writer, (values[0], values[1]), (values[2], values[3]))
        elif letter == "B":
            x1, y1, x2, y2, x, y = values
            writer.curve((x1, y1), (x2, y2), (x, y))
        elif letter == "A":
            _arc(writer, values)
        else:
            writer.close()
    return "\n".join(writer.operators)


def _commands(data: str) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Letters with their numbers; numbers that go on after a full set repeat the letter."""
    letter = ""
    values: list[float] = []
    for word in _WORD.findall(data):
        if word.isalpha():
            if word not in _COUNTS:
                return
            letter, values = word, []
            if not _COUNTS[word]:
                yield word, ()
        elif letter and _COUNTS[letter]:
            values.append(float(word))
            if len(values) == _COUNTS[letter]:
                yield letter, tuple(values)
                letter, values = ("L" if letter in "SM" else letter), []


def _quadratic(writer: _Writer, control: Point, end: Point) -> None:
    (x0, y0), (x1, y1), (x2, y2) = writer.at, control, end
    one = (x0 + (x1 - x0) * 2 / 3, y0 + (y1 - y0) * 2 / 3)
    two = (x2 + (x1 - x2) * 2 / 3, y2 + (y1 - y2) * 2 / 3)
    writer.curve(one, two, end)


def _arc(writer: _Writer, values: tuple[float, ...]) -> None:
    """An elliptical arc: radii, turn in degrees, large, clockwise, end; as SVG draws it."""
    rx, ry, turn, large, clockwise, x, y = values
    start, end = complex(*writer.at), complex(x, y)
    if start == end:
        return
    if not rx or not ry:
        writer.line((x, y))
        return
    EllipticalArc(start, rx, ry, turn, int(large != 0), int(clockwise != 0), end).draw(writer)
