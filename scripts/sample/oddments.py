"""The other kinds of files that offices file: old Office formats, plain text, slides, wrecks."""

import csv
import io
import os
import random
import subprocess
import tempfile
from html import escape
from pathlib import Path

import pikepdf

from sample.paper import MARK, Grid, Paper, long_date
from sample.printing import print_paper

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def old_format(data: bytes, suffix: str, wanted: str) -> bytes:
    """Let LibreOffice save a file in another format, such as ``doc`` or ``xls``.

    Raises:
        RuntimeError: LibreOffice made no file.
    """
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"source.{suffix}"
        source.write_bytes(data)
        profile = (Path(folder) / "profile").as_uri()
        command = ["soffice", "--headless", f"-env:UserInstallation={profile}", "--convert-to"]
        command += [wanted, "--outdir", str(Path(folder) / "out"), str(source)]
        surroundings = os.environ | {"SOURCE_DATE_EPOCH": "1575158400"}
        subprocess.run(command, env=surroundings, capture_output=True, check=False, timeout=180)
        made = Path(folder) / "out" / f"source.{wanted}"
        if not made.is_file():
            raise RuntimeError(f"LibreOffice made no .{wanted}")
        return made.read_bytes()


def plain_text(paper: Paper, encoding: str = "gb18030") -> bytes:
    """A paper as plain text with Windows line ends."""
    lines = [f"　　　　{paper.title}", ""]
    if paper.to:
        lines.append(f"{paper.to}：")
    for block in paper.body:
        if isinstance(block, Grid):
            lines.extend("　".join(row) for row in block.rows)
        else:
            lines.append(f"　　{block}")
    lines += ["", *paper.sign]
    if paper.date:
        lines.append(long_date(paper.date))
    return ("\r\n".join([*lines, "", MARK]) + "\r\n").encode(encoding)


