"""Vertical text: which character stands upright, which is turned, and where columns end.

Layout engines for the web have vertical writing; the one in use has not, so that each sign is
placed by itself. Marks take the forms that GB/T 15834-2011 (as quoted in public) gives them in
vertical text: stops to the upper right, brackets, dashes and dots along the column, quotation
marks as corner brackets.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.lettering.label_figures import LabelText
from generator.lettering.typeset import MM_PER_POINT, NO_LINE_END, NO_LINE_START, char_ems, text_ems
from generator.render.labels.fitting import sizes

#: Turned a quarter to the right.
_TURNED = frozenset("（）()［］[]｛｝{}〔〕【】《》〈〉「」『』〖〗—–―…‥～~－-＿_＝=→←↔|｜／/")

#: Corner brackets in the place of quotation marks.
_CORNERS = {"“": "『", "”": "』", "‘": "「", "’": "」"}

#: Stops stand in the lower left of their square in horizontal text: (right, down) in ems.
_STOPS = {"，": (0.5, -0.5), "、": (0.5, -0.5), "。": (0.5, -0.5), "．": (0.5, -0.5)}
_STOPS |= {"：": (0.25, 0.0), "；": (0.25, 0.0), "！": (0.25, 0.0)}

#: What is turned moves by this much: Chinese characters stand a little under their square's middle.
LOW = 0.06  # ems

#: What stands across a column is at most this wide, for columns are set a little apart.
ACROSS = 1.15  # ems
#: Narrower than this, figures are rather made smaller.
NARROWEST = 0.7

#: A number of up to so many characters stands across the column, a longer one lies along it.
ACROSS_LENGTH, ACROSS_WIDTH = 4, 2.0  # characters, ems


#: Room before and after what lies along the column, together.
AROUND = 0.25  # ems


@dataclass(frozen=True, slots=True)
class Sign:
    """What is placed as one: a character with its combining marks, a number, a Latin word.

    Attributes:
        text: as written.
        shown: as drawn, in its vertical form.
        ems: how much of the column it takes.
        turned: whether it lies along the column, its head to the right.
        squeeze: how much narrower it is drawn.
        scale: how much smaller it is drawn.
        shift: how far it is moved to the right and down, in ems.
    """

    text: str
    shown: str
    ems: float
    turned: bool = False
    squeeze: float = 1.0
    scale: float = 1.0
    shift: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Columns:
    """A text in columns, the first one to the right; its size in points."""

    columns: tuple[tuple[Sign, ...], ...]
    size: float
    cramped: bool


def fit_columns(text: str, width: float, height: float, style: LabelText, single: float) -> Columns:
    """Set a text in columns that fit a place, in the largest size that does.

    One column in a size of at least ``single`` is preferred to several in a larger size.

    Args:
        text: the text.
        width: of the place in mm.
        height: of the place in mm.
        style: the sizes to try; its ``line`` is how far columns are apart, in sizes.
        single: smallest size in points at which a single column is kept for its own sake.
    """
    found = signs(text)
    for size, cramped in sizes(style):
        if size < single or cramped:
            break
        if size * MM_PER_POINT <= width and _ems(found) * size * MM_PER_POINT <= height:
            return Columns((found,), size, cramped=False)
    for size, cramped in sizes(style):
        em = size * MM_PER_POINT
        columns = break_columns(found, height / em)
        high = max(map(column_ems, columns)) * em
        if high <= height + 1e-9 and em * (1 + (len(columns) - 1) * style.line) <= width:
            return Columns(_balanced(found, len(columns), height / em), size, cramped)
    raise AssertionError  # pragma: no cover - the sizes do not end


def signs(text: str) -> tuple[Sign, ...]:
    """The signs of a text in one line, no character lost."""
    return tuple(_sign(run) for run in _runs(text))


def break_columns(found: Sequence[Sign], room: float) -> tuple[tuple[Sign, ...], ...]:
    """Break signs into columns of a height in ems, at least one.

    A closing mark does not begin a column and an opening one does not end it, where there is room
    for what they stand with; blanks at a column's end take no room.
    """
    rest = [piece for sign in found for piece in _pieces(sign, room)]
    columns: list[tuple[Sign, ...]] = []
    start, used = 0, 0.0
    for at, sign in enumerate(rest):
        if used + sign.ems > room + 1e-9 and at > start and not sign.text.isspace():
            cut = _break_before(rest, start, at)
            if _ems(rest[cut : at + 1]) > room:
                cut = at
            columns.append(tuple(rest[start:cut]))
            start, used = cut, _ems(rest[cut:at])
        used += sign.ems
    return (*columns, tuple(rest[start:]))


def column_ems(column: Sequence[Sign]) -> float:
    """Height of a column in ems, blanks at its end left out."""
    inked = [at for at, sign in enumerate(column, 1) if not sign.text.isspace()]
    return _ems(column[: max(inked, default=0)])


def _balanced(found: Sequence[Sign], count: int, room: float) -> tuple[tuple[Sign, ...], ...]:
    """The signs in columns of about equal height instead of a last one of two characters."""
    high = max(1.0, _ems(found) / count)
    while high < room:
        columns = break_columns(found, high)
        if len(columns) <= count:
            return columns
        high += 0.25
    return break_columns(found, room)


def _ems(found: Sequence[Sign]) -> float:
    return sum(sign.ems for sign in found)


def _runs(text: str) -> Iterator[str]:
    """Numbers and Latin words whole, all else by the character with its combining marks."""
    run = ""
    for cluster in _clusters(text):
        if _narrow(cluster):
            run += cluster
            continue
        if run:
            yield run
            run = ""
        yield cluster
    if run:
        yield run


def _clusters(text: str) -> Iterator[str]:
    """Characters, each with the marks that combine with it and what it is joined to."""
    cluster = ""
    for char in text:
        joined = cluster.endswith("\u200d") or char_ems(char) == 0
        if cluster and not joined:
            yield cluster
            cluster = ""
        cluster += char
    if cluster:
        yield cluster


def _narrow(cluster: str) -> bool:
    """Whether a character is of a script that is written across: part of a run."""
    if cluster.isspace() or cluster[0] in "()[]{}":
        return False
    return unicodedata.east_asian_width(cluster[0]) in {"N", "Na", "H"}


def _sign(run: str) -> Sign:
    if run.isspace():
        return Sign(run, run, 1.0 if run == "\u3000" else 0.25)
    if run in _TURNED or run in _CORNERS:
        upright = _CORNERS.get(run, run)
        return Sign(
            run, upright, 1.0 if char_ems(upright) == 1.0 else 0.5, turned=True, shift=(LOW, LOW)
        )
    if run in _STOPS:
        return Sign(run, run, 1.0, shift=_STOPS[run])
    if _narrow(run) and not _stands_across(run):
        return _lying(run)
    factor = min(1.0, ACROSS / max(text_ems(run), 0.1))
    squeeze = max(NARROWEST, factor)
    return Sign(run, run, 1.0, squeeze=squeeze, scale=factor / squeeze)


def _stands_across(run: str) -> bool:
    if len(run) == 1:
        return True
    number = any(char.isdigit() for char in run)
    plain = run.isascii() and all(char.isalnum() or char in ".%+" for char in run)
    return number and plain and len(run) <= ACROSS_LENGTH and text_ems(run) <= ACROSS_WIDTH


def _pieces(sign: Sign, room: float) -> Iterator[Sign]:
    """A sign, or its pieces when it is longer than a column."""
    if sign.ems <= room or not sign.turned or sign.text in _TURNED or sign.text in _CORNERS:
        yield sign
        return
    piece = ""
    for cluster in _clusters(sign.text):
        if piece and text_ems(piece + cluster) + AROUND > room:
            yield _lying(piece)
            piece = ""
        piece += cluster
    yield _lying(piece)


def _lying(run: str) -> Sign:
    return Sign(run, run, text_ems(run) + AROUND, turned=True, shift=(LOW, 0.0))


def _break_before(rest: Sequence[Sign], start: int, at: int) -> int:
    cut = at
    while cut > start and (rest[cut].text in NO_LINE_START or rest[cut - 1].text in NO_LINE_END):
        cut -= 1
    return cut if cut > start else at
