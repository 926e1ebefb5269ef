"""A label as it will be printed: rules and words in mm from its own top left corner."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from generator.lettering.label_figures import LabelFigures, LabelText
from generator.lettering.typeset import MM_PER_POINT, text_ems
from generator.render.labels.fitting import Lines, fit_lines
from generator.render.labels.vertical import Columns, Sign, column_ems, fit_columns

BLACK = "#000000"


@dataclass(frozen=True, slots=True)
class Area:
    """A place on a label or a sheet, in mm."""

    x: float
    y: float
    width: float
    height: float

    def within(self, distance: float) -> "Area":
        """The same place without a strip along its four sides."""
        x, y = self.x + distance, self.y + distance
        return Area(x, y, self.width - 2 * distance, self.height - 2 * distance)

    def moved(self, x: float, y: float) -> "Area":
        """The same place, further to the right and down."""
        return Area(self.x + x, self.y + y, self.width, self.height)


@dataclass(frozen=True, slots=True)
class Rule:
    """A filled rectangle: a line or a tint."""

    area: Area
    color: str = BLACK


@dataclass(frozen=True, slots=True)
class Words:
    """Lines of text about the middle of a place.

    Attributes:
        area: the place before it is turned.
        lines: one below the other.
        font: the font role.
        size: type size in points.
        line: line height in mm.
        align: left, center or right.
        turn: degrees to the right about the middle of the place.
        squeeze: how much narrower the text is drawn.
    """

    area: Area
    lines: tuple[str, ...]
    font: str
    size: float
    line: float
    align: str = "center"
    turn: int = 0
    squeeze: float = 1.0

    def moved(self, x: float, y: float) -> "Words":
        """The same words, further to the right and down."""
        return replace(self, area=self.area.moved(x, y))


@dataclass(frozen=True, slots=True)
class Drawn:
    """A label ready to be placed on a sheet: its size as it is cut, and all that is on it."""

    width: float
    height: float
    rules: tuple[Rule, ...]
    words: tuple[Words, ...]
    title_size: float
    cramped: bool


@dataclass(slots=True)
class Pen:
    """Draws one label with the figures of a layout."""

    figures: LabelFigures
    rules: list[Rule] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    cramped: bool = False

    def done(self, width: float, height: float, title_size: float) -> Drawn:
        """The label as drawn so far."""
        rules, words = tuple(self.rules), tuple(self.words)
        return Drawn(width, height, rules, words, title_size, self.cramped)

    def fill(self, area: Area, color: str = BLACK) -> None:
        """A filled rectangle."""
        self.rules.append(Rule(area, color))

    def frame(self, area: Area) -> None:
        """A frame within a place."""
        wide = self.figures.frame
        right, foot = area.x + area.width - wide, area.y + area.height - wide
        self.fill(Area(area.x, area.y, area.width, wide))
        self.fill(Area(area.x, foot, area.width, wide))
        self.fill(Area(area.x, area.y + wide, wide, area.height - 2 * wide))
        self.fill(Area(right, area.y + wide, wide, area.height - 2 * wide))

    def across(self, x: float, y: float, width: float) -> None:
        """A horizontal rule about ``y``."""
        self.fill(Area(x, y - self.figures.rule / 2, width, self.figures.rule))

    def down(self, x: float, y: float, height: float) -> None:
        """A vertical rule about ``x``."""
        self.fill(Area(x - self.figures.rule / 2, y, self.figures.rule, height))

    def write(
        self,
        text: str,
        cell: Area,
        style: LabelText,
        align: str = "center",
        turn: int = 0,
        *,
        whole: bool = False,
    ) -> float:
        """Horizontal lines in a cell, as large as they fit; gives their size in points."""
        if not text:
            return 0.0
        room = self._inner(cell)
        fitted = fit_lines(text, room.width, room.height, style, whole=whole)
        self._put(fitted, room, style, align, turn)
        return fitted.size

    def write_code(self, text: str, cell: Area, style: LabelText) -> None:
        """A code in horizontal lines, or along the cell where it is larger that way."""
        if not text:
            return
        room = self._inner(cell)
        lying = fit_lines(text, room.height, room.width, style, whole=True)
        fitted = fit_lines(text, room.width, room.height, style, whole=True)
        if (-len(fitted.lines), fitted.size) >= (-len(lying.lines), lying.size):
            self._put(fitted, room, style, "center", 0)
            return
        x, y = room.x + room.width / 2, room.y + room.height / 2
        along = Area(x - room.height / 2, y - room.width / 2, room.height, room.width)
        self._put(lying, along, style, "center", 90)

    def write_down(self, text: str, cell: Area, style: LabelText, padding: float) -> float:
        """Vertical columns in a cell, as large as they fit; gives their size in points."""
        if not text:
            return 0.0
        room = cell.within(padding)
        single = self.figures.single_column
        fitted = fit_columns(text, room.width, room.height, style, single)
        self.cramped = self.cramped or fitted.cramped
        self._put_columns(fitted, room, style)
        return fitted.size

    def _inner(self, cell: Area) -> Area:
        return cell.within(self.figures.padding)

    def _put(self, fitted: Lines, room: Area, style: LabelText, align: str, turn: int) -> None:
        self.cramped = self.cramped or fitted.cramped
        line = fitted.size * style.line * MM_PER_POINT
        words = Words(room, fitted.lines, style.font, fitted.size, line, align, turn)
        self.words.append(words)

    def _put_columns(self, fitted: Columns, room: Area, style: LabelText) -> None:
        em = fitted.size * MM_PER_POINT
        longest = max(map(column_ems, fitted.columns)) * em
        spread = min(self.figures.spread, room.height / longest)
        top = room.y + (room.height - longest * spread) / 2
        pitch, count = em * style.line, len(fitted.columns)
        x = room.x + (room.width + (count - 1) * pitch) / 2
        for column in fitted.columns:
            y = top
            for plain, group in groupby(column, key=_plain):
                found = tuple(group)
                high = em * spread * sum(sign.ems for sign in found)
                if plain:
                    place = Area(x - em / 2, y, em, high)
                    lines = tuple(sign.shown for sign in found)
                    self.words.append(Words(place, lines, style.font, fitted.size, em * spread))
                else:
                    self._put_signs(found, x, y, em * spread, fitted.size, style.font)
                y += high
            x -= pitch

    def _put_signs(
        self, found: Sequence[Sign], x: float, y: float, pitch: float, size: float, font: str
    ) -> None:
        """Signs that are turned, moved or narrowed, down from ``y`` about a middle."""
        em = size * MM_PER_POINT
        for sign in found:
            wide = max(1.0, sign.ems, text_ems(sign.shown) * sign.scale) * em
            middle = y + sign.ems * pitch / 2 + sign.shift[1] * em
            area = Area(x + sign.shift[0] * em - wide / 2, middle - em / 2, wide, em)
            turn, y = 90 if sign.turned else 0, y + sign.ems * pitch
            if not sign.text.isspace():
                lines, small = (sign.shown,), size * sign.scale
                self.words.append(
                    Words(area, lines, font, small, em, turn=turn, squeeze=sign.squeeze)
                )


def _plain(sign: Sign) -> bool:
    """Whether a sign stands in its square as it is."""
    return sign == Sign(sign.text, sign.text, 1.0) and not sign.text.isspace()
