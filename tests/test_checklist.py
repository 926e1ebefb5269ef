"""The checklist: what is shipped is whole and faithful, and how its values come to be."""

import datetime as dt
from pathlib import Path

import pytest
import yaml

from generator.base.errors import ConfigError, Place
from generator.binder.workspace_files import schema_files
from generator.model import Checklist, Item, Level, Need, PackPart, Source
from generator.office.checklist import read_checklist

ROOT = Path(__file__).parents[1]
SHOWN = "templates/checklists/west-2019.yaml"

SMALL = """\
profile: small
title: 甲州清单
year: "2019"
window: {from: 2019-01-01, to: 2019-12-31}
due: 2019-12-20
kinds: {函: 函件}
parts: {照片: {words: [照片], pictures: true}}
ledgers: {L08: 挂职干部}
groups:
  - id: A
    title: 组织领导
    owner: 两办
    items:
      - id: A.1
        title: 对接函件
        levels: [州, 县]
        kinds: [函]
        need: {files: 1}
        prove: 双方往来函件都有。
        source: S+
      - id: A.10
        title: 互访
        owner: 组织部
        levels: [县]
        kinds: [函]
        need: {events: 2, parts: [照片], per_row_of: L08}
        ledgers: [L08]
        prove: 逐人对应。
        source: U
        retention: 30年
        due: 2019-12-10
        window: any
        enabled: false
  - {id: B, title: 创新, owner: 协作办, bonus: true, items: [
      {id: B.1, title: 典型, levels: [省], kinds: [函], need: {files: 0, events: 1},
       prove: 有典型。, source: P}]}
"""


@pytest.fixture(scope="module")
def west() -> Checklist:
    return read_checklist(ROOT / SHOWN, SHOWN, None)


@pytest.fixture
def small(tmp_path: Path) -> Checklist:
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return read_checklist(path, "small.yaml", {"L08"})


def by_id(checklist: Checklist, item_id: str) -> Item:
    (item,) = (item for item in checklist.items if item.id == item_id)
    return item


def test_every_value_arrives_where_it_belongs(small: Checklist) -> None:
    assert (small.profile, small.title, small.year) == ("small", "甲州清单", "2019")
    assert (small.window.start, small.window.end) == (dt.date(2019, 1, 1), dt.date(2019, 12, 31))
    assert (small.kinds, small.ledgers, small.path) == (
        {"函": "函件"},
        {"L08": "挂职干部"},
        "small.yaml",
    )
    assert small.parts == {"照片": PackPart("照片", ("照片",), pictures=True)}
    assert small.items[1] == Item(
        id="A.10",
        title="互访",
        owner="组织部",
        levels=(Level.COUNTY,),
        kinds=("函",),
        need=Need(0, 2, ("照片",), "L08"),
        ledgers=("L08",),
        prove="逐人对应。",
        retention="30年",
        due=dt.date(2019, 12, 10),
        windowed=False,
        source=Source.UNVERIFIED,
        enabled=False,
        place=Place("small.yaml", 21, 9),
    )


def test_what_an_item_leaves_out_comes_from_its_group_or_the_profile(small: Checklist) -> None:
    item = small.items[0]
    assert (item.owner, item.due, item.retention) == ("两办", dt.date(2019, 12, 20), None)
    assert (item.windowed, item.enabled, item.ledgers) == (True, True, ())
    assert [(group.bonus, group.negative) for group in small.groups] == [
        (False, False),
        (True, False),
    ]


def test_a_ledger_without_a_schema_is_reported_where_it_is_named(tmp_path: Path) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_checklist(path, "small.yaml", {"L80"})
    (problem,) = caught.value.problems
    assert str(problem) == "small.yaml:8:11: 台账 “L08” 没有表样；是否为 “L80”？"


