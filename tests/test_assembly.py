"""A volume put together from PDFs: what a child process tells, and the same bytes each time."""

import errno
import os
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from generator.lettering.stamp import Mark
from generator.render.pdf.assembling import assemble
from generator.render.pdf.assembly import Assembly, Entry, Label, Link, Placed, Side
from tests.builders.filed import fonts
from tests.test_binder import a_pdf


def filed(folder: Path) -> Assembly:
    """Two pages of one document, a blank side, the first page of the same document once more."""
    source, blank, target = folder / "来文.pdf", folder / "空白.pdf", folder / "第01卷.pdf"
    source.write_bytes(a_pdf(2))
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(blank)
    on, number = Placed(210, 297, 0, 1.0, 0.0, 0.0), Mark("1", 195.0, 15.0, 12.0, "right")
    return Assembly(
        runs=((source, (1, 2)), (blank, (1,)), (source, (1,))),
        sides=(
            Side(on, mark=number, links=(Link((10.0, 20.0, 90.0, 40.0), 4),)),
            Side(on, links=(Link((10.0, 20.0, 90.0, 40.0), 7, "第02卷.pdf"),)),
            Side(blank=(841.89, 595.28)),
            Side(Placed(210, 297, 180, 1.0, 0.0, 0.0)),
        ),
        entries=(Entry("卷", 0, 1), Entry("件", 2, 2)),
        labels=(Label(1, "2.1-", 1), Label(3, "空白", None), Label(4, "", 3)),
        title="汇编 第01卷",
        fonts=fonts(),
        target=target,
    )


def test_pages_marks_links_labels_and_bookmarks(tmp_path: Path) -> None:
    volume = filed(tmp_path)
    assemble(volume)
    with pikepdf.open(volume.target) as pdf:
        first, second, third, last = pdf.pages
        assert first.obj.Annots[0].Dest[0].objgen == last.obj.objgen
        assert second.obj.Annots[0].A.D[0] == 6
        assert str(second.obj.Annots[0].A.F.UF) == "第02卷.pdf"
        assert [float(edge) for edge in third.mediabox] == [0, 0, 841.89, 595.28]
        assert (last.obj.Rotate, pdf.docinfo["/Title"]) == (180, "汇编 第01卷")
        assert [page.label for page in pdf.pages] == ["2.1-1", "2.1-2", "空白", "3"]
        with pdf.open_outline() as outline:
            (top,) = outline.root
            assert (top.title, [child.title for child in top.children]) == ("卷", ["件"])


def test_the_same_volume_has_the_same_bytes(tmp_path: Path) -> None:
    volume = filed(tmp_path)
    other = replace(volume, target=tmp_path / "another.pdf")
    assemble(volume)
    assemble(other)
    assert volume.target.read_bytes() == other.target.read_bytes()


def test_a_newer_source_makes_a_newer_file(tmp_path: Path) -> None:
    volume = filed(tmp_path)
    with pikepdf.open(volume.runs[0][0], allow_overwriting_input=True) as pdf:
        pdf.save(force_version="2.0")
    assemble(volume)
    with pikepdf.open(volume.target) as pdf:
        assert pdf.pdf_version == "2.0"


def test_what_a_source_is_like_is_not_told_again(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    volume = filed(tmp_path)
    source = volume.runs[0][0]
    source.write_bytes(source.read_bytes().partition(b"startxref")[0] + b"startxref\n7\n%%EOF\n")
    assemble(volume)
    assert capfd.readouterr() == ("", "")


def test_a_source_that_is_no_pdf_or_too_short_is_a_fault(tmp_path: Path) -> None:
    volume = filed(tmp_path)
    with pytest.raises(RuntimeError, match="2 pages merged, 4 planned"):
        assemble(replace(volume, runs=volume.runs[:1]))
    volume.runs[0][0].write_bytes(b"%PDF-1.4 broken")
    with pytest.raises(RuntimeError, match="cannot be put together"):
        assemble(volume)
    assert not volume.target.exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a disk that is always full")
def test_the_system_s_reason_is_kept(tmp_path: Path) -> None:
    volume = filed(tmp_path)
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)) as caught:
        assemble(replace(volume, target=Path("/dev/full")))
    assert caught.value.errno == errno.ENOSPC
    volume.runs[0][0].unlink()
    with pytest.raises(FileNotFoundError):
        assemble(volume)
