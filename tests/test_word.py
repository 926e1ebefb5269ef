"""The Word binder: valid, deterministic, and printed page for page as the plan says."""

import hashlib
import io
import re
import resource
import shutil
import subprocess
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree
from openxml_audit import OpenXmlValidator
from PIL import Image

from generator.layout import Layout, read_layout
from generator.model import (
    Cell,
    EvidenceFile,
    LeafRef,
    Metadata,
    Page,
    PageKind,
    Plan,
    Reconciliation,
    Row,
    Space,
    Table,
    Text,
)
from generator.renderers.lone_image import Box
from generator.renderers.pictures import Picture, Undrawable, key_of
from generator.renderers.word import render_word

WHOLE = Box(0, 0, 1, 1)
ROOT = Path(__file__).parents[1]
MM = 72 / 25.4
A4, A4_TURNED, A3_TURNED = (210.0, 297.0), (297.0, 210.0), (420.0, 297.0)
ODD_TITLES = (
    "关于甲县与东市东区结对帮扶的函",
    "甲协办函〔2019〕12号 关于“两不愁三保障”——教育、医疗、住房——“回头看”情况的报告",
    "𬭎𬬩㙍镇𠮷村名册",
    "合影😀👨‍👩‍👧",
    'A & B <i>"引号"</i> ]]> &amp;',
    "竖\x0b表\x00符\x1f\x7f尾",
    "长" * 200,
    "NoBreakHere" * 18,
)
soffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


@pytest.fixture(scope="module")
def layout() -> Layout:
    return read_layout(ROOT / "templates" / "binder" / "layout.yaml", "layout.yaml")


def leaf(name: str, index: int = 0) -> LeafRef:
    digest = hashlib.sha256(name.encode()).hexdigest()
    file = EvidenceFile(name, Path(name), 1, digest, "1.5", None, Metadata(name))
    return LeafRef(file, Path(name), index)


def drawn(folder: Path, name: str, box: Box = WHOLE, color: int = 90) -> Picture:
    """A picture file: a grey field with a black frame, so that its edges can be measured."""
    image = Image.new("L", (210, 297), color)
    image.paste(0, (0, 0, 210, 12))
    ending = name.rpartition(".")[2]
    kind = "png" if ending == "png" else "jpeg"
    image.save(folder / name, kind.upper())
    return Picture(folder / name, kind, 210, 297, "drawn", box)


class Binder:
    """A plan that grows page by page, as the paginator makes it."""

    def __init__(self) -> None:
        self.pages: list[Page] = []
        self.number = 0

    def add(self, kind: PageKind, *blocks: object, size: tuple[float, float] = A4, **more: object):
        self.number += kind.numbered
        number = self.number if kind.numbered else None
        index = len(self.pages) + 1
        label = more.pop("label", kind.value)
        page = Page(index, number, kind, *size, label=label, blocks=blocks, **more)
        self.pages.append(page)

    def plan(self, title: str = "甲县东西部扶贫协作考核材料") -> Plan:
        sums = Reconciliation(0, 0, 0, 0, 0, 0, 0)
        return Plan(title, tuple(self.pages), (), sums)


def contents(entries: list[tuple[str, str]]) -> Table:
    head = Row((Cell("序号"), Cell("题名"), Cell("页码")), 7.2, "head")
    group = Row((Cell("一、组织领导"),), 7.2, "group")
    rows = tuple(
        Row((Cell(str(at), anchor), Cell(title, anchor), Cell("9", anchor, "right")), 12.6, style)
        for at, (title, anchor) in enumerate(entries, start=1)
        for style in (("gap",) if at == 2 else ("normal",))
    )
    return Table((12, 124, 20), (head, group, *rows))


@dataclass(frozen=True)
class Made:
    plan: Plan
    pictures: dict
    docx: Path


