"""A small document of every family of converters, each with content of its own."""

import io
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from PIL import Image

from tests.builders import containers, documents, ofd, pages, pdfs, recordings


def _pdf(at: int) -> bytes:
    return pdfs.as_bytes(pdfs.blank_pdf([pdfs.A4] * (at + 1)))


def _picture(form: str) -> Callable[[int], bytes]:
    def made(at: int) -> bytes:
        stream = io.BytesIO()
        Image.new("RGB", (300, 200), (40 * at, 90, 140)).save(stream, form)
        return stream.getvalue()

    return made


def _written(suffix: str, write: Callable[[Path, int], object]) -> Callable[[int], bytes]:
    def made(at: int) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"a{suffix}"
            write(path, at)
            return path.read_bytes()

    return made


#: By the family's name, what a document of it is called at its end, and its content by a number.
FAMILIES: Mapping[str, tuple[str, Callable[[int], bytes]]] = {
    "pdf": (".pdf", _pdf),
    "image": (".jpg", _picture("JPEG")),
    "heif": (".avif", _picture("AVIF")),
    "ofd": (".ofd", lambda at: ofd.as_bytes([ofd.page(ofd.text(f"第{at}份", 20, 20))])),
    "web": (".html", lambda at: pages.html(f"<p>第{at}份</p>")),
    "media": (".wav", _written(".wav", lambda path, at: recordings.sound(path, at + 1))),
    "text": (".txt", lambda at: f"第{at}份".encode()),
    "container": (".zip", lambda at: containers.zip_of({"一.txt": f"第{at}件".encode()})),
    "mail": (".eml", lambda at: containers.mail({}, text=f"第{at}封")),
    "office": (".docx", _written(".docx", lambda path, at: documents.letter(path, f"第{at}份"))),
}
