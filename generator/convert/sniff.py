"""Tell what a file really is: by its content first, by its extension where content is silent."""

import zlib
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from generator.base.errors import reason_of
from generator.convert.compounds import OLE, bare_kind, compound_kind
from generator.convert.kinds import EXTENSIONS, by_magic, is_part_name
from generator.convert.packages import package_kind
from generator.convert.refusals import PART, broken, foreign
from generator.convert.stand_ins import stand_in
from generator.convert.written import written_kind
from generator.model import Unbindable

__all__ = ["EXTENSIONS", "Identity", "look_into", "not_read"]

_HEAD = 1 << 14

_WRITTEN_TEXT = frozenset({"txt", "csv", "md"})

#: Drawings that are kept packed by gzip.
_PACKED = frozenset({"svgz", "emz", "wmz"})

_GZIP = b"\x1f\x8b"

_FOREIGN = (
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包"),
    (_GZIP, "gzip 压缩包"),
    (b"AT&TFORM", "DjVu 文档"),
    (b"MZ", "程序文件"),
    (b"\x7fELF", "程序文件"),
    (b"MThd", "MIDI 乐谱"),
    (b"AC10", "CAD 图纸（DWG）"),
    (b"8BPS", "Photoshop 图片（PSD）"),
    (b"%!PS", "PostScript 文件"),
    (b"CAJ\0", "CAJ 文档（知网）"),
    (b"KDH ", "CAJ 文档（知网）"),
)

_TAKE_OUT = "请把其中需要的材料另存为 PDF 或图片。"

#: So far into a program a container of RAR or 7z begins, if it has one (bytes); with the mark, what
#: follows it in a real container and not in the program that looks for it.
_STUB = 2_000_000
_BEHIND_STUB = (
    *(b"Rar!\x1a\x07\x00\xcf\x90\x73", b"Rar!\x1a\x07\x01\x00", b"7z\xbc\xaf\x27\x1c\x00"),
)
_SELF_EXTRACTING = foreign(
    "自解压的压缩包（程序文件）",
    "请不要运行它；用解压软件打开，把里面需要的文件放进这个文件夹。",
)

_FOLDER = Unbindable(
    "unreadable",
    "这是一个文件夹，名字却像文件",
    "请把里面的文件移出来放到条目文件夹下，并去掉文件夹名中的扩展名。",
)
_EMPTY = Unbindable(
    "empty-file", "文件是空的（0 字节）", "多半是复制或上传中断，请重新复制原文件。"
)

#: What a kind is called, where its name would not tell a clerk.
_CALLED = MappingProxyType(
    {
        "spreadsheetml": "XML 电子表格 2003",
        "wordml": "Word 2003 XML 文档",
        "txt": "纯文本",
        "csv": "文本表格",
        "html": "网页（HTML）",
        "mht": "网页（MHT）",
    }
)

_FAMILY = MappingProxyType(
    {
        "wps": "doc",
        "et": "xls",
        "dps": "ppt",
        "docm": "docx",
        "xlsm": "xlsx",
        "pptm": "pptx",
    }
)


@dataclass(frozen=True, slots=True)
class Identity:
    """The kind of content found, and a note when the file's name promises something else."""

    kind: str
    note: str | None = None


def look_into(path: Path, name: str) -> Identity | Unbindable:
    """Look at a file's content and say what it is, or why it cannot be bound.

    Args:
        path: the file.
        name: its name as filed; only its ending matters.

    Raises:
        OSError: the file cannot be read.
    """
    if path.is_dir():
        return _FOLDER
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    other = stand_in(head, name)
    if other is not None or not head:
        return other or _EMPTY
    found = _by_content(path, head, name)
    return found if isinstance(found, Unbindable) else _named(found, _extension(name))


def not_read(error: OSError) -> Unbindable:
    """What is said of a file that the system does not give."""
    return Unbindable(
        "unreadable",
        f"文件打不开（{reason_of(error)}）",
        "请检查文件是否被其他程序占用、是否有读取权限，必要时从原处重新复制一份。",
    )


def _extension(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def _by_content(path: Path, head: bytes, name: str) -> str | Unbindable:
    """The kind that the content shows; the extension decides where content has no mark."""
    extension = _extension(name)
    promised = EXTENSIONS.get(extension)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n\0").startswith(b"%PDF-"):
        return "pdf"
    if extension in _PACKED and head.startswith(_GZIP):
        return _packed_kind(head, extension)
    kind = by_magic(head, extension) or bare_kind(head, extension)
    if kind is not None:
        return kind
    if head.startswith(b"PK"):
        return package_kind(path, extension)
    if head.startswith(OLE):
        return compound_kind(path, extension)
    if promised in _WRITTEN_TEXT:
        return promised
    for magic, what in _FOREIGN:
        if head.startswith(magic):
            return _unpacks_itself(path) or foreign(what, _TAKE_OUT)
    if b"%PDF-" in head[:1024] and promised in (None, "pdf"):
        return "pdf"
    return PART if is_part_name(name) else written_kind(head, extension)


def _unpacks_itself(path: Path) -> Unbindable | None:
    """A container that is a program, whose contents only other programs take out."""
    with path.open("rb") as stream:
        start = stream.read(_STUB)
    packed = start.startswith((b"MZ", b"\x7fELF")) and any(mark in start for mark in _BEHIND_STUB)
    return _SELF_EXTRACTING if packed else None


def _packed_kind(head: bytes, extension: str) -> str | Unbindable:
    """The drawing that is packed in a file."""
    try:
        unpacked = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, _HEAD)
    except zlib.error:
        unpacked = b""
    if not unpacked:
        return broken(extension, "文件不完整或已损坏")
    return by_magic(unpacked, extension) or written_kind(unpacked, extension)


def _named(kind: str, extension: str) -> Identity:
    promised = EXTENSIONS.get(extension)
    if promised is not None and _FAMILY.get(promised, promised) == _FAMILY.get(kind, kind):
        return Identity(kind)
    said = f"扩展名是 .{extension}" if extension else "没有扩展名"
    called = _CALLED.get(kind, kind.upper())
    return Identity(kind, f"文件{said}，实际内容是{_spaced(called)}，已按实际内容装订")


def _spaced(called: str) -> str:
    """A name of Latin letters stands apart from the Chinese before it."""
    return f" {called}" if called[0].isascii() else called
