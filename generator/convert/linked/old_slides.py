"""Take the day of printing out of older slides (.ppt), byte for byte.

Record layout after Microsoft's published [MS-PPT]: 2.3.1 for heads, 2.4.15.2 for heads and feet.
"""

import struct
from collections.abc import Iterator

#: What slides show at their foot, and its marks: a date at all, today's, one that was typed.
_SHOWN_AT_FOOT = 4058
_DATE, _TODAY, _TYPED = 0x01, 0x02, 0x04

#: Text that is the day when it is shown (2.9.50), and the mark of a head, which slides lack.
_DAY, _HEAD = 4087, 4089

_CONTAINER = 0x0F


def drop_days(stream: bytearray) -> int:
    """Show no day of printing: nothing is saved that it said before. Tell how many there were."""
    dropped = 0
    for at, kind, length in list(_records(stream)):
        if kind == _DAY:
            struct.pack_into("<H", stream, at + 2, _HEAD)
            dropped += 1
        elif kind == _SHOWN_AT_FOOT and length >= 4 and stream[at + 10] & _TODAY:
            kept = stream[at + 10] & ~_TODAY
            dropped += kept & _DATE and not kept & _TYPED
            stream[at + 10] = kept if kept & _TYPED else kept & ~_DATE
    return dropped


def _records(stream: bytearray) -> Iterator[tuple[int, int, int]]:
    """Place, kind and length of each record, those within others included."""
    start = 0
    while start + 8 <= len(stream):
        form, kind, length = struct.unpack_from("<HHI", stream, start)
        yield start, kind, length
        start += 8 if form & _CONTAINER == _CONTAINER else 8 + length
