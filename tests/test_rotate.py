"""Pages that the office turns are turned in the binder and in 归档, and the manifest says so."""

import datetime as dt
import json
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from generator.archive.run import ArchiveRequest, archive
from generator.binder.build import Outcome
from generator.verdict.workspace import open_workspace
from tests.builders.pdfs import as_bytes, blank_pdf
from tests.conftest import new_workspace
from tests.test_binder import run

ITEM = "1.1 函"


def scan() -> bytes:
    """Two A4 pages, each with a bar along its upper edge."""
    pdf = blank_pdf([[0, 0, 595, 842]] * 2)
    for page in pdf.pages:
        page.obj.Contents = pdf.make_stream(b"100 700 400 60 re f")
    return as_bytes(pdf)


FILES = {
    f"{ITEM}/2019-05-01 甲.pdf": scan(),
    f"{ITEM}/2019-05-02 乙.pdf": scan(),
    f"{ITEM}/2019-05-03 丙.pdf": scan(),
    f"{ITEM}/目录.yaml": (
        "files:\n  2019-05-01 甲.pdf: {rotate: 180}\n  2019-05-02 乙.pdf: {rotate: {2: 180}}\n"
    ),
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_workspace(tmp_path_factory.mktemp("turned"), FILES)


@pytest.fixture(scope="module")
def built(root: Path) -> Outcome:
    return run(root, formats=("pdf",))


def is_turned(page: pypdfium2.PdfPage) -> bool:
    """Whether the bar stands in the lower half."""
    drawn = page.render(scale=0.5).to_pil().convert("L")
    half = drawn.height // 2
    lower = drawn.crop((0, half, drawn.width, drawn.height)).histogram()[:64]
    return sum(lower) > drawn.width


def test_pages_stand_in_the_binder_as_the_office_turned_them(built: Outcome) -> None:
    (volume,) = built.plan.volumes
    with pypdfium2.PdfDocument(built.folder / f"{volume.name}.pdf") as document:
        turned = [
            is_turned(document[page.index - 1]) for page in volume.pages if page.leaf is not None
        ]
    assert turned == [True, True, False, True, False, False]


def test_the_manifest_tells_what_was_turned(built: Outcome) -> None:
    manifest = json.loads((built.folder / "manifest.json").read_text("utf-8"))
    told = {one["path"].rpartition(" ")[2]: one.get("rotate") for one in manifest["sources"]}
    assert told == {"甲.pdf": {"all": 180}, "乙.pdf": {"2": 180}, "丙.pdf": None}


def test_pages_are_turned_in_the_archive_too(root: Path, tmp_path: Path) -> None:
    request = ArchiveRequest("jia", dt.date(2019, 12, 10), tmp_path / "归档")
    archive(open_workspace(root.resolve()), request, None, lambda *_: None)
    bound = []
    for path in sorted((tmp_path / "归档").rglob("*.pdf")):
        with pikepdf.open(path) as pdf:
            evidence = b"100 700 400 60 re" in b"".join(
                stream.read_bytes() for stream in pdf.objects if isinstance(stream, pikepdf.Stream)
            )
        if evidence:
            with pypdfium2.PdfDocument(path) as document:
                bound.append([is_turned(page) for page in document])
    assert sorted(bound) == [[False, False], [False, True], [True, True]]
