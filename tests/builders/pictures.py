"""Pictures of every format and oddity; each has a red corner at the upper left when upright."""

import struct
import zlib
from pathlib import Path

from PIL import Image, ImageDraw

#: How to store an upright picture so that each EXIF orientation brings it upright again.
STORED_AS = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def upright(mode: str = "RGB", size: tuple[int, int] = (640, 480)) -> Image.Image:
    picture = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, size[0] // 4, size[1] // 4), fill="red")
    draw.rectangle((size[0] * 7 // 8, size[1] * 7 // 8, *size), fill="blue")
    if mode in {"RGBA", "LA"}:
        picture.putalpha(200)
    return picture.convert(mode)


def rotated_jpeg(path: Path, orientation: int) -> Path:
    picture = upright()
    turn = STORED_AS[orientation]
    if turn is not None:
        picture = picture.transpose(turn)
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture.save(path, quality=90, exif=exif)
    return path


def tiff_pages(path: Path, count: int = 3) -> Path:
    first, *others = [upright("1", (1240, 1754 + 10 * index)) for index in range(count)]
    first.save(path, save_all=True, append_images=others, compression="group4")
    return path


def animation(path: Path, count: int = 4) -> Path:
    first, *others = [upright() for _ in range(count)]
    for index, frame in enumerate(others):
        ImageDraw.Draw(frame).ellipse((200 + 40 * index, 200, 300 + 40 * index, 300), fill="green")
    first.save(path, save_all=True, append_images=others)
    return path


def huge_png(path: Path, side: int = 40_000) -> Path:
    """A few bytes that claim 1,600 million pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    parts = (
        chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + parts)
    return path
