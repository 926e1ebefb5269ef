"""Office documents that point at marked files elsewhere: one for each way out; all say 正文."""

import base64
import gzip
import io
import re
import struct
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from tests.builders import documents, hostile
from tests.builders.containers import zip_of

#: What is looked for on the pages: a colour that no document has, words, a cell of a sheet.
COLOUR, WORDS, VALUE = (255, 0, 255), "不该读到的内容", "别处表里的数"

_SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_ODF = (
    "".join(
        f' xmlns:{short}="{_SPACE}{name}:1.0"'
        for short, name in (
            *(("office", "office"), ("text", "text"), ("draw", "drawing"), ("table", "table")),
            *(("style", "style"), ("svg", "svg-compatible"), ("fo", "xsl-fo-compatible")),
            *(("presentation", "presentation"), ("meta", "meta"), ("script", "script")),
        )
    )
    + ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"'
)

_PICTURE_SIZE = 'svg:width="5cm" svg:height="5cm"'


@dataclass(frozen=True, slots=True)
class Marked:
    """The marked files, as paths."""

    picture: Path
    text: Path
    letter: Path
    sheet: Path
    book: Path


def marked(folder: Path) -> Marked:
    """Write the files that nobody may read."""
    folder.mkdir(parents=True, exist_ok=True)
    found = Marked(*(folder / f"secret.{kind}" for kind in ("png", "txt", "odt", "ods", "xlsx")))
    Image.new("RGB", (200, 200), COLOUR).save(found.picture)
    found.text.write_text(WORDS, "utf-8")
    documents.odt(found.letter, WORDS)
    cell = (
        f'<table:table-cell office:value-type="string"><text:p>{VALUE}</text:p></table:table-cell>'
    )
    table = (
        f'<table:table table:name="Sheet1"><table:table-row>{cell}</table:table-row></table:table>'
    )
    documents.open_document(found.sheet, "spreadsheet", table)
    book = documents.sheet(0, 0)
    book.active.title = "Sheet1"
    book.active["A1"] = VALUE
    book.save(found.book)
    return found


def svg(inside: str, before: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{before}<svg xmlns="http://www.w3.org/2000/svg" '
        'xmlns:xlink="http://www.w3.org/1999/xlink" width="200" height="200">'
        f"{inside}</svg>"
    ).encode()


def packed(drawing: bytes) -> bytes:
    return gzip.compress(drawing, mtime=0)


def svg_picture(address: str) -> str:
    return f'<image xlink:href="{address}" width="200" height="200"/>'


def vectors(files: Marked) -> dict[str, bytes]:
    """Drawings, each with a way of its own to reach the marked picture."""
    address = files.picture.as_uri()
    inner = base64.b64encode(svg(svg_picture(address))).decode()
    declared = f'<!DOCTYPE svg [<!ENTITY out "{address}">]>'
    pattern = f'<pattern id="p" width="200" height="200">{svg_picture(address)}</pattern>'
    return {
        "image": svg(svg_picture(address)),
        "href": svg(f'<image href="{address}" width="200" height="200"/>'),
        "path": svg(svg_picture(str(files.picture))),
        "up": svg(svg_picture(f"../../../../../../../../{files.picture}")),
        "nested": svg(svg_picture(f"data:image/svg+xml;base64,{inner}")),
        "entity": svg(svg_picture("&out;"), declared),
        "inner": svg("&out;", declared.replace(address, svg_picture(address).replace('"', "'"))),
        "pattern": svg(f'{pattern}<rect width="200" height="200" fill="url(#p)"/>'),
        "escaped": svg(svg_picture("&#102;" + address[1:])),
        "wide": svg(svg_picture(address)).decode().encode("utf-16"),
    }


