"""Files of older Office programs: compound files, and the raw records of older ones still."""

import struct
from pathlib import Path
from typing import Any

from generator.base.errors import is_of_system
from generator.convert.kinds import EXTENSIONS
from generator.convert.packages import open_xml_kind
from generator.convert.refusals import ENCRYPTED, broken, foreign, unknown
from generator.model import Unbindable
from generator.workbooks.own_password import opens_by_itself, unlocked

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

#: Main streams of documents that can be bound, and what WPS calls a file of the same form.
_BOUND = (
    (("WordDocument",), "doc", "wps"),
    (("Workbook", "Book"), "xls", "et"),  # from Excel 97 on; Excel 5.0 and 95
    (("PowerPoint Document",), "ppt", "dps"),
    (("VisioDocument",), "vsd", "vsd"),
    (("Quill/QuillSub/CONTENTS",), "pub", "pub"),
)

#: Streams of Microsoft Works, whose documents bear the same extension as those of WPS.
_WORKS = ("MatOST", "MN0", "CONTENTS")

_OLD_WORKS = Unbindable(
    "unsupported-type",
    "这是微软 Works 的文档，不是 WPS 文字，读不出来",
    "请向提供单位索取 .docx 或 PDF 版本，替换原文件。",
)
_ASK_FOR_ANOTHER = "请向提供单位索取 PDF 版本；能打开它的，请打印或导出为 PDF，放回原处。"

#: Main streams of documents that LibreOffice does not open.
_FOREIGN = (
    ("PP40", "PowerPoint 95 演示文稿"),
    ("PP4", "PowerPoint 4 演示文稿"),
    ("HwpSummaryInformation", "韩文 HWP 文档"),
    ("StarWriterDocument", "StarOffice 文档"),
    ("StarCalcDocument", "StarOffice 表格"),
    ("StarDrawDocument3", "StarOffice 图形"),
)

#: How Excel's files of one stream begin: the record BOF and its length (BIFF2, 3, 4, 5 and 8).
_BARE_BOOKS = (
    *(b"\x09\x00\x04\x00", b"\x09\x00\x06\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00"),
    *(b"\x09\x08\x08\x00\x00\x05", b"\x09\x08\x10\x00\x00\x06"),
)
_FILE_PASS, _END_OF_PART = 0x2F, 0x0A
_MOST_RECORDS = 40

#: A letter of Word 2 or 1 is one stream; its head is that of Word 6 and later ([MS-DOC] 2.5.2).
_BARE_LETTERS = (b"\xdb\xa5", b"\x9b\xa5", b"\x9c\xa5")
_LOCKED_LETTER = 0x0100

_LOCKED_SHOW = 0xF3D1C4DF  # headerToken of CurrentUserAtom ([MS-PPT] 2.3.2)

#: What Excel opens with its own password, and no other program.
_EXCELS = frozenset({"xlsx", "xlsm", "xlsb"})


def bare_kind(head: bytes, extension: str) -> str | Unbindable | None:
    """A workbook or letter of the time before compound files, if it is one."""
    if head.startswith(_BARE_BOOKS):
        if _has_pass(head):
            return ENCRYPTED
        return "et" if EXTENSIONS.get(extension) == "et" else "xls"
    if head.startswith(_BARE_LETTERS) and EXTENSIONS.get(extension) in {"doc", "wps"}:
        return ENCRYPTED if _is_locked_letter(head) else "doc"
    return None


def compound_kind(path: Path, extension: str) -> str | Unbindable:
    """Look into a compound file of Word, Excel, PowerPoint, WPS, Visio or Publisher.

    Raises:
        OSError: the file cannot be read.
        MemoryError: there is not enough.
    """
    import olefile  # type: ignore[import-untyped]

    try:
        with olefile.OleFileIO(str(path)) as compound:
            if compound.exists("EncryptedPackage"):
                return _locked_package(path, extension)
            found = _kind(compound, EXTENSIONS.get(extension, ""), path)
    except Exception as error:  # a parser of hostile input: any other failure means unreadable
        if is_of_system(error):
            raise
        return broken(extension, "文件不完整或已损坏")
    if found is not None:
        return found
    if EXTENSIONS.get(extension):
        return broken(extension, "里面不是它名字所说的内容")
    return unknown()


def _kind(compound: Any, promised: str, path: Path) -> str | Unbindable | None:
    if promised == "wps" and any(compound.exists(stream) for stream in _WORKS):
        return _OLD_WORKS
    for streams, kind, twin in _BOUND:
        stream = next((one for one in streams if compound.exists(one)), None)
        if stream is not None:
            if _is_locked(compound, stream, kind) and not _opens_by_itself(path, stream):
                return ENCRYPTED
            return twin if promised == twin else kind
    for stream, what in _FOREIGN:
        if compound.exists(stream):
            return foreign(what, _ASK_FOR_ANOTHER)
    return None


def _is_locked(compound: Any, stream: str, kind: str) -> bool:
    """Whether a document says that it is encrypted, which each version of a format can be asked."""
    if kind == "ppt":
        user = _head(compound, "Current User") if compound.exists("Current User") else b""
        return len(user) >= 16 and struct.unpack_from("<I", user, 12)[0] == _LOCKED_SHOW
    if kind == "xls":
        return _has_pass(_head(compound, stream))
    return kind == "doc" and _is_locked_letter(_head(compound, stream))


def _head(compound: Any, stream: str) -> bytes:
    with compound.openstream(stream) as opened:
        return bytes(opened.read(4096))


def _is_locked_letter(head: bytes) -> bool:
    return len(head) >= 12 and bool(struct.unpack_from("<H", head, 10)[0] & _LOCKED_LETTER)


def _has_pass(book: bytes) -> bool:
    """Whether the record FILEPASS stands among the first ones ([MS-XLS] 2.4.117)."""
    at = 0
    for _ in range(_MOST_RECORDS):
        if len(book) < at + 4:
            return False
        kind, length = struct.unpack_from("<HH", book, at)
        if kind in (_FILE_PASS, _END_OF_PART):
            return bool(kind == _FILE_PASS)
        at += 4 + length
    return False


def _opens_by_itself(path: Path, stream: str) -> bool:
    """Whether a locked workbook opens with the word that Excel itself uses."""
    return stream == "Workbook" and opens_by_itself(path.read_bytes())


def _locked_package(path: Path, extension: str) -> str | Unbindable:
    """What an encrypted Open XML document is, if it is a workbook that Excel opens by itself."""
    data = unlocked(path.read_bytes())
    if data is None:
        return ENCRYPTED
    kind = open_xml_kind(data, extension)
    return ENCRYPTED if isinstance(kind, str) and kind not in _EXCELS else kind
