"""YAML with positions: text stays text, every fault is a ConfigError, every value has a place."""

import datetime as dt
from pathlib import Path
from typing import Literal

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import Field, ValidationError
from pydantic_core import core_schema

from generator.base.errors import ConfigError, Place
from generator.base.yaml.builder import MAX_DEPTH, MAX_NODES
from generator.base.yaml.nodes import MAX_BYTES, read_nodes
from generator.base.yaml.reading import Count, Day, Filled, Form, YesNo, read_yaml
from generator.base.yaml.wording import describe, nearest, suggest
from generator.model import Level
from tests.test_yaml_cases import ENGLISH


class Entry(Form):
    id: Filled
    note: str | None = None
    count: Count = 0
    wanted: YesNo = False
    day: Day | None = None
    start: Day | None = Field(None, alias="from")
    levels: tuple[Level, ...] = ()


class Sheet(Form):
    title: Filled
    mode: Literal["year", "any"] = "year"
    entries: tuple[Entry, ...] = ()
    named: dict[str, Entry] = Field({})


def written(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "sheet.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    return path


def read(tmp_path: Path, text: str | bytes):
    return read_yaml(written(tmp_path, text), "sheet.yaml", Sheet)


def problems(tmp_path: Path, text: str | bytes) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, text)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("text", ["1.10", "no", "012", "1:30", "1_000", "2019-03-04", "null", "~"])
def test_text_stays_as_it_was_written(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, f"title: {text}\n").value.title == text
    assert read(tmp_path, f"title: 甲\nnamed:\n  {text}: {{id: 1}}\n").value.named.keys() == {text}


def test_typed_values_are_read_from_their_text(tmp_path: Path) -> None:
    entry = "{id: 1.10, count: 012, wanted: true, day: 2020-02-29, levels: [县]}"
    text = f"title: 甲\nentries: [{entry}]\n"
    (entry,) = read(tmp_path, text).value.entries
    assert (entry.id, entry.count, entry.wanted) == ("1.10", 12, True)
    assert (entry.day, entry.levels) == (dt.date(2020, 2, 29), (Level.COUNTY,))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("wanted", "yes"), ("wanted", "True"), ("wanted", "1"), ("wanted", "是"),
        ("count", "1.0"), ("count", "1_000"), ("count", "+1"), ("count", "1e3"), ("count", "三"),
        ("count", '" 1"'), ("count", "1" * 10), ("count", "١"),
        ("day", "2019-1-5"), ("day", "2019-02-29"), ("day", "20190305"), ("day", "1576800000"),
        ("day", "2019-03-05T00:00:00"), ("day", "0000-01-01"), ("day", "２０１９-03-05"),
    ],
)  # fmt: skip
def test_loose_ways_of_writing_are_refused_where_they_stand(
    tmp_path: Path, key: str, value: str
) -> None:
    (said,) = problems(tmp_path, f"title: 甲\nnamed:\n  甲: {{id: 1, {key}: {value}}}\n")
    column = len(f"  甲: {{id: 1, {key}: ") + 1
    assert said.startswith(f"sheet.yaml:3:{column}: ")


def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path: Path) -> None:
    file = read(tmp_path, "\ufefftitle: 甲\r\nentries:\r\n- id: 乙\r\n".encode())
    assert file.value.entries[0].id == "乙"
    assert file.place("title") == Place("sheet.yaml", 1, 8)
    assert file.place("entries", 0, "id") == Place("sheet.yaml", 3, 7)


def test_an_alias_repeats_what_it_names(tmp_path: Path) -> None:
    file = read(tmp_path, "title: &t 甲\nentries:\n- &e {id: 乙, note: *t}\n- *e\n")
    assert file.value.entries[0] == file.value.entries[1]
    assert file.value.entries[1].note == "甲"


PLACED = """\
title: 甲
entries:
  - id: 乙
    note:
    from: 2019-01-01
named:
  一: {id: 丙}
"""


@pytest.mark.parametrize(
    ("loc", "value", "key"),
    [
        ((), (1, 1), (1, 1)),
        (("title",), (1, 8), (1, 1)),
        (("entries",), (3, 3), (2, 1)),
        (("entries", 0), (3, 5), (3, 5)),
        (("entries", 0, "note"), (4, 5), (4, 5)),
        (("entries", 0, "from"), (5, 11), (5, 5)),
        (("entries", 0, "absent"), (3, 5), (3, 5)),
        (("entries", 7, "id"), (3, 3), (2, 1)),
        (("entries", "id"), (3, 3), (2, 1)),
        (("named", "一", "id"), (7, 11), (7, 7)),
        (("title", "deeper", 3), (1, 8), (1, 1)),
    ],
)
def test_every_location_has_a_place_or_that_of_its_nearest_parent(
    tmp_path: Path, loc: tuple[str | int, ...], value: tuple[int, int], key: tuple[int, int]
) -> None:
    file = read(tmp_path, PLACED)
    assert file.place(*loc) == Place("sheet.yaml", *value)
    assert file.key_place(*loc) == Place("sheet.yaml", *key)


def test_the_guess_knows_the_keys_of_nested_models(tmp_path: Path) -> None:
    text = "titel: 甲\nentries: [{id: 1, nots: 2, form: 2019-01-01}]\nnamed: {甲: {ib: 1}}\n"
    assert problems(tmp_path, text) == [
        "sheet.yaml:1:1: 不认识的键 “titel”；是否为 “title”？",
        "sheet.yaml:2:19: 不认识的键 “nots”；是否为 “note”？",
        "sheet.yaml:2:28: 不认识的键 “form”；是否为 “from”？",
        "sheet.yaml:3:13: 不认识的键 “ib”；是否为 “id”？",
    ]


