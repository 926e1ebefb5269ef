"""Take the running number out of embedded Type 1 fonts, so that the same pages have the same bytes.

LibreOffice numbers the fonts of a document in an order that depends on chance. The number
(``UniqueID``) is optional and serves printers as a key for keeping glyphs.
"""

import re

import pikepdf
from fontTools.misc import eexec

_NUMBER = re.compile(rb"/UniqueID \d+ def")

#: The cipher of a font's private part (Adobe Type 1 Font Format, chapter 7).
_KEY, _FACTOR, _ADDEND = 55665, 52845, 22719

#: The number stands near the beginning of the private part, before the glyphs (bytes).
_SEARCHED = 4096


def drop_numbers(pdf: pikepdf.Pdf) -> None:
    """Blank out the number of every Type 1 font in a PDF; glyphs and lengths stay."""
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and isinstance(
            item.get("/FontFile"), pikepdf.Stream
        ):
            font = item["/FontFile"]
            data = font.read_bytes()
            clear = int(font.get("/Length1", 0))
            private = int(font.get("/Length2", 0))
            font.write(without_number(data, clear, private))


def without_number(data: bytes, clear: int, private: int) -> bytes:
    """A font program with spaces in the place of its number.

    Args:
        data: the font program.
        clear: length of its readable part in bytes.
        private: length of its enciphered part in bytes.
    """
    head = _NUMBER.sub(lambda found: b" " * len(found[0]), data[:clear])
    body = _reciphered(data[clear : clear + private])
    return head + body + data[clear + private :]


def _reciphered(cipher: bytes) -> bytes:
    start, _ = eexec.decrypt(cipher[:_SEARCHED], _KEY)
    found = _NUMBER.search(start)
    if found is None:
        return cipher
    first, last = found.span()
    fresh = bytearray()
    old = new = _KEY
    for index, byte in enumerate(cipher):
        plain = 32 if first <= index < last else byte ^ (old >> 8)
        coded = plain ^ (new >> 8)
        old = ((byte + old) * _FACTOR + _ADDEND) & 0xFFFF
        new = ((coded + new) * _FACTOR + _ADDEND) & 0xFFFF
        fresh.append(coded)
    return bytes(fresh)
