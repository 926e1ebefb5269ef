"""Read the parts of an OFD file: a zip of XML and resources, trusted in nothing."""

import posixpath
import zipfile
import zlib
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from lxml import etree

#: Limits in bytes, unpacked: one part of XML, one resource, all that is read of one file.
_LARGEST_XML, _LARGEST_PART, _LARGEST_WHOLE = 50_000_000, 200_000_000, 1_000_000_000

_MOST_PARTS = 50_000

_DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError)


class OfdError(Exception):
    """The file cannot be read as OFD; the text says to a clerk what is wrong."""


class LockedError(Exception):
    """The file's parts are encrypted."""


class Package:
    """An opened OFD file. Part names have no leading slash; they are looked up without case."""

    def __init__(self, source: Path | BinaryIO) -> None:
        """Open the file and list its parts.

        Raises:
            OfdError: it is no zip, or it has too many parts.
        """
        self._left = _LARGEST_WHOLE
        try:
            self._zip = zipfile.ZipFile(source)
        except _DAMAGE as error:
            raise OfdError("OFD 文件不完整或已损坏，打不开") from error
        entries = self._zip.infolist()
        if len(entries) > _MOST_PARTS:
            self._zip.close()
            raise OfdError(f"OFD 里的部件多得不合理（{len(entries)} 个），为防止死机没有打开")
        self._parts = {_plain(entry.filename).casefold(): entry for entry in entries}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    def __contains__(self, part: str) -> bool:
        return part.casefold() in self._parts

    def read(self, part: str, limit: int = _LARGEST_PART) -> bytes:
        """The bytes of a part, unpacked.

        Raises:
            LockedError: the part has a password.
            OfdError: it is absent, damaged or larger than the limits.
        """
        entry = self._parts.get(part.casefold())
        if entry is None:
            raise OfdError(f"OFD 里缺少部件 {part}")
        if entry.flag_bits & 1:
            raise LockedError
        limit = min(limit, self._left)
        try:
            with self._zip.open(entry) as stream:
                data = stream.read(limit + 1)
        except (*_DAMAGE, RuntimeError) as error:
            raise OfdError(f"OFD 的部件 {part} 已损坏") from error
        if len(data) > limit:
            raise OfdError(f"OFD 的部件 {part} 大得不合理，为防止死机没有打开")
        self._left -= len(data)
        return data

    def xml(self, part: str) -> etree._Element:
        """The root of an XML part; one with a document type is refused, for no OFD needs any.

        Raises:
            LockedError: the part has a password.
            OfdError: it is absent, too large, not well-formed, or declares entities.
        """
        data = self.read(part, _LARGEST_XML)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            if b"<!DOCTYPE" in data:
                raise OfdError(f"OFD 的部件 {part} 带有不安全的声明（DOCTYPE）")
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise OfdError(f"OFD 的部件 {part} 不是正确的 XML") from error
        if root.getroottree().docinfo.doctype:
            raise OfdError(f"OFD 的部件 {part} 带有不安全的声明（DOCTYPE）")
        return root

    def locate(self, location: str, *folders: str) -> str | None:
        """The part that a location means, or ``None``.

        It counts from the root if it begins with a slash, else from the first of the folders in
        which it exists: programs differ in where they start.
        """
        plain = location.strip().replace("\\", "/")
        starts = ("",) if plain.startswith("/") else (*folders, "")
        for start in starts:
            part = _plain(posixpath.join(start, plain.lstrip("/")))
            if part in self:
                return part
        return None

    def find(self, location: str, *folders: str) -> str:
        """Like ``locate``, for a part that must be there.

        Raises:
            OfdError: it is absent.
        """
        part = self.locate(location, *folders)
        if part is None:
            raise OfdError(f"OFD 里缺少部件 {location}")
        return part


def folder_of(part: str) -> str:
    """The folder that a part stands in."""
    return posixpath.dirname(part)


def _plain(name: str) -> str:
    return posixpath.normpath("/" + name.replace("\\", "/")).lstrip("/")
