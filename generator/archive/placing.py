"""Where the stamp and the page numbers of a 件 stand: on free places of its pages only."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from generator.archive.printed import Printed, counts, sheets
from generator.base.page_ranges import ranges
from generator.lettering.layout import Layout
from generator.lettering.typeset import MM_PER_POINT, text_ems
from generator.model import (
    ArchiveItem,
    Binding,
    Imprint,
    Leaf,
    LeafRef,
    NumberStyle,
    Page,
    PageKind,
    PageSurvey,
    Rect,
    Remark,
)
from generator.model.plan import UNTOUCHED
from generator.plan.paginate.margins import Print
from generator.plan.paginate.numbers import Numberer
from generator.render.pdf.archive_stamp import stamp_place

Covered = Callable[[float, float, float, float], bool]
_Side = tuple[Leaf, PageSurvey | None]


@dataclass(frozen=True, slots=True)
class Placement:
    """What is printed on the sides of a 件.

    ``front`` sides are put before the document because the stamp found no room on its first page:
    the stamp's sheet, with a white back when printing is two-sided. ``stamp`` is the top left
    corner of the stamp on the first side in mm. ``imprints`` go by side, from 0.
    """

    front: int
    stamp: tuple[float, float]
    imprints: tuple[tuple[int, Imprint], ...]
    sheets: int
    remarks: tuple[Remark, ...]


class Placer:
    """Finds the places on the pages of one 件 after the other."""

    def __init__(
        self, layout: Layout, binding: Binding, printed: Printed, *, numbers: bool, marking: str
    ) -> None:
        """Take the figures.

        Args:
            layout: where stamps and numbers stand, and how large they are.
            binding: one-sided or two-sided, and the margin that stays free.
            printed: what stands on the pages.
            numbers: whether pages are numbered.
            marking: a word printed on every side, or nothing.
        """
        self._layout, self._printed, self._numbers = layout, printed, numbers
        self._marking, self._duplex = marking, binding.duplex
        archive = replace(binding, number_style=NumberStyle.ARCHIVE)
        self._numberer = Numberer(layout, archive, marking)

    def place(self, item: ArchiveItem) -> Placement:
        """Numbers first, then the stamp where neither print nor the first page's number is."""
        sides = tuple(self._printed.pages(item.documents))
        refs = tuple(_refs(item))
        on_first = self._imprint(refs[0], sides[0], 0, 1)
        place = self._stamp(sides[0], on_first)
        front = 0 if place else 2 if self._duplex else 1
        imprints = tuple(self._imprints(refs, sides, front))
        if front and self._marking:
            imprints = ((0, self._on_front()), *imprints)
        remarks = tuple(self._remarks(item, sides, place, imprints, front))
        first = place or self._home(self._layout.page.width, self._layout.page.height)
        paper = sheets(sides, duplex=self._duplex) + int(front > 0)
        return Placement(front, first, tuple(imprints), paper, remarks)

    def _imprints(
        self, refs: Sequence[LeafRef], sides: Sequence[_Side], front: int
    ) -> Iterator[tuple[int, Imprint]]:
        number = 0
        for at, (ref, side) in enumerate(zip(refs, sides, strict=True)):
            number += int(counts(side))
            imprint = self._imprint(ref, side, at + front, number)
            if imprint is not None:
                yield at + front, imprint

    def _imprint(self, ref: LeafRef, side: _Side, at: int, number: int) -> Imprint | None:
        """The number of a side, or nothing where it would stand on print; a marking always."""
        leaf, survey = side
        page = self._page(at, leaf.width * MM_PER_POINT, leaf.height * MM_PER_POINT, ref)
        known = Print(survey, UNTOUCHED)
        if self._numbers and survey is not None and not survey.blank:
            imprint = self._numberer.imprint(replace(page, number=number), known)
            if imprint is not None and not imprint.over:
                return imprint
        return self._numberer.imprint(page, known)

    def _page(self, at: int, width: float, height: float, ref: LeafRef | None = None) -> Page:
        return Page(
            index=at + 1,
            number=None,
            kind=PageKind.EVIDENCE,
            width=width,
            height=height,
            label="",
            margins=self._layout.page.margins,
            leaf=ref,
            single_sided=not self._duplex,
        )

    def _on_front(self) -> Imprint:
        """The marking on the stamp's own sheet."""
        paper = self._layout.page
        page = self._page(0, paper.width, paper.height)
        imprint = self._numberer.imprint(page, Print(None, UNTOUCHED))
        assert imprint is not None
        return imprint

    def _stamp(self, side: _Side, number: Imprint | None) -> tuple[float, float] | None:
        leaf, survey = side
        if survey is None:
            return None
        taken = _box(number) if number else None

        def covered(left: float, top: float, right: float, bottom: float) -> bool:
            ours = taken is not None and _overlap(taken, Rect(left, top, right, bottom))
            return ours or survey.covered(left, top, right, bottom)

        size = leaf.width * MM_PER_POINT, leaf.height * MM_PER_POINT
        return stamp_place(*size, covered, self._layout.archive_stamp)

    def _home(self, width: float, height: float) -> tuple[float, float]:
        """The stamp's own place: top centre, as on a page without print.

        Raises:
            RuntimeError: the page is too small for a stamp of the layout's size.
        """
        place = stamp_place(width, height, lambda *_: False, self._layout.archive_stamp)
        if place is None:
            raise RuntimeError(f"no archive stamp fits on paper of {width} by {height} mm")
        return place

    def _remarks(
        self,
        item: ArchiveItem,
        sides: Sequence[_Side],
        place: tuple[float, float] | None,
        imprints: Sequence[tuple[int, Imprint]],
        front: int,
    ) -> Iterator[Remark]:
        if place is None:
            yield Remark(item.position, item.title, "首页没有空处，归档章另加首页，请排在最前")
        else:
            leaf, _ = sides[0]
            home = self._home(leaf.width * MM_PER_POINT, leaf.height * MM_PER_POINT)
            if place != home:
                where = "右侧居中" if place[1] != home[1] else "上端空处"
                yield Remark(item.position, item.title, f"首页上端居中有字，归档章移到{where}")
        if not self._numbers:
            return
        numbered = {at - front for at, one in imprints if one.text != self._marking}
        bare = [at for at, side in enumerate(sides, 1) if counts(side) and at - 1 not in numbered]
        if bare:
            said = f"第 {ranges(bare)} 面没有空处印页码，共 {len(bare)} 面，请用铅笔编"
            yield Remark(item.position, item.title, said)


def _refs(item: ArchiveItem) -> Iterator[LeafRef]:
    for one in item.documents:
        assert one.leaves is not None
        for at in range(len(one.leaves.pages)):
            yield LeafRef(one.file, one.leaves.pdf, at)


def _box(imprint: Imprint) -> Rect:
    """Where an imprint stands, a little larger than its digits."""
    size = imprint.size * MM_PER_POINT
    width = text_ems(imprint.text) * size
    left = {"left": 0.0, "center": width / 2, "right": width}[imprint.align]
    return Rect(imprint.x - left, imprint.y - size, imprint.x - left + width, imprint.y)


def _overlap(one: Rect, other: Rect) -> bool:
    across = one.left < other.right and other.left < one.right
    return across and one.top < other.bottom and other.top < one.bottom
