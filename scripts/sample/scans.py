"""Turn printed pages into what an office scanner makes of them: grey, skewed, a little dirty."""

import io
import random
from dataclasses import dataclass

import img2pdf
import pikepdf
import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter


@dataclass(frozen=True, slots=True)
class Scanner:
    """How a scanner is set; ``dirt`` 0 to 1, ``skew`` in degrees at most."""

    dpi: int = 120
    colour: bool = False
    skew: float = 0.8
    dirt: float = 0.5
    quality: int = 38


def scan(pdf: bytes, name: str, scanner: Scanner | None = None) -> tuple[Image.Image, ...]:
    """Scan every page; ``name`` seeds the skew and the dirt, so that it is always the same."""
    setting = scanner or Scanner()
    chance = random.Random(name)
    return tuple(_soil(page, setting, chance) for page in rasters(pdf, setting.dpi))


def rasters(pdf: bytes, dpi: int) -> tuple[Image.Image, ...]:
    """The clean pages as RGB pictures."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return tuple(page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document)
    finally:
        document.close()


def scanned_pdf(pdf: bytes, name: str, scanner: Scanner | None = None) -> bytes:
    """Scan a printed document into a PDF of pictures."""
    setting = scanner or Scanner()
    return pictures_pdf(scan(pdf, name, setting), setting.dpi, setting.quality)


def pictures_pdf(pages: tuple[Image.Image, ...], dpi: int, quality: int) -> bytes:
    """Pictures as a PDF, one page each, at their own size."""
    made = img2pdf.convert([jpeg(page, dpi, quality) for page in pages], nodate=True)
    with pikepdf.open(io.BytesIO(made)) as document:
        del document.trailer["/ID"]  # it holds the time, and the new one would inherit it
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
    return out.getvalue()


def jpeg(page: Image.Image, dpi: int, quality: int) -> bytes:
    """One picture as JPEG bytes that state their resolution."""
    out = io.BytesIO()
    page.save(out, "JPEG", quality=quality, dpi=(dpi, dpi), optimize=True)
    return out.getvalue()


def fax_tiff(pdf: bytes, name: str) -> bytes:
    """A black-and-white multi-page TIFF (CCITT G4, 200 dpi)."""
    setting = Scanner(dpi=200, dirt=0.15)
    pages = [page.point(_ink).convert("1") for page in scan(pdf, name, setting)]
    return _tiff(pages, 200, "group4")


def colour_tiff(pdf: bytes, name: str) -> bytes:
    """A colour multi-page TIFF of 32 colours, so that red seals stay red."""
    setting = Scanner(dpi=120, colour=True, dirt=0.0, skew=0.6)
    pages = [page.quantize(32, dither=Image.Dither.NONE) for page in scan(pdf, name, setting)]
    return _tiff(pages, 120, "tiff_adobe_deflate")


def sideways(pdf: bytes) -> bytes:
    """The same pages stored lying on their side, with ``/Rotate`` that puts them upright."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            width, height = float(page.mediabox[2]), float(page.mediabox[3])
            turn = f"q 0 1 -1 0 {height:.3f} 0 cm\n".encode()
            page.contents_add(pikepdf.Stream(document, turn), prepend=True)
            page.contents_add(pikepdf.Stream(document, b"\nQ"))
            page.mediabox = pikepdf.Array([0, 0, round(height, 3), round(width, 3)])
            page.rotate(90, relative=False)
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
    return out.getvalue()


def cropped(pdf: bytes, margin: float = 42.5) -> bytes:
    """The same pages on a bigger sheet with trim marks; the crop box shows the page alone."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            left, low, right, high = (float(edge) for edge in page.mediabox)
            marks = _trim_marks(left, low, right, high)
            page.contents_add(pikepdf.Stream(document, marks))
            outer = (left - margin, low - margin, right + margin, high + margin)
            page.mediabox = pikepdf.Array([round(edge, 3) for edge in outer])
            page.cropbox = pikepdf.Array([round(edge, 3) for edge in (left, low, right, high)])
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
    return out.getvalue()


def _trim_marks(left: float, low: float, right: float, high: float) -> bytes:
    lines = []
    for x in (left, right):
        for y, way in ((low, -1), (high, 1)):
            lines.append(f"{x} {y + way * 8} m {x} {y + way * 30} l S")
            side = -1 if x == left else 1
            lines.append(f"{x + side * 8} {y} m {x + side * 30} {y} l S")
    return ("\nq 0.4 w 0 G\n" + "\n".join(lines) + "\nQ").encode()


def _tiff(pages: list[Image.Image], dpi: int, compression: str) -> bytes:
    out = io.BytesIO()
    first, *rest = pages
    first.save(
        out, "TIFF", compression=compression, dpi=(dpi, dpi), save_all=True, append_images=rest
    )
    return out.getvalue()


def _soil(page: Image.Image, setting: Scanner, chance: random.Random) -> Image.Image:
    mode = "RGB" if setting.colour else "L"
    paper = (250, 249, 246) if setting.colour else 249
    sheet = page.convert(mode).filter(ImageFilter.GaussianBlur(setting.dpi / 260))
    angle = chance.uniform(-setting.skew, setting.skew)
    sheet = sheet.rotate(angle, Image.Resampling.BICUBIC, fillcolor=paper)
    if setting.dirt:
        sheet = ImageChops.multiply(sheet, _grain(sheet.size, setting, chance).convert(mode))
        _specks(sheet, setting, chance)
    return sheet


def _grain(size: tuple[int, int], setting: Scanner, chance: random.Random) -> Image.Image:
    """Uneven light over the sheet and the shadow of the binding along one edge."""
    small = (max(2, size[0] // 40), max(2, size[1] // 40))
    noise = Image.frombytes("L", small, chance.randbytes(small[0] * small[1]))
    light = noise.point(lambda v: 255 - int(v * 0.055 * setting.dirt) - 3)
    light = light.resize(size, Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(light)
    for x in range(14):
        draw.line((x, 0, x, size[1]), fill=150 + 7 * x)
    return light


def _specks(sheet: Image.Image, setting: Scanner, chance: random.Random) -> None:
    draw = ImageDraw.Draw(sheet)
    for _ in range(int(60 * setting.dirt)):
        x, y = chance.randrange(sheet.width), chance.randrange(sheet.height)
        size, tone = chance.randrange(1, 3), chance.randrange(90, 190)
        ink = tone if sheet.mode == "L" else (tone, tone, tone)
        draw.ellipse((x, y, x + size, y + size), fill=ink)


def _ink(value: int) -> int:
    return 255 if value > 185 else 0
