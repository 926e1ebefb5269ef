"""The archive stamp as printed, its texts within their cells, and where it finds room."""

from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.base.errors import ConfigError
from generator.lettering.layout import read_layout
from generator.lettering.stamp import Line, Mark, Stamper
from generator.lettering.typeset import MM_PER_POINT
from generator.render.pdf.archive_stamp import archive_stamp, stamp_place
from tests.builders.filed import fonts
from tests.builders.seen import box_of, drawn, red_only, saved, text_of
from tests.conftest import ROOT

SHOWN = "templates/binder/layout.yaml"
FIGURES = read_layout(ROOT / SHOWN, SHOWN).archive_stamp
CELLS = ("0153", "2019", "0027", "东西部扶贫协作办公室", "永久", "12")
LONG = ("全" * 60, "2019年", "0001-1999", "x" * 40, "", "1" * 9)

Rect = tuple[float, float, float, float]


def made(
    cells: tuple[str, ...], x: float = 82.5, y: float = 10.0
) -> tuple[tuple[Mark | Line, ...], Stamper, bytes]:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595.276, 841.89))
    stamper = Stamper(pdf, fonts(), [(FIGURES.font, cell) for cell in cells])
    drawing = archive_stamp(cells, x, y, FIGURES, stamper.width)
    stamper.draw(page, drawing)
    return drawing, stamper, saved(pdf)


def test_it_is_45_by_16_mm_and_red_where_it_was_put() -> None:
    _, _, data = made(CELLS, 60, 25)
    image = drawn(data, dpi=300)
    left, top, right, bottom = box_of(image, red_only, 300)
    assert (right - left, bottom - top) == pytest.approx((45, 16), abs=0.2)
    assert (left, top) == pytest.approx((60, 25), abs=0.1)
    frame = image.getpixel((round(62 / 25.4 * 300), round(25.15 / 25.4 * 300)))
    assert "#{:02X}{:02X}{:02X}".format(*frame) == FIGURES.color.upper()
    red, green, blue = frame
    assert red > 180 > 60 > max(green, blue)


def test_the_six_cells_are_equal() -> None:
    _, _, data = made(("",) * 6, 60, 25)
    image = drawn(data, dpi=300)
    mm = 300 / 25.4
    row = [image.getpixel((x, round(29 * mm)))[1] < 128 for x in range(image.width)]
    column = [image.getpixel((round(65 * mm), y))[1] < 128 for y in range(image.height)]
    across, down = rules(row, mm), rules(column, mm)
    assert across == pytest.approx([60.15, 75, 90, 104.85], abs=0.1)
    assert down == pytest.approx([25.15, 33, 40.85], abs=0.1)


def rules(dark: list[bool], mm: float) -> list[float]:
    """The middles of the dark stretches in mm."""
    found, start = [], None
    for at, value in enumerate([*dark, False]):
        if value and start is None:
            start = at
        elif not value and start is not None:
            found.append((start + at) / 2 / mm)
            start = None
    return found


def test_texts_stand_in_the_order_of_the_standard() -> None:
    drawing, _, data = made(CELLS, 0, 0)
    marks = [part for part in drawing if isinstance(part, Mark)]
    middle = {"0153": 7.5, "2019": 22.5, "0027": 37.5, "永久": 22.5, "12": 37.5}
    upper = {"0153", "2019", "0027"}
    for mark in marks:
        if mark.text in middle:
            assert mark.x == pytest.approx(middle[mark.text])
            assert (mark.y < 8) == (mark.text in upper)
    together = "".join(mark.text for mark in marks)
    assert together == "".join(CELLS)
    assert "".join(text_of(data).split()) == together


def inside(mark: Mark, stamper: Stamper, x: float, y: float) -> bool:
    """Whether a text keeps to the cell that its middle is in."""
    wide, high = FIGURES.width / 3, FIGURES.height / 2
    half = stamper.width(mark.text, mark.size, mark.font) / 2
    left = x + (mark.x - x) // wide * wide
    top = y + (mark.y - y) // high * high
    em = mark.size * MM_PER_POINT
    across = left + FIGURES.padding <= mark.x - half + 1e-6
    across &= mark.x + half <= left + wide - FIGURES.padding + 1e-6
    return across and top < mark.y - 0.88 * em and mark.y + 0.12 * em < top + high


@pytest.mark.parametrize("cells", [CELLS, LONG])
def test_no_text_leaves_its_cell_and_none_is_lost(cells: tuple[str, ...]) -> None:
    drawing, stamper, _ = made(cells, 82.5, 10)
    marks = [part for part in drawing if isinstance(part, Mark)]
    assert "".join(mark.text for mark in marks) == "".join(cells)
    assert all(inside(mark, stamper, 82.5, 10) for mark in marks)


@given(st.text(st.sampled_from("全宗机构0123456789-·（）xW "), max_size=80).map(str.strip))
def test_any_text_fits_its_cell(text: str) -> None:
    drawing, stamper, _ = made((text,) * 6, 82.5, 10)
    marks = [part for part in drawing if isinstance(part, Mark)]
    assert "".join(mark.text for mark in marks) == text * 6
    assert all(inside(mark, stamper, 82.5, 10) for mark in marks)


