"""Find a table's header under its title rows, and say which column of the schema stands where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.ledgers.read.header_rows import DEPTH, header_lines, under_titles, whole_header
from generator.ledgers.read.schema import Column, LedgerSchema, Period
from generator.ledgers.read.titles import Names, header_unit, joined
from generator.workbooks.grid import Grid, Unreadable

#: Header rows are looked for in the first rows of a sheet.
SEARCHED = 40


@dataclass(frozen=True, slots=True)
class Match:
    """One column of a sheet: where it stands, what its header says, what it is in the schema.

    ``lowest`` is the last of the header's texts, without the titles of groups over it.
    """

    index: int
    title: str
    column: Column | None
    period: Period | None
    unit: str | None
    lowest: str = ""


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


def has_table(grids: Sequence[Grid] | Unreadable, schema: LedgerSchema) -> bool:
    """Whether one of a workbook's sheets has the header of a ledger."""
    if isinstance(grids, Unreadable):
        return False
    return any(grid.rows and find_header(grid, schema) is not None for grid in grids)


def find_header(grid: Grid, schema: LedgerSchema) -> Header | None:
    """Find the header rows of a sheet.

    The rows that name most of the ledger's own columns win; of equals the fewest and the first.
    At least two of its own columns, and a third of those that must be there, have to be named.
    Rows above and below that belong to the same header are then added (``whole_header``).
    """
    names = Names(schema)
    best: Header | None = None
    best_score = 0
    rows = grid.rows[: SEARCHED + DEPTH]
    named = [any(isinstance(raw, str) and names.find(joined(raw)) for raw in row) for row in rows]
    for depth in range(1, DEPTH + 1):
        for start in range(min(SEARCHED, len(rows) - depth + 1)):
            if not any(named[start : start + depth]):
                continue
            lines = header_lines(grid, start, start + depth)
            if any(under_titles(grid, start, lines, below, names) for below in range(1, depth)):
                continue
            header = _header(start, lines, names)
            score = _score(header)
            if score > best_score:
                best, best_score = header, score
    needed = sum(column.needed and not column.common for column in schema.columns)
    if best is None or best_score < max(2, -(-needed // 3)):
        return None
    return _with_all_rows(grid, best, names)


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


def _header(start: int, lines: Sequence[Sequence[str]], names: Names) -> Header:
    """The header that some rows make.

    A column's title is looked up as a whole, then by its lower parts. Where these say nothing,
    the title of its group stands for it, unless another column has that title itself.
    """
    parts: dict[int, list[str]] = {}
    for index in range(max(map(len, lines))):
        over = dict.fromkeys(line[index] for line in lines if index < len(line))
        if texts := [text for text in over if text]:
            parts[index] = texts
    own = {index: _first(names, _tails(texts)) for index, texts in parts.items()}
    taken = {entry.title for entry in own.values() if entry is not None}
    matches = []
    for index, texts in parts.items():
        entry = own[index]
        if entry is None:
            group = _first(names, texts[:-1])
            entry = group if group is not None and group.title not in taken else None
        matches.append(_match(index, texts, entry))
    return Header(start, start + len(lines), tuple(matches))


def _tails(parts: Sequence[str]) -> list[str]:
    """The whole title of a column, then its lower parts."""
    return ["".join(parts[start:]) for start in range(len(parts))]


def _first(names: Names, texts: Sequence[str]) -> Column | Period | None:
    """What the first text that says anything stands for."""
    found = (names.find(text) for text in texts)
    return next((entry for entry in found if entry is not None), None)


def _match(index: int, parts: Sequence[str], entry: Column | Period | None) -> Match:
    column = entry if isinstance(entry, Column) else None
    period = entry if isinstance(entry, Period) else None
    unit = header_unit(parts) if entry is not None else None
    return Match(index, "".join(parts), column, period, unit, parts[-1])


def _with_all_rows(grid: Grid, header: Header, names: Names) -> Header:
    """Include the rows that belong to the header; what its own rows named stays named."""
    start, end = whole_header(grid, header.start, header.end, names)
    if (start, end) == (header.start, header.end):
        return header
    whole = _header(start, header_lines(grid, start, end), names)
    if _score(whole) >= _score(header):
        return whole
    titled = {match.index for match in header.matches}
    added = [match for match in whole.matches if match.index not in titled]
    matches = sorted((*header.matches, *added), key=lambda match: match.index)
    return Header(start, end, tuple(matches))
