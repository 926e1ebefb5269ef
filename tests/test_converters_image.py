import hashlib
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from generator.convert import image
from generator.convert.job import Job, Outcome, Tools
from generator.convert.picture_page import layout
from generator.model import Leaf, Leaves, Unbindable
from tests.builders import pictures
from tests.builders.filed import convert, fonts, leaves_of

MM = 72 / 25.4


def run(path: Path, kind: str) -> Outcome:
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    job = Job(path, kind, path.with_suffix(".pdf"))
    (outcome,) = image.convert([job], Tools(fonts(), path.parent))
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    return outcome


def read(path: Path, kind: str) -> Leaves:
    found = run(path, kind).conversion
    assert isinstance(found, Leaves), found
    with pypdfium2.PdfDocument(found.pdf) as document:
        sizes = [page.get_size() for page in document]
    for (width, height), leaf in zip(sizes, found.pages, strict=True):
        assert (width, height) == pytest.approx((leaf.width, leaf.height), abs=0.01)
    return found


def drawn(path: Path, page: int = 0) -> Image.Image:
    with pypdfium2.PdfDocument(path) as document:
        return document[page].render(scale=1).to_pil().convert("RGB")


def corner_of(colour: str, page: Image.Image) -> tuple[float, float]:
    """The centre of a colour's pixels, as shares of the page from its upper left."""
    wanted = {"red": (255, 0, 0), "blue": (0, 0, 255)}[colour]
    near = [
        (x, y)
        for x in range(0, page.width, 3)
        for y in range(0, page.height, 3)
        if sum(abs(a - b) for a, b in zip(page.getpixel((x, y)), wanted, strict=True)) < 120
    ]
    assert near
    return (
        sum(x for x, _ in near) / len(near) / page.width,
        sum(y for _, y in near) / len(near) / page.height,
    )


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_exif_orientation_comes_out_upright_and_lossless(
    tmp_path: Path, orientation: int
) -> None:
    source = pictures.rotated_jpeg(tmp_path / "a.jpg", orientation)
    leaves = read(source, "jpeg")
    assert leaves.pages == (Leaf(841.89, 595.276),)
    page = drawn(leaves.pdf)
    red, blue = corner_of("red", page), corner_of("blue", page)
    assert red[0] < 0.45 > red[1]
    assert blue[0] > 0.6 < blue[1]
    with pikepdf.open(leaves.pdf) as pdf:
        (stored,) = pdf.pages[0].obj.Resources.XObject.values()
        assert stored.read_raw_bytes() == source.read_bytes()
        assert stored.Filter == pikepdf.Name.DCTDecode


@pytest.mark.parametrize(
    ("name", "mode", "options"),
    [
        ("a.png", "RGB", {}),
        ("a.png", "RGBA", {}),
        ("a.png", "P", {}),
        ("a.png", "L", {}),
        ("a.png", "1", {}),
        ("a.png", "LA", {}),
        ("a.jpg", "CMYK", {}),
        ("a.jpg", "L", {}),
        ("a.tiff", "CMYK", {}),
        ("a.tiff", "RGB", {"compression": "jpeg"}),
        ("a.tiff", "1", {"compression": "group4"}),
        ("a.bmp", "RGB", {}),
        ("a.gif", "P", {}),
        ("a.webp", "RGB", {"lossless": True}),
        ("a.webp", "RGBA", {"lossless": True}),
    ],
)
def test_every_format_and_mode_shows_its_picture(
    tmp_path: Path, name: str, mode: str, options: dict[str, object]
) -> None:
    source = tmp_path / name
    pictures.upright(mode).save(source, **options)
    kind = source.suffix[1:].replace("jpg", "jpeg")
    leaves = read(source, kind)
    assert leaves.notes == ()
    page = drawn(leaves.pdf)
    assert page.convert("L").getextrema()[0] < 200
    if mode not in {"1", "L", "LA", "CMYK", "RGBA"}:
        assert corner_of("red", page)[0] < 0.45


def test_sixteen_bits_a_channel(tmp_path: Path) -> None:
    source = tmp_path / "a.png"
    Image.new("I;16", (300, 400), 30_000).save(source)
    leaves = read(source, "png")
    assert leaves.pages == (Leaf(595.276, 841.89),)
    assert drawn(leaves.pdf).getpixel((300, 420))[0] == pytest.approx(117, abs=3)


