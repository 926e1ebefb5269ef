"""Read the language of number formats as the Excel and WPS of a Chinese office understand it.

After ECMA-376 part 1, 18.8.30 and 18.8.31; that ``!`` shows the next character as it is, and that
``G/通用格式`` is General, Chinese Office writes itself.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

#: The longest code that is read: Excel lets nobody write more than 255 characters.
LONGEST = 2_000

_MOST_SECTIONS = 4

#: Codes that follow the system, whatever they say besides; a Chinese Windows shows them like this.
_SYSTEM = (("[$-F800]", 'yyyy"年"m"月"d"日"'), ("[$-F400]", "h:mm:ss"))

_YEAR_MONTH, _MONTH_DAY, _DAY = 'yyyy"年"m"月"', 'm"月"d"日"', 'yyyy"年"m"月"d"日"'
_CLOCK, _SECONDS = 'h"时"mm"分"', 'h"时"mm"分"ss"秒"'
_HALF_CLOCK, _HALF_SECONDS = f"上午/下午{_CLOCK}", f"上午/下午{_SECONDS}"
_YUAN, _FEN = '"¥"#,##0', '"¥"#,##0.00'


def _accounts(money: str, cents: str) -> str:
    """A format of accountants: the sign of money at the left edge, the number at the right."""
    blank = "??" if cents else ""
    shown = f"_ {money}* #,##0{cents}_ ;_ {money}* -#,##0{cents}_ "
    return f'{shown};_ {money}* "-"{blank}_ ;_ @_ '


#: The codes of numbers that a workbook names without stating them (18.8.30, for all languages and
#: for zh-cn; what follows the system there, as a Chinese Windows has it).
BUILT_IN: Mapping[int, str] = MappingProxyType(
    {
        **dict(enumerate(("General", "0", "0.00", "#,##0", "#,##0.00"))),
        5: f"{_YUAN};-{_YUAN}",
        6: f"{_YUAN};[Red]-{_YUAN}",
        7: f"{_FEN};-{_FEN}",
        8: f"{_FEN};[Red]-{_FEN}",
        9: "0%",
        10: "0.00%",
        11: "0.00E+00",
        12: "# ?/?",
        13: "# ??/??",
        14: "yyyy/m/d",
        15: "d-mmm-yy",
        16: "d-mmm",
        17: "mmm-yy",
        18: "h:mm AM/PM",
        19: "h:mm:ss AM/PM",
        20: "h:mm",
        21: "h:mm:ss",
        22: "yyyy/m/d h:mm",
        27: _YEAR_MONTH,
        28: _MONTH_DAY,
        29: _MONTH_DAY,
        30: "m-d-yy",
        31: _DAY,
        32: _CLOCK,
        33: _SECONDS,
        34: _HALF_CLOCK,
        35: _HALF_SECONDS,
        36: _YEAR_MONTH,
        37: "#,##0_);(#,##0)",
        38: "#,##0_);[Red](#,##0)",
        39: "#,##0.00_);(#,##0.00)",
        40: "#,##0.00_);[Red](#,##0.00)",
        41: _accounts("", ""),
        42: _accounts("¥", ""),
        43: _accounts("", ".00"),
        44: _accounts("¥", ".00"),
        45: "mm:ss",
        46: "[h]:mm:ss",
        47: "mm:ss.0",
        48: "##0.0E+0",
        49: "@",
        50: _YEAR_MONTH,
        51: _MONTH_DAY,
        52: _YEAR_MONTH,
        53: _MONTH_DAY,
        54: _MONTH_DAY,
        55: _HALF_CLOCK,
        56: _HALF_SECONDS,
        57: _YEAR_MONTH,
        58: _MONTH_DAY,
    }
)

_TOKEN = re.compile(
    r"""(?P<quoted>"(?P<inside>[^"]*)(?:"|$))
      | (?P<escaped>[\\!](?P<sign>.))
      | (?P<blank>_.) | (?P<fill>\*.)
      | (?P<bracket>\[(?P<said>[^\]]*)\])
      | (?P<general>General|G/通用格式)
      | (?P<half>AM/PM|A/P|上午/下午)
      | (?P<exponent>E[+-])
      | (?P<date>y+|m+|d+|h+|s+|aaaa|aaa|e+)
      | (?P<digit>[0#?]) | (?P<point>\.) | (?P<comma>,) | (?P<percent>%) | (?P<text>@)
      | (?P<slash>/)
      | (?P<other>[^A-Za-z])""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d{1,30}(?:\.\d{1,30})?)\s*")
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_NUMERALS = re.compile(r"DBNum([123])", re.IGNORECASE)
_LOCALE = re.compile(r"\$([^-\]]*)(?:-([0-9A-F]{1,8}))?", re.IGNORECASE)
_COLOUR = re.compile(
    r"(black|blue|cyan|green|magenta|red|white|yellow|[黑蓝绿红白黄]色?|蓝绿色|洋红色|"
    r"(?:color|颜色)\s*\d{1,2})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One sign of a code: its kind (the group of its pattern) and what it says.

    ``literal`` shows itself; ``numerals``, ``condition``, ``colour``, ``locale`` and ``elapsed``
    are what brackets may say. ``written`` is how it stands in the code.
    """

    kind: str
    said: str
    written: str


@dataclass(frozen=True, slots=True)
class Section:
    """One of up to four parts of a code, each for some of the values."""

    tokens: tuple[Token, ...]

    def has(self, *kinds: str) -> bool:
        """Whether any sign is of one of these kinds."""
        return any(token.kind in kinds for token in self.tokens)

    def said(self, kind: str) -> str:
        """What the first sign of a kind says; nothing where there is none."""
        return next((token.said for token in self.tokens if token.kind == kind), "")

    @property
    def is_date(self) -> bool:
        """Whether it shows a date or a time."""
        return self.has("date", "elapsed", "half")

    @property
    def shows_nothing(self) -> bool:
        """Whether no value is seen through it."""
        return not self.has("literal", "digit", "general", "text", "date", "elapsed", "half")


@lru_cache(maxsize=4096)
def parsed(code: str) -> tuple[Section, ...] | None:
    """The sections of a code; ``None`` for one that Excel would not know, or that has no end."""
    if len(code) > LONGEST:
        return None
    code = next((shown for mark, shown in _SYSTEM if code.upper().startswith(mark)), code)
    sections: list[list[Token]] = [[]]
    at = 0
    while at < len(code):
        if code[at] == ";":
            sections.append([])
            at += 1
            continue
        found = _TOKEN.match(code, at)
        token = _token(found) if found else None
        if found is None or token is None:
            return None
        sections[-1].append(token)
        at = found.end()
    if len(sections) > _MOST_SECTIONS:
        return None
    return tuple(Section(tuple(tokens)) for tokens in sections)


def _token(found: re.Match[str]) -> Token | None:
    kind, written = found.lastgroup or "", found[0]
    if found["quoted"] is not None:
        return Token("literal", found["inside"], written)
    if found["escaped"] is not None:
        return Token("literal", found["sign"], written)
    if found["bracket"] is not None:
        return _bracket(found["said"], written)
    if found["blank"] is not None or found["fill"] is not None:
        return Token("blank" if found["blank"] else "fill", written[1], written)
    if kind == "other":
        return Token("literal", written, written)
    return Token(kind, written, written)


def _bracket(said: str, written: str) -> Token | None:
    if _ELAPSED.fullmatch(said):
        return Token("elapsed", said.lower(), written)
    if numerals := _NUMERALS.fullmatch(said):
        return Token("numerals", numerals[1], written)
    if condition := _CONDITION.fullmatch(said):
        return Token("condition", condition[1] + condition[2], written)
    if _COLOUR.fullmatch(said):
        return Token("colour", said, written)
    if locale := _LOCALE.fullmatch(said):
        return _currency(locale, written)
    return None


def _currency(locale: re.Match[str], written: str) -> Token:
    """A sign of money, a language, or both: the language decides only how words are written."""
    return Token("literal" if locale[1] else "locale", locale[1] or locale[2] or "", written)