def test_faults_of_nodes_and_of_values_come_together_in_file_order(tmp_path: Path) -> None:
    said = problems(tmp_path, "mode: 甲\ntitle: 乙\ntitle: 丙\nentries: 丁\n")
    assert [line.split(":")[1] for line in said] == ["1", "3", "4"]


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    for path, word in ((tmp_path / "absent.yaml", "找不到"), (tmp_path, "文件夹")):
        with pytest.raises(ConfigError, match=word):
            read_yaml(path, "甲.yaml", Sheet)
    with pytest.raises(ConfigError, match="打不开"):
        read_yaml(tmp_path / "甲\0.yaml", "甲.yaml", Sheet)
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    with pytest.raises(ConfigError, match="打不开"):
        read_yaml(tmp_path / "loop.yaml", "甲.yaml", Sheet)


def test_the_limits_hold(tmp_path: Path) -> None:
    assert "太大" in problems(tmp_path, b"#" * (MAX_BYTES + 1))[0]
    deep = "title: " + "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert "层次太深" in problems(tmp_path, deep)[0]
    shallow = "title: " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1)
    assert "应当是文字" in problems(tmp_path, shallow)[0]
    thousand = "a: &a [" + "甲," * 1000 + "]\n"
    assert "展开后" in problems(tmp_path, thousand + "b: [" + "*a," * (MAX_NODES // 1000) + "]")[0]
    assert "展开后" not in problems(tmp_path, thousand + "b: [" + "*a," * 98 + "]")[0]


def faults_of(model: type[Form], value: object) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(value)
    return ["".join(describe(detail)) for detail in caught.value.errors(include_url=False)]


def test_bounds_are_said_with_their_figures() -> None:
    class Bounds(Form):
        low: int = Field(ge=3)
        above: int = Field(gt=3)
        high: int = Field(le=3)
        below: int = Field(lt=3)
        few: list[str] = Field(min_length=3)
        many: list[str] = Field(max_length=3)
        short: str = Field(min_length=3)
        long: str = Field(max_length=3)

    value = {"low": 1, "above": 1, "high": 9, "below": 9, "few": ["甲"], "many": list("甲乙丙丁")}
    said = faults_of(Bounds, value | {"short": "甲", "long": "甲乙丙丁"})
    assert len(said) == 8
    assert all("3" in line for line in said)


@pytest.mark.parametrize("kind", sorted(core_schema.ErrorType.__args__))
def test_no_error_of_pydantic_speaks_english(kind: str) -> None:
    context = {"expected": "'甲' or '乙'", "message": "甲", "remedy": "乙", "error": "bad"}
    error = {
        "type": kind,
        "loc": ("甲",),
        "msg": "Input should be valid",
        "input": "丙",
        "ctx": context,
    }
    message, remedy = describe(error)
    assert message
    assert remedy
    assert not ENGLISH.search(message + remedy)


def test_the_nearest_word() -> None:
    assert nearest("ower", ["title", "owner"]) == "owner"
    assert nearest("通只", ["签到", "通知"]) == "通知"
    assert nearest("颜色", ["title", "owner"]) is None
    assert suggest("颜色", ["甲", "乙", "甲"], "可以写") == "可以写：甲、乙"
    assert suggest("颜色", [], "可以写") == "请删去"


YAML_LIKE = st.text(
    st.sampled_from("ab甲:-[]{},&*!|>'\"#%@` \n\t\\x0uU?~<=：\r\ufeff\u2028\x85"), max_size=60
)
TREE = st.recursive(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=6), inner, max_size=4
        )
    ),
    max_leaves=12,
)
quick = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def outcome(path: Path) -> Sheet | ConfigError:
    try:
        return read_yaml(path, "甲.yaml", Sheet).value
    except ConfigError as error:
        return error


@quick
@given(text=st.text(max_size=80) | YAML_LIKE | YAML_LIKE.map("title: 甲\nentries: ".__add__))
def test_any_text_gives_a_value_or_a_config_error(tmp_path: Path, text: str) -> None:
    found = outcome(written(tmp_path, text))
    if isinstance(found, ConfigError):
        ends = text.replace("\r\n", "\n")
        lines = sum(map(ends.count, "\n\r\x85\u2028\u2029")) + 1
        assert found.problems
        assert all(1 <= problem.line <= lines + 1 for problem in found.problems)
        assert all(problem.column >= 1 and problem.remedy for problem in found.problems)


@quick
@given(data=st.binary(max_size=60))
def test_any_bytes_give_a_value_or_a_config_error(tmp_path: Path, data: bytes) -> None:
    assert isinstance(outcome(written(tmp_path, data)), ConfigError)
    assert isinstance(outcome(written(tmp_path, b"title: " + data)), Sheet | ConfigError)


@quick
@given(tree=TREE, flow=st.booleans())
def test_what_was_written_is_what_is_read(tmp_path: Path, tree: object, flow: bool) -> None:
    text = yaml.safe_dump(tree, allow_unicode=True, default_style='"', default_flow_style=flow)
    root, faults = read_nodes(written(tmp_path, text), "甲.yaml")
    assert not faults
    assert root.plain() == tree
