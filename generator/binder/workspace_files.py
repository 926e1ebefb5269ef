"""A new workspace from the shipped templates: settings, checklist, item folders ready to fill."""

import json
import re
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path

from generator.base.errors import WorkspaceError
from generator.ledgers.figures.reading import figures_schema
from generator.ledgers.schemas.files import ledger_json_schema
from generator.model import Checklist, Level
from generator.office.checklist import checklist_schema, read_checklist
from generator.office.config import CONFIG_NAME, config_schema, read_config
from generator.office.unit import check_name, unit_schema

_PACKAGE = Path(__file__).resolve().parent.parent
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def shipped() -> Path:
    """The folder with the shipped ``config.yaml`` and ``templates``: in the wheel or the source."""
    packed = _PACKAGE / "shipped"
    return packed if packed.is_dir() else _PACKAGE.parent


def create_workspace(
    target: Path, unit: str, name: str, level: Level, reserved: Collection[str] = ()
) -> int:
    """Make a workspace with one unit whose item folders are empty.

    Args:
        target: a folder that is absent or empty.
        unit: the unit's id, the name of its folder.
        name: the unit's Chinese name.
        level: decides which items apply.
        reserved: names that no unit can bear.

    Returns:
        The number of item folders made.

    Raises:
        WorkspaceError: the folder is not empty, or the unit's id cannot be used.
        OSError: the folder cannot be written.
    """
    check_name(unit, reserved)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise WorkspaceError(f"“{target}”里已有内容，不会覆盖。", "请换一个空文件夹。")
    source = shipped()
    target.mkdir(parents=True, exist_ok=True)
    shutil.copytree(source / "templates", target / "templates")
    if (source / ".fonts").is_dir():
        shutil.copytree(source / ".fonts", target / ".fonts")
    settings = (source / CONFIG_NAME).read_text(encoding="utf-8")
    _write(target / CONFIG_NAME, re.sub(r"(?m)^as_of:", "# as_of:", settings))
    config = read_config(target)
    checklist = read_checklist(config.checklist_path, config.checklist_shown, None)
    folder = target / "evidence" / unit
    items = [item for item in checklist.items if item.enabled and level in item.levels]
    for item in items:
        (folder / f"{item.id} {_UNSAFE.sub('、', item.title)}").mkdir(parents=True)
    _write(folder / "county.yaml", _unit_file(checklist, name, level))
    return len(items)


def write_schemas(root: Path) -> tuple[str, ...]:
    """Write the JSON Schemas that editors complete and check the YAML files with."""
    for path, content in schema_files().items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        _write(root / path, content)
    return tuple(schema_files())


def _unit_file(checklist: Checklist, name: str, level: Level) -> str:
    owners = dict.fromkeys(
        item.owner for item in checklist.items if item.enabled and level in item.levels
    )
    people = "\n".join(f'#   "{owner}": {{name: 姓名, phone: "电话"}}' for owner in owners)
    return (
        "# yaml-language-server: $schema=../../templates/county.schema.json\n"
        f"name: {name}\n"
        f"level: {level}            # 县 或 州\n"
        f"office: {name}东西部扶贫协作领导小组办公室   # 汇编单位，请核对\n"
        "partner: 请填写结对帮扶方\n"
        "# 各责任单位的责任人和电话，缺项页要用。删去行首的“# ”（井号和后面一个空格）后填写：\n"
        f"# people:\n{people}\n"
        "# 不适用的指标，理由和决定人都要写：\n"
        "# not_applicable:\n"
        '#   "7.3": {reason: 本县无此项交易, decided_by: 决定人, date: 2019-11-05}\n'
    )


def _write(path: Path, content: str) -> None:
    path.write_text(content, encoding="utf-8", newline="\n")


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
