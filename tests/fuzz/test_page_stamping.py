"""Pages of every kind get their number upright at its place, and keep their own content."""

import io
from dataclasses import dataclass

import pikepdf
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pikepdf import Array
from PIL import Image, ImageChops

from generator.lettering.page_box import view
from generator.lettering.stamp import Mark, Stamper
from generator.lettering.typeset import MM_PER_POINT
from generator.render.pdf.fit import fit_page
from tests.builders.filed import fonts
from tests.builders.mutated import bounded
from tests.builders.seen import drawn, page_size, saved, text_of

TEXT, SIZE = "128", 40.0
DPI = 36

#: Instructions that are right, wrong, or leave something open; blue is what the page itself shows.
PIECES = [
    *(b"q", b"Q", b"Q Q Q", b"BT /F 9 Tf", b"ET", b"BMC", b"/OC /H BDC", b"EMC", b"W n", b"0 Tr"),
    *(b"0 0 1 rg 20 20 30 30 re f", b"3 0 0 3 40 40 cm", b"0.1 0 0 0.1 0 0 cm", b"0 -1 1 0 0 0 cm"),
    *(b"0 0 0 0 0 0 cm", b"1 0 0 RG 5 w", b"0 0 m 99 99 l S", b"(abc", b"<4142", b"[1 2", b"<<"),
    *(b"BI /W 1 /H 1 /BPC 8 /CS /G ID x EI", b"BI ID", b"/None Do", b"/None gs", b"7 Tr", b"%"),
    *(b"1e30 0 0 1 0 0 cm", b"\0\0", b"\xff\xfe", b"0 0 5 5 re W* n", b"sh", b"/Pattern cs /P scn"),
]
CONTENTS = st.lists(st.sampled_from(PIECES) | st.binary(max_size=12), max_size=8).map(b"\n".join)
EDGES = st.integers(-3000, 3000)
SIDES = st.integers(150, 900)
TURNS = st.sampled_from([0, 90, 180, 270, -90, 450, 720, 45, 359])


@dataclass(frozen=True)
class Odd:
    """What a page is made of: any box, any turn, any content in one stream or several."""

    box: tuple[int, int, int, int]
    cut: tuple[int, int, int, int] | None
    turn: int
    contents: tuple[bytes, ...]
    resources: bool
    backwards: bool

    def pdf(self) -> pikepdf.Pdf:
        pdf = pikepdf.new()
        page = pdf.add_blank_page()
        left, bottom, width, height = self.box
        box = [left, bottom, left + width, bottom + height]
        page.obj.MediaBox = Array(box[2:] + box[:2] if self.backwards else box)
        if self.cut:
            page.obj.CropBox = Array([a + b for a, b in zip(box, self.cut, strict=True)])
        page.obj.Rotate = self.turn
        streams = [pdf.make_stream(content) for content in self.contents]
        if streams:
            page.obj.Contents = streams[0] if len(streams) == 1 else Array(streams)
        if not self.resources:
            del page.obj["/Resources"]
        return pdf


PAGES = st.builds(
    Odd,
    st.tuples(EDGES, EDGES, SIDES, SIDES),
    st.none() | st.tuples(*[st.integers(-50, 50)] * 4),
    TURNS,
    st.lists(CONTENTS, max_size=3).map(tuple),
    st.booleans(),
    st.booleans(),
)


def picture(data: bytes) -> Image.Image:
    return drawn(data, dpi=DPI)


def own_content(page: pikepdf.Page) -> bytes:
    """All instructions that a page has, those of forms that it shows among them."""
    own = page.obj.get("/Contents", [])
    streams = list(own) if isinstance(own, Array) else [own]
    forms = page.obj.get("/Resources", {}).get("/XObject", {})
    streams += [form for form in dict(forms).values() if isinstance(form, pikepdf.Stream)]
    return b"\n".join(stream.read_bytes() for stream in streams)


def mark_on(page: pikepdf.Page) -> Mark | None:
    """A number that has room on the page, in its middle; nothing for a page that is too small."""
    seen = view(page)
    if min(seen.width, seen.height) < 40:
        return None
    return Mark(TEXT, seen.width / 2, seen.height / 2, SIZE, "center", color="#FF0000")


def changed(before: Image.Image, after: Image.Image) -> tuple[float, float, float, float] | None:
    """Where two pictures differ, in mm."""
    difference = ImageChops.difference(before, after).convert("L").point(lambda v: 255 * (v > 60))
    found = difference.getbbox()
    return None if found is None else tuple(edge * 25.4 / DPI for edge in found)


@bounded(120)
@given(odd=PAGES)
def test_a_number_on_any_page(odd: Odd) -> None:
    pdf = odd.pdf()
    page = pdf.pages[0]
    mark = mark_on(page)
    assume(mark is not None)
    assert mark is not None
    before = saved(pdf)
    own = own_content(page)
    stamper = Stamper(pdf, fonts(), [("latin", TEXT)])
    stamper.draw(page, [mark])
    after = saved(pdf)
    assert TEXT in text_of(after)
    assert all(line in own_content(pdf.pages[0]) for line in own.split(b"\n"))
    place = changed(picture(before), picture(after))
    width = stamper.width(TEXT, SIZE, "latin")
    high = 0.7 * SIZE * MM_PER_POINT
    tolerance = 2 * 25.4 / DPI
    assert place is not None
    # never outside of its place: what differs is the number, and nothing of the page
    assert place[0] >= mark.x - width / 2 - tolerance
    assert place[2] <= mark.x + width / 2 + tolerance
    assert place[1] >= mark.y - high - tolerance
    assert place[3] <= mark.y + tolerance
    # upright: as wide and as high as its figures
    assert place[2] - place[0] == pytest.approx(width, abs=0.2 * width + tolerance)
    assert place[3] - place[1] == pytest.approx(high, abs=0.2 * high + tolerance)


@bounded(80)
@given(
    odd=PAGES,
    turn=st.sampled_from([0, 90, 180, 270]),
    scale=st.sampled_from([0.2, 0.5, 0.94, 1, 1.7]),
    move=st.tuples(st.integers(-20, 60), st.integers(-20, 60)),
)
def test_any_page_on_a_sheet(odd: Odd, turn: int, scale: float, move: tuple[int, int]) -> None:
    pdf = odd.pdf()
    page = pdf.pages[0]
    own = own_content(page)
    fit_page(pdf, page, 210, 297, turn=turn, scale=scale, dx=move[0], dy=move[1])
    Stamper(pdf, fonts(), [("latin", TEXT)]).draw(page, [Mark(TEXT, 190, 20, SIZE, "right")])
    data = saved(pdf)
    assert page_size(data) == pytest.approx((210, 297), abs=0.6)
    assert TEXT in text_of(data)
    with pikepdf.open(io.BytesIO(data)) as again:
        assert len(again.pages) == 1
        assert all(line in own_content(again.pages[0]) for line in own.split(b"\n"))
    assert picture(data).size[0] > 0
