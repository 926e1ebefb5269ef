"""One ledger filed in several workbooks: which rows are the same row, and which version counts.

A register is asked for under several items, and offices file a copy, or a part, under each. Rows
are matched by the columns that the schema declares unique. Two workbooks are one register if they
share enough rows; else what they share are duplicates, which the ledger's own rule reports.
"""

from __future__ import annotations  # polars is loaded where rows are at hand

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.ledgers.read.schema import Column, Kind, LedgerSchema
from generator.ledgers.read.table import PATH, ROW, SHEET, Cell, Ledger, Record, last_of
from generator.ledgers.rules.figures import spoken
from generator.ledgers.rules.register import Register, comparable, identity, key_names, origin
from generator.model import Finding, Severity

if TYPE_CHECKING:
    import polars as pl

#: Two workbooks under different items are one register if at least so many of the smaller one's
#: rows stand in the other, in halves; under one item townships file a workbook each, and more is
#: asked: so many rows at least, and so many fifths of them.
_HALVES, _ROWS, _FIFTHS = 1, 3, 4

_WORKBOOK, _NTH, _RANK, _AT = "@workbook", "@nth", "@rank", "@at"
_COUNTS = "@counts"  # the suffix of the columns of the row that counts

_REMEDY = "请核对后改成一致，或者只留一份"
_UNDECIDED = (
    "请核对后改成一致；确是新旧两份的，在文件名或 目录.yaml 里给两份都写明日期（如 2019-12-31），"
    "以新的为准"
)


@dataclass(frozen=True, slots=True)
class Filed:
    """Where a workbook is filed: its item, and the date that 目录.yaml or else its name states."""

    item: str | None
    date: dt.date | None


def as_registers(ledgers: Sequence[Ledger], filed: Mapping[str, Filed]) -> tuple[Ledger, ...]:
    """The workbooks of one ledger with the rows that count, and a finding for each that differs.

    A row that stands in several workbooks of one register counts once: as the newest of them has
    it, by the dates that 目录.yaml or their names state. Where these do not decide, the cells that
    differ are left open.

    Args:
        ledgers: workbooks read by one schema, in filing order.
        filed: by path, where each workbook is filed.
    """
    if len(ledgers) < 2:
        return tuple(ledgers)
    keys = _keys(ledgers[0].schema)
    usable = [at for at, ledger in enumerate(ledgers) if keys and ledger.has(*keys)]
    matched = {at: _matched(ledgers[at], keys, at) for at in usable}
    found = list(ledgers)
    for group in _groups(matched, [filed[ledger.path].item for ledger in ledgers]):
        parts = [ledgers[at] for at in group]
        dates = [filed[ledger.path].date for ledger in parts]
        settled = _Group(parts, dates, [matched[at] for at in group], keys).settled()
        for at, ledger in zip(group, settled, strict=True):
            found[at] = ledger
    return tuple(found)


def _keys(schema: LedgerSchema) -> tuple[str, ...]:
    """The columns by which rows are matched, with the start of the period if there is one."""
    period = next((rule.period[:1] for rule in schema.rules if rule.kind == "unique"), ())
    return (*identity(schema), *period)


def _matched(ledger: Ledger, keys: Sequence[str], at: int) -> pl.DataFrame:
    """The rows that say something in all keys; equal ones of one workbook are numbered."""
    import polars as pl

    names = key_names(keys)
    frame = comparable(ledger.frame.with_row_index(_AT), ledger.schema, keys)
    nth = pl.int_range(pl.len()).over(names).alias(_NTH)
    return frame.with_columns(nth, pl.lit(at).alias(_WORKBOOK))


