"""A check or a rule that breaks over what was filed is told, and the others go on."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from generator.ledgers import rules as ledger_rules
from generator.verdict import checks
from tests.privacy.test_command import FILES, answer, workspace


def breaking(*_: object) -> None:
    raise ValueError("on purpose")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return workspace(
        tmp_path, {name: FILES[name] for name in FILES if "正常" in name or "人员" in name}
    )


def told(root: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    found = json.loads(answer(root, capsys, "check", "jia", "--json", "--jobs", "1")[1])["findings"]
    return [one for one in found if one["code"] == "not-looked-at"]


def test_a_check_that_breaks_is_told(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert told(root, capsys) == []
    broken = replace(checks.ITEM_CHECKS["out-of-window"], look=breaking)
    monkeypatch.setitem(checks.ITEM_CHECKS, "out-of-window", broken)
    found = told(root, capsys)
    assert {one["item"] for one in found} >= {"1.1", "2.1"}
    assert {(one["severity"], one["message"]) for one in found} == {
        ("warning", "这项指标的一项检查（out-of-window）没能做完")
    }


def test_a_rule_that_breaks_is_told(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = replace(ledger_rules.RULES["id_check_digit"], find=breaking)
    monkeypatch.setitem(ledger_rules.RULES, "id_check_digit", broken)
    [found] = told(root, capsys)
    assert found["path"].endswith("带贫人员名册.csv")
    assert found["message"] == "台账的一项检查（id-check-digit：身份证号）没能做完"
