"""The workspace, its settings and its units: found, read, or refused with a remedy."""

import datetime as dt
from pathlib import Path

import pytest

from generator.base.errors import ConfigError, WorkspaceError
from generator.cli.main import main
from generator.model import Checklist, Exemption, Level, Override, Person, Unit
from generator.office.checklist import read_checklist
from generator.office.config import find_workspace, read_config
from generator.office.unit import read_unit, unit_ids

ROOT = Path(__file__).parents[1]
SHOWN = "templates/checklists/west-2019.yaml"
WORDS = sorted(main.commands)

COUNTY = """\
name: 甲县
level: 县
office: 甲县协作办
partner: 东市东区
people:
  组织部: {name: 张某, phone: 0000-1000002}
  财政局: {name: 李某, phone: 00001000003}
not_applicable:
  "7.3": {reason: 无结余指标交易, decided_by: 县自然资源局局长钱某, date: 2019-11-05}
  "7.4": {reason: 无此项任务, decided_by: 县残联理事长孙某}
items:
  "1.3": {owner: 宣传部, due: 2019-12-05, person: {name: 赵某, phone: "0000-1"}}
  1.9: {due: 2019-12-01}
"""


@pytest.fixture(scope="module")
def checklist() -> Checklist:
    return read_checklist(ROOT / SHOWN, SHOWN, None)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "config.yaml").write_text("profile: west\ntitle: 汇编\n", encoding="utf-8")
    profiles = tmp_path / "templates" / "checklists"
    profiles.mkdir(parents=True)
    (profiles / "west.yaml").touch()
    for name in ("county_b", "county_10", "county_2", "甲县"):
        add_unit(tmp_path, name)
    return tmp_path


def add_unit(root: Path, name: str, text: str = COUNTY) -> Path:
    folder = root / "evidence" / name
    folder.mkdir(parents=True)
    (folder / "county.yaml").write_text(text, encoding="utf-8")
    return folder


def refused(root: Path, name: str, checklist: Checklist) -> str:
    with pytest.raises(WorkspaceError) as caught:
        read_unit(root, name, checklist, reserved=WORDS)
    assert caught.value.remedy
    return f"{caught.value.message}{caught.value.remedy}"


def test_the_workspace_is_the_nearest_folder_with_a_config(workspace: Path) -> None:
    inner = workspace / "evidence" / "甲县"
    assert find_workspace(inner) == workspace
    assert find_workspace(workspace) == workspace
    (inner / "config.yaml").mkdir()
    assert find_workspace(inner) == workspace


def test_the_workspace_is_found_from_a_relative_path(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace / "evidence")
    assert find_workspace(Path()) == workspace


def test_no_workspace_says_where_it_looked_and_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError) as caught:
        find_workspace(tmp_path)
    assert str(tmp_path) in caught.value.message
    assert "gen-binder init" in caught.value.remedy
    assert caught.value.exit_code == 2


def test_settings_left_out_have_their_defaults(workspace: Path) -> None:
    config = read_config(workspace)
    assert (config.profile, config.title) == ("west", "汇编")
    assert (config.office, config.as_of) == (None, None)
    assert (config.binding.duplex, config.conversion_timeout, config.word_dpi) == (True, 120, 150)
    assert config.checklist_path == workspace / "templates" / "checklists" / "west.yaml"
    assert config.checklist_shown == "templates/checklists/west.yaml"


def test_settings_are_read(workspace: Path) -> None:
    text = "profile: west\ntitle: 汇编\noffice: 甲州协作办\nas_of: 2019-12-10\n"
    text += "binding: {duplex: false}\nconversion: {timeout_seconds: 5}\nword: {dpi: 600}\n"
    (workspace / "config.yaml").write_text(text, encoding="utf-8")
    config = read_config(workspace)
    assert (config.office, config.as_of) == ("甲州协作办", dt.date(2019, 12, 10))
    assert (config.binding.duplex, config.conversion_timeout, config.word_dpi) == (False, 5, 600)


def test_a_workspace_without_profiles_says_so(workspace: Path) -> None:
    (workspace / "templates" / "checklists" / "west.yaml").unlink()
    with pytest.raises(ConfigError, match="没有考核方案 “west”；请从模板重新复制"):
        read_config(workspace)


