"""The shipped sample counties: exactly the planted faults, everything bound, nothing touched."""

import datetime as dt
import hashlib
import json
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pikepdf
import pytest
import yaml
from openxml_audit import OpenXmlValidator

from generator.binder.build import Outcome, build
from generator.binder.request import Request
from generator.model import PageKind
from generator.verdict.workspace import open_workspace
from tests.builders.printed import check_references, numbers, wanted
from tests.conftest import ROOT
from tests.test_binder import quiet

UNITS = ("county_a", "county_b", "prefecture")

PLACE = ("code", "item", "path", "event", "sheet", "row", "column")


def hashes(unit: str) -> dict[str, str]:
    folder = ROOT / "evidence" / unit
    return {
        path.relative_to(ROOT).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Outcome, dict[str, str]]]:
    workspace = open_workspace(ROOT)
    output = tmp_path_factory.mktemp("output")
    made = {}
    for unit in UNITS:
        before = hashes(unit)
        formats = ("pdf", "word") if unit == "county_a" else ("pdf",)
        request = Request(unit, dt.date(2019, 12, 10), output, formats, jobs=2)
        made[unit] = build(workspace, request, quiet), before
    return made


@pytest.mark.parametrize("unit", UNITS)
def test_exactly_the_documented_faults_are_found(
    outcomes: dict[str, tuple[Outcome, dict[str, str]]], unit: str
) -> None:
    outcome, _ = outcomes[unit]
    documented = yaml.safe_load((ROOT / f"tests/sample/{unit}.yaml").read_text("utf-8"))
    planted = [fault for faults in documented.values() for fault in faults]
    told = json.loads((outcome.folder / "findings.json").read_text("utf-8"))["findings"]
    expected = Counter(tuple(fault.get(key) for key in PLACE) for fault in planted)
    found = Counter(tuple(one.get(key) for key in PLACE) for one in told)
    hits = (found & expected).total()
    print(f"{unit}: precision {hits}/{found.total()}, recall {hits}/{expected.total()}")
    assert found == expected


@pytest.mark.parametrize("unit", UNITS)
def test_every_source_is_bound_whole_or_has_a_slip(
    outcomes: dict[str, tuple[Outcome, dict[str, str]]], unit: str
) -> None:
    outcome, before = outcomes[unit]
    assert hashes(unit) == before
    manifest = json.loads((outcome.folder / "manifest.json").read_text("utf-8"))
    ignored = {entry.path for entry in outcome.assessment.ignored}
    settings = {path for path in before if path.endswith(("/county.yaml", "/目录.yaml"))}
    sources = {source["path"]: source for source in manifest["sources"]}
    assert set(sources) == set(before) - ignored - settings
    for path, source in sources.items():
        assert source["sha256"] == before[path]
        assert source["pages"] or source.get("slip") or source["item"] is None
    bound = sum(source["pages"] for source in sources.values())
    evidence = [page for page in outcome.plan.pages if page.kind is PageKind.EVIDENCE]
    assert len(evidence) == bound
    assert outcome.plan.reconciliation.balanced


@pytest.mark.parametrize("unit", UNITS)
def test_contents_stamp_link_and_bookmark_agree(
    outcomes: dict[str, tuple[Outcome, dict[str, str]]], unit: str
) -> None:
    outcome, _ = outcomes[unit]
    followed = check_references(outcome.folder, outcome.plan)
    assert followed >= len(outcome.assessment.items) + len(outcome.assessment.groups)


@pytest.mark.parametrize("unit", UNITS)
def test_no_volume_is_thicker_than_asked_and_each_balances(
    outcomes: dict[str, tuple[Outcome, dict[str, str]]], unit: str
) -> None:
    outcome, _ = outcomes[unit]
    limit = open_workspace(ROOT).config.binding.sheets_per_volume
    for volume in outcome.plan.volumes:
        assert volume.sheets + volume.folded <= limit
        assert volume.reconciliation.balanced
    assert len(outcome.plan.volumes) == {"county_a": 3, "county_b": 2, "prefecture": 2}[unit]


@pytest.mark.parametrize("unit", UNITS)
def test_every_pdf_is_syntactically_clean(
    outcomes: dict[str, tuple[Outcome, dict[str, str]]], unit: str
) -> None:
    outcome, _ = outcomes[unit]
    for path in sorted(outcome.folder.glob("*.pdf")):
        with pikepdf.open(path) as pdf:
            assert pdf.check_pdf_syntax() == []


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_the_word_binder_has_the_same_pages_and_numbers(
    outcomes: dict[str, tuple[Outcome, dict[str, str]]], tmp_path: Path
) -> None:
    outcome, _ = outcomes["county_a"]
    sources = [str(outcome.folder / f"{volume.name}.docx") for volume in outcome.plan.volumes]
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, *sources], check=True, capture_output=True, timeout=300)
    for volume in outcome.plan.volumes:
        assert numbers(tmp_path / f"{volume.name}.pdf", volume) == wanted(volume)


def test_the_word_binder_is_valid_open_xml(
    outcomes: dict[str, tuple[Outcome, dict[str, str]]],
) -> None:
    outcome, _ = outcomes["county_a"]
    for volume in outcome.plan.volumes:
        result = OpenXmlValidator().validate(outcome.folder / f"{volume.name}.docx")
        assert [str(error) for error in result.errors] == []
