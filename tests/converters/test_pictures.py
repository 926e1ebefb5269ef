import hashlib
import shutil
import struct
import subprocess
import time
import zlib
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageFile

from generator.convert import decoding, heif, image
from generator.convert.job import Job, Outcome, Tools
from generator.convert.kinds import by_magic
from generator.model import Leaf, Leaves, Unbindable
from tests.builders import jpeg2000, pictures
from tests.builders.filed import convert, fonts, leaves_of

needs_heif = pytest.mark.skipif(
    heif.find() is None or shutil.which("heif-enc") is None, reason="needs libheif's programs"
)


def run(path: Path, kind: str) -> Outcome:
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    job = Job(path, kind, path.with_suffix(".out.pdf"))
    convert = heif.convert if kind == "heic" else image.convert
    (outcome,) = convert([job], Tools(fonts(), path.parent))
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    return outcome


def page(path: Path, kind: str) -> Image.Image:
    found = run(path, kind).conversion
    assert isinstance(found, Leaves), found
    with pypdfium2.PdfDocument(found.pdf) as document:
        assert len(document) == len(found.pages)
        return document[0].render(scale=1).to_pil().convert("RGB")


def middle(picture: Image.Image) -> tuple[int, ...]:
    found = picture.getpixel((picture.width // 2, picture.height // 2))
    assert isinstance(found, tuple)
    return found


def is_upright(picture: Image.Image) -> bool:
    """Red at the upper left and blue at the lower right, as every sample is when upright."""
    corners = {}
    for name, channel in (("red", 0), ("blue", 2)):
        others = [index for index in range(3) if index != channel]
        found = [
            (x, y)
            for x in range(0, picture.width, 5)
            for y in range(0, picture.height, 5)
            if picture.getpixel((x, y))[channel] > 200
            and max(picture.getpixel((x, y))[index] for index in others) < 80
        ]
        corners[name] = found
    assert corners["red"]
    assert corners["blue"]
    half = (picture.width / 2, picture.height / 2)
    return all(x < half[0] > 0 and y < half[1] for x, y in corners["red"]) and all(
        x > half[0] and y > half[1] for x, y in corners["blue"]
    )


# --------------------------------------------------------------------------- photos of telephones


@needs_heif
@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_heic_by_its_exif_orientation(tmp_path: Path, orientation: int) -> None:
    plain = pictures.rotated_jpeg(tmp_path / "a.jpg", orientation)
    source = tmp_path / "a.heic"
    subprocess.run(["heif-enc", "-q", "90", plain, "-o", source], check=True, capture_output=True)
    assert by_magic(source.read_bytes()[:64], "heic") == "heic"
    drawn = page(source, "heic")
    assert drawn.size == (842, 596)
    assert is_upright(drawn)
    assert not list(tmp_path.glob("heif-*"))


@needs_heif
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_that_turns_itself_is_not_turned_twice(tmp_path: Path, orientation: int) -> None:
    source = stored(tmp_path / "a.avif", orientation)
    assert heif._is_turned(source) == (orientation != 1)
    assert is_upright(page(source, "heic"))


def stored(path: Path, orientation: int) -> Path:
    """An AVIF, whose container is that of HEIC, that says how its picture is to be turned."""
    picture, turn = pictures.upright(), pictures.STORED_AS[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    (picture.transpose(turn) if turn is not None else picture).save(path, exif=exif, quality=90)
    return path


@pytest.mark.parametrize("orientation", range(1, 9))
def test_avif_in_every_orientation(tmp_path: Path, orientation: int) -> None:
    source = stored(tmp_path / "a.avif", orientation)
    assert by_magic(source.read_bytes()[:64], "avif") == "avif"
    assert is_upright(page(source, "avif"))


def test_exif_goes_and_the_coded_picture_stays(tmp_path: Path) -> None:
    jpeg = pictures.rotated_jpeg(tmp_path / "a.jpg", 6).read_bytes()
    bare = heif.without_exif(jpeg)
    (tmp_path / "b.jpg").write_bytes(bare)
    with Image.open(tmp_path / "a.jpg") as one, Image.open(tmp_path / "b.jpg") as other:
        assert one.getexif()[0x0112] == 6
        assert 0x0112 not in other.getexif()
        assert one.tobytes() == other.tobytes()
    assert heif.without_exif(bare) == bare


@needs_heif
@pytest.mark.parametrize("cut", [40, 400, -300])
def test_a_cut_off_heic_is_unreadable(tmp_path: Path, cut: int) -> None:
    plain = pictures.rotated_jpeg(tmp_path / "a.jpg", 1)
    source = tmp_path / "a.heic"
    subprocess.run(["heif-enc", plain, "-o", source], check=True, capture_output=True)
    source.write_bytes(source.read_bytes()[:cut])
    found = run(source, "heic").conversion
    assert isinstance(found, Unbindable)
    assert found.code == "unreadable"


def test_without_the_program_the_remedy_is_told_and_not_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    (tmp_path / "a.heic").write_bytes(b"\0\0\0\x18ftypheic")
    outcome = run(tmp_path / "a.heic", "heic")
    assert isinstance(outcome.conversion, Unbindable)
    assert "JPG" in outcome.conversion.remedy
    assert not outcome.lasting


def test_several_photos_in_one_file_are_all_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "heif-convert"
    sample = pictures.rotated_jpeg(tmp_path / "sample.jpg", 1)
    program.write_text(
        f'#!/bin/sh\nfor n in 1 2 10; do cp "{sample}" "$(dirname "$4")/photo-$n.jpg"; done\n'
    )
    program.chmod(0o755)
    monkeypatch.setattr(heif, "find", lambda: program)
    (tmp_path / "a.heic").write_bytes(b"\0\0\0\x18ftypheic")
    found = run(tmp_path / "a.heic", "heic").conversion
    assert isinstance(found, Leaves)
    assert len(found.pages) == 3
    assert found.notes == ("一个文件里有 3 张照片，已全部装订",)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "heic"),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", "avif"),
        (b"\0\0\0\x18ftypheix\0\0\0\0mif1heix", "heic"),
        (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf", "avif"),
        (b"\0\0\0\x0cjP  \r\n\x87\n\0\0", "jp2"),
        (b"\xff\x4f\xff\x51\0\0", "jp2"),
    ],
)
def test_newer_pictures_are_told_by_their_first_bytes(head: bytes, kind: str) -> None:
    assert by_magic(head, "") == kind


@pytest.mark.parametrize("brand", [b"avio", b"MA1B", b"MA1A", b"miaf", b"xxxx", b"avif"])
@pytest.mark.parametrize("alone", [True, False])
def test_avif_under_any_brand(tmp_path: Path, brand: bytes, alone: bool) -> None:
    source = branded(stored(tmp_path / "a.avif", 1), brand, alone=alone)
    assert by_magic(source.read_bytes()[:4096], "avif") == "avif"
    before = source.read_bytes()
    (outcome,) = heif.convert([Job(source, "avif", tmp_path / "a.pdf")], Tools(fonts(), tmp_path))
    assert isinstance(outcome.conversion, Leaves), outcome
    assert outcome.conversion.notes == ()
    with pypdfium2.PdfDocument(outcome.conversion.pdf) as document:
        assert is_upright(document[0].render(scale=1).to_pil().convert("RGB"))
    assert source.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.avif", "a.pdf"]


@needs_heif
@pytest.mark.parametrize("brand", [b"hexx", b"mif2", b"miaf"])
def test_heic_under_any_brand(tmp_path: Path, brand: bytes) -> None:
    plain = pictures.rotated_jpeg(tmp_path / "a.jpg", 1)
    source = tmp_path / "a.heic"
    subprocess.run(["heif-enc", "-q", "90", plain, "-o", source], check=True, capture_output=True)
    branded(source, brand, alone=True)
    assert by_magic(source.read_bytes()[:4096], "heic") == "heic"
    assert is_upright(page(source, "heic"))


def branded(path: Path, brand: bytes, *, alone: bool) -> Path:
    data = path.read_bytes()
    end = int.from_bytes(data[:4], "big")
    others = brand * ((end - 16) // 4) if alone else data[16:end]
    path.write_bytes(data[:8] + brand + data[12:16] + others + data[end:])
    return path


def test_a_video_is_no_picture_for_its_brands() -> None:
    head = b"\0\0\0\x18ftypisom\0\0\0\0mif1isom" + b"\0\0\1\0moov" + b"pict meta hdlr av01"
    assert by_magic(head, "mp4") == "mp4"
    described = b"\0\0\0\x40meta\0\0\0\0\0\0\0\x20hdlr\0\0\0\0\0\0\0\0mdta" + bytes(40) + b"pict"
    assert by_magic(b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + described, "mov") == "mp4"


@pytest.mark.skipif(heif.find() is None, reason="needs libheif's program")
def test_avif_that_pillow_refuses_is_decoded_by_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = stored(tmp_path / "a.avif", 1)
    right = Image.open

    def picky(path: object, *more: object) -> Image.Image:
        if str(path).endswith(".avif"):
            raise OSError("refused")
        return right(path, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(Image, "open", picky)
    (outcome,) = heif.convert([Job(source, "avif", tmp_path / "a.pdf")], Tools(fonts(), tmp_path))
    assert isinstance(outcome.conversion, Leaves)


def test_avif_called_heic_needs_no_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert is_upright(page(stored(tmp_path / "a.avif", 6), "heic"))


@pytest.mark.parametrize("mode", ["RGBA", "LA", "PA"])
def test_transparency_is_bound_without_a_word_of_a_library(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], mode: str
) -> None:
    source = tmp_path / "a.tif"
    pictures.upright("RGBA").convert(mode).save(source)
    found = run(source, "tiff").conversion
    assert isinstance(found, Leaves)
    assert found.notes == ()
    assert capfd.readouterr().err == ""


# ------------------------------------------------------------------------------------ JPEG 2000


@pytest.mark.parametrize(("name", "mode"), [("a.jp2", "RGB"), ("a.j2k", "RGB"), ("a.jp2", "L")])
def test_jpeg_2000_is_embedded_as_it_is(tmp_path: Path, name: str, mode: str) -> None:
    source = tmp_path / name
    pictures.upright(mode).save(source)
    found = run(source, "jp2").conversion
    assert isinstance(found, Leaves)
    with pikepdf.open(found.pdf) as pdf:
        (stored,) = pdf.pages[0].Resources.XObject.values()
        assert stored.Filter == pikepdf.Name.JPXDecode
        assert stored.read_raw_bytes() == source.read_bytes()
    if mode == "RGB":
        assert is_upright(page(source, "jp2"))


@pytest.mark.parametrize("name", ["a.jp2", "a.j2k"])
def test_jpeg_2000_is_embedded_by_a_worker_too(tmp_path: Path, name: str) -> None:
    """Its decoders start behind the worker's wall, where no folder above the package is seen."""
    source = tmp_path / name
    pictures.upright().save(source)
    leaves = leaves_of(convert([source], tmp_path / "cache"), name)
    assert leaves.notes == ()
    with pypdfium2.PdfDocument(leaves.pdf) as document:
        assert is_upright(document[0].render(scale=1).to_pil().convert("RGB"))


@pytest.mark.parametrize(("mode", "colour"), [("RGBA", (255, 0, 0)), ("I;16", (117, 117, 117))])
def test_odd_jpeg_2000_is_drawn_all_the_same(
    tmp_path: Path, mode: str, colour: tuple[int, ...]
) -> None:
    source = tmp_path / "a.jp2"
    if mode == "RGBA":
        Image.new("RGBA", (300, 200), (255, 0, 0, 255)).save(source)
    else:
        Image.new("I;16", (300, 200), 30_000).save(source)
    assert middle(page(source, "jp2")) == pytest.approx(colour, abs=3)


def test_a_grey_codestream_keeps_every_shade(tmp_path: Path) -> None:
    source = tmp_path / "a.j2k"
    Image.linear_gradient("L").save(source)
    found = run(source, "jp2").conversion
    assert isinstance(found, Leaves)
    with pikepdf.open(found.pdf) as pdf, Image.open(source) as original:
        (stored,) = pdf.pages[0].Resources.XObject.values()
        assert pikepdf.PdfImage(stored).as_pil_image().tobytes() == original.tobytes()


def test_a_cut_off_jpeg_2000_is_unreadable(tmp_path: Path) -> None:
    source = tmp_path / "a.jp2"
    pictures.upright().save(source)
    source.write_bytes(source.read_bytes()[:300])
    found = run(source, "jp2").conversion
    assert isinstance(found, Unbindable)
    assert found.code == "unreadable"


@pytest.mark.parametrize(
    ("colour", "more"),
    [
        (jpeg2000.enumerated(18), b""),  # sYCC
        (jpeg2000.enumerated(12), b""),  # CMYK by name, with three channels
        (jpeg2000.enumerated(99), b""),
        (b"\x02\0\0 no profile", b""),
        (b"\x04\0\0", b""),
        (b"none", b""),
        (b"", jpeg2000.display_resolution()),
        (b"", struct.pack(">I4s", 8, b"uuid")),
        (b"", struct.pack(">I4s", 3, b"odd ")),
    ],
)
def test_jpeg_2000_with_odd_boxes_becomes_a_page(
    tmp_path: Path, colour: bytes, more: bytes
) -> None:
    source = jpeg2000.with_header(tmp_path / "a.jp2", colour=colour, more=more)
    found = run(source, "jp2").conversion
    assert isinstance(found, Leaves), found
    if colour != jpeg2000.enumerated(18):  # whose numbers were not made for it
        assert is_upright(page(source, "jp2"))


def test_the_first_of_several_codestreams_is_bound(tmp_path: Path) -> None:
    assert is_upright(page(jpeg2000.two_codestreams(tmp_path / "a.jpx"), "jp2"))


def test_a_picture_that_keeps_every_decoder_busy_costs_its_time_and_no_more(
    tmp_path: Path,
) -> None:
    source = jpeg2000.endless(tmp_path / "a.j2k")
    assert source.stat().st_size < 100_000
    began = time.monotonic()
    tools = Tools(fonts(), tmp_path, limit=4)
    (outcome,) = image.convert([Job(source, "jp2", tmp_path / "a.pdf")], tools)
    assert time.monotonic() - began < 20
    assert isinstance(outcome.conversion, Unbindable)
    assert "时限" in outcome.conversion.message
    assert not outcome.lasting
    assert [path.name for path in tmp_path.iterdir()] == ["a.j2k"]


@pytest.mark.parametrize("way", ["hangs", "crashes", "refuses"])
def test_what_one_decoder_cannot_is_done_by_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    source = tmp_path / "a.jp2"
    pictures.upright().save(source)
    ways = {"hangs": "while True: pass", "crashes": "import os; os.abort()", "refuses": "exit(1)"}
    right = decoding.command

    def broken(decoder: str, source: Path, target: Path) -> list[str | Path]:
        words = right(decoder, source, target)
        return [words[0], "-c", ways[way]] if decoder == "pillow" else words

    monkeypatch.setattr(decoding, "command", broken)
    tools = Tools(fonts(), tmp_path, limit=40)
    (outcome,) = image.convert([Job(source, "jp2", tmp_path / "a.pdf")], tools)
    assert isinstance(outcome.conversion, Leaves)
    assert bool(outcome.conversion.notes) == (way != "hangs")
    with pypdfium2.PdfDocument(outcome.conversion.pdf) as document:
        assert is_upright(document[0].render(scale=1).to_pil().convert("RGB"))


def test_a_picture_that_pages_are_slow_to_draw_with_is_bound_by_its_pixels(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "a.jp2"
    pictures.upright().save(source)
    right = decoding.command
    monkeypatch.setattr(
        decoding,
        "command",
        lambda decoder, *paths: ["sleep", "60"] if decoder == "pdfium" else right(decoder, *paths),
    )
    tools = Tools(fonts(), tmp_path, limit=12)
    (outcome,) = image.convert([Job(source, "jp2", tmp_path / "a.pdf")], tools)
    assert isinstance(outcome.conversion, Leaves)
    assert outcome.conversion.notes == ()
    with pikepdf.open(outcome.conversion.pdf) as pdf, Image.open(source) as original:
        (stored,) = pdf.pages[0].Resources.XObject.values()
        assert pikepdf.PdfImage(stored).as_pil_image().tobytes() == original.tobytes()


def test_nothing_drawn_is_not_taken_for_a_white_picture(tmp_path: Path) -> None:
    source = tmp_path / "a.jp2"
    pictures.upright().save(source)
    data = source.read_bytes()
    at = data.index(b"\xff\x52")
    source.write_bytes(data[:at] + b"\xff\x77" + data[at + 2 :])
    with pytest.raises(OSError, match="not drawn"):
        decoding.by_pdfium(source)


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.tif"])
def test_page_layout_in_the_same_process_does_not_hide_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint leaves it
    source = tmp_path / name
    Image.effect_noise((300, 200), 80).save(source)
    source.write_bytes(source.read_bytes()[:-9_000])
    kind = {"a.jpg": "jpeg", "a.png": "png", "a.tif": "tiff"}[name]
    found = run(source, kind).conversion
    assert isinstance(found, Unbindable)
    assert found.code == "unreadable"


# ---------------------------------------------------------------------- odd colours and codings


def test_cmyk_colours_come_out_right_whether_inverted_or_not(tmp_path: Path) -> None:
    cyan = Image.new("CMYK", (300, 200), (255, 0, 0, 0))
    cyan.save(tmp_path / "a.jpg", quality=95)  # as Adobe stores it: inverted, with its mark
    cyan.save(tmp_path / "a.tif")
    assert b"Adobe" in (tmp_path / "a.jpg").read_bytes()
    for name, kind in (("a.jpg", "jpeg"), ("a.tif", "tiff")):
        red, green, blue = middle(page(tmp_path / name, kind))
        assert red < 60 < 140 < green < blue


def tiff16(path: Path, samples: tuple[int, ...], photometric: int) -> Path:
    """A TIFF with 16 bits a channel, every pixel the same."""
    wide, high = 300, 200
    data = struct.pack(f"<{len(samples)}H", *samples) * (wide * high)
    depth = struct.pack(f"<{len(samples)}H", *[16] * len(samples))
    tags = 10
    after = 8 + 2 + 12 * tags + 4

    def entry(tag: int, kind: int, count: int, value: int) -> bytes:
        packed = struct.pack("<HH", value, 0) if kind == 3 and count == 1 else None
        return struct.pack("<HHI", tag, kind, count) + (packed or struct.pack("<I", value))

    place = after if len(samples) > 2 else 16
    entries = [
        entry(256, 4, 1, wide),
        entry(257, 4, 1, high),
        entry(258, 3, len(samples), place),
        entry(259, 3, 1, 1),
        entry(262, 3, 1, photometric),
        entry(273, 4, 1, after + len(depth)),
        entry(277, 3, 1, len(samples)),
        entry(278, 4, 1, high),
        entry(279, 4, 1, len(data)),
        entry(284, 3, 1, 1),
    ]
    head = b"II*\0" + struct.pack("<IH", 8, tags) + b"".join(entries) + b"\0" * 4
    path.write_bytes(head + depth + data)
    return path


@pytest.mark.parametrize(
    ("samples", "photometric", "colour"),
    [
        ((30_000,), 1, (117, 117, 117)),
        ((65_535, 30_000, 0), 2, (255, 117, 0)),
        ((0, 0, 0, 65_535), 5, (35, 31, 32)),
    ],
)
def test_tiff_with_sixteen_bits_a_channel(
    tmp_path: Path, samples: tuple[int, ...], photometric: int, colour: tuple[int, ...]
) -> None:
    source = tiff16(tmp_path / "a.tif", samples, photometric)
    assert middle(page(source, "tiff")) == pytest.approx(colour, abs=3)


def test_png_with_sixteen_bits_and_an_alpha_channel(tmp_path: Path) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    row = b"\0" + struct.pack(">4H", 65_535, 30_000, 0, 65_535) * 300
    parts = chunk(b"IHDR", struct.pack(">IIBBBBB", 300, 200, 16, 6, 0, 0, 0))
    parts += chunk(b"IDAT", zlib.compress(row * 200)) + chunk(b"IEND", b"")
    source = tmp_path / "a.png"
    source.write_bytes(b"\x89PNG\r\n\x1a\n" + parts)
    assert middle(page(source, "png")) == pytest.approx((255, 117, 0), abs=3)


@pytest.mark.parametrize(
    ("mode", "value", "colour"),
    [
        ("I", 30_000, (117, 117, 117)),
        ("LAB", (128, 128, 128), (119, 119, 119)),
        ("YCbCr", (100, 128, 128), (100, 100, 100)),
    ],
)
def test_odd_colour_spaces_in_tiff(
    tmp_path: Path, mode: str, value: object, colour: tuple[int, ...]
) -> None:
    source = tmp_path / "a.tif"
    Image.new(mode, (300, 200), value).save(source)  # type: ignore[arg-type]
    assert middle(page(source, "tiff")) == pytest.approx(colour, abs=4)


@pytest.mark.parametrize(
    ("mode", "scale", "shift", "half"),
    [
        ("F", 1 / 255, 0, 127),
        ("F", 1, 0, 127),
        ("F", 4000, -50_000, 127),
        ("F", 0, 0.5, 127),
        ("I", 100_000, -7, 127),
    ],
)
def test_numbers_that_are_no_colours_are_spread_and_told(
    tmp_path: Path, mode: str, scale: float, shift: float, half: int
) -> None:
    source = tmp_path / "a.tif"
    ramp = Image.linear_gradient("L").convert(mode)
    ramp.point(lambda number: number * scale + shift).save(source)
    found = run(source, "tiff").conversion
    assert isinstance(found, Leaves), found
    assert any("深浅" in note for note in found.notes)
    assert middle(page(source, "tiff"))[0] == pytest.approx(half, abs=9)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_refused(tmp_path: Path, value: float) -> None:
    source = tmp_path / "a.tif"
    Image.new("F", (60, 40), value).save(source)
    found = run(source, "tiff").conversion
    assert isinstance(found, Unbindable)
    assert "颜色格式" in found.message


@pytest.mark.parametrize(
    "compression",
    [
        "tiff_lzw",
        "packbits",
        "tiff_deflate",
        "jpeg",
        "tiff_ccitt",
        "group3",
        "group4",
        "zstd",
        "lzma",
    ],
)
def test_every_coding_of_a_tiff_with_several_pages(tmp_path: Path, compression: str) -> None:
    fax = compression in {"tiff_ccitt", "group3", "group4"}
    first = pictures.upright("1" if fax else "RGB")
    source = tmp_path / "a.tif"
    first.save(source, save_all=True, append_images=[first] * 2, compression=compression)
    found = run(source, "tiff").conversion
    assert isinstance(found, Leaves)
    assert found.pages == (Leaf(841.89, 595.276),) * 3
    assert fax or is_upright(page(source, "tiff"))


@pytest.mark.parametrize("kind", ["avif", "jp2", "heic"])
def test_garbage_under_a_good_mark_is_unreadable(tmp_path: Path, kind: str) -> None:
    marks = {
        "avif": b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf",
        "jp2": b"\0\0\0\x0cjP  \r\n\x87\n",
        "heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
    }
    if kind == "heic" and heif.find() is None:
        pytest.skip("needs heif-convert")
    source = tmp_path / f"a.{kind}"
    source.write_bytes(marks[kind] + bytes(range(256)))
    found = run(source, kind).conversion
    assert isinstance(found, Unbindable)
    assert found.code == "unreadable"


@pytest.mark.parametrize(
    ("name", "kind"), [("点.png", "png"), ("点.jpg", "jpeg"), ("点.gif", "gif")]
)
def test_a_picture_of_one_dot_is_a_page(name: str, kind: str, tmp_path: Path) -> None:
    Image.new("RGB", (1, 1), (200, 30, 30)).save(tmp_path / name)
    assert min(min(pixel) for pixel in page(tmp_path / name, kind).get_flattened_data()) < 100


def test_grey_of_sixteen_bits_in_the_other_order_of_bytes(tmp_path: Path) -> None:
    grey = Image.new("I;16", (300, 200), 40_000)
    path = tmp_path / "灰.tif"
    Image.frombytes("I;16B", grey.size, grey.tobytes("raw", "I;16B")).save(path)
    assert path.read_bytes()[:2] == b"MM"
    assert middle(page(path, "tiff")) == pytest.approx((156, 156, 156), abs=2)


def test_a_profile_that_is_none_does_not_cost_the_picture(tmp_path: Path) -> None:
    path = tmp_path / "色.jpg"
    Image.new("RGB", (300, 200), (200, 30, 30)).save(path, icc_profile=b"no profile at all")
    assert middle(page(path, "jpeg"))[0] > 180


def test_a_resolution_of_none_does_not_cost_the_picture(tmp_path: Path) -> None:
    path = tmp_path / "无.jp2"
    Image.new("RGB", (64, 48), (200, 30, 30)).save(path)
    data = path.read_bytes()
    at = data.index(b"jp2h") - 4
    end = at + int.from_bytes(data[at : at + 4], "big")
    captured = (18).to_bytes(4, "big") + b"resc" + bytes(10)  # 0 / 0 dots a metre
    box = (len(captured) + 8).to_bytes(4, "big") + b"res " + captured
    head = (end - at + len(box)).to_bytes(4, "big") + data[at + 4 : end] + box
    path.write_bytes(data[:at] + head + data[end:])
    assert middle(page(path, "jp2"))[0] > 180
