"""Find a table's header under its title rows, and say which column of the schema stands where."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.ledgers.grid import Grid, Span
from generator.ledgers.schema import Column, LedgerSchema, Period

#: Header rows are looked for in the first rows of a sheet, and may be this many rows deep.
SEARCHED = 40
_DEPTH = 3
_LONGEST = 60  # characters: a longer text is no title

_BRACKETS = re.compile(r"[(\[【〔][^)\]】〕]*[)\]】〕]")
_NOISE = re.compile(r"[\s()\[\]【】〔〕《》“”\"'*※★:、,.。/\\\u200b\ufeff_-]+")
_UNIT = re.compile(r"(?:人民币)?(亿元|万元|千元|元)")
_UNIT_TAIL = re.compile(r"[/、]?(亿元|万元|千元|元)$")


@dataclass(frozen=True, slots=True)
class Match:
    """One column of a sheet: where it stands, what its header says, what it is in the schema."""

    index: int
    title: str
    column: Column | None
    period: Period | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class Header:
    """A found header; rows count from 0, ``end`` is the first row after it."""

    start: int
    end: int
    matches: tuple[Match, ...]

    @property
    def found(self) -> Mapping[str, tuple[Match, ...]]:
        """The columns that stand for each key of the schema: more than one is a fault."""
        found: dict[str, list[Match]] = {}
        for match in self.matches:
            for key in _keys(match):
                found.setdefault(key, []).append(match)
        return {key: tuple(matches) for key, matches in found.items()}


def title_key(text: str) -> str:
    """A header's text for comparing: without blanks, line breaks, brackets and marks."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).lower()


