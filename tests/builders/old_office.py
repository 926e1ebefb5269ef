"""Files of old office programs and drawings, made byte by byte."""

import struct
import zipfile
from collections.abc import Mapping
from hashlib import md5
from pathlib import Path

from tests.builders.containers import compound_file

_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_MICROSOFT = "application/vnd.ms-"

#: The content type of the main part, by the extension that goes with it.
MAIN_TYPES: Mapping[str, str] = {
    "docx": f"{_OPEN_XML}wordprocessingml.document.main+xml",
    "dotx": f"{_OPEN_XML}wordprocessingml.template.main+xml",
    "docm": f"{_MICROSOFT}word.document.macroEnabled.main+xml",
    "dotm": f"{_MICROSOFT}word.template.macroEnabledTemplate.main+xml",
    "xlsx": f"{_OPEN_XML}spreadsheetml.sheet.main+xml",
    "xltx": f"{_OPEN_XML}spreadsheetml.template.main+xml",
    "xlsm": f"{_MICROSOFT}excel.sheet.macroEnabled.main+xml",
    "xltm": f"{_MICROSOFT}excel.template.macroEnabled.main+xml",
    "xlsb": f"{_MICROSOFT}excel.sheet.binary.macroEnabled.main",
    "pptx": f"{_OPEN_XML}presentationml.presentation.main+xml",
    "ppsx": f"{_OPEN_XML}presentationml.slideshow.main+xml",
    "potx": f"{_OPEN_XML}presentationml.template.main+xml",
    "pptm": f"{_MICROSOFT}powerpoint.presentation.macroEnabled.main+xml",
    "ppsm": f"{_MICROSOFT}powerpoint.slideshow.macroEnabled.main+xml",
    "potm": f"{_MICROSOFT}powerpoint.template.macroEnabled.main+xml",
    "vsdx": f"{_MICROSOFT}visio.drawing.main+xml",
}


def content_types(main: str, encoding: str = "utf-8") -> bytes:
    return (
        f'<?xml version="1.0"?><Types><Override PartName="/main.xml" ContentType="{main}"/></Types>'
    ).encode(encoding)


def retyped(source: Path, target: Path, main: str) -> Path:
    """An Open XML document as one of another type of its family."""
    old = MAIN_TYPES[source.suffix[1:]].encode()
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            if name == "[Content_Types].xml":
                data = data.replace(old, main.encode())
            after.writestr(name, data)
    return target


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def early_book(version: int, text: str, *, locked: bool = False) -> bytes:
    """A workbook of Excel 2, 3 or 4: one sheet with one text, no compound file around it."""
    words = text.encode("gbk")
    lock = record(0x2F, b"\1\2\3\4") if locked else b""
    page = record(0x42, struct.pack("<H", 936))
    if version == 2:
        label = struct.pack("<HH3sB", 0, 0, bytes(3), len(words)) + words
        return record(0x09, struct.pack("<HH", 2, 0x10)) + lock + page + record(4, label) + _END
    label = struct.pack("<HHHH", 0, 0, 0, len(words)) + words
    begin = record(0x209 if version == 3 else 0x409, struct.pack("<HHH", version, 0x10, 0))
    return begin + lock + page + record(0x204, label) + _END


_END = record(0x0A)


def book_stream(text: str, *, locked: bool = False) -> bytes:
    """The stream of a workbook of Excel 5.0/95."""
    words = text.encode("gbk")
    lock = record(0x2F, b"\1\2\3\4") if locked else b""
    begin = record(0x809, struct.pack("<HHHH", 0x0500, 0x05, 0x096C, 1993))
    page = record(0x42, struct.pack("<H", 936))
    name = "台账".encode("gbk")
    bound = struct.pack("<HB", 0, len(name)) + name
    at = len(begin + lock + page) + 4 + 4 + len(bound) + len(_END)
    head = begin + lock + page + record(0x85, struct.pack("<I", at) + bound) + _END
    label = struct.pack("<HHHH", 0, 0, 0, len(words)) + words
    sheet = record(0x809, struct.pack("<HHHH", 0x0500, 0x10, 0x096C, 1993))
    return head + sheet + record(0x204, label) + _END


def excel_95(text: str, *, locked: bool = False) -> bytes:
    """A workbook of Excel 5.0/95: the stream is called Book and no Workbook."""
    return compound_file({"Book": book_stream(text, locked=locked).ljust(4096, b"\0")})


def protected_97(text: str, word: str) -> bytes:
    """A workbook of Excel 97 locked with a word ([MS-XLS] 2.2.10, [MS-OFFCRYPTO] 2.3.6)."""
    salt, verifier = bytes(range(16)), bytes(range(16, 32))
    proof = _xored(verifier + md5(verifier, usedforsecurity=False).digest(), _keys(word, salt, 1))
    lock = record(0x2F, struct.pack("<HHH", 1, 1, 1) + salt + proof)
    words = text.encode("utf-16-le")
    begin = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0x1FAF, 1997, 0, 6))
    name = struct.pack("<HBB", 0, 1, 0) + b"A"
    at = len(begin + lock) + 4 + 4 + len(name) + len(_END)
    sheet = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0x1FAF, 1997, 0, 6))
    label = struct.pack("<HHHHB", 0, 0, 0, len(text), 1) + words
    stream = begin + lock + record(0x85, struct.pack("<I", at) + name) + _END
    size = record(0x200, struct.pack("<IIHHH", 0, 1, 0, 1, 0))
    stream += sheet + size + record(0x204, label) + _END
    stream += record(0, bytes(4092 - len(stream)))  # to the least length of a stream of its own
    return compound_file({"Workbook": _locked(stream, _keys(word, salt, 4))})


