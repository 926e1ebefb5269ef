"""Names and strings of any bytes come through digests, surveys and merging as they are."""

from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageChops

from generator.convert.leaves import to_leaves
from generator.lettering.glyph_lists import add_glyph_lists
from generator.lettering.stamp import Mark
from generator.measure.surveys.page import survey_pages
from generator.measure.surveys.strings import first_page
from generator.render.pdf.assembling import assemble
from generator.render.pdf.assembly import Assembly, Placed, Side
from generator.render.pdf.page_digests import page_digests
from tests.builders.filed import fonts
from tests.builders.foreign_pdfs import GBK, foreign, one_page
from tests.builders.hostile import stream_of
from tests.builders.seen import drawn, text_of
from tests.builders.unpacked import taken

#: Bytes that no text codec takes: the Chinese code page, half a character, what UTF-8 never has.
NAMES = {"GBK": GBK, "half": b"\xe5\xae", "latin": b"caf\xe9", "none": b"\xfe\xc0\xf5\x81"}
PLACES = sorted(foreign(GBK))
DPI = 40


def bound(path: Path) -> Path:
    """The PDF that stands for a document of one page."""
    outcome = to_leaves(path, path.with_suffix(".copy.pdf"))
    assert outcome.leaves is not None, outcome
    assert len(outcome.leaves.pages) == 1
    return outcome.leaves.pdf


def merged(target: Path, *pages: tuple[Path, float]) -> bytes:
    """A volume of first pages, each at its scale, with a number at the foot of each."""
    mark = Mark("7", 190, 290, 9)
    sides = [Side(Placed(210, 297, 0, scale, 0, 0), mark=mark) for _, scale in pages]
    runs = tuple((pdf, (1,)) for pdf, _ in pages)
    assemble(Assembly(runs, tuple(sides), (), (), "册", fonts(), target))
    return target.read_bytes()


def differ(one: Image.Image, other: Image.Image) -> bool:
    """Whether two pages differ above the line where their numbers stand."""
    above = (0, 0, one.width, round(one.height * 0.95))
    difference = ImageChops.difference(one.crop(above), other.crop(above)).convert("L")
    return difference.point(lambda value: 255 * (value > 60)).getbbox() is not None


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("place", PLACES)
def test_a_page_with_names_of_any_bytes_is_bound(tmp_path: Path, place: str, name: str) -> None:
    odd, plain = tmp_path / "odd.pdf", tmp_path / "plain.pdf"
    odd.write_bytes(foreign(NAMES[name])[place])
    plain.write_bytes(foreign(b"Plain")[place])
    pdf = bound(odd)
    assert len(page_digests(pdf)) == 1
    assert survey_pages(pdf, [0]).pages[0].drawable
    same = bound(plain)
    before = drawn(same.read_bytes(), dpi=DPI)
    volume = merged(tmp_path / "volume.pdf", (pdf, 1), (pdf, 0.5), (same, 0.5))
    assert not differ(before, drawn(volume, 0, DPI))
    assert not differ(drawn(volume, 1, DPI), drawn(volume, 2, DPI))
    assert "7" in text_of(volume, 0)


def test_pages_whose_keys_are_other_bytes_keep_their_own_resources(tmp_path: Path) -> None:
    """Two programs call two forms by names that read alike where bytes are not told apart."""
    pdfs = []
    for key, content in (
        (b"\xcb\xce", b"1 0 0 rg 60 600 99 40 re f"),
        (b"\xcb\xcf", b"0 0 9 9 re f"),
    ):
        form = stream_of(b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]", content)
        data = one_page(b"/%s Do" % key, form, resources=b"<</XObject<</%s 5 0 R>>>>" % key)
        pdfs.append(tmp_path / f"{len(pdfs)}.pdf")
        pdfs[-1].write_bytes(data)
    volume = merged(tmp_path / "volume.pdf", *((pdf, 1) for pdf in pdfs))
    for at, pdf in enumerate(pdfs):
        assert not differ(drawn(pdf.read_bytes(), dpi=DPI), drawn(volume, at, DPI))


@pytest.mark.parametrize("place", ["font", "font key", "form key", "layer"])
def test_the_digest_of_a_page_tells_one_name_from_another(tmp_path: Path, place: str) -> None:
    digests = set()
    for name in (*NAMES.values(), b"Plain", "宋体".encode()):
        path = tmp_path / "page.pdf"
        path.write_bytes(foreign(name)[place])
        digests.add(page_digests(path))
    assert len(digests) == len(NAMES) + 2


def test_the_digest_of_an_ordinary_page_is_that_of_manifests_made_before(tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    path.write_bytes(foreign("宋体".encode())["font key"])
    (digest,) = page_digests(path)
    assert digest == "74a9abf03d8cf7810de91328c1ff8fe1800df4b635cb0339e9e2ceda81de2495"


def test_text_in_a_font_of_such_a_name_is_read(tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    path.write_bytes(foreign(GBK)["font key"])
    assert first_page(path) == "4206"
    path.write_bytes(foreign(GBK)["font"])  # what pdfium makes of it is known to pdfium alone
    assert first_page(path) is None


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (GBK, "宋体"),
        ("宋体".encode(), "宋体"),
        (b"\xfe\xff" + "宋体".encode("utf-16-be"), "宋体"),
        (b"\xff\xfe" + "宋体".encode("utf-16-le"), "宋体"),
        (b"\xef\xbb\xbf" + "宋体".encode(), "宋体"),
        (b"\xef\xbb\xbf" + GBK, "����"),
        (b"plain.txt", "plain.txt"),
        (b"caf\xe9", "café"),
    ],
)
def test_an_attachment_is_called_what_it_is_called(tmp_path: Path, raw: bytes, shown: str) -> None:
    said = raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    data = one_page(
        b"0 0 9 9 re f",
        b"<</Type/Filespec/F(%s)/EF<</F 6 0 R>>>>" % said,
        stream_of(b"/Type/EmbeddedFile", b"hi"),
        catalogue=b"/Names<</EmbeddedFiles<</Names[(%s)5 0 R]>>>>" % said,
    )
    path = tmp_path / "page.pdf"
    path.write_bytes(data)
    outcome = to_leaves(path, tmp_path / "copy.pdf")
    assert outcome.leaves is not None
    assert outcome.leaves.notes == (f"PDF 内另有 1 个附件，另作单独的材料列在它后面：{shown}",)
    assert [entry.name for entry in taken(tmp_path, "page.pdf", data).entries] == [shown]


def test_lists_of_glyphs_are_added_beside_fonts_of_any_name() -> None:
    pdf = pikepdf.new()
    names = [pikepdf.Object.parse(b"/" + raw) for raw in (GBK, b"ABCDEF+" + GBK)]
    for name in names:
        descriptor = pikepdf.Dictionary(FontName=name, FontFile2=pdf.make_stream(b"no font"))
        pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.CIDFontType2,
                BaseFont=name,
                FontDescriptor=descriptor,
            )
        )
    add_glyph_lists(pdf)
    assert all("/CIDSet" not in font.FontDescriptor for font in pdf.objects if "/BaseFont" in font)
