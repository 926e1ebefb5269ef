"""A digest of each page of a PDF, to tell which pages of a changed file are not as they were.

It covers the page's boxes, turn, content, links and what describes its images and fonts, but not
their bytes, which would have to be read whole: the file's own hash tells whether anything changed,
these tell where.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pikepdf

#: Of a page: what it shows. Of a stream: what decides how its bytes are read.
_PAGE = ("/MediaBox", "/CropBox", "/Rotate", "/UserUnit")
_STREAM = ("/Subtype", "/Length", "/Filter", "/Width", "/Height", "/BBox", "/Matrix")

#: Resources within forms within forms are followed so far.
_DEEPEST = 8


def page_digests(path: Path) -> tuple[str, ...]:
    """The SHA-256 of each page in hex, in order.

    Raises:
        OSError: the file cannot be read.
        pikepdf.PdfError: it is not a PDF.
    """
    with pikepdf.open(path, access_mode=pikepdf.AccessMode.stream) as pdf:
        return tuple(_digest(page) for page in pdf.pages)


def _digest(page: pikepdf.Page) -> str:
    whole = hashlib.sha256()
    for part in _parts(page):
        whole.update(part)
        whole.update(b"\n")
    return whole.hexdigest()


def _parts(page: pikepdf.Page) -> Iterator[bytes]:
    for name in _PAGE:
        yield _plain(page.obj.get(name))
    contents = page.obj.get("/Contents")
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    for stream in streams:
        if isinstance(stream, pikepdf.Stream):
            yield stream.read_raw_bytes()
    for annotation in page.obj.get("/Annots", ()):
        yield _plain(annotation.get("/Rect")) + _plain(annotation.get("/Contents"))
    yield from _resources(page.resources, 0)


def _resources(resources: pikepdf.Object | None, depth: int) -> Iterator[bytes]:
    """What describes fonts, images and forms, by name."""
    if not isinstance(resources, pikepdf.Dictionary) or depth == _DEEPEST:
        return
    for kind in ("/Font", "/XObject"):
        entries = resources.get(kind)
        if not isinstance(entries, pikepdf.Dictionary):
            continue
        for name in sorted(entries.keys()):
            entry = entries[name]
            yield name.encode()
            if isinstance(entry, pikepdf.Stream):
                yield b" ".join(_plain(entry.get(key)) for key in _STREAM)
                yield from _resources(entry.get("/Resources"), depth + 1)
            elif isinstance(entry, pikepdf.Dictionary):
                yield _plain(entry.get("/BaseFont"))


def _plain(value: object) -> bytes:
    """A number, name, text or array as bytes; what lies behind a reference is left out."""
    if isinstance(value, pikepdf.Array):
        return b"[" + b" ".join(_plain(entry) for entry in value) + b"]"
    if isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        return b"<<>>"
    return repr(value).encode()
