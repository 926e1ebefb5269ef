"""Draw round red seals with made-up names, as they look on paper."""

import io
import math
import random
from functools import cache

from PIL import Image, ImageDraw, ImageFilter

from sample.fonts import find_fonts

_RED = (204, 22, 30, 205)
_SIDE = 360


@cache
def seal(name: str) -> Image.Image:
    """A seal, 360 × 360 pixels with transparency; on paper it is 42 mm wide."""
    image = Image.new("RGBA", (_SIDE, _SIDE), (204, 22, 30, 0))
    draw = ImageDraw.Draw(image)
    draw.ellipse((6, 6, _SIDE - 7, _SIDE - 7), outline=_RED, width=9)
    _star(draw, _SIDE / 2, _SIDE / 2 + 4, 56)
    _ring(image, name)
    worn = _wear(image, name)
    return worn.rotate(random.Random(name).uniform(-9, 9), Image.Resampling.BICUBIC)


@cache
def seal_png(name: str) -> bytes:
    """The seal as PNG bytes."""
    out = io.BytesIO()
    seal(name).save(out, "PNG", optimize=True)
    return out.getvalue()


def _star(draw: ImageDraw.ImageDraw, x: float, y: float, radius: float) -> None:
    points = []
    for step in range(10):
        reach = radius if step % 2 == 0 else radius * 0.382
        angle = math.radians(-90 + 36 * step)
        points.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    draw.polygon(points, fill=_RED)


def _ring(image: Image.Image, name: str) -> None:
    """Write the name along the upper arc, the middle character on top."""
    size = 46 if len(name) <= 14 else 36
    font = find_fonts().pillow("song", size)
    spread = min(280, 19 * (len(name) - 1))
    for place, char in enumerate(name):
        angle = -spread / 2 + (spread * place / (len(name) - 1) if len(name) > 1 else 0)
        glyph = Image.new("RGBA", (size * 2, size * 2), (204, 22, 30, 0))
        ImageDraw.Draw(glyph).text(
            (size, size), char, font=font, fill=_RED, anchor="mm", stroke_width=1
        )
        turned = glyph.rotate(-angle, Image.Resampling.BICUBIC)
        reach = _SIDE / 2 - 20 - size / 2
        x = _SIDE / 2 + reach * math.sin(math.radians(angle)) - size
        y = _SIDE / 2 - reach * math.cos(math.radians(angle)) - size
        image.alpha_composite(turned, (round(x), round(y)))


def _wear(image: Image.Image, name: str) -> Image.Image:
    """Make the ink uneven: a soft mask of light and dark spots."""
    noise = Image.frombytes("L", (60, 60), random.Random(name).randbytes(3600))
    mask = noise.filter(ImageFilter.GaussianBlur(1)).resize(image.size, Image.Resampling.BICUBIC)
    alpha = image.getchannel("A")
    faded = Image.composite(alpha, alpha.point(lambda a: int(a * 0.55)), mask.point(_threshold))
    image.putalpha(faded)
    return image


def _threshold(value: int) -> int:
    return 255 if value > 104 else 120
