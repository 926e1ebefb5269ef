"""Write a PDF object by object: nothing but the table of offsets stays in memory."""

import zlib
from collections.abc import Mapping
from typing import BinaryIO

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_COMPRESSION = 6


class PdfFile:
    """An open PDF; objects may be written in any order, each number once (ISO 32000-1, 7.5)."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._offsets: list[int] = []
        self._at = 0
        self._put(_HEADER)

    def reserve(self) -> int:
        """A number for an object that is written later."""
        self._offsets.append(0)
        return len(self._offsets)

    def write(self, number: int, body: str | bytes) -> int:
        """Write an object under its reserved number; gives the number back."""
        data = body.encode("ascii") if isinstance(body, str) else body
        self._offsets[number - 1] = self._at
        self._put(b"%d 0 obj\n%b\nendobj\n" % (number, data))
        return number

    def add(self, body: str | bytes) -> int:
        """Write an object; gives its number."""
        return self.write(self.reserve(), body)

    def add_stream(self, data: bytes, entries: str = "") -> int:
        """Write a compressed stream with further dictionary entries; gives its number."""
        packed = zlib.compress(data, _COMPRESSION)
        head = f"<< /Length {len(packed)} /Filter /FlateDecode {entries}>>\nstream\n"
        return self.add(head.encode("ascii") + packed + b"\nendstream")

    def add_dictionary(self, entries: str, references: Mapping[str, int | list[int]]) -> int:
        """Write entries, and others that refer to an object or to several; gives its number."""
        refs = [
            f"{key} [{' '.join(f'{one} 0 R' for one in value)}]"
            if isinstance(value, list)
            else f"{key} {value} 0 R"
            for key, value in references.items()
        ]
        return self.add(f"<< {entries} {' '.join(refs)} >>")

    def close(self, catalog: int) -> None:
        """Write the table of offsets and the trailer; the stream itself stays open."""
        start, count = self._at, len(self._offsets) + 1
        lines = [f"xref\n0 {count}\n0000000000 65535 f \n"]
        lines += [f"{offset:010} 00000 n \n" for offset in self._offsets]
        lines.append(f"trailer\n<< /Size {count} /Root {catalog} 0 R >>\n")
        lines.append(f"startxref\n{start}\n%%EOF\n")
        self._put("".join(lines).encode("ascii"))

    def _put(self, data: bytes) -> None:
        self._stream.write(data)
        self._at += len(data)