def test_short_texts_keep_their_size_and_a_long_one_is_set_in_lines() -> None:
    drawing, _, _ = made(CELLS)
    marks = {part.text: part for part in drawing if isinstance(part, Mark)}
    assert marks["0153"].size == FIGURES.size
    assert marks["永久"].size == FIGURES.size
    others = [mark for text, mark in marks.items() if text not in CELLS]
    assert len(others) == 2
    assert all(mark.size > 6 for mark in others)


def test_other_than_six_cells_are_refused() -> None:
    with pytest.raises(ValueError, match="5"):
        archive_stamp(("",) * 5, 0, 0, FIGURES, lambda *_: 0.0)


def on(*things: Rect) -> "Covered":
    return Covered(things)


class Covered:
    """Rectangles that something stands in."""

    def __init__(self, things: tuple[Rect, ...]) -> None:
        self._things = things

    def __call__(self, left: float, top: float, right: float, bottom: float) -> bool:
        return any(
            left < thing[2] and thing[0] < right and top < thing[3] and thing[1] < bottom
            for thing in self._things
        )


def test_on_a_free_page_it_stands_at_the_top_middle() -> None:
    assert stamp_place(210, 297, on(), FIGURES) == (82.5, FIGURES.top)
    assert stamp_place(297, 210, on(), FIGURES) == (126, FIGURES.top)


def test_text_below_the_stamp_does_not_move_it() -> None:
    bottom = FIGURES.top + FIGURES.height + FIGURES.clear
    assert stamp_place(210, 297, on((0, bottom, 210, 297)), FIGURES) == (82.5, FIGURES.top)
    assert stamp_place(210, 297, on((0, bottom - 0.5, 210, 297)), FIGURES) is None


@pytest.mark.parametrize(
    ("thing", "x"),
    [
        ((100, 12, 130, 20), 53.5),  # right of the middle: it goes left, as far as it must
        ((80, 12, 95, 20), 96.5),  # left of the middle: it goes right
        ((82.5, 0, 127.5, 40), 36.5),  # in the very middle: left first
        ((20, 12, 100, 20), 101.5),
    ],
)
def test_it_takes_the_nearest_free_place_along_the_top(thing: Rect, x: float) -> None:
    place = stamp_place(210, 297, on(thing), FIGURES)
    assert place == (x, FIGURES.top)
    clear = FIGURES.clear
    assert not on(thing)(x - clear, 10 - clear, x + 45 + clear, 26 + clear)


def test_it_keeps_out_of_the_binding_margin() -> None:
    assert stamp_place(210, 297, on((75, 12, 210, 20)), FIGURES) == (28.5, FIGURES.top)
    assert stamp_place(210, 297, on((74, 12, 210, 20)), FIGURES) == (28, FIGURES.top)
    assert stamp_place(210, 297, on((73, 12, 210, 20)), FIGURES) is None


def test_on_a_landscape_page_it_may_stand_at_the_right_middle() -> None:
    head = (0.0, 0.0, 297.0, 30.0)
    right = 297 - FIGURES.right - FIGURES.width
    assert stamp_place(297, 210, on(head), FIGURES) == (right, 97)
    assert stamp_place(210, 297, on(head), FIGURES) is None
    assert stamp_place(297, 210, on(head, (280, 100, 290, 110)), FIGURES) is None


@pytest.mark.parametrize("size", [(80, 297), (60, 20), (10, 10), (300, 20)])
def test_a_page_without_room_for_it_has_no_place(size: tuple[float, float]) -> None:
    assert stamp_place(*size, on(), FIGURES) is None


@given(
    st.lists(
        st.tuples(*[st.floats(0, 297) for _ in range(4)]).map(
            lambda r: (min(r[0], r[2]), min(r[1], r[3]), max(r[0], r[2]), max(r[1], r[3]))
        ),
        max_size=6,
    ),
    st.sampled_from([(210, 297), (297, 210), (420, 297)]),
)
def test_wherever_it_stands_nothing_is_under_it(
    things: list[Rect], page: tuple[float, float]
) -> None:
    covered = on(*things)
    place = stamp_place(*page, covered, FIGURES)
    if place is not None:
        x, y = place
        assert not covered(x, y, x + FIGURES.width, y + FIGURES.height)
        assert FIGURES.left <= x <= page[0] - FIGURES.right - FIGURES.width
        assert 0 <= y <= page[1] - FIGURES.height
    else:
        assert things


def test_an_undeclared_font_role_is_refused_with_its_place(tmp_path: Path) -> None:
    changed = tmp_path / "layout.yaml"
    text = (ROOT / SHOWN).read_text("utf-8")
    assert "  font: song          #" in text
    changed.write_text(text.replace("  font: song          #", "  font: sonng          #"), "utf-8")
    with pytest.raises(ConfigError) as caught:
        read_layout(changed, SHOWN)
    assert "归档章" in caught.value.message
    assert "sonng" in caught.value.message


def test_its_size_is_that_of_the_standard() -> None:
    assert (FIGURES.width, FIGURES.height) == (45, 16)  # DA/T 22-2015
