"""The sheets of paper that Word pages stand on, and where the picture of a page stands on one."""

from dataclasses import dataclass

from generator.layout import Layout
from generator.model import Page
from generator.renderers.lone_image import Box
from generator.renderers.word_xml import twips

#: Bottom margin in mm. The plan ends the type area higher; the rest takes up rounding and fonts
#: whose letters are wider than the counted ones, so that a page never runs over.
_BOTTOM = 8
#: A4 and A3 in mm, upright and turned.
_COMMON = ((210.0, 297.0), (297.0, 210.0), (297.0, 420.0), (420.0, 297.0))
#: A page this near (mm) to a common sheet is printed on it: no printer has paper of 208 x 295 mm.
_NEAR = 6.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of paper; lengths in mm."""

    width: float
    height: float

    def section(self, layout: Layout) -> str:
        """The section of pages on this paper; left and right margins are inner and outer."""
        width, height = twips(self.width), twips(self.height)
        turned = ' w:orient="landscape"' if width > height else ""
        inner, outer = twips(layout.page.inner), twips(layout.page.outer)
        return (
            f'<w:sectPr><w:type w:val="nextPage"/><w:pgSz w:w="{width}" w:h="{height}"{turned}/>'
            f'<w:pgMar w:top="{twips(layout.number.top)}" w:right="{outer}" '
            f'w:bottom="{twips(_BOTTOM)}" w:left="{inner}" w:header="0" w:footer="0" '
            'w:gutter="0"/><w:cols w:space="0"/></w:sectPr>'
        )


def sheet_of(page: Page) -> Sheet:
    """The paper for a page: a common sheet that is nearly as large, else the page's own size."""
    for width, height in _COMMON:
        if abs(page.width - width) <= _NEAR and abs(page.height - height) <= _NEAR:
            return Sheet(width, height)
    return Sheet(page.width, page.height)


def place_on(sheet: Sheet, page: Page, box: Box) -> tuple[float, float, float, float]:
    """Where a part of a page stands on its sheet: left, top, width and height in mm.

    The page is centred, and made smaller only where the sheet is too small for it.
    """
    scale = min(1.0, sheet.width / page.width, sheet.height / page.height)
    width, height = page.width * scale, page.height * scale
    left, top = (sheet.width - width) / 2, (sheet.height - height) / 2
    return left + box.left * width, top + box.top * height, box.width * width, box.height * height
