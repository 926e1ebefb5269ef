"""RAR (4 and 5) and 7z files, and zips without a list of contents, through libarchive."""

import contextlib
import ctypes
import itertools
import locale
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.intake.containers import names, reasons
from generator.intake.containers.reasons import Fault
from generator.intake.containers.taking import Taking
from generator.model import Unbindable

_CHUNK = 1 << 18
_FORMATS = ("rar", "rar5", "7zip", "zip")


@dataclass(frozen=True, slots=True)
class _Header:
    """What a container says of one entry; ``size`` in bytes, if stated."""

    name: str
    mode: int
    size: int | None
    locked: bool

    @property
    def obstacle(self) -> Unbindable | None:
        """Why the entry is nothing to take out, if so."""
        if self.locked:
            return reasons.ENCRYPTED_ENTRY
        if stat.S_ISLNK(self.mode):
            return reasons.LINK
        return None if stat.S_ISREG(self.mode) or not self.mode else reasons.DEVICE


@dataclass(frozen=True, slots=True)
class Stated:
    """What is known of an entry before it is unpacked, from the container's own headers.

    ``obstacle``: why it is not even tried; ``trouble``: why unpacking it may fail; ``unreached``:
    why it may not come up at all; ``same_as``: the earlier entry whose content it has.
    """

    name: str
    size: int
    folder: bool = False
    obstacle: Unbindable | None = None
    trouble: Unbindable | None = None
    unreached: Unbindable = reasons.NOT_REACHED
    same_as: str | None = None


_NOTHING = Stated("", 0)


def read(path: Path, taking: Taking, stated: Sequence[Stated] = (), *, whole: bool = False) -> None:
    """Take every file out; what follows damage is named where the container's list still tells.

    libarchive cannot decrypt these formats, and reads no container in several volumes.

    Args:
        path: the container.
        taking: collects the files.
        stated: the entries by the container's headers, in order, where they are known.
        whole: these are all.

    Raises:
        Fault: not even a list of contents can be read, or libarchive is not installed.
    """
    container = _Container(path)
    passed, kept = 0, dict[str, Path]()
    try:
        for header, content in container.entries():
            known = stated[passed] if passed < len(stated) else _NOTHING
            passed += 1
            if not stat.S_ISDIR(header.mode):
                _take(header, content, known, kept, taking)
    except container.error as error:
        if not whole and not passed:
            raise Fault(reasons.ENCRYPTED if container.locked else reasons.BROKEN) from error
        if not whole:
            _name_the_rest(container, passed, taking)
    for one in stated[passed:] if whole else ():
        if not one.folder:
            taking.refuse(one.name, one.obstacle or one.unreached, one.size)


def _take(
    header: _Header, content: Iterator[bytes], known: Stated, kept: dict[str, Path], taking: Taking
) -> None:
    obstacle = known.obstacle or header.obstacle
    if known.same_as is not None and obstacle is None:
        if known.same_as in kept:
            content = _copied(kept[known.same_as])
        else:
            obstacle = reasons.LINK
    if obstacle is not None:
        taking.refuse(header.name, obstacle, header.size or known.size)
        return
    stored = taking.take(header.name, _blamed(content, known.trouble), header.size)
    if stored is not None and known.name:
        kept[known.name] = stored


def _blamed(content: Iterator[bytes], trouble: Unbindable | None) -> Iterator[bytes]:
    """The content; when it cannot be unpacked, that is put down to the trouble that was told."""
    try:
        yield from content
    except Fault as fault:
        raise Fault(trouble or fault.reason) from fault


def _copied(stored: Path) -> Iterator[bytes]:
    with stored.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _name_the_rest(container: "_Container", passed: int, taking: Taking) -> None:
    """Go through the list of contents once more, without any content, from where it broke."""
    try:
        for header, _ in itertools.islice(container.entries(), passed, None):
            if not stat.S_ISDIR(header.mode):
                reason = header.obstacle or reasons.BROKEN_ENTRY
                taking.refuse(header.name, reason, header.size or 0)
    except container.error:
        taking.cannot_go_on()


class _Container:
    """A container that can be passed through more than once."""

    def __init__(self, path: Path) -> None:
        try:
            import libarchive
            from libarchive.read import new_archive_read
        except (ImportError, OSError, TypeError, AttributeError) as error:
            raise Fault(reasons.NO_LIBRARY, lasting=False) from error
        # the library hands out names by the rules of the process's locale; without this one,
        # names come as bytes and are decoded here
        with contextlib.suppress(locale.Error):
            locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
        self.error = libarchive.ArchiveError
        self.locked = False
        self._ffi = libarchive.ffi
        self._new = new_archive_read
        self._path = path
        for name in ("entry_is_encrypted", "read_has_encrypted_entries"):
            self._ffi.ffi(name, [ctypes.c_void_p], ctypes.c_int)

    def entries(self) -> Iterator[tuple[_Header, Iterator[bytes]]]:
        """Every entry; the content of one can be read until the next is asked for."""
        ffi = self._ffi
        with self._new(_FORMATS[0], "none") as container:
            for name in _FORMATS[1:]:
                ffi.get_read_format_function(name)(container)
            ffi.read_open_filename_w(container, str(self._path), _CHUNK)
            entry = ffi.entry_new()
            try:
                while ffi.read_next_header2(container, entry) != ffi.ARCHIVE_EOF:
                    yield self._header(entry), self._content(container)
            finally:
                self.locked = ffi.read_has_encrypted_entries(container) > 0
                ffi.entry_free(entry)

    def _header(self, entry: Any) -> _Header:
        ffi = self._ffi
        name = ffi.entry_pathname_w(entry)
        if name is None:
            name = names.decoded(ffi.entry_pathname(entry) or b"")
        size = ffi.entry_size(entry) if ffi.entry_size_is_set(entry) else None
        return _Header(name, ffi.entry_filetype(entry), size, bool(ffi.entry_is_encrypted(entry)))

    def _content(self, container: Any) -> Iterator[bytes]:
        buffer = ctypes.create_string_buffer(_CHUNK)
        try:
            while length := self._ffi.read_data(container, buffer, _CHUNK):
                yield buffer.raw[:length]
        except self.error as error:
            raise Fault(reasons.BROKEN_ENTRY) from error