def sample(folder: Path, title: str = "甲县东西部扶贫协作考核材料") -> tuple[Plan, dict]:
    """Every kind of page, every change of paper, tables and texts at the ends of sections."""
    binder = Binder()
    whole = [(text, f"doc:{at}") for at, text in enumerate(ODD_TITLES)]
    pictures: dict = {}

    def evidence(at: int, size: tuple[float, float], box: Box = WHOLE) -> None:
        ref = leaf(f"佐证{at}.pdf", at)
        ending = "png" if at % 3 == 0 else "jpg"
        pictures[key_of(ref)] = drawn(folder, f"{at}.{ending}", box, 60 + at)
        anchors = (f"doc:{at}", f"另一个:{at}")
        words = {"size": size, "leaf": ref, "anchors": anchors, "label": ODD_TITLES[at]}
        binder.add(PageKind.EVIDENCE, **words)

    binder.add(
        PageKind.COVER,
        Space(40),
        Text("甲县东西部扶贫协作\n考核材料", "cover-title", 32),
        Space(20),
        Text("不完整:缺 3 处", "incomplete", 12),
    )
    binder.add(PageKind.CONTENTS, Text("目录", "h1", 13, 1), Space(3), contents(whole))
    binder.add(PageKind.COMPLETION, Text("指标完成情况", "h1", 13, 1), contents(whole[:3]))
    binder.add(PageKind.BLANK)
    binder.add(PageKind.DIVIDER, Space(90), Text("一、组织领导", "divider", 20, 1))
    binder.add(PageKind.BLANK)
    long = "甲县与东市东区召开联席会议，研究协作事项，形成会议纪要。" * 8
    binder.add(
        PageKind.ITEM_SHEET,
        Text("1.5 高层联席会议", "h2", 10.2, 2),
        Text(long, "body", 7 * 8.5),
        Text("题名", "note", 6, 3),
        contents(whole[3:5]),
        anchors=("item:1.5",),
    )
    evidence(0, A4)
    evidence(1, A4, Box(0.1, 0.2, 0.5, 0.25))
    evidence(2, A4_TURNED)
    evidence(3, A4_TURNED)
    evidence(4, A3_TURNED)
    binder.add(PageKind.SLIP, Text("缺项", "mark", 15, 2), Text("缺：签到表", "body", 8.5))
    evidence(5, A4)
    evidence(6, (297.0, 420.0))
    binder.add(PageKind.ITEM_SHEET, contents(whole[:2]), size=A4_TURNED, anchors=("doc:7",))
    full = tuple(Row((Cell("满" * 30), Cell("页")), 6.9) for _ in range(35))
    binder.add(PageKind.GAP_LIST, Table((140, 16), full))
    broken = leaf("坏页.pdf")
    pictures[key_of(broken)] = Undrawable("no page")
    binder.add(PageKind.EVIDENCE, leaf=broken, label="坏页.pdf 第1页")
    unruled = Table((60, 96), (Row((Cell("立卷人"), Cell("\n")), 20),), "cell-large", ruled=False)
    binder.add(PageKind.CLOSING, Text("卷 内 备 考 表", "h1", 13, 1), unruled)
    return binder.plan(title), pictures


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, layout: Layout) -> Made:
    folder = tmp_path_factory.mktemp("word")
    plan, pictures = sample(folder)
    render_word(plan, layout, pictures, folder / "binder.docx")
    return Made(plan, pictures, folder / "binder.docx")


@pytest.fixture(scope="module")
def printed(made: Made) -> Path:
    """The binder as LibreOffice prints it."""
    return convert(made.docx)


