"""What a document shows anew every day stays as it was saved: no day, no name of a copy is told."""

import re
import struct
from pathlib import Path

import pypdfium2
import pytest

from generator.convert import sheets, soffice
from generator.convert.job import Tools
from generator.lettering.fonts import fontconfig_file
from generator.model import Leaves
from tests.builders import biff
from tests.builders.filed import convert, fonts, leaves_of
from tests.builders.sheets import xlsx

pytestmark = pytest.mark.skipif(soffice.find() is None, reason="LibreOffice is not installed")

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_SPACES = "".join(
    f' xmlns:{name}="{_ODF}{address}:1.0"'
    for name, address in {
        **{name: name for name in ("office", "table", "text", "style", "presentation")},
        "draw": "drawing",
        "svg": "svg-compatible",
        "number": "datastyle",
    }.items()
)
_SPACES += f' xmlns:of="{_ODF}of:1.2"'
DAY = '<text:date text:date-value="2019-05-01">2019年5月1日</text:date>'
NAME = '<text:file-name text:display="name-and-extension">存时名.doc</text:file-name>'
FIELDS = f"正文{DAY}{NAME}"


def flat(kind: str, element: str, body: str, head: str = "") -> bytes:
    """An OpenDocument file in one; all have one master page."""
    styles = (
        '<style:page-layout style:name="p"><style:header-style/></style:page-layout>'
        '<number:date-style style:name="d"><number:year number:style="long"/></number:date-style>'
        '<style:style style:name="s" style:family="drawing-page"><style:drawing-page-properties '
        'presentation:display-date-time="true"/></style:style>'
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document{_SPACES} office:version="1.3" '
        f'office:mimetype="application/vnd.oasis.opendocument.{kind}"><office:automatic-styles>'
        f"{styles}</office:automatic-styles><office:master-styles><style:master-page style:name="
        f'"Default" style:page-layout-name="p" draw:style-name="s">{head}</style:master-page>'
        f"</office:master-styles><office:body><office:{element}>{body}</office:{element}>"
        "</office:body></office:document>"
    ).encode()


def drawn(text: str, more: str = "") -> str:
    return (
        f'<draw:page draw:name="一" draw:style-name="s" draw:master-page-name="Default"{more}>'
        '<draw:frame svg:x="1cm" svg:y="1cm" svg:width="15cm" svg:height="5cm"><draw:text-box>'
        f"<text:p>{text}</text:p></draw:text-box></draw:frame></draw:page>"
    )


FOOT = (
    '<draw:frame presentation:class="date-time" svg:x="1cm" svg:y="15cm" svg:width="8cm" '
    'svg:height="2cm"><draw:text-box><text:p><presentation:date-time/></text:p></draw:text-box>'
    "</draw:frame>"
)
TODAY = (
    '<presentation:date-time-decl presentation:name="t" presentation:source="current-date" '
    'style:data-style-name="d"/>' + drawn("正文", ' presentation:use-date-time-name="t"')
)
SHEET = (
    '<table:table table:name="表"><table:table-row><table:table-cell office:value-type="string">'
    "<text:p>正文</text:p></table:table-cell></table:table-row></table:table>"
)
HEAD = f"<style:header><text:p>{FIELDS}</text:p></style:header>"
WORD = "http://schemas.microsoft.com/office/word/2003/wordml"
WORDML = (
    '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
    f'<w:wordDocument xmlns:w="{WORD}"><w:body>'
    '<w:p><w:r><w:t>正文</w:t></w:r><w:fldSimple w:instr=" FILENAME "><w:r><w:t>存时名.doc'
    '</w:t></w:r></w:fldSimple><w:fldSimple w:instr=" DATE "><w:r><w:t>2019年5月1日</w:t></w:r>'
    "</w:fldSimple></w:p></w:body></w:wordDocument>"
).encode()
CODES = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="1"><c r="A1" t="inlineStr"><is><t>正文</t></is></c></row></sheetData><headerFooter>'
    '<oddHeader>&amp;C&amp;"SimSun,D"&amp;12头&amp;D&amp;T</oddHeader><oddFooter>&amp;L&amp;Z&amp;F'
    "&amp;R甲&amp;&amp;D乙</oddFooter></headerFooter></worksheet>"
).encode()


def calculated(today: str) -> str:
    """Two rows of a sheet: a call of the day with what it gave, and a cell that goes by it."""
    return "".join(
        f'<table:table-row><table:table-cell table:formula="{formula}" office:value-type="float" '
        f'office:value="{value}"><text:p>{value}</text:p></table:table-cell></table:table-row>'
        for formula, value in ((today, 43586), ("of:=[.A1]+1", 43587))
    )


EXCEL = "urn:schemas-microsoft-com:office:spreadsheet"
EXCEL_2003 = (
    f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{EXCEL}" '
    f'xmlns:ss="{EXCEL}"><Worksheet ss:Name="表"><Table><Row><Cell ss:Formula="=TODAY()"><Data '
    'ss:Type="Number">43586</Data></Cell></Row><Row><Cell ss:Formula="=R[-1]C+1"><Data ss:Type='
    '"Number">43587</Data></Cell></Row></Table></Worksheet></Workbook>'
).encode()
SOME_SAVED = (
    '<row r="1"><c r="A1"><f>TODAY()</f><v>43586</v></c></row><row r="2"><c r="A2"><f>A1+1</f>'
    '<v>43587</v></c></row><row r="3"><c r="A3"><f>1+1</f></c></row>'
)


def with_results(book: bytes, results: tuple[bytes, bytes]) -> bytes:
    """An .xls with these results in the eight bytes that its two calculated cells have for them."""

    def change(stream: bytearray) -> None:
        cells = [at for at, kind, _ in biff.records(stream) if kind == 0x06]
        for at, value in zip(cells, results, strict=True):
            stream[at + 10 : at + 18] = value

    return biff.changed(book, change)


