"""Marks and lines on odd pages: upright, where they belong, and the page's own picture intact."""

import random
import zlib

import pikepdf
import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name
from PIL import ImageChops

from generator.lettering.page_box import rotation, view, visible_box
from generator.lettering.stamp import Line, Mark, Stamper
from generator.lettering.typeset import MM_PER_POINT
from tests.builders.filed import fonts
from tests.builders.seen import black, blue_only, box_of, drawn, near, red_only, saved, text_of

TEXT = "128"
SIZE = 12.0
BAR = Line(20, 42.5, 50, 42.5, 5, "#FF0000")

BOXES = {
    "plain": {"MediaBox": [0, 0, 595.276, 841.89]},
    "cropped": {"MediaBox": [0, 0, 595.276, 841.89], "CropBox": [40, 60, 500, 700]},
    "negative": {"MediaBox": [-200, -100, 395, 742]},
    "far off": {"MediaBox": [3000, 5000, 3595, 5842], "CropBox": [3100, 4000, 4000, 5800]},
    "backwards": {"MediaBox": [595, 842, 0, 0], "CropBox": [560, 800, -10, 30]},
}

UNCLOSED = {
    "scaled in a saved state": b"q 3 0 0 3 50 50 cm",
    "scaled before saving": b"0.2 0 0 0.2 0 0 cm q",
    "scaled": b"0.2 0 0 0.2 0 0 cm",
    "restored too often": b"Q 2 0 0 2 0 0 cm Q Q",
    "saved three times": b"q 2 0 0 2 0 0 cm q q",
    "in a text": b"q 1 0 0 RG BT /F 9 Tf 30 TL 3 Tr",
    "in a hidden part": b"/OC /Hidden BDC",
    "in a string": b"q 1 0 0 1 0 0 cm BT (abc",
    "in a string, the rest closed": b"(abc",
    "in a string after one with brackets": b"(a(b)c) Tj (a\\)",
    "in a list": b"[1 2",
    "in hexadecimal": b"<4142",
    "behind a comment": b"2 0 0 2 0 0 cm q % Q",
    "in an image": b"BI /W 1 /H 1 /BPC 8 /CS /G ID x",
}


def a_page(pdf: pikepdf.Pdf, content: bytes = b"", **entries: object) -> pikepdf.Page:
    page = pdf.add_blank_page(page_size=(595.276, 841.89))
    page.obj.Contents = pdf.make_stream(content)
    for name, value in entries.items():
        page.obj[f"/{name}"] = Array(value) if isinstance(value, list) else value
    return page


def stamper(pdf: pikepdf.Pdf, *texts: tuple[str, str]) -> Stamper:
    return Stamper(pdf, fonts(), texts or [("latin", TEXT)])


def ink(mark: Mark, left: float) -> tuple[float, float, float, float]:
    """Where the ink of a text is that begins at ``left`` mm, by the font's own outlines."""
    font = TTFont(fonts().paths[mark.font], fontNumber=0)
    glyphs, names = font.getGlyphSet(), font.getBestCmap()
    mm = mark.size * MM_PER_POINT / font["head"].unitsPerEm
    at, boxes = 0, []
    for char in mark.text:
        glyph, pen = glyphs[names[ord(char)]], BoundsPen(glyphs)
        glyph.draw(pen)
        if pen.bounds is not None:
            low_x, low_y, high_x, high_y = pen.bounds
            boxes.append((at + low_x, at + high_x, low_y, high_y))
        at += glyph.width
    lefts, rights, lows, highs = zip(*boxes, strict=True)
    return (
        left + min(lefts) * mm,
        mark.y - max(highs) * mm,
        left + max(rights) * mm,
        mark.y - min(lows) * mm,
    )


@pytest.mark.parametrize("boxes", BOXES.values(), ids=BOXES)
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_marks_and_lines_are_upright_at_their_place(turn: int, boxes: dict[str, object]) -> None:
    pdf = pikepdf.new()
    page = a_page(pdf, b"0 0 1 rg 0 0 5 5 re f", Rotate=turn, **boxes)
    mark = Mark(TEXT, 100, 30, SIZE)
    stamper(pdf).draw(page, [mark, BAR])
    data = saved(pdf)
    image = drawn(data)
    assert box_of(image, black) == near(ink(mark, 100))
    assert box_of(image, red_only) == near((20, 40, 50, 45))
    assert TEXT in text_of(data)


def test_a_damaged_page_shows_what_comes_before_the_damage() -> None:
    pdf = pikepdf.new()
    page = a_page(pdf)
    good = b"0 0 1 rg 100 100 200 50 re f\n"
    chance = random.Random(7)
    rest = b"".join(b"%d %d m\n" % (chance.randrange(999), at) for at in range(5000))
    packed = bytearray(zlib.compress(good + rest))
    packed[6000:6040] = bytes(40)
    stream = pikepdf.Stream(pdf, bytes(packed), Filter=Name.FlateDecode)
    with pytest.raises(pikepdf.PdfError):
        stream.read_bytes()
    page.obj.Contents = Array([pdf.make_indirect(stream), pdf.make_stream(b"1 w")])
    stamper(pdf).draw(page, [Mark(TEXT, 100, 30, SIZE)])
    data = saved(pdf)
    assert TEXT in text_of(data)
    assert box_of(drawn(data), blue_only) is not None


