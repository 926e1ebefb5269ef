"""Measure the reading and checking of ledgers against reading the same workbooks alone.

The workbooks, one for each schema, hold fictional rows that keep the rules. Each part runs once in
a process of its own, for its peak memory; then both run in turns in one process, for a ratio that
the machine's other work disturbs little. Nothing is kept.
"""

import argparse
import multiprocessing
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import python_calamine
from openpyxl import Workbook

from generator.ledgers.read.reading import read_workbook
from generator.ledgers.read.schema import BASE, LedgerSchema
from generator.ledgers.rules.run import check_ledgers
from generator.ledgers.schemas.files import read_ledger_schemas
from generator.model import EvidenceFile
from tests.builders.ledger_samples import (
    AS_OF,
    WINDOW,
    Cells,
    Table,
    companions,
    documents,
    lines,
    make_table,
    state_totals,
)

ROOT = Path(__file__).resolve().parents[1]

#: Rows in a hundred: rosters of people are long. The other ledgers share what is left.
SHARES: Mapping[str, int] = {BASE: 30, "L16": 20, "L18": 20, "L19": 10, "L10": 2}
#: The number of the first row, where people must differ from those of another ledger.
FIRST: Mapping[str, int] = {"L09": 5_000, "L20": 25_000}

MOST_RATIO = 2.0
MOST_MEMORY = 500.0  # MB

