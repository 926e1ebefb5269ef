"""Shadows of a scanner at the paper's edges: no part of what is printed, yet no place for a number.

Whatever may be print on such an edge still counts.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from generator.measure.surveys.page import survey_pages
from generator.measure.surveys.shadows import WIDEST, _medians
from generator.model import PageSurvey, Rect
from tests.builders.surveyed import Place, Sheet, bar, drawn_at, jpeg

DPI = 100
TEXT: Place = (40, 60, 150, 200)
LEFT: Place = (0, 0, 4, 297)
TOP: Place = (0, 0, 210, 5)
RIGHT: Place = (207, 0, 210, 297)
BOTTOM: Place = (0, 291, 210, 297)
EVERYWHERE = (0.0, 0.0, 210.0, 297.0)


def pixels(*lengths: float) -> list[float]:
    return [length / 25.4 * DPI for length in lengths]


def scan(*strips: Place, text: Place | None = TEXT, dark: int = 60) -> Image.Image:
    """A sheet with grain, dark strips as a scanner leaves them, and a block of print."""
    image = Image.effect_noise((round(pixels(210)[0]), round(pixels(297)[0])), 9)
    image = image.point(lambda value: value + 112)
    draw = ImageDraw.Draw(image)
    for strip in strips:
        draw.rectangle(pixels(*strip), fill=dark)
    if text is not None:
        draw.rectangle(pixels(*text), fill=30)
    return image


def surveyed(
    image: Image.Image, folder: Path, place: Place = EVERYWHERE, turn: int = 0
) -> PageSurvey:
    sheet = Sheet(Rotate=turn)
    sheet.image("I", jpeg(image))
    left, bottom, width, height = place
    sheet.show(drawn_at("I", left, bottom, width, height))
    (page,) = survey_pages(sheet.save(folder / "页.pdf"), range(1)).pages
    return page


def stands(box: Rect | None, expected: Place) -> None:
    assert box is not None
    assert (box.left, box.top, box.right, box.bottom) == pytest.approx(expected, abs=0.8)


@pytest.mark.parametrize(
    "strips",
    [
        (LEFT,),
        (TOP,),
        (RIGHT,),
        (BOTTOM,),
        (LEFT, TOP),
        (RIGHT, BOTTOM),
        (LEFT, TOP, RIGHT, BOTTOM),
        ((0, 0, WIDEST - 0.5, 297),),
        ((0.5, 0, 3, 297),),
        ((0, 40, 4, 250),),
    ],
    ids=lambda strips: " ".join(str(strip) for strip in strips),
)
@pytest.mark.parametrize("dark", [0, 110, 170])
def test_a_shadow_does_not_widen_the_print_and_is_no_free_place(
    strips: tuple[Place, ...], dark: int, tmp_path: Path
) -> None:
    page = surveyed(scan(*strips, dark=dark), tmp_path)
    stands(page.ink, TEXT)
    for left, top, right, bottom in strips:
        middle = (left + right) / 2, (top + bottom) / 2
        assert page.covered(middle[0] - 0.5, middle[1] - 0.5, middle[0] + 0.5, middle[1] + 0.5)


@pytest.mark.parametrize(("turn", "seen"), [(90, (97, 40, 237, 150)), (180, (60, 97, 170, 237))])
def test_shadows_of_turned_pages(
    turn: int, seen: tuple[float, float, float, float], tmp_path: Path
) -> None:
    page = surveyed(scan(LEFT, BOTTOM), tmp_path, turn=turn)
    stands(page.ink, seen)


def slanting(draw: ImageDraw.ImageDraw) -> None:
    draw.polygon([*pixels(0, 0), *pixels(1, 0), *pixels(7, 297), *pixels(0, 297)], fill=20)


def bent(draw: ImageDraw.ImageDraw) -> None:
    """The fold of a book: widest in the middle."""
    draw.ellipse(pixels(-20, -40, 7, 337), fill=20)


@pytest.mark.parametrize("shape", [slanting, bent])
def test_a_shadow_may_slant_and_bend(
    shape: Callable[[ImageDraw.ImageDraw], None], tmp_path: Path
) -> None:
    image = scan()
    shape(ImageDraw.Draw(image))
    stands(surveyed(image, tmp_path).ink, TEXT)


def test_a_shadow_may_fade_out(tmp_path: Path) -> None:
    image = scan()
    for tenth in range(60):
        strip = image.crop([round(edge) for edge in pixels(tenth / 10, 0, tenth / 10 + 0.1, 297)])
        faded = strip.point(lambda value, at=tenth: max(0, value - 160 + at * 160 // 60))
        image.paste(faded, (round(pixels(tenth / 10)[0]), 0))
    page = surveyed(image, tmp_path)
    stands(page.ink, TEXT)
    assert page.covered(0, 100, 2, 101)


def test_a_blank_scan_stays_blank_beside_its_shadow(tmp_path: Path) -> None:
    page = surveyed(scan(LEFT, TOP, text=None), tmp_path)
    assert page.blank
    assert page.covered(1, 100, 2, 101)
    assert not page.covered(10, 10, 200, 290)


# -------------------------------------------------------------------------------- what still counts


def line_of_text(draw: ImageDraw.ImageDraw) -> None:
    """Strokes from within the shadow into the page."""
    for x in range(3, 60, 3):
        draw.rectangle(pixels(x, 120, x + 2.4, 123), fill=20)


def marginal_note(draw: ImageDraw.ImageDraw) -> None:
    """A few letters that end within the width of a shadow."""
    for y in range(100, 112, 4):
        draw.rectangle(pixels(3.5, y, 7, y + 3), fill=20)


def seal(draw: ImageDraw.ImageDraw) -> None:
    """A seal of 42 mm, most of it cut off by the paper's edge, its red ring beyond the shadow."""
    draw.ellipse(pixels(-35, 100, 7, 142), outline=90, width=6)