def _groups(
    matched: Mapping[int, pl.DataFrame], items: Sequence[str | None]
) -> Iterator[list[int]]:
    """The workbooks that are one register, in filing order; those that stand alone are left out."""
    import polars as pl

    if len(matched) < 2:
        return
    names = [name for name in next(iter(matched.values())).columns if name.startswith("@k")]
    keys = pl.concat([frame.select(*names, _WORKBOOK).unique() for frame in matched.values()])
    sizes = {at: frame.select(names).n_unique() for at, frame in matched.items()}
    shared = (
        keys.join(keys, on=names, suffix="@1")
        .filter(pl.col(_WORKBOOK) < pl.col(f"{_WORKBOOK}@1"))
        .group_by(_WORKBOOK, f"{_WORKBOOK}@1")
        .len()
        .sort(_WORKBOOK, f"{_WORKBOOK}@1")
    )
    leader = {at: at for at in matched}
    for one, other, count in shared.iter_rows():
        least = min(sizes[one], sizes[other])
        if _one_register(count, least, same_item=items[one] == items[other]):
            first, second = sorted((leader[one], leader[other]))
            leader = {at: first if led == second else led for at, led in leader.items()}
    groups: dict[int, list[int]] = defaultdict(list)
    for at, led in leader.items():
        groups[led].append(at)
    yield from (group for group in groups.values() if len(group) > 1)


def _one_register(shared: int, rows: int, *, same_item: bool) -> bool:
    """Whether two workbooks that share so many of the smaller one's rows are one register."""
    if same_item:
        return shared >= _ROWS and shared * 5 >= rows * _FIFTHS
    return shared * 2 >= rows * _HALVES


