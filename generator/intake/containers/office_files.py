"""The files embedded in documents of Word, Excel and PowerPoint; the document itself is bound.

An embedded file stands in a package as it is or wrapped in a compound file, in the older formats
as a storage (Word, Excel) or a packed compound file (PowerPoint). What a program embeds to draw
with (charts and the workbook behind them, formulas, pictures of Paint) is no file that a person
attached. A part that Word merges into the text when it opens a letter (altChunk) is taken out as
well, for LibreOffice does not print it.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

from generator.base.errors import is_of_system
from generator.base.zips import DAMAGE, head_of, open_zip
from generator.convert.compounds import OLE
from generator.intake.containers import mail_parts, names, reasons
from generator.intake.containers.reasons import Fault
from generator.intake.containers.taking import Taking
from generator.model import Unbindable

_CHUNK = 1 << 18

#: What wraps a file is read whole up to so many bytes; a file that is not wrapped is not.
_LARGEST = 200_000_000

#: Parts that are embedded (ECMA-376 part 1, 15.2.10 and 15.2.11), the relations of charts, which
#: name the workbooks behind them (14.2.1), and those of letters to parts in other formats (11.3.1).
_PART = re.compile(r"(?:word|xl|ppt)/embeddings/[^/]+", re.IGNORECASE)
_OF_CHART = re.compile(r"(?:word|xl|ppt)/charts/_rels/[^/]+\.rels", re.IGNORECASE)
_OF_LETTER = re.compile(r"word/_rels/[^/]+\.rels", re.IGNORECASE)
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_TARGET = re.compile(rb"Target\s*=\s*[\"']([^\"']*)[\"']")
_LONGEST_RELATIONS = 1_000_000

#: Where older documents keep objects: a storage of Word ([MS-DOC] 2.1.4), storages of Excel
#: ([MS-XLS] 2.1.7.10), records of PowerPoint ([MS-PPT] 2.10.34: ExOleObjStg, and its packed form).
_POOL, _BOOK_STORAGE, _SHOW = "ObjectPool", re.compile(r"MBD[0-9A-F]{8}"), "PowerPoint Document"
_OBJECT, _PACKED = 0x1011, 1
_MOST_RECORDS = 100_000

#: How a file of any kind is wrapped ([MS-OLEDS] 2.3.6), and a document of a program.
_NATIVE, _WHOLE = "\x01Ole10Native", ("Package", "CONTENTS")
_DOCUMENTS = MappingProxyType(
    {
        "WordDocument": ".doc",
        "Workbook": ".xls",
        "Book": ".xls",
        _SHOW: ".ppt",
        "VisioDocument": ".vsd",
    }
)
#: Classes whose workbook is but a chart: Microsoft Graph, and charts of Excel 97 and 5.0.
_CHARTS = tuple(f"000208{end}-0000-0000-C000-000000000046" for end in ("03", "21", "11"))

#: The first bytes of what is wrapped without a name, and the extension that belongs to it.
_FOLDERS = MappingProxyType({"word/": ".docx", "xl/": ".xlsx", "ppt/": ".pptx"})

_NOT_APART = Unbindable(
    "unsupported-type",
    "文档里嵌入的这个文件（旧格式的 Word、Excel 或 PowerPoint 文件）没有取出",
    "请打开原文件，双击嵌入的文件，另存后放进这个文件夹。",
)


def holds_files(path: Path) -> bool:
    """Whether a document has a place for embedded files that is not empty.

    What cannot be read has none; its converter says why.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as stream:
        head = stream.read(len(OLE))
    try:
        if head == OLE:
            return any(_storages(path)) or any(_objects(path))
        with open_zip(path) as package:
            return any(True for _ in _embedded(package))
    except DAMAGE:
        return False


