"""Pages of evidence as pictures: a scan keeps its bytes, all else is drawn as a reader sees it."""

import hashlib
import io
import random
from pathlib import Path

import img2pdf
import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from generator.base.files import sha256_of
from generator.model import EvidenceFile, Fit, LeafRef, Margins, Metadata, Page, PageKind
from generator.render.pdf import pictures as under_test
from generator.render.pdf.lone_image import Box
from generator.render.pdf.pictures import Picture, Undrawable, key_of, page_pictures

WHOLE = Box(0, 0, 1, 1)
A4_POINTS = (img2pdf.mm_to_pt(210), img2pdf.mm_to_pt(297))


def jpeg(size: tuple[int, int] = (620, 877), mode: str = "RGB", **more: object) -> bytes:
    """A picture with a gradient and some noise, as a scanner or a camera gives it."""
    noise = Image.frombytes("RGB", size, random.Random(7).randbytes(3 * size[0] * size[1]))
    gradient = Image.linear_gradient("L").resize(size).convert("RGB")
    buffer = io.BytesIO()
    Image.blend(noise, gradient, 0.8).convert(mode).save(buffer, "JPEG", quality=70, **more)
    return buffer.getvalue()


def scanned(path: Path, data: bytes, **layout: object) -> Path:
    fitted = img2pdf.get_layout_fun(A4_POINTS, **layout)
    path.write_bytes(img2pdf.convert(data, layout_fun=fitted, nodate=True))
    return path


def written(path: Path, *draw: str, pages: int = 1, color: tuple = (0, 0, 0)) -> Path:
    """A born-digital PDF with a line of text on each page."""
    canvas = Canvas(str(path), pagesize=A4, invariant=True)
    for page in range(pages):
        canvas.setFillColorRGB(*color)
        for line, text in enumerate(draw or (f"page {page + 1}",)):
            canvas.drawString(100, 700 - 20 * line, text)
        canvas.showPage()
    canvas.save()
    return path


def bound(leaf: LeafRef, turn: int = 0) -> Page:
    """A page of a plan that shows a page of a PDF."""
    margins = Margins(37, 35, 28, 26)
    kind, fit = PageKind.EVIDENCE, Fit(turn=turn)
    return Page(1, 1, kind, 210, 297, "佐证", margins, leaf=leaf, fit=fit)


def evidence(pdf: Path, index: int = 0, turn: int = 0) -> Page:
    file = EvidenceFile(pdf.name, pdf, 1, sha256_of(pdf), "1.5", None, Metadata(pdf.name))
    return bound(LeafRef(file, pdf, index), turn)


def pictures(cache: Path, *pages: Page, jobs: int = 1, dpi: int = 100) -> dict:
    return dict(page_pictures(pages, cache=cache, dpi=dpi, jobs=jobs, progress=lambda *_: None))


def only(cache: Path, pdf: Path, dpi: int = 100, turn: int = 0) -> Picture:
    (picture,) = pictures(cache, evidence(pdf, turn=turn), dpi=dpi).values()
    assert isinstance(picture, Picture)
    return picture


def edited(pdf: Path, edit) -> Path:
    with pikepdf.open(pdf, allow_overwriting_input=True) as document:
        edit(document)
        document.save(pdf, deterministic_id=True)
    return pdf


# --------------------------------------------------------------------------- scans keep their bytes


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_a_scan_keeps_its_own_bytes(mode: str, tmp_path: Path) -> None:
    data = jpeg(mode=mode)
    picture = only(tmp_path, scanned(tmp_path / "a.pdf", data))
    assert picture.path.read_bytes() == data
    assert (picture.kind, picture.format) == ("scan", "jpeg")
    assert (picture.width_px, picture.height_px) == (620, 877)


def test_a_scan_keeps_its_place(tmp_path: Path) -> None:
    pdf = scanned(tmp_path / "a.pdf", jpeg((600, 300)), border=(72, 72))
    picture = only(tmp_path, pdf)
    width, height = A4_POINTS
    shown = (width - 144) / 2
    assert picture.kind == "scan"
    assert picture.box.left == pytest.approx(72 / width, abs=1e-4)
    assert picture.box.width == pytest.approx(1 - 144 / width, abs=1e-4)
    assert picture.box.top == pytest.approx((height - shown) / 2 / height, abs=1e-4)
    assert picture.box.height == pytest.approx(shown / height, abs=1e-4)


