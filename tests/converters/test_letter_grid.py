"""Official letters' grid in the private copy for a LibreOffice that cannot draw it."""

import shutil
from pathlib import Path

import pypdfium2
import pytest

from generator.convert import office, soffice
from generator.convert.job import Job, Tools
from generator.convert.letter_grid import mend_grid
from generator.convert.office_versions import about_old, is_old
from generator.model import Leaves
from tests.builders.filed import fonts
from tests.conftest import ROOT

CASES = ROOT / "tests" / "cases" / "fidelity"
PROGRAM = soffice.find()
OLD = "7.4.7.2-40(Build:2)"
NARROW = ("letter-grid-full/满页三号字.docx", "letter-grid-doc/网格三号.doc")
WIDE = ("letter-grid-wide-cells/小四正文的网格.docx", "letter-grid-wps/网格三号.wps")


def copied(name: str, folder: Path) -> Path:
    source = CASES / name
    suffix = source.suffix.replace("wps", "doc")
    return Path(shutil.copyfile(source, folder / f"copy{suffix}"))


@pytest.mark.parametrize("name", NARROW)
def test_an_old_one_gets_a_grid_of_lines(name: str, tmp_path: Path) -> None:
    copy = copied(name, tmp_path)
    before = copy.read_bytes()
    assert mend_grid(copy, old=False) == ()
    assert copy.read_bytes() == before
    (note,) = mend_grid(copy, old=True)
    assert "公文的字数网格按行网格排" in note
    assert copy.read_bytes() != before
    assert mend_grid(copy, old=True) == ()  # there is no grid of letters any more


@pytest.mark.parametrize("name", WIDE)
def test_cells_that_hold_their_letters_stay(name: str, tmp_path: Path) -> None:
    copy = copied(name, tmp_path)
    before = copy.read_bytes()
    assert mend_grid(copy, old=True) == ()
    assert copy.read_bytes() == before


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 600]
)
def test_what_is_no_letter_is_left_alone(data: bytes, tmp_path: Path) -> None:
    copy = tmp_path / "copy.doc"
    copy.write_bytes(data)
    assert mend_grid(copy, old=True) == ()
    assert copy.read_bytes() == data


@pytest.mark.skipif(PROGRAM is None, reason="LibreOffice is not installed")
def test_the_grid_of_lines_has_as_many_lines(tmp_path: Path) -> None:
    """What an old LibreOffice is given, drawn by this one: no page more than the real grid has."""
    jobs = [
        Job(CASES / name, Path(name).suffix[1:], tmp_path / f"{at}.pdf")
        for at, name in enumerate(NARROW)
    ]
    settings = soffice.environment(None)
    tools = Tools(fonts(), tmp_path, soffice=PROGRAM, office=OLD, environment=settings)
    for outcome in office.convert(jobs, tools):
        assert isinstance(outcome.conversion, Leaves)
        assert any("按行网格排" in note for note in outcome.conversion.notes)
        with pypdfium2.PdfDocument(outcome.conversion.pdf) as document:
            assert len(document) == 3


@pytest.mark.parametrize(
    ("told", "old"),
    [
        (OLD, True),
        ("24.8.7.2-520", True),
        ("25.2.3.2-520(Build:2)", False),
        ("26.2-1", False),
        ("", False),
        ("dev-build", False),
    ],
)
def test_a_version_older_than_the_tested_one_is_told(told: str, old: bool) -> None:
    assert is_old(told) == old
    lines = about_old(told)
    assert bool(lines) == old
    assert all(word in "".join(lines) for word in ("25.2", "make setup", "官网") if old)
