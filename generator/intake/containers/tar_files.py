"""Tar files, packed by gzip, bzip2, xz or not at all; and single files packed by these."""

import bz2
import contextlib
import gzip
import lzma
import tarfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

from generator.intake.containers import names, reasons
from generator.intake.containers.reasons import Fault
from generator.intake.containers.taking import Taking

_CHUNK = 1 << 18
_DAMAGE = (tarfile.TarError, EOFError, OSError, zlib.error, lzma.LZMAError, ValueError)

_OPENERS: Mapping[str, Callable[[Path], Any]] = MappingProxyType(
    {"gz": gzip.GzipFile, "bz2": bz2.BZ2File, "xz": lzma.LZMAFile}
)
_ENDINGS = MappingProxyType({"gz": (".gz", ".gzip"), "bz2": (".bz2",), "xz": (".xz",)})


def read(path: Path, taking: Taking) -> None:
    """Take every file out of a tar that is not packed.

    Raises:
        Fault: it is damaged at its very start.
    """
    with path.open("rb") as stream:
        _read_tar(stream, taking)


def read_packed(kind: str, path: Path, name: str, taking: Taking) -> None:
    """Take out what is packed: the files of a tar, or a single file.

    Args:
        kind: ``gz``, ``bz2`` or ``xz``.
        path: the file.
        name: its name as filed; a single file is called so, without its last extension.
        taking: collects the files.

    Raises:
        Fault: it is damaged at its very start.
    """
    with _OPENERS[kind](path) as stream:
        try:
            head = stream.read(tarfile.BLOCKSIZE)
            stream.seek(0)
        except _DAMAGE as error:
            raise Fault(reasons.BROKEN) from error
        if is_tar(head):
            _read_tar(stream, taking)
        else:
            taking.take(_single(kind, name), _chunks(stream))


def is_tar(head: bytes) -> bool:
    """Whether the first 512 bytes are the header of a tar, with a sum that fits."""
    try:
        tarfile.TarInfo.frombuf(head[: tarfile.BLOCKSIZE], "utf-8", "surrogateescape")
    except tarfile.TarError:
        return False
    return True


def _read_tar(stream: IO[bytes], taking: Taking) -> None:
    try:
        container = tarfile.open(  # noqa: SIM115 - closing it reads nothing
            fileobj=stream, mode="r:", errors="surrogateescape", encoding="utf-8"
        )
    except _DAMAGE as error:
        raise Fault(reasons.BROKEN) from error
    with contextlib.closing(container):
        while True:
            try:
                entry = container.next()
            except _DAMAGE:
                taking.cannot_go_on()
                return
            if entry is None:
                if not _ends(stream, container.offset):
                    taking.cannot_go_on()
                return
            # it would keep every entry in memory
            container.members = []  # type: ignore[attr-defined]
            _take(container, entry, taking)


def _ends(stream: IO[bytes], at: int) -> bool:
    """Whether a container's own end stands here; ``tarfile`` takes damage and a cut for the end."""
    try:
        stream.seek(at)
        return stream.read(tarfile.BLOCKSIZE) == bytes(tarfile.BLOCKSIZE)
    except _DAMAGE:
        return False


def _take(container: tarfile.TarFile, entry: tarfile.TarInfo, taking: Taking) -> None:
    name = names.decoded(entry.name.encode("utf-8", "surrogateescape"))
    if entry.issym() or entry.islnk():
        taking.refuse(name, reasons.LINK)
    elif entry.isfile():
        content = container.extractfile(entry)
        assert content is not None
        taking.take(name, _chunks(content), entry.size)
    elif not entry.isdir():
        taking.refuse(name, reasons.DEVICE)


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    try:
        while chunk := stream.read(_CHUNK):
            yield chunk
    except _DAMAGE as error:
        raise Fault(reasons.BROKEN_ENTRY) from error


def _single(kind: str, name: str) -> str:
    base = name.rpartition("/")[2]
    for ending in _ENDINGS[kind]:
        if base.lower().endswith(ending):
            return base[: -len(ending)]
    return base