Documents = Mapping[str, Sequence[EvidenceFile]]
Schemas = Mapping[str, LedgerSchema]
#: Given the folder of workbooks, their schemas and the documents of each item: rows and findings.
Part = Callable[[Path, Schemas, Documents], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds, rows that were read, findings; peak memory in MB before the part and in all."""

    seconds: float
    rows: int
    findings: int
    before: float
    peak: float


def main() -> None:
    """Print what was measured, and whether it is within the aims."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=100_000, help="rows of all ledgers together")
    parser.add_argument("--turns", type=int, default=5, help="turns of reading and of checking")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ledgers-") as scratch:
        folder = Path(scratch)
        filed = in_child(write_workbooks, folder, arguments.rows)
        sizes = [path.stat().st_size for path in folder.iterdir()]
        told = f"{len(sizes)} ledgers, {arguments.rows} rows, {sum(sizes) / 1e6:.1f} MB of .xlsx"
        print(f"{told}, {sum(map(len, filed.values()))} documents", flush=True)
        report("reading alone", in_child(measure, read_alone, folder, filed))
        whole = in_child(measure, read_and_check, folder, filed)
        report("reading and checking", whole)
        turns = in_child(in_turns, folder, filed, arguments.turns)
    ratios = [checked / read for read, checked in turns]
    for number, (read, checked) in enumerate(turns, 1):
        print(f"turn {number}: {read:.2f} s, {checked:.2f} s, ratio {checked / read:.2f}")
    judge(f"ratio, median of {len(ratios)} turns", statistics.median(ratios), MOST_RATIO, "")
    judge("peak memory of reading and checking", whole.peak, MOST_MEMORY, " MB")


def report(name: str, measured: Measured) -> None:
    """Print one line."""
    print(
        f"{name:20} {measured.seconds:6.2f} s  {measured.rows / measured.seconds:7.0f} rows/s"
        f"  peak {measured.peak:4.0f} MB ({measured.before:.0f} before)"
        f"  {measured.findings} findings",
        flush=True,
    )


def judge(name: str, measured: float, most: float, unit: str) -> None:
    """Print a figure beside its aim."""
    verdict = "within the aim" if measured < most else "over the aim"
    print(f"{name}: {measured:.2f}{unit}, aim under {most:.0f}{unit}: {verdict}")


# ------------------------------------------------------------------------------------ workbooks


def write_workbooks(folder: Path, total: int) -> Documents:
    """Write one workbook for each schema; give the documents that their rows need."""
    tables = make_tables(read_schemas(), total)
    filed: dict[str, list[EvidenceFile]] = {}
    for key, table in tables.items():
        for item, needed in documents(table).items():
            filed.setdefault(item, []).extend(needed)
        state_totals(table)
        write_streaming(table, folder / f"{key}.xlsx")
    return filed


def make_tables(schemas: Schemas, total: int) -> dict[str, Table]:
    """Tables that agree with each other: cadres are cared for, rosters have those counted."""
    tables = {
        key: make_table(schemas[key], count, FIRST.get(key, 0))
        for key, count in counts(tuple(schemas), total).items()
    }
    agreeing: dict[str, list[Cells]] = {"L10": [], "L16": []}
    for key in ("L08", "L09", "L15", "L21"):
        for other, companion in companions(tables[key], schemas).items():
            if other in agreeing:
                agreeing[other] += companion.rows
    for key, rows in agreeing.items():
        tables[key].rows[: len(rows)] = rows
    return tables


def read_schemas() -> Schemas:
    """The schemas that the repository ships."""
    return read_ledger_schemas(ROOT / "templates" / "ledgers")


def counts(keys: Sequence[str], total: int) -> dict[str, int]:
    """The number of rows of each ledger, ``total`` together."""
    found = {key: total * SHARES.get(key, 0) // 100 for key in keys}
    others = [key for key in keys if key not in SHARES]
    left = total - sum(found.values())
    for place, key in enumerate(others):
        found[key] = left // len(others) + (place < left % len(others))
    return found


def write_streaming(table: Table, path: Path) -> None:
    """Write a table row by row, as openpyxl does without keeping its cells."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    for line in lines(table, None):
        sheet.append(line)
    book.save(path)


# ------------------------------------------------------------------------------------ the parts


def read_alone(folder: Path, _schemas: Schemas, _filed: Documents) -> tuple[int, int]:
    """Read all cells of all sheets, and nothing more."""
    rows = 0
    for path in sorted(folder.iterdir()):
        with python_calamine.CalamineWorkbook.from_path(path) as book:
            for name in book.sheet_names:
                rows += len(book.get_sheet_by_name(name).to_python(skip_empty_area=False))
    return rows, 0


def read_and_check(folder: Path, schemas: Schemas, filed: Documents) -> tuple[int, int]:
    """Read every ledger by its schema and run all rules of all schemas."""
    ledgers = {
        key: [read_workbook(folder / f"{key}.xlsx", f"{key}.xlsx", schema)]
        for key, schema in schemas.items()
    }
    found = check_ledgers(
        ledgers, schemas, documents=filed, settings={}, as_of=AS_OF, window=WINDOW
    )
    return sum(ledger.count() for [ledger] in ledgers.values()), len(found)


def measure(part: Part, folder: Path, filed: Documents) -> Measured:
    """Run a part once."""
    schemas = read_schemas()
    before, start = peak(), time.perf_counter()
    rows, findings = part(folder, schemas, filed)
    return Measured(time.perf_counter() - start, rows, findings, before, peak())


def in_turns(folder: Path, filed: Documents, turns: int) -> list[tuple[float, float]]:
    """Seconds of both parts, one after the other, again and again."""
    measured = []
    for _ in range(turns):
        read, checked = (measure(part, folder, filed) for part in (read_alone, read_and_check))
        measured.append((read.seconds, checked.seconds))
    return measured


def peak() -> float:
    """The most memory that this process has held, in MB (kilobytes on Linux, bytes on macOS)."""
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


# -------------------------------------------------------------------------------- child processes


def in_child(work: Callable[..., Any], *given: object) -> Any:
    """What a function returns when a fresh process runs it."""
    context = multiprocessing.get_context("spawn")
    near, far = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(far, work, *given))
    process.start()
    far.close()
    try:
        return near.recv()
    except EOFError:
        process.join()
        sys.exit(process.exitcode or 1)


def _answer(answer: Connection, work: Callable[..., Any], *given: object) -> None:
    answer.send(work(*given))


if __name__ == "__main__":
    main()