def test_a_scan_fitted_through_a_form_keeps_its_bytes(tmp_path: Path) -> None:
    data = jpeg((400, 400))
    small = tmp_path / "small.pdf"
    small.write_bytes(img2pdf.convert(data, nodate=True))
    with pikepdf.open(small) as source, pikepdf.new() as target:
        page = target.add_blank_page(page_size=A4_POINTS)
        page.add_overlay(source.pages[0], pikepdf.Rectangle(50, 60, 350, 360))
        target.save(tmp_path / "a.pdf", deterministic_id=True)
    picture = only(tmp_path, tmp_path / "a.pdf")
    assert picture.path.read_bytes() == data
    assert picture.box.left == pytest.approx(50 / A4_POINTS[0], abs=1e-3)
    assert picture.box.top == pytest.approx(1 - 360 / A4_POINTS[1], abs=1e-3)


def turn(document: pikepdf.Pdf) -> None:
    document.pages[0].rotate(90, relative=True)


def add_text(document: pikepdf.Pdf) -> None:
    document.pages[0].contents_add(b"BT 3 Tr ET")


def add_line(document: pikepdf.Pdf) -> None:
    document.pages[0].contents_add(b"0 0 m 100 100 l S")


def add_note(document: pikepdf.Pdf) -> None:
    square = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Square, Rect=[100, 100, 200, 200]
    )
    document.pages[0].obj.Annots = pikepdf.Array([document.make_indirect(square)])


def image_of(document: pikepdf.Pdf) -> pikepdf.Object:
    (image,) = document.pages[0].resources.XObject.values()
    return image


def invert(document: pikepdf.Pdf) -> None:
    image_of(document).Decode = pikepdf.Array([1, 0, 1, 0, 1, 0])


def hide(document: pikepdf.Pdf) -> None:
    image_of(document).OC = pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="layer")


def crop(document: pikepdf.Pdf) -> None:
    document.pages[0].cropbox = [100, 100, 400, 500]


def shear(document: pikepdf.Pdf) -> None:
    page = document.pages[0]
    page.Contents = document.make_stream(b"1 0.05 0 1 0 0 cm\n" + page.Contents.read_bytes())


def mirror(document: pikepdf.Pdf) -> None:
    page = document.pages[0]
    page.Contents = document.make_stream(b"-1 0 0 1 595 0 cm\n" + page.Contents.read_bytes())


def twice(document: pikepdf.Pdf) -> None:
    page = document.pages[0]
    page.contents_add(page.Contents.read_bytes())


def lie_about_size(document: pikepdf.Pdf) -> None:
    image_of(document).Width = 300


def break_the_stream(document: pikepdf.Pdf) -> None:
    document.pages[0].contents_add(b"/None Do")


@pytest.mark.parametrize(
    "edit",
    [
        *(turn, add_text, add_line, add_note, invert, hide, crop, shear, mirror, twice),
        *(lie_about_size, break_the_stream),
    ],
)
def test_what_the_bytes_alone_would_not_show_is_drawn(edit, tmp_path: Path) -> None:
    pdf = edited(scanned(tmp_path / "a.pdf", jpeg()), edit)
    picture = only(tmp_path, pdf)
    assert (picture.kind, picture.box) == ("drawn", WHOLE)


def test_cmyk_and_turned_photos_are_drawn(tmp_path: Path) -> None:
    assert only(tmp_path, scanned(tmp_path / "a.pdf", jpeg(mode="CMYK"))).kind == "drawn"
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = scanned(tmp_path / "b.pdf", jpeg((400, 300), exif=exif))
    assert only(tmp_path, turned).kind == "drawn"
    upright = edited(turned, lambda document: document.pages[0].rotate(0, relative=False))
    assert only(tmp_path, upright).kind == "drawn"


# ------------------------------------------------------------------------------------ turned pages


