"""Set one row of a table: break its texts into lines, and carry on what is too long below it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.ledgers.printed.fitting import Band, text_room
from generator.ledgers.printed.sheet import HeadCell, Line, Table, Tone
from generator.lettering.layout import LedgerFigures
from generator.lettering.typeset import MM_PER_POINT, WIDEST, printable, wrap

#: How many broken texts are remembered: villages and firms repeat.
_REMEMBERED = 4_000


@dataclass(frozen=True, slots=True)
class SetCell:
    """A cell in its place: left edge, width and height in mm, the lines of its text."""

    x: float
    top: float
    width: float
    height: float
    lines: tuple[str, ...]
    align: str


@dataclass(frozen=True, slots=True)
class SetRow:
    """A row that is ready to be drawn; places count from the table's left edge and its own top."""

    height: float
    cells: tuple[SetCell, ...]
    tone: Tone


class RowSetter:
    """Sets the rows of one band of a table."""

    def __init__(self, table: Table, band: Band, size: float, figures: LedgerFigures) -> None:
        self._table = table
        self._band = band
        self._size = size
        self._figures = figures
        self._known: dict[tuple[str, float], tuple[str, ...]] = {}
        self._widths = (band.label, *band.widths)
        self._lefts = tuple(sum(self._widths[:at]) for at in range(len(self._widths)))
        self._line = figures.line * size * MM_PER_POINT
        self.width = sum(self._widths)

    def head(self) -> SetRow:
        """The head of the band, all its rows as one."""
        cells = [
            HeadCell(self._table.label, 0, 0, self._table.depth - 1, 0),
            *(moved for cell in self._table.head if (moved := self._moved(cell))),
        ]
        lines = [self._lines(cell.text, self._across(cell.left, cell.right)) for cell in cells]
        heights = [0.0] * self._table.depth
        for cell, text in sorted(zip(cells, lines, strict=True), key=lambda p: p[0].bottom):
            lack = self._height(len(text)) - sum(heights[cell.top : cell.bottom + 1])
            heights[cell.bottom] += max(0.0, lack)
        placed = tuple(
            SetCell(
                self._lefts[cell.left],
                sum(heights[: cell.top]),
                self._across(cell.left, cell.right),
                sum(heights[cell.top : cell.bottom + 1]),
                text,
                "center",
            )
            for cell, text in zip(cells, lines, strict=True)
        )
        return SetRow(sum(heights), placed, Tone.PLAIN)

    def rows(self, line: Line) -> Iterator[SetRow]:
        """The row of a line, and rows across the whole band with what did not fit into it."""
        spans = [moved for span in line.spans if (moved := self._span(*span))]
        texts = tuple(map(printable, line.texts[self._band.first : self._band.last + 1]))
        for first, last, kept in spans:
            cleared = ("",) * (last - first + (0 if kept else 1))
            texts = (*texts[: first + kept], *cleared, *texts[last + 1 :])
        merged = {first + 1: last + 1 for first, last, _ in spans}
        row, rests = self._row(line, texts, merged)
        yield row
        number = "".join(filter(str.isdecimal, line.label)) or line.label
        for at, rest in rests:
            text = f"（接第 {number} 行“{self._table.titles[self._band.first + at]}”）{rest}"
            yield from self._carried(line, text)

    def _row(
        self, line: Line, texts: Sequence[str], merged: dict[int, int]
    ) -> tuple[SetRow, list[tuple[int, str]]]:
        most, cells, rests = self._figures.most_lines, [], []
        deepest, at = 1, 0
        while at < len(self._widths):
            last = merged.get(at, at)
            text = line.label if at == 0 else texts[at - 1]
            width = self._widths[at] if last == at else self._across(at, last)
            lines = self._lines(text, width)
            if len(lines) > most:
                rests.append((at - 1, _after(text, lines[:most])))
                lines = lines[:most]
            deepest = max(deepest, len(lines))
            cells.append((at, width, lines))
            at = last + 1
        height = self._height(deepest)
        aligns = ("center", *self._table.aligns[self._band.first : self._band.last + 1])
        placed = tuple(
            SetCell(self._lefts[at], 0.0, width, height, lines, aligns[at])
            for at, width, lines in cells
        )
        return SetRow(height, placed, line.tone), rests

    def _carried(self, line: Line, text: str) -> Iterator[SetRow]:
        most = self._figures.most_lines
        lines = wrap(text, text_room(self.width, self._figures), self._size)
        for start in range(0, len(lines), most):
            part = lines[start : start + most]
            height = self._height(len(part))
            yield SetRow(height, (SetCell(0.0, 0.0, self.width, height, part, "left"),), line.tone)

    def _lines(self, text: str, width: float) -> tuple[str, ...]:
        room = text_room(width, self._figures)
        if len(text) * WIDEST * self._size * MM_PER_POINT <= room and "\n" not in text:
            return (text,)
        key = (text, width)
        if key not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[key] = wrap(text, room, self._size)
        return self._known[key]

    def _height(self, lines: int) -> float:
        return lines * self._line + 2 * self._figures.padding_y

    def _across(self, first: int, last: int) -> float:
        return sum(self._widths[first : last + 1])

    def _span(self, first: int, last: int) -> tuple[int, int, int] | None:
        """A span inside the band, from 0, and whether its text stands here (1) or further left."""
        left, right = max(first, self._band.first), min(last, self._band.last)
        if left > right:
            return None
        return left - self._band.first, right - self._band.first, int(left == first)

    def _moved(self, cell: HeadCell) -> HeadCell | None:
        """A cell of the head as it stands over this band, right of the labels."""
        span = self._span(cell.left, cell.right)
        return (
            HeadCell(cell.text, cell.top, span[0] + 1, cell.bottom, span[1] + 1) if span else None
        )


def _after(text: str, lines: Sequence[str]) -> str:
    """What follows the first lines of a text that was broken into them."""
    at = 0
    for line in lines:
        at += len(line)
        at += text[at : at + 1] == "\n"
    return text[at:]
