"""The head of a ledger as the office drew it: titles, and groups over them."""

from collections.abc import Iterator, Sequence

from generator.ledgers.printed.sheet import HeadCell
from generator.ledgers.read.cells import as_text
from generator.ledgers.read.headers import Header
from generator.workbooks.grid import Grid, letters

#: A longer title is cut in the head, which stands on every page, and printed in full below.
LONGEST_TITLE = 40

#: A title of a group of columns is not longer.
_LONGEST_GROUP = 15


def head_cells(grid: Grid, header: Header, indices: Sequence[int]) -> tuple[HeadCell, ...]:
    """The cells of a header's rows over the printed columns; together they leave no hole."""
    depth = header.end - header.start
    texts = [[_text(grid, header.start + row, index) for index in indices] for row in range(depth)]
    taken: set[tuple[int, int]] = set()
    cells = []
    for cell in (*_merged(grid, header, indices, texts), *_single(indices, texts)):
        places = {
            (row, at)
            for row in range(cell.top, cell.bottom + 1)
            for at in range(cell.left, cell.right + 1)
        }
        if taken.isdisjoint(places):
            taken |= places
            cells.append(cell)
    return tuple(_grown(cells, taken, depth))


def with_groups(grid: Grid, header: Header) -> Header:
    """The header with the rows over it that only name groups of columns.

    The reader of ledgers does not need such a row; on paper a title such as 开始 says nothing
    without the group over it.
    """
    start = header.start
    while start > 0 and _names_groups(grid, start - 1, header):
        start -= 1
    return Header(start, header.end, header.matches)


def lowest_titles(cells: Sequence[HeadCell], columns: int) -> tuple[str, ...]:
    """The title that stands directly over each column."""
    titles = [""] * columns
    for cell in sorted(cells, key=lambda cell: cell.bottom):
        for at in range(cell.left, cell.right + 1):
            titles[at] = cell.text or titles[at]
    return tuple(titles)


def cut(cells: Sequence[HeadCell]) -> tuple[HeadCell, ...]:
    """The head with titles that are not too long to stand on every page."""
    return tuple(
        HeadCell(f"{c.text[:LONGEST_TITLE]}…", c.top, c.left, c.bottom, c.right)
        if len(c.text) > LONGEST_TITLE
        else c
        for c in cells
    )


def _names_groups(grid: Grid, row: int, header: Header) -> bool:
    """Whether a row holds several short titles, some of them over several columns."""
    indices = [match.index for match in header.matches]
    texts = [_text(grid, row, index) for index in range(len(grid.rows[row]))]
    titles = [text for text in texts if text]
    spans = [span for span in grid.merged if span.top <= row <= span.bottom]
    over = [sum(span.left <= index <= span.right for index in indices) for span in spans]
    return (
        len(titles) > 1
        and any(1 < columns < len(indices) for columns in over)
        and all(len(text) <= _LONGEST_GROUP and not set(text) & set(":：") for text in titles)
    )


def _merged(
    grid: Grid, header: Header, indices: Sequence[int], texts: Sequence[Sequence[str]]
) -> Iterator[HeadCell]:
    """The merged cells of the head; one that begins above it is a title of the sheet."""
    for span in grid.merged:
        inside = [at for at, index in enumerate(indices) if span.left <= index <= span.right]
        if not inside or not header.start <= span.top < header.end:
            continue
        top, bottom = span.top - header.start, min(span.bottom, header.end - 1) - header.start
        text = _text(grid, span.top, span.left) or texts[top][inside[0]]
        yield HeadCell(text, top, inside[0], bottom, inside[-1])


def _single(indices: Sequence[int], texts: Sequence[Sequence[str]]) -> Iterator[HeadCell]:
    """Every title as a cell of its own, and a name for the columns that have none."""
    for at, index in enumerate(indices):
        if not any(row[at] for row in texts):
            yield HeadCell(f"（{letters(index)}列无列名）", 0, at, len(texts) - 1, at)
        for row, line in enumerate(texts):
            if line[at]:
                yield HeadCell(line[at], row, at, row, at)


def _grown(
    cells: Sequence[HeadCell], taken: set[tuple[int, int]], depth: int
) -> Iterator[HeadCell]:
    """The cells, each drawn down over the empty places under it; then those still empty."""
    for cell in sorted(cells, key=lambda cell: (cell.top, cell.left)):
        bottom = cell.bottom
        while (
            bottom + 1 < depth and cell.left == cell.right and (bottom + 1, cell.left) not in taken
        ):
            bottom += 1
            taken.add((bottom, cell.left))
        yield HeadCell(cell.text, cell.top, cell.left, bottom, cell.right)
    columns = max(at for _, at in taken) + 1
    for row in range(depth):
        for at in range(columns):
            if (row, at) not in taken:
                yield HeadCell("", row, at, row, at)


def _text(grid: Grid, row: int, index: int) -> str:
    cells = grid.rows[row]
    return "".join(as_text(cells[index]).split()) if index < len(cells) else ""