def find_header(grid: Grid, schema: LedgerSchema) -> Header | None:
    """Find the header rows of a sheet.

    The rows that name most columns of the schema win; of equals the fewest and the first. At
    least two of the ledger's own columns, and a third of those that must be there, have to be
    named.
    """
    names = _Names(schema)
    best: Header | None = None
    best_score = 0
    rows = grid.rows[: SEARCHED + _DEPTH]
    named = [any(isinstance(raw, str) and names.find(_joined(raw)) for raw in row) for row in rows]
    for depth in range(1, _DEPTH + 1):
        for start in range(min(SEARCHED, len(rows) - depth + 1)):
            if not any(named[start : start + depth]):
                continue
            lines = [
                _spread(grid, row, row < start + depth - 1) for row in range(start, start + depth)
            ]
            if any(_under_titles(grid, start, lines, below, names) for below in range(1, depth)):
                continue
            header = _header(start, lines, names)
            score = _score(header)
            if score > best_score:
                best, best_score = header, score
    needed = sum(column.needed and not column.common for column in schema.columns)
    if best is None or best_score < max(2, -(-needed // 3)):
        return None
    return _with_merged_rows(grid, best, names)


def unit_in(text: str) -> str | None:
    """The unit of money that a title row states (``金额单位:万元``), or ``None``."""
    match = re.search(r"单位[:\s]*\(?" + _UNIT.pattern, unicodedata.normalize("NFKC", text))
    return match.group(1) if match else None


class _Names:
    """What each header text stands for in the schema; every text is looked up once."""

    def __init__(self, schema: LedgerSchema) -> None:
        self._known: dict[str, Column | Period | None] = {}
        self._entries: dict[str, Column | Period] = {}
        entries: tuple[Column | Period, ...] = (*schema.columns, *schema.periods)
        for entry in entries:
            for title in (entry.title, *entry.synonyms):
                self._entries.setdefault(title_key(title), entry)

    def find(self, text: str) -> Column | Period | None:
        """The column with this title; a unit and what stands in brackets may be left out."""
        if text not in self._known:
            half = unicodedata.normalize("NFKC", text) if len(text) <= _LONGEST else ""
            tries = (half, _UNIT_TAIL.sub("", half), _BRACKETS.sub("", half))
            found = (self._entries.get(title_key(written)) for written in tries)
            self._known[text] = next((entry for entry in found if entry is not None), None)
        return self._known[text]


def _keys(match: Match) -> tuple[str, ...]:
    if match.period is not None:
        return (match.period.start, match.period.end)
    return (match.column.key,) if match.column is not None else ()


def _score(header: Header) -> int:
    own = {
        key
        for match in header.matches
        for key in _keys(match)
        if match.column is None or not match.column.common
    }
    return len(own)


def _lines(grid: Grid, start: int, end: int) -> list[list[str]]:
    """Header rows as text; all but the last may hold titles of groups."""
    return [_spread(grid, row, row < end - 1) for row in range(start, end)]


def _spread(grid: Grid, row: int, group: bool) -> list[str]:
    """One header row as text; group titles are spread over the columns that they span."""
    cells = [_joined(raw) if isinstance(raw, str) else "" for raw in grid.rows[row]]
    if not group:
        return cells
    for span in grid.merged:
        if span.top == row and span.left < len(cells):
            for index in range(span.left + 1, min(span.right + 1, len(cells))):
                cells[index] = cells[span.left]
    return cells


def _joined(text: str) -> str:
    """A header's text in one line, without blanks."""
    return "".join(text.split())


def _under_titles(
    grid: Grid, start: int, lines: Sequence[Sequence[str]], below: int, names: _Names
) -> bool:
    """Whether a row has content under a complete title: then it is a record, not a header."""
    groups = {
        index
        for span in grid.merged
        if start <= span.top < start + below and span.right > span.left
        for index in range(span.left, span.right + 1)
    }
    row = grid.rows[start + below]
    for index, title in enumerate(lines[below - 1]):
        if index in groups or index >= len(row) or row[index] == "" or not names.find(title):
            continue
        text = lines[below][index]
        if not names.find(text) and not names.find(title + text):
            return True
    return False


def _header(start: int, lines: Sequence[Sequence[str]], names: _Names) -> Header:
    matches = []
    for index in range(max(map(len, lines))):
        parts = list(dict.fromkeys(line[index] for line in lines if index < len(line)))
        parts = [part for part in parts if part]
        if parts:
            matches.append(_match(index, parts, names))
    return Header(start, start + len(lines), tuple(matches))


def _match(index: int, parts: Sequence[str], names: _Names) -> Match:
    """Try the whole header, then its lower parts, then the group's title alone."""
    tails = ["".join(parts[start:]) for start in range(len(parts))]
    for text in (*tails, *parts[:-1]):
        entry = names.find(text)
        if entry is not None:
            column = entry if isinstance(entry, Column) else None
            period = entry if isinstance(entry, Period) else None
            return Match(index, tails[0], column, period, _header_unit(parts))
    return Match(index, tails[0], None, None, None)


def _header_unit(parts: Sequence[str]) -> str | None:
    """The unit of money that a column's header states: 到位资金(万元), 投资/万元."""
    for part in (unicodedata.normalize("NFKC", text) for text in reversed(parts)):
        for bracket in _BRACKETS.findall(part):
            inner = bracket[1:-1].rpartition(":")[2]
            match = _UNIT.fullmatch(inner.removeprefix("单位"))
            if match:
                return match.group(1)
        tail = re.search(r"[/、](亿元|万元|千元|元)$", part)
        if tail:
            return tail.group(1)
    return None


def _with_merged_rows(grid: Grid, header: Header, names: _Names) -> Header:
    """Include the rows into which header cells are merged downwards."""
    end = max((_reach(span, header) for span in grid.merged), default=header.end)
    if end <= header.end or end - header.start > _DEPTH or end > len(grid.rows):
        return header
    deeper = _header(header.start, _lines(grid, header.start, end), names)
    return deeper if _score(deeper) >= _score(header) else Header(header.start, end, header.matches)


def _reach(span: Span, header: Header) -> int:
    inside = header.start <= span.top < header.end
    return span.bottom + 1 if inside else header.end
