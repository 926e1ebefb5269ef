"""The rows of two sides next to each other: which of them have no equal on the other side."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.ledgers.read.schema import LedgerSchema
from generator.ledgers.read.table import PATH, Ledger, Record
from generator.ledgers.rules.register import Origin, Register, comparable, key_names, origin


@dataclass(frozen=True, slots=True)
class Side:
    """The readable workbooks of one ledger that a unit's figures are counted from.

    ``items``: the rows that a figure counts, with the item of the first such figure.
    """

    name: str
    ledgers: tuple[Ledger, ...]
    items: Mapping[Origin, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: whose it is, what it is matched by, and the values that must agree.

    ``item`` is that of the first figure that counts the row; ``None`` if none does.
    """

    unit: str
    record: Record
    key: tuple[object, ...]
    values: tuple[object, ...]
    item: str | None

    @property
    def said(self) -> tuple[object, ...]:
        """What makes two rows equal."""
        return (self.key, self.values)


def entries(
    side: Side, schema: LedgerSchema, keys: Sequence[str], compared: Sequence[str]
) -> tuple[Entry, ...]:
    """The rows of a side that say something in all ``keys``, with their ``compared`` values.

    A row that no figure counts is left out if another row with the same keys is counted.
    """
    found = tuple(_entries(side, schema, keys, compared))
    counted = {entry.key for entry in found if entry.item is not None}
    return tuple(entry for entry in found if entry.item is not None or entry.key not in counted)


def _entries(
    side: Side, schema: LedgerSchema, keys: Sequence[str], compared: Sequence[str]
) -> Iterator[Entry]:
    frame = comparable(Register(schema, side.ledgers).rows(), schema, keys)
    names = key_names(keys)
    for record in frame.iter_rows(named=True):
        key = tuple(record[name] for name in names)
        values = tuple(record[column] for column in compared)
        yield Entry(side.name, record, key, values, side.items.get(origin(record)))


def unmatched(own: Sequence[Entry], theirs: Sequence[Entry]) -> tuple[list[Entry], list[Entry]]:
    """The rows of both sides that have no equal on the other side; each row is used once."""
    equal: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
    for entry in theirs:
        equal[entry.said].append(entry)
    used: set[int] = set()
    for entry in own:
        partners = equal[entry.said]
        if partners:
            used |= {id(entry), id(partners.pop(0))}
    return _left(own, used), _left(theirs, used)


def _left(side: Sequence[Entry], used: set[int]) -> list[Entry]:
    """The unused rows; one that the unit filed in another workbook as well is the same row."""
    places: dict[tuple[object, ...], set[object]] = defaultdict(set)
    for entry in side:
        if id(entry) in used:
            places[(entry.unit, entry.said)].add(entry.record[PATH])
    left = []
    for entry in side:
        known = places[(entry.unit, entry.said)]
        if id(entry) not in used and known <= {entry.record[PATH]}:
            known.add(entry.record[PATH])
            left.append(entry)
    return left
