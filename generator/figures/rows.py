"""Compute a figure from the rows of a unit's ledgers, and say which rows."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import polars as pl

from generator.figures.declared import FigureSource, How
from generator.figures.measures import added, scaled
from generator.figures.values import Computed, Trace
from generator.ledger_rules.register import Origin, Register, comparable, key_names
from generator.ledgers.schema import FEN, Kind
from generator.ledgers.table import PATH, ROW, SHEET, Ledger

#: Up to so many rows are named one by one.
_NAMED = 5

#: A percentage point is stored in millionths; a whole is a hundred of them.
_WHOLE = 100 * 1_000_000


def compute(
    source: FigureSource,
    unit: str,
    ledgers: Mapping[str, Sequence[Ledger]],
    filed: Mapping[str, str | None],
) -> Computed:
    """Count or add up the rows that a source names.

    Args:
        source: a count, distinct count or sum.
        unit: the unit of the result; decides between 元 and 万元.
        ledgers: what was read, by ledger id.
        filed: the item under which each workbook stands, by path.
    """
    assert source.schema is not None
    chosen = chosen_ledgers(source, ledgers, filed)
    readable = tuple(ledger for ledger in chosen if ledger.readable)
    reason = _reason(source, chosen, readable, ledgers)
    if reason:
        return Computed(None, reason=reason)
    register = Register(source.schema, readable)
    frame = _selected(source, register, ledgers)
    value = _value(source, frame, unit)
    lost = len(chosen) - len(readable) + _unread(source, readable, ledgers)
    return Computed(value, _traces(frame, readable), _method(source), lost)


def counted_rows(
    source: FigureSource,
    ledgers: Mapping[str, Sequence[Ledger]],
    filed: Mapping[str, str | None],
) -> Iterator[Origin]:
    """The rows that ``compute`` counts or adds up; none when it has nothing to compute from."""
    assert source.schema is not None
    chosen = chosen_ledgers(source, ledgers, filed)
    readable = tuple(ledger for ledger in chosen if ledger.readable)
    if not _reason(source, chosen, readable, ledgers):
        frame = _selected(source, Register(source.schema, readable), ledgers)
        for path, sheet, row in frame.select(PATH, SHEET, ROW).iter_rows():
            yield Origin(path, sheet, row)


def chosen_ledgers(
    source: FigureSource,
    ledgers: Mapping[str, Sequence[Ledger]],
    filed: Mapping[str, str | None],
) -> tuple[Ledger, ...]:
    """The workbooks under the source's item, or all of this kind if there is none."""
    assert source.schema is not None
    every = tuple(ledgers.get(source.schema.id, ()))
    return tuple(ledger for ledger in every if filed.get(ledger.path) == source.filed) or every


def _reason(
    source: FigureSource,
    chosen: Sequence[Ledger],
    readable: Sequence[Ledger],
    ledgers: Mapping[str, Sequence[Ledger]],
) -> str:
    """Why there is nothing to compute from; empty if there is."""
    assert source.schema is not None
    if not chosen:
        return f"没有交{source.schema.name}"
    if not readable:
        return f"{source.schema.name}读不出来"
    for ledger in readable:
        for key in source.used:
            if not ledger.has(key):
                name = ledger.path.rpartition("/")[2]
                return f"“{name}”缺少“{source.schema.title_of(key)}”这一列"
    if source.within is None:
        return ""
    base = ledgers.get(source.within.id, ())
    if not base or not all(one.has(*source.columns) for one in base):
        return f"没有可以比对的{source.within.name}"
    return ""


def _selected(
    source: FigureSource, register: Register, ledgers: Mapping[str, Sequence[Ledger]]
) -> pl.DataFrame:
    """The rows that count."""
    frame = register.rows(when=source.where).drop_nulls(list(source.filled))
    frame = frame.filter(pl.all_horizontal(pl.lit(value=True), *map(_says_nothing, source.empty)))
    if source.empty:
        frame = _without_unread(frame, register, source.empty)
    if source.how is How.DISTINCT:
        frame = comparable(frame, register.schema, source.columns)
    if source.within is not None:
        names = key_names(source.columns)
        base = Register(source.within, tuple(ledgers[source.within.id]))
        known = comparable(base.rows(), source.within, source.columns).select(names)
        frame = frame.join(known, on=names, how="semi", maintain_order="left")
    return frame


