"""Ink and paper: where marks stand, for every way to turn a page, on white and on scans."""

from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw

from generator.lettering.typeset import MM_PER_POINT
from generator.measure.surveys import picture, sources
from generator.measure.surveys.page import survey_pages
from generator.model import InkMap, PageSurvey, Rect
from tests.builders.surveyed import A4, Place, Sheet, bar, drawn_at, jpeg, line_of, points

#: A bar near the upper left corner of an unturned page.
MARK: Place = (20, 30, 80, 50)
#: Where a reader sees it when the page is turned clockwise.
SEEN = {
    0: (20, 30, 80, 50),
    90: (247, 20, 267, 80),
    180: (130, 247, 190, 267),
    270: (30, 130, 50, 190),
}
TURNS = tuple(SEEN)


def only(sheet: Sheet, folder: Path) -> PageSurvey:
    (page,) = survey_pages(sheet.save(folder / "页.pdf"), range(1)).pages
    assert page.drawable
    return page


def around(box: Rect | None, expected: Place, tolerance: float = 0.6) -> None:
    """The box holds what it should and is larger by no more than a pixel and its edge."""
    assert box is not None
    found = (box.left, box.top, box.right, box.bottom)
    assert found == pytest.approx(expected, abs=tolerance)


def check_places(page: PageSurvey, place: Place) -> None:
    """Just inside of each edge is covered, 1.6 mm outside is not."""
    left, top, right, bottom = place
    assert page.covered(left + 0.1, top + 0.1, left + 0.6, top + 0.6)
    assert page.covered(right - 0.6, bottom - 0.6, right - 0.1, bottom - 0.1)
    assert not page.covered(0, 0, page.width, top - 1.6)
    assert not page.covered(0, bottom + 1.6, page.width, page.height)
    assert not page.covered(0, 0, left - 1.6, page.height)
    assert not page.covered(right + 1.6, 0, page.width, page.height)


# ------------------------------------------------------------------------------ turned and cropped


@pytest.mark.parametrize("turn", TURNS)
def test_marks_stand_where_a_reader_sees_them(turn: int, tmp_path: Path) -> None:
    page = only(Sheet(Rotate=turn).show(bar(MARK)), tmp_path)
    assert (page.width, page.height) == (A4 if turn % 180 == 0 else A4[::-1])
    around(page.ink, SEEN[turn])
    check_places(page, SEEN[turn])


@pytest.mark.parametrize("turn", TURNS)
def test_a_media_box_off_the_origin_and_a_crop_box(turn: int, tmp_path: Path) -> None:
    sheet = Sheet(Rotate=turn)
    x, y = 100.0, -50.0
    sheet.page.obj.MediaBox = Array([x - 30, y - 40, x + points(210) + 20, y + points(297) + 10])
    sheet.page.obj.CropBox = Array([x, y, x + points(210), y + points(297)])
    outside = f"{x - 20} {y - 30} 10 10 re f"
    page = only(sheet.show(f"q 1 0 0 1 {x} {y} cm", bar(MARK), "Q", outside), tmp_path)
    assert (page.width, page.height) == pytest.approx(A4 if turn % 180 == 0 else A4[::-1])
    around(page.ink, SEEN[turn])
    check_places(page, SEEN[turn])


