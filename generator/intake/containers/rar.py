"""RAR files: unpacked by libarchive, by what their headers say of each entry.

The headers tell volumes, locks, old ways of packing and references. The library knows less: it
gives the bytes of a locked entry of RAR 5 as they are, and nothing for an entry that stands for
another. Sources: the format's author's notes on RAR 5.0, and the file technote.txt that came with
RAR 2 and 3.
"""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from generator.convert.refusals import PART
from generator.intake.containers import foreign, reasons
from generator.intake.containers.foreign import Stated
from generator.intake.containers.reasons import Fault
from generator.intake.containers.taking import Taking

_OLD_MARK, _MARK_4, _MARK_5 = b"RE~^", b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00"

_MOST_HEADERS = 100_000
_LONGEST_HEADER = 2 << 20  # of RAR 5; that of RAR 4 has 64 KB

# types and flags of RAR 4
_MAIN, _FILE, _END = 0x73, 0x74, 0x7B
_VOLUME, _SOLID, _SEALED, _FOLDER = 0x0001, 0x0008, 0x0080, 0x00E0
_SPLIT, _LOCKED, _LARGE, _WITH_DATA = 0x0003, 0x0004, 0x0100, 0x8000
_STORED, _KNOWN_VERSION = 0x30, 29

# types and flags of RAR 5
_MAIN_5, _FILE_5, _SEAL_5, _END_5 = 1, 2, 4, 5
_EXTRA, _DATA, _SPLIT_5 = 0x1, 0x2, 0x18
_FOLDER_5, _TIME_5, _CRC_5 = 0x1, 0x2, 0x4
_EXTRA_LOCK, _EXTRA_REFERENCE = 1, 5
_HARD_LINK, _COPY = 4, 5
_VOLUME_5, _SOLID_5 = 0x1, 0x4


@dataclass(frozen=True, slots=True)
class RarEntry:
    """One file or folder, in the order of the container.

    ``same_as`` is the name of the earlier entry that it stands for; ``old``: of a version
    before RAR 2.9; ``packed``: not merely stored.
    """

    name: str
    size: int
    folder: bool = False
    locked: bool = False
    split: bool = False
    old: bool = False
    packed: bool = True
    same_as: str | None = None


@dataclass(frozen=True, slots=True)
class RarHeaders:
    """What is known without unpacking.

    ``solid``: entries are packed together, each with those before it; ``whole``: every header up
    to the end could be read.
    """

    entries: tuple[RarEntry, ...] = ()
    ancient: bool = False
    sealed: bool = False
    volume: bool = False
    solid: bool = False
    whole: bool = False


def headers_of(path: Path) -> RarHeaders:
    """Read the headers of a container as far as they go.

    Raises:
        OSError: the file cannot be read.
    """
    size = path.stat().st_size
    with path.open("rb") as stream:
        mark = stream.read(len(_MARK_5))
        if mark.startswith(_OLD_MARK):
            return RarHeaders(ancient=True)
        try:
            if mark == _MARK_5:
                return _read(_blocks_5(stream, size), _main_5, _entry_5)
            stream.seek(len(_MARK_4))
            return _read(_blocks_4(stream, size), _main_4, _entry_4)
        except (struct.error, IndexError, ValueError):
            return RarHeaders()


@dataclass(frozen=True, slots=True)
class _Block:
    """One header: what kind, its flags, its bytes after the common part, and of RAR 5 its tail."""

    kind: str
    flags: int
    data: bytes
    extra: bytes = b""


def _read(
    blocks: Iterator[_Block],
    main: Callable[[_Block], RarHeaders],
    entry: Callable[[_Block], RarEntry],
) -> RarHeaders:
    found, entries, whole = RarHeaders(), list[RarEntry](), False
    for block in blocks:
        if block.kind == "file":
            entries.append(entry(block))
        elif block.kind == "main":
            found = main(block)
        if block.kind == "sealed" or found.sealed:
            return RarHeaders(sealed=True)
        whole = block.kind == "end"
        if whole or len(entries) > _MOST_HEADERS:
            break
    volume = found.volume or any(one.split for one in entries)
    return replace(found, entries=tuple(entries), volume=volume, whole=whole)


def _blocks_4(stream: IO[bytes], size: int) -> Iterator[_Block]:
    kinds = {_MAIN: "main", _FILE: "file", _END: "end"}
    while True:
        at = stream.tell()
        common = stream.read(7)
        if len(common) < 7:
            # containers of RAR 1.5 and 2 have no header for the end
            if at == size:
                yield _Block("end", 0, b"")
            return
        _, kind, flags, length = struct.unpack("<HBHH", common)
        data = stream.read(length - 7) if length >= 7 else b""
        if length < 7 or len(data) < length - 7:
            return
        packed = 0
        if flags & _WITH_DATA or kind == _FILE:
            packed = struct.unpack_from("<I", data)[0]
            if kind == _FILE and flags & _LARGE:
                packed += struct.unpack_from("<I", data, 25)[0] << 32
        yield _Block(kinds.get(kind, "other"), flags, data)
        if at + length + packed > size:
            return
        stream.seek(at + length + packed)


