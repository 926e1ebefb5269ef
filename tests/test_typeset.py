from itertools import pairwise
from pathlib import Path

import pytest
import uharfbuzz
from hypothesis import example, given
from hypothesis import strategies as st

from generator.base.characters import joins, needs_glyph
from generator.lettering.fonts.coverage import coverage
from generator.lettering.typeset import (
    MM_PER_POINT,
    NO_LINE_END,
    NO_LINE_START,
    char_ems,
    printable,
    text_ems,
    wrap,
)
from tests.builders.filed import fonts
from tests.builders.glyphs import path_of


@given(st.text(max_size=300), st.floats(5, 200), st.floats(6, 40))
@example("0\U000a0000", 6.0, 6.0)
def test_wrapping_loses_no_character_and_fits(text: str, width: float, size: float) -> None:
    lines = wrap(text, width, size)
    assert "".join(lines) == printable(text).replace("\n", "")
    for line in lines:
        used = sum(map(char_ems, line)) * size * MM_PER_POINT
        assert used <= width + 1e-6 or len(line) == 1


def test_a_chinese_line_holds_as_many_characters_as_ems() -> None:
    assert [len(line) for line in wrap("字" * 60, 28 * 16 * MM_PER_POINT + 0.01, 16)] == [28, 28, 4]


@given(st.text("甲乙丙〔〕（）《》“”、，。1a", max_size=60), st.integers(4, 12))
def test_marks_stand_on_the_right_side_of_a_break(text: str, ems: int) -> None:
    lines = wrap(text, ems * 16 * MM_PER_POINT + 0.01, 16)
    for above, below in pairwise(lines):
        movable = [
            at
            for at in range(1, len(above))
            if above[at] not in NO_LINE_START
            and above[at - 1] not in NO_LINE_END
            and not (above[at - 1] + above[at]).isascii()
        ]
        assert above[-1] not in NO_LINE_END or not movable
        assert below[0] not in NO_LINE_START or not movable


def test_a_document_number_does_not_end_a_line_with_its_bracket() -> None:
    assert wrap("甲州政办发〔2019〕7号", 6.1 * 16 * MM_PER_POINT, 16) == (
        "甲州政办发",
        "〔2019〕7号",
    )


def test_what_has_no_certain_shape_is_spelled_out() -> None:
    assert printable("\U00031350\U000323af\U0001fae8") == "\U00031350\U000323af\U0001fae8"
    assert printable("甲\x0b\ud800乙\n\t") == "甲〔U+000B〕〔U+D800〕乙\n "
    assert printable("\u202e\u2028\ue123\U0002ffff") == "〔U+202E〕〔U+2028〕〔U+E123〕〔U+2FFFF〕"
    assert text_ems("\ue123") == text_ems("〔U+E123〕") > 4


def test_private_code_points_of_chinese_standards_are_printed_as_their_characters() -> None:
    assert printable("刘\ue863、\ue818、\ue78d、\ue7e7") == "刘䶮、𠃌、︐、〾"
    for code in range(0xE815, 0xE865):  # Python's codec knows most of them
        trail = 0x50 + code - 0xE815
        known = bytes((0xFE, trail + (trail >= 0x7F))).decode("gb18030")
        assert printable(chr(code)) == known or 0xE800 <= ord(known) < 0xF900


@pytest.mark.parametrize(
    ("text", "torn"),
    [
        ("དཔལ་འབྱོར་གོང་འཕེལ" * 20, "་"),
        ("ئۇيغۇر ئاپتونوم " * 20, " "),
        ("ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ " * 20, " "),
        ("Bouxcuengh Sawcuengh Ŋeux " * 20, " "),
    ],
)
def test_words_of_other_scripts_are_kept_whole(text: str, torn: str) -> None:
    lines = wrap(text, 60, 14)
    assert len(lines) > 3
    assert all(line[-1] == torn or line[-1:] == " " for line in lines[:-1]), lines


@pytest.mark.parametrize("one", ["👨‍👩‍👧", "👍🏽", "葛󠄀", "བསྒྲུབས", "é̂̃"])
def test_what_is_drawn_as_one_is_not_torn(one: str) -> None:
    for line in wrap(one * 60, 47, 14):
        assert not joins("", line[0])
        assert not line.endswith("\u200d")


class Advances:
    """The advance widths of a font file in ems."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._font = uharfbuzz.Font(uharfbuzz.Face(path.read_bytes()))

    def of(self, char: str) -> float:
        glyph = coverage(self._path).glyph(ord(char))
        return self._font.get_glyph_h_advance(glyph) / self._font.face.upem


def test_no_font_is_wider_than_what_is_counted() -> None:
    """By the own widths of the fonts that draw each character."""
    roles = ("fang", "kai")
    advances = {path: Advances(path) for path in fonts().files}
    counted = 0
    alphabets = (*range(0x21, 0x3400), *range(0xA000, 0xAC00), *range(0xF900, 0x10000))
    pictures = (*range(0x1D000, 0x1D800), *range(0x1EE00, 0x1FB00))
    ideographs = (
        *range(0x3400, 0xA000, 53),
        *range(0xAC00, 0xD800, 53),
        *range(0x20000, 0x32400, 499),
    )
    for code in (*alphabets, *pictures, *ideographs, *range(0x10000, 0x1D000, 29)):
        char = chr(code)
        if not needs_glyph(char):
            continue
        for path in {path_of(fonts(), char, role) for role in roles} - {None}:
            counted += 1
            assert advances[path].of(char) <= char_ems(char) + 0.011, (hex(code), path.name)
    assert counted > 15_000