def convert(docx: Path) -> Path:
    profile = (docx.parent / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    command += ["--outdir", str(docx.parent), str(docx)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return docx.with_suffix(".pdf")


def body(docx: Path) -> etree._Element:
    with zipfile.ZipFile(docx) as archive:
        return etree.fromstring(archive.read("word/document.xml"))[0]


# ------------------------------------------------------------------------------ the file itself


def test_open_xml_is_valid(made: Made) -> None:
    result = OpenXmlValidator().validate(made.docx)
    assert [str(error) for error in result.errors] == []


def test_same_input_same_bytes(made: Made, layout: Layout, tmp_path: Path) -> None:
    render_word(made.plan, layout, made.pictures, tmp_path / "again.docx")
    assert (tmp_path / "again.docx").read_bytes() == made.docx.read_bytes()


def test_only_needed_parts_and_stored_pictures(made: Made) -> None:
    with zipfile.ZipFile(made.docx) as archive:
        entries = {entry.filename: entry for entry in archive.infolist()}
    media = [name for name in entries if name.startswith("word/media/")]
    assert len(media) == 7
    assert all(entries[name].compress_type == zipfile.ZIP_STORED for name in media)
    others = sorted(name for name in entries if name not in media)
    assert others == [
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/fontTable.xml",
        "word/settings.xml",
        "word/styles.xml",
        "word/theme/theme1.xml",
    ]
    assert {entry.date_time for entry in entries.values()} == {(1980, 1, 1, 0, 0, 0)}


def test_picture_bytes_are_unchanged(made: Made) -> None:
    files = {p.path.read_bytes() for p in made.pictures.values() if isinstance(p, Picture)}
    with zipfile.ZipFile(made.docx) as archive:
        media = {archive.read(n) for n in archive.namelist() if n.startswith("word/media/")}
    assert media == files


def test_equal_pictures_are_stored_once(layout: Layout, tmp_path: Path) -> None:
    binder = Binder()
    pictures = {}
    for at in range(4):
        ref = leaf(f"{at}.pdf")
        pictures[key_of(ref)] = drawn(tmp_path, f"{at}.jpg", color=60 + at % 2)
        binder.add(PageKind.EVIDENCE, leaf=ref)
    render_word(binder.plan(), layout, pictures, tmp_path / "b.docx")
    with zipfile.ZipFile(tmp_path / "b.docx") as archive:
        media = [name for name in archive.namelist() if name.startswith("word/media/")]
    assert media == ["word/media/image1.jpeg", "word/media/image2.jpeg"]
    blips = body(tmp_path / "b.docx").iter("{*}blip")
    ids = [blip.get(qn("r:embed")) for blip in blips]
    assert ids == ["rIdPicture1", "rIdPicture2", "rIdPicture1", "rIdPicture2"]


def test_properties(made: Made) -> None:
    properties = Document(str(made.docx)).core_properties
    assert properties.title == made.plan.title
    assert (properties.language, properties.author) == ("zh-CN", "gen-binder")
    assert properties.created == properties.modified
    assert properties.created is not None
    assert properties.created.year == 1980


@pytest.mark.parametrize("title", [*ODD_TITLES, "长" * 300, ""])
def test_any_title_opens(title: str, layout: Layout, tmp_path: Path) -> None:
    binder = Binder()
    binder.add(PageKind.COVER, Text(title, "cover-title", 100))
    ref = leaf("一.pdf")
    pictures = {key_of(ref): drawn(tmp_path, "1.jpg")}
    binder.add(PageKind.EVIDENCE, leaf=ref, label=title)
    render_word(binder.plan(title), layout, pictures, tmp_path / "b.docx")
    document = Document(str(tmp_path / "b.docx"))
    shown = "".join(paragraph.text for paragraph in document.paragraphs)
    assert shown == re.sub("[\x00-\x08\x0b-\x1f\x7f]", "□", title) + "1"
    assert len(document.core_properties.title) <= 255


def test_every_style_names_a_chinese_font(made: Made, layout: Layout) -> None:
    with zipfile.ZipFile(made.docx) as archive:
        styles = etree.fromstring(archive.read("word/styles.xml"))
        fonts = archive.read("word/fontTable.xml").decode()
    for style in styles.iter(qn("w:style")):
        for element in style.iter(qn("w:rFonts")):
            assert not [name for name in element.attrib if name.endswith("Theme")]
    by_id = {style.get(qn("w:styleId")): style for style in styles.iter(qn("w:style"))}
    for name, role in layout.roles.items():
        chinese = by_id[name].find(".//" + qn("w:rFonts")).get(qn("w:eastAsia"))
        assert chinese == layout.word_fonts[role.font]
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋"/>' in fonts


def test_headings_make_an_outline(made: Made) -> None:
    document = Document(str(made.docx))
    headings = [
        (paragraph.style.name, paragraph.style.base_style.name)
        for paragraph in document.paragraphs
        if paragraph.style.name.startswith("Heading")
        or paragraph.style.base_style.name.startswith("Heading")
    ]
    assert headings.count(("Heading 1", "Normal")) == 3
    assert ("Heading 2", "Normal") in headings
    assert ("隔页题名 1级", "Heading 1") in headings
    assert ("说明 3级", "Heading 3") in headings
    levels = {
        style.name: style.element.find(".//" + qn("w:outlineLvl")) for style in document.styles
    }
    assert [levels[f"Heading {n}"].get(qn("w:val")) for n in (1, 2, 3)] == ["0", "1", "2"]


def test_numbers_are_plain_text_and_nothing_is_a_field(made: Made) -> None:
    fields = [*body(made.docx).iter(qn("w:fldChar")), *body(made.docx).iter(qn("w:fldSimple"))]
    assert fields == []


def test_every_link_has_its_bookmark_and_names_are_valid(made: Made) -> None:
    tree = body(made.docx)
    names = [mark.get(qn("w:name")) for mark in tree.iter(qn("w:bookmarkStart"))]
    assert len(names) == len(set(names)) == sum(len(page.anchors) for page in made.plan.pages)
    assert all(re.fullmatch(r"[a-z][a-z0-9]{1,39}", name) for name in names)
    ids = [mark.get(qn("w:id")) for mark in tree.iter(qn("w:bookmarkStart"))]
    assert len(ids) == len(set(ids))
    links = {link.get(qn("w:anchor")) for link in tree.iter(qn("w:hyperlink"))}
    assert links
    assert links <= set(names)


def test_table_rows_are_exact_and_short_rows_span(made: Made) -> None:
    tree = body(made.docx)
    assert {mark.get(qn("w:hRule")) for mark in tree.iter(qn("w:trHeight"))} == {"exact"}
    spans = [span.get(qn("w:val")) for span in tree.iter(qn("w:gridSpan"))]
    assert set(spans) == {"3"}
    fills = {shade.get(qn("w:fill")) for shade in tree.iter(qn("w:shd"))}
    assert fills == {"F2F2F2", "FDECEC"}


# -------------------------------------------------------------------------------- wrong use of it


def test_a_page_without_its_picture_is_refused(layout: Layout, tmp_path: Path) -> None:
    binder = Binder()
    binder.add(PageKind.EVIDENCE, leaf=leaf("一.pdf"))
    with pytest.raises(KeyError):
        render_word(binder.plan(), layout, {}, tmp_path / "b.docx")
    assert not (tmp_path / "b.docx").exists()


def test_a_link_to_nowhere_is_refused(layout: Layout, tmp_path: Path) -> None:
    binder = Binder()
    binder.add(PageKind.CONTENTS, contents([("题名", "doc:none")]))
    with pytest.raises(KeyError, match="doc:none"):
        render_word(binder.plan(), layout, {}, tmp_path / "b.docx")


def test_too_many_cells_are_refused(layout: Layout, tmp_path: Path) -> None:
    binder = Binder()
    binder.add(PageKind.CONTENTS, Table((20,), (Row((Cell("甲"), Cell("乙")), 8),)))
    with pytest.raises(ValueError, match="2 cells in a table of 1"):
        render_word(binder.plan(), layout, {}, tmp_path / "b.docx")


def test_pages_with_a_hole_are_refused(layout: Layout, tmp_path: Path) -> None:
    binder = Binder()
    binder.add(PageKind.COVER)
    plan = binder.plan()
    shifted = replace(plan, pages=(replace(plan.pages[0], index=2),))
    with pytest.raises(ValueError, match="counted from 1"):
        render_word(shifted, layout, {}, tmp_path / "b.docx")


# ------------------------------------------------------------------------- printed by LibreOffice


@soffice
def test_page_for_page_the_plan(made: Made, printed: Path) -> None:
    """Same count, same paper, same number on each page."""
    with pypdfium2.PdfDocument(printed) as pdf:
        assert len(pdf) == len(made.plan.pages)
        for page, sheet in zip(made.plan.pages, pdf, strict=True):
            assert sheet.get_size() == pytest.approx((page.width * MM, page.height * MM), abs=0.6)
            lines = sheet.get_textpage().get_text_bounded().split("\r\n")
            expected = str(page.number) if page.number is not None else None
            if expected is not None:
                assert lines[0] == expected, f"page {page.index}"
            elif page.kind is PageKind.BLANK:
                assert lines == [""]


@soffice
def test_numbers_stand_at_the_top_outer_corner(made: Made, printed: Path, layout: Layout) -> None:
    with pypdfium2.PdfDocument(printed) as pdf:
        for page in made.plan.pages:
            if page.number is None:
                continue
            sheet = pdf[page.index - 1]
            text = sheet.get_textpage()
            left, _, _, top = text.get_charbox(0)
            _, _, right, _ = text.get_charbox(len(str(page.number)) - 1)
            width, height = sheet.get_size()
            outer = width - right if page.right_hand else left
            assert outer / MM == pytest.approx(layout.number.outer, abs=0.6), page.index
            assert (height - top) / MM == pytest.approx(layout.number.top, abs=1.5)


@soffice
def test_pictures_stand_where_the_page_has_them(made: Made, printed: Path) -> None:
    with pypdfium2.PdfDocument(printed) as pdf:
        for page in made.plan.pages:
            picture = made.pictures.get(key_of(page.leaf)) if page.leaf else None
            if not isinstance(picture, Picture):
                continue
            sheet = pdf[page.index - 1]
            (image,) = sheet.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
            left, bottom, right, top = image.get_bounds()
            box, (width, height) = picture.box, sheet.get_size()
            found = (
                left / width,
                1 - top / height,
                (right - left) / width,
                (top - bottom) / height,
            )
            wanted = (box.left, box.top, box.width, box.height)
            assert found == pytest.approx(wanted, abs=0.003), page.index


@soffice
def test_one_sided_binders_keep_their_margins(layout: Layout, tmp_path: Path) -> None:
    """Every page is a right-hand page: the binding edge and the number stay on their sides."""
    binder = Binder()
    for text in ("甲", "乙", "丙"):
        binder.add(PageKind.SLIP, Text(text, "body", 8.5), single_sided=True)
    render_word(binder.plan(), layout, {}, tmp_path / "b.docx")
    with pypdfium2.PdfDocument(convert(tmp_path / "b.docx")) as pdf:
        assert len(pdf) == 3
        for sheet in pdf:
            text = sheet.get_textpage()
            right = sheet.get_width() - text.get_charbox(0)[2]
            left = text.get_charbox(text.count_chars() - 1)[0]
            assert right / MM == pytest.approx(layout.number.outer, abs=0.6)
            assert left / MM == pytest.approx(layout.page.inner, abs=1)


def test_pages_nearly_as_large_as_a_sheet_stand_on_it(layout: Layout, tmp_path: Path) -> None:
    """Small pages are centred at their size, large ones made to fit; there is one section."""
    binder = Binder()
    pictures = {}
    for at, size in enumerate(((208.0, 295.0), A4, (214.2, 297.0))):
        ref = leaf(f"{at}.pdf")
        pictures[key_of(ref)] = drawn(tmp_path, f"{at}.jpg", color=60 + at)
        binder.add(PageKind.EVIDENCE, leaf=ref, size=size)
    render_word(binder.plan(), layout, pictures, tmp_path / "b.docx")
    tree = body(tmp_path / "b.docx")
    assert [size.get(qn("w:w")) for size in tree.iter(qn("w:pgSz"))] == ["11906"]
    extents = [(int(e.get("cx")), int(e.get("cy"))) for e in tree.iter("{*}extent")]
    wanted = ((208, 295), A4, (210, 297 * 210 / 214.2))
    assert extents == [(round(w * 36000), round(h * 36000)) for w, h in wanted]
    offsets = [int(offset.text) for offset in tree.iter("{*}posOffset")]
    assert offsets == [36000, 36000, 0, 0, 0, round((297 - 297 * 210 / 214.2) / 2 * 36000)]


@soffice
def test_blocks_stand_where_the_plan_has_them(made: Made, printed: Path, layout: Layout) -> None:
    """The last row of a full page ends where the plan's arithmetic says, on both sides."""
    with pypdfium2.PdfDocument(printed) as pdf:
        page = next(page for page in made.plan.pages if page.kind is PageKind.GAP_LIST)
        sheet = pdf[page.index - 1]
        rules = [part.get_bounds() for part in sheet.get_objects() if part.type != 1]
        lowest = min(bounds[1] for bounds in rules)
        left = min(bounds[0] for bounds in rules)
        height = sum(block.height for block in page.blocks)
        assert (sheet.get_size()[1] - lowest) / MM == pytest.approx(
            layout.page.top + height, abs=1.0
        )
        assert left / MM == pytest.approx(layout.page.left(right_hand=page.right_hand), abs=0.5)


@soffice
def test_links_lead_to_their_pages(made: Made, printed: Path) -> None:
    wanted = []
    for page in made.plan.pages:
        for table in (block for block in page.blocks if isinstance(block, Table)):
            links = (cell.link for row in table.rows for cell in row.cells if cell.link)
            wanted += [(page.index, made.plan.page_of(link).index) for link in links]
    found = set()
    with pikepdf.open(printed) as pdf:
        order = {sheet.objgen: at for at, sheet in enumerate(pdf.pages, start=1)}
        for at, sheet in enumerate(pdf.pages, start=1):
            for link in sheet.obj.get("/Annots", ()):
                target = link.get("/Dest") or link.A.D
                found.add((at, order[target[0].objgen]))
    assert found == set(wanted)


@soffice
def test_nothing_is_lost_from_the_titles(made: Made, printed: Path) -> None:
    with pypdfium2.PdfDocument(printed) as pdf:
        text = pdf[1].get_textpage().get_text_bounded()
        assert "竖□表□符□□尾" in text
        assert "长" * 20 in text.replace("\r\n", "")
        assert pdf[17].get_textpage().get_text_bounded().count("请打印 PDF") == 1


# --------------------------------------------------------------------------------------- its size


def test_many_pictures_stay_out_of_memory(layout: Layout, tmp_path: Path) -> None:
    """300 different pictures of 1 MB: the memory in use grows by far less than their sum."""
    binder = Binder()
    pictures = {}
    buffer = io.BytesIO()
    Image.new("L", (210, 297), 90).save(buffer, "JPEG")
    for at in range(300):
        path = tmp_path / f"{at}.jpg"
        path.write_bytes(buffer.getvalue() + at.to_bytes(4, "big"))
        with path.open("ab") as stream:
            stream.truncate(1 << 20)
        ref = leaf(f"{at}.pdf")
        pictures[key_of(ref)] = Picture(path, "jpeg", 210, 297, "scan", WHOLE)
        binder.add(PageKind.EVIDENCE, leaf=ref)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    render_word(binder.plan(), layout, pictures, tmp_path / "b.docx")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert (tmp_path / "b.docx").stat().st_size > 300 << 20
    assert grown < 60 << 10
