"""The rows that a figure counts or adds up, and what they come to."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import polars as pl

from generator.base.measures import FEN, scaled
from generator.ledgers.figures.declared import FigureSource, How
from generator.ledgers.read.schema import Kind
from generator.ledgers.read.table import PATH, ROW, SHEET, Ledger
from generator.ledgers.rules.register import Register, comparable, key_names

#: A percentage point is stored in millionths; a whole is a hundred of them.
_WHOLE = 100 * 1_000_000


def selected(
    source: FigureSource, readable: Sequence[Ledger], ledgers: Mapping[str, Sequence[Ledger]]
) -> pl.DataFrame:
    """The rows that count.

    Args:
        source: a count, distinct count or sum.
        readable: the workbooks that are counted.
        ledgers: what was read, by ledger id; holds the ledger that rows must be in, if any.
    """
    assert source.schema is not None
    register = Register(source.schema, tuple(readable))
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


def places_of(frame: pl.DataFrame) -> list[tuple[str, str | None, int]]:
    """Where each row stands: workbook, sheet, row as Excel shows it."""
    return frame.select(PATH, SHEET, ROW).rows()


def value_of(source: FigureSource, frame: pl.DataFrame, unit: str) -> Decimal:
    """What the rows come to, in a unit; exactly."""
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
