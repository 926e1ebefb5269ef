"""The properties of a mail and its attachments, as winmail.dat has them ([MS-OXTNEF] 2.1.3.4)."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from generator.intake.containers import mail_parts

#: Bytes of values of a fixed length, by their type ([MS-OXCDATA] 2.11.1), each made up to four.
_FIXED = MappingProxyType(
    {
        **dict.fromkeys((0x02, 0x03, 0x04, 0x0A, 0x0B), 4),
        **dict.fromkeys((0x05, 0x06, 0x07, 0x14, 0x40), 8),
        0x48: 16,
    }
)
_TEXT, _WIDE, _BINARY, _OBJECT = 0x1E, 0x1F, 0x0102, 0x0D
_VARIABLE = frozenset({_TEXT, _WIDE, _BINARY, _OBJECT})
_MANY = 0x1000
_FIRST_NAMED, _GUID, _BY_NAME = 0x8000, 16, 1

#: More properties, or values of one, than any mail has.
_MOST = 10_000


class _CutError(ValueError):
    """The list ends within a property, or has one of an unknown type."""


@dataclass(frozen=True, slots=True)
class Properties:
    """The texts and binary values of a mail or an attachment, by type and id."""

    values: Mapping[tuple[int, int], bytes] = field(default_factory=dict)

    def binary(self, key: int) -> bytes | None:
        """A binary value or an object, or ``None``."""
        return self.values.get((_BINARY, key)) or self.values.get((_OBJECT, key))

    def words(self, key: int, pages: int) -> str:
        """A text, in Unicode or in the code page of the mail; empty when there is none."""
        wide = self.values.get((_WIDE, key))
        if wide is not None:
            return wide.decode("utf-16-le", "backslashreplace").rstrip("\0")
        data = self.values.get((_TEXT, key)) or self.values.get((_BINARY, key)) or b""
        return mail_parts.in_code_page(data.rstrip(b"\0"), pages)


@dataclass(slots=True)
class _Reader:
    """Reads on in a list of properties."""

    data: bytes
    at: int = 0

    def number(self) -> int:
        """A whole number of 32 bits."""
        return int(struct.unpack("<I", self.take(4))[0])

    def take(self, length: int) -> bytes:
        """So many bytes, and past what makes them up to a multiple of four."""
        value = self.data[self.at : self.at + length]
        if len(value) < length:
            raise _CutError
        self.at += length + -length % 4
        return value

    def count(self) -> int:
        """How many there are of something, within reason."""
        many = self.number()
        if many > _MOST:
            raise _CutError
        return many


def read_properties(data: bytes) -> Properties:
    """The properties that are there; what stands behind damage is not known."""
    reader, found = _Reader(data), dict[tuple[int, int], bytes]()
    try:
        for _ in range(reader.count()):
            kind, key = struct.unpack("<HH", reader.take(4))
            if key >= _FIRST_NAMED:
                _pass_name(reader)
            value = _value(reader, kind)
            if value is not None:
                found.setdefault((kind, key), value)
    except _CutError:
        pass
    return Properties(found)


def _pass_name(reader: _Reader) -> None:
    """A property of a program's own has its name before its value."""
    reader.take(_GUID)
    if reader.number() == _BY_NAME:
        reader.take(reader.number())
    else:
        reader.number()


def _value(reader: _Reader, kind: int) -> bytes | None:
    """A text or a binary value; past any other."""
    single = kind & ~_MANY
    if single in _VARIABLE:
        values = [reader.take(reader.number()) for _ in range(reader.count())]
        return values[0] if values and kind == single else None
    if single not in _FIXED:
        raise _CutError
    for _ in range(reader.count() if kind & _MANY else 1):
        reader.take(_FIXED[single])
    return None
