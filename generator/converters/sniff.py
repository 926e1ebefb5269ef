"""Tell what a file really is: by its content first, by its extension where content is silent."""

from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from generator.converters.kinds import EXTENSIONS, PICTURES, RECORDINGS, by_magic
from generator.errors import reason_of
from generator.kept import Answers
from generator.model import EvidenceFile, Unbindable
from generator.zips import DAMAGE, head_of, open_zip

__all__ = ["EXTENSIONS", "KNOWN", "Identity", "identified", "identify"]

#: In the cache: the kinds of contents. The number is raised whenever ``identify`` would tell of
#: the same content otherwise.
KNOWN = "kinds-2.json"

#: Bytes of a part that are looked at: those of real documents are much shorter.
_LOOKED_AT = 4_000_000

_WRITTEN_TEXT = frozenset({"txt", "csv", "md"})

_FOREIGN = (
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"AT&TFORM", "DjVu 文档"),
    (b"MZ", "程序文件"),
    (b"MThd", "MIDI 乐谱"),
)

_OPEN_XML = (
    (b"wordprocessingml.document.main", "docx"),
    (b"wordprocessingml.template.main", "docx"),
    (b"application/vnd.ms-word.document.macroEnabled.main", "docm"),
    (b"spreadsheetml.sheet.main", "xlsx"),
    (b"spreadsheetml.template.main", "xlsx"),
    (b"ms-excel.sheet.macroEnabled.main", "xlsm"),
    (b"ms-excel.sheet.binary.macroEnabled.main", "xlsb"),
    (b"presentationml.presentation.main", "pptx"),
    (b"presentationml.slideshow.main", "pptx"),
    (b"ms-powerpoint.presentation.macroEnabled.main", "pptm"),
)

_OPEN_DOCUMENT = MappingProxyType(
    {
        b"application/vnd.oasis.opendocument.text": "odt",
        b"application/vnd.oasis.opendocument.spreadsheet": "ods",
        b"application/vnd.oasis.opendocument.presentation": "odp",
    }
)

_ENCRYPTED = Unbindable(
    "encrypted",
    "文件设有打开密码，无法读取内容",
    "请用原来的软件输入密码打开，取消密码后另存，再放回原处。",
)

_SAVE_AGAIN = (
    "请用 Word/WPS 打开后“另存为”正规的 .docx、.xlsx 或 PDF 文件，核对内容无误后替换原文件。"
)

#: Streams of Microsoft Works, whose documents bear the same extension as those of WPS.
_WORKS = ("MatOST", "MN0", "CONTENTS")

_OLD_WORKS = Unbindable(
    "unsupported-type",
    "这是微软 Works 的文档，不是 WPS 文字，读不出来",
    "请向提供单位索取 .docx 或 PDF 版本，替换原文件。",
)

_AS_PDF = "请用能打开它的软件打印或导出为 PDF，放回原处。"


@dataclass(frozen=True, slots=True)
class Identity:
    """The kind of content found, and a note when the file's name promises something else."""

    kind: str
    note: str | None = None


def identified(file: EvidenceFile, known: Answers) -> Identity | Unbindable:
    """What a filed document is; a content is looked at once under each extension.

    Args:
        file: the document.
        known: what earlier runs found out; why a document cannot be bound is told anew each time.
    """
    extension = _extension(file.name)
    key = f"{file.sha256}.{extension}"
    if file.sha256 and key in known:
        return Identity(*known[key])
    found = identify(file.absolute, file.name)
    if file.sha256 and isinstance(found, Identity) and extension.isascii():
        known.keep(key, [found.kind, found.note])
    return found


def identify(path: Path, name: str) -> Identity | Unbindable:
    """Look at a file's content and say what it is, or why it cannot be bound.

    Args:
        path: the file.
        name: its name as filed; only the extension matters.
    """
    extension = _extension(name)
    try:
        if path.is_dir():
            return Unbindable(
                "unreadable",
                "这是一个文件夹，名字却像文件",
                "请把里面的文件移出来放到条目文件夹下，并去掉文件夹名中的扩展名。",
            )
        with path.open("rb") as stream:
            head = stream.read(4096)
    except OSError as error:
        return Unbindable(
            "unreadable",
            f"文件打不开（{reason_of(error)}）",
            "请检查文件是否被其他程序占用、是否有读取权限，必要时从原处重新复制一份。",
        )
    if not head:
        return Unbindable(
            "empty-file", "文件是空的（0 字节）", "多半是复制或上传中断，请重新复制原文件。"
        )
    try:
        found = _by_content(path, head, extension)
    except OSError:
        found = Unbindable("unreadable", "文件读取中途失败", "请检查存储设备，从原处重新复制一份。")
    return found if isinstance(found, Unbindable) else _named(found, extension)


