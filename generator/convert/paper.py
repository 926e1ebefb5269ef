"""The A4 pages that converters lay out themselves: how large they are, and what stays white.

Such a page may become the front or the back of a sheet, so that either long edge may lie at the
binding; a landscape page is turned with its head to the left, and then its head or its foot does.
"""

from dataclasses import dataclass

#: What the binding takes, in mm: 订口 28 (GB/T 9704-2012, as quoted). An office that binds with
#: more has such pages shifted like any other.
_BINDING = 28.0

#: The strip at the head, in mm: the page number stands 12 to 17 mm from it, and 2 mm below.
_HEAD = 19.0


@dataclass(frozen=True, slots=True)
class Paper:
    """A page and its margins in mm, as a reader holds it before it is bound."""

    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float

    @property
    def room(self) -> tuple[float, float]:
        """Width and height between the margins."""
        return self.width - self.left - self.right, self.height - self.top - self.bottom

    @property
    def style(self) -> str:
        """The size and the margins for the @page rule of a style sheet."""
        margins = (self.top, self.right, self.bottom, self.left)
        sides = " ".join(f"{margin:g}mm" for margin in margins)
        return f"size: {self.width:g}mm {self.height:g}mm; margin: {sides}"


UPRIGHT = Paper(210, 297, top=20, right=_BINDING, bottom=15, left=_BINDING)
LANDSCAPE = Paper(297, 210, top=_BINDING, right=_HEAD, bottom=_BINDING, left=15)
