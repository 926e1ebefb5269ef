"""Write the XML of a sheet as Excel writes it, whatever program wrote it and how.

Rows and cells without their numbers, single quotes, prefixes, comments, other encodings are all
XML as good as any; what is read by pattern afterwards knows one form alone.
"""

import io
import re
from collections.abc import Iterator
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from generator.workbooks.grid import address, number_of

_PLAIN_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*?\?>\s*)?<worksheet\b", re.IGNORECASE)
_OTHER_ENCODING = re.compile(rb"<\?xml[^>]*?encoding=[\"'](?!utf-?8[\"'])", re.IGNORECASE)
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")

#: A row or a cell without attributes, or with something else than a blank before them.
_BARE = re.compile(rb"<(?:c|row)[>/\n\r\t]")
_NUMBERED_ROWS = re.compile(rb"<row\b[^>]*?\sr=\"\d{1,7}\"")
#: A cell whose address stands first, as all common programs write it.
ADDRESSED = re.compile(rb"<c r=\"[A-Z]{1,3}\d{1,7}\"")

_ADDRESS = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")
_TRUE = frozenset({"1", "true"})


def is_plain_start(head: bytes) -> bool:
    """Whether a sheet begins as Excel lets it begin."""
    return _PLAIN_HEAD.match(head) is not None and not is_foreign(head)


def is_foreign(data: bytes) -> bool:
    """Whether an XML part is in another encoding than UTF-8."""
    return data.startswith(_WIDE_MARKS) or _OTHER_ENCODING.match(data[:200].lstrip()) is not None


def is_plain(chunk: bytes, addressed: int) -> bool:
    """Whether all rows and cells of a piece of a sheet are written as Excel does.

    Args:
        chunk: the piece.
        addressed: how many cells in it begin with their address.
    """
    if b"<!" in chunk or b"='" in chunk or chunk.count(b"<c ") != addressed:
        return False
    if chunk.count(b"<row ") != len(_NUMBERED_ROWS.findall(chunk)):
        return False
    return _BARE.search(chunk) is None


def as_utf8(data: bytes) -> bytes:
    """An XML part in UTF-8.

    Raises:
        lxml.etree.XMLSyntaxError: the part is not XML.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return bytes(etree.tostring(etree.fromstring(data, parser), encoding="UTF-8"))


def plain_sheet_xml(stream: IO[bytes]) -> bytes:
    """A sheet with its rows, cells and merged areas, in the plain form.

    Raises:
        lxml.etree.XMLSyntaxError: it is not XML.
    """
    out = io.BytesIO()
    out.write(
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    merged: list[str] = []
    row = -1
    for event, element in _elements(stream):
        name = etree.QName(element).localname
        if name == "row" and event == "start":
            row = row_number(element.get("r"), row + 1)
            hidden = ' hidden="1"' if (element.get("hidden") or "") in _TRUE else ""
            out.write(f'<row r="{row + 1}"{hidden}>'.encode())
            column = -1
        elif name == "row":
            out.write(b"</row>")
            element.clear()
        elif name == "c" and event == "end":
            at = cell_at(element.get("r"), row, column + 1)
            column = at[1]
            out.write(_cell(element, at).encode("utf-8"))
            element.clear()
        elif name == "mergeCell" and event == "start":
            merged.append(f"<mergeCell ref={quoteattr(element.get('ref') or '')}/>")
    out.write(b"</sheetData>")
    if merged:
        out.write(f"<mergeCells>{''.join(merged)}</mergeCells>".encode())
    out.write(b"</worksheet>")
    return out.getvalue()


def _elements(stream: IO[bytes]) -> Iterator[tuple[str, etree._Element]]:
    yield from etree.iterparse(
        stream,
        events=("start", "end"),
        tag=("{*}row", "{*}c", "{*}mergeCell"),
        resolve_entities=False,
        no_network=True,
        huge_tree=True,
    )


def row_number(stated: str | None, following: int) -> int:
    """The row, from 0: as stated, or the one after the last."""
    return int(stated) - 1 if stated and stated.isdecimal() and int(stated) > 0 else following


def cell_at(stated: str | None, row: int, following: int) -> tuple[int, int]:
    """Row and column of a cell, from 0: as stated, or the ones after the last."""
    match = _ADDRESS.fullmatch(stated or "")
    if match is None or not int(match[2]):
        return max(row, 0), following
    return int(match[2]) - 1, number_of(match[1].upper())


def _cell(element: etree._Element, at: tuple[int, int]) -> str:
    """A cell with its value, its own text, and whether it has a formula."""
    kept = "".join(
        f" {name}={quoteattr(value)}" for name in ("s", "t") if (value := element.get(name))
    )
    inner = ""
    for child in element.iterchildren("{*}f", "{*}v", "{*}is"):
        name = etree.QName(child).localname
        if name == "is":
            texts = (text.text or "" for text in child.iter("{*}t") if not _is_reading(text))
            inner += f'<is><t xml:space="preserve">{escape("".join(texts))}</t></is>'
        elif name == "v":
            inner += f"<v>{escape(child.text or '')}</v>"
        else:
            inner += "<f></f>"
    return f'<c r="{address(*at)}"{kept}>{inner}</c>' if inner else ""


def _is_reading(text: etree._Element) -> bool:
    """Whether a text tells how another is pronounced."""
    parent = text.getparent()
    return parent is not None and etree.QName(parent).localname == "rPh"