def test_on_a_page_with_its_own_unit_millimetres_stay_millimetres() -> None:
    pdf = pikepdf.new()
    page = a_page(pdf, MediaBox=[0, 0, 297.638, 420.945], UserUnit=2)
    stamper(pdf).draw(page, [BAR])
    half = box_of(drawn(saved(pdf)), red_only)  # this engine takes every unit for a point
    assert tuple(edge * 2 for edge in half) == near((20, 40, 50, 45))


@pytest.mark.parametrize(("align", "part"), [("left", 0), ("center", 0.5), ("right", 1)])
@pytest.mark.parametrize("size", [7, 12, 40.5])
def test_a_text_is_aligned_at_its_x(align: str, part: float, size: float) -> None:
    pdf = pikepdf.new()
    page = a_page(pdf)
    made = stamper(pdf)
    mark = Mark(TEXT, 100, 60, size, align)
    made.draw(page, [mark])
    width = made.width(TEXT, size, "latin")
    assert width == pytest.approx(3 * 0.5 * size * MM_PER_POINT, abs=0.01)  # Times figures: 1/2 em
    assert box_of(drawn(saved(pdf)), black) == near(ink(mark, 100 - part * width))


@pytest.mark.parametrize("color", ["#C00000", "#0000FF"])
def test_colours_are_what_was_asked_for(color: str) -> None:
    pdf = pikepdf.new()
    page = a_page(pdf)
    stamper(pdf).draw(page, [Line(0, 50, 100, 50, 20, color)])
    pixel = drawn(saved(pdf)).getpixel((100, 380))
    assert "#{:02X}{:02X}{:02X}".format(*pixel) == color


def test_black_and_grey_do_not_make_a_colour_page() -> None:
    pdf = pikepdf.new()
    page = a_page(pdf)
    stamper(pdf).draw(page, [Mark(TEXT, 10, 20, SIZE), Line(0, 0, 9, 9, 1, "#808080")])
    content = page.obj.Contents[-1].read_bytes()
    assert b"0 g" in content
    assert b"0.502 G" in content
    assert b"rg" not in content.lower()


@pytest.mark.parametrize("content", UNCLOSED.values(), ids=UNCLOSED)
@pytest.mark.parametrize("own", [b"", b" 0 0 1 rg 60 60 80 50 re f"], ids=["bare", "drawing"])
def test_what_a_page_leaves_open_or_overdoes_moves_nothing(content: bytes, own: bytes) -> None:
    pdf = pikepdf.new()
    page = a_page(pdf, content + own)
    page.obj.Resources = Dictionary(Properties=Dictionary(Hidden=_hidden(pdf)))
    before = drawn(saved(pdf))
    mark = Mark(TEXT, 150, 30, SIZE)
    stamper(pdf).draw(page, [mark, BAR])
    data = saved(pdf)
    after = drawn(data)
    assert box_of(after, black) == near(ink(mark, 150))
    assert box_of(after, red_only) == near((20, 40, 50, 45))
    assert TEXT in text_of(data)
    assert box_of(before, blue_only) == box_of(after, blue_only)


def _hidden(pdf: pikepdf.Pdf) -> pikepdf.Object:
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="hidden"))
    pdf.Root.OCProperties = Dictionary(
        OCGs=Array([group]), D=Dictionary(OFF=Array([group]), Order=Array([]))
    )
    return group


def test_a_damaged_page_keeps_its_picture_and_gets_its_number() -> None:
    pdf = pikepdf.new()
    page = a_page(pdf)
    whole = b"0 0 1 rg 60 60 80 50 re f\n" + b"q 1 0 0 1 0 0 cm\n" * 900
    cut = zlib.compress(whole)[:60]
    page.obj.Contents.write(cut, filter=Name.FlateDecode)
    before = drawn(saved(pdf))
    stamper(pdf).draw(page, [Mark(TEXT, 150, 30, SIZE)])
    after = drawn(saved(pdf))
    assert box_of(after, black) is not None
    assert box_of(before, blue_only) == box_of(after, blue_only) != None  # noqa: E711


def test_the_pages_own_stream_is_not_rewritten() -> None:
    pdf = pikepdf.new()
    page = a_page(pdf, b"q 0 0 1 rg 60 60 80 50 re f Q")
    own = page.obj.Contents
    stamper(pdf).draw(page, [BAR])
    assert page.obj.Contents[1].objgen == own.objgen
    assert len(page.obj.Contents) == 3


def test_contents_may_be_several_streams_or_none() -> None:
    pdf = pikepdf.new()
    several, empty, none = a_page(pdf), a_page(pdf), a_page(pdf)
    parts = [b"q 0 0 1 rg", b"60 60 80 50 re", b"f Q"]
    several.obj.Contents = Array([pdf.make_stream(part) for part in parts])
    empty.obj.Contents = Array()
    del none.obj["/Contents"]
    made = stamper(pdf)
    for page in pdf.pages:
        made.draw(page, [BAR])
    data = saved(pdf)
    for index in range(3):
        assert box_of(drawn(data, index), red_only) == near((20, 40, 50, 45))
    assert box_of(drawn(data), blue_only) is not None
    assert len(several.obj.Contents) == 5


