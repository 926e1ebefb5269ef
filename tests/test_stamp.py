"""The page number on odd pages: upright, at the top outer corner as a reader sees the page."""

import io

import pikepdf
import pypdfium2
import pytest

from generator.fonts import find_fonts, font_dirs
from generator.layout import Layout, read_layout
from generator.renderers.page_box import visible_box
from generator.renderers.stamp import embed_font, stamp_text
from generator.typeset import MM_PER_POINT
from tests.conftest import ROOT

SHOWN = "templates/binder/layout.yaml"


@pytest.fixture(scope="module")
def layout() -> Layout:
    return read_layout(ROOT / SHOWN, SHOWN)


def stamped(
    layout: Layout, *, right_hand: bool, content: bytes = b"", **keys: object
) -> io.BytesIO:
    fonts = find_fonts({r: f.files for r, f in layout.fonts.items()}, font_dirs(ROOT))
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595.276, 841.89))
    page.obj.Contents = pdf.make_stream(content)
    for key, value in keys.items():
        page.obj[f"/{key}"] = value
    saved = pdf.make_stream(b"q\n")
    font = embed_font(pdf, fonts)
    stamp_text(pdf, page, "128", font, layout.number, saved, right_hand=right_hand)
    stream = io.BytesIO()
    pdf.save(stream)
    return stream


@pytest.mark.parametrize("right_hand", [True, False])
@pytest.mark.parametrize("turned", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, (40, 60, 500, 700)])
def test_the_number_stands_at_the_top_outer_corner(
    layout: Layout, turned: int, crop: tuple[int, ...] | None, right_hand: bool
) -> None:
    keys: dict[str, object] = {"Rotate": turned}
    if crop:
        keys["CropBox"] = pikepdf.Array(crop)
    document = pypdfium2.PdfDocument(stamped(layout, right_hand=right_hand, **keys))
    sheet = document[0]
    image = sheet.render(scale=2).to_pil().convert("L")
    left, top, right, bottom = image.point(lambda v: 255 * (v < 128)).getbbox()
    mm = MM_PER_POINT / 2
    assert top * mm == pytest.approx(layout.number.top, abs=0.6)
    edge = (image.width - right) * mm if right_hand else left * mm
    assert edge == pytest.approx(layout.number.outer, abs=0.7)
    height = layout.number.size * 0.676 * MM_PER_POINT
    assert (bottom - top) * mm == pytest.approx(height, abs=0.5)
    assert right - left > bottom - top  # three digits read from left to right
    assert "128" in sheet.get_textpage().get_text_range()


@pytest.mark.parametrize(
    "content", [b"q 3 0 0 3 50 50 cm", b"0.2 0 0 0.2 0 0 cm", b"1 0 0 RG BT /F 9 Tf"]
)
def test_content_that_leaves_its_state_behind_does_not_move_the_number(
    layout: Layout, content: bytes
) -> None:
    document = pypdfium2.PdfDocument(stamped(layout, right_hand=True, content=content))
    image = document[0].render(scale=2).to_pil().convert("L")
    box = image.point(lambda v: 255 * (v < 128)).getbbox()
    assert box is not None
    assert box[1] * MM_PER_POINT / 2 == pytest.approx(layout.number.top, abs=0.6)


def test_boxes_given_backwards_are_understood() -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(100, 200))
    page.obj.MediaBox = pikepdf.Array([100, 200, 0, 0])
    page.obj.CropBox = pikepdf.Array([-50, -50, 60, 90])
    assert visible_box(page) == (0, 0, 60, 90)
