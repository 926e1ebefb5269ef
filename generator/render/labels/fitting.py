"""The largest type size at which a text fits its place; nothing is ever cut off."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.lettering.label_figures import LabelText
from generator.lettering.typeset import MM_PER_POINT, printable, text_ems, wrap

#: Sizes are tried in steps of half a point, as the sizes of Chinese type differ at least.
STEP = 0.5  # points

#: Under the smallest size of the layout, each size is this much of the one before.
SHRINK = 0.95


@dataclass(frozen=True, slots=True)
class Lines:
    """A text in lines: its size in points, and whether that is under the layout's smallest."""

    lines: tuple[str, ...]
    size: float
    cramped: bool


def shown(text: str) -> str:
    """A label's text in one line, with a sign for each character that has no shape."""
    return printable(" ".join(text.split()))


def sizes(style: LabelText) -> Iterator[tuple[float, bool]]:
    """Type sizes from the largest down without end, and whether each is under the smallest."""
    size = style.largest
    while size > style.smallest:
        yield size, False
        size -= STEP
    size = style.smallest
    yield size, False
    while True:
        size *= SHRINK
        yield size, True


def fit_lines(
    text: str, width: float, height: float, style: LabelText, *, whole: bool = False
) -> Lines:
    """Set a text in horizontal lines that fit a place, in the largest size that does.

    A Latin word or a number is broken only where it does not fit a line in the smallest size.

    Args:
        text: a line feed begins a new line.
        width: of the place in mm.
        height: of the place in mm.
        style: the sizes to try.
        whole: rather take a smaller size of the layout than break a line.
    """
    if whole:
        for size, cramped in sizes(style):
            lines = tuple(text.split("\n"))
            if cramped:
                break
            if _fits(lines, size, width, height, style.line):
                return Lines(lines, size, cramped)
    for size, cramped in sizes(style):
        lines = wrap(text, width, size)
        if _fits(lines, size, width, height, style.line) and (cramped or not _broken(text, lines)):
            return Lines(_balanced(text, lines, width, size), size, cramped)
    raise AssertionError  # pragma: no cover - the sizes do not end


def _fits(lines: tuple[str, ...], size: float, width: float, height: float, line: float) -> bool:
    em = size * MM_PER_POINT
    return len(lines) * line * em <= height and max(map(text_ems, lines)) * em <= width


def _balanced(text: str, lines: tuple[str, ...], width: float, size: float) -> tuple[str, ...]:
    """As many lines of about equal length instead of a last line of one character."""
    step = size * MM_PER_POINT / 2
    while len(lines) > 1 and width > step:
        width -= step
        narrower = wrap(text, width, size)
        if len(narrower) > len(lines) or _broken(text, narrower):
            break
        lines = narrower
    return lines


def _broken(text: str, lines: tuple[str, ...]) -> bool:
    """Whether a line ends within a Latin word or a number."""
    at = 0
    for line in lines[:-1]:
        at += len(line)
        pair = text[at - 1 : at + 1]
        if pair.isascii() and pair.isalnum():
            return True
        at += text[at] == "\n"
    return False
