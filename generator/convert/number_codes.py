"""Number formats that LibreOffice reads otherwise than Excel and WPS, in words that it knows.

What it makes of each kind was seen by printing with 7.4 and 25.2; what Excel makes of it,
``workbooks/shown_numbers`` says.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from generator.workbooks.number_formats import Section, Token, parsed
from generator.workbooks.shown_dates import DAYS_END
from generator.workbooks.shown_numbers import general, section_for, shown

#: What stands before everything else in a section, in this order.
_HEAD = ("colour", "condition", "numerals", "locale")

#: An exclamation mark before another sign, in words of LibreOffice.
_BANG = re.compile(r'(?:\\!|"!")(?=[^;"])')

#: Colours by the first character of their Chinese names; a number is left as the file has it.
_COLOURS = MappingProxyType(
    {
        "黑": "Black",
        "蓝": "Blue",
        "绿": "Green",
        "红": "Red",
        "白": "White",
        "黄": "Yellow",
        "洋": "Magenta",
    }
)

#: Days below this are counted otherwise by LibreOffice: its day 0 is 1899-12-30, and 1900 no leap
#: year.
_LEAP_DAY = 61

#: Digits that LibreOffice shows of a number in the format General.
_PRECISION = 15


@dataclass(frozen=True, slots=True)
class Suited:
    """A code for LibreOffice; ``doubtful``: it may show the number otherwise than Excel.

    ``own`` is set where the code holds the text of this one number.
    """

    code: str
    doubtful: bool = False
    own: bool = False


def suited(value: float, code: str, *, from_1904: bool = False) -> Suited:
    """How LibreOffice is told to show a number as Excel and WPS do.

    Args:
        value: the number of a cell.
        code: the number format that the workbook states for it.
        from_1904: whether its days are counted from 1904.
    """
    sections = parsed(code)
    if sections is None:
        return Suited(code, doubtful=True)
    chosen = section_for(value, sections)
    if chosen is None:
        return Suited(_rewritten(code), doubtful=True)
    section, _ = chosen
    if section.shows_nothing:
        return Suited(code)
    if section.is_date and not 0 <= value < DAYS_END:  # a row of # in Excel
        return Suited(_rewritten(code), doubtful=True)
    if _is_literal(value, section, from_1904=from_1904):
        text = shown(value, code, from_1904=from_1904)
        if text is None and section.has("numerals"):
            return Suited(_rewritten(code), doubtful=True)
        if text is not None and _differs(text, section, value):
            return Suited(_literal(text, section), own=True)
    if section.has("general") and not section.has("numerals"):
        return Suited(_with_general(value, code, sections, section))
    if _ends_in_point(value, section):
        return Suited(_joined(_pointed(each) if each is section else each for each in sections))
    return Suited(_rewritten(code))


def hides(value: float, code: str) -> bool:
    """Whether a number that is not nought is not seen through its format."""
    sections = parsed(code)
    chosen = section_for(value, sections) if sections and value else None
    return chosen is not None and chosen[0].shows_nothing


def hides_text(code: str) -> bool:
    """Whether texts are not seen through a format."""
    sections = parsed(code)
    return sections is not None and len(sections) > 3 and sections[3].shows_nothing


def quoted_anew(code: str) -> str:
    r"""A code that LibreOffice wrote, in which an exclamation mark was no sign but a quotation.

    It reads ``!.`` as two signs and writes ``\!.`` for them; a mark at the end quotes nothing.
    """
    return _BANG.sub("!", code)


@lru_cache(maxsize=4096)
def _rewritten(code: str) -> str:
    """The same format for LibreOffice; the code itself where nothing is to be changed."""
    sections = parsed(code) or ()
    plain = "".join(_plain_code(sections))
    written = _joined(sections)
    return code if written == plain == code else written


def _plain_code(sections: Sequence[Section]) -> Iterable[str]:
    for number, section in enumerate(sections):
        yield ";" if number else ""
        yield from (token.written for token in section.tokens)


def _joined(sections: Iterable[Section]) -> str:
    return ";".join(_written(section.tokens) for section in sections)


def _written(tokens: Sequence[Token]) -> str:
    heads = [token for kind in _HEAD for token in tokens if token.kind == kind]
    said = "".join(_sign(token) for token in heads)
    said += _language(tokens)
    signs = [token for token in tokens if token.kind not in _HEAD]
    return said + "".join(
        token.written if _is_era(token) and _counts_eras(tokens) else _sign(token)
        for token in signs
    )


def _is_era(token: Token) -> bool:
    return token.kind == "date" and token.said[0] in "eE"


def _counts_eras(tokens: Sequence[Token]) -> bool:
    """Whether years are counted by reigns, as in Japan and Taiwan."""
    said = next((token.said for token in tokens if token.kind == "locale"), "804")
    return not said.endswith("804")


def _language(tokens: Sequence[Token]) -> str:
    """The language that a Chinese Office has in mind where none is stated and words are shown.

    Names of days and months are English there, but for aaa and aaaa.
    """
    if any(token.kind == "locale" for token in tokens):
        return ""
    if any(
        token.kind == "numerals"
        or (token.kind == "half" and token.said[0] == "上")
        or (token.kind == "date" and token.said[0] in "aA")
        for token in tokens
    ):
        return "[$-804]"
    words = any(
        token.kind == "half"
        or (token.kind == "date" and token.said[0] in "mMdD" and len(token.said) > 2)
        for token in tokens
    )
    return "[$-409]" if words else ""


def _sign(token: Token) -> str:
    """One sign as LibreOffice reads it."""
    if token.kind == "literal" and token.written.startswith("!") and len(token.written) > 1:
        return f"\\{token.said}"
    if token.kind == "general":
        return "General"
    if token.kind == "colour" and token.said[0] in _COLOURS:
        return f"[{_COLOURS[token.said[0]]}]"
    if token.kind == "half" and token.said[0] == "上":
        return "AM/PM"
    if token.kind == "date":
        return {"e": "yyyy", "y": "yy", "yyy": "yyyy"}.get(token.said.lower(), token.written)
    return token.written


def _is_literal(value: float, section: Section, *, from_1904: bool) -> bool:
    """Whether LibreOffice may show this number otherwise in any code."""
    if section.is_date:
        hours = any(token.said[0] in "hH" for token in section.tokens if token.kind == "date")
        early = value < _LEAP_DAY and not from_1904
        days = any(token.said[0] in "yYmMdDaA" for token in section.tokens if token.kind == "date")
        return (section.has("numerals") and hours) or (early and days)
    return section.has("numerals")


def _differs(text: str, section: Section, value: float) -> bool:
    """Numbers in Chinese characters are the same as long as they have no point."""
    return section.is_date or "." in text or value < 0


def _literal(text: str, section: Section) -> str:
    colour = "".join(token.written for token in section.tokens if token.kind == "colour")
    said = text.replace('"', '"\\""')
    return f'{colour}"{said}"'


def _with_general(value: float, code: str, sections: Sequence[Section], section: Section) -> str:
    """General with as many digits as Excel shows; LibreOffice shows all that fit."""
    wanted = general(value)
    if wanted.lstrip("-") == f"{abs(value):.{_PRECISION}g}":
        return _rewritten(code)
    mantissa, power, _ = wanted.lstrip("-").partition("E")
    places = len(mantissa.partition(".")[2])
    digits = "0" + ("." + "0" * places if places else "") + ("E+00" if power else "")
    new = Section(
        tuple(
            Token("digit", digits, digits) if token.kind == "general" else token
            for token in section.tokens
        )
    )
    return _joined(new if each is section else each for each in sections)


def _ends_in_point(value: float, section: Section) -> bool:
    """Whether Excel shows a point with nothing behind it, which LibreOffice leaves out."""
    kinds = [token.kind for token in section.tokens]
    if section.is_date or section.has("exponent", "slash", "numerals") or "point" not in kinds:
        return False
    rear = [t for t in section.tokens[kinds.index("point") :] if t.kind == "digit"]
    if any(token.said != "#" for token in rear):
        return False
    text = shown(value, _written(section.tokens)) or ""
    return "." in text and not any(sign.isdecimal() for sign in text.partition(".")[2])


def _pointed(section: Section) -> Section:
    kinds = [token.kind for token in section.tokens]
    point = kinds.index("point")
    return Section(
        tuple(
            Token("literal", ".", "\\.") if at == point else token
            for at, token in enumerate(section.tokens)
            if at <= point or token.kind != "digit"
        )
    )


@lru_cache(maxsize=4096)
def is_steady(code: str) -> bool:
    """Whether LibreOffice shows every number through a format as Excel does, and hides none."""
    sections = parsed(code)
    if sections is None or _rewritten(code) != code:
        return False
    return not any(
        section.shows_nothing
        or section.is_date
        or section.has("general", "numerals", "condition")
        or (section.has("point") and not _keeps_digits(section))
        for section in sections
    )


def _keeps_digits(section: Section) -> bool:
    """Whether something always stands behind the point."""
    kinds = [token.kind for token in section.tokens]
    rear = section.tokens[kinds.index("point") :]
    return any(token.kind == "digit" and token.said in "0?" for token in rear)
