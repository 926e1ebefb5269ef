"""Measure how many planted faults a check finds in registers as offices keep them.

Writes workbooks by a seed, files them into units of a scratch workspace, runs `gen-binder check`
on each and compares what it says with what was planted. `--list` names every miss and false line.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from bench.office_registers.comparing import Line, Score
from bench.office_registers.filing import (
    Expected,
    expected_of,
    file_copies,
    file_strays,
    file_unit,
    resave_waiting,
    write_expected,
)
from bench.office_registers.unit import make_unit

ROOT = Path(__file__).resolve().parents[2]
REGISTERS_A_UNIT = 15
PROGRAM = (sys.executable, "-m", "generator")
MOST_SECONDS = 300


def main() -> None:
    """Print recall by kind of fault and precision by code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--seed", type=int, default=1, help="1 to 3 for work, 11 to 13 for the last"
    )
    parser.add_argument("--workbooks", type=int, default=300, help="how many, 15 a unit")
    parser.add_argument("--list", action="store_true", help="name misses and false lines")
    parser.add_argument("--keep", type=Path, help="a new folder for the workspace, to look at it")
    parser.add_argument("--plain", action="store_true", help="faults alone, in the blank form")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        root = arguments.keep or Path(scratch, "workspace")
        start = time.perf_counter()
        count = arguments.workbooks // REGISTERS_A_UNIT
        expected = write_units(root, arguments.seed, count, plain=arguments.plain)
        score = Score()
        for unit, told in expected.items():
            score.add(unit, told, check(root, unit))
        print(
            f"seed {arguments.seed}: {len(expected)} units of {REGISTERS_A_UNIT} registers, ",
            end="",
        )
        print(f"{score.planted.total()} faults planted, {time.perf_counter() - start:.0f} s")
        report(score, listed=arguments.list)


def write_units(root: Path, seed: int, count: int, *, plain: bool) -> dict[str, list[Expected]]:
    """Write a workspace of so many units; what is expected of each is in `expected/` as well."""
    new_workspace(root)
    (root / "expected").mkdir()
    used: Counter[str] = Counter()
    waiting: list[Path] = []
    expected: dict[str, list[Expected]] = {}
    for serial in range(count):
        unit = make_unit(seed, serial, used, REGISTERS_A_UNIT)
        folder = root / "evidence" / unit.name
        filed, left = file_unit(unit, folder, plain=plain)
        besides = [] if plain else file_copies(unit, folder, filed, used)
        besides += [] if plain else file_strays(unit, folder)
        waiting += left
        expected[unit.name] = [*expected_of(filed), *besides]
        write_expected(expected[unit.name], root / "expected" / f"{unit.name}.json")
    resave_waiting(waiting)
    return expected


def new_workspace(root: Path) -> None:
    """Let the program make a workspace here."""
    subprocess.run([*PROGRAM, "init", str(root)], check=True, capture_output=True, cwd=ROOT)


def check(root: Path, unit: str) -> list[Line]:
    """The findings of one unit.

    Raises:
        RuntimeError: The program broke.
    """
    command = [*PROGRAM, "-w", str(root), "check", unit, "--json"]
    run = subprocess.run(command, capture_output=True, cwd=ROOT, timeout=MOST_SECONDS, check=False)
    if run.returncode not in (0, 1):
        raise RuntimeError(run.stderr.decode("utf-8", "replace"))
    findings = json.loads(run.stdout)["findings"]
    assert isinstance(findings, list)
    return findings


def report(score: Score, *, listed: bool) -> None:
    """Print the figures, and with `listed` every miss and false line."""
    print(f"{'fault':26}{'code':26}{'found':>6}{'of':>6}{'recall':>8}")
    for kind, planted in sorted(score.planted.items()):
        found = score.hits[kind]
        print(f"{kind:26}{score.codes[kind]:26}{found:6}{planted:6}{found / planted:8.0%}")
    print(f"{'code':26}{'right':>6}{'false':>6}{'precision':>10}")
    for code in sorted(score.right | score.false):
        right, false = score.right[code], score.false[code]
        print(f"{code:26}{right:6}{false:6}{right / (right + false):10.0%}")
    print(f"recall {score.recall:.1%} ({score.hits.total()} of {score.planted.total()}), ", end="")
    print(f"precision {score.precision:.1%} ({score.false.total()} false lines, ", end="")
    print(f"{score.lines} row by row)")
    if listed:
        for unit, one in score.missed:
            print(f"missed {one.kind}: {unit}/{one.paths[0]} {one.rows} {one.columns}")
        for line in score.wrong:
            places = (line.get(key, "") for key in ("path", "sheet", "row", "column", "message"))
            print("false", line["code"], *places)


if __name__ == "__main__":
    main()
