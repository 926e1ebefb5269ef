"""Marks as one long number: the same as a look at every pixel."""

import itertools

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from generator.measure.surveys.marks import without_dust

Pixels = set[tuple[int, int]]


def naive_marks(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    """Leave out what stands in the middle of 5 by 5 pixels whose outermost ones are empty."""
    dust: Pixels = set()
    for left, top in itertools.product(range(-5, size[0] + 1), range(-5, size[1] + 1)):
        window = {(left + x, top + y) for x in range(5) for y in range(5)}
        middle = {(left + x, top + y) for x in (1, 2, 3) for y in (1, 2, 3)}
        if not pixels & (window - middle):
            dust |= pixels & middle
    return pixels - dust


@st.composite
def pages(draw: st.DrawFn) -> tuple[Pixels, tuple[int, int]]:
    wide, high = (2 * draw(st.integers(1, 20)) for _ in range(2))
    place = st.tuples(st.integers(0, wide - 1), st.integers(0, high - 1))
    pixels = set(draw(st.lists(place, max_size=12)))
    for left, top in draw(st.lists(place, max_size=3)):  # larger marks
        right, bottom = left + draw(st.integers(1, 9)), top + draw(st.integers(1, 9))
        pixels |= {
            (x, y) for x in range(left, min(right, wide)) for y in range(top, min(bottom, high))
        }
    return pixels, (wide, high)


@given(pages(), st.integers(0, 1))
def test_marks_are_those_of_a_look_at_every_pixel(
    page: tuple[Pixels, tuple[int, int]], over: int
) -> None:
    pixels, size = page
    mask = Image.new("1", (size[0] + over, size[1] + over))  # a picture may hang over by a pixel
    for place in pixels:
        mask.putpixel(place, 255)
    marks = without_dust(mask, size)
    expected = naive_marks(pixels, size)
    picture = marks.mask()
    assert picture.size == size
    assert {
        (x, y) for x in range(size[0]) for y in range(size[1]) if picture.getpixel((x, y))
    } == expected
    assert marks.box == picture.getbbox()
    columns, rows = size[0] // 2, size[1] // 2
    cells = Image.new("1", (columns, rows))
    for x, y in expected:
        cells.putpixel((x // 2, y // 2), 255)
    assert marks.cells() == cells.tobytes()


def test_a_page_without_marks_has_an_empty_map() -> None:
    marks = without_dust(Image.new("1", (420, 594)), (420, 594))
    assert marks.box is None
    assert marks.cells() == bytes(27 * 297)