def _extension(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def _by_content(path: Path, head: bytes, extension: str) -> str | Unbindable:
    """The kind that the content shows; the extension decides where content has no mark."""
    if b"%PDF-" in head[:1024]:
        return "pdf"
    kind = by_magic(head, extension)
    if kind is not None:
        return kind
    if head.startswith(b"PK"):
        return _zip_kind(path, extension)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole_kind(path, extension)
    if extension in _WRITTEN_TEXT:
        return extension
    for magic, what in _FOREIGN:
        if head.startswith(magic):
            return _unsupported(
                f"这是{what}，不能装订成页", "请把其中需要的材料另存为 PDF 或图片。"
            )
    return _silent(head, extension)


def _zip_kind(path: Path, extension: str) -> str | Unbindable:
    """Look into a zip: Open XML, OpenDocument, OFD, or a plain archive."""
    try:
        with open_zip(path) as archive:
            names = set(archive.namelist())
            if "[Content_Types].xml" in names:
                if archive.getinfo("[Content_Types].xml").file_size > _LOOKED_AT:
                    return _broken(extension, "展开后大得不合理（像是压缩炸弹）")
                types = head_of(archive, "[Content_Types].xml", _LOOKED_AT)
                for mark, kind in _OPEN_XML:
                    if mark in types:
                        return kind
            if "mimetype" in names:
                mime = head_of(archive, "mimetype", _LOOKED_AT).strip().removesuffix(b"-template")
                if mime in _OPEN_DOCUMENT:
                    manifest = head_of(archive, "META-INF/manifest.xml", _LOOKED_AT)
                    return _ENCRYPTED if b"encryption-data" in manifest else _OPEN_DOCUMENT[mime]
    except DAMAGE:
        return _broken(extension, "文件不完整或已损坏")
    if "OFD.xml" in names:
        return "ofd"
    if EXTENSIONS.get(extension):
        return _broken(extension, "里面不是它名字所说的内容（是一个压缩包）")
    return _unsupported("这是压缩包，不能装订成页", "请解压后把里面的文件逐个放到条目文件夹下。")


def _ole_kind(path: Path, extension: str) -> str | Unbindable:
    """Look into the older compound files of Word, Excel, PowerPoint and WPS."""
    import msoffcrypto
    import olefile  # type: ignore[import-untyped]

    try:
        with olefile.OleFileIO(str(path)) as compound:
            if compound.exists("EncryptedPackage"):
                return _ENCRYPTED
            if extension == "wps" and any(compound.exists(stream) for stream in _WORKS):
                return _OLD_WORKS
            for streams, kind, twin in (
                (("WordDocument",), "doc", "wps"),
                (("Workbook", "Book"), "xls", "et"),
                (("PowerPoint Document",), "ppt", "dps"),
            ):
                if any(compound.exists(stream) for stream in streams):
                    with path.open("rb") as stream:
                        if msoffcrypto.OfficeFile(stream).is_encrypted():
                            return _ENCRYPTED
                    return twin if extension == twin else kind
    except Exception:  # two parsers of hostile input: any failure means unreadable
        return _broken(extension, "文件不完整或已损坏")
    if EXTENSIONS.get(extension):
        return _broken(extension, "里面不是它名字所说的内容")
    return _unsupported("不认识的文件类型", _AS_PDF)


def _silent(head: bytes, extension: str) -> str | Unbindable:
    """The content has no mark at its beginning: it is a web page, or it cannot be bound."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    page = start.startswith((b"<!doctype html", b"<html", b"<head", b"<table", b"<meta"))
    page = page or b"<html" in start[:1024]
    mime = start.startswith((b"mime-version:", b"from: ")) and b"content-type:" in start
    if mime:
        return "mht"
    if page or (EXTENSIONS.get(extension) == "html" and _looks_like_text(head)):
        return "html"
    if extension in EXTENSIONS:
        if start.startswith(b"<?xml"):
            return _broken(extension, "实际是 XML 文本")
        if _looks_like_text(head):
            return _broken(extension, "实际是纯文本")
        return _broken(extension, "内容已损坏或是别的格式")
    label = f"扩展名 .{extension}" if extension else "没有扩展名"
    return _unsupported(f"不认识的文件类型（{label}）", _AS_PDF)


def _looks_like_text(head: bytes) -> bool:
    return not any(byte < 9 or 13 < byte < 27 for byte in head)


def _named(kind: str, extension: str) -> Identity:
    promised = EXTENSIONS.get(extension)
    family = {"wps": "doc", "et": "xls", "dps": "ppt"}
    same = promised is not None and family.get(promised, promised) == family.get(kind, kind)
    if same or {promised, kind} in ({"docx", "docm"}, {"xlsx", "xlsm"}, {"pptx", "pptm"}):
        return Identity(kind)
    said = f"扩展名是 .{extension}" if extension else "没有扩展名"
    return Identity(kind, f"文件{said}，实际内容是 {kind.upper()}，已按实际内容装订")


def _broken(extension: str, what: str) -> Unbindable:
    message = f"文件名是 .{extension}，但{what}，读不出来"
    return Unbindable("unreadable", message, _remedy(EXTENSIONS.get(extension, "")))


def _remedy(promised: str) -> str:
    if promised in PICTURES | RECORDINGS:
        return "请从手机、相机或原处重新复制，能正常打开后再替换原文件。"
    return _AS_PDF if promised in {"ofd", "html", "mht"} else _SAVE_AGAIN


def _unsupported(message: str, remedy: str) -> Unbindable:
    return Unbindable("unsupported-type", message, remedy)
