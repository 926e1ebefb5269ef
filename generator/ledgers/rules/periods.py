"""Whether two periods surely overlap: an open end lasts, a stated month may be any day of it."""

import datetime as dt
from collections.abc import Sequence

import polars as pl

from generator.ledgers.read.table import last_of

#: The first and the last day on which a period may start, and the first on which it may end.
BOUNDS = ("@from", "@from_last", "@to")

_FOREVER = dt.date(9999, 12, 31)


def with_bounds(frame: pl.DataFrame, period: Sequence[str]) -> pl.DataFrame:
    """Add the bounds of each row's period; rows without a start are left out."""
    start, end = period
    values = (pl.col(start), pl.col(last_of(start)), pl.col(end).fill_null(_FOREVER))
    named = (value.alias(name) for value, name in zip(values, BOUNDS, strict=True))
    return frame.drop_nulls([start]).with_columns(*named)


def overlap(suffix: str) -> pl.Expr:
    """Whether a row's period overlaps that of the row joined to it with this suffix.

    One that starts on the day on which the other ends does not.
    """
    start, surely_from, end = BOUNDS
    latest_start = pl.max_horizontal(surely_from, f"{surely_from}{suffix}")
    earliest_end = pl.min_horizontal(end, f"{end}{suffix}")
    return (pl.col(start) == pl.col(f"{start}{suffix}")) | (latest_start < earliest_end)
