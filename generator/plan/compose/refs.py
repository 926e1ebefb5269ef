"""Printed page numbers by anchor; while the binder is being measured, all of them are unknown."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a page is: its volume and the number printed on it (empty: it carries none)."""

    volume: int
    printed: str


@dataclass(frozen=True, slots=True)
class Refs:
    """Gives the number that is printed on the page with an anchor, and its volume.

    ``spots`` is None during the first pass, when only heights matter: columns of numbers never
    wrap, so the pages of the second pass are the same. ``leaves`` tells the spot of each page of a
    document, by the document's anchor and the page's index from 0.
    """

    anchors: frozenset[str]
    spots: Mapping[str, Spot] | None = None
    leaves: Mapping[tuple[str, int], Spot] = field(default_factory=dict)
    several: bool = False

    def __call__(self, anchor: str) -> str:
        """The printed number of an anchor's page.

        Raises:
            KeyError: in the second pass, no page carries the anchor.
        """
        return "" if self.spots is None else self.spots[anchor].printed

    def volume(self, anchor: str) -> str:
        """The number of the volume that holds an anchor's page.

        Raises:
            KeyError: in the second pass, no page carries the anchor.
        """
        return "" if self.spots is None else str(self.spots[anchor].volume)

    def elsewhere(self, anchor: str, here: str) -> str:
        """Says which volume holds an anchor when it is not the one that holds another anchor."""
        if self.spots is None or self.spots[anchor].volume == self.spots[here].volume:
            return ""
        return f"见第{self.spots[anchor].volume}卷"

    def leaf(self, anchor: str, index: int) -> str:
        """The printed number of a page of a document, with its volume where there are several."""
        if self.spots is None:
            return ""
        spot = self.leaves.get((anchor, index)) or self.spots[anchor]
        return f"{spot.volume}卷{spot.printed}" if self.several else spot.printed

    def here(self, anchor: str, index: int) -> str:
        """The printed number of a page of a document, or of a slip, in the volume that asks."""
        if self.spots is None:
            return ""
        spot = self.leaves.get((anchor, index)) or self.spots[anchor]
        return spot.printed

    def has(self, anchor: str) -> bool:
        """Whether the binder will have a page with this anchor."""
        return anchor in self.anchors
