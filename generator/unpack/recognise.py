"""Tell by its content whether a document holds others, and of which kind it is."""

from pathlib import Path

from generator.unpack import eml, tar_files
from generator.unpack.msg import PROPERTIES
from generator.zips import DAMAGE, open_zip

_HEAD = 1 << 14

_MAGIC = (
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b\x08", "gz"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ\x00", "xz"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

#: A zip with one of these parts is one document of its format (Open XML, OpenDocument, EPUB, OFD).
_DOCUMENT_PARTS = ("[Content_Types].xml", "mimetype", "OFD.xml")

#: Where one of these is promised, a zip or compound file is that document, damaged perhaps.
_OFFICE = frozenset(
    {"doc", "docx", "docm", "wps", "rtf", "odt", "xls", "xlsx", "xlsm", "xlsb", "et", "ods"}
    | {"ppt", "pptx", "pptm", "dps", "odp", "ofd"}
)

#: Text that may well begin like a mail, and pages saved from the web, which are mails by form.
_NO_MAIL = frozenset({"txt", "csv", "md", "htm", "html", "xhtml", "mht", "mhtml"})

_NAMES = {
    "rar": ("rar",),
    "7z": ("7z",),
    "zip": ("zip",),
    "gz": ("gz", "gzip", "tgz"),
    "bz2": ("bz2", "tbz", "tbz2"),
    "xz": ("xz", "txz"),
    "tar": ("tar",),
    "eml": ("eml",),
    "msg": ("msg",),
}


def container_kind(path: Path, name: str) -> str | None:
    """The kind of a container, or ``None``; a PDF counts as one, for it may have attachments.

    Args:
        path: the file.
        name: its name as filed; where an office format is promised, a zip is no archive.
    """
    extension = _extension(name)
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
        if head.startswith(b"PK") and head[2:4] in (b"\x03\x04", b"\x05\x06", b"\x07\x08"):
            return None if _is_document(path, extension) else "zip"
        for magic, kind in _MAGIC:
            if head.startswith(magic):
                return kind
        if head.startswith(_OLE):
            return "msg" if extension not in _OFFICE and _is_message(path) else None
    except OSError:
        return None
    if len(head) >= 512 and tar_files.is_tar(head):
        return "tar"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    return "eml" if extension not in _NO_MAIL and eml.is_mail(head) else None


def misnamed(kind: str, name: str) -> str | None:
    """A note when a container's name promises something else."""
    extension = _extension(name)
    if kind == "pdf" or extension in _NAMES[kind]:
        return None
    said = f"扩展名是 .{extension}" if extension else "没有扩展名"
    return f"文件{said}，实际内容是 {kind.upper()}，已按实际内容取出里面的文件"


def _extension(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def _is_document(path: Path, extension: str) -> bool:
    if extension in _OFFICE:
        return True
    try:
        with open_zip(path) as archive:
            return not set(_DOCUMENT_PARTS).isdisjoint(archive.namelist())
    except DAMAGE:
        return False


def _is_message(path: Path) -> bool:
    import olefile  # type: ignore[import-untyped]

    try:
        with olefile.OleFileIO(str(path)) as compound:
            return bool(compound.exists(PROPERTIES))
    except Exception:  # a parser of hostile input: any failure means that it is no mail
        return False
