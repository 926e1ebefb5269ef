import hashlib
import zlib
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from generator.convert.job import Outcome
from generator.convert.leaves import to_leaves
from generator.model import Leaf, Leaves, Unbindable
from tests.builders import pdfs
from tests.builders.filed import convert, leaves_of, refusal_of
from tests.builders.pdfs import A3, A4


def read(path: Path) -> Leaves:
    """Convert without a child process; the source must stay as it is."""
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    outcome = to_leaves(path, path.with_suffix(".copy.pdf"))
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    assert isinstance(outcome.conversion, Leaves), outcome.conversion
    with pikepdf.open(outcome.conversion.pdf) as pdf:
        assert len(pdf.pages) == len(outcome.conversion.pages)
    return outcome.conversion


def refusal(outcome: Outcome) -> Unbindable:
    assert isinstance(outcome.conversion, Unbindable)
    return outcome.conversion


def picture(path: Path, page: int = 0) -> Image.Image:
    with pypdfium2.PdfDocument(path) as document:
        return document[page].render(scale=1).to_pil().convert("RGB")


def texts(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_bounded().strip() for page in document]


def rounded(leaf: Leaf) -> tuple[int, int]:
    return round(leaf.width), round(leaf.height)


def difference(one: Image.Image, other: Image.Image) -> float:
    return max(ImageStat.Stat(ImageChops.difference(one, other)).mean)


