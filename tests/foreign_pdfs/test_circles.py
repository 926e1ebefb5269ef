"""Objects of a PDF that are shared or lead back to themselves are visited once."""

import io
from pathlib import Path

import pikepdf
import pytest

from generator.convert import signatures
from generator.convert.leaves import to_leaves
from generator.convert.signatures import signature_notes
from generator.lettering.lone_jpeg import lone_jpeg
from generator.lettering.page_box import View, view
from generator.lettering.pdf_names import name_tree
from generator.measure.surveys.page import survey_pages
from generator.measure.surveys.to_unicode import characters_of
from generator.render.pdf.page_digests import page_digests
from tests.builders.foreign_pdfs import circular, forms_chain, one_page
from tests.builders.hostile import stream_of
from tests.builders.unpacked import taken

CIRCLES = {**circular(), "forms of forms": forms_chain(40)}


@pytest.mark.parametrize("kind", CIRCLES)
def test_a_page_of_circles_is_bound(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "page.pdf"
    path.write_bytes(CIRCLES[kind])
    outcome = to_leaves(path, tmp_path / "copy.pdf")
    assert outcome.leaves is not None
    assert len(page_digests(outcome.leaves.pdf)) == 1
    assert survey_pages(outcome.leaves.pdf, [0]).pages[0].drawable
    held = [entry.name for entry in taken(tmp_path, "page.pdf", CIRCLES[kind]).entries]
    assert held == (["a.txt"] if kind == "attachments" else [])


def test_the_digest_of_a_page_beyond_bounds_still_tells_changes(tmp_path: Path) -> None:
    digests = set()
    for data in (
        forms_chain(40),
        forms_chain(41),
        forms_chain(40).replace(b"0 0 5 5", b"0 0 5 6", 1),
    ):
        path = tmp_path / "page.pdf"
        path.write_bytes(data)
        digests.add(page_digests(path))
    assert len(digests) == 3


def test_the_digest_of_a_page_beyond_all_bounds_is_that_of_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.render.pdf.page_digests._MOST", 10)
    digests = set()
    for mark in (b"<00>", b"<01>"):
        path = tmp_path / "page.pdf"
        path.write_bytes(forms_chain(40).replace(b"/Root 1 0 R", b"/ID[<00>%s]/Root 1 0 R" % mark))
        digests.add(page_digests(path))
    assert len(digests) == 2


def test_signatures_beyond_the_fields_that_are_looked_at_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = b"".join(b"<</T(%d)/FT/Tx>>" % at for at in range(20))
    path = tmp_path / "page.pdf"
    path.write_bytes(one_page(b"", catalogue=b"/AcroForm<</Fields[%s]>>" % fields))
    with pikepdf.open(path) as pdf:
        assert signature_notes(pdf, path) == ()
        monkeypatch.setattr(signatures, "_MOST_FIELDS", 10)
        assert signature_notes(pdf, path) == (
            "PDF 的表单域太多，电子签名可能没有找全，请打开原件核对",
        )


def test_a_name_tree_is_read_in_order_and_each_node_once() -> None:
    pdf = pikepdf.new()
    first = pdf.make_indirect(pikepdf.Dictionary(Names=pikepdf.Array(["a", 1, "b", 2])))
    root = pdf.make_indirect(pikepdf.Dictionary())
    last = pikepdf.Dictionary(Names=pikepdf.Array(["c", 3, 5, 4]), Kids=pikepdf.Array([root]))
    root.Kids = pikepdf.Array([first, first, last])
    assert [(str(key), value) for key, value in name_tree(root)] == [("a", 1), ("b", 2), ("c", 3)]


def test_a_name_tree_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.lettering.pdf_names._MOST_LOOKED_AT", 5)
    tree = pikepdf.Dictionary(Kids=pikepdf.Array([pikepdf.Dictionary()] * 9))
    with pytest.raises(ValueError, match="too many"):
        list(name_tree(tree))


def test_a_list_of_attachments_without_end_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = one_page(
        b"",
        b"<</F(a.txt)/EF<</F 6 0 R>>>>",
        stream_of(b"/Type/EmbeddedFile", b"hi"),
        catalogue=b"/Names<</EmbeddedFiles<</Kids[<</Names[(a.txt)5 0 R]>>%s]>>>>" % (b"<<>>" * 50),
    )
    monkeypatch.setattr("generator.lettering.pdf_names._MOST_LOOKED_AT", 20)
    names = [entry.name for entry in taken(tmp_path, "page.pdf", data).entries]
    assert names == ["a.txt", "其余内容"]


def test_forms_that_draw_forms_make_no_lone_picture(tmp_path: Path) -> None:
    """A thousand in each of four levels would be looked at a million million times."""
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</F %d 0 R>>>>"
    many = b"/F Do " * 1000
    levels = [stream_of(form % (6 + level), many) for level in range(4)]
    data = one_page(many, *levels, stream_of(form % 9, b""), resources=b"<</XObject<</F 5 0 R>>>>")
    path = tmp_path / "page.pdf"
    path.write_bytes(data)
    with pikepdf.open(path) as pdf:
        assert lone_jpeg(pdf.pages[0], (0, 0, 595, 842)) is None


@pytest.mark.parametrize(
    "data",
    [
        b"beginbfchar\n" * 200_000,
        b"beginbfchar\n" * 100_000 + b"endbfrange\n" * 100_000,
        b"1 beginbfrange\n" + b"<0000> <00ff> <4e00>\n" * 100_000 + b"endbfrange",
    ],
)
def test_a_map_of_characters_without_end_is_not_read(data: bytes) -> None:
    assert characters_of(data) is None


@pytest.mark.parametrize("entries", [b"/CropBox 5 0 R", b"/CropBox[0 0[1]5]", b"/UserUnit/A"])
def test_boxes_and_units_that_are_none_do_not_count(entries: bytes) -> None:
    data = one_page(b"", stream_of(b"", b"no box"), entries=entries)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert view(pdf.pages[0]) == View(0, 0, 595, 842, 0, 1)
