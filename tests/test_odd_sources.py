"""A volume of sources that make no sense: each page is kept on paper, or the slip says why."""

from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from generator.binder.build import Outcome
from generator.model import PageKind
from tests.builders.pdfs import as_bytes, blank_pdf
from tests.builders.printed import check_references, numbers, wanted
from tests.conftest import CONFIG, new_workspace
from tests.test_binder import run

#: 5 m in points, which is the largest page that Acrobat knows (14,400) but for a little.
FIVE_METRES = 14_173.0
MANY = 2_000
LONG_TITLE = "关于东西部扶贫协作有关事项的补充说明" * 28
TIBETAN = "ཤར་ནུབ་མཉམ་ལས་ཀྱི་སྙན་ཞུ"
EMOJI = "协作😀成果👍🏽汇报👨‍👩‍👧"

SHEETS = 150


def rotated(turn: int) -> bytes:
    return as_bytes(blank_pdf([None], MediaBox=pikepdf.Array([0, 0, 595, 842]), Rotate=turn))


def cropped_away() -> bytes:
    pdf = blank_pdf([None], MediaBox=pikepdf.Array([0, 0, 595, 842]))
    pdf.pages[0].obj.CropBox = pikepdf.Array([700, 900, 1200, 1700])
    return as_bytes(pdf)


FILES = {
    "1.1 函/1 零.pdf": as_bytes(blank_pdf([[0, 0, 0, 0]])),
    "1.1 函/2 五米.pdf": as_bytes(blank_pdf([[0, 0, FIVE_METRES, FIVE_METRES]])),
    "1.1 函/3 裁切框在外.pdf": cropped_away(),
    "1.1 函/4 转45度.pdf": rotated(45),
    "1.1 函/5 很多.pdf": as_bytes(blank_pdf([[0, 0, 595, 842]] * MANY)),
    "1.1 函/6 长.pdf": rotated(0),
    "1.1 函/7 藏.pdf": rotated(0),
    "1.1 函/8 表情.pdf": rotated(0),
    "1.1 函/目录.yaml": (
        "files:\n"
        f'  6 长.pdf: {{title: "{LONG_TITLE}"}}\n'
        f'  7 藏.pdf: {{title: "{TIBETAN}"}}\n'
        f'  8 表情.pdf: {{title: "{EMOJI}"}}\n'
    ),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    config = CONFIG + f"binding: {{sheets_per_volume: {SHEETS}}}\n"
    root = new_workspace(tmp_path_factory.mktemp("odd"), FILES, config=config)
    return run(root, formats=("pdf",), jobs=2)


def placed(outcome: Outcome, name: str) -> list[tuple[int, float, float]]:
    """The pages of a source in the binder: which, and the size of the sheet in mm."""
    return [
        (page.leaf.index, page.width, page.height)
        for volume in outcome.plan.volumes
        for page in volume.pages
        if page.leaf is not None and page.leaf.file.name == name
    ]


def test_every_page_is_in_the_binder_once_and_on_paper_that_exists(built: Outcome) -> None:
    assert sum(len(placed(built, Path(name).name)) for name in FILES) == MANY + 7
    for name in FILES:
        found = placed(built, Path(name).name)
        assert [index for index, _, _ in found] == list(range(len(found)))
        for _, wide, high in found:
            assert (wide, high) == pytest.approx((210, 297), abs=0.2)
    assert built.plan.reconciliation.balanced


def test_what_was_mended_is_told(built: Outcome) -> None:
    told = {
        Path(finding.path or "").name: finding.message
        for finding in built.assessment.findings
        if finding.code == "conversion-note"
    }
    assert "没有有效的页面尺寸，按 A4 处理" in told["1 零.pdf"]
    assert "按 4% 缩小" in told["2 五米.pdf"]
    assert "裁切框在页面之外，按整页处理" in told["3 裁切框在外.pdf"]
    assert "旋转角度无效" in told["4 转45度.pdf"]
    assert len(told) == 4


def test_a_file_thicker_than_a_volume_is_cut_and_goes_on_in_the_next(built: Outcome) -> None:
    own = [
        volume
        for volume in built.plan.volumes
        if any(page.leaf and page.leaf.file.name == "5 很多.pdf" for page in volume.pages)
    ]
    assert len(own) > MANY / 2 / SHEETS
    assert all(volume.sheets <= SHEETS for volume in built.plan.volumes)
    texts = [repr(volume.pages) for volume in own]
    assert all("下卷续" in text for text in texts[:-1])
    assert all("（续）" in text for text in texts[1:])


def test_the_volumes_are_right_and_readable_by_a_second_library(built: Outcome) -> None:
    assert check_references(built.folder, built.plan) > len(built.plan.volumes)
    for volume in built.plan.volumes:
        path = built.folder / f"{volume.name}.pdf"
        assert numbers(path, volume) == wanted(volume)
        with pikepdf.open(path) as pdf:
            assert pdf.check_pdf_syntax() == []


def printed(folder: Path, outcome: Outcome, kind: PageKind) -> str:
    text = ""
    for volume in outcome.plan.volumes:
        with pypdfium2.PdfDocument(folder / f"{volume.name}.pdf") as document:
            for page in volume.pages:
                if page.kind is kind:
                    text += document[page.index - 1].get_textpage().get_text_range()
    return "".join(text.split())


def test_long_and_strange_titles_are_printed_whole(built: Outcome) -> None:
    catalogue = printed(built.folder, built, PageKind.CATALOGUE)
    assert "关于东西部扶贫协作" in catalogue
    whole = [
        row
        for volume in built.plan.volumes
        for page in volume.pages
        if page.kind is PageKind.CATALOGUE
        for row in repr(page.blocks).replace("\\n", "").split("Row(")
    ]
    text = "".join(whole)
    assert text.count("补充说明") >= 28
    assert all(mark in text for mark in ("ཤར", "😀", "👍🏽"))
    assert "\ufffd" not in catalogue