def test_all_pages_of_a_tiff_are_bound_with_their_fax_coding(tmp_path: Path) -> None:
    source = pictures.tiff_pages(tmp_path / "a.tif", 3)
    leaves = read(source, "tiff")
    assert len(leaves.pages) == 3
    with pikepdf.open(leaves.pdf) as pdf:
        images = [next(iter(page.obj.Resources.XObject.values())) for page in pdf.pages]
        assert all(image.Filter[0] == pikepdf.Name.CCITTFaxDecode for image in images)


@pytest.mark.parametrize("kind", ["gif", "webp"])
def test_an_animation_gives_its_first_frame_and_says_so(tmp_path: Path, kind: str) -> None:
    source = pictures.animation(tmp_path / f"a.{kind}")
    leaves = read(source, kind)
    assert len(leaves.pages) == 1
    assert "4 帧" in leaves.notes[0]


def test_a_cut_off_jpeg_is_unreadable(tmp_path: Path) -> None:
    source = pictures.rotated_jpeg(tmp_path / "a.jpg", 1)
    source.write_bytes(source.read_bytes()[:-900])
    found = run(source, "jpeg").conversion
    assert isinstance(found, Unbindable)
    assert found.code == "unreadable"
    assert "不完整" in found.message


@pytest.mark.parametrize(
    "content", [b"\xff\xd8\xff\xe0 nothing", b"\xff\xd8\xff" + bytes(range(200))]
)
def test_a_picture_that_is_none_is_unreadable(tmp_path: Path, content: bytes) -> None:
    source = tmp_path / "a.jpg"
    source.write_bytes(content)
    found = run(source, "jpeg").conversion
    assert isinstance(found, Unbindable)
    assert found.code == "unreadable"


def test_a_cut_off_tiff_is_not_bound_in_part(tmp_path: Path) -> None:
    source = pictures.tiff_pages(tmp_path / "a.tif", 3)
    source.write_bytes(source.read_bytes()[:-400])
    found = run(source, "tiff").conversion
    assert isinstance(found, Unbindable)


def test_a_decompression_bomb_is_not_opened(tmp_path: Path) -> None:
    found = run(pictures.huge_png(tmp_path / "a.png"), "png").conversion
    assert isinstance(found, Unbindable)
    assert "像素" in found.message


@pytest.mark.parametrize("size", [(3000, 2000), (2000, 3000), (2480, 3508), (9000, 300), (50, 90)])
@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
@pytest.mark.parametrize("dpi", [None, (72.0, 72.0), (1.0, 1.0)])
def test_both_edges_that_may_be_bound_stay_free_around_a_picture(
    size: tuple[int, int], orientation: int, dpi: tuple[float, float] | None
) -> None:
    leaf, (a, b, c, d, e, f) = layout(*size, orientation, dpi)
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (0, 1) for y in (0, 1)]
    left, right = min(x for x, _ in corners), leaf.width - max(x for x, _ in corners)
    bottom, top = min(y for _, y in corners), leaf.height - max(y for _, y in corners)
    landscape = leaf.width > leaf.height
    assert {round(leaf.width), round(leaf.height)} == {595, 842}
    assert min(top, bottom) >= (28 if landscape else 15) * MM - 0.01
    assert left >= (15 if landscape else 28) * MM - 0.01
    assert right >= (19 if landscape else 28) * MM - 0.01
    assert top >= 20 * MM - 0.01
    shown = size[::-1] if orientation >= 5 else size
    assert (leaf.width - left - right) / (leaf.height - top - bottom) == pytest.approx(
        shown[0] / shown[1]
    )


