"""Whatever breaks over a document costs that document, and is told with its step."""

from pathlib import Path

import pytest

from generator.convert import FAMILIES, soffice
from tests.builders.alone import importing_tests
from tests.builders.long import LONG, variants
from tests.builders.words import OF_LIBRARIES
from tests.hostile import families
from tests.hostile.breaking import MARK, QUICK, WAYS, broken
from tests.hostile.steps import AMPLE, COUNT, SOON, STEPS, documented, opened, several, slips, soon

#: In the usual run each step breaks in one way; what has no end takes long, so one step shows it.
USUAL = {
    step: "loop" if step == "转换" else QUICK[at % len(QUICK)] for at, step in enumerate(STEPS)
}
CASES = [(step, how) for step in STEPS for how in variants(WAYS, USUAL[step])]

#: Documents of each family, over the first of which its converter breaks.
EACH = 3 if LONG else 2

#: LibreOffice takes longer than other converters to show that it comes to its end.
_SOON_FOR_ALL = 15


@pytest.mark.parametrize(("name", "how"), CASES)
def test_a_step_that_breaks_costs_one_document(
    name: str, how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = STEPS[name]
    workspace = opened(tmp_path, several(step), SOON if how == "loop" else AMPLE)
    importing_tests(monkeypatch)
    broken(monkeypatch, how, step.module, step.name, step.used_in)
    if how == "loop":
        soon(monkeypatch)
    told = step.told(workspace, tmp_path / "out")
    ((path, said),) = told.said.items()
    assert MARK in path
    assert documented()[name][how] in said
    assert not OF_LIBRARIES.search(said)
    assert told.bound == (COUNT if step.stays else COUNT - 1)


def test_the_document_names_every_step() -> None:
    assert list(documented()) == list(STEPS)


@pytest.mark.skipif(soffice.find() is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("how", variants(WAYS, "exception"))
def test_each_converter_breaks_for_one_document(
    how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert set(families.FAMILIES) == {family.name for family in FAMILIES.values()}
    files = {
        f"1.1 函/{name}{'好' if at else MARK}{at}{suffix}": made(at)
        for name, (suffix, made) in families.FAMILIES.items()
        for at in range(EACH)
    }
    workspace = opened(tmp_path, files, _SOON_FOR_ALL if how == "loop" else AMPLE)
    importing_tests(monkeypatch)
    step = STEPS["转换"]
    broken(monkeypatch, how, step.module, step.name)
    if how == "loop":
        soon(monkeypatch)
    told = slips(workspace, tmp_path / "out")
    assert told.bound == (EACH - 1) * len(families.FAMILIES)
    alone = {path: said for path, said in told.said.items() if path.count("/") == 3}
    assert sorted(path for path in files if MARK in path) == sorted(
        path.removeprefix("evidence/jia/") for path in alone
    )
    assert all(documented()["转换"][how] in said for said in alone.values())
