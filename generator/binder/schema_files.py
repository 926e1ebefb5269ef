"""The JSON Schema files of a workspace: where each lies and what it holds."""

import json
from collections.abc import Mapping

from generator.ledgers.figures.reading import figures_schema
from generator.ledgers.read.schema_files import ledger_json_schema
from generator.office.checklist import checklist_schema
from generator.office.config import config_schema
from generator.office.unit import unit_schema


def schema_files() -> Mapping[str, str]:
    """The text of each schema file, by its path relative to the workspace."""
    schemas = {
        "templates/checklists/checklist.schema.json": checklist_schema(),
        "templates/config.schema.json": config_schema(),
        "templates/county.schema.json": unit_schema(),
        "templates/figures/figures.schema.json": figures_schema(),
        "templates/ledgers/ledger.schema.json": ledger_json_schema(),
    }
    return {
        path: json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        for path, schema in schemas.items()
    }
