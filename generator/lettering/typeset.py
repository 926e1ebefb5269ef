"""How many lines a text takes: the same arithmetic for the PDF and the Word binder.

Both renderers set a text in the lines that it takes at most: a word is kept whole where it can be,
a closing mark does not begin a line and an opening one does not end it, what is drawn as one is
not torn, and nothing hangs. A line count needs only character widths: one em for a Chinese
character, the advance widths of the Times metrics (shared by Times New Roman and Liberation Serif)
for ASCII, and for all others the most that one of the fonts that draw it asks for.
"""

import unicodedata
from bisect import bisect
from collections.abc import Callable

from generator.base.characters import is_shapeless, joins, printable

__all__ = [
    "ASCII_EMS",
    "MM_PER_POINT",
    "NO_LINE_END",
    "NO_LINE_START",
    "WIDEST",
    "char_ems",
    "printable",
    "text_ems",
    "wrap",
]

MM_PER_POINT = 25.4 / 72

#: Advance widths of U+0020 to U+007E in thousandths of an em, from the published Times metrics.
_ASCII = (
    "250 333 408 500 500 833 778 180 333 333 500 564 250 333 250 278 "
    "500 500 500 500 500 500 500 500 500 500 278 278 564 564 564 444 "
    "921 722 667 667 722 611 556 722 722 333 389 722 611 889 722 722 "
    "556 722 667 556 611 722 722 944 722 722 611 333 278 333 469 500 "
    "333 444 500 444 500 444 333 500 500 278 278 500 278 778 500 500 "
    "500 500 333 389 278 500 500 722 500 500 444 480 200 480 541"
)
ASCII_EMS = tuple(int(width) / 1000 for width in _ASCII.split())

#: Blocks and single signs that are wider than an em in some font that draws them, rounded up, from
#: the fonts of ``layout.yaml`` as the set-up installs them (their ``hmtx`` tables).
_WIDE = (
    (0x01C4, 0x01F3, 1.4),  # letter pairs
    (0x0400, 0x052F, 1.4),  # Cyrillic
    (0x0600, 0x0605, 2.0),  # Arabic number signs
    (0x0606, 0x08FF, 1.2),
    (0x0900, 0x097F, 1.1),
    (0x0EDC, 0x0EDD, 1.1),
    (0x0F02, 0x0F03, 1.2),  # Tibetan marks
    (0x0F07, 0x0F12, 1.4),
    (0x0F3A, 0x0F3B, 1.7),
    (0x0FD0, 0x0FD0, 1.7),
    (0x1000, 0x1029, 1.6),  # Myanmar
    (0x102A, 0x102A, 2.5),
    (0x102B, 0x109F, 1.6),
    (0x10A0, 0x10FF, 1.1),
    (0x1400, 0x169F, 1.7),  # syllabics of Canada, Ogham
    (0x1800, 0x18AF, 1.5),  # Mongolian
    (0x1980, 0x19DF, 1.3),
    (0x1A20, 0x1AAF, 1.4),
    (0x1F00, 0x1FFF, 1.1),
    (0x2030, 0x2031, 1.8),  # per mille
    (0x20A8, 0x20AF, 1.1),
    (0x2120, 0x214F, 1.1),
    (0x2190, 0x2192, 1.1),
    (0x22D8, 0x22D9, 1.5),
    (0x2320, 0x239F, 1.5),
    (0x23B2, 0x23D9, 1.7),
    (0x2600, 0x27BF, 1.3),  # signs
    (0x27C0, 0x27EF, 1.2),
    (0x27F0, 0x27FF, 1.5),  # long arrows
    (0x2900, 0x29FF, 1.3),
    (0x2A00, 0x2AFF, 1.5),
    (0x2B00, 0x2BFF, 1.5),
    (0x2C72, 0x2C72, 1.2),
    (0x2E3A, 0x2E3A, 2.0),  # dashes of two and three ems
    (0x2E3B, 0x2E3B, 3.0),
    (0x30F1, 0x30F1, 1.1),
    (0xA640, 0xA69F, 1.4),
    (0xA720, 0xA7FF, 1.4),
    (0xA840, 0xA87F, 1.2),
    (0xA9E0, 0xA9FF, 1.3),
    (0xAA60, 0xAA7F, 1.5),
    (0xAB30, 0xAB6F, 1.1),
    (0xFB00, 0xFB4F, 1.6),
    (0xFB50, 0xFDFC, 2.2),  # Arabic words as one sign
    (0xFDFD, 0xFDFD, 6.2),
    (0xFE70, 0xFEFC, 1.1),
    (0xFFFD, 0xFFFD, 1.1),
    (0x10000, 0x1101F, 1.5),
    (0x11660, 0x1167F, 1.2),
    (0x1B164, 0x1B167, 1.1),
    (0x1D000, 0x1D0FF, 2.4),  # Byzantine music
    (0x1D100, 0x1D7FF, 1.3),
    (0x1EE00, 0x1EEFF, 1.3),
    (0x1F000, 0x1F5F9, 1.4),  # pictures
    (0x1F5FA, 0x1F5FA, 2.2),
    (0x1F5FB, 0x1FAFF, 1.6),
)
_WIDE_FROM = tuple(first for first, _, _ in _WIDE)

