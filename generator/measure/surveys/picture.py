"""Picture a page as cheaply as what it shows allows."""

from contextlib import suppress
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from generator.lettering.lone_jpeg import Bounds
from generator.measure.surveys.drawn import draw
from generator.measure.surveys.images import Objects, all_grey, lowest_image
from generator.measure.surveys.lettering import Lettering
from generator.measure.surveys.scan import picture_scan
from generator.measure.surveys.sources import Sources


@dataclass(frozen=True, slots=True)
class Look:
    """What a page shows: its objects and text, whether images make up most of it.

    ``size`` is that of the picture to make, in pixels.
    """

    objects: Objects
    text: Lettering
    whole: bool
    size: tuple[int, int]


def picture_of(page: pypdfium2.PdfPage, index: int, look: Look, sources: Sources) -> Image.Image:
    """The page as a reader sees it.

    A page that is one JPEG is decoded small. Where other things lie over the JPEG of a scan (the
    number of an archive, a stamp), they are drawn on it. All else is drawn by pdfium alone.

    Args:
        page: the page, in which a scan may be hidden afterwards.
        index: its number in the document, from 0.
        look: what it shows.
        sources: the document for qpdf.

    Returns:
        A picture of mode L, RGB or RGBX; grey pages have one colour alone.
    """
    if len(look.objects.images) == 1:
        visible = _visible(page)
        with suppress(OSError):  # a damaged JPEG: let the PDF library show what it can
            if not look.objects.others and look.text.characters == 0:
                scan = sources.lone(index, visible)
                if scan is not None:
                    return picture_scan(scan, look.size, page.get_rotation())
            if look.whole and lowest_image(page):
                scan = sources.lowest(index, visible)
                if scan is not None:
                    below = picture_scan(scan, look.size, page.get_rotation())
                    return draw(page, look.size, below)
    picture = draw(page, look.size)
    return picture.getchannel(0) if _is_grey(page, look) else picture


def _is_grey(page: pypdfium2.PdfPage, look: Look) -> bool:
    """Whether the page plainly has no colours, with its form fields, annotations and letters."""
    plain = not (page.formenv or look.text.drawn or pdfium.FPDFPage_GetAnnotCount(page))
    return plain and all_grey(look.objects)


def _visible(page: pypdfium2.PdfPage) -> Bounds:
    """What is shown of a page in its own space: left, bottom, right and top in points."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    return box.left, box.bottom, box.right, box.top
