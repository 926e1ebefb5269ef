"""Units with real workbooks and figures files, written as small as a test needs them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from generator.ledgers.figures.declared import Declared
from generator.ledgers.figures.evaluate import evaluate_figures
from generator.ledgers.figures.reading import read_figures
from generator.ledgers.figures.sums import UnitFigures
from generator.ledgers.figures.values import Figure
from generator.ledgers.read.reading import read_workbook
from generator.ledgers.read.table import Ledger
from generator.ledgers.schemas.files import read_ledger_schemas
from generator.model import EvidenceFile, Level, Metadata, TypedFigure, Unit
from generator.office.checklist import read_checklist
from tests.builders.ledger_samples import Cells, Table, make_table, write_xlsx

ROOT = Path(__file__).resolve().parents[2]
CHECKLIST = read_checklist(
    ROOT / "templates/checklists/west-2019.yaml", "templates/checklists/west-2019.yaml", None
)
SCHEMAS = read_ledger_schemas(ROOT / "templates/ledgers")
SHIPPED = "templates/figures/west-2019.yaml"
EARLY, LATE = dt.date(2019, 12, 10), dt.date(2019, 12, 21)


def shipped() -> Declared:
    return read_figures(ROOT / SHIPPED, SHIPPED, CHECKLIST, SCHEMAS)


def profile(folder: Path, text: str) -> Declared:
    """A figures file written for one test."""
    path = folder / "small.yaml"
    path.write_text('agreement: "0.3"\n' + text, encoding="utf-8")
    return read_figures(path, "small.yaml", CHECKLIST, SCHEMAS)


class Filed:
    """What one unit files: workbooks under items, documents, typed figures."""

    def __init__(
        self, folder: Path, name: str = "甲县", level: Level = Level.COUNTY, key: str = "jia"
    ) -> None:
        self.folder = folder / key
        self.folder.mkdir()
        self.unit = Unit(
            id=key,
            name=name,
            level=level,
            office=f"{name}协作办",
            partner="东市",
            people={},
            not_applicable={},
            overrides={},
            folder=self.folder,
            path=f"evidence/{key}/county.yaml",
        )
        self.ledgers: dict[str, list[Ledger]] = {}
        self.documents: list[EvidenceFile] = []

    def ledger(self, key: str, rows: Sequence[Cells], item: str, name: str = "台账.xlsx") -> str:
        """Write a workbook, read it back, and file it under an item."""
        schema = SCHEMAS[key]
        keys = list(dict.fromkeys(column for row in rows for column in row))
        table = Table(schema, [{**dict.fromkeys(keys), **row} for row in rows], keys)
        path = f"evidence/{self.unit.id}/{item} 项/{key} {name}"
        file = self.folder / f"{key}-{item}-{name}"
        write_xlsx(table, file)
        self.ledgers.setdefault(key, []).append(read_workbook(file, path, schema))
        self.document(path, item)
        return path

    def document(
        self, path: str, item: str, title: str = "材料", content: str = "0", number: str = ""
    ) -> None:
        metadata = Metadata(title, doc_number=number or None)
        self.documents.append(
            EvidenceFile(path, self.folder / path, 1, content * 64, item, None, metadata)
        )

    def typed(self, key: str, value: str, measure: str, **source: object) -> None:
        stated = TypedFigure(Decimal(value), measure, **source)  # type: ignore[arg-type]
        self.unit = replace(self.unit, figures={**self.unit.figures, key: stated})

    def evaluate(self, declared: Declared) -> Mapping[str, Figure]:
        figures = evaluate_figures(declared, self.ledgers, self.unit, self.documents)
        return {figure.id: figure for figure in figures}

    def evaluated(self, declared: Declared) -> UnitFigures:
        figures = tuple(self.evaluate(declared).values())
        return UnitFigures(self.unit, figures, self.ledgers, self.documents)


def samples(key: str, count: int, **changed: object) -> list[Cells]:
    """Rows that keep every rule of a ledger, with some columns changed."""
    return [{**row, **changed} for row in make_table(SCHEMAS[key], count).rows]


def indicator(name: str, measure: str, target: object, west: object, **more: object) -> Cells:
    """A row of the agreement table; the eastern side states the same unless told otherwise."""
    row: Cells = {
        "indicator_no": None,
        "indicator": name,
        "measure": measure,
        "target": target,
        "west_done": west,
        "east_done": west,
        "source": None,
        "difference": None,
    }
    return {**row, **more}