@pytest.mark.parametrize(
    ("box", "entries", "size"),
    [
        (A4, {}, (595, 842)),
        (A3, {}, (842, 1191)),
        ([0, 0, 841.89, 595.276], {}, (842, 595)),
        (A4, {"Rotate": 90}, (842, 595)),
        (A4, {"Rotate": -90}, (842, 595)),
        ([0, 0, 585, 850], {}, (585, 850)),
    ],
    ids=["A4", "A3", "landscape", "turned", "turned back", "nearly A4"],
)
def test_ordinary_pages_are_bound_from_the_source_itself(
    tmp_path: Path, box: list[float], entries: dict[str, int], size: tuple[int, int]
) -> None:
    source = pdfs.save(pdfs.blank_pdf([box, box], **entries), tmp_path / "a.pdf")
    leaves = read(source)
    assert leaves.pdf == source
    assert [rounded(leaf) for leaf in leaves.pages] == [size, size]
    assert leaves.notes == ()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize(
    ("box", "crop"),
    [
        ([0, 0, 300, 400], None),
        ([-50, 30, 350, 330], None),
        ([400, 500, 0, 0], None),
        ([0, 0, 500, 700], [-10, 100, 400, 900]),
        ([0, 0, 900, 500], [10, 10, 700, 480]),
        ([0, 0, 1300, 2000], None),
    ],
    ids=["small", "shifted", "reversed", "cropped", "wide", "large"],
)
def test_odd_pages_look_the_same_upright_and_centred_on_a4(
    tmp_path: Path, turn: int, box: list[float], crop: list[float] | None
) -> None:
    entries = {"Rotate": turn} | ({"CropBox": pikepdf.Array(crop)} if crop else {})
    source = pdfs.save(pdfs.blank_pdf([box], **entries), tmp_path / "a.pdf")
    leaves = read(source)
    seen = picture(source)
    (leaf,) = leaves.pages
    assert rounded(leaf) == ((842, 595) if seen.width > seen.height else (595, 842))
    scale = min(1.0, leaf.width / seen.width, leaf.height / seen.height)
    scaled = seen.resize((round(seen.width * scale), round(seen.height * scale)))
    expected = Image.new("RGB", rounded(leaf), "white")
    place = ((expected.width - scaled.width) // 2, (expected.height - scaled.height) // 2)
    expected.paste(scaled, place)
    drawn = picture(leaves.pdf).resize(expected.size)
    assert difference(drawn, expected) < 1.5
    assert texts(leaves.pdf) == texts(source)


def test_a_user_unit_enlarges_the_page(tmp_path: Path) -> None:
    small = [0, 0, 297.638, 420.945]
    source = pdfs.save(pdfs.blank_pdf([small], UserUnit=2), tmp_path / "a.pdf")
    leaves = read(source)
    assert rounded(leaves.pages[0]) == (595, 842)
    assert difference(picture(leaves.pdf), picture(source).resize((596, 842))) < 1.5


@pytest.mark.parametrize(
    ("box", "entries", "words"),
    [
        (None, {}, "没有有效的页面尺寸"),
        ([0, 0, 0, 0], {}, "没有有效的页面尺寸"),
        (A4, {"Rotate": 44}, "旋转角度无效"),
        (A4, {"Rotate": pikepdf.Name.Up}, "旋转角度无效"),
        ([0, 0, 90_000, 100_000], {}, "尺寸大得不合理"),
    ],
    ids=["no box", "empty box", "askew", "turn is a name", "absurd"],
)
def test_absurd_pages_are_kept_with_a_note(
    tmp_path: Path, box: list[float] | None, entries: dict[str, object], words: str
) -> None:
    pdf = pdfs.blank_pdf([box], **entries)
    if box is not None:
        pdf.pages[0].obj.Contents = pdf.make_stream(b"BT /F1 40 Tf 100 100 Td (Page 1) Tj ET")
    leaves = read(pdfs.save(pdf, tmp_path / "a.pdf"))
    assert rounded(leaves.pages[0]) == (595, 842)
    assert any(words in note and "第 1 页" in note for note in leaves.notes)
    assert texts(leaves.pdf) == ["Page 1"]


def test_only_odd_pages_are_touched_and_scaling_is_told(tmp_path: Path) -> None:
    source = pdfs.save(pdfs.blank_pdf([A4, [0, 0, 1191, 1684], A3]), tmp_path / "a.pdf")
    leaves = read(source)
    assert [rounded(leaf) for leaf in leaves.pages] == [(595, 842), (595, 842), (842, 1191)]
    assert len(leaves.notes) == 1
    assert "第 2 页" in leaves.notes[0]
    assert "50%" in leaves.notes[0]
    with pikepdf.open(leaves.pdf) as copy, pikepdf.open(source) as original:
        for index in (0, 2):
            kept = copy.pages[index].Contents.read_bytes()
            assert kept == original.pages[index].Contents.read_bytes()
    assert texts(leaves.pdf) == ["Page 1", "Page 2", "Page 3"]


def test_the_same_source_gives_the_same_bytes(tmp_path: Path) -> None:
    source = pdfs.save(pdfs.blank_pdf([[0, 0, 300, 400]]), tmp_path / "a.pdf")
    first = read(source).pdf.read_bytes()
    assert read(source).pdf.read_bytes() == first


def test_an_owner_password_is_taken_off_the_copy_and_told(tmp_path: Path) -> None:
    lock = pikepdf.Encryption(owner="secret", user="", allow=pikepdf.Permissions(extract=False))
    source = pdfs.save(pdfs.blank_pdf([A4]), tmp_path / "a.pdf", encryption=lock)
    leaves = read(source)
    assert leaves.pdf != source
    assert any("解除限制的副本" in note for note in leaves.notes)
    with pikepdf.open(leaves.pdf) as copy:
        assert not copy.is_encrypted


def test_a_user_password_makes_it_encrypted(tmp_path: Path) -> None:
    lock = pikepdf.Encryption(owner="secret", user="secret")
    source = pdfs.save(pdfs.blank_pdf([A4]), tmp_path / "a.pdf", encryption=lock)
    found = refusal(to_leaves(source, tmp_path / "copy.pdf"))
    assert found.code == "encrypted"
    assert "密码" in found.remedy


def test_scripts_and_launches_are_not_in_the_copy(tmp_path: Path) -> None:
    source = pdfs.save(pdfs.with_scripts(pdfs.blank_pdf([A4])), tmp_path / "a.pdf")
    leaves = read(source)
    assert leaves.pdf != source
    with pikepdf.open(leaves.pdf) as copy:
        assert "/OpenAction" not in copy.Root
        assert "/AA" not in copy.Root
        assert "/JavaScript" not in copy.Root.Names
        assert "/AA" not in copy.pages[0].obj
        assert all("/A" not in link for link in copy.pages[0].obj.get("/Annots", []))
    raw = leaves.pdf.read_bytes()
    assert b"calc.exe" not in raw
    assert b"app.alert" not in raw


def test_jumping_to_a_page_on_opening_needs_no_copy(tmp_path: Path) -> None:
    pdf = pdfs.blank_pdf([A4])
    pdf.Root.OpenAction = pikepdf.Array([pdf.pages[0].obj, pikepdf.Name.Fit])
    source = pdfs.save(pdf, tmp_path / "a.pdf")
    assert read(source).pdf == source


@pytest.mark.parametrize(("drawn", "shown"), [(True, "drawn value"), (False, "latin value")])
def test_filled_forms_are_drawn_into_the_page(tmp_path: Path, *, drawn: bool, shown: str) -> None:
    pdf = pdfs.with_form(pdfs.blank_pdf([A4]), "latin value", drawn=drawn)
    leaves = read(pdfs.save(pdf, tmp_path / "a.pdf"))
    assert shown in texts(leaves.pdf)[0]
    with pikepdf.open(leaves.pdf) as copy:
        assert "/AcroForm" not in copy.Root
    assert leaves.notes == ()


def test_a_chinese_value_that_cannot_be_drawn_is_told(tmp_path: Path) -> None:
    pdf = pdfs.with_form(pdfs.blank_pdf([A4]), "张某", drawn=False)
    leaves = read(pdfs.save(pdf, tmp_path / "a.pdf"))
    assert any("1 处填写内容没有保存外观" in note for note in leaves.notes)


def test_comments_attachments_and_signatures_are_told(tmp_path: Path) -> None:
    pdf = pdfs.with_form(pdfs.blank_pdf([A4]), "x", drawn=True)
    pdf.Root.AcroForm.SigFlags = 3
    comment = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Text,
        Rect=[10, 10, 30, 30],
        Contents="see me",
    )
    pdf.pages[0].obj.Annots.append(comment)
    pdf.attachments["附表.xlsx"] = b"PK"
    notes = "".join(read(pdfs.save(pdf, tmp_path / "a.pdf")).notes)
    assert "批注" in notes
    assert "附表.xlsx" in notes
    assert "电子签名" in notes


