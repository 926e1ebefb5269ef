"""Tell whether a JPEG 2000 file is whole: decoders draw a cut-off one without a word."""

import struct

_SIGNATURE = b"\0\0\0\x0cjP  "
_CODESTREAM = b"jp2c"
_END = b"\xff\xd9"


def is_whole(data: bytes) -> bool:
    """Whether the coded picture runs to its end mark (ISO/IEC 15444-1, A.4.4 and I.5.4).

    Args:
        data: a JP2 file or a bare codestream.
    """
    if not data.startswith(_SIGNATURE):
        return data.rstrip(b"\0").endswith(_END)
    at = 0
    while at + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        head = 8
        if length == 1 and at + 16 <= len(data):
            (length,) = struct.unpack_from(">Q", data, at + 8)
            head = 16
        end = at + length if length else len(data)
        if kind == _CODESTREAM:
            return end <= len(data) and data[at + head : end].endswith(_END)
        if end <= at + head - 1:
            return False
        at = end
    return False
