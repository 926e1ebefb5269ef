"""Read the agreement table (L01): target, western and eastern value of each indicator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.base.measures import FEN, comparable, converted, plain, scaled
from generator.ledgers.figures.declared import AGREEMENT
from generator.ledgers.figures.filed import is_backed
from generator.ledgers.figures.values import Agreed
from generator.ledgers.read.schema import Kind
from generator.ledgers.read.table import PATH, ROW, SHEET, Ledger, Record
from generator.model import EvidenceFile

#: Columns without which the table compares nothing; the others may be absent.
_NEEDED = ("indicator", "target", "west_done")
_OTHERS = ("indicator_no", "measure", "east_done", "source", "difference")


@dataclass(frozen=True, slots=True)
class AgreementTable:
    """The rows of all agreement tables that could be read, by every name that they go by.

    Of rows with one indicator the first counts: the others are duplicates, which the ledger's own
    rule reports.
    """

    rows: tuple[Record, ...]
    ledgers: Mapping[str, Sequence[Ledger]]
    documents: Sequence[EvidenceFile]

    def row_of(self, names: Sequence[str]) -> Record | None:
        """The row whose indicator or number is one of these names."""
        wanted = {_key(name) for name in names}
        for row in self.rows:
            if wanted & {_key(row["indicator"]), _key(row["indicator_no"])}:
                return row
        return None

    def agreed(self, row: Record, unit: str | None) -> Agreed:
        """A row with its numbers in a unit; ``None``: in the unit that the row states."""
        written = str(row["measure"] or "")
        fault = _fault(str(row["indicator"]), written, unit)
        numbers = (row["target"], row["west_done"], row["east_done"])
        target, western, eastern = (
            None if fault or number is None else _number(number, written, unit)
            for number in numbers
        )
        source = str(row["source"] or "")
        return Agreed(
            path=str(row[PATH]),
            sheet=None if row[SHEET] is None else str(row[SHEET]),
            row=int(str(row[ROW])),
            indicator=str(row["indicator"]),
            unit=written or unit or "",
            target=target,
            western=western,
            eastern=eastern,
            source=source,
            explained=str(row["difference"] or ""),
            backed=is_backed(source, self.ledgers, self.documents),
            fault=fault,
        )


def agreement_table(
    ledgers: Mapping[str, Sequence[Ledger]], documents: Sequence[EvidenceFile]
) -> AgreementTable:
    """The agreement tables that a unit filed, first rows of each indicator only."""
    seen: set[str] = set()
    rows = []
    for ledger in ledgers.get(AGREEMENT, ()):
        if not ledger.has(*_NEEDED):
            continue
        columns = (PATH, SHEET, ROW, *_NEEDED, *_OTHERS)
        for row in ledger.counted.select(columns).iter_rows(named=True):
            key = _key(row["indicator"])
            if key and key not in seen:
                seen.add(key)
                rows.append(row)
    return AgreementTable(tuple(rows), ledgers, documents)


def _key(said: object) -> str:
    return "" if said is None else plain(str(said)).upper()


def _number(stored: object, written: str, unit: str | None) -> Decimal:
    number = scaled(int(str(stored)), Kind.NUMBER.scale or 1)
    return converted(number, written, unit) if written and unit else number


def _fault(indicator: str, written: str, unit: str | None) -> str:
    """Why the row's numbers cannot be compared with a figure's; empty if they can."""
    if unit is None:
        return ""
    if written and not comparable(written, unit):
        return f"“{indicator}”的单位是“{written}”，与台账的“{unit}”不能比较"
    if not written and unit in FEN:
        return f"“{indicator}”没有填单位，分不清是元还是万元"
    return ""