def _keys(word: str, salt: bytes, blocks: int) -> bytes:
    """The bytes that a stream is hidden with, anew for each 1,024 of them."""
    first = md5(word.encode("utf-16-le"), usedforsecurity=False).digest()[:5]
    base = md5((first + salt) * 16, usedforsecurity=False).digest()[:5]
    return b"".join(
        _rc4(md5(base + struct.pack("<I", block), usedforsecurity=False).digest())
        for block in range(blocks)
    )


def _rc4(key: bytes) -> bytes:
    state, other, out = list(range(256)), 0, bytearray()
    for at in range(256):
        other = (other + state[at] + key[at % len(key)]) % 256
        state[at], state[other] = state[other], state[at]
    one = other = 0
    for _ in range(1024):
        one = (one + 1) % 256
        other = (other + state[one]) % 256
        state[one], state[other] = state[other], state[one]
        out.append(state[(state[one] + state[other]) % 256])
    return bytes(out)


def _locked(stream: bytes, keys: bytes) -> bytes:
    """The bodies of records hidden, except where they begin a part or say where one begins."""
    out, at = bytearray(stream), 0
    while at < len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind not in (0x809, 0x2F):
            start = at + 4 + (4 if kind == 0x85 else 0)
            end = at + 4 + length
            out[start:end] = _xored(stream[start:end], keys[start:end])
        at += 4 + length
    return bytes(out)


def _xored(data: bytes, keys: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(data, keys, strict=False))


def word_head(version: int, mark: int = 0xA5DC, *, locked: bool = False) -> bytes:
    """The head of a letter of Word ([MS-DOC] 2.5.2; Word 6 is version 101, Word 95 is 104)."""
    flags = 0x0100 if locked else 0
    return struct.pack("<HHHHHH", mark, version, 0x4000, 0x0804, 0, flags).ljust(4096, b"\0")


def letter_95(text: str) -> bytes:
    """The stream of a letter of Word 95 in its plainest form."""
    words = f"{text}\r".encode("cp936")
    head = bytearray(word_head(104)[:0x300])
    struct.pack_into("<II", head, 0x18, 0x300, 0x300 + len(words))
    struct.pack_into("<I", head, 0x34, len(words))
    return (bytes(head) + words).ljust(4608, b"\0")


def old_show(*, locked: bool = False) -> bytes:
    """The streams of a presentation of PowerPoint 97 that identification looks at."""
    token = 0xF3D1C4DF if locked else 0xE391C05F
    user = struct.pack("<HHIIIIHHBBH", 0, 0xFF6, 24, 20, token, 0, 0, 1012, 3, 0, 0)
    return compound_file({"Current User": user, "PowerPoint Document": bytes(4096)})


def svg(inside: str = '<circle cx="1500" cy="800" r="90" fill="#f00"/>') -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!-- 制图 -->\n<!DOCTYPE svg PUBLIC "-//W3C//DTD '
        'SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n'
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'width="1600" height="900" viewBox="0 0 1600 900">'
        f'<rect width="80" height="80" fill="#00f"/>{inside}</svg>'
    ).encode()


def wmf(*, placeable: bool = True) -> bytes:
    """A metafile of 2000 by 1000 units with a frame."""

    def function(number: int, *values: int) -> bytes:
        return struct.pack(f"<IH{len(values)}h", 3 + len(values), number, *values)

    records = function(0x103, 8) + function(0x20B, 0, 0) + function(0x20C, 1000, 2000)
    records += function(0x41B, 900, 1900, 50, 50) + struct.pack("<IH", 3, 0)
    head = struct.pack("<HHHIHIH", 1, 9, 0x300, 9 + len(records) // 2, 1, 7, 0)
    if not placeable:
        return head + records
    place = struct.pack("<IHhhhhHI", 0x9AC6CDD7, 0, 0, 0, 2000, 1000, 200, 0)
    total = 0
    for word in struct.unpack("<10H", place):
        total ^= word
    return place + struct.pack("<H", total) + head + records


def emf() -> bytes:
    """An enhanced metafile of 200 by 100 mm with a frame."""
    frame = struct.pack("<II4i", 43, 24, 50, 50, 1900, 900)
    end = struct.pack("<IIIII", 14, 20, 0, 16, 20)
    size = 8 + 32 + 40 + 8
    head = struct.pack("<II8i", 1, size, 0, 0, 2000, 1000, 0, 0, 20000, 10000) + b" EMF"
    head += struct.pack("<IIIHHIII", 0x10000, size + len(frame + end), 3, 1, 0, 0, 0, 0)
    return head + struct.pack("<4i", 2000, 1000, 200, 100) + frame + end


def flat(kind: str, body: str) -> bytes:
    """An OpenDocument file in one piece of XML; ``kind``: text, spreadsheet, presentation."""
    base = "urn:oasis:names:tc:opendocument:xmlns"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document '
        f'xmlns:office="{base}:office:1.0" xmlns:text="{base}:text:1.0" '
        f'xmlns:table="{base}:table:1.0" xmlns:draw="{base}:drawing:1.0" '
        'xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'xmlns:svg="{base}:svg-compatible:1.0" office:version="1.2" '
        f'office:mimetype="application/vnd.oasis.opendocument.{kind}"><office:body>'
        f"<office:{kind}>{body}</office:{kind}></office:body></office:document>"
    ).encode()


def spreadsheet_2003(text: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="台账"><Table>'
        f'<Row><Cell><Data ss:Type="String">{text}</Data></Cell></Row></Table></Worksheet>'
        "</Workbook>"
    ).encode()


def letter_2003(text: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>'
        '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body>'
        f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:wordDocument>"
    ).encode()
