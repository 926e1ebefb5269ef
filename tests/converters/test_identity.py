"""Every suffix and version of a family is told by its content, and called what it is.

``tests/cases/kinds`` has tiny files with what each is, or why it cannot be bound.
"""

from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from generator.base.cache import Answers
from generator.base.looks import Eyes
from generator.convert import FAMILIES, identities
from generator.convert.kinds import EXTENSIONS, OFFICE
from generator.convert.sniff import Identity
from generator.model import Unbindable
from tests.builders.alone import importing_tests
from tests.builders.filed import filed
from tests.builders.identified import container_kind, identify
from tests.conftest import ROOT
from tests.hostile.breaking import MARK, WAYS, broken

KINDS = ROOT / "tests" / "cases" / "kinds"


def cases(folder: str) -> list[tuple[Path, Mapping[str, str]]]:
    """The files of a folder with what is expected of each; none is without, and none is missing."""
    wanted = yaml.safe_load((KINDS / folder / "expected.yaml").read_text("utf-8"))
    there = {path.name for path in (KINDS / folder).iterdir()} - {"expected.yaml"}
    assert there == set(wanted)
    return [(KINDS / folder / name, one) for name, one in wanted.items()]


BOUND, REFUSED = cases("bound"), cases("refused")


@pytest.mark.parametrize(("path", "wanted"), BOUND, ids=[path.name for path, _ in BOUND])
def test_a_file_is_what_its_content_is(path: Path, wanted: Mapping[str, str]) -> None:
    if "holds" in wanted:
        assert container_kind(path, path.name) == wanted["holds"]
        return
    identity = identify(path, path.name)
    assert isinstance(identity, Identity), identity
    assert identity.kind == wanted["kind"]
    if "note" in wanted:
        assert wanted["note"] in str(identity.note)
    else:
        assert identity.note is None
    assert identity.kind in FAMILIES
    assert container_kind(path, path.name) in (None, "pdf", "office")  # documents that hold others


@pytest.mark.parametrize(("path", "wanted"), REFUSED, ids=[path.name for path, _ in REFUSED])
def test_what_cannot_be_bound_is_called_by_its_name(path: Path, wanted: Mapping[str, str]) -> None:
    refusal = identify(path, path.name)
    assert isinstance(refusal, Unbindable), refusal
    assert refusal.code == wanted["code"]
    assert wanted["says"] in refusal.message
    if wanted["says"] != "分卷":
        assert "压缩包" not in refusal.message
        assert "解压" not in refusal.remedy
    assert container_kind(path, path.name) is None


def test_every_kind_of_office_has_an_extension_of_its_own() -> None:
    assert {"spreadsheetml", "wordml"} == OFFICE - set(EXTENSIONS.values())


@pytest.mark.parametrize("how", WAYS)
def test_a_look_that_breaks_costs_one_document(
    how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"{at}{MARK if at == 4 else ''}.txt" for at in range(10)]
    for name in names:
        (tmp_path / name).write_text(name, "utf-8")
    files = [filed(tmp_path / name) for name in names]
    known, eyes = (
        Answers(tmp_path / "kinds.json"),
        Eyes(tmp_path, timeout=6 if how == "loop" else 120),
    )
    with monkeypatch.context() as patch:
        importing_tests(patch)
        broken(patch, how, "generator.convert.identities", "look")
        told = identities.identified(files, known, eyes)
    [lost] = [one for one in told.values() if isinstance(one, Unbindable)]
    assert told.pop(names[4]) is lost
    assert (lost.code, "识别文件类型" in lost.message) == ("unreadable", True)
    assert set(told.values()) == {Identity("txt")}
    again = identities.identified(files, known, eyes)  # nothing is kept of what broke
    assert set(again.values()) == {Identity("txt")}
