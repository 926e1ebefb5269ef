"""Numbers in Chinese characters, as the format [DBNum1] and its like write them in Excel."""

from collections.abc import Mapping
from types import MappingProxyType

#: Digits, and the units within a group of four, of plain, of official, and of full-width writing.
_DIGITS: Mapping[str, str] = MappingProxyType(
    {"1": "〇一二三四五六七八九", "2": "零壹贰叁肆伍陆柒捌玖", "3": "０１２３４５６７８９"}
)
_UNITS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"1": ("", "十", "百", "千"), "2": ("", "拾", "佰", "仟")}
)
_GROUPS = ("", "万", "亿")


def chinese_digits(digits: str, kind: str) -> str:
    """Digits one by one.

    Args:
        digits: ASCII digits; other characters stay.
        kind: the number behind ``DBNum``.
    """
    return "".join(_DIGITS[kind][int(sign)] if sign.isdecimal() else sign for sign in digits)


def chinese_number(number: int, kind: str) -> str:
    """A whole number below a billion thousands with its units; ten is 一十.

    Args:
        number: not negative, of at most twelve digits.
        kind: the number behind ``DBNum``; 3 has no units.
    """
    zero = _DIGITS[kind][0]
    if kind not in _UNITS:
        return chinese_digits(str(number), kind)
    said, rest, gap = "", number, False
    for index in range(len(_GROUPS) - 1, -1, -1):
        group, rest = divmod(rest, 10_000**index)
        if group:
            if said and (gap or group < 1000):
                said += zero
            said += _group(group, kind) + _GROUPS[index]
        gap = bool(said) and group == 0
    return said or zero


def in_date(number: int, kind: str) -> str:
    """A month, a day or an hour: ten is 十 there, and not 一十."""
    said = chinese_number(number, kind)
    ten = _UNITS[kind][1] if kind in _UNITS else ""
    one = _DIGITS[kind][1]
    return said.removeprefix(one) if ten and said.startswith(one + ten) else said


def _group(number: int, kind: str) -> str:
    """Up to four digits with their units, a gap between them as one zero."""
    said, gap = "", False
    for power in range(3, -1, -1):
        digit = number // 10**power % 10
        if digit:
            said += (_DIGITS[kind][0] if gap and said else "") + _DIGITS[kind][digit]
            said += _UNITS[kind][power]
        gap = digit == 0
    return said
