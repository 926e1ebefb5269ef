"""The file of the Word binder: only the parts that it needs, always the same bytes, few in RAM."""

import datetime as dt
import zipfile
from pathlib import Path
from xml.sax.saxutils import quoteattr

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.package import Package

from generator.lettering.typeset import printable
from generator.render.pdf.pictures import Picture
from generator.render.word.word_sections import Heads

#: The template's parts that a binder does not use; one of them breaks the Open XML schema.
_UNUSED = frozenset(
    {
        "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
        "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail",
        RELATIONSHIP_TYPE.CUSTOM_XML,
        RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
        RELATIONSHIP_TYPE.NUMBERING,
        RELATIONSHIP_TYPE.WEB_SETTINGS,
    }
)
_TYPES = {"jpeg": CONTENT_TYPE.JPEG, "png": CONTENT_TYPE.PNG}
#: The properties of a document are limited to this many characters.
_LONGEST = 255
#: A fixed date, since no clock is read: the first that a zip can hold.
_DATE = dt.datetime(1980, 1, 1)  # noqa: DTZ001  (core properties take a date without a zone)


class PicturePart(Part):
    """A picture of the document; its bytes stay in the file until they are written."""

    def __init__(self, partname: PackURI, content_type: str, path: Path, package: Package):
        super().__init__(partname, content_type, None, package)
        self._path = path

    @property
    def blob(self) -> bytes:
        """The picture's bytes, read anew each time."""
        return self._path.read_bytes()


class Gallery:
    """The pictures of a document; equal ones are stored once."""

    def __init__(self, document: Document) -> None:
        self._part = document.part
        self._known: dict[str, str] = {}

    def add(self, picture: Picture) -> str:
        """Add a picture file and give the id of its relationship."""
        digest = picture.sha256
        if digest not in self._known:
            number = len(self._known) + 1
            name = PackURI(f"/word/media/image{number}.{picture.format}")
            kind, package = _TYPES[picture.format], self._part.package
            part = PicturePart(name, kind, picture.path, package)
            self._known[digest] = f"rIdPicture{number}"
            self._part.load_rel(RELATIONSHIP_TYPE.IMAGE, part, self._known[digest])
        return self._known[digest]


def drop_unused(document: Document) -> None:
    """Take the template's unused parts out of a new document."""
    for rels in (document.part.package.rels, document.part.rels):
        for identity in [key for key, rel in rels.items() if rel.reltype in _UNUSED]:
            del rels[identity]


def describe(document: Document, title: str) -> None:
    """Fill in the document's properties; their dates are fixed."""
    properties = document.core_properties
    line = printable(title).replace("\n", " ")
    properties.title = line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
    properties.author = properties.last_modified_by = "gen-binder"
    properties.comments = properties.keywords = properties.subject = ""
    properties.language = "zh-CN"
    properties.revision = 1
    properties.created = properties.modified = _DATE


def add_heads(document: Document, xml: str) -> Heads:
    """Add the heads of odd and of even pages, which hold the same, and give their relationships."""
    part, ids = document.part, []
    for number, side in enumerate(("Odd", "Even"), start=1):
        name = PackURI(f"/word/header{number}.xml")
        head = Part(name, CONTENT_TYPE.WML_HEADER, xml.encode("utf-8"), part.package)
        ids.append(f"rIdHead{side}")
        part.load_rel(RELATIONSHIP_TYPE.HEADER, head, ids[-1])
    return Heads(*ids)


def write_package(package: Package, target: Path) -> None:
    """Write all parts into a zip, sorted, with a fixed date, pictures uncompressed.

    Raises:
        OSError: the target cannot be written or a picture cannot be read.
    """
    parts = sorted(package.iter_parts(), key=lambda part: str(part.partname))
    with zipfile.ZipFile(target, "w") as opened:
        _add(opened, "[Content_Types].xml", _content_types(parts))
        _add(opened, "_rels/.rels", package.rels.xml)
        for part in parts:
            stored = isinstance(part, PicturePart)
            _add(opened, part.partname.membername, part.blob, stored=stored)
            if part.rels:
                _add(opened, part.partname.rels_uri.membername, part.rels.xml)


def _add(opened: zipfile.ZipFile, name: str, data: str | bytes, *, stored: bool = False) -> None:
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.create_system = 0
    entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    opened.writestr(entry, data)


def _content_types(parts: list[Part]) -> str:
    """Which kind of content each part is: pictures by their ending, the others by name."""
    defaults = {"rels": CONTENT_TYPE.OPC_RELATIONSHIPS, "xml": CONTENT_TYPE.XML}
    names = {}
    for part in parts:
        if isinstance(part, PicturePart):
            defaults[part.partname.ext] = part.content_type
        else:
            names[str(part.partname)] = part.content_type
    lines = [
        f"<Default Extension={quoteattr(ending)} ContentType={quoteattr(kind)}/>"
        for ending, kind in sorted(defaults.items())
    ]
    lines += [
        f"<Override PartName={quoteattr(name)} ContentType={quoteattr(kind)}/>"
        for name, kind in names.items()
    ]
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Types '
        'xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f"{''.join(lines)}</Types>"
    )
