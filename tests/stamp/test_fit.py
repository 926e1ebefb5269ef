"""A page on a sheet: where a known mark comes to lie, for turns, scales and shifts."""

import io

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name

from generator.lettering.stamp import Line, Stamper
from generator.lettering.typeset import MM_PER_POINT
from generator.render.pdf.fit import fit_page
from tests.builders.filed import fonts
from tests.builders.seen import (
    Box,
    blue_only,
    box_of,
    drawn,
    near,
    page_size,
    red_only,
    saved,
    text_of,
)

WIDE, HIGH = 210.0, 297.0
#: In the page's own upright view: a mark near the top left corner.
MARK = (10.0, 20.0, 40.0, 35.0)

BOXES = {
    "plain": {"MediaBox": [0, 0, 595.276, 841.89]},
    "cropped": {"MediaBox": [-50, 20, 800, 1000], "CropBox": [10, 30, 605.276, 871.89]},
    "unit": {"MediaBox": [0, 0, 297.638, 420.945], "UserUnit": 2},
}


def a_page(pdf: pikepdf.Pdf, turn: int = 0, **boxes: object) -> pikepdf.Page:
    """A page that looks alike for every turn and box: A4 upright, with a red mark."""
    page = pdf.add_blank_page(page_size=(595.276, 841.89))
    for name, value in (boxes or BOXES["plain"]).items():
        page.obj[f"/{name}"] = Array(value) if isinstance(value, list) else value
    if turn % 180:
        for name in ("/MediaBox", "/CropBox"):
            if name in page.obj:
                x0, y0, x1, y1 = (float(edge) for edge in page.obj[name])
                page.obj[name] = Array([x0, y0, x0 + y1 - y0, y0 + x1 - x0])
        if "/CropBox" in page.obj:
            page.obj.MediaBox = Array([-100, -100, 2000, 2000])
    page.obj.Rotate = turn
    left, top, right, bottom = MARK
    middle = (top + bottom) / 2
    mark = Line(left, middle, right, middle, bottom - top, "#FF0000")
    Stamper(pdf, fonts(), []).draw(page, [mark])
    return page


def turned(box: Box, turn: int) -> Box:
    """Where a rectangle on an A4 page is after a clockwise turn."""
    left, top, right, bottom = box
    return {
        0: (left, top, right, bottom),
        90: (HIGH - bottom, left, HIGH - top, right),
        180: (WIDE - right, HIGH - bottom, WIDE - left, HIGH - top),
        270: (top, WIDE - right, bottom, WIDE - left),
    }[turn]


def sheet_of(turn: int) -> tuple[float, float]:
    return (HIGH, WIDE) if turn % 180 else (WIDE, HIGH)


@pytest.mark.parametrize("boxes", BOXES.values(), ids=BOXES)
@pytest.mark.parametrize("own", [0, 90, 180, 270])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize(("scale", "dx", "dy"), [(1, 0, 0), (1, 7, -3), (0.5, 12, 30)])
def test_a_mark_comes_to_lie_where_it_should(
    turn: int, own: int, boxes: dict[str, object], scale: float, dx: float, dy: float
) -> None:
    pdf = pikepdf.new()
    page = a_page(pdf, own, **boxes)
    fit_page(pdf, page, *sheet_of(turn), turn=turn, scale=scale, dx=dx, dy=dy)
    data = saved(pdf)
    moves = (dx, dy, dx, dy)
    expected = [edge * scale + move for edge, move in zip(turned(MARK, turn), moves, strict=True)]
    assert box_of(drawn(data, dpi=100), red_only, 100) == near(tuple(expected))
    assert page_size(data) == pytest.approx(sheet_of(turn), abs=0.1)


