"""Sheets written in the formats that offices keep: spreadsheets, text, web pages."""

import csv
import datetime as dt
import html
import io
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as Xml

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from bench.office_registers.sheets import Sheet
from bench.office_registers.spellings import Cell, Content

ODF = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = {"office": "office:1.0", "table": "table:1.0", "text": "text:1.0"}
KIND = "application/vnd.oasis.opendocument.spreadsheet"
#: Formats that keep number formats, merged cells and several sheets.
RICH = ("xlsx", "xlsx", "xlsx", "xlsx", "xls", "et")
PLAIN = ("ods", "fods", "gbk.csv", "utf16.csv", "tab.csv")


def write_xlsx(sheets: Sequence[Sheet], path: Path) -> None:
    """Write a workbook as Excel would."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        for (row, column), cell in sheet.cells.items():
            written = page.cell(row, column, cell.content)
            if cell.format:
                written.number_format = cell.format
            elif isinstance(cell.content, str):
                written.number_format = "@"
        for top, left, bottom, right in sheet.merged:
            page.merge_cells(None, top, left, bottom, right)
        for column in sheet.hidden:
            page.column_dimensions[get_column_letter(column)].hidden = True
    book.save(path)


def write_ods(sheets: Sequence[Sheet], path: Path) -> None:
    """Write a spreadsheet of OpenDocument, flat or zipped by the name's end."""
    tree = _flat(sheets, flat=path.suffix == ".fods")
    said = Xml.tostring(tree, "utf-8", xml_declaration=True)
    if path.suffix == ".fods":
        path.write_bytes(said)
        return
    manifest = (
        f'<manifest:manifest xmlns:manifest="{ODF}manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{KIND}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", KIND)
        packed.writestr("content.xml", said)
        packed.writestr("META-INF/manifest.xml", manifest)


def _flat(sheets: Sequence[Sheet], *, flat: bool) -> Xml.Element:
    for short, space in SPACES.items():
        Xml.register_namespace(short, ODF + space)
    root = Xml.Element(_name("office", "document" if flat else "document-content"))
    root.set(_name("office", "version"), "1.2")
    if flat:
        root.set(_name("office", "mimetype"), KIND)
    book = Xml.SubElement(
        Xml.SubElement(root, _name("office", "body")), _name("office", "spreadsheet")
    )
    for sheet in sheets:
        page = Xml.SubElement(book, _name("table", "table"), {_name("table", "name"): sheet.name})
        for line in _grid(sheet):
            row = Xml.SubElement(page, _name("table", "table-row"))
            for cell in line:
                _odf_cell(row, cell)
    return root


def _name(space: str, word: str) -> str:
    return f"{{{ODF}{SPACES[space]}}}{word}"


def _odf_cell(row: Xml.Element, cell: Cell | None) -> None:
    made = Xml.SubElement(row, _name("table", "table-cell"))
    if cell is None or cell.content is None:
        return
    kind, key = "string", ""
    if isinstance(cell.content, dt.date):
        kind, key = "date", "date-value"
    elif isinstance(cell.content, int | float):
        kind, key = "float", "value"
    made.set(_name("office", "value-type"), kind)
    if key:
        made.set(_name("office", key), str(cell.content))
    Xml.SubElement(made, _name("text", "p")).text = shown(cell.content)


def write_text(sheet: Sheet, path: Path, encoding: str, mark: str) -> None:
    """Write values parted by a mark, with what a program would show of dates and numbers."""
    said = io.StringIO()
    writer = csv.writer(said, delimiter=mark)
    for line in _grid(sheet):
        writer.writerow(["" if cell is None else shown(cell.content) for cell in line])
    path.write_bytes(said.getvalue().encode(encoding, "replace"))


def write_page(sheet: Sheet, path: Path) -> None:
    """Write a web page under a spreadsheet's name, as systems export it."""
    lines = [
        "".join(f"<td>{html.escape(shown(cell.content)) if cell else ''}</td>" for cell in line)
        for line in _grid(sheet)
    ]
    rows = "".join(f"<tr>{line}</tr>" for line in lines)
    path.write_text(f'<html><meta charset="utf-8"><table border="1">{rows}</table></html>', "utf-8")


def shown(content: Content) -> str:
    """What a cell shows: a date with its day, a number without needless zeros."""
    if content is None:
        return ""
    if isinstance(content, float):
        return f"{content:.6f}".rstrip("0").rstrip(".")
    return str(content)


def _grid(sheet: Sheet) -> list[list[Cell | None]]:
    width = sheet.width
    return [
        [sheet.cells.get((row, column)) for column in range(1, width + 1)]
        for row in range(1, sheet.last + 1)
    ]


def resave(books: Sequence[Path], office: str) -> None:
    """Have LibreOffice save `*.xls.xlsx` and `*.et.xlsx` as Excel 97, all in one start."""
    if not books:
        return
    with tempfile.TemporaryDirectory() as room:
        profile = f"-env:UserInstallation={Path(room, 'profile').as_uri()}"
        copies = [Path(room, f"{number}.xlsx") for number in range(len(books))]
        for book, copy in zip(books, copies, strict=True):
            shutil.copy(book, copy)
        command = [office, profile, "--headless", "--convert-to", "xls", "--outdir", room]
        subprocess.run([*command, *map(str, copies)], check=True, capture_output=True, timeout=300)
        for book, copy in zip(books, copies, strict=True):
            shutil.move(copy.with_suffix(".xls"), book.with_suffix(""))
            book.unlink()