def read(path: Path, taking: Taking) -> None:
    """Take out what is embedded in a document.

    Raises:
        DiskError: the cache cannot be written.
    """
    with path.open("rb") as stream:
        older = stream.read(len(OLE)) == OLE
    if older:
        _from_compound(path, taking)
        return
    try:
        with open_zip(path) as package:
            for at, entry in enumerate(_embedded(package), start=1):
                _from_part(package, entry, at, taking)
    except DAMAGE:
        taking.cannot_go_on()


# -------------------------------------------------------------------------------- Open XML


def _embedded(package: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    """Parts that are files of their own: not those that charts take their numbers from."""
    listed = package.infolist()
    drawn = _targets(package, _OF_CHART, b"")
    merged = _targets(package, _OF_LETTER, b"/aFChunk")
    for entry in listed:
        name = PurePosixPath(entry.filename).name
        if (_PART.fullmatch(entry.filename) and name not in drawn) or name in merged:
            yield entry


def _targets(package: zipfile.ZipFile, parts: re.Pattern[str], kind: bytes) -> set[str]:
    """The names of the parts to which some parts have relations of a kind."""
    found: set[str] = set()
    for name in package.namelist():
        if parts.fullmatch(name):
            for relation in _RELATION.findall(head_of(package, name, _LONGEST_RELATIONS)):
                if kind in relation and (target := _TARGET.search(relation)):
                    found.add(PurePosixPath(target[1].decode("utf-8", "replace")).name)
    return found


def _from_part(package: zipfile.ZipFile, entry: zipfile.ZipInfo, at: int, taking: Taking) -> None:
    stated = mail_parts.attachment_name(entry.filename, at)
    with package.open(entry) as stream:
        wrapped = stream.read(len(OLE)) == OLE and stated.lower().endswith(".bin")
    if not wrapped:
        taking.take(stated, _unpacked(package, entry), entry.file_size)
    elif entry.file_size > _LARGEST:
        taking.refuse(stated, reasons.too_large(_LARGEST), entry.file_size)
    else:
        data = b"".join(_bounded(_unpacked(package, entry)))
        _from_object(data, PurePosixPath(stated).stem, at, taking)


def _unpacked(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with package.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk
    except DAMAGE as error:
        raise Fault(reasons.BROKEN_ENTRY) from error


def _bounded(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """No more than the largest part has, whatever the list of contents states."""
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > _LARGEST:
            return
        yield chunk


# --------------------------------------------------------------------------- compound files


def _from_object(data: bytes, stated: str, at: int, taking: Taking) -> None:
    """A compound file that wraps a file, or is a document itself."""
    import olefile  # type: ignore[import-untyped]

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as compound:
            found, kind = _wrapped(compound, ()), _document(compound, ())
    except Exception as error:  # a parser of hostile input: any other failure means unreadable
        if is_of_system(error):
            raise
        taking.refuse(stated, reasons.BROKEN_ENTRY, len(data))
        return
    if found is not None:
        name, content = found
        taking.take(mail_parts.attachment_name(name, at, _ending(content)), (content,))
    elif kind is not None:
        taking.take(f"{stated}{kind}", (data,), len(data))


def _from_compound(path: Path, taking: Taking) -> None:
    import olefile

    at = 0
    with olefile.OleFileIO(str(path)) as compound:
        for at, storage in enumerate(_storages(path), start=1):
            _from_storage(compound, storage, at, taking)
    for number, data in enumerate(_objects(path), start=at + 1):
        stated = mail_parts.attachment_name("", number)
        if data is None:
            taking.refuse(stated, reasons.BROKEN_ENTRY)
        else:
            _from_object(data, stated, number, taking)


def _from_storage(compound: Any, storage: tuple[str, ...], at: int, taking: Taking) -> None:
    stated = mail_parts.attachment_name("", at)
    try:
        found, kind = _wrapped(compound, storage), _document(compound, storage)
    except Exception as error:  # a parser of hostile input: any other failure means unreadable
        if is_of_system(error):
            raise
        taking.refuse(stated, reasons.BROKEN_ENTRY)
        return
    if found is not None:
        name, content = found
        taking.take(mail_parts.attachment_name(name, at, _ending(content)), (content,))
    elif kind is not None:
        taking.refuse(f"{stated}{kind}", _NOT_APART)


def _storages(path: Path) -> list[tuple[str, ...]]:
    """The storages of objects in a letter or workbook; of what cannot be read, none."""
    import olefile

    try:
        with olefile.OleFileIO(str(path)) as compound:
            listed = compound.listdir(streams=False, storages=True)
    except Exception as error:  # a parser of hostile input: any other failure means unreadable
        if is_of_system(error):
            raise
        return []
    return [
        tuple(parts)
        for parts in listed
        if (len(parts) == 2 and parts[0] == _POOL)
        or (len(parts) == 1 and _BOOK_STORAGE.fullmatch(parts[0]))
    ]


def _objects(path: Path) -> Iterator[bytes | None]:
    """The compound files embedded in a presentation; ``None`` for one that cannot be unpacked."""
    show = _show(path)
    at = 0
    for _ in range(_MOST_RECORDS):
        if at + 8 > len(show):
            return
        options, kind, length = struct.unpack_from("<HHI", show, at)
        if kind == _OBJECT:
            yield _unwrapped(show[at + 8 : at + 8 + length], packed=options >> 4 == _PACKED)
        at += 8 + length


def _show(path: Path) -> bytes:
    import olefile

    try:
        with olefile.OleFileIO(str(path)) as compound:
            if not compound.exists(_SHOW) or compound.get_size(_SHOW) > _LARGEST:
                return b""
            return bytes(compound.openstream(_SHOW).read())
    except Exception as error:  # a parser of hostile input: any other failure means unreadable
        if is_of_system(error):
            raise
        return b""


def _unwrapped(data: bytes, *, packed: bool) -> bytes | None:
    if not packed:
        return data
    try:
        return zlib.decompressobj().decompress(data[4:], _LARGEST)
    except zlib.error:
        return None


def _wrapped(compound: Any, storage: tuple[str, ...]) -> tuple[str, bytes] | None:
    """The name (or none) and the content of the file that a storage wraps."""
    if compound.exists([*storage, _NATIVE]):
        return _package(compound.openstream([*storage, _NATIVE]).read())
    for stream in _WHOLE:
        if compound.exists([*storage, stream]):
            content = bytes(compound.openstream([*storage, stream]).read())
            return ("", content) if _ending(content) else None
    return None


def _document(compound: Any, storage: tuple[str, ...]) -> str | None:
    """The extension of the document that a storage is, unless it is but a chart."""
    clsid = compound.getclsid(list(storage)) if storage else compound.root.clsid
    if str(clsid).upper() in _CHARTS:
        return None
    kinds: Mapping[str, str] = _DOCUMENTS
    return next((kind for name, kind in kinds.items() if compound.exists([*storage, name])), None)


def _package(native: bytes) -> tuple[str, bytes] | None:
    """A file wrapped by Windows' packager: label, path, temporary path, content.

    ``None`` where a program keeps data of its own in this stream.

    Raises:
        struct.error, ValueError: it is cut off.
    """
    if len(native) < 6 or struct.unpack_from("<H", native, 4)[0] != 2:
        return None
    end = native.index(b"\0", 6)
    label = native[6:end]
    at = native.index(b"\0", end + 1) + 1 + 4
    (length,) = struct.unpack_from("<I", native, at)
    at += 4 + length
    (size,) = struct.unpack_from("<I", native, at)
    content = native[at + 4 : at + 4 + size]
    if len(content) < size:
        raise ValueError("cut off")
    return names.decoded(label), content


def _ending(content: bytes) -> str:
    """The extension that belongs to a document without a name, or nothing."""
    if content.startswith(b"%PDF-"):
        return ".pdf"
    if not content.startswith(b"PK"):
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            listed = package.namelist()
    except DAMAGE:
        return ""
    found = (end for start, end in _FOLDERS.items() if any(n.startswith(start) for n in listed))
    return next(found, "")
