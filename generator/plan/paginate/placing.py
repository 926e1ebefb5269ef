"""Give pages their sides, numbers, sheets and imprints; blank sides where a page must face up."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.lettering.layout import Layout
from generator.model import LeafRef, Numbering, Page, PageKind, PageSurvey
from generator.plan.compose.grid import Draft
from generator.plan.paginate.margins import Print, fitted
from generator.plan.paginate.numbers import Numberer
from generator.plan.paginate.paper import Sheet, must_open, sheet_for
from generator.plan.paginate.pieces import Piece
from generator.plan.paginate.scope import Scope


@dataclass(slots=True)
class Counter:
    """The next page number of each series; in volumes of their own numbers it starts anew."""

    numbering: Numbering
    counts: dict[str, int]

    def begin_volume(self) -> None:
        """Start from 1 again where each volume has its own numbers."""
        if self.numbering is Numbering.VOLUME:
            self.counts.clear()

    def next(self, piece: Piece) -> tuple[str, int]:
        """The series and the number of a piece's next numbered page."""
        series = piece.series if self.numbering is Numbering.ITEM else ""
        self.counts[series] = self.counts.get(series, 0) + 1
        return series, self.counts[series]


class Placer:
    """Places pieces one behind the other on the sides of one volume."""

    def __init__(self, layout: Layout, scope: Scope, counter: Counter) -> None:
        self._layout, self._scope, self._counter = layout, scope, counter
        self._numberer = Numberer(layout, scope.binding, scope.marking)
        self._pages: list[Page] = []

    def place(self, pieces: Sequence[Piece]) -> Mapping[int, int]:
        """Place pieces; gives the side on which each (by its position) begins."""
        starts: dict[int, int] = {}
        for at, piece in enumerate(pieces):
            if piece.rides:
                starts[at] = len(self._pages)
                continue
            opens = must_open(piece.opening, self._scope.binding)
            for page in self._of(piece):
                self._add(page, piece, opens=opens and at not in starts)
                starts.setdefault(at, len(self._pages))
        return starts

    def finish(self) -> tuple[Page, ...]:
        """The volume's pages; a two-sided volume ends with a whole sheet."""
        if self._scope.binding.duplex and len(self._pages) % 2:
            self._blank()
        return tuple(self._pages)

    def _add(self, page: Page, piece: Piece, *, opens: bool) -> None:
        last = self._pages[-1] if self._pages else None
        odd = self._scope.binding.duplex and len(self._pages) % 2 == 1
        if odd and last is not None and (opens or last.folded != page.folded):
            self._blank()
        index, numbered = len(self._pages) + 1, page.kind.numbered
        series, number = self._counter.next(piece) if numbered else ("", None)
        page = replace(page, index=index, series=series, number=number)
        self._pages.append(self._printed(page))

    def _printed(self, page: Page) -> Page:
        """The page with its evidence fitted on the sheet and its number where there is room."""
        survey, fit = self._survey(page.leaf), page.fit
        if page.leaf is not None:
            sheet = fitted(
                Sheet(page.width, page.height, fit),
                survey,
                self._scope.binding,
                self._layout.margin,
                right_hand=page.right_hand,
            )
            fit = sheet.fit
        imprint = self._numberer.imprint(page, Print(survey, fit))
        return replace(page, fit=fit, imprint=imprint)

    def _survey(self, leaf: LeafRef | None) -> PageSurvey | None:
        if leaf is None or leaf.pdf not in self._scope.surveys:
            return None
        return self._scope.surveys[leaf.pdf].pages[leaf.index]

    def _blank(self) -> None:
        """An empty side on the back of the last page's sheet."""
        before = self._pages[-1]
        self._pages.append(
            Page(
                index=len(self._pages) + 1,
                number=None,
                kind=PageKind.BLANK,
                width=before.width,
                height=before.height,
                label="空白",
                margins=before.margins,
            )
        )

    def _of(self, piece: Piece) -> Iterator[Page]:
        if piece.draft is not None:
            yield self._generated(piece.draft)
            return
        document = piece.document
        assert document is not None
        leaves = document.leaves
        assert leaves is not None
        for at in range(piece.first, piece.last + 1):
            sheet = sheet_for(leaves.pages[at], self._scope.binding)
            yield Page(
                index=0,
                number=None,
                kind=PageKind.EVIDENCE,
                width=sheet.width,
                height=sheet.height,
                label=document.file.metadata.title,
                margins=self._layout.page.margins,
                anchors=(piece.anchor,) if at == 0 else (),
                item=piece.item,
                leaf=LeafRef(document.file, leaves.pdf, at),
                fit=sheet.fit,
                single_sided=not self._scope.binding.duplex,
            )

    def _generated(self, draft: Draft) -> Page:
        page = self._layout.page
        return Page(
            index=0,
            number=None,
            kind=draft.kind,
            width=page.width,
            height=page.height,
            label=draft.label,
            margins=self._layout.frames[draft.frame].margins if draft.frame else page.margins,
            anchors=draft.anchors,
            item=draft.item,
            blocks=draft.blocks,
            single_sided=not self._scope.binding.duplex,
        )
