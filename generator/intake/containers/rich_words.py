"""The words of Outlook's mails as they were set: RTF in a compression of its own ([MS-OXRTFCP])."""

import struct

#: What stands in the dictionary before the first byte ([MS-OXRTFCP] 2.1.2.1).
_FIRST_WORDS = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "
    rb"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_SIZE = 4096  # bytes of the dictionary, a ring

# 2.1.3.1: length of what follows, length unpacked, how it is kept, sum
_HEAD = struct.Struct("<IIII")
_PACKED, _PLAIN = 0x75465A4C, 0x414C454D

#: The longest words that are unpacked, in bytes.
_LONGEST = 100_000_000


class DamagedError(ValueError):
    """The words cannot be unpacked, or are cut."""


def unpacked(data: bytes) -> bytes:
    """The RTF of a mail.

    Args:
        data: the property PidTagRtfCompressed.

    Raises:
        DamagedError: it is cut, damaged, or of no known form.
    """
    if len(data) < _HEAD.size:
        raise DamagedError
    _, size, form, _ = _HEAD.unpack_from(data)
    if size > _LONGEST:
        raise DamagedError
    if form == _PLAIN:
        text = data[_HEAD.size : _HEAD.size + size]
    elif form == _PACKED:
        text = _decompressed(data, size)
    else:
        raise DamagedError
    if len(text) < size:
        raise DamagedError
    return text


def _decompressed(data: bytes, size: int) -> bytes:
    """Single bytes and references of 12 bits into the ring and 4 of length, eight by a control."""
    ring = bytearray(_FIRST_WORDS.ljust(_SIZE, b"\0"))
    write, at, out = len(_FIRST_WORDS), _HEAD.size, bytearray()
    while at < len(data) and len(out) < size:
        control = data[at]
        at += 1
        for bit in range(8):
            if at >= len(data) or len(out) >= size:
                break
            if control >> bit & 1:
                word = int.from_bytes(data[at : at + 2], "big")
                at += 2
                start, length = word >> 4, (word & 15) + 2
                if start == write % _SIZE:
                    return bytes(out)
            else:
                start, length = -1, 1
            for step in range(length):
                byte = data[at] if start < 0 else ring[(start + step) % _SIZE]
                ring[write % _SIZE] = byte
                out.append(byte)
                write += 1
            at += start < 0
    return bytes(out[:size])