@pytest.mark.parametrize(
    ("size", "dpi", "orientation", "page"),
    [
        ((1654, 2339), (200, 200), 1, (210, 297)),
        ((3508, 2480), (300, 300), 1, (297, 210)),
        ((2480, 3508), (300, 300), 6, (297, 210)),
        ((2339, 3307), (200, 200), 1, (297, 420)),
        ((3307, 2339), (200, 200), 1, (420, 297)),
        ((1728, 1143), (204, 98), 1, (210, 297)),
        ((1640, 2330), (200, 200), 1, (210, 297)),
    ],
)
def test_the_scan_of_a_page_keeps_its_size(
    size: tuple[int, int], dpi: tuple[float, float], orientation: int, page: tuple[int, int]
) -> None:
    leaf, (a, b, c, d, *_) = layout(*size, orientation, dpi)
    assert (leaf.width / MM, leaf.height / MM) == pytest.approx(page, abs=0.01)
    turned = orientation >= 5
    across, down = (abs(b), abs(c)) if turned else (abs(a), abs(d))
    assert across == pytest.approx(size[0] * 72 / dpi[0], rel=0.025)
    assert down == pytest.approx(size[1] * 72 / dpi[1], rel=0.025)
    assert max(across, down) <= max(leaf.width, leaf.height) + 0.01


def test_a_fax_that_is_no_whole_page_keeps_its_shape() -> None:
    _, (a, _, _, d, *_) = layout(1728, 600, 1, (204.0, 98.0))
    assert a / d == pytest.approx((1728 / 204) / (600 / 98))


@pytest.mark.parametrize(("suffix", "kind"), [("jpg", "jpeg"), ("png", "png"), ("tif", "tiff")])
def test_the_resolution_is_read_from_the_file(tmp_path: Path, suffix: str, kind: str) -> None:
    source = tmp_path / f"扫描.{suffix}"
    pictures.upright(size=(1240, 1754)).save(source, dpi=(150, 150))
    page = drawn(read(source, kind).pdf)
    assert page.getpixel((5, 5)) != (255, 255, 255)
    pictures.upright(size=(1240, 1754)).save(source, dpi=(72, 72))
    page = drawn(read(source, kind).pdf)
    assert page.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("dpi", [(0, 0), (72, 1), (1, 600)])
def test_a_resolution_that_makes_no_sense_counts_for_nothing(
    tmp_path: Path, dpi: tuple[int, int]
) -> None:
    source, plain = tmp_path / "a.jpg", tmp_path / "b.jpg"
    pictures.upright(size=(600, 400)).save(source, dpi=dpi)
    pictures.upright(size=(600, 400)).save(plain)
    assert drawn(read(source, "jpeg").pdf) == drawn(read(plain, "jpeg").pdf)


def test_a_small_picture_is_not_blown_up() -> None:
    _, (a, _, _, d, *_) = layout(200, 100)
    assert (a, d) == pytest.approx((200, 100))


@pytest.mark.parametrize(
    ("size", "dpi", "orientation", "landscape"),
    [
        ((200, 100), None, 1, False),
        ((436, 300), None, 1, False),
        ((440, 300), None, 1, True),
        ((900, 600), (300, 300), 1, False),
        ((900, 600), (96, 96), 1, True),
        ((4000, 3000), (72, 72), 1, True),
        ((100, 200), None, 6, False),
        ((600, 900), (300, 300), 6, False),
        ((3000, 4000), (300, 300), 8, True),
        ((1728, 500), (408, 98), 1, False),
        ((300, 900), None, 1, False),
    ],
)
def test_a_picture_that_fits_upright_is_not_turned_and_never_made_smaller(
    size: tuple[int, int],
    dpi: tuple[float, float] | None,
    orientation: int,
    landscape: bool,
) -> None:
    leaf, (a, b, c, d, *_) = layout(*size, orientation, dpi)
    assert (leaf.width > leaf.height) == landscape
    if not landscape and max(size) < 900:
        assert max(abs(a), abs(b)) >= size[0] * 72 / (dpi or (72, 72))[0] - 0.01
        assert max(abs(c), abs(d)) >= size[1] * 72 / (dpi or (72, 72))[1] - 0.01


def test_bytes_are_the_same_each_time_and_resolution_does_not_matter_for_photos(
    tmp_path: Path,
) -> None:
    one, other = tmp_path / "1.jpg", tmp_path / "2.jpg"
    pictures.upright(size=(2000, 1500)).save(one, dpi=(1, 1))
    pictures.upright(size=(2000, 1500)).save(other, dpi=(300, 300))
    assert read(one, "jpeg").pages == read(other, "jpeg").pages
    first = one.with_suffix(".pdf").read_bytes()
    assert read(one, "jpeg").pdf.read_bytes() == first


