"""What the cells of a grid say in print, and the rows and merged cells among chosen columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.ledgers.printed.covers import Cover
from generator.ledgers.printed.sheet import Line, Tone
from generator.ledgers.read.cells import as_text
from generator.workbooks.grid import Grid, Raw


@dataclass(frozen=True, slots=True)
class Columns:
    """The printed columns of a grid: their places in it, and how each one's text is covered."""

    indices: tuple[int, ...]
    covers: tuple[Cover, ...]

    def texts(self, row: Sequence[Raw], covers: Sequence[Cover] | None = None) -> tuple[str, ...]:
        """The printed texts of one row."""
        length = len(row)
        return tuple(
            cover(shown(row[index])) if index < length and row[index] != "" else ""
            for index, cover in zip(self.indices, covers or self.covers, strict=True)
        )


@dataclass(frozen=True, slots=True)
class GridLines:
    """The rows of a grid as printed lines, made when asked for.

    ``entries`` are rows of the grid (from 0), or lines of our own that stand between them.
    ``labels`` and ``tones`` hold what is not usual, by row; ``loose`` are rows whose cells need
    not be what their column is (totals), printed with ``loose_cover``.
    """

    grid: Grid
    columns: Columns
    entries: Sequence[int | Line]
    labels: Mapping[int, str]
    tones: Mapping[int, Tone]
    spans: Mapping[int, tuple[tuple[int, int], ...]]
    loose: frozenset[int]
    loose_cover: Cover

    def __len__(self) -> int:
        return len(self.entries)

    def __getitem__(self, at: int, /) -> Line:
        entry = self.entries[at]
        if isinstance(entry, Line):
            return entry
        covers = [self.loose_cover] * len(self.columns.covers) if entry in self.loose else None
        return Line(
            self.labels.get(entry) or str(entry + 1),
            self.columns.texts(self.grid.rows[entry], covers),
            self.tones.get(entry, Tone.PLAIN),
            self.spans.get(entry, ()),
        )


def shown(raw: Raw) -> str:
    """What a cell says, with its line breaks as they are and no blanks around it."""
    text = as_text(raw)
    if text.isalnum():
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").strip()


def filled(row: Sequence[Raw]) -> bool:
    """Whether a row says anything."""
    return any(not isinstance(raw, str) or bool(raw and raw.strip()) for raw in row)


def filled_columns(grid: Grid, start: int) -> frozenset[int]:
    """The columns that say anything from a row on."""
    found: set[int] = set()
    for row in grid.rows[start:]:
        for index, raw in enumerate(row):
            if raw != "" and index not in found and filled((raw,)):
                found.add(index)
    return frozenset(found)


def merged_columns(grid: Grid, indices: Sequence[int]) -> Mapping[int, tuple[tuple[int, int], ...]]:
    """The cells merged across columns, by row, as positions among the printed columns."""
    found: dict[int, tuple[tuple[int, int], ...]] = {}
    for span in sorted(grid.merged, key=lambda span: (span.top, span.left)):
        inside = [at for at, index in enumerate(indices) if span.left <= index <= span.right]
        if len(inside) > 1:
            for row in range(span.top, min(span.bottom + 1, len(grid.rows))):
                found[row] = (*found.get(row, ()), (inside[0], inside[-1]))
    return found
