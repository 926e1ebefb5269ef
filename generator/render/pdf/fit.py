"""Put a page on a sheet: turned, made smaller or larger, moved."""

from collections.abc import Sequence
from decimal import Decimal

import pikepdf
from pikepdf import Array, Dictionary, Matrix

from generator.lettering.page_box import View, inherited, view
from generator.lettering.page_content import as_form, show_form
from generator.lettering.pdf_names import copied
from generator.lettering.typeset import MM_PER_POINT

#: Pages and sheets whose sides differ by no more than this are of one size, in mm: paper itself
#: may be off by 2 mm (GB/T 9704-2012, 据公开引文), and A4 is written as 595 or 596 points.
SAME_SIZE = 0.5

#: Entries about the page as it was: other boxes, its own unit, its thumbnail, measured areas, and
#: its transparency group, which the form has now.
_OUTDATED = (
    *("/CropBox", "/TrimBox", "/ArtBox", "/BleedBox"),
    *("/UserUnit", "/Thumb", "/VP", "/Group"),
)


def fit_page(
    pdf: pikepdf.Pdf,
    page: pikepdf.Page,
    sheet_width: float,
    sheet_height: float,
    *,
    turn: int,
    scale: float,
    dx: float,
    dy: float,
) -> None:
    """Put a page on a sheet, in place.

    The page is turned, then scaled about the top left corner, then moved. When nothing but a turn
    is left to do, ``/Rotate`` alone is set. Otherwise the page shows its content as a form, clipped
    to what was visible of it; what comes to lie outside of the sheet is not seen, so it is the
    caller who sees to it that nothing does.

    Annotations move along: their rectangles and quadrilaterals are those of the new place. Their
    appearances are not turned; pages of evidence have links alone, which have none. One whose place
    makes no sense stays as it is.

    Args:
        pdf: the document that the page belongs to.
        page: the page; inherited boxes, turn and resources are taken into account.
        sheet_width: width of the sheet in mm as a reader sees it.
        sheet_height: its height in mm.
        turn: 0, 90, 180 or 270 degrees clockwise, after the page's own turn.
        scale: 1 keeps the size.
        dx: mm to the right on the sheet.
        dy: mm down.

    Raises:
        ValueError: another turn, or a scale that is not above 0.
    """
    if turn not in {0, 90, 180, 270} or scale <= 0:
        raise ValueError(f"cannot turn by {turn} degrees and scale by {scale}")
    seen = view(page)
    wide, high = (seen.height, seen.width) if turn % 180 else (seen.width, seen.height)
    same = abs(wide - sheet_width) <= SAME_SIZE and abs(high - sheet_height) <= SAME_SIZE
    if same and seen.unit == 1 and scale == 1 and dx == 0 and dy == 0:
        if turn:
            page.obj.Rotate = (seen.turn + turn) % 360
        return
    points = 1 / MM_PER_POINT
    matrix = (
        seen.matrix.inverse()
        @ _turned(turn, seen)
        @ Matrix(scale, 0, 0, scale, dx * points, (sheet_height - dy) * points)
    )
    show_form(pdf, page, as_form(pdf, page), matrix)
    _set_boxes(page, sheet_width * points, sheet_height * points)
    _move_annotations(pdf, page, matrix)


def _turned(turn: int, seen: View) -> Matrix:
    """Turn about the middle and move back, so that the top left corner is the origin again.

    Before and after, coordinates are points to the right and up of that corner.
    """
    width, height = seen.width / MM_PER_POINT, seen.height / MM_PER_POINT
    return {
        0: Matrix(),
        90: Matrix(0, -1, 1, 0, height, 0),
        180: Matrix(-1, 0, 0, -1, width, -height),
        270: Matrix(0, 1, -1, 0, 0, -width),
    }[turn]


def _set_boxes(page: pikepdf.Page, width: float, height: float) -> None:
    for name in _OUTDATED:
        if name in page.obj:
            del page.obj[name]
    sheet = Array([0, 0, round(width, 3), round(height, 3)])
    page.obj.MediaBox = sheet
    page.obj.Rotate = 0
    if inherited(page, "/CropBox") is not None:
        page.obj.CropBox = sheet


def _move_annotations(pdf: pikepdf.Pdf, page: pikepdf.Page, matrix: Matrix) -> None:
    """Give the page copies of its annotations at their new places."""
    annotations = page.obj.get("/Annots")
    if not isinstance(annotations, Array):
        return
    moved = Array()
    for annotation in annotations:
        if isinstance(annotation, Dictionary):
            copy = copied(annotation)
            for name in ("/Rect", "/QuadPoints"):
                points = _points(copy.get(name))
                if points:
                    copy[name] = _moved(points, matrix, upright=name == "/Rect")
            moved.append(pdf.make_indirect(copy))
    page.obj.Annots = moved


def _points(numbers: object) -> list[tuple[float, float]]:
    """What an array of coordinates says; nothing where it says anything else."""
    listed = list(numbers) if isinstance(numbers, Array) else []
    values = [float(one) for one in listed if isinstance(one, int | float | Decimal)]
    whole = len(values) == len(listed)
    return list(zip(values[::2], values[1::2], strict=False)) if whole else []


def _moved(pairs: Sequence[tuple[float, float]], matrix: Matrix, *, upright: bool) -> Array:
    """Points through a matrix; an upright rectangle gets its lower left corner first again."""
    points = [matrix.transform(pair) for pair in pairs]
    if upright:
        across, up = zip(*points, strict=True)
        points = [(min(across), min(up)), (max(across), max(up))]
    return Array([round(value, 3) for point in points for value in point])
