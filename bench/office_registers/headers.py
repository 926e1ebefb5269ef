"""Measure how many everyday headers are understood, each in an otherwise right register.

A header replaces the title of its column; all other columns stand under their own titles. It is
understood when nothing is told about missing, unknown or double columns, or when the guess that is
told names its column; understood wrongly when another column is told to be there twice, or guessed.
"""

import argparse
import csv
import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.office_registers.__main__ import ROOT, check, new_workspace
from bench.office_registers.comparing import Line
from bench.office_registers.county import County
from bench.office_registers.files import write_xlsx
from bench.office_registers.filing import AS_THE_FORM, SETTINGS
from bench.office_registers.sheets import Sheet
from bench.office_registers.spellings import spelled
from bench.office_registers.table import forms
from bench.office_registers.unit import tables_of

CASES = ROOT / "tests" / "cases" / "headers"
UNIT = "headers"
ROWS = 2
VERDICTS = ("understood", "not understood", "wrong")


@dataclass(frozen=True, slots=True)
class Header:
    """What stands over a column, the register and the column that it means, where it was found."""

    header: str
    ledger: str
    column: str
    source: str


def read_headers(path: Path) -> list[Header]:
    """The headers of a list: tab-separated, with a line of titles."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [Header(**row) for row in csv.DictReader(lines, delimiter="\t")]


def main() -> None:
    """Print the share understood by list and by register."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--list", action="store_true", help="name what is not understood")
    arguments = parser.parse_args()
    for path in sorted(CASES.glob("*.tsv")):
        headers = read_headers(path)
        verdicts = measure(headers)
        report(path.name, headers, verdicts)
        if arguments.list:
            for header, verdict in zip(headers, verdicts, strict=True):
                if verdict != VERDICTS[0]:
                    print(f"{verdict}: {header.ledger} {header.column} as {header.header}")


def measure(headers: Sequence[Header]) -> list[str]:
    """What becomes of each header: one of `VERDICTS`, in their order."""
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch, "workspace")
        new_workspace(root)
        folder = root / "evidence" / UNIT
        folder.mkdir()
        (folder / "county.yaml").write_text(SETTINGS.format(name="甲县"), "utf-8")
        paths = [_file(header, number, folder) for number, header in enumerate(headers)]
        told: Mapping[str, list[Line]] = _by_path(check(root, UNIT))
        start = f"evidence/{UNIT}/"
        return [
            verdict(header, told.get(f"{start}{path}", []))
            for header, path in zip(headers, paths, strict=True)
        ]


def _by_path(lines: Sequence[Line]) -> dict[str, list[Line]]:
    told: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        told[str(line.get("path", ""))].append(line)
    return told


def verdict(header: Header, lines: Sequence[Line]) -> str:
    """What the lines about the header's workbook say of it."""
    guessed = {line.get("column") for line in lines if line["code"] == "header-guessed"}
    about = [line for line in lines if line["code"] == "ledger-missing-column"]
    double = {line.get("column") for line in about if line["severity"] != "info"}
    if guessed - {header.column, header.header} or double - {header.column, header.header}:
        return "wrong"
    unread = any(line["code"] in ("ledger-unreadable", "ledger-unrecognised") for line in lines)
    return "not understood" if about or unread else "understood"


def _file(header: Header, number: int, folder: Path) -> str:
    form = forms()[header.ledger]
    county = County(random.Random(number), number)
    county.settle(50)
    rows = tables_of(county)[header.ledger].rows[:ROWS]
    sheet = Sheet("Sheet1")
    unit = form.unit or "元"
    sheet.put(1, 1, f"甲县{form.titles[0]}")
    sheet.put(2, 1, f"单位：{unit}")
    for place, column in enumerate(form.columns, 1):
        met = column.title == header.column
        sheet.put(3, place, header.header if met else column.title)
        for row, record in enumerate(rows, 4):
            cell = spelled(record.get(column.title), column.kind, unit, AS_THE_FORM.spelling)
            sheet.put(row, place, cell.content, cell.format)
    path = f"{form.item} 台账/{form.number} {number:03}.xlsx"
    (folder / path).parent.mkdir(exist_ok=True)
    write_xlsx([sheet], folder / path)
    return path


def report(name: str, headers: Sequence[Header], verdicts: Sequence[str]) -> None:
    """Print how many headers of a list were understood, and by register."""
    counts = Counter(verdicts)
    share = counts[VERDICTS[0]] / len(headers)
    sources = len({header.source for header in headers})
    print(
        f"{name}: {len(headers)} headers from {sources} sources, {share:.1%} understood, ", end=""
    )
    print(f"{counts[VERDICTS[1]]} not, {counts[VERDICTS[2]]} wrongly")
    by_ledger: dict[str, Counter[str]] = defaultdict(Counter)
    for header, verdict_of in zip(headers, verdicts, strict=True):
        by_ledger[header.ledger][verdict_of] += 1
    said = [f"{one} {n[VERDICTS[0]]}/{n.total()}" for one, n in sorted(by_ledger.items())]
    for start in range(0, len(said), 9):
        print("  " + "  ".join(said[start : start + 9]))


if __name__ == "__main__":
    main()
