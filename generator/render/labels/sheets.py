"""Labels side by side on sheets: rows of one kind, cut marks, and words that tell what to do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.lettering.label_figures import CutFigures, LabelFigures
from generator.model import LabelKind, PlacedLabel
from generator.render.labels.drawn import Area, Drawn, Pen, Rule, Words

_KINDS = {
    LabelKind.VOLUME_SPINE: "卷脊标签",
    LabelKind.BOX_SPINE: "盒脊标签",
    LabelKind.BOX_FACE: "盒面标签",
    LabelKind.TAB: "隔页标签",
}
_HOW = "沿四角裁切线裁下；打印时选“实际大小”，不要选“适合纸张”。"
_HOW_TAB = "隔页标签沿虚线对折，夹住隔页翻口粘牢，第 1 位在最上。"

#: Ticks of the ruler stand every so far, and are so high.
TICK, TICK_HEIGHT = 10.0, 2.0  # mm


@dataclass(frozen=True, slots=True)
class Piece:
    """A drawn label, what it is, and what is written below it outside of its cut."""

    kind: LabelKind
    name: str
    drawn: Drawn
    overfull: bool = False
    note: str = ""
    note_height: float = 0.0  # mm


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that is printed on a sheet, in mm from its top left corner."""

    rules: tuple[Rule, ...]
    words: tuple[Words, ...]


def lay_out(
    pieces: Sequence[Piece], figures: LabelFigures
) -> tuple[tuple[Sheet, ...], tuple[PlacedLabel, ...]]:
    """Place labels in their order on as many sheets as they need.

    Args:
        pieces: the labels; a row holds labels of one kind.
        figures: sizes of the sheet, the gaps and the marks.

    Returns:
        The sheets, and where each label stands.
    """
    placed = tuple(_places(pieces, figures))
    count = placed[-1].sheet if placed else 0
    sheets = []
    for number in range(1, count + 1):
        here = [pair for pair in zip(pieces, placed, strict=True) if pair[1].sheet == number]
        sheets.append(_sheet(here, f"第 {number} 张，共 {count} 张", figures))
    return tuple(sheets), placed


def cut_marks(label: Area, cut: CutFigures) -> tuple[Area, ...]:
    """The eight marks outside of a label's corners, none of them touching it."""
    marks = []
    for x, outwards in ((label.x, -1), (label.x + label.width, 1)):
        for y, away in ((label.y, -1), (label.y + label.height, 1)):
            left = x + outwards * cut.offset + min(0, outwards) * cut.length
            top = y + away * cut.offset + min(0, away) * cut.length
            marks.append(Area(left, y - cut.rule / 2, cut.length, cut.rule))
            marks.append(Area(x - cut.rule / 2, top, cut.rule, cut.length))
    return tuple(marks)


def _places(pieces: Iterable[Piece], figures: LabelFigures) -> Iterable[PlacedLabel]:
    """A row after a row, a sheet after a sheet."""
    edge = figures.sheet.margin + figures.cut.reach
    wide, high = figures.room
    kind, sheet, x, y, row = None, 1, 0.0, 0.0, 0.0
    for piece in pieces:
        width, height = piece.drawn.width, piece.drawn.height
        if kind is not None and (piece.kind != kind or x + width > wide):
            x, y, row = 0.0, y + row + figures.gap, 0.0
        if y + height + piece.note_height > high:
            sheet, x, y, row = sheet + 1, 0.0, 0.0, 0.0
        kind, row = piece.kind, max(row, height + piece.note_height)
        yield PlacedLabel(
            piece.kind,
            piece.name,
            sheet,
            edge + x,
            edge + y,
            width,
            height,
            piece.overfull,
            piece.drawn.title_size,
            piece.drawn.cramped,
        )
        x += width + figures.gap


def _sheet(here: Sequence[tuple[Piece, PlacedLabel]], count: str, figures: LabelFigures) -> Sheet:
    pen = Pen(figures)
    for piece, place in here:
        for rule in piece.drawn.rules:
            pen.fill(rule.area.moved(place.x, place.y), rule.color)
        pen.words += [words.moved(place.x, place.y) for words in piece.drawn.words]
        for mark in cut_marks(Area(place.x, place.y, place.width, place.height), figures.cut):
            pen.fill(mark)
        if piece.note:
            below = place.y + place.height + figures.cut.offset
            pen.write(
                piece.note,
                Area(place.x, below, place.width, piece.note_height - figures.cut.offset),
                figures.note,
            )
    _foot(pen, list(dict.fromkeys(piece.kind for piece, _ in here)), count)
    return Sheet(tuple(pen.rules), tuple(pen.words))


def _foot(pen: Pen, kinds: Sequence[LabelKind], count: str) -> None:
    """What to do with the sheet, which sheet it is, a ruler to check the print's scale."""
    sheet, note, ruler = pen.figures.sheet, pen.figures.note, pen.figures.ruler
    left, wide = sheet.margin, sheet.width - 2 * sheet.margin
    top, half = sheet.height - sheet.margin - sheet.foot, sheet.foot / 2
    names = "、".join(_KINDS[kind] for kind in kinds)
    pen.write(_HOW, Area(left, top, wide / 2, half), note, "left")
    pen.write(f"{names}  {count}", Area(left + wide / 2, top, wide / 2, half), note, "right")
    _ruler(pen, left, top + 2 * half)
    rest = (wide - ruler) / 3
    beside = Area(left + ruler, top + half, rest, half)
    pen.write(f"← 校准尺：应长 {ruler:g} mm", beside, note, "left", whole=True)
    if LabelKind.TAB in kinds:
        beyond = Area(left + ruler + rest, top + half, 2 * rest, half)
        pen.write(_HOW_TAB, beyond, note, "right", whole=True)


def _ruler(pen: Pen, x: float, foot: float) -> None:
    """A line as long as the layout says, from the outer edge of one end tick to the other's."""
    cut, length = pen.figures.cut.rule, pen.figures.ruler
    pen.fill(Area(x, foot - cut, length, cut))
    at = 0.0
    while at <= length:
        high = TICK_HEIGHT if at in (0.0, length) else TICK_HEIGHT / 2
        pen.fill(Area(min(x + at, x + length - cut), foot - high, cut, high))
        at += TICK