def test_the_shipped_profile_has_every_group_and_item(west: Checklist) -> None:
    assert [(group.id, len(group.items)) for group in west.groups] == [
        ("0", 6), ("1", 9), ("2", 7), ("3", 8), ("4", 7),
        ("5", 7), ("6", 5), ("7", 5), ("8", 4), ("9", 3),
    ]  # fmt: skip
    assert [item.id for item in west.items] == [
        f"{group.id}.{number}" for group in west.groups for number in range(1, len(group.items) + 1)
    ]
    assert [group.id for group in west.groups if group.bonus] == ["7"]
    assert [group.id for group in west.groups if group.negative] == ["8"]
    assert sorted(west.ledgers) == [f"L{number:02}" for number in range(1, 27)]


def test_the_shipped_profile_turns_off_what_is_unverified_and_sets_no_retention(
    west: Checklist,
) -> None:
    assert [item.id for item in west.items if not item.enabled] == ["2.7"]
    assert {item.source for item in west.items if item.enabled} == {
        Source.STATED,
        Source.IMPLIED,
        Source.PUBLIC,
    }
    assert {item.retention for item in west.items} == {None}


def test_the_shipped_profile_has_the_stated_dates(west: Checklist) -> None:
    early = {item.id: item.due for item in west.items if item.due != dt.date(2019, 12, 20)}
    assert early == {"0.4": dt.date(2019, 12, 15), "1.9": dt.date(2019, 12, 10)}
    older_is_fine = {item.id for item in west.items if not item.windowed}
    assert {"0.2", "2.2", "2.3", "3.1", "4.1"} <= older_is_fine
    assert not {"1.1", "1.5", "3.3", "5.1", "6.1"} & older_is_fine


def test_the_shipped_profile_asks_for_packs_and_rows(west: Checklist) -> None:
    joint = by_id(west, "1.5")
    assert joint.need == Need(events=1, parts=("通知", "议程", "签到", "纪要", "照片"))
    assert joint.levels == (Level.PROVINCE, Level.PREFECTURE, Level.COUNTY)
    assert by_id(west, "2.2").need == Need(files=1, per_row_of="L08")
    assert [item.id for item in west.items if Level.PREFECTURE not in item.levels] == [
        "1.8", "3.6", "3.8", "5.4", "5.6", "6.1", "6.2", "6.3", "6.4", "6.5",
    ]  # fmt: skip
    assert [item.id for item in west.items if Level.COUNTY not in item.levels] == ["9.3"]


def test_the_shipped_profile_uses_all_the_words_it_explains(west: Checklist) -> None:
    assert {kind for item in west.items for kind in item.kinds} == set(west.kinds)
    assert {part for item in west.items for part in item.need.parts} == set(west.parts)
    assert {ledger for item in west.items for ledger in item.ledgers} == set(west.ledgers)


@pytest.mark.parametrize("path", schema_files())
def test_the_shipped_schema_is_the_one_that_the_reader_follows(path: str) -> None:
    assert (ROOT / path).read_text(encoding="utf-8") == schema_files()[path]


@pytest.mark.parametrize(
    "path",
    ["config.yaml", SHOWN, "templates/figures/west-2019.yaml", "templates/ledgers/L13.yaml"],
)
def test_each_shipped_yaml_names_its_schema(path: str) -> None:
    first = (ROOT / path).read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema=")
    named = ((ROOT / path).parent / first.partition("=")[2]).resolve()
    assert named.relative_to(ROOT.resolve()).as_posix() in schema_files()


def english(part: object) -> list[str]:
    if isinstance(part, list):
        return [text for one in part for text in english(one)]
    if not isinstance(part, dict):
        return []
    own = [part[key] for key in ("title", "description") if isinstance(part.get(key), str)]
    said = [text for text in own if not any("\u4e00" <= letter <= "\u9fff" for letter in text)]
    return said + [text for one in part.values() for text in english(one)]


@pytest.mark.parametrize("path", schema_files())
def test_an_editor_explains_each_key_in_chinese(path: str) -> None:
    schema = yaml.safe_load(schema_files()[path])
    assert not english(schema)
    models = [schema, *schema.get("$defs", {}).values()]
    keys = [spec for model in models for spec in model.get("properties", {}).values()]
    assert keys
    assert all(spec.get("title") for spec in keys)
    assert all(
        model.get("additionalProperties") is False for model in models if "properties" in model
    )