@pytest.mark.parametrize("mode", ["RGB", "L"])
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_scan_keeps_its_pixels_all_but_a_shade(
    turn: int, mode: str, tmp_path: Path
) -> None:
    """A picture of whole blocks: turned back it is what it was, and it is stored as tightly."""
    data = jpeg((640, 880), mode)
    pdf = scanned(tmp_path / "a.pdf", data, border=(72, 36))
    picture = only(tmp_path, pdf, turn=turn)
    upright = only(tmp_path, pdf)
    assert (picture.kind, picture.format) == ("scan", "jpeg")
    with Image.open(picture.path) as turned, Image.open(upright.path) as source:
        assert turned.mode == source.mode == mode
        assert turned.size == (picture.width_px, picture.height_px)
        back = turned.rotate(turn, expand=True)
        difference = ImageChops.difference(back.convert("RGB"), source.convert("RGB"))
        assert max(high for _, high in difference.getextrema()) <= 6
        assert sum(ImageStat.Stat(difference).mean) / 3 < 0.5
    assert picture.path.stat().st_size < 1.05 * len(data)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_scan_stands_where_the_turned_page_has_it(turn: int, tmp_path: Path) -> None:
    """Against the same page drawn by another engine: where it is not white, there is the scan."""
    image = Image.new("L", (600, 300), 40)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG")
    pdf = scanned(tmp_path / "a.pdf", buffer.getvalue(), border=(72, 36))
    picture = only(tmp_path, pdf, turn=turn)
    with pypdfium2.PdfDocument(pdf) as document:
        drawn = document[0].render(scale=2, rotation=turn).to_pil().convert("L")
    left, top, right, bottom = ImageChops.invert(drawn).getbbox()
    shares = left / drawn.width, top / drawn.height, right / drawn.width, bottom / drawn.height
    box = picture.box
    found = (box.left, box.top, box.left + box.width, box.top + box.height)
    assert found == pytest.approx(shares, abs=0.002)
    size = (297, 210) if turn % 180 else (210, 297)
    assert (picture.width, picture.height) == pytest.approx(size, abs=0.01)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_is_drawn_turned(turn: int, tmp_path: Path) -> None:
    """The line of text near the top of the page goes round with it."""
    picture = only(tmp_path, written(tmp_path / "a.pdf"), turn=turn)
    with Image.open(picture.path) as image:
        left, top, right, bottom = ImageChops.invert(image.convert("L")).getbbox()
        size = image.size
    assert size == ((1170, 827) if turn % 180 else (827, 1170))
    middle = ((left + right) / 2 / size[0], (top + bottom) / 2 / size[1])
    upright = (0.20, 0.17)
    expected = {
        0: upright,
        90: (1 - upright[1], upright[0]),
        180: (1 - upright[0], 1 - upright[1]),
        270: (upright[1], 1 - upright[0]),
    }[turn]
    assert middle == pytest.approx(expected, abs=0.02)
    millimetres = (297, 210) if turn % 180 else (210, 297)
    assert (picture.width, picture.height) == pytest.approx(millimetres, abs=0.01)


def test_each_turn_has_its_own_picture(tmp_path: Path) -> None:
    pdf = written(tmp_path / "a.pdf")
    pages = evidence(pdf), evidence(pdf, turn=270)
    found = pictures(tmp_path, *pages)
    assert list(found) == [key_of(page) for page in pages]
    paths = [picture.path for picture in found.values()]
    assert paths[0].read_bytes() != paths[1].read_bytes()
    assert pictures(tmp_path, *pages) == found


def test_pages_without_evidence_are_left_out(tmp_path: Path) -> None:
    margins = Margins(37, 35, 28, 26)
    blank = Page(2, None, PageKind.BLANK, 210, 297, "空白", margins)
    page = evidence(written(tmp_path / "a.pdf"))
    assert list(pictures(tmp_path, page, blank)) == [key_of(page)]


# -------------------------------------------------------------------------------------- drawn pages


def test_a_page_is_drawn_at_the_resolution_and_grey(tmp_path: Path) -> None:
    picture = only(tmp_path, written(tmp_path / "a.pdf"), dpi=150)
    assert (picture.width_px, picture.height_px) == (1241, 1754)
    with Image.open(picture.path) as image:
        assert image.mode == "L"
        assert image.getextrema() == (0, 255)
    assert picture.format == "png"


def test_colour_stays(tmp_path: Path) -> None:
    picture = only(tmp_path, written(tmp_path / "a.pdf", "red", color=(1, 0, 0)))
    with Image.open(picture.path) as image:
        reds = [color for _, color in image.convert("RGB").getcolors(1 << 24) or ()]
    assert any(red > 200 and green < 60 for red, green, _ in reds)


def test_a_photograph_becomes_a_jpeg(tmp_path: Path) -> None:
    pdf = edited(scanned(tmp_path / "a.pdf", jpeg()), turn)
    assert only(tmp_path, pdf).format == "jpeg"


def test_annotations_and_filled_fields_are_drawn(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4, invariant=True)
    field = {"name": "name", "value": "X" * 12, "x": 100, "y": 400, "width": 300, "height": 60}
    canvas.acroForm.textfield(**field, fontSize=40, fillColor=None, borderColor=None)
    canvas.showPage()
    canvas.save()
    picture = only(tmp_path, tmp_path / "a.pdf")
    with Image.open(picture.path) as image:
        assert image.convert("L").getextrema()[0] < 80


def test_a_turned_page_is_drawn_as_a_reader_sees_it(tmp_path: Path) -> None:
    pdf = edited(written(tmp_path / "a.pdf"), turn)
    picture = only(tmp_path, pdf)
    assert picture.width_px > picture.height_px


def test_an_enormous_page_is_drawn_more_coarsely(tmp_path: Path) -> None:
    def grow(document: pikepdf.Pdf) -> None:
        document.pages[0].mediabox = [0, 0, 14400, 14400]

    picture = only(tmp_path, edited(written(tmp_path / "a.pdf"), grow), dpi=150)
    assert picture.width_px * picture.height_px < 25_000_000