def marked(kind: str, **more: object) -> pikepdf.Pdf:
    pdf = pdfs.blank_pdf([A4, A4])
    mark = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(f"/{kind}"), Rect=[10, 10, 90, 30], **more
    )
    pdf.pages[1].obj.Annots = pikepdf.Array([mark])
    return pdf


@pytest.mark.parametrize(
    ("kind", "named"),
    [
        ("FreeText", "文字框"),
        ("Line", "直线"),
        ("Stamp", "图章"),
        ("Caret", "插入符"),
        ("PolyLine", "折线"),
    ],
)
def test_a_mark_that_cannot_be_drawn_is_told(kind: str, named: str, tmp_path: Path) -> None:
    """Of lines and boxes of words the data are absent here."""
    (note,) = read(pdfs.save(marked(kind, F=4), tmp_path / "a.pdf")).notes
    assert f"1 处标注没有保存外观，没有印出（第 2 页{named}）" in note


def test_a_mark_that_is_drawn_or_hidden_is_not_told(tmp_path: Path) -> None:
    form = marked("Highlight")
    drawn = form.make_stream(b"0 0 9 9 re f", Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])
    form.pages[1].obj.Annots[0].AP = pikepdf.Dictionary(N=drawn)
    for index, pdf in enumerate((form, marked("Square", F=2), marked("Link"), marked("Popup"))):
        assert read(pdfs.save(pdf, tmp_path / f"{index}.pdf")).notes == ()


@pytest.mark.parametrize(("said", "told"), [("请改", True), ("  ", False), (7, False)])
def test_what_is_said_of_a_mark_is_not_printed(said: object, told: bool, tmp_path: Path) -> None:
    pdf = marked("Ink", Contents=said, F=2)
    notes = read(pdfs.save(pdf, tmp_path / "a.pdf")).notes
    assert any("批注框里的文字" in note for note in notes) == told


def test_links_do_not_force_a_copy(tmp_path: Path) -> None:
    pdf = pdfs.blank_pdf([A4])
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="mailto:a@example.org")
    pdf.pages[0].obj.Annots = pikepdf.Array(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action
            )
        ]
    )
    source = pdfs.save(pdf, tmp_path / "a.pdf")
    assert read(source).pdf == source


