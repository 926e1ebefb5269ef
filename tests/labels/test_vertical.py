"""Vertical text: which sign stands how, where columns end, and that no character is lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.lettering.label_figures import LabelText
from generator.lettering.typeset import MM_PER_POINT, text_ems
from generator.render.labels.vertical import (
    ACROSS,
    NARROWEST,
    Sign,
    break_columns,
    column_ems,
    fit_columns,
    signs,
)

STYLE = LabelText(font="title", largest=32, smallest=7, line=1.2)
MIXED = st.text("甲乙东西2019.%AbC-，。、（）《》“”—… \u3000ཀྱ😀", max_size=120)


def joined(columns: tuple[tuple[Sign, ...], ...]) -> str:
    return "".join(sign.text for column in columns for sign in column)


@given(st.one_of(MIXED, st.text(max_size=80)))
def test_signs_are_the_text(text: str) -> None:
    assert "".join(sign.text for sign in signs(text)) == text


@given(MIXED, st.floats(1.25, 40))
def test_columns_hold_all_signs_within_their_height(text: str, room: float) -> None:
    columns = break_columns(signs(text), room)
    assert joined(columns) == text
    for column in columns:
        assert column_ems(column) <= room + 1e-6


@pytest.mark.parametrize(
    ("mark", "shown"),
    [
        ("（", "（"),
        ("〔", "〔"),
        ("》", "》"),
        ("—", "—"),
        ("…", "…"),
        ("“", "『"),
        ("’", "」"),
        ("(", "("),
    ],
)
def test_brackets_dashes_and_quotation_marks_are_turned(mark: str, shown: str) -> None:
    opening = signs(f"甲{mark}乙")[1]
    assert (opening.text, opening.shown, opening.turned) == (mark, shown, True)


@pytest.mark.parametrize("mark", ["，", "、", "。"])
def test_stops_go_to_the_upper_right(mark: str) -> None:
    sign = signs(mark)[0]
    assert not sign.turned
    assert sign.shift == (0.5, -0.5)


@pytest.mark.parametrize("mark", ["甲", "·", "×", "％", "①", "😀", "２"])
def test_what_stands_upright(mark: str) -> None:
    sign = signs(f"甲{mark}乙")[1]
    assert (sign.turned, sign.ems, sign.shift) == (False, 1.0, (0.0, 0.0))


@pytest.mark.parametrize(
    ("run", "across"),
    [
        ("3", True),
        ("12", True),
        ("2019", True),
        ("12.5", True),
        ("A3", True),
        ("B", True),
        ("12.5%", False),
        ("2019-2020", False),
        ("of", False),
        ("COVID-19", False),
        ("WWW1", False),
    ],
)
def test_short_numbers_stand_across_and_long_ones_lie_along(run: str, across: bool) -> None:
    found = signs(f"第{run}号")
    assert [sign.text for sign in found] == ["第", run, "号"]
    sign = found[1]
    assert sign.turned is not across
    if across:
        assert sign.ems == 1.0
        assert text_ems(run) * sign.squeeze * sign.scale <= ACROSS + 1e-9
        assert NARROWEST <= sign.squeeze <= 1
    else:
        assert sign.ems > text_ems(run)


def test_combining_marks_and_joined_characters_stay_together() -> None:
    assert [sign.text for sign in signs("甲\u0301乙")] == ["甲\u0301", "乙"]
    assert [sign.text for sign in signs("👩\u200d👧县")] == ["👩\u200d👧", "县"]
    assert [sign.text for sign in signs("ཀྱི县")] == ["ཀྱི", "县"]


def test_blanks_at_the_end_of_a_column_have_no_height() -> None:
    assert column_ems(signs("甲 乙 ")) == 2.25
    assert column_ems(signs("  ")) == 0.0


def test_a_closing_mark_begins_no_column_and_an_opening_one_ends_none() -> None:
    assert [[sign.text for sign in column] for column in break_columns(signs("一二三》四"), 3)] == [
        ["一", "二"],
        ["三", "》", "四"],
    ]
    assert [[sign.text for sign in column] for column in break_columns(signs("一二《三四"), 3)] == [
        ["一", "二"],
        ["《", "三", "四"],
    ]


def test_a_word_longer_than_a_column_is_cut_into_pieces() -> None:
    columns = break_columns(signs("x" * 50), 5)
    assert joined(columns) == "x" * 50
    assert len(columns) > 5


@settings(max_examples=40)
@given(MIXED.filter(str.strip), st.floats(8, 48), st.floats(20, 200))
def test_a_fitted_title_is_whole_and_within_its_place(
    text: str, width: float, height: float
) -> None:
    fitted = fit_columns(text, width, height, STYLE, 14)
    em = fitted.size * MM_PER_POINT
    assert joined(fitted.columns) == text
    assert em * (1 + (len(fitted.columns) - 1) * STYLE.line) <= width + 1e-6
    assert max(map(column_ems, fitted.columns)) * em <= height + 1e-6
    assert fitted.cramped == (fitted.size < STYLE.smallest)


def test_one_column_is_kept_as_long_as_it_is_large_and_columns_are_about_equal() -> None:
    one = fit_columns("字" * 20, 18, 105, STYLE, 14)
    assert (len(one.columns), one.size) == (1, 14.5)
    several = fit_columns("字" * 32, 18, 105, STYLE, 14)
    assert [len(column) for column in several.columns] == [16, 16]
    assert fit_columns("字" * 900, 8, 105, STYLE, 14).cramped