@pytest.mark.parametrize(
    ("turn", "mode", "dpi"),
    [*((turn, "RGB", 100) for turn in TURNS), (0, "L", 150), (90, "RGB", 200), (270, "L", 300)],
)
def test_a_scan_is_seen_alike_from_its_jpeg_and_drawn(
    turn: int, mode: str, dpi: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = Sheet(Rotate=turn)
    sheet.image("I", jpeg(scanned(dpi, MARK, mode=mode)))
    sheet.show(drawn_at("I", 0, 0, *A4))
    quick = only(sheet, tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(sources, "lone_jpeg", lambda *_, **__: None)
        slow = only(sheet, tmp_path)
    for page in (quick, slow):
        around(page.ink, SEEN[turn], 1.0)
        check_places(page, SEEN[turn])
        assert page.image_dpi == pytest.approx(dpi, rel=0.01)
        assert not page.colour


# ------------------------------------------------------------------------------ how scans are read


def scanned(
    dpi: int, *marks: Place, mode: str = "RGB", paper: int = 241, grain: float = 9
) -> Image.Image:
    """A sheet of paper with its grain, and black marks on it (mm)."""
    size = round(210 / 25.4 * dpi), round(297 / 25.4 * dpi)
    image = Image.effect_noise(size, grain).point(lambda value: value + paper - 128)
    draw = ImageDraw.Draw(image)
    for mark in marks:
        draw.rectangle([value / 25.4 * dpi for value in mark], fill=30)
    if mode == "RGB":  # yellowish
        image = Image.merge("RGB", (image, image, image.point(lambda value: value - 9)))
    return image


def surveyed_scan(image: Image.Image, folder: Path, *content: str) -> PageSurvey:
    sheet = Sheet()
    sheet.image("I", jpeg(image))
    return only(sheet.show(drawn_at("I", 0, 0, *A4), *content), folder)


@pytest.mark.parametrize("paper", [215, 235, 250])
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_a_blank_sheet_with_grain_and_dust_is_blank(paper: int, mode: str, tmp_path: Path) -> None:
    dust = ((10, 10, 10.4, 10.4), (100, 200, 101, 201), (209.4, 296.4, 210, 297), (50, 0, 51, 0.5))
    page = surveyed_scan(scanned(150, *dust, mode=mode, paper=paper), tmp_path)
    assert page.blank
    assert page.ink is None
    assert not page.covered(0, 0, 210, 297)
    assert not page.colour


def test_what_is_larger_than_dust_counts_on_a_scan(tmp_path: Path) -> None:
    marks = ((10, 20, 12.5, 22.5), (150, 280, 190, 280.4))
    page = surveyed_scan(scanned(200, *marks), tmp_path)
    around(page.ink, (10, 20, 190, 280.4), 1.0)
    assert page.covered(10, 20, 12, 22)
    assert page.covered(160, 279, 161, 282)
    assert not page.covered(14, 24, 148, 278)


def test_small_marks_in_company_count(tmp_path: Path) -> None:
    dots = [bar((x, 40, x + 0.6, 40.6)) for x in range(30, 60)]
    page = only(Sheet().show(*dots), tmp_path)
    around(page.ink, (30, 40, 59.6, 40.6))
    assert only(Sheet().show(dots[0], bar((33, 40, 33.6, 40.6))), tmp_path).blank


def test_a_small_scan_on_white_leaves_the_white_free(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.image("I", jpeg(scanned(150, (50, 60, 90, 70), paper=243)))
    page = only(sheet.show(drawn_at("I", 52.5, 74.25, 105, 148.5)), tmp_path)
    around(page.ink, (77.5, 104.25, 97.5, 109.25), 1.0)


def test_a_photo_to_the_edges_leaves_nothing_free(tmp_path: Path) -> None:
    photo = Image.radial_gradient("L").resize((620, 877)).point(lambda value: 40 + value // 2)
    page = surveyed_scan(Image.merge("RGB", (photo, photo, photo)), tmp_path)
    assert page.ink == Rect(0, 0, 210, 297)
    assert all(page.covered(x, y, x + 1, y + 1) for x in range(210) for y in (0, 99, 198, 296))


def test_scans_are_decoded_unless_layers_may_hide_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = Sheet(Rotate=90)
    sheet.image("I", jpeg(scanned(100, MARK)))
    recognised = "BT 3 Tr /F 9 Tf 60 60 Td (recognised) Tj ET"
    sheet.show(drawn_at("I", 0, 0, *A4), recognised)

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("drawn")

    monkeypatch.setattr(picture, "draw", refuse)
    around(only(sheet, tmp_path).ink, SEEN[90], 1.0)
    sheet.pdf.Root.OCProperties = Dictionary()
    with pytest.raises(AssertionError, match="drawn"):
        only(sheet, tmp_path)


def test_a_damaged_jpeg_is_left_to_the_drawing_library(tmp_path: Path) -> None:
    data = jpeg(scanned(100, MARK))
    sheet = Sheet()
    sheet.image("I", data[: len(data) // 2])
    page = only(sheet.show(drawn_at("I", 0, 0, *A4)), tmp_path)
    assert page.covered(*MARK)


def test_a_masked_scan_shows_only_what_its_mask_lets_through(tmp_path: Path) -> None:
    sheet = Sheet()
    image = sheet.image("I", jpeg(scanned(100, MARK, (100, 200, 150, 220))))
    mask = Image.new("L", (210, 297))
    ImageDraw.Draw(mask).rectangle((90, 190, 160, 230), fill=255)
    image.SMask = sheet.image("M", mask)
    page = only(sheet.show(drawn_at("I", 0, 0, *A4)), tmp_path)
    around(page.ink, (100, 200, 150, 220), 1.5)


# ----------------------------------------------------------------------------------- made by hand


def test_an_empty_page_is_blank(tmp_path: Path) -> None:
    page = only(Sheet().show("1 1 1 rg 0 0 900 900 re f"), tmp_path)
    assert page.blank
    assert (page.image_dpi, page.smallest_text, page.text_turn, page.characters) == (
        *(None, None),
        *(0, 0),
    )


def test_light_tints_and_hairlines_are_marks(tmp_path: Path) -> None:
    page = only(Sheet().show(bar((30, 40, 120, 60), "0.949 g")), tmp_path)
    around(page.ink, (30, 40, 120, 60))
    page = only(Sheet().show(bar((30, 40, 120, 40.1))), tmp_path)
    around(page.ink, (30, 40, 120, 40.1))


def test_annotations_are_marks(tmp_path: Path) -> None:
    sheet = Sheet()
    square = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Square,
        Rect=[points(value) for value in (100, 200, 140, 220)],
        C=[1, 0, 0],
        IC=[1, 0, 0],
        F=4,
    )
    sheet.page.obj.Annots = Array([sheet.pdf.make_indirect(square)])
    page = only(sheet, tmp_path)
    around(page.ink, (100, 77, 140, 97), 1.0)
    assert page.colour


def test_what_hangs_over_the_edge_ends_there(tmp_path: Path) -> None:
    page = only(Sheet().show(bar((-20, -10, 30, 15))), tmp_path)
    around(page.ink, (0, 0, 30, 15))
    assert not page.covered(-20, -10, 0, 0)
    assert not page.covered(210, 0, 300, 297)
    assert not page.covered(50, 50, 50, 50)


def test_a_giant_page_gets_a_coarser_map(tmp_path: Path) -> None:
    mark = (1000, 2000, 1500, 2500)
    page = only(Sheet(5000, 4000).show(bar(mark, height=4000)), tmp_path)
    assert page.marks.columns * page.marks.rows < 510_000
    around(page.ink, mark, 4)
    assert page.covered(1200, 2200, 1201, 2201)
    assert not page.covered(1600, 0, 5000, 4000)


# ------------------------------------------------------------------------------------------ colour


def test_a_red_seal_and_a_blue_signature_are_colour(tmp_path: Path) -> None:
    scan = scanned(200, MARK)
    assert not surveyed_scan(scan, tmp_path).colour
    signed = scan.copy()
    ImageDraw.Draw(signed).line((900, 1800, 1000, 1720, 1100, 1850), (60, 80, 170), 6)
    assert surveyed_scan(signed, tmp_path).colour
    ImageDraw.Draw(scan).ellipse((900, 1500, 1220, 1820), outline=(205, 60, 60), width=9)
    assert surveyed_scan(scan, tmp_path).colour


def test_a_red_letterhead_is_colour_and_grey_is_not(tmp_path: Path) -> None:
    assert only(Sheet().show(bar((30, 40, 180, 41), "1 0 0 rg")), tmp_path).colour
    assert not only(Sheet().show(bar((30, 40, 180, 200), "0.5 g")), tmp_path).colour
    assert not only(Sheet().show(bar((30, 40, 32, 41), "1 0 0 rg")), tmp_path).colour


# --------------------------------------------------------------------------------------- the map


def free(bits: list[list[bool]], place: Place) -> bool:
    """Look at every cell by itself."""
    left, top, right, bottom = place
    return not any(
        mark and left < column + 1 and right > column and top < row + 1 and bottom > row
        for row, cells in enumerate(bits)
        for column, mark in enumerate(cells)
    )


HUNDREDTHS = st.integers(-300, 2300).map(lambda value: value / 100)


@given(
    st.integers(1, 19).flatmap(
        lambda wide: st.lists(
            st.lists(st.booleans(), min_size=wide, max_size=wide), min_size=1, max_size=12
        )
    ),
    st.tuples(HUNDREDTHS, HUNDREDTHS, HUNDREDTHS, HUNDREDTHS),
)
def test_the_map_answers_as_a_look_at_every_cell(bits: list[list[bool]], place: Place) -> None:
    wide = len(bits[0])
    packed = b"".join(
        sum(
            1 << (8 * ((wide + 7) // 8) - 1 - column) for column in range(wide) if row[column]
        ).to_bytes((wide + 7) // 8, "big")
        for row in bits
    )
    left, right = sorted((place[0], place[2]))
    top, bottom = sorted((place[1], place[3]))
    if min(right - left, bottom - top) < 0.025:  # no wider than the play on both sides
        return
    marks = InkMap(wide, len(bits), 1.0, packed)
    slim = (left + 0.01, top + 0.01, right - 0.01, bottom - 0.01)
    assert marks.covered(left, top, right, bottom) == (
        slim[0] < slim[2] and slim[1] < slim[3] and not free(bits, slim)
    )


def test_a_map_that_does_not_fit_its_size_is_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        InkMap(9, 2, 1.0, b"123")


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> tuple[PageSurvey, Image.Image]:
    """A page with letters, bars, slopes and a picture, and the page drawn at 10 pixels a mm."""
    sheet = Sheet()
    sheet.image("I", Image.linear_gradient("L"))
    sheet.show(
        bar(MARK),
        bar((150, 100, 150.3, 280), "1 0 0 rg"),
        *(line_of("Evidence of the fictional county", 30, 200 - 9 * row, 12) for row in range(6)),
        "0.7 w 100 100 m 300 320 l S",
        drawn_at("I", 120, 20, 60, 40),
    )
    pdf = sheet.save(tmp_path_factory.mktemp("busy") / "页.pdf")
    (page,) = survey_pages(pdf, range(1)).pages
    with pypdfium2.PdfDocument(pdf) as document:
        image = document[0].render(scale=10 * MM_PER_POINT, grayscale=True).to_pil()
        image.load()
    return page, image.point(lambda value: 255 * (value < 235))


@given(
    left=st.floats(-20, 215),
    top=st.floats(-20, 300),
    width=st.floats(0.5, 60),
    height=st.floats(0.5, 60),
)
def test_covered_agrees_with_the_drawn_page(
    busy: tuple[PageSurvey, Image.Image], left: float, top: float, width: float, height: float
) -> None:
    page, image = busy

    def inked(grow: float) -> bool:
        """Whether a pixel within the rectangle, grown by some mm, is ink."""
        edges = (left - grow, top - grow, left + width + grow, top + height + grow)
        limits = (*image.size, *image.size)
        box = [min(max(0, round(10 * e)), limit) for e, limit in zip(edges, limits, strict=True)]
        return box[0] < box[2] and box[1] < box[3] and image.crop(box).getbbox() is not None

    if page.covered(left, top, left + width, top + height):
        assert inked(1.6)  # a cell, and the pixel that an edge shares with paper
    else:
        assert not inked(-0.15)
