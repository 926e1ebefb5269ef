"""The marks of a page without dust, as one long number that holds a bit for each pixel.

One shift or one logical step moves or compares all pixels at once, many times faster than a look at
each. A row begins with ``_LEFT`` empty pixels and ends with some, and there are empty rows above
and below, so that what lies outermost has paper around it too.
"""

import math
from dataclasses import dataclass
from functools import cached_property

from PIL import Image

#: Pixels along one side of a cell of the map: with cells of 1 mm, 50.8 dots per inch.
PIXELS_PER_CELL = 2

_LEFT, _RIM = 8, 4

#: The hexadecimal digit of the four cells in a row that a byte of pixels stands for, when every
#: second pixel, from the first one, speaks for its cell.
_DIGITS = bytes(
    ord(f"{byte >> 4 & 8 | byte >> 3 & 4 | byte >> 2 & 2 | byte >> 1 & 1:x}") for byte in range(256)
)


@dataclass(frozen=True)
class Marks:
    """Marks in a window of a page.

    Attributes:
        pixels: the bits, row by row; the highest one is the upper left pixel's.
        stride: pixels of a row of the window, a multiple of 8.
        rows: rows of the window.
        left: where the window's first column lies on the page, a multiple of 8.
        top: where its first row lies, an even number.
        size: width and height of the page in pixels, whole cells.
    """

    pixels: int
    stride: int
    rows: int
    left: int
    top: int
    size: tuple[int, int]

    @cached_property
    def box(self) -> tuple[int, int, int, int] | None:
        """Left, top, right and bottom of all marks, in pixels."""
        if not self.pixels:
            return None
        first = self.rows - math.ceil(self.pixels.bit_length() / self.stride)
        last = self.rows - (_lowest(self.pixels) // self.stride)
        row, rows = self.pixels, self.rows
        while rows > 1:  # lay one half of the rows over the other
            rows = -(-rows // 2)
            row = (row >> rows * self.stride) | (row & ((1 << rows * self.stride) - 1))
        left, right = self.stride - row.bit_length(), self.stride - _lowest(row)
        return self.left + left, self.top + first, self.left + right, self.top + last

    def cells(self) -> bytes:
        """The bits of the map: which cells hold a mark, whole or in part."""
        columns, rows = (length // PIXELS_PER_CELL for length in self.size)
        digits = 2 * math.ceil(columns / 8)
        pairs = self.pixels | self.pixels << 1
        squares = (pairs | pairs << self.stride) & ((1 << self.stride * self.rows) - 1)
        wide = self.stride // 8
        said = squares.to_bytes(wide * self.rows, "big").translate(_DIGITS)
        lead = b"0" * ((self.left + _LEFT) // 8)
        found = [
            (lead + said[start + 1 : start + wide])[:digits].ljust(digits, b"0")
            for start in range(_RIM * wide, len(said), PIXELS_PER_CELL * wide)
        ]
        above = (self.top + _RIM) // PIXELS_PER_CELL
        lines = ([b"0" * digits] * above + found)[:rows]
        lines += [b"0" * digits] * (rows - len(lines))
        return bytes.fromhex(b"".join(lines).decode("ascii"))

    def mask(self) -> Image.Image:
        """A picture of the whole page of mode L, white where marks are."""
        window = self.stride, self.rows
        bits = self.pixels.to_bytes(self.stride * self.rows // 8, "big")
        page = Image.new("L", self.size)
        page.paste(Image.frombytes("1", window, bits).convert("L"), (self.left, self.top))
        return page


def without_dust(mask: Image.Image, size: tuple[int, int]) -> Marks:
    """The marks of a picture without those of 3 pixels in an empty ring of 5.

    Args:
        mask: the picture, mode 1, white where marks are.
        size: width and height of the page in pixels, whole cells; what hangs over is left out.
    """
    left, top, right, bottom = mask.crop((0, 0, *size)).getbbox() or (0, 0, 0, 0)
    left, top = left // 8 * 8, top // PIXELS_PER_CELL * PIXELS_PER_CELL
    stride = _LEFT + 8 * math.ceil((right - left + _RIM) / 8)
    rows = bottom - top + 2 * _RIM
    rows += rows % PIXELS_PER_CELL
    window = Image.new("1", (stride, rows))
    window.paste(mask.crop((left, top, right, bottom)), (_LEFT, _RIM))
    packed = window.tobytes()
    pixels = _kept(int.from_bytes(packed, "big"), stride, 8 * len(packed))
    return Marks(pixels, stride, rows, left - _LEFT, top - _RIM, size)


def _kept(pixels: int, stride: int, length: int) -> int:
    """The pixels without those in the middle of a 5 by 5 window whose outer ring is empty.

    Every bit of ``ring`` stands for the window whose upper left pixel it is.
    """
    edge = pixels | pixels << 1 | pixels << 2 | pixels << 3 | pixels << 4
    sides = pixels | pixels << 4
    ring = edge | edge << 4 * stride
    for row in (1, 2, 3):
        ring |= sides << row * stride
    every = (1 << length) - 1
    lonely = ~ring & every
    across = lonely >> 1 | lonely >> 2 | lonely >> 3
    dust = across >> stride | across >> 2 * stride | across >> 3 * stride
    return pixels & ~dust


def _lowest(bits: int) -> int:
    """The place of the lowest bit that is set."""
    return (bits & -bits).bit_length() - 1
