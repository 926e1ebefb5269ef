"""Cut the binder into volumes: at groups, else at items, else at documents, last inside of one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from generator.lettering.layout import Layout
from generator.model import Binding
from generator.plan.paginate.paper import EMPTY, Tally
from generator.plan.paginate.pieces import Piece, Rank

Cut = tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class Front:
    """What a volume needs besides its content.

    ``first`` and ``other`` are the sheets of cover and closing sheet (the first volume also has the
    title page and the contents); ``row`` gives the height in mm of a document's line in the
    catalogue, ``room`` is the height for such lines on a page.
    """

    first: int
    other: int
    row: Callable[[Piece], float]
    room: float
    per_sheet: int


@dataclass(frozen=True, slots=True)
class _Filling:
    """How full a volume is: sheets of content, catalogue pages and what is left of the last."""

    tally: Tally = EMPTY
    catalogue: int = 1
    left: float = 0.0

    def sheets(self, front: Front, *, first: bool) -> int:
        fixed = front.first if first else front.other
        return self.tally.sheets + fixed + -(-self.catalogue // front.per_sheet)


class Cutter:
    """Fills volume after volume; a volume is never left empty."""

    def __init__(self, layout: Layout, binding: Binding, front: Front) -> None:
        self._layout, self._binding, self._front = layout, binding, front
        self._volumes: list[list[Piece]] = []
        self._filling = _Filling()

    def cut(self, pieces: Sequence[Piece]) -> Cut:
        """The pieces of each volume. Every piece is in one; a document may be in several.

        Where even one sheet is too much for the limit, a volume holds that one sheet.
        """
        self._open()
        self._pack(pieces, Rank.GROUP)
        return tuple(tuple(volume) for volume in self._volumes if volume)

    def _open(self) -> None:
        self._volumes.append([])
        self._filling = _Filling(left=self._front.room)

    def _pack(self, pieces: Sequence[Piece], rank: Rank) -> None:
        for chunk in _chunks(pieces, rank):
            grown = self._grown(self._filling, chunk)
            alone = self._grown(_Filling(left=self._front.room), chunk)
            if self._holds(grown, first=len(self._volumes) == 1):
                self._add(chunk, grown)
            elif self._volumes[-1] and self._holds(alone, first=False):
                self._open()
                self._add(chunk, alone)
            elif rank < Rank.FILE:
                self._pack(chunk, Rank(rank + 1))
            else:
                self._split(chunk)

    def _split(self, chunk: Sequence[Piece]) -> None:
        """A document that is too thick for any volume, cut between two of its pages."""
        for piece in chunk:
            for page in _pages(piece):
                grown = self._grown(self._filling, [page])
                held = page.rides or self._holds(grown, first=len(self._volumes) == 1)
                if self._volumes[-1] and not held:
                    self._open()
                    grown = self._grown(self._filling, [page])
                self._add([page], grown)

    def _add(self, chunk: Sequence[Piece], filling: _Filling) -> None:
        volume = self._volumes[-1]
        for piece in chunk:
            before = volume[-1] if volume else None
            if before is not None and _follows(before, piece):
                volume[-1] = replace(before, last=piece.last)
            else:
                volume.append(piece)
        self._filling = filling

    def _grown(self, filling: _Filling, chunk: Sequence[Piece]) -> _Filling:
        tally = filling.tally.with_pieces(chunk, self._layout, self._binding)
        pages, left = filling.catalogue, filling.left
        last = self._volumes[-1][-1] if self._volumes[-1] else None
        for piece in chunk:
            if piece.entry is None or (last is not None and _follows(last, piece)):
                continue
            height = self._front.row(piece)
            if height > left:
                pages, left = pages + 1, self._front.room
            left -= height
        return _Filling(tally, pages, left)

    def _holds(self, filling: _Filling, *, first: bool) -> bool:
        return filling.sheets(self._front, first=first) <= self._binding.sheets_per_volume


def _follows(before: Piece, piece: Piece) -> bool:
    """Whether a piece is the next stretch of the same document."""
    same = piece.document is not None and before.document is piece.document
    return same and before.last + 1 == piece.first


def _chunks(pieces: Sequence[Piece], rank: Rank) -> Iterator[list[Piece]]:
    """Stretches that begin with a piece of at most this rank."""
    chunk: list[Piece] = []
    for piece in pieces:
        if piece.rank <= rank and chunk:
            yield chunk
            chunk = []
        chunk.append(piece)
    if chunk:
        yield chunk


def _pages(piece: Piece) -> Iterator[Piece]:
    """A document's pages as pieces of their own; a generated page as it is."""
    if piece.document is None:
        yield piece
        return
    for at in range(piece.first, piece.last + 1):
        yield replace(piece, first=at, last=at)


def recut(pieces: Sequence[Piece], before: Cut) -> Cut:
    """Cut new pieces where others were cut before, so that the plan comes to rest."""
    starts = {volume[0].key for volume in before[1:]}
    inside: dict[str, list[int]] = {}
    for anchor, _, first in starts:
        inside.setdefault(anchor, []).append(first)
    volumes: list[list[Piece]] = [[]]
    for piece in pieces:
        for part in _parts(piece, sorted(inside.get(piece.key[0], ()))):
            if part.key in starts and volumes[-1]:
                volumes.append([])
            volumes[-1].append(part)
    return tuple(tuple(volume) for volume in volumes)


def _parts(piece: Piece, cuts: Sequence[int]) -> Iterator[Piece]:
    if piece.document is None:
        yield piece
        return
    edges = [piece.first, *(at for at in cuts if at > piece.first), piece.last + 1]
    for start, end in pairwise(edges):
        yield replace(piece, first=start, last=end - 1)
