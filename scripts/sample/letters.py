"""Write a paper as a Word file in the look of official documents."""

import datetime as dt
import io

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from sample.paper import MARK, Block, Grid, Paper, level, long_date
from sample.zipped import rezip

_FANG, _KAI, _HEI = "仿宋_GB2312", "楷体_GB2312", "黑体"
_TITLE, _SONG = "方正小标宋简体", "宋体"
_RED = RGBColor(0xE0, 0, 0)
_UNUSED = ("stylesWithEffects", "thumbnail", "numbering", "customXml")
_STYLES = (
    "Normal",
    "Default Paragraph Font",
    "Normal Table",
    "No List",
    "Table Grid",
    "Footer",
    "Footer Char",
)


def write_letter(paper: Paper) -> bytes:
    """A paper as .docx, the same bytes for the same input."""
    document = Document()
    _slim(document)
    _page_setup(document)
    if paper.head:
        _masthead(document, paper)
    _line(document, paper.title, _TITLE, 22, align="center", lead=33, after=14)
    if not paper.head and paper.number:
        _line(document, paper.number, _FANG, 16, align="center")
    if paper.to:
        _line(document, f"{paper.to}：", _FANG, 16)
    for block in paper.body:
        _block(document, block)
    _signature(document, paper)
    _properties(document, paper)
    raw = io.BytesIO()
    document.save(raw)
    return rezip(raw.getvalue())


def _slim(document: DocumentType) -> None:
    """Drop what python-docx's template carries and an office paper does not use."""
    for rels in (document.part.rels, document.part.package.rels):
        for key, rel in list(rels.items()):
            if rel.reltype.rpartition("/")[2] in _UNUSED:
                del rels[key]
    for style in list(document.styles):
        if style.name not in _STYLES:
            style.delete()


def _page_setup(document: DocumentType) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(22)
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        number = footer.paragraphs[0]
        number.alignment = _ALIGN[side]
        _run(number, "— ", _SONG, 14)
        _page_field(number)
        _run(number, " —", _SONG, 14)
        mark = footer.add_paragraph()
        mark.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _run(mark, MARK, _SONG, 7).font.color.rgb = RGBColor(0x88, 0x88, 0x88)


def _page_field(paragraph: Paragraph) -> None:
    run = _run(paragraph, "", _SONG, 14)
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        if kind:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText")
            element.text = text
        run._r.append(element)  # noqa: SLF001  python-docx has no fields


def _masthead(document: DocumentType, paper: Paper) -> None:
    head = paper.head or ""
    size = min(42, 430 / len(head))
    _line(document, head, _TITLE, size, align="center", lead=62).runs[0].font.color.rgb = _RED
    number = _line(document, paper.number or "", _FANG, 16, align="center", after=22)
    _under(number)


def _under(paragraph: Paragraph) -> None:
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "14"), ("space", "4"), ("color", "E00000")):
        line.set(qn(f"w:{key}"), value)
    borders.append(line)
    paragraph.paragraph_format.element.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _block(document: DocumentType, block: Block) -> None:
    if isinstance(block, Grid):
        _grid(document, block)
        return
    font = (_FANG, _HEI, _KAI)[level(block)]
    line = _line(document, block, font, 16, indent=True)
    line.paragraph_format.keep_with_next = level(block) > 0


def _grid(document: DocumentType, grid: Grid) -> None:
    table = document.add_table(len(grid.rows), len(grid.shares), style="Table Grid")
    table.autofit = False
    _widths(table, grid)
    for place, (row, values) in enumerate(zip(table.rows, grid.rows, strict=True)):
        row.height = Mm(grid.row_mm)
        for cell, value in zip(row.cells, values, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.paragraph_format.space_after = Pt(0)
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            _run(paragraph, value, _HEI if place == 0 else _FANG, 12)
    _line(document, "", _FANG, 8, lead=12)


def _widths(table: Table, grid: Grid) -> None:
    total = sum(grid.shares)
    for index, share in enumerate(grid.shares):
        table.columns[index].width = Mm(156 * share / total)
        for cell in table.columns[index].cells:
            cell.width = Mm(156 * share / total)


def _signature(document: DocumentType, paper: Paper) -> None:
    if paper.sign:
        _line(document, "", _FANG, 16)
    for name in paper.sign:
        _line(document, name, _FANG, 16, align="right")
    if paper.sign and paper.date:
        _line(document, f"{long_date(paper.date)}　　", _FANG, 16, align="right")
    if paper.copies_to:
        _under(_line(document, f"抄送：{paper.copies_to}", _FANG, 14))


_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


def _line(
    document: DocumentType,
    text: str,
    font: str,
    size: float,
    *,
    align: str = "both",
    lead: float = 29,
    after: float = 0,
    indent: bool = False,
) -> Paragraph:
    paragraph = document.add_paragraph()
    form = paragraph.paragraph_format
    form.alignment = _ALIGN[align]
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(lead)
    form.space_before, form.space_after = Pt(0), Pt(after)
    if indent:
        form.first_line_indent = Pt(2 * size)
    _run(paragraph, text, font, size)
    return paragraph


def _run(paragraph: Paragraph, text: str, font: str, size: float) -> Run:
    run = paragraph.add_run(text)
    run.font.name, run.font.size = "Times New Roman", Pt(size)
    run.font.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return run


def _properties(document: DocumentType, paper: Paper) -> None:
    day = paper.date or dt.date(2019, 12, 1)
    stamp = dt.datetime(day.year, day.month, day.day, 9, 0)  # noqa: DTZ001  Word stores no zone
    properties = document.core_properties
    properties.title, properties.author = paper.title, "".join(paper.sign[:1]) or "协作办"
    properties.comments, properties.last_modified_by = MARK, properties.author
    properties.created = properties.modified = stamp
