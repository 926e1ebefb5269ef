import hashlib
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from generator.converters import image
from generator.converters.image import layout
from generator.converters.job import Job, Outcome, Tools
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


def test_the_layout_leaves_room_for_binding_and_page_number() -> None:
    for size in ((3000, 2000), (2000, 3000), (2480, 3508)):
        leaf, (a, _, _, d, x, y) = layout(*size)
        assert x >= 25 * MM - 0.01
        assert y >= 10 * MM - 0.01
        assert leaf.width - x - a >= 10 * MM - 0.01
        assert leaf.height - y - d >= 20 * MM - 0.01
        assert a / d == pytest.approx(size[0] / size[1])


def test_a_small_picture_is_not_blown_up() -> None:
    _, (a, _, _, d, *_) = layout(200, 100)
    assert (a, d) == (200, 100)


def test_bytes_are_the_same_each_time_and_resolution_does_not_matter(tmp_path: Path) -> None:
    one, other = tmp_path / "1.jpg", tmp_path / "2.jpg"
    pictures.upright(size=(2000, 1500)).save(one, dpi=(1, 1))
    pictures.upright(size=(2000, 1500)).save(other, dpi=(600, 600))
    assert read(one, "jpeg").pages == read(other, "jpeg").pages
    first = one.with_suffix(".pdf").read_bytes()
    assert read(one, "jpeg").pdf.read_bytes() == first


def test_a_picture_with_another_extension_is_bound_and_told(tmp_path: Path) -> None:
    source = pictures.rotated_jpeg(tmp_path / "a.jpg", 1)
    renamed = source.rename(tmp_path / "照片.PNG")
    leaves = leaves_of(convert([renamed], tmp_path / "cache"), "照片.PNG")
    assert len(leaves.pages) == 1
    assert "JPEG" in leaves.notes[0]
