"""PDF/A-1b is claimed where the validator confirms it, and nowhere else."""

import stat
import textwrap
from pathlib import Path

import openpyxl
import pikepdf
import pytest

from generator.archive import find_validator, run
from generator.archive.pdfa import UNKNOWN, Outcome, Validator, Verdict, validated
from tests.archive import samples

installed = pytest.mark.skipif(find_validator() is None, reason="PDFBox Preflight is not there")


def claims(path: Path) -> bool:
    with pikepdf.open(path) as pdf:
        said = pdf.open_metadata().get("pdfaid:part") == "1"
        assert said == ("/OutputIntents" in pdf.Root)
        return said


@installed
def test_claims_are_the_validators_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filed: dict[str, str | bytes] = {
        "1.1 对接函件/2019-05-10 画面.jpg": samples.jpeg(),
        "1.1 对接函件/2019-05-11 无字.pdf": samples.pages("0 g 100 400 50 50 re f"),
        "1.1 对接函件/2019-05-12 未嵌入.pdf": samples.pages(
            "BT /F 20 Tf 100 400 Td (font that is not embedded) Tj ET"
        ),
    }
    monkeypatch.setattr(run, "write_papers", lambda *_: ())
    validator = find_validator()
    assert validator is not None
    outcome = samples.made(tmp_path, filed=filed, validator=validator)
    said = [verdict.outcome for verdict in outcome.verdicts.values()]
    assert said == [Outcome.PASSED, Outcome.PASSED, Outcome.FAILED]
    files = sorted((outcome.folder / "件").iterdir())
    assert [claims(path) for path in files] == [True, True, False]
    copies = [tmp_path / f"{at}.pdf" for at in range(3)]
    for path, copy in zip(files, copies, strict=True):
        copy.write_bytes(path.read_bytes())
    again = validated(copies, validator, tmp_path)
    assert [again[copy].outcome for copy in copies] == said
    book = openpyxl.load_workbook(outcome.folder / "归档文件目录.xlsx")
    *_, fonts, column = zip(*book["归档文件目录"].iter_rows(values_only=True), strict=True)
    assert column[1:3] == ("通过", "通过")
    assert column[3].startswith("未通过（")
    assert "字体 3.1" in column[3]
    assert fonts[1:3] == ("全部嵌入", "全部嵌入")
    assert fonts[3] == "未嵌入：Helvetica"


def test_without_the_validator_nothing_is_claimed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "write_papers", lambda *_: ())
    filed: dict[str, str | bytes] = {"1.1 对接函件/2019-05-10 画面.jpg": samples.jpeg()}
    outcome = samples.made(tmp_path, filed=filed)
    assert set(outcome.verdicts.values()) == {UNKNOWN}
    (path,) = (outcome.folder / "件").iterdir()
    assert not claims(path)


def test_a_part_that_is_absent_makes_no_validator(tmp_path: Path) -> None:
    assert find_validator(tmp_path) is None


def program(folder: Path, body: str) -> Validator:
    """A stand-in for java: it is given the path of the list as its last argument."""
    path = folder / "java"
    path.write_text(f"#!/bin/sh\nfor list; do :; done\n{textwrap.dedent(body)}", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return Validator(str(path), ())


def pdfs(folder: Path, *names: str) -> list[Path]:
    paths = [folder / f"{name}.pdf" for name in names]
    for path in paths:
        path.write_bytes(b"%PDF-1.4")
    return paths


def test_a_file_that_breaks_it_costs_only_its_own_verdict(tmp_path: Path) -> None:
    files = pdfs(tmp_path, "a", "crash", "b", "c")
    validator = program(
        tmp_path,
        """\
        while read -r file; do
          case "$file" in *crash*) exit 1;; esac
          echo "<preflight><isValid>true</isValid></preflight>" > "$file.preflight.xml"
        done < "$list"
        """,
    )
    found = validated(files, validator, tmp_path)
    assert [found[path].outcome for path in files] == [
        *(Outcome.PASSED, Outcome.UNKNOWN, Outcome.PASSED, Outcome.PASSED)
    ]


def test_one_that_is_out_of_order_is_given_up(tmp_path: Path) -> None:
    files = pdfs(tmp_path, *(f"f{at}" for at in range(30)))
    validator = program(tmp_path, f"echo run >> {tmp_path}/runs; exit 1\n")
    assert set(validated(files, validator, tmp_path).values()) == {UNKNOWN}
    assert (tmp_path / "runs").read_text().count("run") == 2


def test_reasons_are_the_first_three_that_differ(tmp_path: Path) -> None:
    (file,) = pdfs(tmp_path, "a")
    error = "<error><code>{0}</code><details>word  {0}</details></error>"
    errors = "".join(error.format(code) for code in ("1.2.12", "1.2.12", "3.1.3", "8", "7.1"))
    report = f"<preflight><isValid>false</isValid><errors>{errors}</errors></preflight>"
    (tmp_path / "report").write_text(report)
    validator = program(tmp_path, f'cp {tmp_path}/report "$(head -n 1 "$list").preflight.xml"\n')
    verdict = validated([file], validator, tmp_path)[file]
    assert verdict == Verdict(Outcome.FAILED, ("文件结构 1.2.12", "字体 3.1.3", "其他 8"))
    assert verdict.said == "未通过（文件结构 1.2.12；字体 3.1.3；其他 8）"
