"""Archives, mails and layout files after accidents: taken out, drawn or refused, and soon."""

import io
import itertools
import shutil
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.base.files import sha256_of
from generator.convert import ofd as ofd_family
from generator.convert import pdf as pdf_family
from generator.convert.job import Job, Outcome, Tools
from generator.convert.record import Record
from generator.intake.containers.child import Order, take_out
from generator.lettering.stamp import Mark, Stamper
from generator.model import ContainerLimits, Leaves
from generator.render.pdf.fit import fit_page
from tests.builders import containers, ofd
from tests.builders.filed import fonts
from tests.builders.mutated import bounded, mutated
from tests.builders.pdfs import A4, as_bytes, blank_pdf
from tests.builders.seen import saved, text_of

#: Seconds that one small file may take at most, also on a busy machine.
PATIENCE = 20

FILES = {"一.txt": b"1" * 200, "夹/二.pdf": b"%PDF-1.4 2", "空.txt": b""}
SMALL = ContainerLimits(entries=50, entry_bytes=1_000_000, container_bytes=2_000_000)

SAMPLES = {
    "zip": containers.zip_of(FILES),
    "raw.zip": containers.raw_zip([("旧名.txt".encode("gbk"), b"3")]),
    "tar": containers.tar_of(FILES, "w"),
    "tgz": containers.tar_of(FILES),
    "rar": containers.rar5(FILES),
    "old.rar": containers.rar4({b"a.txt": b"4"}),
    "eml": containers.mail({"附件.txt": b"5"}, html="<p>6</p>", inner=containers.mail({})),
    "msg": containers.outlook_mail({"附件.txt": b"7"}),
    "pdf": containers.pdf_with({"附件.txt": b"8"}),
}
KINDS = {"raw.zip": "zip", "tgz": "gz", "old.rar": "rar"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("containers")


numbers = itertools.count()


def taken_out(folder: Path, name: str, data: bytes) -> tuple[Record, Path]:
    source = folder / f"甲.{name}"
    source.write_bytes(data)
    place = folder / f"{next(numbers)}"
    kind = KINDS.get(name, name)
    order = Order(source, source.name, kind, sha256_of(source), len(data), place, SMALL)
    records = take_out((order,))
    assert isinstance(records, tuple)
    assert source.read_bytes() == data
    return records[0], place


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_broken_below_is_good_before(folder: Path, name: str) -> None:
    record, _ = taken_out(folder, name, SAMPLES[name])
    assert record.refusal is None
    assert record.entries


@pytest.mark.parametrize("name", SAMPLES)
def test_a_damaged_container(folder: Path, name: str) -> None:
    @bounded(25)
    @given(data=mutated(SAMPLES[name]))
    def check(data: bytes) -> None:
        started = time.monotonic()
        record, place = taken_out(folder, name, data)
        assert time.monotonic() - started < PATIENCE
        assert len(record.entries) <= SMALL.entries + 2
        stored = [entry for entry in record.entries if entry.stored is not None]
        for entry in stored:
            assert entry.stored is not None
            assert sha256_of(place / entry.stored) == entry.sha256
        files = {path.name for path in place.iterdir()} - {"record.json"}
        assert files == {entry.stored for entry in stored}  # nothing lies there unlisted
        for entry in record.entries:
            assert (entry.refusal is None) == (entry.stored is not None)
            assert entry.name
        if record.refusal is not None:
            assert record.refusal.message
            assert record.refusal.remedy
        shutil.rmtree(place)

    check()


LAYOUT = ofd.as_bytes([ofd.page(ofd.text("对接函", 20, 20) + ofd.square(50, 50, 9, "255 0 0"))] * 2)


@st.composite
def layouts(draw: st.DrawFn) -> bytes:
    """An OFD with an accident in one of its parts, so that no checksum gives it away."""
    with zipfile.ZipFile(io.BytesIO(LAYOUT)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    hit = draw(st.sampled_from(sorted(parts)))
    parts[hit] = draw(mutated(parts[hit]))
    return containers.zip_of(parts)


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Tools:
    return Tools(fonts(), tmp_path_factory.mktemp("scratch"))


@bounded(80)
@given(data=layouts())
def test_a_damaged_layout_file(folder: Path, tools: Tools, data: bytes) -> None:
    converted(ofd_family.convert, "ofd", folder, tools, data)


def document() -> bytes:
    pdf = blank_pdf([list(A4), [0, 0, 842, 595], None])
    for page in pdf.pages:
        page.contents_add(b"0 0 1 rg 50 50 90 90 re f")
    return as_bytes(pdf)


@bounded(120)
@given(data=mutated(document()))
def test_a_damaged_pdf(folder: Path, tools: Tools, data: bytes) -> None:
    converted(pdf_family.convert, "pdf", folder, tools, data)


Convert = Callable[[Sequence[Job], Tools], tuple[Outcome, ...]]


def converted(convert: Convert, kind: str, folder: Path, tools: Tools, data: bytes) -> None:
    source = folder / f"甲.{kind}"
    source.write_bytes(data)
    target = tools.scratch / "made.pdf"
    target.unlink(missing_ok=True)
    started = time.monotonic()
    (outcome,) = convert((Job(source, kind, target, source.name, sha256_of(source)),), tools)
    assert time.monotonic() - started < PATIENCE
    assert source.read_bytes() == data
    if isinstance(outcome.conversion, Leaves):
        stamped(outcome.conversion)
    else:
        assert outcome.conversion.message
        assert outcome.conversion.remedy


def stamped(leaves: Leaves) -> None:
    """What was called bindable can be put on sheets and numbered, page by page."""
    with pikepdf.open(leaves.pdf) as pdf:
        assert len(pdf.pages) == len(leaves.pages)
        stamper = Stamper(pdf, fonts(), [("latin", "128")])
        for page, leaf in zip(list(pdf.pages), leaves.pages, strict=True):
            assert leaf.width > 0
            assert leaf.height > 0
            fit_page(pdf, page, 210, 297, turn=0, scale=0.5, dx=30, dy=30)
            stamper.draw(page, [Mark("128", 190, 20, 12, "right")])
        data = saved(pdf)
    with pypdfium2.PdfDocument(data) as seen:
        assert len(seen) == len(leaves.pages)
    assert all("128" in text_of(data, at) for at in range(len(leaves.pages)))
