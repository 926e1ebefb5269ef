"""Office documents: real ones through their libraries, odd ones by hand."""

import io
import struct
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
import msoffcrypto.format.ooxml
import openpyxl
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl.worksheet.worksheet import Worksheet

OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
)


def letter(path: Path, text: str = "甲县人民政府办公室关于东西部协作的函") -> Path:
    """A letter with office font names and a date field whose saved text is of another day."""
    document = docx.Document()
    for font in ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体"):
        run = document.add_paragraph().add_run(f"{text}({font})")
        run.font.name = "Times New Roman"
        run._r.rPr.rFonts.set(qn("w:eastAsia"), font)
    paragraph = document.add_paragraph("成文日期:")
    simple = OxmlElement("w:fldSimple")
    simple.set(qn("w:instr"), ' DATE \\@ "yyyy-MM-dd" ')
    simple.append(_run_of("2019-05-10"))
    paragraph._p.append(simple)
    paragraph = document.add_paragraph("打印时间:")
    for kind, content in (
        ("begin", None),
        (None, ' TIME \\@ "HH:mm" '),
        ("separate", None),
        ("text", "11:22"),
        ("end", None),
    ):
        paragraph._p.append(_field_part(kind, content))
    document.save(path)
    return path


def _run_of(text: str) -> OxmlElement:
    run, inside = OxmlElement("w:r"), OxmlElement("w:t")
    inside.text = text
    run.append(inside)
    return run


def _field_part(kind: str | None, content: str | None) -> OxmlElement:
    if kind == "text":
        return _run_of(content or "")
    run = OxmlElement("w:r")
    if kind is None:
        part = OxmlElement("w:instrText")
        part.text = content
    else:
        part = OxmlElement("w:fldChar")
        part.set(qn("w:fldCharType"), kind)
    run.append(part)
    return run


def sheet(columns: int, rows: int = 12) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    page: Worksheet = book.active
    page.title = "台账"
    for row in range(rows):
        page.append([f"r{row}c{column}" for column in range(columns)])
    return book


def encrypted(plain: Path, target: Path) -> Path:
    with plain.open("rb") as source, target.open("wb") as sink:
        msoffcrypto.format.ooxml.OOXMLFile(source).encrypt("secret", sink)
    return target


def open_document(path: Path, kind: str, body: str, *, encrypted: bool = False) -> Path:
    """A minimal OpenDocument file; ``kind``: text, spreadsheet or presentation."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMES} '
        f'office:version="1.2"><office:body><office:{kind}>{body}</office:{kind}>'
        "</office:body></office:document-content>"
    )
    lock = "<manifest:encryption-data/>" if encrypted else ""
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" '
        f'manifest:media-type="{OPEN_DOCUMENT}{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">'
        f"{lock}</manifest:file-entry></manifest:manifest>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", f"{OPEN_DOCUMENT}{kind}")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return path


def odt(path: Path, text: str) -> Path:
    return open_document(path, "text", f"<text:p>{text}</text:p>")


def ods(path: Path, columns: int) -> Path:
    cells = "".join(
        '<table:table-cell office:value-type="string">'
        f"<text:p>o{column}</text:p></table:table-cell>"
        for column in range(columns)
    )
    table = f'<table:table table:name="S"><table:table-row>{cells}</table:table-row></table:table>'
    return open_document(path, "spreadsheet", table)


def odp(path: Path, text: str) -> Path:
    frame = (
        '<draw:frame svg:x="1cm" svg:y="1cm" svg:width="10cm" svg:height="3cm">'
        f"<draw:text-box><text:p>{text}</text:p></draw:text-box></draw:frame>"
    )
    page = f'<draw:page draw:name="1">{frame}</draw:page>'
    return open_document(path, "presentation", page)


def rtf(path: Path, text: str) -> Path:
    body = "".join(f"\\u{ord(char)}?" if ord(char) > 127 else char for char in text)
    path.write_bytes(f"{{\\rtf1\\ansi {body}\\par}}".encode("ascii"))
    return path


def zipped(path: Path, parts: dict[str, bytes]) -> Path:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    path.write_bytes(stream.getvalue())
    return path


def compound(path: Path, stream: str) -> Path:
    """An old compound file (MS-CFB) with one empty stream."""

    def entry(name: str, kind: int, child: int) -> bytes:
        stored = name.encode("utf-16-le") + b"\0\0"
        tree = struct.pack("<HBBIII", len(stored), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
        return stored.ljust(64, b"\0") + tree + bytes(36) + struct.pack("<IQ", 0xFFFFFFFE, 0)

    versions = struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    tables = struct.pack("<10I", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + versions + tables
    chains = struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE)
    folder = entry("Root Entry", 5, 1) + entry(stream, 2, 0xFFFFFFFF)
    parts = (head.ljust(512, b"\xff"), chains.ljust(512, b"\xff"), folder.ljust(512, b"\0"))
    path.write_bytes(b"".join(parts))
    return path


def resaved(program: Path, sources: Sequence[Path], kind: str, work: Path) -> list[Path]:
    """Old formats that only LibreOffice can write; one start for all."""
    profile = (work / "builder-profile").as_uri()
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind]
    subprocess.run(
        [*command, "--outdir", work, *sources], check=True, capture_output=True, timeout=120
    )
    return [work / f"{source.stem}.{kind}" for source in sources]