def _main_4(block: _Block) -> RarHeaders:
    flags = block.flags
    return RarHeaders(
        sealed=bool(flags & _SEALED), volume=bool(flags & _VOLUME), solid=bool(flags & _SOLID)
    )


def _entry_4(block: _Block) -> RarEntry:
    size, _, _, _, version, method, length = struct.unpack_from("<IBIIBBH", block.data, 4)
    start = 33 if block.flags & _LARGE else 25
    raw = block.data[start : start + length].partition(b"\0")[0]
    return RarEntry(
        raw.decode("utf-8", "replace"),
        size,
        folder=block.flags & _FOLDER == _FOLDER,
        locked=bool(block.flags & _LOCKED),
        split=bool(block.flags & _SPLIT),
        old=version < _KNOWN_VERSION,
        packed=method != _STORED,
    )


def _blocks_5(stream: IO[bytes], size: int) -> Iterator[_Block]:
    kinds = {_MAIN_5: "main", _FILE_5: "file", _SEAL_5: "sealed", _END_5: "end"}
    while len(head := stream.read(7)) == 7:
        at = stream.tell() - 7
        length, used = _number(head, 4)
        if length > _LONGEST_HEADER:
            return
        stream.seek(at + used)
        data = stream.read(length)
        if len(data) < length:
            return
        kind, place = _number(data, 0)
        flags, place = _number(data, place)
        extra = packed = 0
        if flags & _EXTRA:
            extra, place = _number(data, place)
        if flags & _DATA:
            packed, place = _number(data, place)
        tail = data[len(data) - extra :] if extra else b""
        yield _Block(kinds.get(kind, "other"), flags, data[place : len(data) - extra], tail)
        if at + used + length + packed > size:
            return
        stream.seek(at + used + length + packed)


def _main_5(block: _Block) -> RarHeaders:
    flags, _ = _number(block.data, 0)
    return RarHeaders(volume=bool(flags & _VOLUME_5), solid=bool(flags & _SOLID_5))


def _entry_5(block: _Block) -> RarEntry:
    flags, at = _number(block.data, 0)
    size, at = _number(block.data, at)
    _, at = _number(block.data, at)  # attributes
    at += 4 * bool(flags & _TIME_5) + 4 * bool(flags & _CRC_5)
    _, at = _number(block.data, at)  # the way of packing
    _, at = _number(block.data, at)  # the system
    length, at = _number(block.data, at)
    name = block.data[at : at + length].decode("utf-8", "replace")
    more = dict(_extras(block.extra))
    return RarEntry(
        name,
        size,
        folder=bool(flags & _FOLDER_5),
        locked=_EXTRA_LOCK in more,
        split=bool(block.flags & _SPLIT_5),
        same_as=_reference(more.get(_EXTRA_REFERENCE, b"")),
    )


def _extras(extra: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(extra):
        length, at = _number(extra, at)
        kind, start = _number(extra, at)
        yield kind, extra[start : at + length]
        at += length


def _reference(data: bytes) -> str | None:
    """The name of the entry that one stands for; links are told by the library."""
    if not data:
        return None
    kind, at = _number(data, 0)
    _, at = _number(data, at)
    length, at = _number(data, at)
    if kind not in (_HARD_LINK, _COPY):
        return None
    return data[at : at + length].decode("utf-8", "replace")


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, and the place behind it."""
    value = 0
    for shift in range(0, 70, 7):
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise ValueError


def read(path: Path, taking: Taking) -> None:
    """Take every file out, and name each that this program cannot unpack with the reason.

    Raises:
        Fault: it is a volume, locked as a whole, of before RAR 1.5, or cannot be read at all.
    """
    headers = headers_of(path)
    if headers.ancient:
        raise Fault(reasons.ANCIENT_RAR)
    if headers.sealed:
        raise Fault(reasons.ENCRYPTED)
    if headers.volume:
        raise Fault(PART)
    stated = tuple(_stated(entry, solid=headers.solid) for entry in headers.entries)
    foreign.read(path, taking, stated, whole=headers.whole)


def _stated(entry: RarEntry, *, solid: bool) -> Stated:
    locked = reasons.ENCRYPTED_ENTRY if entry.locked else None
    if entry.old:
        trouble, unreached = reasons.OLD_RAR if entry.packed else None, reasons.OLD_RAR
    elif solid:
        trouble, unreached = reasons.SOLID if entry.packed else None, reasons.SOLID
    else:
        trouble, unreached = None, reasons.NOT_REACHED
    return Stated(entry.name, entry.size, entry.folder, locked, trouble, unreached, entry.same_as)
