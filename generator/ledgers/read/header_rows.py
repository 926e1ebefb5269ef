"""The rows of a header as text, and which rows above and below it belong to it as well."""

from collections.abc import Sequence

from generator.ledgers.read.titles import LONGEST, Names, joined
from generator.workbooks.grid import Grid, Span

#: A header may be this many rows deep.
DEPTH = 3

#: Rows under a header in which a column is looked at for content.
_LOOKED_AT = 50


def header_lines(grid: Grid, start: int, end: int) -> list[list[str]]:
    """Header rows as text; all but the last may hold titles of groups.

    Args:
        grid: the sheet.
        start: the first row, counted from 0.
        end: the first row after them.
    """
    return [_spread(grid, row, row < end - 1) for row in range(start, end)]


def under_titles(
    grid: Grid, start: int, lines: Sequence[Sequence[str]], below: int, names: Names
) -> bool:
    """Whether a row has content under a complete title: then it is a record, not a header.

    Args:
        grid: the sheet.
        start: the row of the first line.
        lines: rows as text.
        below: which of the lines is asked about.
        names: what texts stand for.
    """
    groups = _grouped(grid, start, start + below)
    row = grid.rows[start + below]
    for index, title in enumerate(lines[below - 1]):
        if index in groups or index >= len(row) or row[index] == "" or not names.find(title):
            continue
        text = lines[below][index]
        if not names.find(text) and not names.find(title + text):
            return True
    return False


def whole_header(grid: Grid, start: int, end: int, names: Names) -> tuple[int, int]:
    """First row and end of a header of which some rows were found, within ``DEPTH`` rows.

    Rows belong together when a merged cell ties them. Without merged cells, a row of titles
    above belongs to the header when it names a column that has content and else no title; a row
    of titles below, when it names columns and stands under no complete title.
    """
    start, end = _tied(grid, start, end)
    for top in range(start - 1, max(end - DEPTH, 0) - 1, -1):
        under = range(top + 1, end)
        if not _holds_titles(grid, top) or any(
            _contradicts(grid, top, row, names) for row in under
        ):
            break
        if _names_untitled(grid, top, end, names):
            start = top
    while end < len(grid.rows) and end - start < DEPTH and _names_more(grid, start, end, names):
        end += 1
    return start, end


def _spread(grid: Grid, row: int, group: bool) -> list[str]:
    """One header row as text; group titles are spread over the columns that they span."""
    cells = [joined(raw) if isinstance(raw, str) else "" for raw in grid.rows[row]]
    if not group:
        return cells
    for span in grid.merged:
        if span.top == row and span.left < len(cells):
            for index in range(span.left + 1, min(span.right + 1, len(cells))):
                cells[index] = cells[span.left]
    return cells


def _grouped(grid: Grid, start: int, end: int) -> frozenset[int]:
    """The columns over which a title of some rows is merged sideways."""
    return frozenset(
        index
        for span in grid.merged
        if start <= span.top < end and span.right > span.left
        for index in range(span.left, span.right + 1)
    )


def _tied(grid: Grid, start: int, end: int) -> tuple[int, int]:
    """The rows and those tied to them by cells that are merged downwards."""
    near = [
        span
        for span in grid.merged
        if span.top < span.bottom < len(grid.rows) and abs(span.top - start) < DEPTH
    ]
    grown = True
    while grown:
        grown = False
        for span in near:
            top, bottom = min(start, span.top), max(end, span.bottom + 1)
            fits = (top, bottom) != (start, end) and bottom - top <= DEPTH
            if fits and _touches(grid, span, start, end):
                start, end, grown = top, bottom, True
    return start, end


def _touches(grid: Grid, span: Span, start: int, end: int) -> bool:
    """Whether a merged cell stands in some rows, or reaches into them from above as a title."""
    if span.top >= start:
        return span.top < end
    row = grid.rows[span.top]
    return span.bottom >= start and span.left < len(row) and row[span.left] != ""


def _holds_titles(grid: Grid, row: int) -> bool:
    """Whether a row may be one of titles; a line about the table (``单位:元``) is none."""
    cells = [raw for raw in grid.rows[row] if raw != ""]
    return bool(cells) and all(
        isinstance(raw, str) and len(raw) <= LONGEST and not set(raw) & set(":：") for raw in cells
    )


def _contradicts(grid: Grid, upper: int, lower: int, names: Names) -> bool:
    """Whether a row names one column and the row under it, in the same place, another."""
    grouped = _grouped(grid, upper, upper + 1)
    above, below = (_spread(grid, row, group=False) for row in (upper, lower))
    for index, (title, text) in enumerate(zip(above, below, strict=True)):
        first, second = names.find(title), names.find(text)
        if index in grouped or first is None or second is None or first is second:
            continue
        if names.find(title + text) is None:
            return True
    return False


def _names_untitled(grid: Grid, top: int, end: int, names: Names) -> bool:
    """Whether a row above a header names a column that has content and else no title."""
    titles = _spread(grid, top, group=False)
    titled = {
        index
        for line in header_lines(grid, top + 1, end)
        for index, text in enumerate(line)
        if text
    }
    return any(
        index not in titled
        and names.find(text) is not None
        and any(row[index] != "" for row in grid.rows[end : end + _LOOKED_AT])
        for index, text in enumerate(titles)
        if text
    )


def _names_more(grid: Grid, start: int, end: int, names: Names) -> bool:
    """Whether the row under a header only names columns, some of them not named above it."""
    texts = [joined(raw) if isinstance(raw, str) else None for raw in grid.rows[end]]
    lines = header_lines(grid, start, end + 1)
    if any(text is None or (text and names.find(text) is None) for text in texts):
        return False
    if under_titles(grid, start, lines, end - start, names):
        return False
    if any(_contradicts(grid, row, end, names) for row in range(start, end)):
        return False
    above = {index for line in lines[:-1] for index, text in enumerate(line) if names.find(text)}
    return any(text and index not in above for index, text in enumerate(texts))
