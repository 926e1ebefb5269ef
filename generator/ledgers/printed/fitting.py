"""Choose paper, type size and column widths of a table from what its cells say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import ceil

from generator.ledgers.printed.sheet import Line, Table
from generator.lettering.layout import LedgerFigures, PaperFigures
from generator.lettering.typeset import MM_PER_POINT, text_ems, wrap

#: Lines that are measured, evenly spread over the table.
_SAMPLE = 1_000

#: Own limits in ems. No column is narrower than ``_NARROWEST``; text that needs more than
#: ``_WIDEST`` wraps; a number or date up to ``_LONGEST_NUMBER`` stays on one line.
_NARROWEST, _WIDEST, _LONGEST_NUMBER = 2.0, 24.0, 14.0

#: Texts up to this many ems (names of people) stay on one line.
_SHORT = 4.0

#: Most texts of a column shall take two lines on one of the papers, or else three; a title, three.
_TEXT_LINES, _HEAD_LINES = (2, 3), 3

#: Kept free beside each text, in mm: widths are rounded.
PLAY = 0.2


@dataclass(frozen=True, slots=True)
class Band:
    """Columns that stand side by side; widths in mm, ``first`` and ``last`` count from 0."""

    first: int
    last: int
    label: float
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """How a table is set; more than one band when its columns are too many for every paper."""

    paper: PaperFigures
    size: float
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class _Need:
    """What a column needs at least and would like, in ems."""

    least: float
    liked: float


def fit(table: Table, figures: LedgerFigures, papers: Sequence[PaperFigures]) -> Fit:
    """Take the first paper on which all columns fit, in the largest size that does."""
    sample = _sample(table)
    ways = [_needs(table, sample, lines) for lines in _TEXT_LINES]
    for paper, (label, *needs), size in product(papers, ways, figures.sizes):
        room = room_on(paper)
        if _width([label, *needs], size, figures) <= room:
            widths = _shared([label, *needs], room, size, figures)
            return Fit(paper, size, (Band(0, len(needs) - 1, widths[0], widths[1:]),))
    paper, size, (label, *needs) = papers[-1], figures.sizes[-1], ways[-1]
    return Fit(paper, size, tuple(_bands(label, needs, room_on(paper), size, figures)))


def text_room(width: float, figures: LedgerFigures) -> float:
    """What a cell of a width leaves for its text, in mm."""
    return width - 2 * figures.padding_x - PLAY


def one_line(text: str, room: float, beside: str, size: float) -> str:
    """A text shortened to what it has room for beside another one; it stands in full elsewhere.

    Args:
        text: any text.
        room: width in mm for both.
        beside: the other text.
        size: type size of both in points.
    """
    em = size * MM_PER_POINT
    width = room - (text_ems(beside) + 1) * em
    first, *rest = wrap(text, width, size)
    return f"{wrap(text, width - em, size)[0]}…" if rest else first


def _bands(
    label: _Need, needs: Sequence[_Need], room: float, size: float, figures: LedgerFigures
) -> Iterator[Band]:
    """As many columns side by side as there is room for, then the next ones."""
    first = 0
    while first < len(needs):
        last = first
        while (
            last + 1 < len(needs)
            and _width([label, *needs[first : last + 2]], size, figures) <= room
        ):
            last += 1
        widths = _shared([label, *needs[first : last + 1]], room, size, figures)
        yield Band(first, last, widths[0], widths[1:])
        first = last + 1


def room_on(paper: PaperFigures) -> float:
    """The width of a table on a paper, in mm."""
    return paper.width - paper.left - paper.right


def _width(needs: Sequence[_Need], size: float, figures: LedgerFigures) -> float:
    """The least width of columns in mm."""
    em = size * MM_PER_POINT
    beside = 2 * figures.padding_x + PLAY
    return sum(need.least for need in needs) * em + beside * len(needs)


def _shared(
    needs: Sequence[_Need], room: float, size: float, figures: LedgerFigures
) -> tuple[float, ...]:
    """Share a row's room: the least for each, then what each would like, then in proportion."""
    em = size * MM_PER_POINT
    free = (room - _width(needs, size, figures)) / em
    wished = sum(need.liked - need.least for need in needs)
    part = min(1.0, free / wished) if wished else 1.0
    ems = [need.least + (need.liked - need.least) * part for need in needs]
    beside = 2 * figures.padding_x + PLAY
    # the label column keeps its width; the others take what is still free
    rest = (room - sum(ems) * em - beside * len(needs)) / (sum(ems[1:]) * em)
    widths = [value * em * (1 + (rest if at else 0.0)) + beside for at, value in enumerate(ems)]
    return tuple(widths)


def _sample(table: Table) -> list[Line]:
    """Lines to be measured, the last one among them."""
    step = max(1, len(table.lines) // _SAMPLE)
    sample = [table.lines[at] for at in range(0, len(table.lines), step)]
    return [*sample, table.lines[len(table.lines) - 1]] if sample else []


def _needs(table: Table, sample: Sequence[Line], lines: int) -> list[_Need]:
    """The needs of the label column and of all others, if texts may take so many lines."""
    labels = (text_ems(part) for line in sample for part in line.label.split("\n"))
    label = max(*labels, text_ems(table.label), _NARROWEST) + 0.1
    needs = [_Need(label, label)]
    for at, title in enumerate(table.titles):
        needs.append(_need(title, [text for line in sample for text in _own(line, at)], lines))
    return needs


def _own(line: Line, at: int) -> Iterator[str]:
    """The lines of one cell; a cell that is merged with others does not speak for its column."""
    if line.texts[at] and not any(first <= at <= last for first, last in line.spans):
        yield from line.texts[at].split("\n")


def _need(title: str, texts: Sequence[str], lines: int) -> _Need:
    numbers = sorted(ems for text in texts if text.isascii() and (ems := text_ems(text)))
    words = sorted(text_ems(text) for text in texts if not text.isascii())
    number = min(_at(numbers, 0.98), _LONGEST_NUMBER)
    head = text_ems(title)
    usual = min(_at(words, 0.9), _WIDEST)
    title_least = min(ceil(head / _HEAD_LINES), _LONGEST_NUMBER)
    least = max(_NARROWEST, number, title_least, min(usual, _SHORT), ceil(usual / lines))
    liked = max(least, min(_at(words, 0.98), _WIDEST), min(head, 6.0))
    return _Need(least + 0.1, liked + 0.1)


def _at(values: Sequence[float], share: float) -> float:
    """The value under which a share of sorted values lies; 0 when there are none."""
    return values[min(int(len(values) * share), len(values) - 1)] if values else 0.0
