"""A number is shown as Excel and WPS of a Chinese office show it, and LibreOffice is told how."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.convert.number_codes import hides, hides_text, is_steady, suited
from generator.workbooks.number_formats import BUILT_IN, parsed
from generator.workbooks.shown_numbers import general, shown

#: 15 May 2019, half past one in the afternoon.
DAY = 43600.5625

#: Number, format, what stands in the cell: by the specification, and by what Excel documents.
SHOWN = [
    (12345678.9, '0!.0,"万元"', "1234.6万元"),
    (1234567, '0!.0000"万"', "123.4567万"),
    (12, r"0\.0000", "0.0012"),
    (12345678, "#,##0!.0,", "12,34.6"),
    (123456, '[>=10000]0!.0,"万";0', "12.3万"),
    (1234, '[>=10000]0!.0,"万";0', "1234"),
    (3123456789, '[>=100000000]0!.00,,"亿";[>=10000]0!.0,"万";0', "31.23亿"),
    (1234567, "#,##0.00,", "1,234.57"),
    (1e9, "#,##0,,", "1,000"),
    (5, "0,000", "0,005"),
    (1330, "00!:00", "13:30"),
    (13800001111, "000-0000-0000", "138-0000-1111"),
    (7, '#.##"吨"', "7.吨"),
    (5.5, "0.0###", "5.5"),
    (5.1, "?0.0?", "5.1"),
    (5.5, ".00", "5.50"),
    (0.1234, "0.00%", "12.34%"),
    (1.005, "0.00", "1.01"),
    (-5, "0;(0)", "(5)"),
    (-1234.5, "#,##0.00", "-1,234.50"),
    (0, '#,##0;-#,##0;"零"', "零"),
    (5, ";;;", ""),
    (12345, "##0.0E+0", "12.3E+3"),
    (0.00012, "0.0E+00", "1.2E-04"),
    (1.37, "# ??/??", "1 27/73"),
    (1.33, "# ?/10", "1 3/10"),
    (1.5, "?/?", "3/2"),
    (105, "[DBNum1]0", "一百〇五"),
    (15, "[DBNum1]General", "一十五"),
    (20010, "[DBNum1]General", "二万〇一十"),
    (1234.5, '[DBNum2]General"元"', "壹仟贰佰叁拾肆.伍元"),
    (105, "[DBNum3]0", "１０５"),
    (DAY, '[DBNum1]yyyy"年"m"月"d"日"', "二〇一九年五月十五日"),
    (DAY, '[DBNum1]h"时"mm"分"', "十三时三十分"),
    (DAY, "yyyy年m月", "2019年5月"),
    (DAY, "aaaa", "星期三"),
    (DAY, "周aaa", "周三"),
    (DAY, "dddd", "Wednesday"),
    (DAY, "[$-804]dddd", "星期三"),
    (DAY, "mmm-yy", "May-19"),
    (DAY, '上午/下午h"时"mm"分"', "下午1时30分"),
    (DAY, "h:mm AM/PM", "1:30 PM"),
    (DAY, "[$-F800]dddd, mmmm dd, yyyy", "2019年5月15日"),
    (DAY, 'e"年"', "2019年"),
    (1.5, "[h]:mm", "36:00"),
    (0.1234, "mm:ss.0", "57:41.8"),
    (0, 'yyyy"年"m"月"d"日"', "1900年1月0日"),
    (60, "yyyy-mm-dd", "1900-02-29"),
    (12.5, 'G/通用格式"元"', "12.5元"),
    (5, "[$¥-804]#,##0.00", "¥5.00"),
]


@pytest.mark.parametrize(("value", "code", "text"), SHOWN)
def test_a_number_is_shown_as_its_format_says(value: float, code: str, text: str) -> None:
    assert shown(value, code) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (123456789012, "1.23457E+11"),
        (99999999999, "99999999999"),
        (1 / 3, "0.333333333"),
        (12345.6789012345, "12345.6789"),
        (-0.000001234, "-0.000001234"),
        (0.00001234567, "1.23457E-05"),
        (0.1 + 0.2, "0.3"),
        (9999999999999, "1E+13"),
        (0, "0"),
    ],
)
def test_general_has_eleven_characters(value: float, text: str) -> None:
    assert general(value) == text


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (5, 'yyyy"年"q"季度"'),
        (-1, "yyyy-mm-dd"),
        (12345678.9, "yyyy-mm-dd"),
        (-7, "[>5]0.0;0.00"),
        (5, "0;0;0;0;0"),
        (5, "0" * 10_000),
        (5, "[$-411]ggge"),
        (math.inf, "0"),
    ],
)
def test_what_is_not_known_is_not_guessed(value: float, code: str) -> None:
    assert shown(value, code) is None


@given(
    st.floats(allow_nan=True, allow_infinity=True),
    st.text(alphabet='0#?.,%;@_*\\!"[]$-804>=DBNum1Eymdhsa+/ 万General', max_size=40),
)
def test_no_format_breaks_the_reading(value: float, code: str) -> None:
    text = shown(value, code)
    assert text is None or text == text.strip()
    assert suited(value, code).code or not code


@pytest.mark.parametrize(
    ("value", "code", "wanted"),
    [
        (5, '0!.0,"万元"', r'0\.0,"万元"'),
        (5, "[DBNum1]0", "[DBNum1][$-804]0"),
        (1.5, "[DBNum1]0.0", '"一.五"'),
        (DAY, "yyyy-mm-dd [$-804]aaaa", "[$-804]yyyy-mm-dd aaaa"),
        (DAY, '[Red]上午/下午h"时"', '[Red][$-804]AM/PMh"时"'),
        (-5, "0.00;[红色]0.00", "0.00;[Red]0.00"),
        (7, '[蓝色]#.##"吨"', '[Blue]#\\."吨"'),
        (7.5, '#.##"吨"', '#.##"吨"'),
        (1 / 3, 'General"元"', '0.000000000"元"'),
        (0, "yyyy/m/d", '"1900/1/0"'),
        (DAY, "[$-404]e", "[$-404]e"),
        (1234.5, "#,##0.00_);(#,##0.00)", "#,##0.00_);(#,##0.00)"),
    ],
)
def test_libreoffice_gets_a_code_that_it_knows(value: float, code: str, wanted: str) -> None:
    found = suited(value, code)
    assert (found.code, found.doubtful) == (wanted, False)


def test_what_hides_a_number_is_seen() -> None:
    assert hides(5, ";;;")
    assert hides(-5, "0;;0")
    assert not hides(0, "0;;")
    assert hides_text(";;;")
    assert not hides_text("0;0;0;@")


def test_ordinary_formats_are_left_alone() -> None:
    ordinary = ("0", "0.00", "#,##0", "#,##0.00_ ", "0%", "000000", '0"号"', '0.0"万元"')
    assert [code for code in ordinary if not is_steady(code)] == []
    assert not is_steady("0!.0,")


def test_formats_that_a_workbook_does_not_state_can_be_read() -> None:
    assert [number for number, code in BUILT_IN.items() if parsed(code) is None] == []
    assert shown(DAY, BUILT_IN[31]) == "2019年5月15日"
    assert shown(DAY, BUILT_IN[55]) == "下午1时30分"
    assert shown(-1234.5, BUILT_IN[44]) == "¥-1,234.50"