def test_a_picture_with_another_extension_is_bound_and_told(tmp_path: Path) -> None:
    source = pictures.rotated_jpeg(tmp_path / "a.jpg", 1)
    renamed = source.rename(tmp_path / "照片.PNG")
    leaves = leaves_of(convert([renamed], tmp_path / "cache"), "照片.PNG")
    assert len(leaves.pages) == 1
    assert "JPEG" in leaves.notes[0]


def test_a_long_picture_is_cut_without_loss_and_nothing_of_it_is_missing(tmp_path: Path) -> None:
    source = tmp_path / "a.png"
    picture = Image.new("RGB", (600, 4000), "white")
    marks = range(100, 4000, 200)
    for y in marks:
        picture.paste((255, 0, 0), (0, y, 600, y + 20))
    picture.save(source)
    leaves = read(source, "png")
    assert len(leaves.pages) == 5
    assert [note.split("，")[0] for note in leaves.notes] == [
        "长图（600×4000 像素）按页宽截成 5 页装订"
    ]
    with pikepdf.open(leaves.pdf) as pdf:
        shown = [list(page.obj.Resources.XObject.values()) for page in pdf.pages]
        assert {image.objgen for (image,) in shown} == {shown[0][0].objgen}
    bands = 0
    for page in range(5):
        sheet = drawn(leaves.pdf, page)
        column = [sheet.getpixel((297, y)) for y in range(sheet.height)]
        red = [colour[0] > 200 and colour[1] < 100 for colour in column]
        bands += sum(now and not before for before, now in zip([False, *red], red, strict=False))
    assert len(marks) <= bands <= len(marks) + 4  # those in the overlaps show twice


@pytest.mark.parametrize("lying", [False, True])
def test_a_picture_that_is_turned_whole_is_laid_out_as_it_then_stands(
    tmp_path: Path, lying: bool
) -> None:
    source = tmp_path / "a.jpg"
    picture = Image.new("RGB", (600, 4000), "white")
    (picture.transpose(Image.Transpose.ROTATE_90) if lying else picture).save(source)
    job = Job(source, "jpeg", tmp_path / "a.pdf", rotate=((0, 90),) if lying else ((0, 180),))
    (outcome,) = image.convert([job], Tools(fonts(), tmp_path))
    assert outcome.leaves is not None
    assert len(outcome.leaves.pages) == 5
    assert "600×4000" in outcome.leaves.notes[0]


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_turning_goes_on_from_how_a_picture_was_held(
    tmp_path: Path, orientation: int, degrees: int
) -> None:
    source = pictures.rotated_jpeg(tmp_path / "a.jpg", orientation)
    job = Job(source, "jpeg", tmp_path / "a.pdf", rotate=((0, degrees),))
    (outcome,) = image.convert([job], Tools(fonts(), tmp_path))
    assert outcome.leaves is not None
    x, y = corner_of("red", drawn(outcome.leaves.pdf))
    assert (x > 0.5, y > 0.5) == {90: (True, False), 180: (True, True), 270: (False, True)}[degrees]


@pytest.mark.parametrize(
    ("size", "size_mm"), [((1, 200_000), "1×262"), ((200_000, 1), "263×1"), ((4000, 200), "263×13")]
)
def test_what_becomes_a_strip_on_paper_is_told(
    tmp_path: Path, size: tuple[int, int], size_mm: str
) -> None:
    source = tmp_path / "a.png"
    Image.new("L", size, 90).save(source)
    leaves = read(source, "png")
    assert len(leaves.pages) == 1
    assert len(leaves.notes) == 1
    assert f"不到 {size_mm} 毫米" in leaves.notes[0]


def test_a_marked_page_of_a_tiff_without_a_larger_one_stays_a_page(tmp_path: Path) -> None:
    source = tmp_path / "a.tif"
    first, other = (Image.new("1", (200, 280), 1) for _ in range(2))
    first.save(source, save_all=True, append_images=[other], tiffinfo={254: 1})
    assert len(read(source, "tiff").pages) == 2
