"""What a date or a time looks like through its number format.

After ECMA-376 part 1, 18.8.31; without a language in the format, names of days and months are
English, as a Chinese Excel has them, but for aaa and aaaa.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.workbooks.number_formats import Section, Token
from generator.workbooks.numerals import chinese_digits, in_date

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_CHINESE_DAYS = "一二三四五六日"

#: Days from the first that Excel counts to the first that is counted right: to it, 1900 was a leap
#: year, and the day before its first the zeroth of January (ECMA-376 part 1, 18.17.4.1).
_LEAP_DAY = 60

#: The day behind the last that Excel knows, 9999-12-31.
DAYS_END = 2_958_466

_FIRST, _FIRST_1904 = dt.date(1899, 12, 30), dt.date(1904, 1, 1)

#: Last digits of the numbers of languages that are Chinese (as Windows numbers languages).
_CHINESE = ("804", "404", "004", "1004", "C04")


@dataclass(frozen=True, slots=True)
class _Moment:
    """A day and a time; ``hours`` and so on are those of the whole count of days."""

    year: int
    month: int
    day: int
    weekday: int
    seconds: int
    whole_seconds: int
    part: str


def shown_date(value: float, section: Section, *, from_1904: bool) -> str | None:
    """The text of a count of days; ``None`` where Excel shows no date, or the format is not known.

    Args:
        value: days.
        section: the part of the format.
        from_1904: whether the count starts in 1904.
    """
    tokens = _readable(section)
    if tokens is None or not 0 <= value < DAYS_END:
        return None
    places = _sub_seconds(tokens)
    moment = _moment(value, len(places), from_1904=from_1904)
    language = section.said("locale").upper()
    chinese = language.endswith(_CHINESE)
    if _eras(tokens) and language and not language.endswith("804"):
        return None
    said = []
    for at, token in enumerate(tokens):
        text = _said(token, at, tokens, moment, chinese=chinese)
        if text is None:
            return None
        said.append(_numbered(text, token, section.said("numerals")))
    return "".join(said).strip()


def _readable(section: Section) -> tuple[Token, ...] | None:
    if section.has("general", "text", "exponent", "percent"):
        return None
    return section.tokens


def _eras(tokens: Sequence[Token]) -> bool:
    """Whether years are counted as a language counts them: in Chinese as everywhere."""
    return any(token.kind == "date" and token.said[0] in "eE" for token in tokens)


def _sub_seconds(tokens: Sequence[Token]) -> list[int]:
    """Where digits of parts of a second stand."""
    point = next((at for at, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    behind = []
    for at in range(point + 1, len(tokens)):
        if tokens[at].kind != "digit":
            break
        behind.append(at)
    return behind


def _moment(value: float, places: int, *, from_1904: bool) -> _Moment:
    ticks = round(value * 86_400 * 10**places + (0.0 if places else -0.4995))
    whole, part = divmod(max(ticks, 0), 10**places)
    days, seconds = divmod(whole, 86_400)
    year, month, day, weekday = _day(days, from_1904=from_1904)
    return _Moment(
        year, month, day, weekday, seconds, whole, f"{part:0{places}d}" if places else ""
    )


def _day(days: int, *, from_1904: bool) -> tuple[int, int, int, int]:
    if from_1904:
        date = _FIRST_1904 + dt.timedelta(days)
    elif days > _LEAP_DAY:
        date = _FIRST + dt.timedelta(days)
    elif days == _LEAP_DAY:
        return 1900, 2, 29, 2
    elif days == 0:
        return 1900, 1, 0, 5
    else:
        date = _FIRST + dt.timedelta(days + 1)
        return date.year, date.month, date.day, (date.weekday() - 1) % 7
    return date.year, date.month, date.day, date.weekday()


def _said(
    token: Token, at: int, tokens: Sequence[Token], moment: _Moment, *, chinese: bool
) -> str | None:
    if token.kind == "digit":
        places = _sub_seconds(tokens)
        return moment.part[places.index(at)] if at in places else None
    if token.kind == "elapsed":
        unit = {"h": 3600, "m": 60, "s": 1}[token.said[0]]
        return f"{moment.whole_seconds // unit:0{len(token.said)}d}"
    if token.kind == "half":
        return _half(token.said, moment.seconds >= 43_200, chinese=chinese)
    if token.kind == "date":
        return _field(token.said.lower(), at, tokens, moment, chinese=chinese)
    plain = {"blank": " ", "point": ".", "slash": "/", "comma": ","}
    return token.said if token.kind == "literal" else plain.get(token.kind, "")


def _half(said: str, afternoon: bool, *, chinese: bool) -> str:
    if chinese or said.startswith("上"):
        return "下午" if afternoon else "上午"
    before, after = said.split("/")
    return after if afternoon else before


def _field(
    said: str, at: int, tokens: Sequence[Token], moment: _Moment, *, chinese: bool
) -> str | None:
    letter, many = said[0], len(said)
    if letter in "ye":
        short = letter == "y" and many < 3
        return f"{moment.year % 100:02d}" if short else f"{moment.year:04d}"
    if letter == "a":
        return ("星期" if many > 3 else "") + _CHINESE_DAYS[moment.weekday]
    if letter == "m" and _is_minute(at, tokens):
        return f"{moment.seconds // 60 % 60:0{min(many, 2)}d}"
    if letter == "h":
        return f"{_hour(moment, tokens):0{min(many, 2)}d}"
    if letter == "s":
        return f"{moment.seconds % 60:0{min(many, 2)}d}"
    number, names = (moment.month - 1, _MONTHS) if letter == "m" else (moment.weekday, _DAYS)
    if many > 2:
        if chinese:
            return f"星期{_CHINESE_DAYS[number]}" if letter == "d" and many > 3 else None
        return names[number][: {3: 3, 5: 1}.get(many, 20)]
    return f"{moment.month if letter == 'm' else moment.day:0{many}d}"


def _hour(moment: _Moment, tokens: Sequence[Token]) -> int:
    hour = moment.seconds // 3600
    return (hour - 1) % 12 + 1 if any(token.kind == "half" for token in tokens) else hour


def _is_minute(at: int, tokens: Sequence[Token]) -> bool:
    """Whether an m is minutes: behind hours, or before seconds."""
    before = _letters(tokens[:at][::-1])
    after = _letters(tokens[at + 1 :])
    return next(before, "") == "h" or next(after, "") == "s"


def _letters(tokens: Sequence[Token]) -> Iterator[str]:
    return (token.said[0].lower() for token in tokens if token.kind in {"date", "elapsed"})


def _numbered(text: str, token: Token, kind: str) -> str:
    """A field in Chinese numerals, if the format asks for them: years digit by digit."""
    if not kind or token.kind not in {"date", "elapsed"} or not text.isdecimal():
        return text
    return chinese_digits(text, kind) if token.said[0] in "yYeE" else in_date(int(text), kind)
