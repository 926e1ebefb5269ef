"""A county of many small PDFs for the measuring of printed pages; the same on every machine.

Pages are of all the kinds that make a printed volume difficult: landscape, A3, turned, cropped,
scanned, with print in the binding margin or where the page number belongs.
"""

import io
import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw

from generator.binder.workspace_files import create_workspace
from generator.model import Level

UNIT = "county_x"
AS_OF = "2019-12-10"
POINTS_PER_MM = 72 / 25.4
A4, A3 = (210.0, 297.0), (297.0, 420.0)
_SCAN_DPI = 100
_MOST_PAGES = 6


@dataclass(frozen=True, slots=True)
class Look:
    """A page in mm: its size, the box that is printed in, its turn, what is cropped off around."""

    size: tuple[float, float] = A4
    print: tuple[float, float, float, float] = (30, 40, 178, 265)
    turn: int = 0
    crop: float = 0.0
    scan: int = -1


#: The kinds of pages by the word that stands in their files' names; text pages are the most.
LOOKS: Mapping[str, Look] = MappingProxyType(
    {
        "文字页": Look(),
        "横页": Look((297, 210), (30, 30, 270, 180)),
        "折页": Look((420, 297), (30, 30, 390, 265)),
        "竖折页": Look(A3, (30, 30, 265, 390)),
        "右转页": Look((297, 210), (35, 30, 265, 178), turn=90),
        "倒转页": Look(print=(30, 40, 178, 265), turn=180),
        "左转页": Look((297, 210), (35, 30, 265, 178), turn=270),
        "裁切页": Look(crop=17.0),
        "扫描页": Look(scan=0),
        "黑边扫描页": Look(scan=1),
        "占订口页": Look(print=(12, 40, 165, 265)),
        "满幅页": Look(print=(8, 30, 203, 280)),
        "占页码页": Look(print=(30, 8, 204, 265)),
    }
)
_USUAL, _USUAL_SHARE = "文字页", 0.5


def make_county(root: Path, pages: int, seed: int) -> int:
    """Write a workspace with one unit whose evidence has about so many pages; gives the files."""
    create_workspace(root, UNIT, "甲县", Level.COUNTY)
    with (root / "config.yaml").open("a", encoding="utf-8", newline="\n") as settings:
        settings.write(f"\nas_of: {AS_OF}\n")
    folders = sorted(path for path in (root / "evidence" / UNIT).iterdir() if path.is_dir())
    chance = random.Random(seed)
    scans = tuple(_scan(shadow=shadow) for shadow in (False, True))
    others = [kind for kind in LOOKS if kind != _USUAL]
    written = number = 0
    while written < pages:
        usual = chance.random() < _USUAL_SHARE
        kind = _USUAL if usual else others[number % len(others)]
        count = chance.randint(1, _MOST_PAGES)
        number += 1
        day = f"2019-{chance.randint(1, 11):02}-{chance.randint(1, 28):02}"
        name = f"{day} 甲协办函〔2019〕{number}号 {kind}.pdf"
        _write(folders[number % len(folders)] / name, LOOKS[kind], count, scans, chance)
        written += count
    return number


def _write(
    path: Path, look: Look, count: int, scans: tuple[bytes, ...], chance: random.Random
) -> None:
    with pikepdf.new() as pdf:
        face = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/Times-Roman"))
        fonts = Dictionary(F=pdf.make_indirect(face))
        images = Dictionary()
        if look.scan >= 0:
            images.I = _image(pdf, scans[look.scan])
        for _ in range(count):
            page = pdf.add_blank_page(page_size=tuple(_points(*look.size)))
            page.obj.Resources = Dictionary(Font=fonts, XObject=images)
            _frame(page, look)
            page.contents_add(_content(look, chance).encode("ascii"))
        pdf.save(path, deterministic_id=True)


def _frame(page: pikepdf.Page, look: Look) -> None:
    """Turn the page; a cropped one is the middle of a larger one, off the origin."""
    page.obj.Rotate = look.turn
    if look.crop:
        width, height = look.size
        around = _points(-look.crop, -look.crop, width + look.crop, height + look.crop)
        page.obj.MediaBox = Array(around)
        page.obj.CropBox = Array(_points(0, 0, width, height))


def _content(look: Look, chance: random.Random) -> str:
    """Lines of words in a frame; the bleed of a cropped page shows that it was cropped."""
    width, height = look.size
    if look.scan >= 0:
        wide, high = _points(width, height)
        return f"q {wide:.3f} 0 0 {high:.3f} 0 0 cm /I Do Q"
    left, top, right, bottom = look.print
    parts = [f"0.5 w {_numbers(left, height - bottom, right - left, bottom - top)} re S"]
    at = top + 9.0
    while at < bottom - 4:
        x, y = _points(left + chance.uniform(3, 12), height - at)
        words = " ".join(str(chance.randrange(10**6)) for _ in range(4))
        parts.append(f"BT /F 12 Tf {x:.3f} {y:.3f} Td ({words}) Tj ET")
        at += 8.0
    if look.crop:
        parts.append(f"0 g {_numbers(-look.crop, -look.crop, look.crop - 1, height)} re f")
    return "\n".join(parts)


def _image(pdf: pikepdf.Pdf, jpeg: bytes) -> pikepdf.Object:
    with Image.open(io.BytesIO(jpeg)) as opened:
        width, height = opened.size
    return pdf.make_stream(
        jpeg,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=width,
        Height=height,
        ColorSpace=Name.DeviceGray,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )


def _scan(*, shadow: bool) -> bytes:
    """A page as a scanner gives it: grey paper, lines of print, a dark edge if there is one."""

    def dots(*lengths: float) -> list[int]:
        return [round(length / 25.4 * _SCAN_DPI) for length in lengths]

    picture = Image.new("L", tuple(dots(*A4)), 236)
    pen = ImageDraw.Draw(picture)
    for line in range(24):
        top = 40 + 9 * line
        for word in range(18):
            left = 31 + 8 * word + (line * 7 + word * 3) % 3
            pen.rectangle(dots(left, top, left + 5, top + 4), fill=40)
    if shadow:
        pen.rectangle(dots(0, 0, 4, 297), fill=70)
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=85)
    return stream.getvalue()


def _points(*lengths: float) -> list[float]:
    return [round(length * POINTS_PER_MM, 3) for length in lengths]


def _numbers(*lengths: float) -> str:
    return " ".join(f"{value:.3f}" for value in _points(*lengths))
