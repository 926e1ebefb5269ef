"""Draw the scenes that stand in for photographs, with the EXIF data that a camera writes."""

import datetime as dt
import io
import random
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFilter

from sample.fonts import find_fonts
from sample.paper import MARK

_WIDE = (1600, 1200)
_COATS = ((38, 44, 62), (58, 60, 66), (84, 30, 34), (40, 70, 92), (150, 150, 148), (30, 60, 44))
_SKIN = (226, 184, 150)

#: How the stored pixels lie for each EXIF orientation (the reverse of what a viewer does).
_STORED = {
    1: None,
    3: Image.Transpose.ROTATE_180,
    6: Image.Transpose.ROTATE_90,
    8: Image.Transpose.ROTATE_270,
}


@dataclass(frozen=True, slots=True)
class Shot:
    """One photograph: which scene, the words on the banner, when, and how the camera was held."""

    scene: str
    banner: str
    date: dt.date
    orientation: int = 1
    people: int = 9


def take(shot: Shot, quality: int = 58) -> bytes:
    """The photograph as JPEG; the same bytes for the same shot."""
    picture = draw_scene(shot)
    turn = _STORED[shot.orientation]
    if turn is not None:
        picture = picture.transpose(turn)
    exif = Image.Exif()
    stamp = f"{shot.date:%Y:%m:%d} 10:{len(shot.banner):02d}:00"
    exif[0x010F], exif[0x0110] = "SAMPLE", "Sample Camera 1"
    exif[0x0112], exif[0x0132] = shot.orientation, stamp
    exif.get_ifd(0x8769)[0x9003] = stamp
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, dpi=(240, 240), exif=exif, optimize=True)
    return out.getvalue()


def draw_scene(shot: Shot) -> Image.Image:
    """The upright picture, 1600 × 1200 (1200 × 1600 when the camera was held upright)."""
    chance = random.Random(f"{shot.scene}{shot.banner}{shot.date}")
    size = _WIDE if shot.orientation in (1, 3) else (_WIDE[1], _WIDE[0])
    picture = Image.new("RGB", size, (205, 205, 200))
    _SCENES[shot.scene](picture, chance, shot)
    picture = picture.filter(ImageFilter.GaussianBlur(1.1))
    grain = Image.frombytes("L", (400, 300), chance.randbytes(120000)).resize(size)
    picture = Image.blend(picture, Image.merge("RGB", (grain, grain, grain)), 0.035)
    mark = find_fonts().pillow("song", 22)
    ImageDraw.Draw(picture).text(
        (size[0] - 14, size[1] - 12), MARK, font=mark, fill=(245, 245, 245), anchor="rs"
    )
    return picture


def _fade(picture: Image.Image, top: tuple[int, ...], bottom: tuple[int, ...], end: float) -> None:
    draw = ImageDraw.Draw(picture)
    height = int(picture.height * end)
    for y in range(height):
        part = y / max(1, height)
        tone = tuple(int(a + (b - a) * part) for a, b in zip(top, bottom, strict=True))
        draw.line((0, y, picture.width, y), fill=tone)


def _banner(picture: Image.Image, text: str, top: float) -> None:
    draw = ImageDraw.Draw(picture)
    left, right = picture.width * 0.06, picture.width * 0.94
    y = picture.height * top
    draw.rectangle((left, y, right, y + 92), fill=(196, 26, 30))
    size = int(min(58, (right - left - 60) / max(1, len(text))))
    font = find_fonts().pillow("hei", size)
    place = (picture.width / 2, y + 46)
    draw.text(place, text, font=font, fill=(252, 244, 220), anchor="mm")


def _person(
    draw: ImageDraw.ImageDraw, x: float, y: float, size: float, chance: random.Random
) -> None:
    coat = chance.choice(_COATS)
    for leg in (-0.3, 0.06):
        trousers = (x + size * leg, y + size * 1.3, x + size * (leg + 0.24), y + size * 2.6)
        draw.rectangle(trousers, fill=(44, 46, 54))
    draw.rounded_rectangle(
        (x - size * 0.5, y, x + size * 0.5, y + size * 1.5), size * 0.3, fill=coat
    )
    draw.rectangle((x - size * 0.1, y - 4, x + size * 0.1, y + size * 0.25), fill=(236, 236, 236))
    head = (x - size * 0.26, y - size * 0.66, x + size * 0.26, y + size * 0.02)
    draw.ellipse(head, fill=_SKIN)
    hair = (head[0] - 2, head[1] - 5, head[2] + 2, head[1] + size * 0.28)
    draw.chord(hair, 175, 365, fill=(28, 24, 22))


def _crowd(picture: Image.Image, chance: random.Random, count: int, y: float, size: float) -> None:
    draw = ImageDraw.Draw(picture)
    for place in range(count):
        x = picture.width * (place + 0.7) / (count + 0.4) + chance.uniform(-14, 14)
        _person(draw, x, picture.height * y + chance.uniform(-16, 16), size, chance)


