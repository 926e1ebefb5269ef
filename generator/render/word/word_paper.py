"""The sheets that Word pages stand on, and where pictures and page numbers stand on them."""

from dataclasses import dataclass

from generator.lettering.typeset import MM_PER_POINT, text_ems
from generator.model import Imprint, Page, Photo
from generator.render.pdf.pictures import Picture

#: A4 and A3 in mm, upright and turned.
_COMMON = ((210.0, 297.0), (297.0, 210.0), (297.0, 420.0), (420.0, 297.0))
#: A page this near (mm) to a common sheet is printed on it: no printer has paper of 208 x 295 mm.
_NEAR = 6.0
#: Less than this (mm) of a picture is not cut off at the sheet's edge.
_UNSEEN = 0.05
#: Less than this share of a picture is no cut but the rounding of its place.
_WHOLE = 0.001

#: Height of a page number's line in type sizes, and of its baseline in it: Word and LibreOffice
#: put the baseline of a line of exact height at four fifths of it, whatever the font.
LINE = 1.25
_BASELINE = 0.8
#: Kept free beside a page number in its frame, in type sizes, for fonts differ in their widths.
_PLAY = 2.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of paper; lengths in mm."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Shown:
    """The part of a picture that is on its sheet: its rectangle in mm, and what is cut off.

    ``crop`` is cut off at the left, the top, the right and the bottom, in shares of the picture.
    """

    left: float
    top: float
    width: float
    height: float
    crop: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """The box of a page number in mm from the sheet's top left corner."""

    left: float
    top: float
    width: float
    height: float


def sheet_of(page: Page) -> Sheet:
    """The paper for a page: a common sheet that is nearly as large, else the page's own size."""
    for width, height in _COMMON:
        if abs(page.width - width) <= _NEAR and abs(page.height - height) <= _NEAR:
            return Sheet(width, height)
    return Sheet(page.width, page.height)


def shown_part(page: Page, picture: Picture) -> Shown | None:
    """Where the picture of a page of evidence stands on its paper, put there as planned.

    Nothing when no part of it is on the page.
    """
    fit, box = page.fit, picture.box
    width, height = picture.width * fit.scale, picture.height * fit.scale
    across = _cut(fit.dx + box.left * width, box.width * width, page.width)
    down = _cut(fit.dy + box.top * height, box.height * height, page.height)
    if across is None or down is None:
        return None
    scale, left, top = _laid(page)
    return Shown(
        left + across[0] * scale,
        top + down[0] * scale,
        across[1] * scale,
        down[1] * scale,
        (across[2], down[2], across[3], down[3]),
    )


def shown_photo(photo: Photo, picture: Picture, width: float, height: float) -> Shown:
    """A photo in a frame that it shares no place with: as large as told, in mm, cut to itself.

    The picture is that of the photo's own page: the photo alone, or all of the page.
    """
    box, page = picture.box, (picture.width / MM_PER_POINT, picture.height / MM_PER_POINT)
    left, top = photo.left / page[0], 1 - (photo.bottom + photo.height) / page[1]
    right, bottom = left + photo.width / page[0], top + photo.height / page[1]
    crop = (
        (left - box.left) / box.width,
        (top - box.top) / box.height,
        1 - (right - box.left) / box.width,
        1 - (bottom - box.top) / box.height,
    )
    cut = tuple(share if share > _WHOLE else 0.0 for share in crop)
    return Shown(0, 0, width, height, (cut[0], cut[1], cut[2], cut[3]))


def _cut(start: float, length: float, room: float) -> tuple[float, float, float, float] | None:
    """Start and length of what lies between 0 and ``room``, and the shares cut off at each end."""
    before, behind = max(0.0, -start), max(0.0, start + length - room)
    before, behind = (cut if cut > _UNSEEN else 0.0 for cut in (before, behind))
    if before + behind >= length:
        return None
    return start + before, length - before - behind, before / length, behind / length


def _laid(page: Page) -> tuple[float, float, float]:
    """How a page lies on its paper: scale, left and top.

    It is centred, and made smaller only where the paper is too small for it.
    """
    sheet = sheet_of(page)
    scale = min(1.0, sheet.width / page.width, sheet.height / page.height)
    left, top = sheet.width - page.width * scale, sheet.height - page.height * scale
    return scale, left / 2, top / 2


def frame_of(page: Page, imprint: Imprint) -> Frame:
    """A box that holds the page number so that its baseline and its held end are as planned."""
    scale, left, top = _laid(page)
    size = imprint.size * MM_PER_POINT
    width = (text_ems(imprint.text) + _PLAY) * size
    moved = {"left": 0.0, "center": 0.5, "right": 1.0}[imprint.align]
    return Frame(
        left + imprint.x * scale - moved * width,
        top + imprint.y * scale - _BASELINE * LINE * size,
        width,
        LINE * size,
    )
