"""How many lines a text takes: the same arithmetic for the PDF and the Word binder.

Both renderers set a text in the lines that it takes at most: a Latin word is kept whole where it
can be, a closing mark does not begin a line, and nothing hangs. A line count needs only character
widths: one em for a Chinese character, the advance widths of the Times
metrics (shared by Times New Roman and Liberation Serif) for ASCII.
"""

import unicodedata

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

#: An emoji may come from a colour font whose advance is wider than an em.
WIDEST = 1.4


#: Marks that do not begin a line in Chinese typesetting (half and full width).
NO_LINE_START = frozenset(",.;:!?)]}%，。；：！？、）】》〉”’〕…—·")


def char_ems(char: str) -> float:
    """Advance width of one character in ems; rounded up where fonts differ."""
    code = ord(char)
    if 0x20 <= code <= 0x7E:
        return ASCII_EMS[code - 0x20]
    if unicodedata.combining(char) or unicodedata.category(char) == "Cf":
        return 0.0
    return WIDEST if code >= 0x1F000 and code < 0x20000 else 1.0


def wrap(text: str, width: float, size: float) -> tuple[str, ...]:
    """Break a text into the lines that it takes in a box.

    Args:
        text: any text; a line feed ends a line.
        width: width of the box in mm.
        size: type size in points.

    Returns:
        At least one line; no character is lost.
    """
    room = width / (size * MM_PER_POINT)
    lines: list[str] = []
    for paragraph in text.split("\n"):
        start, used = 0, 0.0
        for at, char in enumerate(paragraph):
            ems = char_ems(char)
            if used + ems > room and at > start:
                cut = _break_before(paragraph, start, at)
                lines.append(paragraph[start:cut])
                start, used = cut, sum(map(char_ems, paragraph[cut:at]))
            used += ems
        lines.append(paragraph[start:])
    return tuple(lines)


def _break_before(text: str, start: int, at: int) -> int:
    """Where to break at the latest: not before a closing mark, and not within a Latin word.

    A line that would be left empty, or a word longer than the line, is broken all the same.
    """
    cut = at
    while cut > start and (text[cut] in NO_LINE_START or _in_word(text, cut)):
        cut -= 1
    return cut if cut > start else at


def _in_word(text: str, at: int) -> bool:
    return all(
        char.isascii() and (char.isalnum() or char in ".-_/") for char in text[at - 1 : at + 1]
    )


def printable(text: str) -> str:
    """Show control characters and lone surrogates as □, so that nothing vanishes from print."""
    return "".join("□" if _is_control(char) else char for char in text)


def _is_control(char: str) -> bool:
    """Whether a character has no shape; rare Chinese ones newer than Python's tables have one."""
    if char == "\n" or 0x20000 <= ord(char) < 0x40000:
        return False
    return unicodedata.category(char) in {"Cc", "Cs", "Co", "Cn"}