def test_inherited_boxes_turn_and_resources_are_found() -> None:
    pdf = pikepdf.new()
    page = a_page(pdf, b"BT /F1 60 Tf 0 0 1 rg 150 400 Td (Own) Tj ET")
    for name in ("/MediaBox", "/Resources"):
        if name in page.obj:
            del page.obj[name]
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    parent = pdf.Root.Pages
    parent.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)))
    parent.MediaBox, parent.CropBox = Array([0, 0, 595, 842]), Array([100, 100, 500, 800])
    parent.Rotate = 90
    stamper(pdf).draw(page, [BAR])
    data = saved(pdf)
    image = drawn(data)
    assert box_of(image, red_only) == near((20, 40, 50, 45))
    assert box_of(image, blue_only) is not None
    assert "Own" in text_of(data)


def test_shared_resources_stay_as_they_are() -> None:
    pdf = pikepdf.new()
    one, other = a_page(pdf), a_page(pdf)
    shared = pdf.make_indirect(Dictionary(Font=pdf.make_indirect(Dictionary())))
    one.obj.Resources = other.obj.Resources = shared
    stamper(pdf).draw(one, [Mark(TEXT, 10, 20, SIZE)])
    assert list(shared.Font.keys()) == []
    assert len(one.obj.Resources.Font) == 1


def test_two_stampers_on_one_page_do_not_mix_their_fonts() -> None:
    pdf = pikepdf.new()
    page = a_page(pdf)
    stamper(pdf, ("latin", "12")).draw(page, [Mark("12", 10, 20, SIZE)])
    stamper(pdf, ("latin", "8976")).draw(page, [Mark("8976", 10, 40, SIZE)])
    assert text_of(saved(pdf)).split() == ["12", "8976"]


def test_nothing_to_draw_leaves_the_page_alone() -> None:
    pdf = pikepdf.new()
    page = a_page(pdf, b"0 g")
    before = page.obj.unparse()
    stamper(pdf).draw(page, [])
    assert page.obj.unparse() == before


def test_a_text_that_was_not_announced_is_refused() -> None:
    pdf = pikepdf.new()
    page = a_page(pdf)
    with pytest.raises(KeyError):
        stamper(pdf).draw(page, [Mark("9", 10, 20, SIZE)])


def test_the_same_input_gives_the_same_bytes() -> None:
    def once() -> bytes:
        pdf = pikepdf.new()
        made = stamper(pdf, ("song", "甲县 — 12 —"), ("latin", TEXT))
        marks = [Mark("甲县 — 12 —", 50, 50, 14, font="song"), Mark(TEXT, 9, 9, 9), BAR]
        made.draw(a_page(pdf), marks)
        return saved(pdf)

    assert once() == once()


def test_boxes_given_backwards_are_understood() -> None:
    pdf = pikepdf.new()
    page = a_page(pdf, MediaBox=[100, 200, 0, 0], CropBox=[-50, -50, 60, 90])
    assert visible_box(page) == (0, 0, 60, 90)


def test_a_crop_box_outside_of_the_page_is_passed_over() -> None:
    pdf = pikepdf.new()
    page = a_page(pdf, CropBox=[2000, 2000, 2500, 2500])
    assert visible_box(page) == pytest.approx((0, 0, 595.276, 841.89))


@pytest.mark.parametrize(("stated", "turn"), [(-90, 270), (450, 90), (45, 0), (720, 0), (179, 90)])
def test_odd_turns_are_read_as_viewers_read_them(stated: int, turn: int) -> None:
    pdf = pikepdf.new()
    page = a_page(pdf, Rotate=stated)
    assert rotation(page) == turn
    stamper(pdf).draw(page, [BAR])
    assert box_of(drawn(saved(pdf)), red_only) == near((20, 40, 50, 45))


def test_a_page_is_measured_as_it_is_seen() -> None:
    pdf = pikepdf.new()
    page = a_page(pdf, MediaBox=[0, 0, 72, 144], Rotate=90, UserUnit=2)
    seen = view(page)
    assert (seen.width, seen.height) == pytest.approx((101.6, 50.8))


def test_own_picture_is_pixel_for_pixel_the_same() -> None:
    pdf = pikepdf.new()
    page = a_page(pdf, b"q 0 0 1 rg 60 60 80 50 re f Q 1 0 0 RG 3 w 300 300 m 400 420 l S")
    before = drawn(saved(pdf))
    stamper(pdf).draw(page, [Mark(TEXT, 150, 30, SIZE)])
    changed = ImageChops.difference(before, drawn(saved(pdf))).getbbox()
    assert changed is not None
    left, top, right, bottom = (edge * 25.4 / 200 for edge in changed)
    assert 149 < left < right < 160
    assert 24 < top < bottom < 31
