"""Sheets of photos: pages that several documents share, each photo in a frame with its caption.

A photo stays a document of its own: the sheet carries the anchor of each, and lines of contents
and catalogues lead to it. One that could not be read has its frame with the reason in it, beside
others; where none could be read, slips stand as for any document.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.convert.kinds import EXTENSIONS, PICTURES
from generator.model import SHEETS_OF_PHOTOS, Cell, Framed, Item, LeafRef, PageKind, Row
from generator.plan.compose.captions import Noted, caption
from generator.plan.compose.entries import Entry
from generator.plan.compose.grid import Column, Draft, Grid

#: Lines of a caption; what is longer is shortened, and the contents of the item have all of it.
_MOST_LINES = 3

_ROLE = "cell"


@dataclass(frozen=True, slots=True)
class Captions:
    """What captions are made of: rows of the ledger of pictures by path, and the office's choice.

    ``per_page``: how many photos stand on a page where neither item nor folder says otherwise.
    """

    noted: Mapping[str, Noted]
    per_page: int = 1

    def of(self, entry: Entry) -> str:
        """The whole caption of a photo."""
        assert entry.file is not None
        file, leaves = entry.file.file, entry.file.leaves
        photo = leaves.photo if leaves is not None else None
        return caption(file, self.noted.get(file.path, Noted()), photo)


def sheets(
    item: Item, entries: Sequence[Entry], captions: Captions
) -> Iterator[Entry | tuple[Entry, ...]]:
    """The entries of an item in order, those that share a sheet together.

    Photos share one while they follow each other in the same event.
    """
    taken: list[Entry] = []
    most = 0
    for entry in entries:
        room = per_page_of(item, entry, captions)
        fits = bool(taken) and room == most and len(taken) < most
        if taken and not (fits and taken[-1].event is entry.event):
            yield from _shared(taken)
            taken = []
        most = room
        if room > 1:
            taken.append(entry)
        else:
            yield entry
    yield from _shared(taken)


def _shared(taken: Sequence[Entry]) -> Iterator[Entry | tuple[Entry, ...]]:
    if any(entry.gap is None for entry in taken):
        yield tuple(taken)
    else:
        yield from taken


def per_page_of(item: Item, entry: Entry, captions: Captions) -> int:
    """How many photos stand on an entry's page; one if it is none."""
    if entry.file is None or not _is_photo(entry):
        return 1
    folder = entry.file.file.metadata.photos_per_page
    return folder or item.photos_per_page or captions.per_page


def _is_photo(entry: Entry) -> bool:
    """Whether a document is a photo, or was to be one by its name and cannot be read."""
    assert entry.file is not None
    leaves = entry.file.leaves
    if leaves is not None:
        return leaves.photo is not None and len(leaves.pages) == 1
    ending = entry.file.file.name.rpartition(".")[2].casefold()
    return EXTENSIONS.get(ending, ending) in PICTURES


def sheet(grid: Grid, shared: Sequence[Entry], per_page: int, captions: Captions) -> Draft:
    """The sheet of some photos: frames of equal size, two beside each other from four on."""
    across = SHEETS_OF_PHOTOS[per_page]
    down = per_page // across
    columns = tuple(Column("", grid.width / across) for _ in range(across))
    below = _caption_height(grid)
    rows: list[Row] = []
    for start in range(0, len(shared), across):
        part = shared[start : start + across]
        empty = (Cell(""),) * (across - len(part))
        width = columns[0].width
        frames = (*(_frame(grid, entry, width) for entry in part), *empty)
        words = (*(Cell(shown(grid, entry, per_page, captions)) for entry in part), *empty)
        rows += [Row(frames, grid.room / down - below), Row(words, below)]
    first = shared[0]
    assert first.file is not None
    return Draft(
        PageKind.PHOTOS,
        f"照片：{first.file.file.metadata.title}",
        (grid.table(columns, rows, _ROLE),),
        tuple(entry.anchor for entry in shared),
        first.file.file.item,
    )


def shown(grid: Grid, entry: Entry, per_page: int, captions: Captions) -> str:
    """A photo's caption as it stands on its sheet: at most three lines."""
    text, width = captions.of(entry), grid.width / SHEETS_OF_PHOTOS[per_page]
    if len(grid.cell(text, width, _ROLE)) <= _MOST_LINES:
        return text
    kept = "".join(grid.cell(text, width, _ROLE)[:_MOST_LINES])
    while len(grid.cell(f"{kept}…", width, _ROLE)) > _MOST_LINES:
        kept = kept[:-1]
    return f"{kept}…"


def shortened(
    grid: Grid, item: Item, stand: Sequence[Entry | tuple[Entry, ...]], captions: Captions
) -> Mapping[str, str]:
    """By anchor, the whole captions of photos whose sheets show less."""
    found: dict[str, str] = {}
    for shared in stand:
        for entry in shared if isinstance(shared, tuple) else ():
            per_page = per_page_of(item, entry, captions)
            whole = captions.of(entry)
            if shown(grid, entry, per_page, captions) != whole:
                found[entry.anchor] = whole
    return found


def _frame(grid: Grid, entry: Entry, width: float) -> Cell:
    assert entry.file is not None
    leaves = entry.file.leaves
    if entry.gap is not None or leaves is None or leaves.photo is None:
        why = entry.gap.message if entry.gap is not None else ""
        remedy = entry.gap.remedy if entry.gap is not None else ""
        return Cell(_fitting(grid, f"缺照片\n{why}\n{remedy}", width))
    leaf = LeafRef(entry.file.file, leaves.pdf, 0)
    return Cell("", align="center", framed=Framed(leaf, leaves.photo))


def _fitting(grid: Grid, text: str, width: float) -> str:
    """A reason that may be long, cut so that a frame of the smallest size holds it."""
    most = int((grid.room / 3 - _caption_height(grid)) // grid.layout.roles[_ROLE].line) - 1
    lines = grid.cell(text, width, _ROLE)
    return text if len(lines) <= most else "\n".join((*lines[: most - 1], "…"))


def _caption_height(grid: Grid) -> float:
    figures = grid.layout.table
    return _MOST_LINES * grid.layout.roles[_ROLE].line + 2 * figures.padding_y
