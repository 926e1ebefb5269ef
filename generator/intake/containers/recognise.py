"""Tell by its content whether a document holds others, and of which kind it is."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.base.cache import Answers
from generator.base.errors import is_of_system
from generator.base.looks import Eyes, Source, look_at
from generator.base.workers import Failed
from generator.convert import identities
from generator.convert.kinds import EXTENSIONS, OFFICE
from generator.convert.packages import is_package
from generator.convert.stand_ins import is_unfinished
from generator.intake.containers import mail_start, office_files, tar_files, tnef, zip_files
from generator.model import EvidenceFile, Unbindable

#: In the cache: which contents are containers. The number is raised whenever ``look`` would tell
#: of the same content otherwise.
KNOWN = "containers-5.json"

_HEAD = 1 << 16

#: Kinds that are documents themselves: they are bound, whatever becomes of what they hold.
DOCUMENTS = frozenset({"pdf", "office"})

#: Bytes up to which reading a PDF through for a sign of attachments costs less than opening it.
_SMALL = 200_000

#: What may stand before the mark of a PDF.
_BLANK = b"\xef\xbb\xbf \t\r\n\0"

_MAGIC = (
    (b"Rar!\x1a\x07", "rar"),
    (b"RE~^", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b\x08", "gz"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ\x00", "xz"),
    (tnef.SIGNATURE, "tnef"),
)
_PROGRAM = b"MZ"  # what unpacks itself is a program with the container behind it
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

#: Where one of these is promised, a zip or compound file is that document, damaged perhaps.
_OFFICE = frozenset(
    extension for extension, kind in EXTENSIONS.items() if kind in OFFICE or kind == "ofd"
)

#: Text that may well begin like a mail, and pages saved from the web, which are mails by form.
_NO_MAIL = frozenset({"txt", "csv", "md", "htm", "html", "xhtml", "mht", "mhtml"})

#: An attachment hangs on a key /EF. That can be out of sight only in a packed object, which needs
#: a cross-reference stream, or in a name with an escape (ISO 32000-1, 7.11.4, 7.5.8 and 7.3.5).
_SIGN = re.compile(rb"/EF|/XRef|/[^\s/#]{0,120}#[0-9A-Fa-f]{2}")

_NAMES = {
    "rar": ("rar",),
    "7z": ("7z",),
    "zip": ("zip", "exe"),
    "gz": ("gz", "gzip", "tgz"),
    "bz2": ("bz2", "tbz", "tbz2"),
    "xz": ("xz", "txz"),
    "tar": ("tar",),
    "eml": ("eml", "mbox", "mbx"),
    "mbox": ("mbox", "mbx"),
    "msg": ("msg",),
    "tnef": ("dat", "tnef"),
}


@dataclass(frozen=True, slots=True)
class Recognised:
    """By path: the kinds of those documents that hold others, and over which looking broke."""

    kinds: Mapping[str, str]
    broken: Mapping[str, Unbindable]


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one content is: a container of a kind, or none, and what kind of document."""

    kind: str | None
    lasting: bool
    identity: identities.Found


def recognised(
    files: Sequence[EvidenceFile], known: Answers, kinds: Answers, eyes: Eyes
) -> Recognised:
    """Which filed documents hold others (see :func:`kind_of`).

    Args:
        files: the documents; those whose content could not be read are passed over.
        known: what earlier runs found out: a content is looked at once under each ending.
        kinds: the same of what documents are, which is found out by the way.
        eyes: what is looked with; a content over which the look breaks costs itself alone.
    """
    keys = {file.path: identities.key_of(file) for file in files if file.sha256}
    fresh = {
        keys[one.path]: one.absolute
        for one in files
        if one.path in keys and keys[one.path] not in known
    }
    found: dict[str, str | None] = {}
    broken: dict[str, Unbindable] = {}
    for key, answer in look_at(look, list(fresh.items()), eyes):
        if isinstance(answer, Failed):
            broken[key] = identities.failed(answer, eyes)
            continue
        identities.told(key, answer.identity, kinds, eyes)
        found[key] = answer.kind
        if answer.lasting and identities.is_lasting(key):
            known.keep(key, answer.kind)
    whole = {path: key for path, key in keys.items() if key not in broken}
    said = {path: found[key] if key in found else known[key] for path, key in whole.items()}
    return Recognised(
        {path: kind for path, kind in said.items() if kind},
        {path: broken[key] for path, key in keys.items() if key in broken},
    )


def look(sources: Sequence[Source]) -> tuple[_Seen, ...]:
    """What each file is; the end of its key is that of its name."""
    return tuple(_look(source) for source in sources)


def _look(source: Source) -> _Seen:
    key, path = source
    identity = identities.look_once(source)
    try:
        kind = kind_of(path, key)
        if kind == "pdf" and path.stat().st_size <= _SMALL and surely_alone(path):
            kind = None
    except OSError:
        return _Seen(None, False, identity)
    return _Seen(kind, True, identity)


def kind_of(path: Path, name: str) -> str | None:
    """The kind of a container, or ``None``; a PDF counts as one, for it may have attachments.

    A document of an office program is one only where something is embedded in it.

    Args:
        path: the file.
        name: its name as filed; where an office format is promised, a zip is no container.

    Raises:
        OSError: the file cannot be read.
    """
    if is_unfinished(name):
        return None
    extension = _extension(name)
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if head.startswith(b"PK") and head[2:4] in (b"\x03\x04", b"\x05\x06", b"\x07\x08", b"00"):
        return _holder(path) if extension in _OFFICE or is_package(path) else "zip"
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return None if kind == "gz" and extension in _OFFICE else kind
    if head.startswith(_OLE):
        return _of_compound(path, extension)
    if (head.startswith(_PROGRAM) or extension == "zip") and zip_files.ends_as_zip(path):
        return "zip"
    if len(head) >= 512 and tar_files.is_tar(head):
        return "tar"
    if head.lstrip(_BLANK).startswith(b"%PDF-"):
        return "pdf"
    if extension not in _NO_MAIL and mail_start.is_mail(head, sure=extension in _NAMES["eml"]):
        return "mbox" if mail_start.holds_many(path, head) else "eml"
    promised = EXTENSIONS.get(extension)
    return "pdf" if b"%PDF-" in head[:1024] and promised in (None, "pdf") else None


def _of_compound(path: Path, extension: str) -> str | None:
    is_mail = extension not in _OFFICE and _is_message(path)
    return "msg" if is_mail else _holder(path)


def _holder(path: Path) -> str | None:
    return "office" if office_files.holds_files(path) else None


def surely_alone(path: Path) -> bool:
    """Whether a PDF plainly has no attachments, told without opening it.

    Raises:
        OSError: the file cannot be read.
    """
    return _SIGN.search(path.read_bytes()) is None


def misnamed(kind: str, name: str) -> str | None:
    """A note when a container's name promises something else."""
    extension = _extension(name)
    if kind in DOCUMENTS or extension in _NAMES[kind]:
        return None
    said = f"扩展名是 .{extension}" if extension else "没有扩展名"
    return f"文件{said}，实际内容是 {kind.upper()}，已按实际内容取出里面的文件"


def _extension(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def _is_message(path: Path) -> bool:
    import olefile  # type: ignore[import-untyped]

    from generator.intake.containers.msg import PROPERTIES

    try:
        with olefile.OleFileIO(str(path)) as compound:
            return bool(compound.exists(PROPERTIES))
    except Exception as error:  # a parser of hostile input: any other failure means: no mail
        if is_of_system(error):
            raise
        return False
