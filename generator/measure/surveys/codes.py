"""What the codes of a font say, where that is plain."""

import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass

import pikepdf

from generator.lettering.pdf_names import name_of
from generator.measure.surveys.to_unicode import characters_of

_TWO_BYTES = frozenset({"/Identity-H", "/Identity-V"})
#: Encodings whose codes from 0x20 to 0x7E are ASCII, and fonts that have such a one by themselves.
_NAMED = frozenset({"/WinAnsiEncoding", "/MacRomanEncoding"})
_STANDARD = re.compile(r"/(?:Helvetica|Courier|Times)(?:-(?:Roman|(?:Bold)?(?:Italic|Oblique)?))?")
_ASCII = {code: chr(code) for code in range(0x20, 0x7F)}


class NotPlainError(Exception):
    """What a page says cannot be told for sure from its text operators."""


@dataclass(frozen=True, slots=True)
class Codes:
    """The characters of codes of one or two bytes."""

    texts: Mapping[int, str]
    wide: bool

    def text(self, data: bytes) -> str:
        """The characters of a string.

        Raises:
            KeyError: one of its codes has none that are known.
            NotPlainError: it ends within a code.
        """
        if not self.wide:
            return "".join(map(self.texts.__getitem__, data))
        if len(data) % 2:
            raise NotPlainError
        return "".join(map(self.texts.__getitem__, struct.unpack(f">{len(data) // 2}H", data)))


def codes_of(font: pikepdf.Object) -> Codes | None:
    """The codes of a font; ``None`` where nobody but pdfium knows what it makes of them."""
    kind, encoding = name_of(font["/Subtype"]), font.get("/Encoding")
    said = font.get("/ToUnicode")
    texts = characters_of(said.read_bytes()) if isinstance(said, pikepdf.Stream) else {}
    if texts is None or kind == "/Type3":
        return None
    if kind == "/Type0":
        plain = name_of(encoding) in _TWO_BYTES
        return Codes(texts, wide=True) if plain else None
    name = name_of(font["/BaseFont"])
    if not name.isascii():  # pdfium takes a font of a Chinese name for one of the Chinese code page
        return None
    named = name_of(encoding) in _NAMED
    standard = encoding is None and "/FontDescriptor" not in font and _STANDARD.fullmatch(name)
    return Codes({**_ASCII, **texts} if named or standard else texts, wide=False)
