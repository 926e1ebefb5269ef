"""Where the page number is printed: its own place, or the next one that is free of print."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from generator.lettering.layout import Layout
from generator.lettering.typeset import MM_PER_POINT, text_ems
from generator.model import Binding, Imprint, NumberStyle, Page, PageKind, Rect
from generator.plan.paginate.margins import Print

#: Height of the digits above their baseline in ems (Times metrics; Song digits are lower).
DIGIT_HEIGHT = 0.676


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A text to place: its size in mm, and the room that it may not leave."""

    text: str
    width: float
    height: float
    safe: Rect


class Numberer:
    """Gives every page its imprint: page number, and a marking on the inner side of it."""

    def __init__(self, layout: Layout, binding: Binding, marking: str) -> None:
        self._layout, self._binding, self._marking = layout, binding, marking
        style = binding.number_style
        numbers = layout.number
        self._figures = numbers.book if style is NumberStyle.BOOK else numbers.archive

    def imprint(self, page: Page, evidence: Print) -> Imprint | None:
        """What is printed on a page and where; nothing on a page without number and marking."""
        text = self._text(page)
        if not text:
            return None
        wanted = self._wanted(page, text)
        x, y = self._home(page, wanted)
        if page.leaf is None or not evidence.covered(self._around(x, y, wanted)):
            return self._placed(page, wanted, x, y)
        for x, y in self._others(page, wanted):
            if not evidence.covered(self._around(x, y, wanted)):
                return self._placed(page, wanted, x, y, moved=True)
        x, y = self._home(page, wanted)
        return self._placed(page, wanted, x, y, over=True)

    def _text(self, page: Page) -> str:
        number = page.printed
        if number and self._binding.number_style is NumberStyle.BOOK:
            dash = self._layout.number.book.dash
            number = f"{dash} {number} {dash}"
        if page.kind is PageKind.BLANK:
            return ""
        parts = (self._marking, number) if page.right_hand else (number, self._marking)
        return "  ".join(part for part in parts if part)

    def _wanted(self, page: Page, text: str) -> _Wanted:
        size, figures = self._figures.size * MM_PER_POINT, self._layout.number
        edge = figures.edge
        inner, outer = max(self._binding.margin, edge), edge
        left, right = (inner, outer) if page.right_hand else (outer, inner)
        safe = Rect(left, edge, page.width - right, page.height - edge)
        return _Wanted(text, text_ems(text) * size, DIGIT_HEIGHT * size, safe)

    def _home(self, page: Page, wanted: _Wanted) -> tuple[float, float]:
        """Left end and top of the text in its own place."""
        numbers, frame = self._layout.number, self._layout.page
        if self._binding.number_style is NumberStyle.BOOK:
            book = numbers.book
            outer = frame.outer + book.indent * book.size * MM_PER_POINT
            middle = page.height - frame.bottom + book.below
            top = middle - wanted.height / 2
        else:
            outer, top = numbers.archive.outer, numbers.archive.top
        left = page.width - outer - wanted.width if page.right_hand else outer
        return left, top

    def _others(self, page: Page, wanted: _Wanted) -> Iterator[tuple[float, float]]:
        """Further places: along its line, nearer to the edge, at the other end, at the side."""
        x, y = self._home(page, wanted)
        safe = wanted.safe
        at_top = y < page.height / 2
        near, far = safe.top, safe.bottom - wanted.height
        lines = (y, near if at_top else far, far if at_top else near)
        for line in lines:
            yield from ((at, line) for at in self._along(page, wanted, x))
        edge = safe.right - wanted.width if page.right_hand else safe.left
        step = self._layout.number.step
        steps = int((safe.bottom - safe.top - wanted.height) // step)
        yield from ((edge, safe.top + at * step) for at in range(steps + 1))

    def _along(self, page: Page, wanted: _Wanted, x: float) -> Iterator[float]:
        """Left ends from the number's own place inwards, then outwards."""
        step, safe = self._layout.number.step, wanted.safe
        inwards = -step if page.right_hand else step
        at = x
        while safe.left <= at <= safe.right - wanted.width:
            yield at
            at += inwards
        yield safe.right - wanted.width if page.right_hand else safe.left

    def _around(self, x: float, y: float, wanted: _Wanted) -> Rect:
        clear = self._layout.number.clear
        right, bottom = x + wanted.width + clear, y + wanted.height + clear
        return Rect(x - clear, y - clear, right, bottom)

    def _placed(
        self,
        page: Page,
        wanted: _Wanted,
        x: float,
        y: float,
        *,
        moved: bool = False,
        over: bool = False,
    ) -> Imprint:
        """The text is held at its outer end, so that a font's own widths move the inner end."""
        align: Literal["left", "right"] = "right" if page.right_hand else "left"
        held = x + wanted.width if page.right_hand else x
        return Imprint(
            wanted.text,
            round(held, 3),
            round(y + wanted.height, 3),
            self._figures.size,
            align,
            self._figures.font,
            moved,
            over,
        )
