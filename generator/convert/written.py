"""What a file without a mark in its first bytes is: a web page, XML, or plain text."""

import codecs
import re

from generator.convert.kinds import EXTENSIONS
from generator.convert.refusals import broken, foreign, unknown
from generator.model import Unbindable

_WIDE = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

_PAGE = (b"<!doctype html", b"<html", b"<head", b"<table", b"<meta")

#: What may stand before the first element of XML.
_BEFORE = re.compile(
    rb"\s*(<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(\[.*?\]\s*)?>)", re.DOTALL | re.IGNORECASE
)
_ROOT = re.compile(rb"\s*<(?:[\w.-]+:)?([\w.-]+)([^>]*)")
_KIND_OF_FLAT = re.compile(rb"mimetype\s*=\s*[\"']application/vnd\.oasis\.opendocument\.([\w-]+)")

_FLAT = {b"text": "fodt", b"spreadsheet": "fods", b"presentation": "fodp", b"graphics": "fodg"}

#: Element and namespace of documents that are one XML file.
_XML = (
    (b"svg", b"", "svg"),
    (b"Workbook", b"urn:schemas-microsoft-com:office:spreadsheet", "spreadsheetml"),
    (b"wordDocument", b"/office/word/2003/wordml", "wordml"),
)
_FOREIGN_XML = (
    (b"package", b"/2006/xmlPackage", "Office 的单个 XML 文件（Flat OPC）"),
    (b"UOF", b"", "标文通（UOF）文档"),
)

_LETTERS = frozenset({"doc", "docx", "docm", "wps", "rtf", "odt"})
_BOOKS = frozenset({"xls", "xlsx", "xlsm", "xlsb", "et", "ods"})

#: So many lines are looked at to tell a table.
_LINES = 8

_FIELD = re.compile(rb"[a-z][a-z0-9-]*:")


def written_kind(head: bytes, extension: str) -> str | Unbindable:
    """The kind of a file whose first bytes are no mark; the name decides what text is."""
    promised = EXTENSIONS.get(extension, "")
    text = _narrow(head).lstrip(b" \t\r\n")
    start = text.lower()
    if _is_saved_page(start, promised):
        return "mht"
    if promised != "html":
        found = _of_xml(text)
        if found is not None:
            return found
    page = start.startswith(_PAGE) or b"<html" in start[:1024]
    if page or (promised == "html" and _is_text(text)):
        return "html"
    if not promised:
        return unknown(f"扩展名 .{extension}" if extension else "没有扩展名")
    return _promised(text, start, promised, extension)


def _promised(text: bytes, start: bytes, promised: str, extension: str) -> str | Unbindable:
    """What stands under a name that promises something else."""
    if start.startswith(b"<?xml"):
        return broken(extension, "实际是 XML 文本")
    if _is_text(text):
        if promised in _LETTERS:
            return "txt"
        if promised in _BOOKS:
            return "csv" if _is_table(text) else "txt"
        return broken(extension, "实际是纯文本")
    if b"%PDF-" in text[:1024]:
        return "pdf"
    return broken(extension, "内容已损坏或是别的格式")


def _narrow(head: bytes) -> bytes:
    """The bytes without a mark of their encoding, those of UTF-16 in one byte a letter."""
    for mark, encoding in _WIDE:
        if head.startswith(mark):
            return head[2 : len(head) & ~1].decode(encoding, "replace").encode("utf-8", "replace")
    return head.removeprefix(codecs.BOM_UTF8)


def _is_saved_page(start: bytes, promised: str) -> bool:
    """Whether a page is saved in one file: the header of a mail that holds it with its pictures."""
    if not _FIELD.match(start):
        return False
    header = re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0]
    if b"content-type:" not in header:
        return False
    begins = start.startswith((b"mime-version:", b"from: "))
    return begins or promised == "mht" or b"multipart/related" in header


def _of_xml(text: bytes) -> str | Unbindable | None:
    """The document that an XML file is, by its first element."""
    while before := _BEFORE.match(text):
        text = text[before.end() :]
    root = _ROOT.match(text)
    if root is None:
        return None
    name, attributes = root[1], root[2]
    flat = _KIND_OF_FLAT.search(attributes) if name == b"document" else None
    if flat is not None:
        return _FLAT.get(flat[1].removesuffix(b"-template"))
    for element, space, kind in _XML:
        if name == element and space in attributes:
            return kind
    for element, space, what in _FOREIGN_XML:
        if name == element and space in attributes:
            return foreign(what)
    return None


def _is_text(text: bytes) -> bool:
    return not any(byte < 9 or 13 < byte < 27 for byte in text)


def _is_table(text: bytes) -> bool:
    """Whether lines are rows of cells: tabs, or as many commas in each of the first ones."""
    lines = [line for line in text.splitlines()[:_LINES] if line.strip()]
    if not lines:
        return False
    if b"\t" in lines[0]:
        return True
    commas = {line.count(b",") for line in lines}
    return len(lines) > 1 and len(commas) == 1 and commas != {0}
