"""The office's own files after accidents: read, or refused with the place and a remedy."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.base.errors import BinderError, ConfigError
from generator.intake.metadata import from_catalogue
from generator.ledgers.schemas.files import read_ledger_schemas
from generator.office.checklist import read_checklist
from generator.office.config import read_config
from generator.office.unit import read_unit
from tests.builders.mutated import bounded, mutated
from tests.conftest import CHECKLIST, CONFIG, COUNTY, ROOT, new_workspace

CATALOGUE = """\
files:
  任职通知.pdf: {title: 关于任职的通知, date: 2019-03-04, doc_number: 甲组干〔2019〕12号}
  "会议 纪要.docx":
    point: 第2页第1段
    note: |
      两行
      备注
"""
NAMES = ("任职通知.pdf", "会议 纪要.docx")
LEDGER = (ROOT / "templates/ledgers/L08.yaml").read_bytes()


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_workspace(tmp_path_factory.mktemp("yaml"))


@pytest.fixture(scope="module")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ledgers")
    shutil.copyfile(ROOT / "templates/ledgers/common.yaml", folder / "common.yaml")
    return folder


def read(path: Path, data: bytes, reader: Callable[[], object]) -> None:
    """Every fault names a line and a column of the file, and what to do."""
    path.write_bytes(data)
    refusal: BinderError | None = None
    try:
        reader()
    except BinderError as error:
        refusal = error
    assert refusal is None or refusal.message
    assert refusal is None or refusal.remedy
    if isinstance(refusal, ConfigError):
        ends = sum(map(data.count, (b"\n", b"\r", b"\x85", b"\xe2\x80\xa8", b"\xe2\x80\xa9")))
        assert refusal.problems
        for problem in refusal.problems:
            assert problem.path
            assert 1 <= problem.line <= ends + 2
            assert problem.column >= 1
            assert problem.message


@bounded(120)
@given(data=mutated(CHECKLIST.encode()))
def test_checklist(workspace: Path, data: bytes) -> None:
    path = workspace / "templates/checklists/small.yaml"
    read(path, data, lambda: read_checklist(path, "small.yaml", None))


@bounded(120)
@given(data=mutated(CONFIG.encode() + b"word: {dpi: 200}\nbinding: {numbering: volume}\n"))
def test_config(workspace: Path, data: bytes) -> None:
    read(workspace / "config.yaml", data, lambda: read_config(workspace))


@bounded(120)
@given(data=mutated(COUNTY.encode()))
def test_county(workspace: Path, data: bytes) -> None:
    checklists = workspace / "templates/checklists"
    (checklists / "whole.yaml").write_text(CHECKLIST.replace("profile: small", "profile: whole"))
    checklist = read_checklist(checklists / "whole.yaml", "whole.yaml", None)
    path = workspace / "evidence/jia/county.yaml"
    read(path, data, lambda: read_unit(workspace, "jia", checklist))


@bounded(120)
@given(data=mutated(CATALOGUE.encode()))
def test_catalogue(workspace: Path, data: bytes) -> None:
    path = workspace / "目录.yaml"
    read(path, data, lambda: from_catalogue(path, "目录.yaml", NAMES))


@bounded(40)
@given(data=mutated(LEDGER))
def test_ledger_schema(ledgers: Path, data: bytes) -> None:
    read(ledgers / "L08.yaml", data, lambda: read_ledger_schemas(ledgers))


@bounded(200)
@given(data=st.binary(max_size=300))
def test_any_bytes(workspace: Path, data: bytes) -> None:
    path = workspace / "目录.yaml"
    read(path, data, lambda: from_catalogue(path, "目录.yaml", NAMES))
