"""No finding on a ledger shows a person's number in full, whatever cell it stands in."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.base.yaml.wording import show
from generator.ledgers.read.reading import read_workbook
from generator.ledgers.read.schema import BASE, Kind, LedgerSchema
from generator.ledgers.rules.run import check_ledgers
from generator.ledgers.schemas.files import read_ledger_schemas
from generator.model import Finding
from tests.builders.ledger_samples import AS_OF, WINDOW, make_table, write_csv
from tests.privacy.numbers import CARD, ID, OTHER_ID, PHONE, wide

ROOT = Path(__file__).resolve().parents[2]

WRONG_ID = ID[:-1] + ("1" if ID[-1] != "1" else "2")
FORMS = (
    ID,
    WRONG_ID,
    OTHER_ID,
    f"{ID[:6]} {ID[6:14]} {ID[14:]}",
    wide(ID),
    f"{ID}、{OTHER_ID}",
    f"张某{ID}",
    PHONE,
    f"138-0000-{PHONE[7:]}",
    wide(PHONE),
    f"{PHONE}/{PHONE}",
    f"联系人张某{PHONE}",
    CARD,
    f"{CARD[:4]} {CARD[4:8]} {CARD[8:12]} {CARD[12:16]} {CARD[16:]}",
    f"农行{CARD}",
    f"5.{ID[1:16]}E+17",
)
NUMBERS = (ID, WRONG_ID, OTHER_ID, PHONE, CARD, ID[:16])


@pytest.fixture(scope="module")
def schemas() -> Mapping[str, LedgerSchema]:
    return read_ledger_schemas(ROOT / "templates" / "ledgers")


def shown_in_full(text: str) -> list[str]:
    """Which of the numbers a text shows, whatever stands between their digits."""
    narrow = text.translate({0xFF10 + digit: str(digit) for digit in range(10)})
    runs = re.findall(r"\d(?:[ .\-\u3000]?[\dX])+", narrow)
    plain = [re.sub(r"[^\dX]", "", run) for run in runs]
    return [number for number in NUMBERS if any(number in run for run in plain)]


def findings_on(
    schema: LedgerSchema, schemas: Mapping[str, LedgerSchema], folder: Path, *, every: bool
) -> list[Finding]:
    """Rows of which every cell, or every cell of a text column, holds one of the forms; twice.

    What can be read as an amount is one, and shown as such.
    """
    table = make_table(schema, 2 * len(FORMS))
    wanted = (Kind.TEXT, Kind.ID_NUMBER, Kind.PHONE, Kind.DOC_NUMBER, Kind.USCC)
    for row, form in zip(table.rows, FORMS * 2, strict=True):
        amount = re.fullmatch(r"[\d.]+(E\+\d+)?", form)
        for one in schema.columns:
            if one.kind in wanted or (every and not (amount and one.kind.scale)):
                row[one.key] = form
    path = folder / f"{schema.id}-{every}.csv"
    write_csv(table, path)
    base = folder / "BASE.csv"
    write_csv(make_table(schemas[BASE], 1, first=900), base)
    ledgers = {
        BASE: [read_workbook(base, base.name, schemas[BASE])],
        schema.id: [read_workbook(path, path.name, schema)],
    }
    return list(
        check_ledgers(ledgers, schemas, documents={}, settings={}, as_of=AS_OF, window=WINDOW)
    )


@pytest.mark.parametrize("every", [True, False])
def test_findings_show_covered_numbers_alone(
    schemas: Mapping[str, LedgerSchema], tmp_path: Path, *, every: bool
) -> None:
    codes = set()
    for schema in schemas.values():
        for one in findings_on(schema, schemas, tmp_path, every=every):
            codes.add(one.code)
            said = f"{one.message}\n{one.remedy}\n{one.column}"
            assert shown_in_full(said) == [], (schema.id, one.code)
    assert "ledger-bad-value" in codes
    assert every or codes >= {
        "id-check-digit",
        "ledger-duplicate",
        "not-in-base-list",
        "row-without-file",
    }


def test_the_test_would_see_a_number() -> None:
    assert shown_in_full(f"“{ID[:6]} {ID[6:14]} {ID[14:]}”") == [ID, ID[:16]]
    assert shown_in_full(f"“{wide(PHONE)}”") == [PHONE]
    assert shown_in_full(f"“{ID[:6]}********{ID[14:]}”") == []


def test_faults_of_the_offices_own_files_cover_numbers_too() -> None:
    assert shown_in_full(show(int(PHONE))) == []
    assert shown_in_full(show(f"张某 {ID}")) == []
