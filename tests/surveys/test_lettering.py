"""Text and images of a page: sizes as printed, turns as seen, fonts, resolution."""

from pathlib import Path

import pytest
from pikepdf import Name
from PIL import Image

from generator.measure.surveys.page import SurveyedPages, survey_pages
from generator.model import PageSurvey
from tests.builders.surveyed import A4, Sheet, bar, drawn_at, embedded, jpeg, line_of, points


def surveyed(sheet: Sheet, folder: Path) -> SurveyedPages:
    return survey_pages(sheet.save(folder / "页.pdf"), range(1))


def only(sheet: Sheet, folder: Path) -> PageSurvey:
    (page,) = surveyed(sheet, folder).pages
    assert page.drawable
    return page


# -------------------------------------------------------------------------------------------- text


def test_the_smallest_text_leaves_out_one_character_in_fifty(tmp_path: Path) -> None:
    body = line_of("a" * 98, 10, 200, 12)
    few = only(Sheet().show(body, line_of("1 2", 10, 100, 5)), tmp_path)
    assert (few.smallest_text, few.characters) == (12.0, 100)
    more = only(Sheet().show(body, line_of("1 2 3", 10, 100, 5)), tmp_path)
    assert (more.smallest_text, more.characters) == (5.0, 101)


@pytest.mark.parametrize(
    "content",
    [
        "BT /F 12 Tf 0.5 0 0 0.5 100 100 Tm (shrunken) Tj ET",
        "q 0.5 0 0 0.5 0 0 cm BT /F 12 Tf 100 100 Td (shrunken) Tj ET Q",
        "BT /F 1 Tf 6 0 2 6 100 100 Tm (slanted) Tj ET",
        "BT /F 6 Tf 50 Tz 100 100 Td (narrow) Tj ET",
        "BT /F 24 Tf 0 0.25 -0.25 0 100 100 Tm (turned) Tj ET",
    ],
)
def test_sizes_are_those_printed(content: str, tmp_path: Path) -> None:
    assert only(Sheet().show(content), tmp_path).smallest_text == 6.0


def test_a_sheet_made_smaller_makes_its_text_smaller(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.form("X", line_of("table", 10, 100, 10), [0, 0, 600, 850], [0.8, 0, 0, 0.8, 0, 0])
    page = only(sheet.show("q 0.5 0 0 0.5 0 0 cm /X Do Q"), tmp_path)
    assert page.smallest_text == 4.0


def test_a_drawn_font_is_as_large_as_its_glyphs(tmp_path: Path) -> None:
    sheet = Sheet().show("BT /D 0.12 Tf 100 100 Td (xxxx) Tj ET")
    found = surveyed(sheet, tmp_path)
    assert found.pages[0].smallest_text == pytest.approx(12, abs=0.5)
    assert not found.unembedded


TURNED = {
    0: "1 0 0 1",
    90: "0 -1 1 0",
    180: "-1 0 0 -1",
    270: "0 1 -1 0",
}


@pytest.mark.parametrize("text", TURNED)
@pytest.mark.parametrize("page", TURNED)
def test_text_is_turned_as_a_reader_sees_it(text: int, page: int, tmp_path: Path) -> None:
    words = f"BT /F 14 Tf {TURNED[text]} 300 400 Tm (most of the words) Tj ET"
    aside = line_of("aside", 10, 20, 9) if text else ""
    assert only(Sheet(Rotate=page).show(words, aside), tmp_path).text_turn == (text + page) % 360


def test_invisible_text_tells_only_how_a_scan_stands(tmp_path: Path) -> None:
    sheet = Sheet(Rotate=180)
    sheet.image("I", jpeg(Image.new("L", (827, 1169), 240)))
    words = "BT 3 Tr " + line_of("recognised words", 20, 200, 4).removeprefix("BT ")
    found = surveyed(sheet.show(drawn_at("I", 0, 0, *A4), words), tmp_path)
    (page,) = found.pages
    assert (page.text_turn, page.characters, page.smallest_text) == (180, 0, None)
    assert page.blank
    assert not found.unembedded


# ------------------------------------------------------------------------------------------- fonts


def test_fonts_that_do_not_come_along_are_named(tmp_path: Path) -> None:
    sheet = Sheet()
    embedded(sheet, "E", "ABCDEF+Square")
    sheet.font("U", Subtype=Name.TrueType, BaseFont=Name("/ABCDEF+Song"))
    sheet.font("N", Subtype=Name.TrueType, BaseFont=Name("/仿宋"))
    sheet.font("Z", Subtype=Name.Type1, BaseFont=Name("/Never-Used"))
    letters = [line_of("xx", 20, 200 - 10 * row, 12, font) for row, font in enumerate("FEUN")]
    found = surveyed(sheet.show(*letters), tmp_path)
    assert found.unembedded == {"Helvetica", "Song", "仿宋"}
    assert found.pages[0].characters == 8


def test_a_font_named_in_the_chinese_code_page_can_be_read(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.font("N", Subtype=Name.TrueType, BaseFont=Name("/MARKER"))
    path = sheet.show(line_of("xx", 20, 200, 12, "N")).save(tmp_path / "页.pdf")
    path.write_bytes(path.read_bytes().replace(b"/MARKER", b"/#CB#CE", 1))
    found = survey_pages(path, range(1))
    assert found.unembedded == {"宋"}


# ------------------------------------------------------------------------------------------ images


def picture(width: int, height: int) -> Image.Image:
    return Image.linear_gradient("L").resize((width, height))


def test_an_image_prints_at_its_pixels_over_its_inches(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.image("I", picture(400, 600))
    page = only(sheet.show(drawn_at("I", 20, 20, 101.6, 76.2)), tmp_path)
    assert page.image_dpi == 100.0  # 400 over 4 inches; 600 over 3 inches is finer


def test_turned_and_nested_images_print_at_their_size(tmp_path: Path) -> None:
    sheet = Sheet(Rotate=90)
    sheet.image("I", picture(600, 300))
    sheet.form("X", "q 0 72 -36 0 36 0 cm /I Do Q", [0, 0, 36, 72], [1, 0, 0, 1, 0, 0])
    page = only(sheet.show("q 4 0 0 4 50 50 cm /X Do Q"), tmp_path)
    assert page.image_dpi == 150.0  # 4 by 2 inches


def test_small_images_do_not_decide_and_strips_count_together(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.image("I", picture(20, 20))
    sheet.image("J", picture(1654, 500))
    crest = drawn_at("I", 90, 250, 25.4, 25.4)
    assert only(sheet.show(crest), tmp_path).image_dpi is None
    scan = drawn_at("J", 0, 0, 210, 63.5)
    assert only(sheet.show(scan), tmp_path).image_dpi == 200.0
    strips = Sheet()
    strips.image("S", picture(827, 40))
    page = only(strips.show(*(drawn_at("S", 0, 10 * n, 210, 10) for n in range(29))), tmp_path)
    assert page.image_dpi == 100.0


def test_text_and_rules_are_no_images(tmp_path: Path) -> None:
    assert only(Sheet().show(bar((0, 0, 210, 297), "0.5 g")), tmp_path).image_dpi is None
    assert points(25.4) == 72.0
