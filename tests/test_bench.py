"""The measuring programs measure what they claim to."""

import os
import re
import subprocess
import sys
import tarfile
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from bench import rivals, workers
from bench.build import (
    CHANGED,
    CHECK,
    COLD,
    FLOOR,
    WARM,
    WORD_CHANGED,
    WORD_COLD,
    WORD_WARM,
    verdicts,
)
from bench.corpora import samples, unpack_samples
from bench.county import SHAPES, UNIT, County, Shape, make_county
from bench.intake import Found, Source, _second_count, file_samples, lost, tell_pages, tell_slips
from bench.watch import Cost, watched
from generator.base.cache import keep
from generator.base.files import sha256_of
from generator.lettering.fonts import find_fonts, font_dirs
from generator.lettering.layout import read_layout

ROOT = Path(__file__).resolve().parents[1]

MIXED = Shape("few", 25, 40, mixed=True)


def make(root: Path) -> County:
    layout = read_layout(ROOT / "templates/binder/layout.yaml", "layout.yaml")
    wanted = {role: figures.files for role, figures in layout.fonts.items()}
    fonts = find_fonts(wanted, font_dirs(ROOT), layout.wanted_fallbacks)
    return make_county(MIXED, root, fonts, each=1, spares=1)


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> County:
    return make(tmp_path_factory.mktemp("bench") / "county")


def pages(path: Path) -> int:
    if path.suffix != ".pdf":
        return 1
    with pypdfium2.PdfDocument(path) as document:
        return len(document)


def test_a_county_has_the_files_and_pages_that_it_claims(county: County) -> None:
    filed = [path for path in (county.root / "evidence" / UNIT).rglob("2019-*") if path.is_file()]
    assert sorted(filed) == sorted(county.files)
    assert len(filed) == MIXED.files
    assert sum(map(pages, filed)) == county.pages == MIXED.pages
    assert {path.suffix for path in filed} == {".pdf", ".jpg", ".docx", ".xlsx"}


def test_contents_differ_and_come_again_but_for_a_change(county: County, tmp_path: Path) -> None:
    hashes = [sha256_of(path) for path in county.files]
    assert len(set(hashes)) == MIXED.files
    again = make(tmp_path / "again")
    assert [sha256_of(path) for path in again.files] == hashes
    again.change(0)
    differing = [
        (old, new)
        for old, new in zip(county.files, again.files, strict=True)
        if sha256_of(old) != sha256_of(new)
    ]
    assert len(differing) == 1
    assert pages(differing[0][0]) == pages(differing[0][1])


@pytest.mark.parametrize("shape", SHAPES.values(), ids=str)
def test_the_counties_are_as_large_as_the_documents_say(shape: Shape) -> None:
    expected = {"small": (200, 600), "middle": (1_000, 3_000), "large": (3_000, 5_000)}
    assert (shape.files, shape.pages) == expected[shape.name]


def test_the_floor_numbers_every_page_and_bookmarks_every_file(
    county: County, tmp_path: Path
) -> None:
    files = [path for path in county.files if path.suffix == ".pdf"]
    command = rivals.floor(files, tmp_path)
    assert not isinstance(command, str)
    cost = watched(command, ROOT, {})
    assert (cost.code, cost.said) == (0, "")
    total = sum(map(pages, files))
    with pypdfium2.PdfDocument(tmp_path / "floor.pdf") as merged:
        assert len(merged) == total
        assert f"- {total} -" in merged[total - 1].get_textpage().get_text_bounded()
    with pikepdf.open(tmp_path / "floor.pdf") as merged, merged.open_outline() as outline:
        titles = [str(entry.title) for entry in outline.root]
    assert titles == [path.stem for path in files]


def test_what_a_program_took_is_seen(tmp_path: Path) -> None:
    """A child's memory and work count, however deep it lies."""
    work = "held = bytearray(150_000_000); import time; e = time.process_time() + 1\n"
    work += "while time.process_time() < e: pass"
    outer = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {work!r}])"
    cost = watched([sys.executable, "-c", outer], tmp_path, {})
    assert cost.code == 0
    assert cost.peak >= 150
    assert 1 <= cost.work <= cost.seconds + 1
    assert cost.together >= 150 or not Path("/proc").is_dir()


def test_a_program_that_does_not_end_is_ended(tmp_path: Path) -> None:
    cost = watched([sys.executable, "-c", "import time; time.sleep(60)"], tmp_path, {}, 0.5)
    assert cost.code < 0
    assert cost.seconds < 30


def test_an_aim_that_is_missed_is_called_so() -> None:
    def cost(seconds: float, peak: float = 100.0) -> Cost:
        return Cost(seconds, seconds, peak, "", peak, 0, "")

    names = (COLD, WARM, CHANGED, WORD_COLD, WORD_WARM, WORD_CHANGED, CHECK)
    good = {FLOOR: cost(10), **dict.fromkeys(names, cost(1))} | {COLD: cost(20), WORD_COLD: cost(9)}
    assert all(line.endswith(": met") for line in verdicts(SHAPES["small"], [good]))
    bad = good | {COLD: cost(21), CHANGED: cost(7)}
    missed = [line for line in verdicts(SHAPES["small"], [bad]) if line.endswith(": not met")]
    assert len(missed) == 2
    heavy = good | {COLD: cost(20, peak=401.0), WORD_WARM: cost(61), CHECK: cost(2.1)}
    missed = [line for line in verdicts(SHAPES["large"], [heavy]) if line.endswith(": not met")]
    assert len(missed) == 3