def test_the_shipped_workspace_reads_and_its_day_is_fixed() -> None:
    config = read_config(find_workspace(Path(__file__).parent))
    assert config.root == ROOT
    assert config.as_of == dt.date(2019, 12, 10)
    assert (
        read_checklist(config.checklist_path, config.checklist_shown, None).profile == "west-2019"
    )


@pytest.mark.parametrize("unit_id", unit_ids(ROOT))
def test_each_shipped_unit_reads(unit_id: str, checklist: Checklist) -> None:
    assert read_unit(ROOT, unit_id, checklist).id == unit_id


def test_units_are_listed_in_natural_order(workspace: Path) -> None:
    add_unit(workspace, ".hidden")
    (workspace / "evidence" / "empty").mkdir()
    (workspace / "evidence" / "说明.txt").touch()
    assert unit_ids(workspace) == ("county_2", "county_10", "county_b", "甲县")


def test_a_workspace_without_evidence_has_no_units(tmp_path: Path, checklist: Checklist) -> None:
    assert unit_ids(tmp_path) == ()
    assert "请先在 evidence 下建单位文件夹" in refused(tmp_path, "county_a", checklist)


def test_a_unit_is_read_whole(workspace: Path, checklist: Checklist) -> None:
    assert read_unit(workspace, "甲县", checklist) == Unit(
        id="甲县",
        name="甲县",
        level=Level.COUNTY,
        office="甲县协作办",
        partner="东市东区",
        people={
            "组织部": Person("张某", "0000-1000002"),
            "财政局": Person("李某", "00001000003"),
        },
        not_applicable={
            "7.3": Exemption("无结余指标交易", "县自然资源局局长钱某", dt.date(2019, 11, 5)),
            "7.4": Exemption("无此项任务", "县残联理事长孙某"),
        },
        overrides={
            "1.3": Override("宣传部", dt.date(2019, 12, 5), Person("赵某", "0000-1")),
            "1.9": Override(due=dt.date(2019, 12, 1)),
        },
        folder=workspace / "evidence" / "甲县",
        path="evidence/甲县/county.yaml",
    )


def test_the_office_of_the_workspace_stands_in(workspace: Path, checklist: Checklist) -> None:
    add_unit(
        workspace, "丙县", COUNTY.replace("office: 甲县协作办\n", "").replace("县\noffice", "州")
    )
    assert read_unit(workspace, "丙县", checklist, "甲州协作办").office == "甲州协作办"
    assert read_unit(workspace, "甲县", checklist, "甲州协作办").office == "甲县协作办"


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("../甲县", "路径"), ("/etc", "路径"), ("a\\b", "路径"), ("甲县/", "路径"),
        ("./甲县", "路径"),
        ("", "不能为空"), (" ", "不能为空"), (".", "首尾"), ("..", "首尾"), (".hidden", "首尾"),
        ("甲县.", "首尾"), ("甲县 ", "首尾"), ("C:", "Windows"), ("a?", "Windows"),
        ("a\0", "看不见的字符"),
        ("nul", "Windows"), ("COM1.x", "Windows"), ("Con", "Windows"),
        *((command, "命令名") for command in WORDS), ("Build", "命令名"),
    ],
)  # fmt: skip
def test_names_that_lead_astray_are_refused(
    workspace: Path, checklist: Checklist, name: str, word: str
) -> None:
    said = refused(workspace, name, checklist)
    assert f"单位名称 “{name}” 不能用" in said
    assert word in said


def test_an_unknown_unit_gets_a_guess(workspace: Path, checklist: Checklist) -> None:
    assert "是否为 “county_b”？" in refused(workspace, "county_a", checklist)
    assert "是否为 “甲县”？" in refused(workspace, "乙县", checklist)
    said = refused(workspace, "zzz", checklist)
    assert "现有单位：county_2、county_10、county_b、甲县" in said


def test_a_folder_without_its_file_is_told_apart(workspace: Path, checklist: Checklist) -> None:
    (workspace / "evidence" / "丁县").mkdir()
    assert "evidence/丁县 里没有 county.yaml" in refused(workspace, "丁县", checklist)


def test_a_link_that_leads_outside_is_refused(
    workspace: Path, checklist: Checklist, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = add_unit(tmp_path_factory.mktemp("outside"), "戊县")
    (workspace / "evidence" / "戊县").symlink_to(outside)
    (workspace / "evidence" / "己县").symlink_to(workspace / "evidence" / "甲县")
    assert "指向工作区之外" in refused(workspace, "戊县", checklist)
    assert read_unit(workspace, "己县", checklist).id == "己县"
