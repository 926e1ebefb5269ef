"""The sections of a Word volume: one for each stretch of pages of a part, a paper and margins."""

import math
from dataclasses import dataclass
from enum import Enum

from generator.lettering.layout import Layout
from generator.lettering.typeset import MM_PER_POINT
from generator.model import Margins, Page, PageKind
from generator.render.word.word_paper import Sheet, sheet_of
from generator.render.word.word_xml import twips

#: Units of ``w:charSpace`` in a point (ECMA-376 part 1, 17.6.5).
_CHAR_SPACE = 4096
_TWIPS_PER_POINT = 20


class VolumePart(Enum):
    """The parts of a volume."""

    FRONT = "front"
    CONTENT = "content"
    CLOSING = "closing"


_PARTS = {
    PageKind.COVER: VolumePart.FRONT,
    PageKind.TITLE: VolumePart.FRONT,
    PageKind.CONTENTS: VolumePart.FRONT,
    PageKind.CATALOGUE: VolumePart.FRONT,
    PageKind.CLOSING: VolumePart.CLOSING,
}


@dataclass(frozen=True, slots=True)
class Section:
    """What the pages of a section have in common."""

    part: VolumePart
    sheet: Sheet
    margins: Margins


@dataclass(frozen=True, slots=True)
class Heads:
    """The relationships of the heads of odd and of even pages."""

    odd: str
    even: str


def sections(pages: tuple[Page, ...]) -> tuple[Section, ...]:
    """The section of each page; a blank one belongs to the part before it."""
    found: list[Section] = []
    for page in pages:
        part = _PARTS.get(page.kind, VolumePart.CONTENT)
        if page.kind is PageKind.BLANK and found:
            part = found[-1].part
        found.append(Section(part, sheet_of(page), page.margins))
    return tuple(found)


def section_xml(section: Section, layout: Layout, heads: Heads) -> str:
    """The section's properties; left and right margins are the inner and the outer one.

    The type is always "next page": sides that stay blank are pages of the plan.
    """
    sheet, margins = section.sheet, section.margins
    width, height = twips(sheet.width), twips(sheet.height)
    top, bottom = twips(margins.top), twips(margins.bottom)
    inner, outer, grid = twips(margins.inner), twips(margins.outer), ""
    if _has_grid(section, layout):
        pitch = line_pitch(layout)
        # rounding must not cost the last line of a page or the last character of a line
        bottom = min(bottom, height - top - layout.grid.lines * pitch)
        outer = min(outer, width - inner - layout.grid.characters * _widest_share(layout))
        grid = (
            f'<w:docGrid w:type="linesAndChars" w:linePitch="{pitch}" '
            f'w:charSpace="{char_space(layout)}"/>'
        )
    turned = ' w:orient="landscape"' if width > height else ""
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id="{heads.odd}"/>'
        f'<w:headerReference w:type="even" r:id="{heads.even}"/>'
        f'<w:type w:val="nextPage"/><w:pgSz w:w="{width}" w:h="{height}"{turned}/>'
        f'<w:pgMar w:top="{top}" w:right="{outer}" w:bottom="{bottom}" '
        f'w:left="{inner}" w:header="{twips(layout.grid.head.top)}" w:footer="0" '
        f'w:gutter="0"/><w:cols w:space="0"/>{grid}</w:sectPr>'
    )


def _has_grid(section: Section, layout: Layout) -> bool:
    """Whether a section has the type area that the grid is made for."""
    page = layout.page
    return section.margins == page.margins and section.sheet == Sheet(page.width, page.height)


def line_pitch(layout: Layout) -> int:
    """The height of a line of the grid in twips: the type area's height by its lines."""
    page = layout.page
    return twips((page.height - page.top - page.bottom) / layout.grid.lines)


def char_space(layout: Layout) -> int:
    """What the grid adds to each character, in 4096ths of a point; negative: it takes away.

    That is the difference of a character's share of the type area and the Normal style's size.
    """
    page, grid = layout.page, layout.grid
    share = (page.width - page.inner - page.outer) / MM_PER_POINT / grid.characters
    return round((share - grid.size) * _CHAR_SPACE)


def _widest_share(layout: Layout) -> int:
    """The width of a character on the grid in twips, rounded up."""
    return math.ceil((layout.grid.size + char_space(layout) / _CHAR_SPACE) * _TWIPS_PER_POINT)
