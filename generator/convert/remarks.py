"""Comments beside a document, which LibreOffice does not print: counted and told."""

import re
import struct
import zipfile
from pathlib import Path

from generator.base.zips import DAMAGE, member, open_zip
from generator.convert.compounds import OLE
from generator.convert.openxml import LARGEST_PART

#: The parts of a package that hold comments, and how each of them begins: Word's, PowerPoint's,
#: Excel's (ECMA-376 part 1, 17.13.4, 19.4, 18.7) and OpenDocument's (part 3, 14.1).
_PARTS = (
    (re.compile(r"word/comments\.xml"), re.compile(rb"<(?:\w+:)?comment[\s/>]")),
    (re.compile(r"ppt/comments/[^/]+\.xml"), re.compile(rb"<(?:\w+:)?cm[\s/>]")),
    (re.compile(r"xl/(?:comments/)?comment[^/]*\.xml"), re.compile(rb"<(?:\w+:)?comment[\s/>]")),
    (re.compile(r"content\.xml"), re.compile(rb"<office:annotation[\s/>]")),
)

#: The same in a document that is one file: flat OpenDocument, the XML of Word 2003, RTF.
_FLAT = re.compile(rb"<office:annotation[\s/>]|w:type=\"Word\.Comment\"|\{\\\*\\annotation\b")

#: Where a letter says how long the list of its comments is, and how long one is with its place
#: ([MS-DOC] 2.5.6, lcbPlcfandRef; 2.8.7 and 2.9.9). Before Word 97 it stood elsewhere.
_LETTER, _LENGTH_AT, _OF_ONE, _WORD_97 = "WordDocument", 190, 34, 0xC1


def remark_notes(document: Path) -> tuple[str, ...]:
    """Tell how many comments of a private copy are not on its pages.

    A copy that cannot be read is told of by LibreOffice, which has the last word on that.

    Raises:
        OSError: the copy cannot be read.
    """
    many = _counted(document)
    return (f"文件里有 {many} 条批注没有印出，需要的请用 Word/WPS 打开原件打印",) if many else ()


def _counted(document: Path) -> int:
    with document.open("rb") as stream:
        head = stream.read(len(OLE))
    if head == OLE:
        return _in_letter(document)
    if head.startswith(b"PK"):
        return _in_package(document)
    if document.stat().st_size > LARGEST_PART:
        return 0
    return len(_FLAT.findall(document.read_bytes()))


def _in_package(document: Path) -> int:
    try:
        with open_zip(document) as package:
            return sum(_in_part(package, entry) for entry in package.infolist())
    except DAMAGE:
        return 0


def _in_part(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    for name, begin in _PARTS:
        if name.fullmatch(entry.filename) and entry.file_size <= LARGEST_PART:
            return len(begin.findall(member(package, entry)))
    return 0


def _in_letter(document: Path) -> int:
    import olefile  # type: ignore[import-untyped]

    try:
        with olefile.OleFileIO(str(document)) as compound, compound.openstream(_LETTER) as stream:
            head = stream.read(_LENGTH_AT + 4)
    except Exception:  # a parser of hostile input: any failure means no letter that can be read
        return 0
    if len(head) < _LENGTH_AT + 4 or struct.unpack_from("<H", head, 2)[0] < _WORD_97:
        return 0
    (length,) = struct.unpack_from("<I", head, _LENGTH_AT)
    return max(0, int(length) - 4) // _OF_ONE
