"""Horizontal lines in a cell: as large as they fit, words whole, nothing lost."""

from hypothesis import given
from hypothesis import strategies as st

from generator.lettering.label_figures import LabelText
from generator.lettering.typeset import MM_PER_POINT, printable, text_ems
from generator.render.labels.fitting import fit_lines, shown

STYLE = LabelText(font="song", largest=14, smallest=6, line=1.15)


@given(
    st.text("甲乙东西2019-，。（）Ab ", min_size=1, max_size=150),
    st.floats(6, 60),
    st.floats(4, 40),
)
def test_lines_are_whole_and_within_their_place(text: str, width: float, height: float) -> None:
    fitted = fit_lines(text, width, height, STYLE)
    em = fitted.size * MM_PER_POINT
    assert "".join(fitted.lines) == text
    assert len(fitted.lines) * em * STYLE.line <= height + 1e-6
    assert max(map(text_ems, fitted.lines)) * em <= width + 1e-6
    assert fitted.cramped == (fitted.size < STYLE.smallest)


def test_the_largest_size_is_taken() -> None:
    assert fit_lines("2019", 40, 10, STYLE).size == STYLE.largest
    assert fit_lines("2019", 7.4, 10, STYLE).size == 10.0  # two ems
    assert fit_lines("全宗号", 40, 2.5, STYLE).size == 6.0  # one line of 1.15 ems


def test_a_number_is_not_broken_before_the_smallest_size() -> None:
    assert fit_lines("2019-2020", 10, 20, STYLE).lines == ("2019-", "2020")
    assert fit_lines("20192020", 10, 20, STYLE).lines == ("20192020",)
    tiny = fit_lines("1234567890" * 3, 8, 20, STYLE)
    assert tiny.cramped
    assert "".join(tiny.lines) == "1234567890" * 3


def test_lines_are_of_about_equal_length() -> None:
    assert fit_lines("组织领导", 17, 13, STYLE).lines == ("组织", "领导")
    assert fit_lines("一二三四五六七", 27, 12, STYLE).lines == ("一二三四", "五六七")


def test_whole_lines_are_kept_where_a_size_of_the_layout_allows() -> None:
    assert fit_lines("第1卷\n共12卷", 8, 11, STYLE, whole=True).lines == ("第1卷", "共12卷")
    assert len(fit_lines("保管期限", 7, 6, STYLE, whole=True).lines) == 2


def test_a_text_is_shown_in_one_line_and_no_character_vanishes() -> None:
    assert shown(" 组织\n\t领导 ") == "组织 领导"
    assert shown("领导\x00") == printable("领导\x00") != "领导"


def test_lines_of_one_character_each_are_left_as_they_are() -> None:
    assert fit_lines("甲乙", 6, 12, STYLE).lines == ("甲", "乙")
    assert fit_lines("甲\n乙", 40, 12, STYLE).lines == ("甲", "乙")
