"""Open a workbook (.xlsx, .xlsb, .xls, .ods, .csv), whatever its name; lift its sheets to grids.

It is foreign data: this runs in a worker, which may crash, hang, or run out of memory over it.
"""

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from lxml import etree

from generator.base.zips import member
from generator.workbooks.csv_file import read_csv
from generator.workbooks.excel_2003 import is_xml_2003, read_xml_2003
from generator.workbooks.grid import Grid, Raw, Unreadable, address, too_large
from generator.workbooks.ods_file import CONTENT, is_flat, read_ods
from generator.workbooks.own_password import unlocked
from generator.workbooks.sheet_contents import PASSWORD, UNREADABLE, Content, read_contents
from generator.workbooks.strays import MAX_CELLS
from generator.workbooks.xls_marks import (
    DAMAGE,
    is_encrypted_package,
    is_protected,
    read_xls_marks,
    without_strays,
    workbook_stream,
)
from generator.workbooks.xlsb_marks import BOOK as BINARY_BOOK
from generator.workbooks.xlsb_marks import read_xlsb_marks, xlsb_sheet_parts
from generator.workbooks.xlsx_marks import (
    MAX_UNPACKED,
    Marks,
    checked,
    has_pictures,
    read_marks,
    sheet_parts,
    unpacked_size,
)

#: A workbook that unpacks to more bytes is given to the reader as it is.
_AT_HAND = 100_000_000

_BOOK = "xl/workbook.xml"
_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_WEB = (b"<html", b"<!doctype html", b"<table", b"<meta")
_EXCHANGED = (b"id;p", b"table\r\n0,1", b"table\n0,1")
_XML = (b"<?xml", b"\xff\xfe<\x00", b"\xfe\xff\x00<", b"<office:document")

_SAVE_AS = "请用 Excel 或 WPS 打开，“另存为”.xlsx 后替换原文件"
_DAMAGED = Unreadable("文件已损坏，读不出表格", f"请从备份中恢复；能打开时{_SAVE_AS}")
_PASSWORD = Unreadable("文件有打开密码", "请用 Excel 打开，去掉密码后保存")
_TOO_LARGE = Unreadable("文件展开后太大，读不了", "请删去多余的工作表和图片后另存")
_PICTURE = Unreadable(
    "这里是图片，不是表格", "请放入可以编辑的 Excel 台账，图片另放在佐证里", is_table=False
)
_BLANK = Unreadable("工作簿里没有内容", "请放入填好的台账", is_table=False)
_NO_TABLE = Unreadable("这不是表格文件（可能是改了名的别的文件）", _SAVE_AS, is_table=False)


def open_workbook(path: Path) -> tuple[Grid, ...] | Unreadable:
    """Lift all sheets of a ledger file into grids; what the file is shows by its content."""
    try:
        data = path.read_bytes()
    except OSError:
        return Unreadable("文件打不开", "请检查文件权限，并关闭正在使用它的程序")
    if not data.strip(b"\x00 \t\r\n"):
        return Unreadable("文件是空的", "请放入填好的台账", is_table=False)
    if data.startswith(_ZIP):
        return _open_zip(data)
    if data.startswith(_OLE):
        return _open_xls(data)
    if path.suffix.lower() in (".csv", ".txt", ".tsv"):
        return read_csv(data)
    if is_flat(data):
        return _open_flat(data)
    if is_xml_2003(data):
        return _open_xml_2003(data)
    if _is_written(data):
        return read_csv(data)
    return _not_a_workbook(data)


def _is_written(data: bytes) -> bool:
    """Whether a file is text, and neither a page, nor XML, nor of a format that looks like it."""
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\0", b"")
    start = head[:100].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if start.startswith((b"<", b"%", b"{\\rtf", *_EXCHANGED)):
        return False
    return not any(byte < 9 or 13 < byte < 27 for byte in head)


def _not_a_workbook(data: bytes) -> Unreadable:
    head = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data.startswith(_PICTURES):
        return _PICTURE
    if data.startswith(b"%PDF"):
        message = "这里是 PDF，不是表格"
        remedy = "请放入可以编辑的 Excel 台账，PDF 另放在佐证里"
        return Unreadable(message, remedy, is_table=False)
    if head.startswith(_WEB):
        message = "名为 Excel，内容却是网页（多为系统导出）"
        return Unreadable(message, _SAVE_AS, is_table=False)
    if head.startswith(_XML):
        return Unreadable("名为 Excel，内容却是网页（多为系统导出）", _SAVE_AS)
    if head.startswith(_EXCHANGED):
        return Unreadable("这是 SYLK 或 DIF 格式的老式表格，本程序读不了", _SAVE_AS)
    return Unreadable("认不出这是什么表格文件", _SAVE_AS)