@pytest.mark.parametrize("turn", [0, 90])
def test_a_small_page_on_a_larger_sheet(turn: int) -> None:
    pdf = pikepdf.new()
    page = a_page(pdf)
    fit_page(pdf, page, 420, 297, turn=turn, scale=0.8, dx=100, dy=50)
    data = saved(pdf)
    moves = (100, 50, 100, 50)
    expected = [edge * 0.8 + move for edge, move in zip(turned(MARK, turn), moves, strict=True)]
    assert box_of(drawn(data), red_only) == near(tuple(expected))
    assert page_size(data) == pytest.approx((420, 297), abs=0.1)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_mere_turn_leaves_the_content_untouched(turn: int) -> None:
    pdf = pikepdf.new()
    page = a_page(pdf, 90)
    before = [stream.read_raw_bytes() for stream in page.obj.Contents]
    boxes = page.obj.MediaBox.unparse()
    fit_page(pdf, page, *sheet_of(turn), turn=turn, scale=1, dx=0, dy=0)
    assert [stream.read_raw_bytes() for stream in page.obj.Contents] == before
    assert page.obj.MediaBox.unparse() == boxes
    assert page.obj.Rotate == (90 + turn) % 360


def test_what_was_cropped_away_stays_invisible() -> None:
    pdf = pikepdf.new()
    page = a_page(pdf, MediaBox=[0, 0, 800, 1000], CropBox=[100, 100, 695.276, 941.89])
    beside = b"\nq 0 0 1 rg 0 0 90 1000 re f 700 0 90 1000 re f Q"
    page.obj.Contents.append(pdf.make_stream(beside))
    fit_page(pdf, page, WIDE, HIGH, turn=0, scale=0.8, dx=20, dy=20)
    image = drawn(saved(pdf))
    assert box_of(image, blue_only) is None
    assert box_of(image, red_only) is not None


def test_other_boxes_and_what_was_about_them_are_dropped() -> None:
    pdf = pikepdf.new()
    page = a_page(pdf, MediaBox=[0, 0, 595, 842])
    for name in ("/CropBox", "/TrimBox", "/ArtBox", "/BleedBox"):
        page.obj[name] = Array([10, 10, 500, 800])
    fit_page(pdf, page, WIDE, HIGH, turn=0, scale=1, dx=0, dy=0)
    for name in ("/CropBox", "/TrimBox", "/ArtBox", "/BleedBox"):
        assert name not in page.obj
    box = [float(edge) for edge in page.obj.MediaBox]
    assert box == pytest.approx([0, 0, 595.276, 841.89], abs=0.01)


def test_inherited_values_do_not_shine_through() -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    for name in ("/MediaBox", "/Resources"):
        if name in page.obj:
            del page.obj[name]
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    parent = pdf.Root.Pages
    parent.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)))
    parent.MediaBox, parent.CropBox = Array([0, 0, 900, 900]), Array([20, 20, 615, 862])
    parent.Rotate = 180
    page.obj.Contents = pdf.make_stream(
        b"1 0 0 rg 25 25 10 10 re f 0 g BT /F1 20 Tf 100 400 Td (Own) Tj ET"
    )
    fit_page(pdf, page, WIDE, HIGH, turn=0, scale=0.5, dx=0, dy=0)
    data = saved(pdf)
    assert page_size(data) == pytest.approx((WIDE, HIGH), abs=0.1)
    assert "Own" in text_of(data)
    right, top = (595 - 5) * MM_PER_POINT / 2, 5 * MM_PER_POINT / 2
    side = 10 * MM_PER_POINT / 2
    # it stood in the lower left corner; seen upside down that is the upper right one
    assert box_of(drawn(data), red_only) == near((right - side, top, right, top + side))


@pytest.mark.parametrize("content", [b"q q 0.5 0 0 0.5 0 0 cm ", b"Q Q ", b"BT "])
def test_a_page_that_leaves_things_open_is_placed_all_the_same(content: bytes) -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595.276, 841.89))
    page.obj.Contents = pdf.make_stream(content + b"1 0 0 rg 100 700 40 40 re f")
    before = box_of(drawn(saved(pdf)), red_only)
    assert before is not None
    fit_page(pdf, page, WIDE, HIGH, turn=0, scale=0.5, dx=0, dy=0)
    data = saved(pdf)
    assert box_of(drawn(data), red_only) == near(tuple(edge / 2 for edge in before))