def _says_nothing(key: str) -> pl.Expr:
    return pl.col(key).is_null()


def _without_unread(frame: pl.DataFrame, register: Register, keys: Sequence[str]) -> pl.DataFrame:
    """Leave out rows whose cell says something that could not be read: it is not empty."""
    kept = [
        all(register.is_empty(record, key) for key in keys)
        for record in frame.iter_rows(named=True)
    ]
    return frame.filter(pl.Series(kept, dtype=pl.Boolean))


def _value(source: FigureSource, frame: pl.DataFrame, unit: str) -> Decimal:
    if source.how is How.COUNT:
        return Decimal(frame.height)
    if source.how is How.DISTINCT:
        return Decimal(frame.select(key_names(source.columns)).unique().height)
    assert source.schema is not None
    kind = source.schema.column(source.columns[0]).kind
    scale = FEN[unit] if kind is Kind.AMOUNT else (kind.scale or 1)
    column = frame.get_column(source.columns[0])
    if source.times is None:
        return scaled(int(column.sum()), scale)
    parts = zip(column, frame.get_column(source.times), strict=True)
    shares = (
        value * (_WHOLE if share is None else share) for value, share in parts if value is not None
    )
    return scaled(sum(shares), scale * _WHOLE)


def _unread(
    source: FigureSource, chosen: Sequence[Ledger], ledgers: Mapping[str, Sequence[Ledger]]
) -> int:
    """Cells that the figure needs and that say something which could not be read."""
    lost = sum(key in source.used for ledger in chosen for _, _, key in ledger.unread)
    if source.within is None:
        return lost
    base = ledgers[source.within.id]
    return lost + sum(key in source.columns for one in base for _, _, key in one.unread)


def _traces(frame: pl.DataFrame, chosen: Sequence[Ledger]) -> tuple[Trace, ...]:
    """One trace for each sheet that gave rows; a workbook that gave none says so."""
    found: dict[tuple[str, str | None], list[int]] = {}
    for path, sheet, row in frame.select(PATH, SHEET, ROW).iter_rows():
        found.setdefault((path, sheet), []).append(row)
    traces = [Trace(rows_said(rows), path, sheet, rows[0]) for (path, sheet), rows in found.items()]
    with_rows = {path for path, _ in found}
    none = [Trace("没有符合的行", one.path) for one in chosen if one.path not in with_rows]
    return (*traces, *none)


def rows_said(rows: Sequence[int]) -> str:
    """Which rows, in words: named one by one when they are few."""
    if len(rows) <= _NAMED:
        return f"第 {'、'.join(map(str, rows))} 行"
    first, last = min(rows), max(rows)
    if last - first + 1 == len(rows):
        return f"第 {first} 至 {last} 行，共 {len(rows)} 行"
    return f"第 {first} 至 {last} 行中的 {len(rows)} 行"


def _method(source: FigureSource) -> str:
    """How the rows were counted, in words."""
    schema = source.schema
    assert schema is not None
    titles = "、".join(schema.title_of(key) for key in source.columns)
    said = {
        How.COUNT: "按行数",
        How.DISTINCT: f"按“{titles}”去重",
        How.SUM: f"“{titles}”相加",
    }[source.how]
    if source.times:
        said += f"，按“{schema.title_of(source.times)}”折算（空着算 100%）"
    limits = [
        f"{schema.title_of(key)}为{'或'.join(map(_word, values))}"
        for key, values in source.where.items()
    ]
    limits += [f"已填{schema.title_of(key)}" for key in source.filled]
    limits += [f"没有填{schema.title_of(key)}" for key in source.empty]
    if source.within:
        limits.append(f"在{source.within.name}里")
    return said + (f"，只算{'、'.join(limits)}的" if limits else "")


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


def total(parts: Sequence[Computed], values: Sequence[Decimal | None]) -> Computed:
    """The sum of other figures; nothing if one of them is not known."""
    if any(value is None for value in values):
        return Computed(None, reason="有一项分项没有数")
    traces = tuple(trace for part in parts for trace in part.traces)
    lost = sum(part.open for part in parts)
    return Computed(added(v for v in values if v is not None), traces, "分项相加", lost)
