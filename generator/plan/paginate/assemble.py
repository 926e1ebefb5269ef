"""Make each volume: its own pages before and behind its content, its outline, its balance."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.model import Assessment, Bookmark, Opening, Plan, Volume
from generator.plan.compose import front
from generator.plan.compose.entries import Entry
from generator.plan.compose.grid import Draft, Grid
from generator.plan.compose.refs import Refs
from generator.plan.compose.volume import (
    Listed,
    VolumeFacts,
    catalogue,
    catalogue_room,
    catalogue_row,
    closing,
    cover,
    retention_of,
)
from generator.plan.paginate.pieces import Piece, Rank
from generator.plan.paginate.placing import Counter, Placer
from generator.plan.paginate.scope import Scope
from generator.plan.paginate.sums import volume_sums, whole_sums
from generator.plan.paginate.volumes import Cut, Cutter, Front

#: What Windows refuses in file names, and what would hide a name's end.
_REFUSED = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
#: A volume's title of more characters names its first and its last group only.
_LONGEST_TITLE = 30
_NUMERALS = "一二三四五六七八九十"


def cutter(grid: Grid, assessment: Assessment, scope: Scope, refs: Refs) -> Cutter:
    """A cutter that knows what each volume needs besides its content."""
    per_sheet = 2 if scope.binding.duplex else 1
    contents = -(-len(front.contents(grid, assessment, refs)) // per_sheet)
    heights: dict[str, float] = {}

    def row(piece: Piece) -> float:
        assert piece.entry is not None
        anchor = piece.entry.anchor
        if anchor not in heights:
            listed = Listed(piece.entry, piece.first, piece.last)
            heights[anchor] = catalogue_row(grid, listed)
        return heights[anchor]

    sheets = Front(3 + contents, 2, row, catalogue_room(grid), per_sheet)
    return Cutter(grid.layout, scope.binding, sheets)


def assemble(
    grid: Grid,
    assessment: Assessment,
    scope: Scope,
    refs: Refs,
    cut: Cut,
    before: Plan | None,
    listing: Sequence[Entry],
) -> Plan:
    """The plan of this round; ``before`` is that of the last, whose counts are printed."""
    counter = Counter(scope.binding.numbering, {})
    titles = _titles(cut)
    book = _Book(grid, assessment, scope, refs, len(cut))
    volumes = []
    for at, content in enumerate(cut):
        known = before.volumes[at] if before and at < len(before.volumes) else None
        counter.begin_volume()
        volumes.append(_volume(book, at + 1, titles[at], content, known, counter))
    pages = tuple(page for volume in volumes for page in volume.pages)
    sums = whole_sums(assessment, listing, scope, pages)
    return Plan(scope.title, tuple(volumes), sums, scope.marking)


@dataclass(frozen=True, slots=True)
class _Book:
    """What all volumes share."""

    grid: Grid
    assessment: Assessment
    scope: Scope
    refs: Refs
    count: int


def _volume(
    book: _Book,
    number: int,
    title: str,
    content: Sequence[Piece],
    known: Volume | None,
    counter: Counter,
) -> Volume:
    facts = VolumeFacts(
        number,
        book.count,
        title,
        tuple(Listed(piece.entry, piece.first, piece.last) for piece in content if piece.entry),
        known.reconciliation if known else None,
        sum(page.number is not None for page in known.pages) if known else 0,
        known.sheets if known else 0,
    )
    opened = (replace(content[0], opening=Opening.COVER), *content[1:])
    whole = (*_before(book, facts), *opened, *_behind(book, facts))
    placer = Placer(book.grid.layout, book.scope, counter)
    starts = placer.place(whole)
    pages = placer.finish()
    return Volume(
        number,
        title,
        _name(number, book.count, title),
        pages,
        tuple(_bookmarks(whole, starts)),
        volume_sums(book.assessment, content, pages),
        book.scope.binding.sheet_thickness,
        retention_of(book.assessment, facts.listed, book.scope.fonds),
    )


def _before(book: _Book, facts: VolumeFacts) -> Iterator[Piece]:
    """Soft cover, in the first volume title page and contents, catalogue."""
    grid, assessment, scope = book.grid, book.assessment, book.scope
    first_cover = cover(grid, assessment, scope.title, scope.fonds, facts)
    yield from _own("案卷封面", (first_cover,))
    if facts.number == 1:
        title_page = front.title_page(grid, assessment, scope.title, scope.parts)
        yield from _own("扉页", (title_page,))
        yield from _own("总目录", front.contents(grid, assessment, book.refs))
    yield from _own("卷内文件目录", catalogue(grid, facts, book.refs))


def _behind(book: _Book, facts: VolumeFacts) -> Iterator[Piece]:
    yield from _own("卷内备考表", (closing(book.grid, book.assessment, facts),))


def _own(title: str, drafts: Sequence[Draft]) -> Iterator[Piece]:
    """A part of the volume itself, outside of the numbering."""
    for at, draft in enumerate(drafts):
        opening = Opening.COVER if at == 0 else None
        yield Piece(Rank.NONE, "", draft, outline=None if at else (0, title), opening=opening)


def _bookmarks(whole: Sequence[Piece], starts: Mapping[int, int]) -> Iterator[Bookmark]:
    """The outline: parts and groups, items, events, documents and slips."""
    event: tuple[str | None, str | None] = (None, None)
    for at, piece in enumerate(whole):
        if piece.outline is None:
            continue
        here = (piece.item, piece.event)
        if piece.event is not None and here != event:
            yield Bookmark(piece.event, 2, starts[at])
        event = here
        level, title = piece.outline
        yield Bookmark(title + ("\uff08续\uff09" if piece.first else ""), level, starts[at])


def _titles(cut: Cut) -> tuple[str, ...]:
    """Each volume's title: its groups; one that goes on over volumes bears a number."""
    named = [tuple(dict.fromkeys(piece.group for piece in c if piece.group)) for c in cut]
    titles = []
    for groups in named:
        joined = "、".join(groups)
        if len(joined) > _LONGEST_TITLE:
            joined = f"{groups[0]}至{groups[-1]}"
        titles.append(joined or "清单和核对表")
    counts = {title: titles.count(title) for title in titles}
    seen: dict[str, int] = {}
    for at, title in enumerate(titles):
        if counts[title] > 1:
            seen[title] = seen.get(title, 0) + 1
            titles[at] = f"{title}\uff08{_numeral(seen[title])}\uff09"
    return tuple(titles)


def _numeral(number: int) -> str:
    """A Chinese numeral up to ninety-nine; larger ones in digits."""
    tens, ones = divmod(number, 10)
    if number > 99:
        return str(number)
    head = "" if not tens else "十" if tens == 1 else _NUMERALS[tens - 1] + "十"
    return head + (_NUMERALS[ones - 1] if ones else "")


def _name(number: int, count: int, title: str) -> str:
    """The stem of a volume's files; names of bad characters or great length stay usable."""
    digits = max(2, len(str(count)))
    plain = _REFUSED.sub("_", title).strip(". ")[:60]
    return f"第{number:0{digits}d}卷 {plain}"