# ------------------------------------------------------------------------------ cache and processes


def test_the_cache_saves_all_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = written(tmp_path / "a.pdf", pages=3)
    requests = [evidence(pdf, at) for at in range(3)]
    first = pictures(tmp_path, *requests)

    def refuse(*_: object) -> None:
        raise AssertionError("drawn again")

    monkeypatch.setattr(under_test, "draw_pages", refuse)
    assert pictures(tmp_path, *requests) == first


@pytest.mark.parametrize("ending", ["json", "png"])
@pytest.mark.parametrize("damage", [b"", b"{}", b"[1]", b"\xff\x00"])
def test_a_damaged_cache_is_made_good(ending: str, damage: bytes, tmp_path: Path) -> None:
    pdf = written(tmp_path / "a.pdf")
    good = only(tmp_path, pdf)
    data = good.path.read_bytes()
    good.path.with_suffix(f".{ending}").write_bytes(damage)
    assert only(tmp_path, pdf) == good
    assert good.path.read_bytes() == data


def test_equal_files_are_drawn_once_and_both_get_it(tmp_path: Path) -> None:
    one, other = written(tmp_path / "a.pdf"), written(tmp_path / "b.pdf")
    assert one.read_bytes() == other.read_bytes()
    found = pictures(tmp_path, evidence(one), evidence(other))
    assert found[key_of(evidence(one))] == found[key_of(evidence(other))]
    assert len(list((tmp_path / "pictures").glob("*.png"))) == 1


def test_equal_files_converted_differently_get_their_own_pages(tmp_path: Path) -> None:
    """A .txt and a .csv with the same content share a hash, but not their pages."""
    source = tmp_path / "a.txt"
    source.write_text("甲,乙", "utf-8")
    ways = written(tmp_path / "text.pdf", "text"), written(tmp_path / "table.pdf", "table")
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    file = EvidenceFile("a.txt", source, 1, digest, None, None, Metadata("a"))
    found = pictures(tmp_path, *(bound(LeafRef(file, pdf, 0)) for pdf in ways))
    assert len({picture.path.read_bytes() for picture in found.values()}) == 2


def test_processes_make_the_same_pictures(tmp_path: Path) -> None:
    many = written(tmp_path / "a.pdf", pages=14)
    scan = scanned(tmp_path / "b.pdf", jpeg())
    requests = [*(evidence(many, at) for at in range(14)), evidence(scan)]
    seen: list[tuple[int, int]] = []

    def note(done: int, total: int) -> None:
        seen.append((done, total))

    for cache, jobs in (("one", 1), ("two", 2)):
        page_pictures(requests, cache=tmp_path / cache, dpi=50, jobs=jobs, progress=note)
    one, two = (
        {path.name: path.read_bytes() for path in (tmp_path / cache / "pictures").iterdir()}
        for cache in ("one", "two")
    )
    assert one == two
    assert len(one) == 30
    assert seen[0] == (0, 15)
    assert seen[-1] == (15, 15)
    assert [name for name in one if name.startswith(".")] == []


def test_nothing_to_do(tmp_path: Path) -> None:
    assert pictures(tmp_path) == {}


# ---------------------------------------------------------------------------------------- bad pages


def test_a_broken_pdf_has_no_picture_and_says_so(tmp_path: Path) -> None:
    broken = tmp_path / "a.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing")
    good = written(tmp_path / "b.pdf")
    found = pictures(tmp_path, evidence(broken), evidence(good))
    assert isinstance(found[key_of(evidence(broken))], Undrawable)
    assert isinstance(found[key_of(evidence(good))], Picture)
    assert found[key_of(evidence(broken))].detail


def test_a_page_that_is_not_there_has_no_picture(tmp_path: Path) -> None:
    pdf = written(tmp_path / "a.pdf")
    found = pictures(tmp_path, evidence(pdf, 0), evidence(pdf, 5))
    assert isinstance(found[pdf, 0, 0], Picture)
    assert isinstance(found[pdf, 5, 0], Undrawable)


def test_a_vanished_file_is_an_error(tmp_path: Path) -> None:
    request = evidence(written(tmp_path / "a.pdf"))
    request.leaf.pdf.unlink()
    with pytest.raises(FileNotFoundError):
        pictures(tmp_path, request)


def test_the_source_is_never_changed(tmp_path: Path) -> None:
    pdf = scanned(tmp_path / "a.pdf", jpeg())
    before = pdf.read_bytes(), pdf.stat().st_mtime_ns
    only(tmp_path, pdf)
    assert (pdf.read_bytes(), pdf.stat().st_mtime_ns) == before
