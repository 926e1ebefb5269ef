"""Open a workbook (.xlsx, .xls and what hides behind their names), lift its sheets into grids."""

import io
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from generator.ledgers.cells import Raw
from generator.ledgers.csv_file import read_csv
from generator.ledgers.grid import Grid, Unreadable, address
from generator.ledgers.sheet_contents import PASSWORD, UNREADABLE, Content, read_contents
from generator.ledgers.xls_marks import (
    DAMAGE,
    is_encrypted_package,
    is_protected,
    read_xls_marks,
    workbook_stream,
)
from generator.ledgers.xlsx_marks import (
    MAX_CELLS,
    MAX_UNPACKED,
    Marks,
    checked,
    has_pictures,
    read_marks,
    sheet_parts,
    unpacked_size,
)

_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_WEB = (b"<html", b"<!doctype html", b"<table", b"<meta", b"<?xml")

_SAVE_AS = "请用 Excel 或 WPS 打开，“另存为”.xlsx 后替换原文件"
_DAMAGED = Unreadable("文件已损坏，读不出表格", f"请从备份中恢复；能打开时{_SAVE_AS}")
_PASSWORD = Unreadable("文件有打开密码", "请用 Excel 打开，去掉密码后保存")
_TOO_LARGE = Unreadable("文件展开后太大，读不了", "请删去多余的工作表和图片后另存")
_PICTURE = Unreadable("这里是图片，不是表格", "请放入可以编辑的 Excel 台账，图片另放在佐证里")


def open_workbook(path: Path) -> tuple[Grid, ...] | Unreadable:
    """Lift all sheets of a ledger file into grids; what the file is shows by its content.

    The reader may end its process over damaged files, so that only workers open what was filed. Of
    500 .xls files damaged at random, nine made it panic and one ended the whole process.
    """
    try:
        data = path.read_bytes()
    except OSError:
        return Unreadable("文件打不开", "请检查文件权限，并关闭正在使用它的程序")
    if not data.strip(b"\x00 \t\r\n"):
        return Unreadable("文件是空的", "请放入填好的台账")
    if data.startswith(_ZIP):
        return _open_xlsx(data)
    if data.startswith(_OLE):
        return _open_xls(data)
    if path.suffix.lower() in (".csv", ".txt", ".tsv"):
        return read_csv(data)
    return _not_a_workbook(data)


def _not_a_workbook(data: bytes) -> Unreadable:
    head = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data.startswith(_PICTURES):
        return _PICTURE
    if data.startswith(b"%PDF"):
        return Unreadable("这里是 PDF，不是表格", "请放入可以编辑的 Excel 台账，PDF 另放在佐证里")
    if head.startswith(_WEB):
        return Unreadable("名为 Excel，内容却是网页（多为系统导出）", _SAVE_AS)
    return Unreadable("认不出这是什么表格文件", _SAVE_AS)


def _open_xlsx(data: bytes) -> tuple[Grid, ...] | Unreadable:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if unpacked_size(archive) > MAX_UNPACKED:
                return _TOO_LARGE
            marks = _xlsx_marks(archive)
            pictures = has_pictures(archive)
            data = checked(archive)
        far = next((name for name, mark in marks.items() if mark.far), None)
        if far is not None:
            return _too_wide(far, marks[far].far or (0, 0))
        contents = read_contents(data, MAX_CELLS)
    except PASSWORD:
        return _PASSWORD
    except (RuntimeError, NotImplementedError):
        return _PASSWORD  # zipfile: the member is encrypted
    except (*UNREADABLE, zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, KeyError, EOFError):
        return _DAMAGED
    return _grids(contents, [marks.get(sheet.name, Marks()) for sheet in contents], pictures)


def _xlsx_marks(archive: zipfile.ZipFile) -> dict[str, Marks]:
    """The marks of each sheet by its name; an .ods has none."""
    members = set(archive.namelist())
    if "xl/workbook.xml" not in members:
        return {}
    parts = sheet_parts(archive)
    return {name: read_marks(archive, part) for name, part in parts.items() if part in members}


def _open_xls(data: bytes) -> tuple[Grid, ...] | Unreadable:
    try:
        if is_encrypted_package(data):
            return _PASSWORD
        stream = workbook_stream(data)
    except DAMAGE:
        return _DAMAGED
    if stream is None:
        return Unreadable("这不是 Excel 文件（可能是改了名的 Word 文件）", _SAVE_AS)
    if is_protected(stream):
        return _PASSWORD
    try:
        contents = read_contents(data, MAX_CELLS)
    except PASSWORD:
        return _PASSWORD
    except UNREADABLE:
        return _DAMAGED
    marks = dict(enumerate(read_xls_marks(stream)))
    return _grids(contents, [marks.get(sheet.index, Marks()) for sheet in contents], False)


def _grids(
    contents: Sequence[Content], marks: Sequence[Marks], pictures: bool
) -> tuple[Grid, ...] | Unreadable:
    for sheet in contents:
        if sheet.corner is not None:
            return _too_wide(sheet.name, sheet.corner)
    if not any(sheet.rows for sheet in contents):
        return _PICTURE if pictures else Unreadable("工作簿里没有内容", "请放入填好的台账")
    return tuple(_grid(*pair) for pair in zip(contents, marks, strict=True))


def _too_wide(sheet: str, corner: tuple[int, int]) -> Unreadable:
    message = f"工作表“{sheet}”一直延伸到 {address(*corner)}，大得读不了，多半是远处有误填的内容"
    return Unreadable(message, "请按 Ctrl+End 找到最后一格，删去多余的行和列后保存")


def _grid(sheet: Content, marks: Marks) -> Grid:
    for (row, column), text in marks.notes.items():
        _grow(sheet.rows, row + 1, column + 1)
        sheet.rows[row][column] = text
    return Grid(sheet.name, sheet.rows, sheet.merged, sheet.hidden, frozenset(marks.hidden_rows))


def _grow(rows: list[list[Raw]], height: int, width: int) -> None:
    """Make room for a cell that the reader left out as empty; all rows keep one length."""
    wide = max(width, len(rows[0]) if rows else 0)
    if rows and len(rows[0]) < wide:
        for row in rows:
            row.extend([""] * (wide - len(row)))
    rows.extend([""] * wide for _ in range(height - len(rows)))
