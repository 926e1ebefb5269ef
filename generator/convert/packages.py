"""What a zip is, by its parts: Open XML, OpenDocument, OFD, another document, or a container."""

import io
import zipfile
from pathlib import Path
from types import MappingProxyType

from generator.base.zips import DAMAGE, head_of, open_zip
from generator.convert.kinds import EXTENSIONS
from generator.convert.refusals import ENCRYPTED, broken, foreign
from generator.model import Unbindable

#: Bytes of a part that are looked at: those of real documents are much shorter.
_LOOKED_AT = 4_000_000

_TYPES, _MIME = "[content_types].xml", "mimetype"

#: Content types of the main part (ECMA-376 part 1, annex A; [MS-OFFMACRO2] 1.3), templates and
#: shows with their document.
_OPEN_XML = (
    (b"wordprocessingml.document.main", "docx"),
    (b"wordprocessingml.template.main", "docx"),
    (b"ms-word.document.macroEnabled.main", "docm"),
    (b"ms-word.template.macroEnabledTemplate.main", "docm"),
    (b"spreadsheetml.sheet.main", "xlsx"),
    (b"spreadsheetml.template.main", "xlsx"),
    (b"ms-excel.sheet.macroEnabled.main", "xlsm"),
    (b"ms-excel.template.macroEnabled.main", "xlsm"),
    (b"ms-excel.sheet.binary.macroEnabled.main", "xlsb"),
    (b"presentationml.presentation.main", "pptx"),
    (b"presentationml.slideshow.main", "pptx"),
    (b"presentationml.template.main", "pptx"),
    (b"ms-powerpoint.presentation.macroEnabled.main", "pptm"),
    (b"ms-powerpoint.slideshow.macroEnabled.main", "pptm"),
    (b"ms-powerpoint.template.macroEnabled.main", "pptm"),
    (b"ms-visio.", "vsdx"),
)

#: Other formats in the same packaging, by what their content types name.
_OTHER_OPEN_XML = (
    (b"fixedrepresentation", "XPS 文档"),
    (b"xpsdocument", "XPS 文档"),
    (b"addin.macroEnabled", "Office 加载项（程序）"),
)

_OPEN_DOCUMENT = MappingProxyType(
    {
        b"text": "odt",
        b"text-master": "odt",
        b"text-web": "odt",
        b"spreadsheet": "ods",
        b"presentation": "odp",
        b"graphics": "odg",
    }
)
_OTHER_OPEN_DOCUMENT = MappingProxyType(
    {
        b"formula": "OpenDocument 公式",
        b"chart": "OpenDocument 图表",
        b"image": "OpenDocument 图片",
        b"base": "OpenDocument 数据库",
        b"database": "OpenDocument 数据库",
    }
)
_PREFIX = b"application/vnd.oasis.opendocument."

#: Documents of other programs, by a part that each of them has.
_OTHER_PARTS = MappingProxyType(
    {
        "index/document.iwa": "苹果 iWork 文稿（Pages、Numbers 或 Keynote）",
        "index.apxl": "苹果 Keynote 文稿",
        "androidmanifest.xml": "安卓程序",
        "uof.xml": "标文通（UOF）文档",
    }
)

#: The parts that make a zip one document and no container, in small letters.
DOCUMENT_PARTS = frozenset({_TYPES, _MIME, "ofd.xml", *_OTHER_PARTS})


def package_kind(path: Path, extension: str) -> str | Unbindable:
    """Look into a zip and say what it is, or why it cannot be bound.

    Raises:
        OSError: the file cannot be read.
    """
    try:
        with open_zip(path) as package:
            names = _named(package)
            found = _open_xml(package, names, extension) or _open_document(package, names)
    except DAMAGE:
        return broken(extension, "文件不完整或已损坏")
    if found is not None:
        return found
    if "ofd.xml" in names:
        return "ofd"
    for part, what in _OTHER_PARTS.items():
        if part in names:
            return foreign(what)
    if EXTENSIONS.get(extension):
        return broken(extension, "里面不是它名字所说的内容（是一个压缩包）")
    return foreign("压缩包", "请解压后把里面的文件逐个放到条目文件夹下。")


def is_package(path: Path) -> bool:
    """Whether a zip is one document of some format; a damaged one is none.

    Raises:
        OSError: the file cannot be read.
    """
    try:
        with open_zip(path) as package:
            names = {name.lower() for name in package.namelist()}
    except DAMAGE:
        return False
    return not DOCUMENT_PARTS.isdisjoint(names)


def open_xml_kind(data: bytes, extension: str) -> str | Unbindable:
    """Say what an Open XML document in memory is, or why it cannot be bound."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            found = _open_xml(package, _named(package), extension)
    except DAMAGE:
        found = None
    return found or broken(extension, "文件不完整或已损坏")


def _named(package: zipfile.ZipFile) -> dict[str, str]:
    """The parts by their names in small letters; of twins the first."""
    return {name.lower(): name for name in reversed(package.namelist())}


def _open_xml(
    package: zipfile.ZipFile, names: dict[str, str], extension: str
) -> str | Unbindable | None:
    if _TYPES not in names:
        return None
    if package.getinfo(names[_TYPES]).file_size > _LOOKED_AT:
        return broken(extension, "展开后大得不合理（像是压缩炸弹）")
    # some programs write it in two bytes a character
    types = head_of(package, names[_TYPES], _LOOKED_AT).replace(b"\0", b"")
    for mark, kind in _OPEN_XML:
        if mark in types:
            return kind
    for mark, what in _OTHER_OPEN_XML:
        if mark in types:
            return foreign(what)
    if EXTENSIONS.get(extension):
        return broken(extension, "里面缺少正文，文件不完整或已损坏")
    return foreign("Open XML 封装的文件，认不出是哪一种")


def _open_document(package: zipfile.ZipFile, names: dict[str, str]) -> str | Unbindable | None:
    if _MIME not in names:
        return None
    mime = head_of(package, names[_MIME], _LOOKED_AT).strip()
    if mime == b"application/epub+zip":
        return foreign("EPUB 电子书")
    if mime.startswith(b"application/vnd.sun.xml."):
        return foreign("OpenOffice 1 的文档")
    if not mime.startswith(_PREFIX):
        return None
    kind = mime.removeprefix(_PREFIX).removesuffix(b"-template")
    if kind not in _OPEN_DOCUMENT:
        return foreign(_OTHER_OPEN_DOCUMENT.get(kind, "OpenDocument 文档，认不出是哪一种"))
    manifest = head_of(package, "META-INF/manifest.xml", _LOOKED_AT)
    return ENCRYPTED if b"encryption-data" in manifest else _OPEN_DOCUMENT[kind]