def test_patterns_move_with_the_page() -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595.276, 841.89))
    function = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 0, 0], C1=[0, 0, 1], N=1)
    shading = Dictionary(
        ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=[100, 0, 300, 0], Function=function
    )
    pattern = Dictionary(Type=Name.Pattern, PatternType=2, Shading=shading)
    page.obj.Resources = Dictionary(Pattern=Dictionary(P=pdf.make_indirect(pattern)))
    page.obj.Contents = pdf.make_stream(b"/Pattern cs /P scn 100 500 200 200 re f")
    fit_page(pdf, page, WIDE, HIGH, turn=0, scale=0.5, dx=50, dy=0)
    image = drawn(saved(pdf))
    left, right = 50 + 50 * MM_PER_POINT, 50 + 150 * MM_PER_POINT
    level = (841.89 - 600) / 2 * MM_PER_POINT
    mm = 200 / 25.4
    start = image.getpixel((round((left + 1) * mm), round(level * mm)))
    end = image.getpixel((round((right - 1) * mm), round(level * mm)))
    assert start[0] > 230
    assert start[2] < 25
    assert end[2] > 230
    assert end[0] < 25


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_links_move_with_the_page(turn: int) -> None:
    pdf = pikepdf.new()
    page = a_page(pdf)
    left, top, right, bottom = (edge / MM_PER_POINT for edge in MARK)
    rectangle = [left, 841.89 - bottom, right, 841.89 - top]
    x0, y0, x1, y1 = rectangle
    link = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=rectangle,
        QuadPoints=[x0, y1, x1, y1, x0, y0, x1, y0],
        Border=[0, 0, 0],
        A=Dictionary(S=Name.URI, URI="https://example.org/"),
    )
    page.obj.Annots = Array([pdf.make_indirect(link)])
    fit_page(pdf, page, *sheet_of(turn), turn=turn, scale=0.9, dx=5, dy=3)
    data = saved(pdf)
    moves = (5, 3, 5, 3)
    mark = [edge * 0.9 + move for edge, move in zip(turned(MARK, turn), moves, strict=True)]
    _, high = sheet_of(turn)
    with pikepdf.open(io.BytesIO(data)) as result:
        moved = result.pages[0].obj.Annots[0]
        x0, y0, x1, y1 = (float(edge) * MM_PER_POINT for edge in moved.Rect)
        assert (x0, high - y1, x1, high - y0) == near(tuple(mark), 0.1)
        corners = [float(value) * MM_PER_POINT for value in moved.QuadPoints]
        assert (min(corners[::2]), max(corners[::2])) == near((x0, x1), 0.1)
        assert (min(corners[1::2]), max(corners[1::2])) == near((y0, y1), 0.1)
        assert str(moved.A.URI) == "https://example.org/"
    assert float(link.Rect[0]) == pytest.approx(rectangle[0])  # another page may share it


def test_a_page_can_be_fitted_and_then_stamped() -> None:
    pdf = pikepdf.new()
    page = a_page(pdf, 270)
    fit_page(pdf, page, HIGH, WIDE, turn=90, scale=0.7, dx=40, dy=10)
    Stamper(pdf, fonts(), []).draw(page, [Line(5, 100, 25, 100, 10, "#0000FF")])
    data = saved(pdf)
    assert box_of(drawn(data), blue_only) == near((5, 95, 25, 105))
    with pypdfium2.PdfDocument(data) as document:
        assert document[0].get_rotation() == 0


@pytest.mark.parametrize(("turn", "scale"), [(45, 1), (0, 0), (90, -1)])
def test_other_turns_and_scales_are_refused(turn: int, scale: float) -> None:
    pdf = pikepdf.new()
    with pytest.raises(ValueError, match=str(turn)):
        fit_page(pdf, a_page(pdf), WIDE, HIGH, turn=turn, scale=scale, dx=0, dy=0)
