"""Small workspaces built in code, so that each test shows what it is about."""

import os
import shutil
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]

#: Machines are noisy: how long one example takes says nothing.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

os.environ.setdefault("GEN_BINDER_FONTS", str(ROOT / ".fonts"))

CONFIG = """\
profile: small
title: 试验汇编
office: 甲州协作办
as_of: 2019-12-10
"""

CHECKLIST = """\
profile: small
title: 试验清单
year: "2019"
window: {from: 2019-01-01, to: 2019-12-31}
due: 2019-12-20
kinds: {函: 函件, 照: 照片}
parts:
  通知: {words: [通知]}
  签到: {words: [签到]}
  照片: {words: [照片], pictures: true}
ledgers: {L08: 挂职干部}
groups:
  - id: "1"
    title: 组织领导
    owner: 两办
    items:
      - {id: "1.1", title: 对接函件, prove: 有对接函, need: {files: 1}, <<}
      - {id: "1.2", title: 联席会议, prove: 会议成套, <3>, <<}
      - {id: "1.10", title: 工作要点, prove: 有要点, need: {files: 2}, window: any, <<}
  - id: "2"
    title: 人才交流
    owner: 组织部
    items:
      - {id: "2.1", title: 选派, prove: 有选派函, need: {files: 1}, <<}
      - {id: "2.2", title: 州级培训, prove: 有方案, need: {files: 1}, levels: [州], <2>}
"""

CHECKLIST = (
    CHECKLIST.replace("<<", "levels: [县], <2>")
    .replace("<2>", "kinds: [函], source: S")
    .replace("<3>", "need: {events: 1, parts: [通知, 签到, 照片]}")
)

COUNTY = """\
name: 甲县
level: 县
office: 甲县协作办
partner: 东市东区
people:
  两办: {name: 张某, phone: "0000-1000001"}
"""

MakeWorkspace = Callable[..., Path]


def new_workspace(
    folder: Path,
    files: Mapping[str, str | bytes] | None = None,
    *,
    checklist: str = CHECKLIST,
    county: str = COUNTY,
    config: str = CONFIG,
) -> Path:
    """A workspace with one unit ``jia``; files map relative paths to text or bytes."""
    root = folder / "工作区"
    shutil.copytree(ROOT / "templates" / "binder", root / "templates" / "binder")
    (root / "templates" / "checklists").mkdir()
    (root / "templates" / "checklists" / "small.yaml").write_text(checklist, "utf-8")
    (root / "config.yaml").write_text(config, "utf-8")
    unit = root / "evidence" / "jia"
    unit.mkdir(parents=True)
    (unit / "county.yaml").write_text(county, "utf-8")
    for path, content in (files or {}).items():
        target = unit / path
        if path.endswith("/"):
            target.mkdir(parents=True)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


@pytest.fixture
def make_workspace(tmp_path: Path) -> MakeWorkspace:
    """Build a workspace in the test's own folder."""
    return partial(new_workspace, tmp_path)