def _meeting(picture: Image.Image, chance: random.Random, shot: Shot) -> None:
    _fade(picture, (214, 208, 194), (178, 170, 154), 0.7)
    draw = ImageDraw.Draw(picture)
    wide, high = picture.size
    for x in range(0, wide, 230):
        draw.line((x, 0, x, high * 0.6), fill=(190, 182, 166), width=3)
    _banner(picture, shot.banner, 0.08)
    _crowd(picture, chance, shot.people, 0.45, wide * 0.075)
    top = high * 0.62
    table = ((wide * 0.02, high), (wide * 0.1, top), (wide * 0.9, top), (wide * 0.98, high))
    draw.polygon(table, fill=(112, 66, 40))
    draw.polygon(
        ((wide * 0.1, top), (wide * 0.9, top), (wide * 0.91, top + 26)), fill=(140, 86, 54)
    )
    for place in range(shot.people):
        seat = wide * (place + 1) / (shot.people + 1)
        draw.rectangle((seat - 38, top + 20, seat + 38, top + 62), fill=(250, 250, 246))
        draw.rectangle((seat + 50, top + 4, seat + 64, top + 60), fill=(206, 224, 232))


def _village(picture: Image.Image, chance: random.Random, shot: Shot) -> None:
    _fade(picture, (120, 170, 214), (224, 234, 238), 0.55)
    draw = ImageDraw.Draw(picture)
    wide, high = picture.size
    for tone, base in (((112, 140, 128), 0.44), ((84, 118, 84), 0.52)):
        points = [(0.0, high * 0.8)]
        points += [(x, high * base + chance.uniform(-70, 40)) for x in range(0, wide + 200, 200)]
        draw.polygon([*points, (wide, high * 0.8)], fill=tone)
    draw.rectangle((0, high * 0.56, wide, high), fill=(122, 142, 82))
    for row in range(14):
        y = high * (0.57 + 0.032 * row)
        draw.line((0, y, wide, y + chance.uniform(-8, 8)), fill=(96, 122, 60), width=9)
    road = (
        (wide * 0.44, high * 0.56),
        (wide * 0.5, high * 0.56),
        (wide * 0.8, high),
        (wide * 0.3, high),
    )
    draw.polygon(road, fill=(178, 174, 166))
    _banner(picture, shot.banner, 0.05)
    _crowd(picture, chance, shot.people, 0.66, wide * 0.06)


def _workshop(picture: Image.Image, chance: random.Random, shot: Shot) -> None:
    _fade(picture, (226, 230, 232), (190, 194, 196), 0.65)
    draw = ImageDraw.Draw(picture)
    wide, high = picture.size
    for x in range(60, wide, 260):
        draw.rectangle((x, high * 0.2, x + 190, high * 0.4), fill=(196, 222, 240))
        draw.line((x + 95, high * 0.2, x + 95, high * 0.4), fill=(120, 126, 130), width=6)
    draw.rectangle((0, high * 0.62, wide, high), fill=(128, 146, 132))
    for line in range(3):
        y = high * (0.46 + 0.15 * line)
        _crowd(picture, chance, shot.people - line, y / high, wide * (0.045 + 0.012 * line))
        bench = (0, y + wide * 0.055, wide, y + wide * 0.085)
        draw.rectangle(bench, fill=(206, 198, 180))
        for x in range(70, wide, 210):
            draw.rectangle((x, bench[1] - 42, x + 74, bench[1]), fill=(70, 78, 84))
    _banner(picture, shot.banner, 0.05)


def _yard(picture: Image.Image, chance: random.Random, shot: Shot) -> None:
    _fade(picture, (150, 190, 222), (232, 236, 236), 0.5)
    draw = ImageDraw.Draw(picture)
    wide, high = picture.size
    draw.rectangle((wide * 0.1, high * 0.22, wide * 0.9, high * 0.66), fill=(236, 228, 214))
    roof = (
        (wide * 0.06, high * 0.24),
        (wide * 0.2, high * 0.1),
        (wide * 0.8, high * 0.1),
        (wide * 0.94, high * 0.24),
    )
    draw.polygon(roof, fill=(92, 78, 74))
    for x in (0.18, 0.34, 0.6, 0.76):
        box = (wide * x, high * 0.34, wide * (x + 0.08), high * 0.48)
        draw.rectangle(box, fill=(128, 156, 174), outline=(90, 70, 54), width=6)
    draw.rectangle((wide * 0.47, high * 0.38, wide * 0.55, high * 0.66), fill=(104, 56, 34))
    draw.rectangle((0, high * 0.66, wide, high), fill=(166, 160, 150))
    _banner(picture, shot.banner, 0.25)
    _crowd(picture, chance, shot.people, 0.64, wide * 0.07)


def _herd(picture: Image.Image, chance: random.Random, shot: Shot) -> None:
    _village(picture, chance, shot)
    draw = ImageDraw.Draw(picture)
    wide, high = picture.size
    for _ in range(7):
        x, y = chance.uniform(0.05, 0.85) * wide, chance.uniform(0.74, 0.88) * high
        hide = chance.choice(((122, 74, 42), (96, 58, 34), (150, 100, 62)))
        draw.ellipse((x, y, x + 170, y + 84), fill=hide)
        draw.ellipse((x + 140, y - 22, x + 206, y + 32), fill=hide)
        for leg in (24, 52, 112, 140):
            draw.rectangle((x + leg, y + 66, x + leg + 14, y + 126), fill=hide)


_SCENES: dict[str, Callable[[Image.Image, random.Random, Shot], None]] = {
    "meeting": _meeting,
    "village": _village,
    "workshop": _workshop,
    "yard": _yard,
    "herd": _herd,
}
