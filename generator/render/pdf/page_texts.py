"""The texts of a generated page for its template: each in its place, by rules that they share.

WeasyPrint computes a style anew for each rule that one element alone has, which costs more than to
lay out the text. So texts do not have their places from the paper's edge: they stand below each
other, without a height of their own, each so much lower than the one before as its box says. Rows
of equal height then have equal rules on all pages.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from generator.lettering.layout import Layout
from generator.model import Page
from generator.plan.geometry import Box, boxes


class Rules:
    """Style rules, each with the name of its class; no text style has such a name."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def name(self, rule: str) -> str:
        """The class that has a rule."""
        return self._names.setdefault(rule, f"_{len(self._names)}")

    @property
    def by_name(self) -> Mapping[str, str]:
        """The rules so far."""
        return {name: rule for rule, name in self._names.items()}


class Text(NamedTuple):
    """A text: the class of its place, and its style where most texts of the page have another."""

    place: str
    role: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of a page, the style that most of them have, and the class of its margins."""

    role: str
    place: str
    texts: tuple[Text, ...]

    @property
    def roles(self) -> frozenset[str]:
        """All styles that the texts have."""
        return frozenset({self.role, *(text.role for text in self.texts)}) - {""}


def page_texts(page: Page, layout: Layout, rules: Rules) -> Texts:
    """Place the texts of a page; what is empty is left out.

    Args:
        page: a generated page.
        layout: figures of the page.
        rules: is given the rules of the places.
    """
    found = [box for box in boxes(page, layout) if any(line.strip() for line in box.lines)]
    roles = Counter(box.role for box in found).most_common(1)
    most = roles[0][0] if roles else ""
    right = page.width - page.left - _width(page)
    margins = rules.name(f"padding:0 {right:.3f}mm 0 {page.left:.3f}mm")
    return Texts(most, margins, tuple(_placed(page, found, most, layout, rules)))


def _placed(
    page: Page, found: list[Box], most: str, layout: Layout, rules: Rules
) -> Iterator[Text]:
    at = 0.0
    for box in found:
        rule = layout.table.rule if box.rule else 0.0
        left = box.x - page.left + box.inset + rule / 2
        right = _width(page) - left - (box.width - 2 * box.inset - 2 * rule)
        lower = round(box.y + box.pad + rule / 2 - at, 3)
        at += lower
        if box.align == "left":
            place = f"margin:{lower:.3f}mm 0 0 {left:.3f}mm"
        else:
            place = f"margin:{lower:.3f}mm {right:.3f}mm 0 {left:.3f}mm;text-align:{box.align}"
        yield Text(rules.name(place), "" if box.role == most else box.role, box.lines)


def _width(page: Page) -> float:
    """The width of the type area in mm."""
    return page.width - page.margins.inner - page.margins.outer