#: Hardly any character is wider: enough to tell quickly that a short text fits.
WIDEST = 1.6

#: Marks that do not begin a line in Chinese typesetting (half and full width), nor in Arabic,
#: Tibetan and Mongolian.
NO_LINE_START = frozenset(",.;:!?)]}%，。；：！？、）］｝】》〉」』〗”’〕…—·％‰℃،؛؟་།༎᠂᠃")

#: Marks that do not end a line.
NO_LINE_END = frozenset("([{（［｛【《〈「『〖“‘〔༺༼")

#: Scripts with blanks between words, or (Tibetan) with a dot between syllables.
_WORDS = ((0x00C0, 0x0DFF), (0x0F40, 0x0FBC), (0x10A0, 0x10FF), (0x1200, 0x139F), (0x13A0, 0x177F))
_MORE_WORDS = ((0x1800, 0x18AF), (0x1E00, 0x1FFF), (0x2C00, 0x2DFF), (0xA4D0, 0xA7FF))


class _Ems(dict[str, float]):
    """Advance widths in ems, looked up once each."""

    def __missing__(self, char: str) -> float:
        self[char] = ems = _measured(char)
        return ems


_EMS = _Ems((chr(0x20 + at), ems) for at, ems in enumerate(ASCII_EMS))

char_ems: Callable[[str], float] = _EMS.__getitem__
"""Advance width of one character in ems; rounded up where fonts differ."""


def _measured(char: str) -> float:
    code = ord(char)
    at = bisect(_WIDE_FROM, code) - 1
    if is_shapeless(char):
        return 0.0
    if unicodedata.category(char) == "Mn" and code < 0x2E80 and code != 0x20E7:
        return 0.0  # a mark on the letter before it
    return _WIDE[at][2] if at >= 0 and code <= _WIDE[at][1] else 1.0


def text_ems(text: str) -> float:
    """Advance width of a text on one line in ems."""
    return sum(map(char_ems, printable(text)))


def wrap(text: str, width: float, size: float) -> tuple[str, ...]:
    """Break a text into the lines that it takes in a box.

    Args:
        text: any text; a line feed ends a line. What has no certain shape is spelled out first
            (:func:`printable`).
        width: width of the box in mm.
        size: type size in points.

    Returns:
        At least one line; no character of the spelled out text is lost.
    """
    room = width / (size * MM_PER_POINT)
    lines: list[str] = []
    for paragraph in printable(text).split("\n"):
        start, used = 0, 0.0
        for at, char in enumerate(paragraph):
            ems = char_ems(char)
            while used + ems > room and at > start:
                cut = _break_before(paragraph, start, at)
                lines.append(paragraph[start:cut])
                start, used = cut, sum(map(char_ems, paragraph[cut:at]))
            used += ems
        lines.append(paragraph[start:])
    return tuple(lines)


def _break_before(text: str, start: int, at: int) -> int:
    """Where to break at the latest: not before a closing mark, behind an opening one or in a word.

    A line that would be left empty, or a word longer than the line, is broken all the same, but
    if possible not between characters that are drawn as one.
    """
    cut = at
    while cut > start and not _may_break(text, cut):
        cut -= 1
    if cut > start:
        return cut
    cut = at
    while cut > start and joins(text[cut - 1], text[cut]):
        cut -= 1
    return cut if cut > start else at


def _may_break(text: str, at: int) -> bool:
    """Whether a line may end before a character."""
    torn = text[at] in NO_LINE_START or text[at - 1] in NO_LINE_END
    return not torn and not _in_word(text, at)


def _in_word(text: str, at: int) -> bool:
    before, char = text[at - 1], text[at]
    return joins(before, char) or (_is_letter(before) and _is_letter(char))


def _is_letter(char: str) -> bool:
    """Whether a character belongs to a word that is kept whole."""
    if char.isascii():
        return char.isalnum() or char in ".-_/+"
    code = ord(char)
    if not any(first <= code <= last for first, last in (*_WORDS, *_MORE_WORDS)):
        return False
    return unicodedata.category(char)[0] in "LMN"