def table_text(rows: tuple[tuple[str, ...], ...], encoding: str = "gb18030") -> bytes:
    """Rows as CSV in the encoding that a Chinese Excel writes."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows((*rows, (f"注：{MARK}",)))
    return out.getvalue().encode(encoding)


def rich_text(paper: Paper) -> bytes:
    """A paper as .rtf."""
    parts = [rf"\pard\qc\b\fs36 {_rtf(paper.title)}\b0\par\par"]
    if paper.to:
        parts.append(rf"\pard\fs32 {_rtf(paper.to)}\u-230?\par")
    for block in paper.body:
        texts = ["　".join(row) for row in block.rows] if isinstance(block, Grid) else [block]
        parts.extend(rf"\pard\fi640\fs32 {_rtf(text)}\par" for text in texts)
    parts.extend(rf"\pard\qr {_rtf(name)}\par" for name in paper.sign)
    if paper.date:
        parts.append(rf"\pard\qr {_rtf(long_date(paper.date))}\par")
    parts.append(rf"\par\pard\qc\fs14 {_rtf(MARK)}\par")
    head = r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 FangSong_GB2312;}}"
    page = r"\paperw11906\paperh16838\margl1588\margr1474\margt2098\margb1985\f0 "
    return (head + page + "\n".join(parts) + "}").encode("ascii")


def _rtf(text: str) -> str:
    units = text.encode("utf-16-le")
    codes = (int.from_bytes(units[at : at + 2], "little") for at in range(0, len(units), 2))
    return "".join(
        chr(code)
        if 32 <= code < 127 and chr(code) not in "\\{}"
        else rf"\u{code - 65536 if code > 32767 else code}?"
        for code in codes
    )


def slides(title: str, pages: tuple[tuple[str, ...], ...]) -> bytes:
    """Training slides as flat OpenDocument, from which LibreOffice makes .pptx.

    The first line of each page is its heading.
    """
    spaces = " ".join(
        f'xmlns:{name}="{uri}"'
        for name, uri in {
            "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
            "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
            "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
            "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
            "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
            "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
        }.items()
    )
    kind = "application/vnd.oasis.opendocument.presentation"
    body = "".join(_slide(number, page) for number, page in enumerate(((title,), *pages), 1))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {spaces} office:version="1.2" '
        f'office:mimetype="{kind}"><office:automatic-styles>{_SLIDE_STYLES}'
        f"</office:automatic-styles><office:master-styles><style:master-page style:name='M' "
        f"style:page-layout-name='L'/></office:master-styles><office:body><office:presentation>"
        f"{body}</office:presentation></office:body></office:document>"
    ).encode()


_SLIDE_STYLES = (
    "<style:style style:name='N' style:family='graphic'><style:graphic-properties "
    "draw:fill='none' draw:stroke='none'/></style:style>"
    "<style:page-layout style:name='L'><style:page-layout-properties fo:page-width='25.4cm' "
    "fo:page-height='19.05cm'/></style:page-layout>"
    "<style:style style:name='H' style:family='paragraph'><style:text-properties fo:color='#b01018'"
    " fo:font-size='34pt' style:font-size-asian='34pt' style:font-name-asian='黑体'/></style:style>"
    "<style:style style:name='B' style:family='paragraph'><style:text-properties "
    "fo:font-size='22pt' style:font-size-asian='22pt' style:font-name-asian='楷体'/></style:style>"
    "<style:style style:name='S' style:family='paragraph'><style:text-properties "
    "fo:font-size='9pt' style:font-size-asian='9pt'/></style:style>"
)


def _slide(number: int, lines: tuple[str, ...]) -> str:
    head, *rest = lines
    top = "7cm" if not rest else "1.5cm"
    body = "".join(f"<text:p text:style-name='B'>{escape(line)}</text:p>" for line in rest)
    return (
        f"<draw:page draw:name='{number}' draw:master-page-name='M'>"
        + _box(
            "1.5cm", top, "22cm", "2.5cm", f"<text:p text:style-name='H'>{escape(head)}</text:p>"
        )
        + (_box("1.5cm", "5cm", "22cm", "11cm", body) if rest else "")
        + _box("9cm", "18cm", "8cm", "0.8cm", f"<text:p text:style-name='S'>{MARK}</text:p>")
        + "</draw:page>"
    )


def _box(left: str, top: str, width: str, height: str, text: str) -> str:
    place = f"svg:x='{left}' svg:y='{top}' svg:width='{width}' svg:height='{height}'"
    content = f"<draw:text-box>{text}</draw:text-box>"
    return f"<draw:frame draw:style-name='N' {place}>{content}</draw:frame>"


# ----------------------------------------------------------------------------- planted wrecks


def web_page(paper: Paper) -> bytes:
    """A paper as the web page that an office system exports under a Word name."""
    text = "".join(f"<p>{escape(part)}</p>" for part in paper.body if isinstance(part, str))
    page = (
        f"<html><head><meta charset='utf-8'><title>{escape(paper.title)}</title></head>"
        f"<body><h1>{escape(paper.title)}</h1>{text}<p>{MARK}</p></body></html>"
    )
    return page.encode()


def locked_pdf(paper: Paper) -> bytes:
    """A PDF that asks for a password before it opens."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(print_paper(paper))) as document:
        lock = pikepdf.Encryption(user="sample", owner="sample-owner", R=6)
        document.save(out, encryption=lock)
    return out.getvalue()


def torn_pdf(paper: Paper) -> bytes:
    """The beginning of a PDF whose download broke off: no page can be found in it."""
    return print_paper(paper)[:1400]


def drawing_bytes() -> bytes:
    """A CAD drawing's header and some bytes: a type that no converter knows."""
    return b"AC1027\x00\x00\x00\x00\x00\x02" + random.Random("dwg").randbytes(3000)


def word_lock(name: str) -> bytes:
    """What Word leaves as ``~$…`` while a file is open: the user's name, padded."""
    user = name.encode("gbk")
    short = bytes([len(user)]) + user.ljust(53, b"\x00")
    return short + bytes([len(name), 0]) + name.encode("utf-16-le").ljust(106, b"\x00")


def thumbs_db() -> bytes:
    """What old Windows leaves in a folder of pictures."""
    return _OLE + bytes(16) + bytes.fromhex("3e000300feff0900") + bytes(992)


def ds_store() -> bytes:
    """What macOS leaves in a folder."""
    return bytes.fromhex("00000001") + b"Bud1" + bytes.fromhex("00001000") + bytes(500)
