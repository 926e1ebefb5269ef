"""A digest of each page of a PDF, to tell which pages of a changed file are not as they were.

It covers the page's boxes, turn, content, links and what describes its images and fonts, but not
their bytes, which would have to be read whole: the file's own hash tells whether anything changed,
these tell where.
"""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pikepdf

from generator.lettering.pdf_names import UNREADABLE, name_of

#: Of a page: what it shows. Of a stream: what decides how its bytes are read.
_PAGE = ("/MediaBox", "/CropBox", "/Rotate", "/UserUnit")
_STREAM = ("/Subtype", "/Length", "/Filter", "/Width", "/Height", "/BBox", "/Matrix")

#: Where a page ends: what it leads to beyond is no part of it.
_OTHERS = frozenset({"/Page", "/Pages", "/Catalog", "/StructElem"})

_Holding = pikepdf.Dictionary | pikepdf.Stream

#: Arrays within arrays, and resources within forms within forms, are followed so far.
_DEEPEST = 8

#: So many entries of a page are described one by one.
_MOST = 20_000


class _UnendingError(Exception):
    """A page that goes deeper, or holds more, than is described."""


def page_digests(path: Path) -> tuple[str, ...]:
    """The SHA-256 of each page in hex, in order.

    A page that goes too deep or makes no sense is digested by the bytes of its objects, each once:
    then more counts than what it shows.

    Raises:
        OSError: the file cannot be read.
        pikepdf.PdfError: it is not a PDF.
    """
    with pikepdf.open(path, access_mode=pikepdf.AccessMode.stream) as pdf:
        return tuple(_digest(page, pdf.trailer) for page in pdf.pages)


def _digest(page: pikepdf.Page, trailer: pikepdf.Object) -> str:
    try:
        return _hashed(_Description().of(page))
    except (_UnendingError, *UNREADABLE):
        return _hashed(_raw(page.obj, trailer))


def _hashed(parts: Iterator[bytes]) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part)
        whole.update(b"\n")
    return whole.hexdigest()


class _Description:
    """What a page shows, piece by piece."""

    def __init__(self) -> None:
        self._left = _MOST

    def of(self, page: pikepdf.Page) -> Iterator[bytes]:
        """The pieces of a page.

        Raises:
            _UnendingError: they would be too many.
        """
        for name in _PAGE:
            yield self._plain(page.obj.get(name))
        contents = page.obj.get("/Contents")
        streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        for stream in streams:
            if isinstance(stream, pikepdf.Stream):
                yield stream.read_raw_bytes()
        for annotation in page.obj.get("/Annots", ()):
            yield self._plain(annotation.get("/Rect")) + self._plain(annotation.get("/Contents"))
        yield from self._resources(page.resources, 0)

    def _resources(self, resources: pikepdf.Object | None, depth: int) -> Iterator[bytes]:
        """What describes fonts, images and forms, by name."""
        if not isinstance(resources, pikepdf.Dictionary):
            return
        for kind in ("/Font", "/XObject"):
            entries = resources.get(kind)
            if not isinstance(entries, pikepdf.Dictionary):
                continue
            for name in sorted(entries.keys()):
                yield name.encode("utf-8", "surrogateescape")
                yield from self._entry(entries[name], depth)

    def _entry(self, entry: object, depth: int) -> Iterator[bytes]:
        if isinstance(entry, pikepdf.Stream):
            if depth == _DEEPEST:
                raise _UnendingError
            yield b" ".join(self._plain(entry.get(key)) for key in _STREAM)
            yield from self._resources(entry.get("/Resources"), depth + 1)
        elif isinstance(entry, pikepdf.Dictionary):
            yield self._plain(entry.get("/BaseFont"))

    def _plain(self, value: object, depth: int = 0) -> bytes:
        """A number, name, text or array as bytes; what lies behind a reference is left out."""
        self._left -= 1
        if self._left < 0 or depth > _DEEPEST:
            raise _UnendingError
        if isinstance(value, pikepdf.Array):
            return b"[" + b" ".join(self._plain(entry, depth + 1) for entry in value) + b"]"
        if isinstance(value, _Holding):
            return b"<<>>"
        if isinstance(value, pikepdf.Name):  # as Python shows one, whatever its bytes
            shown = bytes(value).replace(b"\\", b"\\\\").replace(b'"', b'\\"')
            return b'pikepdf.Name("' + shown + b'")'
        return repr(value).encode()


def _raw(page: pikepdf.Object, whole: pikepdf.Object) -> Iterator[bytes]:
    """The objects that a page leads to as they are written, each once, with the bytes of streams.

    Where they are too many, what tells the file from all others (``whole``) stands for the rest.
    """
    waiting, seen = [page], {page.objgen}
    looked = 0
    while waiting and looked < _MOST:
        one = waiting.pop()
        looked += 1
        with suppress(*UNREADABLE):
            if one.is_indirect:
                yield one.unparse(resolved=True)
            if isinstance(one, pikepdf.Stream):
                yield one.read_raw_bytes()
            for child in _children(one):
                if not child.is_indirect or child.objgen not in seen:
                    seen.add(child.objgen)
                    waiting.append(child)
    if waiting:
        yield whole.unparse()


def _children(one: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """What an object holds, other pages excepted."""
    entries: list[Any] = []
    if isinstance(one, pikepdf.Array):
        entries = list(one)
    elif isinstance(one, _Holding):
        entries = [one.get(key) for key in sorted(one.keys()) if key != "/Parent"]
    yield from (entry for entry in entries if _leads_on(entry))


def _leads_on(entry: object) -> bool:
    if isinstance(entry, _Holding):
        return name_of(entry.get("/Type")) not in _OTHERS
    return isinstance(entry, pikepdf.Array)