def _open_zip(data: bytes) -> tuple[Grid, ...] | Unreadable:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if unpacked_size(package) > MAX_UNPACKED:
                return _TOO_LARGE
            members = frozenset(package.namelist())
            if CONTENT in members and not members & {_BOOK, BINARY_BOOK}:
                return _open_ods(package, members)
            if not any(name.casefold().startswith("xl/") for name in members):
                return _NO_TABLE
            return _open_xlsx(package, data, members)
    except PASSWORD:
        return _PASSWORD
    except (RuntimeError, NotImplementedError):
        return _PASSWORD  # zipfile: the member is encrypted
    except (*UNREADABLE, zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, KeyError, EOFError):
        return _DAMAGED


def _open_ods(package: zipfile.ZipFile, members: frozenset[str]) -> tuple[Grid, ...] | Unreadable:
    manifest = "META-INF/manifest.xml"
    if manifest in members and b"encryption-data" in member(package, manifest):
        return _PASSWORD
    with package.open(CONTENT) as stream:
        grids = read_ods(stream)
    if grids is None:
        return _NO_TABLE
    return _with_content(grids, any(name.startswith("Pictures/") for name in members))


def _open_flat(data: bytes) -> tuple[Grid, ...] | Unreadable:
    try:
        grids = read_ods(io.BytesIO(data))
    except etree.XMLSyntaxError:
        return _DAMAGED
    return _NO_TABLE if grids is None else _with_content(grids, b"binary-data" in data)


def _open_xml_2003(data: bytes) -> tuple[Grid, ...] | Unreadable:
    try:
        return _with_content(read_xml_2003(data), False)
    except etree.XMLSyntaxError:
        return _DAMAGED


def _with_content(
    grids: tuple[Grid, ...] | Unreadable, pictures: bool
) -> tuple[Grid, ...] | Unreadable:
    if isinstance(grids, Unreadable) or any(grid.rows for grid in grids):
        return grids
    return _PICTURE if pictures else _BLANK


def _open_xlsx(
    package: zipfile.ZipFile, data: bytes, members: frozenset[str]
) -> tuple[Grid, ...] | Unreadable:
    parts = _parts(package, members)
    read = read_marks if _BOOK in members else read_xlsb_marks
    marks = {name: read(package, part) for name, part in parts.items() if part in members}
    for name, mark in marks.items():
        if mark.too_large:
            return too_large(name)
    rewritten = {
        parts[name]: mark.rewritten for name, mark in marks.items() if mark.rewritten is not None
    }
    if rewritten or unpacked_size(package) <= _AT_HAND:
        data = checked(package, rewritten)
    contents = read_contents(data, MAX_CELLS)
    own = [marks.get(sheet.name, Marks()) for sheet in contents]
    return _grids(contents, own, has_pictures(package))


def _parts(package: zipfile.ZipFile, members: frozenset[str]) -> Mapping[str, str]:
    """The member of the container that holds each sheet, by the sheet's name."""
    if _BOOK in members:
        return sheet_parts(package)
    return xlsb_sheet_parts(package) if BINARY_BOOK in members else {}


def _open_xls(data: bytes) -> tuple[Grid, ...] | Unreadable:
    try:
        plain = unlocked(data)
        if plain is not None and plain.startswith(_ZIP):
            return _open_zip(plain)
        data = plain or data
        if is_encrypted_package(data):
            return _PASSWORD
        stream = workbook_stream(data)
    except DAMAGE:
        return _DAMAGED
    if stream is None:
        message = "这不是 Excel 文件（可能是改了名的 Word 文件）"
        return Unreadable(message, _SAVE_AS, is_table=False)
    if is_protected(stream):
        return _PASSWORD
    try:
        marks = dict(enumerate(read_xls_marks(stream)))
        if any(mark.too_large for mark in marks.values()):
            return _TOO_LARGE
        contents = read_contents(without_strays(data, stream, marks), MAX_CELLS)
    except (*UNREADABLE, *DAMAGE):
        return _DAMAGED
    return _grids(contents, [marks.get(sheet.index, Marks()) for sheet in contents], False)


def _grids(
    contents: Sequence[Content], marks: Sequence[Marks], pictures: bool
) -> tuple[Grid, ...] | Unreadable:
    for sheet in contents:
        if sheet.corner is not None:
            return too_large(f"{sheet.name}（到 {address(*sheet.corner)}）")
    if not any(sheet.rows or mark.stray for sheet, mark in zip(contents, marks, strict=True)):
        return _PICTURE if pictures else _BLANK
    return tuple(_grid(*pair) for pair in zip(contents, marks, strict=True))


def _grid(sheet: Content, marks: Marks) -> Grid:
    for (row, column), text in marks.notes.items():
        _grow(sheet.rows, row + 1, column + 1)
        sheet.rows[row][column] = text
    hidden_rows = frozenset(marks.hidden_rows)
    return Grid(sheet.name, sheet.rows, sheet.merged, sheet.hidden, hidden_rows, marks.stray)


def _grow(rows: list[list[Raw]], height: int, width: int) -> None:
    """Make room for a cell that the reader left out as empty; all rows keep one length."""
    wide = max(width, len(rows[0]) if rows else 0)
    if rows and len(rows[0]) < wide:
        for row in rows:
            row.extend([""] * (wide - len(row)))
    rows.extend([""] * wide for _ in range(height - len(rows)))
