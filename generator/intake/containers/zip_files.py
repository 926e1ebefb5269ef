"""Zips, with names in UTF-8 or GBK."""

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from generator.convert.refusals import PART
from generator.intake.containers import names, reasons
from generator.intake.containers.reasons import Fault
from generator.intake.containers.taking import Taking

_CHUNK = 1 << 18
_UTF8, _LOCKED = 0x800, 0x1  # bits 11 and 0 of the general purpose flag (APPNOTE 4.4.4)
_UNICODE_PATH = 0x7075  # Info-ZIP's extra field (APPNOTE 4.6.9)
_LOCAL = struct.Struct("<4s2xH18xHH")  # mark, flags, length of name and of more (APPNOTE 4.3.7)
_END, _END_SIZE, _LONGEST_REMARK = b"PK\x05\x06", 22, 65_535  # APPNOTE 4.3.16
_SPANNED, _FAR = b"PK\x07\x08", 0xFFFF  # APPNOTE 8.5.3; the number is elsewhere (zip64)
_UNIX = 3  # "version made by" of systems whose upper attribute bits are a Unix mode


def read(path: Path, taking: Taking) -> None:
    """Take every file out.

    Raises:
        Fault: the container's list of contents cannot be read, or it is one volume of several.
    """
    if is_volume(path):
        raise Fault(PART)
    try:
        container = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise Fault(reasons.BROKEN) from error
    with container:
        unmarked = [_raw(entry) for entry in container.infolist() if not entry.flag_bits & _UTF8]
        for entry in container.infolist():
            name = _name(entry, unmarked)
            mode = entry.external_attr >> 16 if entry.create_system == _UNIX else 0
            if name.endswith(("/", "\\")):
                continue
            if entry.flag_bits & _LOCKED:
                taking.refuse(name, reasons.ENCRYPTED_ENTRY, entry.file_size)
            elif stat.S_ISLNK(mode):
                taking.refuse(name, reasons.LINK, entry.file_size)
            elif stat.S_IFMT(mode) not in (0, stat.S_IFREG):
                taking.refuse(name, reasons.DEVICE, entry.file_size)
            else:
                taking.take(name, _content(container, entry), entry.file_size)


def ends_as_zip(path: Path) -> bool:
    """Whether a zip stands at the end of a file, whatever comes before it.

    Raises:
        OSError: the file cannot be read.
    """
    return len(_tail(path)) >= _END_SIZE and zipfile.is_zipfile(path)


def is_volume(path: Path) -> bool:
    """Whether a file is one of several that make up a container together.

    Raises:
        OSError: the file cannot be read.
    """
    tail = _tail(path)
    if not tail:
        with path.open("rb") as stream:
            return stream.read(4) == _SPANNED
    return len(tail) >= 6 and int.from_bytes(tail[4:6], "little") not in (0, _FAR)


def _tail(path: Path) -> bytes:
    """The end of the list of contents and what follows, or nothing."""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - _LONGEST_REMARK - _END_SIZE))
        tail = stream.read()
    at = tail.rfind(_END)
    return tail[at:] if at >= 0 else b""


def _content(container: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        _agree(container, entry)
        with container.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk
    except NotImplementedError as error:
        raise Fault(reasons.UNKNOWN_METHOD) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        raise Fault(reasons.BROKEN_ENTRY) from error


def _agree(container: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Let an entry be called as before its content: the library opens none that differs there.

    Some programs write the two names in two encodings.
    """
    stream = container.fp
    assert stream is not None
    stream.seek(entry.header_offset)
    head = stream.read(_LOCAL.size)
    if len(head) == _LOCAL.size:
        _, flags, length, _ = _LOCAL.unpack(head)
        encoding = "utf-8" if flags & _UTF8 else "cp437"
        entry.orig_filename = stream.read(length).decode(encoding)


def _raw(entry: zipfile.ZipInfo) -> bytes:
    """The bytes of a name without the mark for UTF-8, which ``zipfile`` reads as code page 437."""
    return entry.orig_filename.encode("cp437")


def _name(entry: zipfile.ZipInfo, unmarked: list[bytes]) -> str:
    if entry.flag_bits & _UTF8:
        return entry.orig_filename
    raw = _raw(entry)
    return _unicode_path(entry.extra, raw) or names.decoded(raw, unmarked)


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """The name in Info-ZIP's extra field, when it was written for this very name."""
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        data, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == _UNICODE_PATH and len(data) > 5 and data[0] == 1:
            if int.from_bytes(data[1:5], "little") != zlib.crc32(raw):
                return None
            try:
                return data[5:].decode("utf-8")
            except UnicodeDecodeError:
                return None
    return None