def ruled_line(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle(pixels(0, 150, 180, 150.4), fill=20)


@pytest.mark.parametrize("joined", [line_of_text, marginal_note, seal, ruled_line])
def test_what_touches_a_shadow_counts_with_it(
    joined: Callable[[ImageDraw.ImageDraw], None], tmp_path: Path
) -> None:
    image = scan(LEFT)
    joined(ImageDraw.Draw(image))
    box = surveyed(image, tmp_path).ink
    assert box is not None
    assert box.left == 0


def test_what_stands_near_a_shadow_counts_without_it(tmp_path: Path) -> None:
    image = scan(LEFT)
    ImageDraw.Draw(image).rectangle(pixels(6, 100, 30, 104), fill=20)
    stands(surveyed(image, tmp_path).ink, (6, 60, 150, 200))


@pytest.mark.parametrize("joined", [line_of_text, marginal_note, seal, ruled_line])
def test_what_reaches_the_edge_counts_where_there_is_no_shadow(
    joined: Callable[[ImageDraw.ImageDraw], None], tmp_path: Path
) -> None:
    image = scan()
    joined(ImageDraw.Draw(image))
    page = surveyed(image, tmp_path)
    assert page.ink is not None
    assert page.ink.left < 4


@pytest.mark.parametrize(
    "strip",
    [(0, 0, 11, 297), (0, 20, 4, 150), (2, 0, 5, 297), (0, 292, 100, 297)],
    ids=["too wide", "too short", "off the edge", "half an edge"],
)
def test_other_dark_strips_count(strip: Place, tmp_path: Path) -> None:
    page = surveyed(scan(strip), tmp_path)
    assert page.ink is not None
    assert page.ink.left == pytest.approx(strip[0], abs=0.6)


def test_a_photo_to_the_edges_counts_to_the_edges(tmp_path: Path) -> None:
    photo = Image.linear_gradient("L").resize((620, 877)).point(lambda value: value * 2 // 3)
    assert surveyed(photo, tmp_path).ink == Rect(0, 0, 210, 297)


def test_a_dark_frame_around_a_picture_on_the_sheet_counts(tmp_path: Path) -> None:
    """A shadow lies on the paper's edge, not on that of a smaller picture."""
    page = surveyed(scan(LEFT, TOP, RIGHT, BOTTOM), tmp_path, (28, 40, 154, 217.8))
    stands(page.ink, (28, 39.2, 182, 257))


def test_a_band_that_a_program_drew_counts(tmp_path: Path) -> None:
    sheet = Sheet().show(bar(LEFT), bar(TEXT))
    (page,) = survey_pages(sheet.save(tmp_path / "页.pdf"), range(1)).pages
    stands(page.ink, (0, 0, 150, 297))


def test_a_scan_of_a_small_slip_has_no_room_for_shadows(tmp_path: Path) -> None:
    sheet = Sheet(50, 30)
    sheet.image("I", jpeg(Image.new("L", (200, 120), 60)))
    sheet.show(drawn_at("I", 0, 0, 50, 30))
    (page,) = survey_pages(sheet.save(tmp_path / "页.pdf"), range(1)).pages
    stands(page.ink, (0, 0, 50, 30))


def test_a_shadow_that_is_a_little_wider_in_its_corners(tmp_path: Path) -> None:
    image = scan(LEFT, (0, 0, 4.6, 6), (0, 290, 4.6, 297))
    stands(surveyed(image, tmp_path).ink, TEXT)


def test_print_in_the_corner_beside_a_shadow_counts(tmp_path: Path) -> None:
    image = scan(LEFT, (4, 1, 60, 5))
    box = surveyed(image, tmp_path).ink
    assert box is not None
    assert box.top == pytest.approx(1, abs=0.6)
    assert box.left < 6


@given(st.lists(st.integers(0, 18), max_size=40), st.integers(1, 12))
def test_medians_of_a_window_that_moves(values: list[int], along: int) -> None:
    windows = [values[max(0, at - along) : at + along + 1] for at in range(len(values))]
    assert list(_medians(values, along)) == [sorted(near)[len(near) // 2] for near in windows]
