import hashlib
import re
from pathlib import Path

import openpyxl
import pikepdf
import pypdfium2
import pytest

from generator.convert import Batch, soffice
from generator.lettering.fonts import fontconfig_file
from generator.model import Leaf, Leaves
from tests.builders import documents
from tests.builders.filed import convert, fonts, leaves_of

PROGRAM = soffice.find()

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="LibreOffice is not installed")


class Printed:
    """What one run over all documents gave."""

    def __init__(self, batch: Batch, cache: Path, fontconfig: Path, paths: list[Path]) -> None:
        self.batch = batch
        self.cache = cache
        self.fontconfig = fontconfig
        self.paths = paths

    def leaves(self, name: str) -> Leaves:
        return leaves_of(self.batch, name)

    def text(self, name: str) -> str:
        with pypdfium2.PdfDocument(self.leaves(name).pdf) as document:
            pages = [page.get_textpage().get_text_bounded() for page in document]
        return re.sub(r"\s", "", "".join(pages))


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    assert PROGRAM is not None
    folder = tmp_path_factory.mktemp("材料")
    work = tmp_path_factory.mktemp("work")
    letter = documents.letter(folder / "函.docx")
    wide = documents.sheet(24)
    wide.active["A20"], wide.active["B20"] = "=SUM(1,2)", "=TODAY()"
    wide.active.row_dimensions[3].hidden = True
    wide.active.column_dimensions["D"].hidden = True
    wide.create_sheet("底稿").sheet_state = "hidden"
    wide.save(folder / "宽表.xlsx")
    documents.sheet(3).save(folder / "窄表.xlsx")
    openpyxl.Workbook().save(folder / "空表.xlsx")
    a3 = documents.sheet(30)
    a3.active.page_setup.paperSize = 8
    a3.active.page_setup.orientation = "landscape"
    a3.save(folder / "大表.xlsx")
    documents.odt(folder / "文.odt", "开放文档")
    documents.ods(folder / "表.ods", 20)
    documents.odp(folder / "幻灯.odp", "幻灯片内容")
    documents.rtf(folder / "说明.rtf", "甲县说明")
    (doc,) = documents.resaved(PROGRAM, [letter], "doc", work)
    (xls,) = documents.resaved(PROGRAM, [folder / "宽表.xlsx"], "xls", work)
    for source, name in ((doc, "旧函.doc"), (doc, "旧函.wps"), (xls, "旧表.xls"), (xls, "旧表.et")):
        # one byte more: the same content under two names would be converted once
        (folder / name).write_bytes(source.read_bytes() + name[-1:].encode())
    paths = sorted(folder.iterdir())
    before = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
    cache = tmp_path_factory.mktemp("cache")
    fontconfig = fontconfig_file(fonts(), cache / "fonts")
    batch = convert(paths, cache, fontconfig=fontconfig, jobs=2, timeout=120)
    assert {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths} == before
    return Printed(batch, cache, fontconfig, paths)


def turned(leaf: Leaf) -> bool:
    return leaf.width > leaf.height


def test_every_office_format_becomes_pages(printed: Printed) -> None:
    for name in (path.name for path in printed.paths):
        assert printed.leaves(name).pages
    for name in ("函.docx", "旧函.doc", "旧函.wps"):
        assert "甲县人民政府办公室关于东西部协作的函" in printed.text(name)
    assert "开放文档" in printed.text("文.odt")
    assert "甲县说明" in printed.text("说明.rtf")
    assert "幻灯片内容" in printed.text("幻灯.odp")


def test_letters_look_as_they_were_written(printed: Printed) -> None:
    with pikepdf.open(printed.leaves("函.docx").pdf) as pdf:
        used = {
            str(item.BaseFont).partition("+")[2]
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and "/BaseFont" in item
        }
    wanted = {"fang", "kai", "hei", "title"}
    assert {fonts().paths[role].stem for role in wanted} <= used


def test_automatic_dates_stay_as_saved(printed: Printed) -> None:
    text = printed.text("函.docx")
    assert "成文日期:2019-05-10" in text
    assert "打印时间:11:22" in text
    assert any("日期" in note for note in printed.leaves("函.docx").notes)


@pytest.mark.parametrize("name", ["宽表.xlsx", "旧表.xls", "旧表.et"])
def test_a_wide_sheet_is_turned_and_fits_one_page_in_width(printed: Printed, name: str) -> None:
    leaves = printed.leaves(name)
    assert len(leaves.pages) == 1
    assert turned(leaves.pages[0])
    text = printed.text(name)
    assert "r0c0" in text
    assert "r11c23" in text


def test_an_open_document_sheet_is_fitted_too(printed: Printed) -> None:
    leaves = printed.leaves("表.ods")
    assert len(leaves.pages) == 1
    assert turned(leaves.pages[0])
    assert "o19" in printed.text("表.ods")


def test_a_narrow_sheet_stays_upright_and_a3_stays_a3(printed: Printed) -> None:
    (narrow,) = printed.leaves("窄表.xlsx").pages
    assert not turned(narrow)
    (large,) = printed.leaves("大表.xlsx").pages
    assert (round(large.width), round(large.height)) == (1191, 842)


def test_what_a_workbook_hides_is_told(printed: Printed) -> None:
    notes = "".join(printed.leaves("宽表.xlsx").notes)
    assert "1 行" in notes
    assert "1 列" in notes
    assert "底稿" in notes


def test_an_empty_workbook_is_a_blank_page_and_told(printed: Printed) -> None:
    leaves = printed.leaves("空表.xlsx")
    assert len(leaves.pages) == 1
    assert any("空白" in note for note in leaves.notes)
    assert not any("空白" in note for note in printed.leaves("窄表.xlsx").notes)


def test_pages_are_a4_or_a3_even_for_slides(printed: Printed) -> None:
    for conversion in printed.batch.conversions.values():
        assert isinstance(conversion, Leaves)
        for leaf in conversion.pages:
            sides = sorted((round(leaf.width / 10), round(leaf.height / 10)))
            assert sides in ([60, 84], [84, 119])


def test_a_second_run_converts_nothing(printed: Printed) -> None:
    again = convert(printed.paths, printed.cache, fontconfig=printed.fontconfig)
    assert (again.converted, again.cached) == (0, len(printed.paths))
    assert again.conversions == printed.batch.conversions


def test_another_run_gives_the_same_bytes(printed: Printed, tmp_path: Path) -> None:
    chosen = [path for path in printed.paths if path.name in {"函.docx", "宽表.xlsx"}]
    again = convert(chosen, tmp_path, fontconfig=printed.fontconfig, jobs=1)
    for path in chosen:
        first = printed.leaves(path.name).pdf.read_bytes()
        assert leaves_of(again, path.name).pdf.read_bytes() == first
