"""Nothing that is declared beside its function is forgotten in the registry that runs it."""

from collections.abc import Iterable
from types import ModuleType

import pytest

from generator.ledgers import rules
from generator.ledgers.rules.declaration import RuleKind
from generator.measure import preflight
from generator.measure.preflight.case import PrintRule
from generator.verdict import checks
from generator.verdict.checks import Check


@pytest.mark.parametrize(
    ("room", "noun", "listed"),
    [
        (rules, RuleKind, rules.RULES.values()),
        (checks, Check, checks.ITEM_CHECKS.values()),
        (preflight, PrintRule, (*preflight.PART_RULES, *preflight.VOLUME_RULES)),
    ],
    ids=["rules of ledgers", "checks", "rules before printing"],
)
def test_what_is_declared_is_run(room: ModuleType, noun: type, listed: Iterable[object]) -> None:
    modules = [one for one in vars(room).values() if isinstance(one, ModuleType)]
    declared = [one for module in modules for one in vars(module).values() if isinstance(one, noun)]
    assert declared
    assert [one for one in declared if one not in list(listed)] == []
