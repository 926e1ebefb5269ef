"""Printed page numbers by anchor; while the binder is being measured, all of them are unknown."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refs:
    """Gives the number that is printed on the page with an anchor (empty: it carries none).

    ``numbers`` is None during the first pass, when only heights matter: a number column never
    wraps, so the pages of the second pass are the same.
    """

    anchors: frozenset[str]
    numbers: Mapping[str, int | None] | None = None

    def __call__(self, anchor: str) -> str:
        """The printed number of an anchor's page.

        Raises:
            KeyError: in the second pass, no page carries the anchor.
        """
        if self.numbers is None:
            return ""
        number = self.numbers[anchor]
        return "" if number is None else str(number)

    def has(self, anchor: str) -> bool:
        """Whether the binder will have a page with this anchor."""
        return anchor in self.anchors