def test_junk_before_the_header_is_no_obstacle(tmp_path: Path) -> None:
    source = tmp_path / "a.pdf"
    source.write_bytes(b"junk\n" * 20 + pdfs.as_bytes(pdfs.blank_pdf([A4, A4])))
    assert texts(read(source).pdf) == ["Page 1", "Page 2"]


def test_a_cut_off_pdf_is_mended_and_told(tmp_path: Path) -> None:
    whole = pdfs.as_bytes(pdfs.blank_pdf([A4, A4]))
    source = tmp_path / "a.pdf"
    source.write_bytes(whole[: whole.rindex(b"xref")])
    leaves = read(source)
    assert texts(leaves.pdf) == ["Page 1", "Page 2"]
    assert any("核对" in note for note in leaves.notes)


@pytest.mark.parametrize("damage", ["cut", "garbled"])
def test_a_page_whose_content_is_damaged_is_told(tmp_path: Path, damage: str) -> None:
    pdf = pdfs.blank_pdf([A4, A4])
    raw = zlib.compress(pdf.pages[1].Contents.read_bytes() * 50)
    raw = raw[: len(raw) // 2] if damage == "cut" else b"garbled" + raw
    pdf.pages[1].obj.Contents = pikepdf.Stream(pdf, raw, Filter=pikepdf.Name.FlateDecode)
    pdf.save(tmp_path / "a.pdf", stream_decode_level=pikepdf.StreamDecodeLevel.none)
    leaves = read(tmp_path / "a.pdf")
    assert len(leaves.pages) == 2
    assert any("核对" in note for note in leaves.notes)


def test_what_the_first_engine_refuses_the_second_rescues(tmp_path: Path) -> None:
    pdf = pdfs.blank_pdf([A4, A4])
    source = tmp_path / "a.pdf"
    pdf.save(source, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    source.write_bytes(source.read_bytes()[:-22])
    with pytest.raises(pikepdf.PdfError):
        pikepdf.open(source)
    leaves = read(source)
    assert texts(leaves.pdf) == ["Page 1", "Page 2"]
    assert any("对照原件" in note for note in leaves.notes)


def test_a_page_tree_that_bites_its_tail_does_not_hang(tmp_path: Path) -> None:
    pdf = pdfs.blank_pdf([A4])
    pdf.Root.Pages.Kids.append(pdf.Root.Pages)
    pdf.Root.Pages.Count = 7
    source = pdfs.save(pdf, tmp_path / "a.pdf")
    found = to_leaves(source, tmp_path / "copy.pdf").conversion
    if isinstance(found, Leaves):
        assert any("核对" in note for note in found.notes)
        assert len(found.pages) == 1
    else:
        assert found.code == "unreadable"


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.4\n", b"%PDF-1.7\n" + bytes(range(256)) * 20, b"%PDF-1.4\n%%EOF"],
    ids=["header only", "random", "no objects"],
)
def test_what_no_engine_can_read_is_unreadable(tmp_path: Path, content: bytes) -> None:
    source = tmp_path / "a.pdf"
    source.write_bytes(content)
    found = refusal(to_leaves(source, tmp_path / "copy.pdf"))
    assert found.code == "unreadable"
    assert found.remedy


def test_a_pdf_without_pages_is_unreadable(tmp_path: Path) -> None:
    source = pdfs.save(pikepdf.new(), tmp_path / "a.pdf")
    assert refusal(to_leaves(source, tmp_path / "copy.pdf")).code == "unreadable"


def test_through_the_whole_batch(tmp_path: Path) -> None:
    good = pdfs.save(pdfs.blank_pdf([A4]), tmp_path / "好.pdf")
    odd = pdfs.save(pdfs.blank_pdf([[0, 0, 300, 400]]), tmp_path / "小.pdf")
    bad = tmp_path / "坏.pdf"
    bad.write_bytes(b"%PDF-1.4 nothing")
    batch = convert([good, odd, bad], tmp_path / "cache")
    assert leaves_of(batch, "好.pdf").pdf == good
    copy = leaves_of(batch, "小.pdf").pdf
    assert copy.parent == tmp_path / "cache" / "leaves"
    assert refusal_of(batch, "坏.pdf").code == "unreadable"
    assert (batch.converted, batch.cached) == (3, 0)
    again = convert([good, odd, bad], tmp_path / "cache")
    assert again.conversions == batch.conversions
    assert (again.converted, again.cached) == (0, 3)
