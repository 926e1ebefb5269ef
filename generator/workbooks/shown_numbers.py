"""What a number looks like through its format, as Excel and WPS of a Chinese office show it.

After ECMA-376 part 1, 18.8.31. Blanks that only make room are left out: registers read this, and
pages are drawn with the same letters.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from types import MappingProxyType

from generator.workbooks.number_formats import Section, Token, parsed
from generator.workbooks.numerals import chinese_digits, chinese_number
from generator.workbooks.shown_dates import shown_date

#: Characters of a General number and its significant digits in powers of ten, as Excel has them.
_GENERAL, _POWER_DIGITS = 11, 5
_LARGEST_PLAIN = 10**_GENERAL

#: Digits of a number that Excel keeps.
_PRECISION = 15

#: More digits than this behind the point are asked for by no format (Excel's own limit).
_MOST_PLACES = 30

_COMPARE: Mapping[str, Callable[[Decimal, Decimal], bool]] = MappingProxyType(
    {
        "<": operator.lt,
        ">": operator.gt,
        "=": operator.eq,
        "<=": operator.le,
        ">=": operator.ge,
        "<>": operator.ne,
    }
)


def shown(value: float, code: str, *, from_1904: bool = False) -> str | None:
    """The text that a cell with a number shows, without a blank at either end.

    Args:
        value: the number; a date is the count of its days.
        code: its number format.
        from_1904: whether days are counted from 1904.

    Returns:
        ``None`` where the format is not known, or shows the number as nothing that can be read.
    """
    sections = parsed(code)
    if sections is None or abs(value) == float("inf") or value != value:
        return None
    chosen = section_for(value, sections)
    if chosen is None:
        return None
    section, signed = chosen
    if section.is_date:
        return shown_date(value, section, from_1904=from_1904)
    text = _shown(_exact(abs(value)), section)
    if text is None:
        return None
    return f"-{text}".strip() if signed and value < 0 else text.strip()


def section_for(value: float, sections: Sequence[Section]) -> tuple[Section, bool] | None:
    """The part of a format that a number is shown through, and whether a minus is put before it.

    With conditions, what becomes of a minus is stated nowhere: such negative numbers are not read.
    """
    numeric = [section for section in sections[:3] if not section.has("text")] or sections[:1]
    if any(section.has("condition") for section in numeric):
        return _by_condition(value, numeric)
    if value < 0 and len(numeric) > 1:
        return numeric[1], False
    if value == 0 and len(numeric) > 2:
        return numeric[2], False
    return numeric[0], True


def general(value: float) -> str:
    """A number in the format General, in a column that is wide enough."""
    sign = "-" if value < 0 and _exact(value) else ""
    return sign + _general(_exact(abs(value)))


def _general(exact: Decimal) -> str:
    if exact == 0:
        return "0"
    power = exact.adjusted()
    if exact < _LARGEST_PLAIN and power >= -4:
        places = max(0, _GENERAL - 2 - max(power, 0))
        return _trimmed(_rounded(exact, places))
    plain = f"{exact:f}"
    if exact < 1 and len(plain) <= _GENERAL:
        return plain
    mantissa = _rounded(exact.scaleb(-power), _POWER_DIGITS)
    if mantissa >= 10:  # 9.999996
        mantissa, power = mantissa / 10, power + 1
    return f"{_trimmed(mantissa)}E{power:+03d}"


def _exact(value: float) -> Decimal:
    return Decimal(f"{value:.{_PRECISION}g}")


def _by_condition(value: float, numeric: Sequence[Section]) -> tuple[Section, bool] | None:
    if value < 0:
        return None
    exact = _exact(value)
    for section in numeric:
        said = section.said("condition")
        if not said:
            return section, False
        sign = said.rstrip("-.0123456789")
        if _COMPARE[sign](exact, Decimal(said.removeprefix(sign))):
            return section, False
    return (numeric[-1], False) if len(numeric) > 2 else None


def _shown(value: Decimal, section: Section) -> str | None:
    if section.has("slash") and section.has("digit"):
        return _fraction(value, section)
    if section.has("exponent"):
        return _scientific(value, section)
    if section.has("numerals"):
        return _in_numerals(value, section)
    if not section.has("digit"):
        if section.has("general") or section.has("text"):
            return _spelt(section, {"general": _general(value), "text": _general(value)})
        return _spelt(section, {})
    return _digits(value, section)


def _spelt(section: Section, said: Mapping[str, str]) -> str:
    """The literals of a section, and what stands for its other signs."""
    return "".join(
        token.said if token.kind == "literal" else said.get(token.kind, _small(token))
        for token in section.tokens
    )


def _small(token: Token) -> str:
    return {"blank": " ", "percent": "%"}.get(token.kind, "")


def _digits(value: Decimal, section: Section) -> str | None:
    """Whole digits are filled in from the right, those behind the point from the left."""
    tokens = section.tokens
    point = next((at for at, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    whole = [at for at, token in enumerate(tokens[:point]) if token.kind == "digit"]
    behind = [at for at, token in enumerate(tokens) if token.kind == "digit" and at > point]
    last = whole[-1] if whole else -1
    commas = [at for at, token in enumerate(tokens) if token.kind == "comma"]
    thousands = sum(at > last or not whole for at in commas)
    grouped = any(bool(whole) and whole[0] < at < last for at in commas)
    places = len(behind)
    if places > _MOST_PLACES or len(whole) > 60:
        return None
    percents = sum(token.kind == "percent" for token in tokens)
    scaled = _rounded(value.scaleb(2 * percents - 3 * thousands), places)
    front, _, rear = f"{scaled:f}".partition(".")
    filled = _placed(front.lstrip("0"), whole, tokens, grouped=grouped)
    filled |= _rear(rear.ljust(places, "0"), behind, tokens)
    if not whole and point < len(tokens) and front.lstrip("0"):
        filled[point] = f"{front.lstrip('0')}."
    return "".join(filled.get(at, _plain(token)) for at, token in enumerate(tokens))


def _plain(token: Token) -> str:
    return {"literal": token.said, "point": "."}.get(token.kind, _small(token))


def _placed(
    digits: str, places: Sequence[int], tokens: Sequence[Token], *, grouped: bool
) -> dict[int, str]:
    """The digits of a whole number at its places; the first place takes all that are left."""
    filled: dict[int, str] = {}
    left, count = list(digits), 0
    for number, at in enumerate(reversed(places), 1):
        most = len(left) if number == len(places) else min(1, len(left))
        said = ""
        for _ in range(most):
            comma = "," if grouped and count and count % 3 == 0 else ""
            said, count = f"{left.pop()}{comma}{said}", count + 1
        if not said:
            pad = _pad(tokens[at].said)
            comma = "," if pad == "0" and grouped and count and count % 3 == 0 else ""
            said, count = pad + comma, count + 1
        filled[at] = said
    return filled


def _rear(digits: str, places: Sequence[int], tokens: Sequence[Token]) -> dict[int, str]:
    """The digits behind the point; zeros at their end show only where the format asks for them."""
    filled: dict[int, str] = {}
    idle = len(digits.rstrip("0"))
    for number, at in enumerate(places):
        filled[at] = digits[number] if number < idle else _pad(tokens[at].said)
    for number, at in enumerate(places):  # a zero that is asked for keeps those before it
        if any(tokens[later].said == "0" for later in places[number:]):
            filled[at] = digits[number]
    return filled


def _pad(sign: str) -> str:
    return {"0": "0", "?": " "}.get(sign, "")


def _in_numerals(value: Decimal, section: Section) -> str | None:
    """A number in Chinese characters, if the format has one place for it, and places behind."""
    kind = section.said("numerals")
    marks = [token for token in section.tokens if token.kind in {"digit", "general", "point"}]
    written = "".join("0" if t.kind == "digit" else t.said[0] for t in marks).upper()
    if section.has("comma", "text") or not (written == "G" or written.partition(".")[0] == "0"):
        return None
    percents = sum(token.kind == "percent" for token in section.tokens)
    if written == "G":
        plain = _general(value)
    else:
        places = len(written.partition(".")[2])
        plain = f"{_rounded(value.scaleb(2 * percents), places):f}"
    front, point, rear = plain.partition(".")
    if not front.isdecimal() or len(front) > 12:
        return None
    said = chinese_number(int(front), kind)
    if point:
        said += f".{chinese_digits(rear, kind)}"
    first = marks[0]
    return "".join(
        said if token is first else "" if token in marks else _plain(token)
        for token in section.tokens
    )


def _scientific(value: Decimal, section: Section) -> str | None:
    at = next(at for at, token in enumerate(section.tokens) if token.kind == "exponent")
    before, after = section.tokens[:at], section.tokens[at + 1 :]
    point = next((i for i, token in enumerate(before) if token.kind == "point"), len(before))
    whole = sum(token.kind == "digit" for token in before[:point])
    places = sum(token.kind == "digit" for token in before[point:])
    if not whole or places > _MOST_PLACES:
        return None
    power = (value.adjusted() // whole) * whole if value else 0
    if whole == 1 and value:
        power = value.adjusted()
    mantissa = _rounded(value.scaleb(-power), places)
    if mantissa >= 10**whole:
        power += whole
        mantissa = _rounded(value.scaleb(-power), places)
    front = _digits(mantissa, Section(before))
    size = _digits(Decimal(abs(power)), Section(after))
    sign = "-" if power < 0 else section.tokens[at].written[1].replace("-", "")
    return None if front is None or size is None else f"{front}E{sign}{size}"


def _fraction(value: Decimal, section: Section) -> str | None:
    """A whole number and a fraction, whose lower part the format fixes or bounds by its digits."""
    tokens = section.tokens
    slash = next(at for at, token in enumerate(tokens) if token.kind == "slash")
    upper = _digits_before(tokens, slash)
    lower = _said_after(tokens, slash)
    whole = [at for at, token in enumerate(tokens[: upper.start]) if token.kind == "digit"]
    if not lower or len(upper) > 7 or len(lower) > 7:
        return None
    exact = Fraction(value)
    integer = int(exact) if whole else 0
    rest = exact - integer
    fixed = lower.isdecimal() and lower.strip("0") != ""
    if fixed:
        under = int(lower)
        over = int(rest * under + Fraction(1, 2))
    else:
        near = rest.limit_denominator(10 ** len(lower) - 1)
        over, under = near.numerator, near.denominator
    if whole and over == under:
        integer, over = integer + 1, 0
    shown_whole = str(integer) if whole and (integer or over == 0) else ""
    shown_part = f"{over}/{under}" if over or not whole else ""
    literals = "".join(
        t.said for t in tokens[slash:] if t.kind == "literal" and not t.said.isdigit()
    )
    return f"{shown_whole} {shown_part}".strip() + literals.rstrip()


def _digits_before(tokens: Sequence[Token], slash: int) -> range:
    start = slash
    while start and tokens[start - 1].kind == "digit":
        start -= 1
    return range(start, slash)


def _said_after(tokens: Sequence[Token], slash: int) -> str:
    said = ""
    for token in tokens[slash + 1 :]:
        if token.kind != "digit" and not (token.kind == "literal" and token.said.isdecimal()):
            break
        said += token.said
    return said


def _rounded(value: Decimal, places: int) -> Decimal:
    with localcontext() as context:
        context.prec = 400
        return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _trimmed(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