def _field(code: str, shown: str = "旧") -> str:
    """A field whose instruction is cut into runs of a few letters."""
    pieces = [code[at : at + 5] for at in range(0, len(code), 5)]
    runs = "".join(
        f'<w:r><w:instrText xml:space="preserve">{piece}</w:instrText></w:r>' for piece in pieces
    )
    return (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{runs}'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'<w:r><w:t>{shown}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def _simple(code: str, shown: str = "旧") -> str:
    code = code.replace('"', "&quot;")
    return f'<w:p><w:fldSimple w:instr="{code}"><w:r><w:t>{shown}</w:t></w:r></w:fldSimple></w:p>'


_BODY = hostile.paragraph("正文")


def with_drawing(drawing: bytes, name: str = "a.svg") -> bytes:
    """A letter with a drawing as a part."""
    body = _BODY + hostile.linked_picture("r1").replace("r:link", "r:embed")
    parts = hostile.docx_parts(body, hostile.relation("r1", "image", f"media/{name}"))
    return zip_of(parts | {f"word/media/{name}": drawing})


def letters(files: Marked) -> dict[str, bytes]:
    picture, text = files.picture.as_uri(), str(files.text)
    external = hostile.relation("r1", "image", picture, external=True)

    def letter(body: str, relations: str = "") -> bytes:
        return zip_of(hostile.docx_parts(_BODY + body, relations))

    vml = (
        '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" '
        'style="width:100pt;height:100pt"><v:imagedata {} xmlns:o="urn:schemas-microsoft-com:'
        'office:office"/></v:shape></w:pict></w:r></w:p>'
    )
    ole = (
        '<w:p><w:r><w:object><v:shape xmlns:v="urn:schemas-microsoft-com:vml" id="s1" '
        'style="width:100pt;height:100pt"/><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:'
        'office" Type="Link" ProgID="Excel.Sheet.12" ShapeID="s1" DrawAspect="Content" '
        'r:id="r1" UpdateMode="Always"/></w:object></w:r></w:p>'
    )
    return {
        "linked.docx": letter(hostile.linked_picture("r1"), external),
        "disguised.docx": letter(
            hostile.linked_picture("r1"),
            hostile.relation("r1", "hyperlink", picture, external=True),
        ),
        "vml.docx": letter(vml.format('r:id="r1"'), external),
        "vml-src.docx": letter(vml.format(f'src="{picture}"')),
        "vml-href.docx": letter(vml.format('r:href="r1"'), external),
        "ole.docx": letter(
            ole, hostile.relation("r1", "oleObject", files.book.as_uri(), external=True)
        ),
        "subdocument.docx": letter(
            '<w:subDoc r:id="r1"/>',
            hostile.relation("r1", "subDocument", files.letter.as_uri(), external=True),
        ),
        "chunk.docx": letter(
            '<w:altChunk r:id="r1"/>',
            hostile.relation("r1", "aFChunk", files.letter.as_uri(), external=True),
        ),
        "template.docx": letter(
            "", hostile.relation("r1", "attachedTemplate", files.letter.as_uri(), external=True)
        ),
        **{
            f"field-{name.lower()}.docx": letter(
                _field(f" {name} {rest} ") + _simple(f"{name} {rest}")
            )
            for name, rest in (
                ("INCLUDEPICTURE", f'"{files.picture}" \\* MERGEFORMAT \\d'),
                ("INCLUDETEXT", f'"{text}"'),
                ("LINK", f'Excel.Sheet.12 "{files.book}" "Sheet1!R1C1" \\a \\r'),
                ("DDEAUTO", f'soffice "{text}" a'),
                ("DATABASE", f'\\d "{files.book}" \\s "SELECT *"'),
                ("RD", f'"{files.letter}" \\f'),
            )
        },
    }


def _book(rows: str, **more: bytes) -> bytes:
    first = "<row r='1'><c r='A1' t='inlineStr'><is><t>正文</t></is></c></row>"
    return zip_of(hostile.xlsx_parts(first + rows) | more)


def books(files: Marked) -> dict[str, bytes]:
    sheet, book = files.sheet.as_uri(), files.book.as_uri()

    def formula(text: str, value: str = "") -> bytes:
        return _book(f"<row r='2'><c r='A2'><f>{text}</f>{value}</c></row>")

    query = hostile.xlsx_parts("<row r='1'><c r='A1' t='inlineStr'><is><t>正文</t></is></c></row>")
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    query["xl/_rels/workbook.xml.rels"] = query["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>",
        hostile.relation("r8", "connections", "connections.xml").encode() + b"</Relationships>",
    )
    query["xl/connections.xml"] = (
        f'<?xml version="1.0"?><connections {space}><connection id="1" name="c" type="4" '
        f'refreshedVersion="4" refreshOnLoad="1"><webPr url="{sheet}" htmlTables="1"><tables '
        'count="1"><x v="1"/></tables></webPr></connection></connections>'
    ).encode()
    query["xl/worksheets/_rels/sheet1.xml.rels"] = hostile.relations_part(
        hostile.relation("r1", "queryTable", "../queryTables/queryTable1.xml")
    )
    query["xl/queryTables/queryTable1.xml"] = (
        f'<?xml version="1.0"?><queryTable {space} name="c" connectionId="1" refreshOnLoad="1"/>'
    ).encode()
    name = hostile.xlsx_parts(
        "<row r='1'><c r='A1' t='inlineStr'><is><t>正文</t></is></c></row>"
        "<row r='2'><c r='A2'><f>away</f></c></row>"
    )
    name["xl/workbook.xml"] = name["xl/workbook.xml"].replace(
        b"</workbook>",
        f"<definedNames><definedName name=\"away\">'{sheet}'#$Sheet1.$A$1</definedName>"
        "</definedNames></workbook>".encode(),
    )
    return {
        "cell.xlsx": formula(f"'{sheet}'#$Sheet1.A1"),
        "cell-excel.xlsx": formula(f"'[{book}]Sheet1'!A1"),
        "kept.xlsx": formula(f"'[{book}]Sheet1'!A1", "<v>42</v>"),
        "indirect.xlsx": formula(f"INDIRECT(\"'{sheet}'#$Sheet1.A1\")"),
        "joined.xlsx": formula(
            f'INDIRECT("\'fi"&amp;"{sheet[2:]}\'"&amp;CHAR(35)&amp;"$Sheet1.A1")'
        ),
        "service.xlsx": formula(f'_xlfn.WEBSERVICE("{files.text.as_uri()}")'),
        "dde.xlsx": formula(f'DDE("soffice","{files.sheet}","Sheet1.A1")'),
        "query.xlsx": zip_of(query),
        "name.xlsx": zip_of(name),
    }


def _open(kind: str, body: str, before: str = "", **more: bytes) -> bytes:
    content = (
        f'<?xml version="1.0"?><office:document-content{_ODF} office:version="1.2">{before}'
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    media = f"application/vnd.oasis.opendocument.{kind}"
    parts = {"content.xml": content.encode()} | more
    listed = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{what}"/>'
        for name, what in (("/", media), *((name, "text/xml") for name in parts))
    )
    manifest = f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{_SPACE}manifest:1.0">'
    listing = f"{manifest}{listed}</manifest:manifest>".encode()
    return zip_of({"mimetype": media.encode(), **parts, "META-INF/manifest.xml": listing})


def open_documents(files: Marked) -> dict[str, bytes]:
    picture, letter, sheet = (one.as_uri() for one in (files.picture, files.letter, files.sheet))

    def text(body: str, before: str = "", **more: bytes) -> bytes:
        return _open("text", f"<text:p>正文</text:p>{body}", before, **more)

    def table(body: str, before: str = "") -> bytes:
        cell = (
            '<table:table-cell office:value-type="string"><text:p>正文</text:p></table:table-cell>'
        )
        first = f"<table:table-row>{cell}{{}}</table:table-row>"
        whole = f'<table:table table:name="S">{first}</table:table>'
        return _open("spreadsheet", body if "<table:table " in body else whole.format(body), before)

    def slide(body: str, before: str = "") -> bytes:
        frame = (
            '<draw:frame svg:x="1cm" svg:y="1cm" svg:width="9cm" svg:height="3cm">'
            "<draw:text-box><text:p>正文</text:p></draw:text-box></draw:frame>"
        )
        page = f'<draw:page draw:name="1" draw:style-name="d">{frame}{body}</draw:page>'
        return _open("presentation", page, before)

    def frame(inside: str) -> str:
        start = f'<draw:frame text:anchor-type="as-char" {_PICTURE_SIZE}>'
        return f"<text:p>{start}{inside}</draw:frame></text:p>"

    def drawing(address: str) -> str:
        return frame(f'<draw:image xlink:href="{address}"/>')

    own = '<table:table-cell office:value-type="string"><text:p>正文</text:p></table:table-cell>'
    paper = (
        '<office:automatic-styles><style:style style:name="d" style:family="drawing-page">'
        '<style:drawing-page-properties draw:fill="bitmap" draw:fill-image-name="f"/></style:style>'
        "</office:automatic-styles>"
    )
    styles = (
        f'<?xml version="1.0"?><office:document-styles{_ODF} office:version="1.2"><office:styles>'
        f'<draw:fill-image draw:name="f" xlink:href="{picture}"/></office:styles>'
        "</office:document-styles>"
    ).encode()
    return {
        "image.odt": text(drawing(picture)),
        "up.odt": text(drawing(f"../../../../../../../../..{files.picture}")),
        "part.odt": text(
            drawing("Pictures/a.svg"), **{"Pictures/a.svg": svg(svg_picture(picture))}
        ),
        "section.odt": text(
            f'<text:section text:name="s"><text:section-source xlink:href="{letter}"/>'
            "<text:p>旧</text:p></text:section>"
        ),
        "section-text.odt": text(
            f'<text:section text:name="s"><text:section-source xlink:href="{files.text.as_uri()}"/>'
            "<text:p>旧</text:p></text:section>"
        ),
        "object.odt": text(frame(f'<draw:object xlink:href="{letter}"/>')),
        "floating.odt": text(frame(f'<draw:floating-frame xlink:href="{files.text.as_uri()}"/>')),
        "background.odt": text(
            '<text:p text:style-name="b">正文</text:p>',
            '<office:automatic-styles><style:style style:name="b" style:family="paragraph">'
            f'<style:paragraph-properties><style:background-image xlink:href="{picture}"/>'
            "</style:paragraph-properties></style:style></office:automatic-styles>",
        ),
        "bullet.odt": text(
            '<text:list text:style-name="l"><text:list-item><text:p>正文</text:p></text:list-item>'
            "</text:list>",
            '<office:automatic-styles><text:list-style style:name="l">'
            f'<text:list-level-style-image text:level="1" xlink:href="{picture}"><style:list-level-'
            'properties fo:width="2cm" fo:height="2cm"/></text:list-level-style-image>'
            "</text:list-style></office:automatic-styles>",
        ),
        "dde.odt": text(
            '<text:dde-connection-decls><text:dde-connection-decl office:name="d" '
            f'office:dde-application="soffice" office:dde-topic="{files.letter}" '
            'office:dde-item="a" office:automatic-update="true"/></text:dde-connection-decls>'
            '<text:p><text:dde-connection text:connection-name="d">旧</text:dde-connection>'
            "</text:p>"
        ),
        "cell.ods": table(f"<table:table-cell table:formula=\"of:=['{sheet}'#$Sheet1.A1]\"/>"),
        "range.ods": table(
            '<table:table-cell office:value-type="string"><table:cell-range-source '
            f'table:name="Sheet1" xlink:href="{sheet}" table:filter-name="calc8" '
            'table:last-column-spanned="1" table:last-row-spanned="1"/><text:p>旧</text:p>'
            "</table:table-cell>"
        ),
        "source.ods": table(
            f'<table:table table:name="S"><table:table-source xlink:href="{sheet}" '
            'table:filter-name="calc8" table:table-name="Sheet1"/>'
            f"<table:table-row>{own}</table:table-row></table:table>"
        ),
        "service.ods": table(
            f'<table:table-cell table:formula="of:=WEBSERVICE(&quot;{files.text.as_uri()}&quot;)"/>'
        ),
        "image.odp": slide(
            f'<draw:frame svg:x="1cm" svg:y="5cm" {_PICTURE_SIZE}>'
            f'<draw:image xlink:href="{picture}"/></draw:frame>'
        ),
        "fill.odp": _with(slide("", paper), "styles.xml", styles),
        "plugin.odp": slide(
            f'<draw:frame svg:x="1cm" svg:y="5cm" {_PICTURE_SIZE}>'
            f'<draw:plugin xlink:href="{picture}" draw:mime-type="application/vnd.sun.star.media"/>'
            "</draw:frame>"
        ),
    }


def _with(package: bytes, name: str, data: bytes) -> bytes:
    """An OpenDocument package with one more part."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    listing = parts["META-INF/manifest.xml"].replace(
        b"</manifest:manifest>",
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'
        "</manifest:manifest>".encode(),
    )
    return zip_of(parts | {name: data, "META-INF/manifest.xml": listing})


def rich_texts(files: Marked) -> dict[str, bytes]:
    words = "".join(f"\\u{ord(char)}?" for char in "正文")
    picture, letter, book = (
        str(one).replace("\\", "\\\\") for one in (files.picture, files.letter, files.book)
    )

    def text(body: str) -> bytes:
        return f"{{\\rtf1\\ansi {words}\\par {body}\\par}}".encode("ascii")

    return {
        "picture.rtf": text(
            f'{{\\field{{\\*\\fldinst {{INCLUDE}}{{PICTURE "{picture}"}} \\\\d}}{{\\fldrslt x}}}}'
        ),
        "text.rtf": text(f'{{\\field{{\\*\\fldinst INCLUDETEXT "{letter}"}}{{\\fldrslt y}}}}'),
        "link.rtf": text(
            f'{{\\field{{\\*\\fldinst LINK Excel.Sheet.8 "{book}" \\\\a}}{{\\fldrslt z}}}}'
        ),
        "template.rtf": text(f"{{\\*\\template {letter}}}"),
        "drawing.rtf": text(
            "{\\pict\\pngblip\\picw5000\\pich5000\\picwgoal3000\\pichgoal3000 "
            f"{svg(svg_picture(files.picture.as_uri())).hex()}}}"
        ),
        "object.rtf": text(
            "{\\object\\objautlink\\objw2000\\objh2000{\\*\\objclass Excel.Sheet.8}{\\*\\objdata "
            f"0105000001000000{str(files.book).encode().hex()}}}{{\\result w}}}}"
        ),
    }


def slides(files: Marked) -> dict[str, bytes]:
    """Presentations of PowerPoint with a linked picture, and with a drawing that links."""
    picture = files.picture.as_uri()
    return {
        "linked.pptx": _slides("r:link", hostile.relation("r5", "image", picture, external=True)),
        "drawing.pptx": _slides(
            "r:embed",
            hostile.relation("r5", "image", "../media/a.svg"),
            **{"ppt/media/a.svg": svg(svg_picture(picture))},
        ),
    }


def _slides(how: str, relations: str, **more: bytes) -> bytes:
    kind = "application/vnd.openxmlformats-officedocument.presentationml"
    types = "".join(
        f'<Override PartName="/ppt/{part}.xml" ContentType="{kind}.{what}+xml"/>'
        for part, what in (
            *(("presentation", "presentation.main"), ("slides/slide1", "slide")),
            *(
                ("slideMasters/slideMaster1", "slideMaster"),
                ("slideLayouts/slideLayout1", "slideLayout"),
            ),
        )
    )
    names = (
        'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://'
        'schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.'
        'org/officeDocument/2006/relationships"'
    )
    group = (
        '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
    )
    place = (
        '<p:spPr><a:xfrm><a:off x="500000" y="{}"/><a:ext cx="2000000" cy="2000000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
    )
    words = (
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="t"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
        f"{place.format(500000)}<p:txBody><a:bodyPr/><a:p><a:r><a:t>正文</a:t></a:r></a:p></p:txBody></p:sp>"
    )
    shown = (
        '<p:pic><p:nvPicPr><p:cNvPr id="3" name="p"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill>'
        f'<a:blip {how}="r5"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>'
        f"{place.format(3000000)}</p:pic>"
    )
    tree = f"<p:cSld><p:spTree>{group}{{}}</p:spTree></p:cSld>"
    colours = " ".join(
        f'{name}="{value}"'
        for name, value in (
            *(("bg1", "lt1"), ("tx1", "dk1"), ("bg2", "lt2"), ("tx2", "dk2")),
            *((f"accent{n}", f"accent{n}") for n in range(1, 7)),
            *(("hlink", "hlink"), ("folHlink", "folHlink")),
        )
    )
    parts = {
        "ppt/presentation.xml": f"<p:presentation {names}><p:sldMasterIdLst><p:sldMasterId "
        'id="2147483648" r:id="r1"/></p:sldMasterIdLst><p:sldIdLst><p:sldId id="256" r:id="r2"/>'
        '</p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/>'
        "</p:presentation>",
        "ppt/slides/slide1.xml": f"<p:sld {names}>{tree.format(words + shown)}</p:sld>",
        "ppt/slideMasters/slideMaster1.xml": f"<p:sldMaster {names}>{tree.format('')}<p:clrMap "
        f'{colours}/><p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="r1"/>'
        "</p:sldLayoutIdLst></p:sldMaster>",
        "ppt/slideLayouts/slideLayout1.xml": (
            f"<p:sldLayout {names}>{tree.format('')}</p:sldLayout>"
        ),
        "[Content_Types].xml": hostile.types_part(types).decode().partition("?>")[2],
    }
    related = {
        "_rels/.rels": hostile.relation("r1", "officeDocument", "ppt/presentation.xml"),
        "ppt/_rels/presentation.xml.rels": hostile.relation(
            "r1", "slideMaster", "slideMasters/slideMaster1.xml"
        )
        + hostile.relation("r2", "slide", "slides/slide1.xml"),
        "ppt/slides/_rels/slide1.xml.rels": hostile.relation(
            "r1", "slideLayout", "../slideLayouts/slideLayout1.xml"
        )
        + relations,
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": hostile.relation(
            "r1", "slideLayout", "../slideLayouts/slideLayout1.xml"
        ),
        "ppt/slideLayouts/_rels/slideLayout1.xml.rels": hostile.relation(
            "r1", "slideMaster", "../slideMasters/slideMaster1.xml"
        ),
    }
    head = '<?xml version="1.0"?>'
    whole = {name: (head + text).encode() for name, text in parts.items()}
    return zip_of(
        whole | {name: hostile.relations_part(text) for name, text in related.items()} | more
    )


def old_documents(files: Marked, program: Path, work: Path) -> dict[str, bytes]:
    """Files of the older formats, which LibreOffice writes; their links are left in them.

    The workbook has another result saved than what it points at.
    """
    (work / "plain").mkdir(parents=True)
    opened = open_documents(files)
    sources = {
        "picture.doc": opened["image.odt"],
        "picture.ppt": opened["image.odp"],
        "field.doc": _field_to_be(files),
        "indirect.xls": _book(
            "<row r='2'><c r='A2'><f>INDIRECT(\"'"
            f"{files.sheet.as_uri()}'#$Sheet1.A1\")</f></c></row>"
        ),
    }
    made = {}
    for name, data in sources.items():
        stem, _, kind = name.partition(".")
        ending = {"picture.ppt": "odp", "picture.doc": "odt", "indirect.xls": "xlsx"}.get(
            name, "docx"
        )
        source = work / "plain" / f"{stem}-{kind}.{ending}"
        source.write_bytes(data)
        (target,) = documents.resaved(program, [source], kind, work)
        if name == "field.doc":
            _become_inclusion(target, files)
        elif name == "indirect.xls":
            _save_result(target)
        made[name] = target.read_bytes()
    return made


def _inclusion(files: Marked) -> str:
    return f' INCLUDETEXT "{files.letter}"'


def _field_to_be(files: Marked) -> bytes:
    """A letter with a mere link as long as the field that it is to become."""
    code = ' HYPERLINK "http://a/{}"'
    code = code.format("b" * (len(_inclusion(files)) - len(code.format(""))))
    return zip_of(hostile.docx_parts(_BODY + _field(code)))


def _become_inclusion(path: Path, files: Marked) -> None:
    """Rewrite the link of a .doc as a field that includes a file (types 88 and 68)."""
    import olefile

    with olefile.OleFileIO(str(path), write_mode=True) as file:
        words = file.openstream("WordDocument").read()
        new = _inclusion(files)
        found = re.search(
            b"".join(f"{char}\0".encode() for char in ' HYPERLINK "http://a/') + b'(?:b\0)+"\0',
            words,
        )
        assert found is not None
        assert len(found[0]) == 2 * len(new)
        file.write_stream("WordDocument", words.replace(found[0], new.encode("utf-16-le")))
        table = file.openstream("1Table").read()
        assert b"\x13\x58" in table
        file.write_stream("1Table", table.replace(b"\x13\x58", b"\x13\x44"))


def _save_result(path: Path) -> None:
    """Write 42 as the result of the only formula of an .xls (MS-XLS 2.4.127)."""
    import olefile

    with olefile.OleFileIO(str(path), write_mode=True) as file:
        book = bytearray(file.openstream("Workbook").read())
        at = 0
        while book[at : at + 2] != b"\x06\x00":
            at += 4 + int.from_bytes(book[at + 2 : at + 4], "little")
        book[at + 10 : at + 18] = struct.pack("<d", 42)
        file.write_stream("Workbook", bytes(book))


def everything(files: Marked) -> Mapping[str, bytes]:
    """All of them by file name."""
    drawings = {f"svg-{name}.docx": with_drawing(data) for name, data in vectors(files).items()}
    return {
        **drawings,
        **letters(files),
        **books(files),
        **slides(files),
        **open_documents(files),
        **rich_texts(files),
    }
