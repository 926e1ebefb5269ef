"""The sheet that each page stands on, and how many sheets a stretch of pages takes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.lettering.layout import Layout
from generator.lettering.typeset import MM_PER_POINT
from generator.model import UNTOUCHED, Binding, Fit, Leaf, Opening
from generator.model.plan import LONGEST_A4
from generator.plan.paginate.pieces import Piece

#: A3 to A4 in length (ISO 216: the square root of one half).
REDUCTION = 0.5**0.5

#: A landscape page is turned with its head to the left: on a right-hand page that is the binding
#: edge, on a left-hand page the outer edge (GB/T 9704-2012 on landscape tables, as quoted).
HEAD_LEFT = 270


@dataclass(frozen=True, slots=True)
class Sheet:
    """A side of paper in mm as it lies in the volume, and how the page is put on it."""

    width: float
    height: float
    fit: Fit = UNTOUCHED

    @property
    def folded(self) -> bool:
        """Whether it is A3, to be folded."""
        return max(self.width, self.height) > LONGEST_A4


def sheet_for(leaf: Leaf, binding: Binding) -> Sheet:
    """The sheet for a page of evidence: upright A4, or A3 that folds out to the right."""
    width, height = leaf.width * MM_PER_POINT, leaf.height * MM_PER_POINT
    large = max(width, height) > LONGEST_A4
    scale = REDUCTION if large and not binding.fold_a3 else 1.0
    width, height = width * scale, height * scale
    kept = large and binding.fold_a3
    turned = width < height if kept else width > height
    turn = HEAD_LEFT if turned else 0
    if turned:
        width, height = height, width
    return Sheet(width, height, Fit(turn=turn, scale=scale))


def sheets_of(piece: Piece, layout: Layout, binding: Binding) -> Iterator[Sheet]:
    """The sheet of each of a piece's pages."""
    if piece.rides:
        return
    if piece.draft is not None:
        yield Sheet(layout.page.width, layout.page.height)
        return
    assert piece.document is not None
    leaves = piece.document.leaves
    assert leaves is not None
    for leaf in leaves.pages[piece.first : piece.last + 1]:
        yield sheet_for(leaf, binding)


@dataclass(frozen=True, slots=True)
class Tally:
    """Sheets taken so far, an A3 one counted twice; ``half``: the last one's back is still free."""

    sheets: int = 0
    half: bool = False
    folded: bool = False

    def with_page(self, sheet: Sheet, binding: Binding, *, right_hand: bool) -> "Tally":
        """One page more; paper of another size and right-hand pages begin a new sheet."""
        fits = self.half and sheet.folded == self.folded and not right_hand
        if fits and binding.duplex:
            return Tally(self.sheets, half=False, folded=self.folded)
        return Tally(self.sheets + 1 + sheet.folded, half=True, folded=sheet.folded)

    def with_pieces(self, pieces: Iterable[Piece], layout: Layout, binding: Binding) -> "Tally":
        """Some pieces more."""
        tally = self
        for piece in pieces:
            opens = must_open(piece.opening, binding)
            for at, sheet in enumerate(sheets_of(piece, layout, binding)):
                tally = tally.with_page(sheet, binding, right_hand=opens and at == 0)
        return tally


def must_open(opening: Opening | None, binding: Binding) -> bool:
    """Whether a page has to begin on a right-hand page by the office's choice."""
    return opening is not None and opening in binding.right_hand


EMPTY = Tally()
