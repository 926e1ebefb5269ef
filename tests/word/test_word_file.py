"""The Word file of a volume: valid, deterministic, with sections, styles, links as planned."""

import hashlib
import io
import re
import resource
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree
from openxml_audit import OpenXmlValidator
from PIL import Image

from generator.model import Cell, PageKind, Row, Table, Text
from generator.render.pdf.pictures import Picture, key_of
from generator.render.word.word import render_word
from tests.builders.volumes import WHOLE, Binder, Pictures, drawn, layout, leaf
from tests.builders.word_samples import (
    FITS,
    ODD_TITLES,
    OTHER_NAME,
    Made,
    contents,
    sample,
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return sample(tmp_path_factory.mktemp("word"))


@pytest.fixture(scope="module")
def one_sided(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return sample(tmp_path_factory.mktemp("onesided"), duplex=False)


def part(docx: Path, name: str) -> etree._Element:
    with zipfile.ZipFile(docx) as archive:
        return etree.fromstring(archive.read(name))


def body(docx: Path) -> etree._Element:
    return part(docx, "word/document.xml")[0]


def write(binder: Binder, target: Path) -> Path:
    plan = binder.plan()
    render_word(plan, plan.volumes[0], layout(), binder.pictures, target)
    return target


# ------------------------------------------------------------------------------------ the package


def test_open_xml_is_valid(made: Made, one_sided: Made) -> None:
    for docx in (made.docx, one_sided.docx):
        result = OpenXmlValidator().validate(docx)
        assert [str(error) for error in result.errors] == []


def test_same_input_same_bytes(made: Made, tmp_path: Path) -> None:
    again = tmp_path / "again.docx"
    render_word(made.plan, made.volume, layout(), made.pictures, again)
    assert again.read_bytes() == made.docx.read_bytes()


def test_only_needed_parts_and_stored_pictures(made: Made) -> None:
    with zipfile.ZipFile(made.docx) as archive:
        entries = {entry.filename: entry for entry in archive.infolist()}
    media = [name for name in entries if name.startswith("word/media/")]
    assert len(media) == len(FITS)
    assert all(entries[name].compress_type == zipfile.ZIP_STORED for name in media)
    others = sorted(name for name in entries if name not in media)
    assert others == [
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/fontTable.xml",
        "word/header1.xml",
        "word/header2.xml",
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


def test_equal_pictures_are_stored_once(tmp_path: Path) -> None:
    binder = Binder()
    for at in range(4):
        page = binder.add(PageKind.EVIDENCE, leaf=leaf(f"{at}.pdf"))
        binder.pictures[key_of(page)] = drawn(tmp_path, f"{at}.jpg", color=60 + at % 2)
    docx = write(binder, tmp_path / "b.docx")
    with zipfile.ZipFile(docx) as archive:
        media = [name for name in archive.namelist() if name.startswith("word/media/")]
    assert media == ["word/media/image1.jpeg", "word/media/image2.jpeg"]
    ids = [blip.get(qn("r:embed")) for blip in body(docx).iter("{*}blip")]
    assert ids == ["rIdPicture1", "rIdPicture2", "rIdPicture1", "rIdPicture2"]


def test_properties(made: Made) -> None:
    properties = Document(str(made.docx)).core_properties
    assert properties.title == f"{made.plan.title} {made.volume.name}"
    assert (properties.language, properties.author) == ("zh-CN", "gen-binder")
    assert properties.created == properties.modified
    assert properties.created is not None
    assert properties.created.year == 1980


@pytest.mark.parametrize("title", [*ODD_TITLES, "长" * 300, ""])
def test_any_title_opens(title: str, tmp_path: Path) -> None:
    binder = Binder()
    binder.add(PageKind.COVER, Text(title, "cover-title", 100))
    binder.evidence(tmp_path, label=title)
    plan = binder.plan(title=title)
    render_word(plan, plan.volumes[0], layout(), binder.pictures, tmp_path / "b.docx")
    document = Document(str(tmp_path / "b.docx"))
    shown = "".join(paragraph.text for paragraph in document.paragraphs)
    assert shown == re.sub("[\x00-\x08\x0b-\x1f\x7f]", code, title) + "1"
    assert len(document.core_properties.title) <= 255


def code(match: re.Match[str]) -> str:
    return f"〔U+{ord(match[0]):04X}〕"


# ------------------------------------------------------------------------------------------ styles


def styles(made: Made) -> dict[str, etree._Element]:
    tree = part(made.docx, "word/styles.xml")
    return {style.get(qn("w:styleId")): style for style in tree.iter(qn("w:style"))}


def test_every_style_names_a_chinese_font(made: Made) -> None:
    by_id, figures = styles(made), layout()
    for style in by_id.values():
        for element in style.iter(qn("w:rFonts")):
            assert not [name for name in element.attrib if name.endswith("Theme")]
    for name, role in figures.roles.items():
        chinese = by_id[name].find(".//" + qn("w:rFonts")).get(qn("w:eastAsia"))
        assert chinese == figures.word_fonts[role.font]
    fonts = part(made.docx, "word/fontTable.xml")
    (fang,) = [font for font in fonts if font.get(qn("w:name")) == "仿宋_GB2312"]
    assert fang.find(qn("w:altName")).get(qn("w:val")) == "仿宋"


def test_headings_make_an_outline(made: Made) -> None:
    document = Document(str(made.docx))
    found = [paragraph.style.name for paragraph in document.paragraphs]
    assert [found.count(name) for name in ("Heading 1", "Heading 2")] == [3, 1]
    assert {"隔页题名 1级", "说明 3级", "缺项标记 2级"} <= set(found)
    by_id = styles(made)
    levels = [
        by_id[f"Heading{level}"].find(".//" + qn("w:outlineLvl")).get(qn("w:val"))
        for level in (1, 2, 3)
    ]
    assert levels == ["0", "1", "2"]
    assert by_id["divider-1"].find(qn("w:basedOn")).get(qn("w:val")) == "Heading1"


def test_own_styles_are_off_the_grid_and_normal_is_on_it(made: Made) -> None:
    """The Normal style is 16 point 仿宋, for what is added by hand; ours have computed heights."""
    by_id = styles(made)
    assert not list(by_id["Normal"].iter(qn("w:snapToGrid")))
    assert by_id["Normal"].find(".//" + qn("w:sz")).get(qn("w:val")) == "32"
    defaults = part(made.docx, "word/styles.xml").find(".//" + qn("w:rPrDefault"))
    assert defaults.find(".//" + qn("w:rFonts")).get(qn("w:eastAsia")) == "仿宋_GB2312"
    used = {mark.get(qn("w:val")) for mark in body(made.docx).iter(qn("w:pStyle"))}
    assert used
    for name in used:
        style = by_id[name]
        while style.get(qn("w:styleId")) != "binder-base":
            assert not list(style.iter(qn("w:snapToGrid")))
            style = by_id[style.find(qn("w:basedOn")).get(qn("w:val"))]
        marks = [mark.get(qn("w:val")) for mark in style.iter(qn("w:snapToGrid"))]
        assert marks == ["0", "0"]  # of lines and of characters


# ---------------------------------------------------------------------------------------- sections


def test_a_section_for_each_part_paper_and_margins(made: Made) -> None:
    """Front, catalogue, content; the A3 sheets; the odd paper; closing; all begin a new page."""
    found = list(body(made.docx).iter(qn("w:sectPr")))
    sizes = [mark.find(qn("w:pgSz")).get(qn("w:w")) for mark in found]
    tops = [mark.find(qn("w:pgMar")).get(qn("w:top")) for mark in found]
    a4, a3, turned = "11906", "23811", "16838"
    assert sizes == [a4, a4, a4, a3, a4, turned, a4, a4]
    assert tops == ["2098", "1134", *["2098"] * 6]
    assert {mark.find(qn("w:type")).get(qn("w:val")) for mark in found} == {"nextPage"}
    landscape = [mark.find(qn("w:pgSz")).get(qn("w:orient")) for mark in found]
    assert landscape == [None, None, None, "landscape", None, "landscape", None, None]


def test_the_grid_has_22_lines_of_28_characters(made: Made) -> None:
    """Figures computed from the type area of 156 x 225 mm, as in the reference on Word geometry."""
    found = list(body(made.docx).iter(qn("w:sectPr")))
    with_grid = [mark for mark in found if mark.find(qn("w:docGrid")) is not None]
    assert len(with_grid) == len(found) - 3  # neither the catalogue nor the other papers
    for mark in with_grid:
        grid, margins = mark.find(qn("w:docGrid")), mark.find(qn("w:pgMar"))
        assert dict(grid.attrib) == {
            qn("w:type"): "linesAndChars",
            qn("w:linePitch"): "580",
            qn("w:charSpace"): "-848",
        }
        high = 16838 - int(margins.get(qn("w:top"))) - int(margins.get(qn("w:bottom")))
        wide = 11906 - int(margins.get(qn("w:left"))) - int(margins.get(qn("w:right")))
        assert high // 580 == 22
        assert high / 1440 * 25.4 == pytest.approx(225, abs=0.1)
        assert wide / 20 // (16 - 848 / 4096) == 28
        assert wide / 1440 * 25.4 == pytest.approx(156, abs=0.1)


def test_two_sided_volumes_have_mirrored_margins_and_two_heads(made: Made, one_sided: Made) -> None:
    for sample_, expected in ((made, 1), (one_sided, 0)):
        settings = part(sample_.docx, "word/settings.xml")
        for name in ("w:mirrorMargins", "w:evenAndOddHeaders"):
            assert len(list(settings.iter(qn(name)))) == expected
    kinds = [mark.get(qn("w:type")) for mark in body(made.docx).iter(qn("w:headerReference"))]
    assert kinds == ["default", "even"] * 8
    for number in (1, 2):
        head = part(made.docx, f"word/header{number}.xml")
        assert "".join(head.itertext()) == ""
        assert [mark.get(qn("w:val")) for mark in head.iter(qn("w:pStyle"))] == ["Header"]


def test_heads_end_above_every_type_area(made: Made) -> None:
    """A head that is filled in by hand must not push the pages down."""
    line = styles(made)["Header"].find(".//" + qn("w:spacing"))
    assert line.get(qn("w:lineRule")) == "exact"
    for mark in body(made.docx).iter(qn("w:pgMar")):
        ends = int(mark.get(qn("w:header"))) + int(line.get(qn("w:line")))
        assert ends <= int(mark.get(qn("w:top")))


# ------------------------------------------------------------------------- numbers, links, tables


def test_numbers_are_plain_text_in_frames_and_nothing_is_a_field(made: Made) -> None:
    tree = body(made.docx)
    assert [*tree.iter(qn("w:fldChar")), *tree.iter(qn("w:fldSimple"))] == []
    frames = [mark.getparent().getparent() for mark in tree.iter(qn("w:framePr"))]
    shown = ["".join(frame.itertext()) for frame in frames]
    assert shown == [page.printed for page in made.volume.pages if page.imprint]


def test_every_link_has_its_bookmark_and_names_are_valid(made: Made) -> None:
    tree = body(made.docx)
    names = [mark.get(qn("w:name")) for mark in tree.iter(qn("w:bookmarkStart"))]
    assert len(names) == len(set(names)) == sum(len(page.anchors) for page in made.volume.pages)
    assert all(re.fullmatch(r"[a-z][a-z0-9]{1,39}", name) for name in names)
    ids = [mark.get(qn("w:id")) for mark in tree.iter(qn("w:bookmarkStart"))]
    assert len(ids) == len(set(ids))
    links = [link for link in tree.iter(qn("w:hyperlink")) if not link.get(qn("r:id"))]
    assert {link.get(qn("w:anchor")) for link in links} <= set(names)
    assert len(links) == 3 * (len(ODD_TITLES) + 3 + 2)


def test_links_to_another_volume_name_its_file_and_bookmark(made: Made) -> None:
    away = [link for link in body(made.docx).iter(qn("w:hyperlink")) if link.get(qn("r:id"))]
    assert ["".join(link.itertext()) for link in away] == ["9", "第二卷的材料", "9"]
    assert {link.get(qn("w:anchor")) for link in away} == {"p0003a2"}
    relations = part(made.docx, "word/_rels/document.xml.rels")
    (file,) = [mark for mark in relations if mark.get("TargetMode") == "External"]
    assert {link.get(qn("r:id")) for link in away} == {file.get("Id")}
    address = OTHER_NAME.replace("%", "%25").replace(" ", "%20").replace("#", "%23")
    assert file.get("Target") == f"{address}.docx"


def test_table_rows_are_exact_whole_and_heads_repeat(made: Made) -> None:
    tree = body(made.docx)
    rows = list(tree.iter(qn("w:tr")))
    assert {mark.get(qn("w:hRule")) for mark in tree.iter(qn("w:trHeight"))} == {"exact"}
    assert len(list(tree.iter(qn("w:cantSplit")))) == len(rows)
    tables = list(tree.iter(qn("w:tbl")))
    heads = [len(list(table.iter(qn("w:tblHeader")))) for table in tables]
    assert heads == [1, 1, 1, 1, 1, 0]
    spans = [span.get(qn("w:val")) for span in tree.iter(qn("w:gridSpan"))]
    assert set(spans) == {"3"}
    fills = {shade.get(qn("w:fill")) for shade in tree.iter(qn("w:shd"))}
    assert fills == {"F2F2F2", "FDECEC"}


# -------------------------------------------------------------------------------- wrong use of it


def test_a_page_without_its_picture_is_refused(tmp_path: Path) -> None:
    binder = Binder()
    binder.add(PageKind.EVIDENCE, leaf=leaf("一.pdf"))
    with pytest.raises(KeyError):
        write(binder, tmp_path / "b.docx")
    assert not (tmp_path / "b.docx").exists()


def test_a_link_to_nowhere_is_refused(tmp_path: Path) -> None:
    binder = Binder()
    binder.add(PageKind.CONTENTS, contents([("题名", "doc:none")]))
    with pytest.raises(KeyError, match="doc:none"):
        write(binder, tmp_path / "b.docx")


def test_too_many_cells_are_refused(tmp_path: Path) -> None:
    binder = Binder()
    binder.add(PageKind.CONTENTS, Table((20,), (Row((Cell("甲"), Cell("乙")), 8),)))
    with pytest.raises(ValueError, match="2 cells in a table of 1"):
        write(binder, tmp_path / "b.docx")


def test_pages_with_a_hole_are_refused(tmp_path: Path) -> None:
    binder = Binder()
    page = binder.add(PageKind.COVER)
    binder.pages = [replace(page, index=2)]
    with pytest.raises(ValueError, match="counted from 1"):
        write(binder, tmp_path / "b.docx")


# --------------------------------------------------------------------------------------- its size


def test_many_pictures_stay_out_of_memory(tmp_path: Path) -> None:
    """300 different pictures of 1 MB: the memory in use grows by far less than their sum."""
    binder = Binder()
    pictures: Pictures = binder.pictures
    buffer = io.BytesIO()
    Image.new("L", (210, 297), 90).save(buffer, "JPEG")
    for at in range(300):
        path = tmp_path / f"{at}.jpg"
        path.write_bytes(buffer.getvalue() + at.to_bytes(4, "big"))
        with path.open("ab") as stream:
            stream.truncate(1 << 20)
        page = binder.add(PageKind.EVIDENCE, leaf=leaf(f"{at}.pdf"))
        digest = hashlib.sha256(str(at).encode()).hexdigest()
        size = 210, 297, "scan", WHOLE, 210.0, 297.0, digest
        pictures[key_of(page)] = Picture(path, "jpeg", *size)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    write(binder, tmp_path / "b.docx")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert (tmp_path / "b.docx").stat().st_size > 300 << 20
    assert grown < 60 << 10
