"""The names of the fonts of a page's text, and whether the PDF brings them along."""

import ctypes
import re
from dataclasses import dataclass

from generator.lettering.fonts.stand_ins import decoded_face
from generator.measure.surveys import calls

#: ``ABCDEF+`` before the name of a font of which only some glyphs are embedded.
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_LONGEST_NAME = 512
#: How data in the Compact Font Format begin, bare and in OpenType.
_COMPACT = (b"\1\0", b"OTTO")


@dataclass(frozen=True, slots=True)
class Face:
    """A font of a page's text.

    Attributes:
        name: its name, empty if it has none (Type 3).
        embedded: whether the PDF brings it along.
        outlines: whether its glyphs are programs that draw them (CFF), so that it takes long to
            tell how large one is.
    """

    name: str
    embedded: bool
    outlines: bool

    @property
    def missing(self) -> str | None:
        """The name of a font that the PDF does not bring along."""
        return self.name if self.name and not self.embedded else None


class Faces:
    """What is known of the fonts of a page, each asked once."""

    def __init__(self) -> None:
        self._known: dict[int, Face] = {}

    def of(self, item: int) -> Face:
        """The font of a text object."""
        font = calls.font_of(item) or 0
        if font not in self._known:
            embedded = calls.is_embedded(font) != 0
            self._known[font] = Face(_name(font), embedded, embedded and _has_outlines(font))
        return self._known[font]


def _has_outlines(font: int) -> bool:
    """Whether a font's data are, or hold, a Compact Font Format."""
    length = ctypes.c_size_t()
    calls.font_data(font, None, 0, ctypes.addressof(length))
    data = ctypes.create_string_buffer(length.value)
    calls.font_data(font, data, length.value, ctypes.addressof(length))
    return data.raw.startswith(_COMPACT)


def _name(font: int) -> str:
    """The font's name without the mark of a subset; empty for a font without one (Type 3)."""
    buffer = ctypes.create_string_buffer(_LONGEST_NAME)
    length = calls.base_name(font, buffer, _LONGEST_NAME)
    raw = buffer.raw[: max(0, length - 1)] if length <= _LONGEST_NAME else b""
    return _SUBSET.sub("", decoded_face(raw))