class _Group:
    """Workbooks that are one register."""

    def __init__(
        self,
        ledgers: Sequence[Ledger],
        dates: Sequence[dt.date | None],
        matched: Sequence[pl.DataFrame],
        keys: Sequence[str],
    ) -> None:
        self._ledgers = ledgers
        self._schema = ledgers[0].schema
        self._dates = {one.path: date for one, date in zip(ledgers, dates, strict=True)}
        self._matched = matched
        self._names = [*key_names(keys), _NTH]
        self._compared = [
            column
            for column in self._schema.columns
            if not column.common and column.key not in keys
        ]
        self._having = {
            column.key: [one.path for one in ledgers if one.has(column.key)]
            for column in self._schema.columns
        }
        self._disputed: set[Cell] = set()

    def settled(self) -> tuple[Ledger, ...]:
        """The workbooks with the rows that count, and with what was found."""
        import polars as pl

        newest = [day.toordinal() if day else 0 for day in self._dates.values()]
        ranked = [
            frame.with_columns(pl.lit(-rank).alias(_RANK))
            for frame, rank in zip(self._matched, newest, strict=True)
        ]
        every = pl.concat(ranked)
        best = every.sort(_RANK, maintain_order=True)
        best = best.unique(self._names, keep="first", maintain_order=True)
        pairs = every.join(best, on=self._names, suffix=_COUNTS, maintain_order="left")
        found: dict[str, list[Finding]] = defaultdict(list)
        for record in pairs.filter(self._differs()).iter_rows(named=True):
            if finding := self._told(record):
                found[str(record[PATH])].append(finding)
        return tuple(
            self._united(ledger, pairs.filter(pl.col(PATH) == ledger.path), found[ledger.path])
            for ledger in self._ledgers
        )

    def _differs(self) -> pl.Expr:
        """Whether a row says something else than the one that counts, in a column of both."""
        import polars as pl

        differ = (
            pl.col(column.key).ne_missing(pl.col(column.key + _COUNTS))
            & pl.col(PATH).is_in(self._having[column.key])
            & pl.col(PATH + _COUNTS).is_in(self._having[column.key])
            for column in self._compared
        )
        return pl.any_horizontal(pl.lit(value=False), *differ)

    def _told(self, record: Record) -> Finding | None:
        """The finding about a row that differs; cells that could not be read tell nothing."""
        there = {key: record[key + _COUNTS] for key in (PATH, SHEET, ROW)}
        lost = {
            _cell(record, key) for ledger in self._ledgers for key in self._unread(ledger, record)
        }
        lost |= {
            _cell(there, key) for ledger in self._ledgers for key in self._unread(ledger, there)
        }
        paths = (record[PATH], there[PATH])
        different = [
            column
            for column in self._compared
            if record[column.key] != record[column.key + _COUNTS]
            and all(path in self._having[column.key] for path in paths)
            and lost.isdisjoint((_cell(record, column.key), _cell(there, column.key)))
        ]
        if not different:
            return None
        decided = self._decided(*map(str, paths))
        if not decided:
            self._disputed |= {_cell(there, column.key) for column in different}
        return self._finding(record, there, different, decided=decided)

    def _unread(self, ledger: Ledger, record: Record) -> Iterator[str]:
        if ledger.path == record[PATH] and ledger.unread:
            for column in self._compared:
                if ledger.lost(_cell(record, column.key)):
                    yield column.key

    def _decided(self, path: str, counts: str) -> bool:
        """Whether the dates say which of two workbooks is the newer one."""
        day, newest = self._dates[path], self._dates[counts]
        return day is not None and newest is not None and day < newest

    def _finding(
        self, record: Record, there: Record, different: Sequence[Column], *, decided: bool
    ) -> Finding:
        place, other = origin(record), origin(there)
        said = "，".join(
            f"“{column.title}”这里填 {self._word(column, record[column.key])}，"
            f"那里填 {self._word(column, record[column.key + _COUNTS])}"
            for column in different
        )
        who = Register(self._schema, ()).shown(record, identity(self._schema))
        where = other.seen_from(place)
        how = "按日期以那一份为准" if decided else "分不清以哪一份为准，这几格没有计入数据"
        message = f"同一台账有两个版本：“{who}”与{where}不一致：{said}；{how}"
        remedy = _REMEDY if decided else _UNDECIDED
        column = different[0].title
        place_of = (place.path, place.sheet, place.row, column)
        return Finding("two-versions", Severity.ERROR, None, message, remedy, *place_of)

    def _word(self, column: Column, value: object) -> str:
        return spoken(value, column, self._schema.unit)

    def _united(self, ledger: Ledger, pairs: pl.DataFrame, findings: Sequence[Finding]) -> Ledger:
        """A workbook with the rows that count in the place of its own."""
        import polars as pl

        own = ledger.frame.with_row_index(_AT)
        kept = own.join(pairs.select(_AT), on=_AT, how="anti")
        taken = pairs.select(
            _AT, *(self._counting(name).alias(name) for name in ledger.frame.columns)
        )
        frame = pl.concat([kept, taken.select(kept.columns)]).sort(_AT).drop(_AT)
        lost = {cell for one in self._ledgers for cell in one.lost_cells()} | self._disputed
        places = set(frame.select(PATH, SHEET, ROW).iter_rows())
        return replace(
            ledger,
            united=self._left_open(frame),
            united_lost=frozenset(cell for cell in lost if cell[:3] in places),
            findings=(*ledger.findings, *findings),
        )

    def _counting(self, name: str) -> pl.Expr:
        """The value that counts; a column that the other workbook lacks keeps its own."""
        import polars as pl

        key = name.partition(":")[0]
        if key not in self._having:
            return pl.col(name + _COUNTS)
        there = pl.col(PATH + _COUNTS).is_in(self._having[key])
        return pl.when(there).then(pl.col(name + _COUNTS)).otherwise(pl.col(name))

    def _left_open(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The rows without the values of disputed cells."""
        import polars as pl

        by_key: dict[str, list[Cell]] = defaultdict(list)
        for cell in self._disputed:
            by_key[cell[3]].append(cell)
        for key, cells in by_key.items():
            names = [key]
            if self._schema.column(key).kind is Kind.DATE:
                names.append(last_of(key))
            places = pl.struct(PATH, SHEET, ROW).is_in(
                [dict(zip((PATH, SHEET, ROW), cell[:3], strict=True)) for cell in cells]
            )
            frame = frame.with_columns(
                pl.when(~places).then(pl.col(name)).alias(name) for name in names
            )
        return frame


def _cell(record: Record, key: str) -> Cell:
    place = origin(record)
    assert place.row is not None
    return (place.path, place.sheet, place.row, key)
