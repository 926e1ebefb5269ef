"""Ledger schemas: the shipped ones are sound; faults of a wrong one are told with their place."""

from pathlib import Path

import pytest

from generator.base.errors import ConfigError
from generator.ledgers.read.schema import BASE, Kind
from generator.ledgers.rules import RULES
from generator.ledgers.schemas.files import ledger_json_schema, read_ledger_schemas
from generator.ledgers.schemas.forms import ColumnForm

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "templates" / "ledgers"

COMMON = """\
columns:
  - {place: before, key: serial, title: 序号}
  - {place: after, key: remark, title: 备注}
"""

GOOD = """\
id: L90
title: 试验台账
unit: 元
columns:
  - {key: name, title: 姓名, required: true}
  - {key: money, title: 金额, type: amount}
  - {key: kind, title: 类别, type: choice, choices: [甲, 乙]}
key: [name]
rules:
  - {rule: unique, columns: [name], when: {kind: [甲]}}
"""


UNIQUE = "rule: unique, columns: [name]"


def problems(folder: Path, **files: str) -> list[str]:
    (folder / "common.yaml").write_text(COMMON, "utf-8")
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    try:
        read_ledger_schemas(folder, "台账格式")
    except ConfigError as error:
        return [str(problem) for problem in error.problems]
    return []


def test_all_ledgers_are_there() -> None:
    schemas = read_ledger_schemas(FOLDER)
    assert list(schemas) == [BASE, *(f"L{number:02}" for number in range(1, 27))]
    for schema in schemas.values():
        assert schema.columns[0].title == "序号"
        assert schema.columns[-1].title == "备注"
        assert all(schema.column(key).required for key in schema.key)


def test_people_are_marked_as_personal() -> None:
    for schema in read_ledger_schemas(FOLDER).values():
        for column in schema.columns:
            if column.kind in (Kind.ID_NUMBER, Kind.PHONE) or column.key in (
                "name",
                "household_no",
            ):
                assert column.personal, f"{schema.id} {column.title}"


def test_the_json_schema_offers_every_rule() -> None:
    schema = ledger_json_schema()
    assert schema["$defs"]["RuleForm"]["properties"]["rule"]["enum"] == list(RULES)


def test_types_of_columns_are_those_of_the_form() -> None:
    assert ColumnForm.model_json_schema()["properties"]["type"]["enum"] == [
        kind.value for kind in Kind
    ]


def test_schemas_name_their_json_schema() -> None:
    for path in FOLDER.glob("*.yaml"):
        if path.name != "common.yaml":
            first = path.read_text("utf-8").splitlines()[0]
            assert first == "# yaml-language-server: $schema=ledger.schema.json"


def test_a_sound_schema_has_no_problems(tmp_path: Path) -> None:
    assert problems(tmp_path, L90=GOOD) == []


#: What is changed in ``GOOD``; ``¦`` marks the place that the message must name.
WRONG = [
    ("id: L90", "id: ¦L91", "与文件名 “L90.yaml” 不一致"),
    ("rule: unique", "rule: ¦uniqe", "是否为 “unique”"),
    ("columns: [name],", "columns: [¦nmae],", "没有键名为 “nmae” 的列"),
    ("key: [name]", "key: [¦nam]", "没有键名为 “nam” 的列"),
    ("{kind: [甲]}", "{kind: [¦丙]}", "“丙” 不是 L90“类别”的可选值"),
    (f"{{{UNIQUE},", "¦{rule: unique,", "缺少 “columns”"),
    ("[name], when", "[name], ¦item: x, when", "用不到 “item”"),
    ("type: amount", "type: ¦money", "不认识的类型 “money”"),
    ("{key: money", "¦{key: money, choices: [丁]", "choices 与 type: choice 应当同时写"),
    ("{key: money, title: 金额", "¦{key: money, title: 姓 名", "同时属于 “name” 和 “money”"),
    ("{key: money, title: 金额", "¦{key: money, title: 备注", "同时属于 “remark” 和 “money”"),
    ("{key: money", "¦{key: name", "键名 “name” 重复"),
    (UNIQUE, "rule: date_order, columns: [¦name, money]", "规则 “date_order” 用不了"),
    (UNIQUE, "rule: totals, columns: [¦name]", "规则 “totals” 用不了"),
    (UNIQUE, "rule: in_ledger, columns: [name], ledger: ¦L77", "没有编号为 “L77” 的台账"),
    (f"{{{UNIQUE}", "¦{rule: excludes, columns: [name], ledger: L90", "when 和 other 都要写"),
    (UNIQUE, "rule: in_ledger, ledger: L90, columns: [name], match: [¦x]", "没有键名为 “x”"),
    (UNIQUE, "rule: in_ledger, ledger: L90, columns: [name], match: ¦[name, kind]", "列数不一致"),
    (UNIQUE, "rule: amount_order, columns: ¦[money]", "应当写 2 至 99 列"),
    (UNIQUE, "rule: range, column: money, min: ¦多", "这里应当是数"),
    ("required: true", "required: ¦是", "应当是 true"),
    ("unit: 元", "unit: ¦块", "不认识的值 “块”"),
]


@pytest.mark.parametrize(("old", "new", "words"), WRONG)
def test_faults_are_told_with_their_place(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert old in GOOD
    marked = GOOD.replace(old, new, 1)
    before = marked.partition("¦")[0]
    line, column = before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1
    found = problems(tmp_path, L90=marked.replace("¦", ""))
    assert [text for text in found if words in text and f".yaml:{line}:{column}: " in text], found


def test_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    found = problems(tmp_path, L90=GOOD.replace("unique", "x"), L91="id: L91\n", L92="\t")
    assert {problem.split(":")[0] for problem in found} == {
        f"台账格式/L9{n}.yaml" for n in range(3)
    }


def test_missing_common_columns_are_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"common\.yaml"):
        read_ledger_schemas(tmp_path)
