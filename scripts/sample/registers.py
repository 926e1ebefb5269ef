"""Make one register (台账) from rows, or one prefecture register from those of its counties."""

from collections.abc import Sequence
from dataclasses import replace

from sample.ledgers import Head, Register, Value, heads
from sample.office import Office, day

Rows = Sequence[tuple[Value, ...]]


def table(
    ledger: str,
    office: Office,
    title: str,
    date: str,
    bureau: str,
    columns: str,
    rows: Rows,
    *,
    total: tuple[str, ...] = (),
    unit: str | None = None,
    a3: bool = False,
) -> Register:
    """A register whose rows are numbered; ``total`` names the columns that are added up."""
    numbered = tuple((number, *row) for number, row in enumerate(rows, 1))
    made = Register(
        f"{office.name}{title}",
        office.bureau(bureau),
        day(date),
        heads(columns),
        numbered,
        unit=unit,
        a3=a3,
        ledger=ledger,
    )
    return replace(made, totals=tuple((name, _sum(made, name)) for name in total))


def combined(
    office: Office, title: str, date: str, bureau: str, parts: Sequence[tuple[str, Register]]
) -> Register:
    """The rows of several registers with one layout in one, with the county of each row."""
    first = parts[0][1]
    rows = [(county, *row[1:]) for county, register in parts for row in register.rows]
    return replace(
        first,
        title=f"{office.name}{title}",
        office=office.bureau(bureau),
        date=day(date),
        columns=(first.columns[0], Head("县", 9.0), *first.columns[1:]),
        rows=tuple((number, *row) for number, row in enumerate(rows, 1)),
        totals=tuple(
            (name, round(sum(dict(part.totals)[name] for _, part in parts), 4))
            for name, _ in first.totals
        ),
        sheet="Sheet1",
    )


def split(register: Register, at: int, names: tuple[str, str]) -> tuple[Register, Register]:
    """The same rows on two sheets, each with its own numbering and totals."""
    halves = []
    for sheet, rows in zip(names, (register.rows[:at], register.rows[at:]), strict=True):
        numbered = tuple((number, *row[1:]) for number, row in enumerate(rows, 1))
        half = replace(register, rows=numbered, sheet=sheet)
        totals = tuple((name, _sum(half, name)) for name, _ in register.totals)
        halves.append(replace(half, totals=totals))
    return halves[0], halves[1]


def _sum(register: Register, title: str) -> float:
    values = (value for value in register.column(title) if isinstance(value, int | float))
    return round(sum(values), 4)
