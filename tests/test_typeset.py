from hypothesis import given
from hypothesis import strategies as st

from generator.typeset import MM_PER_POINT, char_ems, printable, wrap


@given(st.text(max_size=300), st.floats(5, 200), st.floats(6, 40))
def test_wrapping_loses_no_character_and_fits(text: str, width: float, size: float) -> None:
    lines = wrap(text, width, size)
    assert "".join(lines) == text.replace("\n", "")
    for line in lines:
        used = sum(map(char_ems, line)) * size * MM_PER_POINT
        assert used <= width + 1e-6 or len(line) == 1


def test_a_chinese_line_holds_as_many_characters_as_ems() -> None:
    assert [len(line) for line in wrap("字" * 60, 28 * 16 * MM_PER_POINT + 0.01, 16)] == [28, 28, 4]


def test_control_characters_are_shown() -> None:
    assert printable("\U00031350\U000323af") == "\U00031350\U000323af"
    assert printable("甲\x0b\x00\ud800乙\n") == "甲□□□乙\n"
