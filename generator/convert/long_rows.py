"""Rows that may not break, under a heading that is repeated: LibreOffice cuts them off.

Where such a row is taller than what the heading leaves of a page, LibreOffice prints what fits and
drops the rest (measured with 25.2.3: 11 of 40 lines; without the heading, none), while Word breaks
the row all the same. The private copy of a letter lets them break.
"""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from generator.base.zips import DAMAGE, member
from generator.convert.openxml import LARGEST_PART, parse, replace_parts, serialize

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_DOCX, _ODT = "word/document.xml", "content.xml"

#: A row that has no more lines than this even with one letter a line may stay in one piece: no
#: heading that is repeated leaves less of a page.
_SHORT = 15

#: What makes a row taller than its letters do.
_TALL = tuple(f"{_W}{name}" for name in ("tbl", "drawing", "pict", "object"))

#: In RTF: a row that heads each page, and one that may not break (RTF 1.9.1, table definitions).
_RICH_HEAD, _RICH_WHOLE = re.compile(rb"\\trhdr(?![a-z])"), re.compile(rb"\\trkeep(?![a-z])")


def let_break(path: Path) -> None:
    """Let long rows under a repeated heading break in a private copy (.docx, .odt, .rtf).

    A copy that cannot be read stays as it is: LibreOffice has the last word on that.

    Raises:
        OSError: the copy cannot be read or written.
    """
    with path.open("rb") as stream:
        head = stream.read(5)
    if head.startswith(b"PK"):
        _package(path)
    elif head == b"{\\rtf" and path.stat().st_size <= LARGEST_PART:
        data = path.read_bytes()
        if _RICH_HEAD.search(data) and _RICH_WHOLE.search(data):
            path.write_bytes(_RICH_WHOLE.sub(b"", data))


def _package(path: Path) -> None:
    fresh: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(path) as package:
            for name, mend, marks in (
                (_DOCX, _mend_letter, (b"tblHeader", b"cantSplit")),
                (_ODT, _mend_open_document, (b"table-header-rows", b"keep-together")),
            ):
                if name in package.namelist() and (data := _part(package, name)):
                    root = parse(data) if all(mark in data for mark in marks) else None
                    if root is not None and mend(root):
                        fresh[name] = serialize(root)
    except (*DAMAGE, etree.XMLSyntaxError):
        return
    replace_parts(path, fresh)


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    entry = package.getinfo(name)
    return member(package, entry) if entry.file_size <= LARGEST_PART else b""


def _mend_letter(root: etree._Element) -> int:
    """Take the mark off rows of tables with a heading; tell how many there were."""
    marks = [
        mark
        for table in root.iter(f"{_W}tbl")
        if next(table.iterfind(f"{_W}tr/{_W}trPr/{_W}tblHeader"), None) is not None
        for row in table.iterfind(f"{_W}tr")
        for mark in row.iterfind(f"{_W}trPr/{_W}cantSplit")
        if not _is_short(row)
    ]
    for mark in marks:
        mark.getparent().remove(mark)
    return len(marks)


def _is_short(row: etree._Element) -> bool:
    if next(row.iter(*_TALL), None) is not None:
        return False
    return all(_lines(cell) <= _SHORT for cell in row.iter(f"{_W}tc"))


def _lines(cell: etree._Element) -> int:
    """As many lines as a cell can have at most: one a letter, a break and a paragraph."""
    letters = sum(len(text.text or "") for text in cell.iter(f"{_W}t"))
    return letters + sum(1 for _ in cell.iter(f"{_W}p", f"{_W}br", f"{_W}cr"))


def _mend_open_document(root: etree._Element) -> int:
    """Let the rows of all styles break: a style does not say which tables its rows are of."""
    marks = list(_whole_rows(root))
    for mark in marks:
        mark.set(f"{_FO}keep-together", "auto")
    return len(marks)


def _whole_rows(root: etree._Element) -> Iterator[etree._Element]:
    for properties in root.iter(f"{_STYLE}table-row-properties"):
        if properties.get(f"{_FO}keep-together") == "always":
            yield properties