WRITTEN = {
    "信.fodt": flat("text", "text", f"<text:p>{FIELDS}</text:p>", HEAD.replace("正文", "头")),
    "片.fodp": flat("presentation", "presentation", drawn(FIELDS)),
    "图.fodg": flat("graphics", "drawing", drawn(FIELDS)),
    "信2003.doc": WORDML,
}
#: What .xls files have for results: the day and the next one, nothing, the mark of an empty text.
NO_RESULT, EMPTY_TEXT = bytes(8), b"\3\0\0\0\0\0\xff\xff"
RESULTS = {
    "算.xls": (struct.pack("<d", 43586), struct.pack("<d", 43587)),
    "未算.xls": (NO_RESULT, NO_RESULT),
    "未算文.xls": (EMPTY_TEXT, EMPTY_TEXT),
}
CALCULATED = {
    "算.fods": flat(
        "spreadsheet",
        "spreadsheet",
        SHEET.partition("<table:table-row>")[0] + calculated("of:=TODAY()") + "</table:table>",
    ),
    "算2003.xls": EXCEL_2003,
    "算.xlsx": xlsx(SOME_SAVED),
}
#: Documents that LibreOffice writes first, in each of these formats: they have its name for them.
SEEDS = {
    "信.fodt": ("doc", "rtf", "docx", "odt"),
    "片.fodp": ("pptx", "odp"),
}
#: What is told where no words are saved.
WORDLESS = {
    "码.xlsx": "自动填写的日期、时间或路径，没有印出",
    "头.ods": "自动填写的日期、时间或路径，没有印出",
    "脚.ppt": "自动变成当天的日期，没有印出",
}


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Leaves, str]]:
    folder, work = tmp_path_factory.mktemp("件"), tmp_path_factory.mktemp("work")
    fontconfig = fontconfig_file(fonts(), work / "fonts")
    tools = Tools(fonts(), work, soffice.find(), soffice.environment(fontconfig))
    seeds = {
        **{name: WRITTEN[name] for name in SEEDS},
        "头.fods": flat("spreadsheet", "spreadsheet", SHEET, HEAD),
        "脚.fodp": flat("presentation", "presentation", TODAY, FOOT),
    }
    for name, data in seeds.items():
        (work / name).write_bytes(data)
    for name, kinds in {**SEEDS, "头.fods": ("ods",), "脚.fodp": ("ppt",)}.items():
        for kind in kinds:
            soffice.run(tools, work, kind, [work / name], folder)
    (work / "算.fods").write_bytes(CALCULATED["算.fods"])
    soffice.run(tools, work, "xls", [work / "算.fods"], work)
    for name, results in RESULTS.items():
        (folder / name).write_bytes(with_results((work / "算.xls").read_bytes(), results))
    for name, data in {**WRITTEN, **CALCULATED, "码.xlsx": xlsx(CODES)}.items():
        (folder / name).write_bytes(data)
    files = sorted(folder.iterdir())
    batch = convert(files, work / "cache", fontconfig=fontconfig, timeout=60)
    found = {path.name: leaves_of(batch, path.name) for path in files}
    return {name: (leaves, text_of(leaves)) for name, leaves in found.items()}


def text_of(leaves: Leaves) -> str:
    with pypdfium2.PdfDocument(leaves.pdf) as document:
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("name", WRITTEN)
def test_words_stay_as_they_were_saved(name: str, printed: dict[str, tuple[Leaves, str]]) -> None:
    leaves, text = printed[name]
    assert "正文2019年5月1日存时名.doc" in text or "正文存时名.doc2019年5月1日" in text
    assert any("按保存时显示的样子" in note for note in leaves.notes)


@pytest.mark.parametrize(
    ("seed", "name"),
    [(seed, f"{seed[0]}.{kind}") for seed, kinds in SEEDS.items() for kind in kinds],
)
def test_no_copy_is_named(seed: str, name: str, printed: dict[str, tuple[Leaves, str]]) -> None:
    leaves, text = printed[name]
    assert seed in text
    assert "d00" not in text
    assert any("按保存时显示的样子" in note for note in leaves.notes)


@pytest.mark.parametrize("name", WORDLESS)
def test_what_was_saved_without_words_is_told(
    name: str, printed: dict[str, tuple[Leaves, str]]
) -> None:
    leaves, text = printed[name]
    assert "正文" in text
    assert re.search(r"\d", text) is None
    assert any(WORDLESS[name] in note for note in leaves.notes)
    assert ("头" in text and "甲&D乙" in text) == (name == "码.xlsx")


@pytest.mark.parametrize("name", ["未算.xls", "未算文.xls"])
def test_a_book_of_a_program_that_cannot_calculate_is_calculated_and_told(
    name: str, printed: dict[str, tuple[Leaves, str]]
) -> None:
    leaves, text = printed[name]
    assert len(re.findall(r"\d\d年\d+月\d+日", text)) == 2
    assert "19年5月1日" not in text
    assert any("随打开时间变化" in note for note in leaves.notes)


@pytest.mark.parametrize("name", [*CALCULATED, "算.xls"])
def test_no_cell_is_calculated_anew(name: str, printed: dict[str, tuple[Leaves, str]]) -> None:
    _, text = printed[name]
    assert "4358643587" in text or "19年5月1日19年5月2日" in text


def test_a_day_without_a_saved_result_is_told(tmp_path: Path) -> None:
    copy = tmp_path / "a.xlsx"
    copy.write_bytes(xlsx('<row r="1"><c r="A1"><f>TODAY()</f></c></row>'))
    (note,) = sheets.fit(copy)
    assert "随打开时间变化" in note
