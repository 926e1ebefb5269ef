"""200 workbooks made from the schemas with faults planted at random: all are found, no others."""

import random
import sys
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from generator.ledgers.read.reading import read_workbook
from generator.ledgers.read.schema import LedgerSchema
from generator.ledgers.read.table import Ledger
from generator.ledgers.rules import RULES
from generator.ledgers.rules.run import check_ledgers
from generator.ledgers.schemas.files import read_ledger_schemas
from generator.model import EvidenceFile
from tests.builders.ledger_faults import CELL_FAULTS, RULE_FAULTS, Case
from tests.builders.ledger_samples import (
    AS_OF,
    WINDOW,
    companions,
    document,
    make_table,
    refresh_percent,
    state_totals,
    write_csv,
    write_xlsx,
)

WORKBOOKS = 200
ROWS = 24
SETTINGS = {
    "expert_months_min": Decimal(1),
    "employment_months_min": Decimal(1),
    "leader_households_min": Decimal(1),
    "workshop_poor_share_min": Decimal(20),
}
LEDGER_CODES = {kind.code for kind in RULES.values()} | {"ledger-missing-column"}
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def schemas() -> Mapping[str, LedgerSchema]:
    return read_ledger_schemas(ROOT / "templates" / "ledgers")


def plant_faults(case: Case, turn: int) -> None:
    """A few faults of each sort; the turns make every rule's fault come first once."""
    start = 3 * turn % len(RULE_FAULTS)
    rule_faults = RULE_FAULTS[start:] + RULE_FAULTS[:start]
    cell_faults = case.dice.sample(CELL_FAULTS, len(CELL_FAULTS))
    for faults, most in ((rule_faults, 4), (cell_faults, 2)):
        wanted = case.dice.randrange(0, most + 1)
        for plant in faults:
            if wanted and len(case.used) <= ROWS - 4 and plant(case):
                wanted -= 1


def finish(case: Case) -> None:
    """State percentages and totals from the rows as they are now, but for the planted ones."""
    refresh_percent(case.table, case.percent_kept)
    if case.wrong_total or case.dice.random() < 0.5:
        state_totals(case.table)
    if case.wrong_total:
        case.table.totals[case.wrong_total] = int(str(case.table.totals[case.wrong_total])) + 1


def read_companions(
    case: Case, schemas: Mapping[str, LedgerSchema], folder: Path
) -> dict[str, list[Ledger]]:
    readable = {i for i, row in enumerate(case.table.rows) if _is_plain(case, row)}
    table = make_table(case.schema, 0)
    table.rows = [row for index, row in enumerate(case.table.rows) if index in readable]
    made = companions(table, schemas)
    names = [index for index in range(len(case.table.rows)) if index in readable]
    read = {}
    for ledger_id, companion in made.items():
        left_out = case.not_in_base if ledger_id == "BASE" else case.uncovered
        if ledger_id in ("BASE", "L10"):
            pairs = zip(names, companion.rows, strict=True)
            companion.rows = [row for index, row in pairs if index not in left_out]
        for index in case.roster_short.values():
            if ledger_id == "L16":
                match = case.rules("roster_equals")[0]
                name = case.table.rows[index][match.columns[0]]
                companion.rows.remove(next(r for r in companion.rows if r[match.match[0]] == name))
        companion.rows += case.also_in.get(ledger_id, [])
        path = folder / f"{ledger_id}.csv"
        write_csv(companion, path)
        read[ledger_id] = [read_workbook(path, path.name, schemas[ledger_id])]
    return read


def _is_plain(case: Case, row: Mapping[str, object]) -> bool:
    """Whether the row can have companions: its numbers of people are numbers."""
    return all(isinstance(row[str(rule.column)], int) for rule in case.rules("roster_equals"))


def all_documents(case: Case) -> dict[str, list[EvidenceFile]]:
    made: dict[str, list[EvidenceFile]] = {}
    for rule in case.rules("row_document"):
        lost = case.undocumented.get(str(rule.item) + str(rule.column), set())
        for index, row in enumerate(case.table.rows):
            if index not in lost and row[str(rule.column)] is not None:
                made.setdefault(str(rule.item), []).append(document(rule, row))
    return made


def test_every_planted_fault_is_found_and_nothing_else(
    schemas: Mapping[str, LedgerSchema], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    expected: Counter[tuple[object, ...]] = Counter()
    found: Counter[tuple[object, ...]] = Counter()
    ids = sorted(schemas)
    for number in range(WORKBOOKS):
        schema = schemas[ids[number % len(ids)]]
        dice = random.Random(number)
        case = Case(make_table(schema, ROWS), schemas, dice)
        plant_faults(case, number // len(ids))
        finish(case)
        path = tmp_path / f"{number}.xlsx"
        write_xlsx(case.table, path, dice)
        folder = tmp_path / str(number)
        folder.mkdir()
        ledgers = read_companions(case, schemas, folder)
        ledgers[schema.id] = [read_workbook(path, path.name, schema)]
        findings = check_ledgers(
            ledgers,
            schemas,
            documents=all_documents(case),
            settings=SETTINGS,
            as_of=AS_OF,
            window=WINDOW,
        )
        name = (number, schema.id)
        expected.update((*name, *fault) for fault in case.expected)
        found.update((*name, f.code, f.row, f.column) for f in findings if f.path == path.name)
    right = (expected & found).total()
    precision, recall = right / found.total(), right / expected.total()
    codes = Counter(fault[2] for fault in expected.elements())
    with capsys.disabled():
        sys.stdout.write(
            f"\n{WORKBOOKS} workbooks, {expected.total()} faults of {len(codes)} codes planted: "
            f"precision {precision:.1%}, recall {recall:.1%}\n"
        )
    assert set(codes) == LEDGER_CODES
    assert sorted((found - expected).elements(), key=str) == []
    assert sorted((expected - found).elements(), key=str) == []
    assert (precision, recall) == (1, 1)
