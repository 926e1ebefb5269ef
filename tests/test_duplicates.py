"""Copies of one content: what is said of them is what stands in the binder."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from generator.verdict.judge import judge
from generator.verdict.workspace import open_workspace


def told(root: Path) -> dict[str, str]:
    workspace, day = open_workspace(root.resolve()), dt.date(2019, 12, 10)
    found = judge(workspace, "jia", day, lambda *_: None, jobs=1).assessment.findings
    copies = (one for one in found if one.code == "duplicate-file" and one.path)
    return {Path(str(one.path)).name: one.message for one in copies}


def test_copies_are_said_to_be_bound_only_where_they_are(
    make_workspace: Callable[..., Path],
) -> None:
    files = {
        "1.1 函/01 复函.txt": "甲县复函",
        "1.1 函/02 复函.txt": "甲县复函",
        "1.1 函/03 图纸.dwg": "AC1032 图",
        "1.1 函/04 图纸.dwg": "AC1032 图",
        "1.1 函/05 说明.txt": "请查收",
        "1.1 函/06 说明.pptx": "请查收",
    }
    messages = told(make_workspace(files))
    assert "两份都已装入" in messages["02 复函.txt"]
    assert "两份都没能装入，只有缺项页" in messages["04 图纸.dwg"]
    assert "只装入了一份" in messages["06 说明.pptx"]
