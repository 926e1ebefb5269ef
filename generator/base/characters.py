"""What becomes of a character in print or on the screen: drawn, shapeless, or spelled out."""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

#: Characters that take part in others' shapes and have none of their own, besides the category Cf
#: (Unicode 15, DerivedCoreProperties, Default_Ignorable_Code_Point).
_SHAPELESS = (
    (0x034F, 0x034F),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFFA0, 0xFFA0),
    (0xE0000, 0xE0FFF),
)

#: Signs of the category Cf that are drawn (Unicode 15, 9.2 and 23.8): Arabic and Kaithi number
#: signs, Egyptian joiners, interlinear annotation.
_DRAWN_FORMATS = (
    (0x0600, 0x0605),
    (0x06DD, 0x06DD),
    (0x070F, 0x070F),
    (0x0890, 0x0891),
    (0x08E2, 0x08E2),
    (0xFFF9, 0xFFFB),
    (0x110BD, 0x110BD),
    (0x110CD, 0x110CD),
    (0x13430, 0x1343F),
)

#: Controls that would make a line read in another order than it is written (UAX 9), or end it.
_REORDERING = ((0x2028, 0x202E), (0x2066, 0x2069))

#: Skin tones, which change the emoji before them (UTS 51).
_MODIFIERS = (0x1F3FB, 0x1F3FF)

#: GB 18030-2000 kept characters at private code points from U+E815 on (bytes FE50 to FEA0), at
#: U+E78D and at U+E7E7, that Unicode has encoded since; later editions name the new code points.
_GBK_PRIVATE = (
    "⺁𠂇𠂉𠃌⺄㑳㑇⺈⺋龴㖞㘚㘎⺌⺗㥮㤘龵㧏㧟㩳㧐龶龷㭎㱮㳠⺧𡗗龸⺪䁖䅟⺮䌷⺳"
    "⺶⺷𢦏䎱䎬⺻䏝䓖䙡䙌龹䜣䜩䝼䞍⻊䥇䥺䥽䦂䦃䦅䦆䦟䦛䦷䦶龺𤇾䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮龻"
)
_GBK_VERTICAL = "︐︒︑︓︔︕︖︗︘︙"
_GBK_STROKES = "〾⿰⿱⿲⿳⿴⿵⿶⿷⿸⿹⿺⿻"

_STANDARD: Mapping[str, str] = MappingProxyType(
    {
        **{chr(0xE815 + at): char for at, char in enumerate(_GBK_PRIVATE)},
        **{chr(0xE78D + at): char for at, char in enumerate(_GBK_VERTICAL)},
        **{chr(0xE7E7 + at): char for at, char in enumerate(_GBK_STROKES)},
        "\ue7c7": "ḿ",
        "\ue7c8": "ǹ",
    }
)


def code_point(char: str) -> str:
    """The name of a character by its number: U+4E00."""
    return f"U+{ord(char):04X}"


def standard_form(char: str) -> str | None:
    """The character that Chinese standards once kept at this private code point, if any."""
    return _STANDARD.get(char)


def is_private(char: str) -> bool:
    """Whether each font may draw something else for this code point (category Co)."""
    return unicodedata.category(char) == "Co"


def is_shapeless(char: str) -> bool:
    """Whether a character only acts on others: a joiner, a selector, a mark of direction."""
    code = ord(char)
    if unicodedata.category(char) == "Cf":
        return not _within(code, _DRAWN_FORMATS)
    return _within(code, _SHAPELESS)


def needs_glyph(char: str) -> bool:
    """Whether something must be seen where a character stands."""
    return not (char.isspace() or is_shapeless(char))


def joins(before: str, char: str) -> bool:
    """Whether two neighbours are drawn as one and stay on one line."""
    if before == "\u200d" or is_shapeless(char) or _MODIFIERS[0] <= ord(char) <= _MODIFIERS[1]:
        return True
    return unicodedata.category(char) in {"Mn", "Mc", "Me"}


def printable(text: str) -> str:
    """The text as it is printed: what has no certain shape is spelled out, as 〔U+202E〕.

    That are control characters but line feeds, lone surrogates, code points without a character,
    private ones, and marks that would reorder the line; nothing vanishes from print. Private code
    points of GB 18030 with a standard character since are printed as that. A tab becomes a blank.
    """
    if text.isprintable():
        return text
    return "".join(map(_printed, text))


def on_one_line(text: str) -> str:
    """A text as one line of the screen, whatever stands in it: what would not be seen is spelled.

    Besides what print spells out, that are line feeds, which would begin a line of their own, and
    characters without a shape, which would make two names look alike.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_on_screen, text))


def is_unseen(char: str) -> bool:
    """Whether a screen would obey a character, reorder others by it, or show nothing for it."""
    if unicodedata.category(char) in {"Cc", "Cs", "Co"} or is_shapeless(char):
        return True
    return _within(ord(char), _REORDERING)


@lru_cache(maxsize=4096)
def _on_screen(char: str) -> str:
    if char == "\n" or is_shapeless(char):
        return f"〔{code_point(char)}〕"
    return _printed(char)


def columns_wide(text: str) -> int:
    """How many terminal columns a text takes; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


@lru_cache(maxsize=4096)
def _printed(char: str) -> str:
    if char == "\t":
        return " "
    if char == "\n" or char.isprintable():
        return char
    if char in _STANDARD:
        return _STANDARD[char]
    category = unicodedata.category(char)
    if category in {"Cc", "Cs", "Co"} or _within(ord(char), _REORDERING):
        return f"〔{code_point(char)}〕"
    if category == "Cn" and not _is_assigned(char):
        return f"〔{code_point(char)}〕"
    return char


def _is_assigned(char: str) -> bool:
    """Whether there is such a character by now: Python's own tables are older than fonts are."""
    from fontTools.unicodedata import script

    return bool(script(char) != "Zzzz")


def _within(code: int, spans: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= code <= last for first, last in spans)