def test_samples_are_copied_into_item_folders(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    (corpus / "deep").mkdir(parents=True)
    (corpus / "one.pdf").write_bytes(b"1")
    (corpus / "deep" / "one.pdf").write_bytes(b"2")
    files = list(samples([corpus]))
    filed = file_samples(files, tmp_path / "workspace")
    assert [path.read_bytes() for path in filed] == [path.read_bytes() for path in files]
    assert len({path.parent for path in filed}) == 2
    assert all(path.name.endswith(" one.pdf") for path in filed)


@pytest.mark.parametrize(
    ("archive", "folder"), [("one-1.0.tgz", "one-1.0"), ("one_1.0.orig.tar.xz", "one_1.0.orig")]
)
def test_only_samples_are_taken_out_of_a_source_package(
    archive: str, folder: str, tmp_path: Path
) -> None:
    names = [
        *("one/test/pdfs/a.pdf", "one/test/test-data/a.docx", "one/fuzzing/corpus/a.heic"),
        *("one/tests/mails/mail_1", "one/samples/A.PDF", "one/test/files/a.rar"),
        *("one/docs/manual.pdf", "one/test/a.py", "one/test/README", "one/test/command/1.md"),
    ]
    (tmp_path / "packed").write_bytes(b"sample")
    with tarfile.open(tmp_path / archive, "w:gz" if archive.endswith("gz") else "w:xz") as packed:
        for name in names:
            packed.add(tmp_path / "packed", name)
    assert unpack_samples(tmp_path / archive, tmp_path / "out") == 6
    taken = samples([tmp_path / "out"])
    assert [path.relative_to(tmp_path / "out").as_posix() for path in taken] == [
        f"{folder}/{number:04} {name.rpartition('/')[2]}"
        for number, name in enumerate(names[:6], start=1)
    ]


def accounted(root: Path, pages: int = 2) -> tuple[Found, list[Path]]:
    """A workspace with one bound PDF of two pages and one document on a slip."""
    folder, output = root / "evidence" / UNIT, root / "output" / UNIT
    for place in (folder, output, root / ".cache" / "leaves"):
        place.mkdir(parents=True)
    pdf = pikepdf.new()
    for _ in range(2):
        pdf.add_blank_page()
    for path in (folder / "a.pdf", output / "v.pdf"):
        pdf.save(path)
    (folder / "b.bin").write_bytes(b"?")
    shown = [f"evidence/{UNIT}/{name}" for name in ("a.pdf", "b.bin")]
    sources = (Source(shown[0], "00", pages, inside=False), Source(shown[1], "11", 0, inside=False))
    slips = {shown[1]: ("unsupported-type", "b.bin is of no known kind")}
    return Found(sources, slips, 2, {"v.pdf": 2}), [folder / "a.pdf", folder / "b.bin"]


def test_an_account_that_is_right_has_no_faults(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found, filed = accounted(tmp_path)
    keep(tmp_path / ".cache/leaves/00-pdf-1", {"pages": [[1, 1], [1, 1]]})
    assert [*lost(found, filed, tmp_path), *tell_pages(found, tmp_path)] == []
    tell_slips(found, everything=False)
    said = capsys.readouterr().out
    assert "bound: 1, on slips: 1" in said
    assert "pages in: 2, pages out: 2" in said
    assert "1 unsupported-type: … is of no known kind" in said


def test_files_and_pages_that_go_astray_are_faults(tmp_path: Path) -> None:
    found, filed = accounted(tmp_path, pages=3)
    keep(tmp_path / ".cache/leaves/00-pdf-1", {"pages": [[1, 1]]})
    missing = tmp_path / "evidence" / UNIT / "c.pdf"
    unexplained = Found(found.sources, {}, found.evidence_pages, {"v.pdf": 5})
    assert len(list(lost(unexplained, [*filed, missing], tmp_path))) == 2
    faults = tell_pages(unexplained, tmp_path)
    assert [fault.partition(":")[2] or fault for fault in faults] == [
        " 2 pages, 3 bound",
        " converted to [1] pages, 3 bound",
        "3 pages of sources, 2 in the volumes",
        " 5 pages planned, 2 printed",
    ]


def test_starts_are_told_with_bytecode_and_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "CASES", ((), ("olefile",)))
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path))
    head, nothing, library = workers.report(1)
    assert "bytecode kept" in head
    counts = []
    for line, name in ((nothing, "nothing"), (library, "olefile")):
        told = re.fullmatch(rf"{name} +(\d+)( +[\d.]+ s, CPU [\d.]+){{2}}", line)
        assert told, line
        counts.append(int(told[1]))
    assert counts[0] < counts[1]
    assert os.environ["PYTHONPYCACHEPREFIX"] == str(tmp_path)


def test_without_bytecode_a_child_looks_elsewhere(tmp_path: Path) -> None:
    code = "import sys; print(sys.pycache_prefix)"
    with workers.without_bytecode(tmp_path):
        told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert told.stdout.strip() == str(tmp_path)


def test_a_long_picture_is_counted_as_the_pages_that_it_is_cut_into(tmp_path: Path) -> None:
    shapes = {(600, 4000): 5, (750, 40_000): 33, (1, 200_000): 1, (4000, 600): 1, (800, 1200): 1}
    for size, wanted in shapes.items():
        path = tmp_path / "a.bmp"
        Image.new("1", size).save(path)
        assert _second_count(path) == ("picture", wanted), size


def test_a_preview_in_a_tiff_is_counted_as_no_page(tmp_path: Path) -> None:
    case = ROOT / "tests/cases/fidelity/tiff-preview"
    counts = {path.stem: _second_count(path)[1] for path in case.glob("*.tif")}
    assert counts == {"扫描件": 2, "旧式": 1, "坏缩略图": 1, "传真": 3}
