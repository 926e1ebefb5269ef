"""The fonts of stamps: each character with a shape, found in the text again, embedded once."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from pikepdf import Dictionary
from PIL import Image, ImageChops, ImageDraw, ImageFont

from generator.base.errors import FontError
from generator.lettering.embedding import InPdf, embed
from generator.lettering.face import Face, program_of
from generator.lettering.fonts import FontSet
from generator.lettering.stamp import Mark, Stamper
from tests.builders.filed import fonts
from tests.builders.seen import black, drawn, saved, text_of

NAMES = "甲办〔2019〕12号 — 1 — 内部资料（第3页）"


def stamped(text: str, role: str, faces: FontSet | None = None) -> bytes:
    pdf = pikepdf.new()
    made = Stamper(pdf, faces or fonts(), [(role, text)])
    for _ in range(3):
        page = pdf.add_blank_page(page_size=(595.276, 841.89))
        made.draw(page, [Mark(text, 20, 50, 20, font=role)])
    return saved(pdf)


def descendants(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    for font in pdf.pages[0].obj.Resources.Font.as_dict().values():
        yield font.DescendantFonts[0]


def files_used(data: bytes) -> int:
    """How many fonts are embedded in the whole document."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return sum("/FontFile2" in thing for thing in pdf.objects if isinstance(thing, Dictionary))


@pytest.mark.parametrize("role", ["fang", "kai", "hei", "song", "title", "latin", "rare"])
def test_text_in_every_role_is_found_again(role: str) -> None:
    assert text_of(stamped(NAMES, role)).splitlines() == [NAMES]


@pytest.mark.parametrize("char", "回疆8，")
@pytest.mark.parametrize("role", ["fang", "latin", "rare"])
def test_shapes_are_those_that_another_engine_draws_from_the_file(role: str, char: str) -> None:
    size = 400
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(600, 600))
    Stamper(pdf, fonts(), [(role, char)]).draw(page, [Mark(char, 30, 150, size, font=role)])
    ours = black(drawn(saved(pdf), dpi=72))
    faces = (role, "rare") if role == "latin" else (role,)
    path = next(p for r in faces if ord(char) in TTFont(p := fonts().paths[r]).getBestCmap())
    theirs = Image.new("L", ours.size)
    face = ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)
    place = (30 / 25.4 * 72, 150 / 25.4 * 72)
    ImageDraw.Draw(theirs).text(place, char, fill=255, font=face, anchor="ls")
    differing = ImageChops.difference(ours, theirs).point(lambda value: 255 * (value > 127))
    ink = sum(theirs.histogram()[128:])
    assert ink > 500
    assert differing.histogram()[255] < 0.06 * ink  # half a pixel along the edges


def test_a_character_comes_from_the_role_then_from_rare_then_from_any_font() -> None:
    faces = fonts()
    song, rare = program_of(faces.paths["song"]), program_of(faces.paths["rare"])
    assert song is not None
    assert rare is not None
    assert not song.glyph(ord("䶮"))
    assert rare.glyph(ord("䶮"))
    assert files_used(stamped("甲", "song")) == 1
    assert files_used(stamped("甲䶮乙", "song")) == 2
    assert text_of(stamped("甲䶮乙", "song")) == "甲䶮乙"
    alone = replace(faces, paths={r: faces.paths[r] for r in ("latin", "song")})
    assert text_of(stamped("甲 1", "latin", faces=alone)) == "甲 1"


def test_a_character_without_any_glyph_is_spelled_out() -> None:
    assert text_of(stamped("甲\U0002ffff乙", "song")) == "甲〔U+2FFFF〕乙"
    assert text_of(stamped("甲\ud800", "song")) == "甲〔U+D800〕"


def test_what_has_no_shape_takes_no_room() -> None:
    pdf = pikepdf.new()
    texts = ["甲乙", "甲\u200d\ufe0f\U000e0100乙", "甲\u2003乙", "甲 乙"]
    made = Stamper(pdf, fonts(), [("song", text) for text in texts])
    plain, joined, wide, narrow = (made.width(text, 10, "song") for text in texts)
    assert joined == plain
    assert plain < narrow <= wide


def test_a_glyph_says_what_it_stands_for_in_each_place() -> None:
    program = program_of(fonts().paths["latin"])
    assert program is not None
    face = Face(program)
    dash = face.glyph("\u2014")
    codes = [face.use(dash, "\u2014"), face.use(dash, "\u2015"), face.use(dash, "\u2014")]
    assert codes == [1, 2, 1]
    assert face.texts == {1: "\u2014", 2: "\u2015"}
    pdf = pikepdf.new()
    font = embed(InPdf(pdf), face)
    assert [int(width) for width in font.DescendantFonts[0].W[1]] == [1000, 1000]
    assert b"<0002> <2015>" in font.ToUnicode.read_bytes()


def test_no_glyph_is_the_empty_first_one_and_widths_agree_with_the_font() -> None:
    data = stamped(NAMES + "䶮", "fang")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        content = pdf.pages[0].obj.Contents[-1].read_bytes()
        codes = [
            run[i : i + 4]
            for run in re.findall(rb"<(\w+)>", content)
            for i in range(0, len(run), 4)
        ]
        assert codes
        assert b"0000" not in codes
        for font in descendants(pdf):
            descriptor = font.FontDescriptor
            inner = TTFont(io.BytesIO(descriptor.FontFile2.read_bytes()))
            count = inner["maxp"].numGlyphs
            first, widths = int(font.W[0]), [int(value) for value in font.W[1]]
            assert (first, len(font.W)) == (1, 2)
            em = inner["head"].unitsPerEm
            advances = [inner["hmtx"][name][0] * 1000 / em for name in inner.getGlyphOrder()[1:]]
            assert widths == pytest.approx(advances[: len(widths)], abs=0.5)
            bits = int.from_bytes(descriptor.CIDSet.read_bytes(), "big")
            assert bits.bit_count() == count
            assert len(descriptor.CIDSet.read_bytes()) == (count + 7) // 8
            assert str(font.BaseFont) == str(descriptor.FontName)


def test_the_embedded_font_is_as_small_as_what_is_drawn() -> None:
    assert len(stamped("0123456789", "latin")) < 12_000
    assert len(stamped("内部资料", "fang")) < 12_000


def test_without_a_usable_font_the_remedy_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"\0\1\0\0 no font")
    with pytest.raises(FontError) as caught:
        stamped("1", "latin", faces=FontSet({"latin": broken}))
    assert "Times New Roman" in caught.value.remedy
    with pytest.raises(KeyError):
        stamped("1", "absent")
