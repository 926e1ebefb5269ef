"""Spreadsheets written by hand, cell by cell, in every form that programs give them."""

import struct
from collections.abc import Iterable, Mapping

from tests.builders.hostile import relation, xlsx_parts
from tests.builders.hostile import zip_of as zipped

#: Where a cell stands (from 0) and what it says.
Cells = Mapping[tuple[int, int], str]

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_SPACES = "".join(
    f' xmlns:{name}="{_ODF}{name}:1.0"' for name in ("office", "table", "text", "style")
)


def xlsx(sheet: bytes | str, strings: str = "", *, without: Iterable[str] = ()) -> bytes:
    """A workbook whose only sheet is this XML; a text is taken for the rows alone."""
    rows = sheet if isinstance(sheet, str) else ""
    parts = xlsx_parts(rows, strings)
    if isinstance(sheet, bytes):
        parts["xl/worksheets/sheet1.xml"] = sheet
    return zipped({name: data for name, data in parts.items() if name not in without})


def ods(rows: str, *, flat: bool = False) -> bytes:
    """An OpenDocument spreadsheet of one sheet."""
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    root = f'document office:mimetype="{mime}"' if flat else "document-content"
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:{root}{_SPACES}><office:body>'
        f'<office:spreadsheet><table:table table:name="表">{rows}</table:table>'
        f"</office:spreadsheet></office:body></office:{root.partition(' ')[0]}>"
    ).encode()
    if flat:
        return text
    manifest = b"<manifest/>"
    return zipped(
        {"mimetype": mime.encode(), "content.xml": text, "META-INF/manifest.xml": manifest}
    )


def ods_rows(cells: Cells) -> str:
    """Rows of texts; what is empty in between is written as runs, as programs do."""
    made, last = "", -1
    for row in sorted({row for row, _ in cells}):
        made += _run("row", row - last - 1, "<table:table-cell/>")
        made += "<table:table-row>"
        before = -1
        for column in sorted(column for at, column in cells if at == row):
            made += _run("cell", column - before - 1, "")
            said = cells[row, column]
            made += (
                '<table:table-cell office:value-type="string">'
                f"<text:p>{said}</text:p></table:table-cell>"
            )
            before = column
        made += "</table:table-row>"
        last = row
    return made


def _run(what: str, times: int, inner: str) -> str:
    if not times:
        return ""
    of = {"row": "rows", "cell": "columns"}[what]
    return f'<table:table-{what} table:number-{of}-repeated="{times}">{inner}</table:table-{what}>'


def xlsb(
    cells: Mapping[tuple[int, int], str | float],
    size: tuple[int, int] = (0, 0),
    hidden: frozenset[int] = frozenset(),
) -> bytes:
    """A binary workbook of one sheet, its texts in the cells; ``size`` is what it states."""
    sheet = _record(129) + _record(148, struct.pack("<IIII", 0, size[0], 0, size[1]))
    sheet += _record(145)
    for row in sorted({row for row, _ in cells}):
        flags = 0x10 if row in hidden else 0
        sheet += _record(0, struct.pack("<IIHBBBI", row, 0, 300, 0, flags, 0, 0))
        for column in sorted(column for at, column in cells if at == row):
            sheet += _binary_cell(column, cells[row, column])
    sheet += _record(146) + _record(130)
    book = _record(131) + _record(143)
    book += _record(156, struct.pack("<II", 0, 1) + _text("r1") + _text("表"))
    book += _record(144) + _record(132)
    parts = {
        name: data
        for name, data in xlsx_parts("").items()
        if name in ("[Content_Types].xml", "_rels/.rels")
    }
    main = "application/vnd.ms-excel."
    parts["[Content_Types].xml"] = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
        f'package.relationships+xml"/><Override PartName="/xl/workbook.bin" ContentType="{main}'
        'sheet.binary.macroEnabled.main"/><Override PartName="/xl/worksheets/sheet1.bin" '
        f'ContentType="{main}worksheet"/></Types>'
    ).encode()
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"workbook.xml", b"workbook.bin")
    relations = relation("r1", "worksheet", "worksheets/sheet1.bin")
    parts["xl/_rels/workbook.bin.rels"] = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/'
        f'2006/relationships">{relations}</Relationships>'
    ).encode()
    return zipped({**parts, "xl/workbook.bin": book, "xl/worksheets/sheet1.bin": sheet})


def _binary_cell(column: int, said: str | float) -> bytes:
    """A text, a number, or a whole number in the short form."""
    place = struct.pack("<II", column, 0)
    if isinstance(said, str):
        return _record(6, place + _text(said))
    if isinstance(said, int):
        return _record(2, place + struct.pack("<i", said << 2 | 2))
    return _record(5, place + struct.pack("<d", said))


def _record(kind: int, data: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, size = b"", len(data)
    while True:
        size, low = size >> 7, size & 0x7F
        length += bytes([low | (0x80 if size else 0)])
        if not size:
            return head + length + data


def _text(said: str) -> bytes:
    return struct.pack("<I", len(said)) + said.encode("utf-16-le")
