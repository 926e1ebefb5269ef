"""Compute a figure from the rows of a unit's ledgers, and say which rows."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from generator.base.measures import added
from generator.ledgers.figures.declared import FigureSource, How
from generator.ledgers.figures.values import Computed, Trace
from generator.ledgers.read.table import Ledger

#: Up to so many rows are named one by one.
_NAMED = 5


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
    reason = why_none(source, chosen, readable, ledgers)
    if reason:
        return Computed(None, reason=reason)

    from generator.ledgers.figures.selected_rows import places_of, selected, value_of

    frame = selected(source, readable, ledgers)
    value = value_of(source, frame, unit)
    lost = len(chosen) - len(readable) + _unread(source, readable, ledgers)
    traces = _traces(places_of(frame), readable)
    return Computed(value, traces, _method(source), lost)


def chosen_ledgers(
    source: FigureSource,
    ledgers: Mapping[str, Sequence[Ledger]],
    filed: Mapping[str, str | None],
) -> tuple[Ledger, ...]:
    """The workbooks under the source's item, or all of this kind if there is none."""
    assert source.schema is not None
    every = tuple(ledgers.get(source.schema.id, ()))
    return tuple(ledger for ledger in every if filed.get(ledger.path) == source.filed) or every


def why_none(
    source: FigureSource,
    chosen: Sequence[Ledger],
    readable: Sequence[Ledger],
    ledgers: Mapping[str, Sequence[Ledger]],
) -> str:
    """Why there is nothing to compute from; empty if there is.

    Args:
        source: what the figure is computed from.
        chosen: the workbooks that are meant.
        readable: those of them that could be read.
        ledgers: what was read, by ledger id.
    """
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


def _unread(
    source: FigureSource, chosen: Sequence[Ledger], ledgers: Mapping[str, Sequence[Ledger]]
) -> int:
    """Cells that the figure needs and that say something which could not be read."""
    lost = {cell for ledger in chosen for cell in ledger.lost_cells() if cell[3] in source.used}
    if source.within is None:
        return len(lost)
    base = ledgers[source.within.id]
    return len(lost) + sum(key in source.columns for one in base for _, _, key in one.unread)


def _traces(
    places: Sequence[tuple[str, str | None, int]], chosen: Sequence[Ledger]
) -> tuple[Trace, ...]:
    """One trace for each sheet that gave rows; a workbook that gave none says so."""
    found: dict[tuple[str, str | None], list[int]] = {}
    for path, sheet, row in places:
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
