"""A real workspace through the real commands: faulty files in, findings and paper out."""

import io
import json
import re
from pathlib import Path

import openpyxl
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw

from generator.cli import main as cli
from generator.measure.preflight import PREFLIGHT_LABELS
from tests.builders.pdfs import as_bytes
from tests.conftest import new_workspace

MM = 72 / 25.4


def drawing(*boxes: tuple[float, float, float, float], size: tuple[float, float]) -> pikepdf.Pdf:
    """One page, in mm, with grey rectangles: left, bottom, width, height."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(size[0] * MM, size[1] * MM))
    rows = [f"{' '.join(f'{side * MM:.2f}' for side in box)} re f" for box in boxes]
    page.obj.Contents = pdf.make_stream("\n".join(["0.2 g", *rows]).encode())
    return pdf


def letter(turn: int) -> pikepdf.Pdf:
    """A page of text in a font that only has a name, turned by its own entry."""
    pdf = drawing(size=(210, 297))
    font = Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name("/SimSunLike"))
    font.Encoding = Name.WinAnsiEncoding
    page = pdf.pages[0]
    page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
    text = "BT /F1 16 Tf 120 500 Td (A letter of some twenty words) Tj ET"
    page.obj.Contents = pdf.make_stream(text.encode())
    page.obj.Rotate = turn
    return pdf


def scan(*texts: str) -> pikepdf.Pdf:
    """Pages of one grey picture each at 200 dpi; an empty text is the blank back."""
    pdf = pikepdf.new()
    for text in texts:
        picture = Image.new("L", (1654, 2339), 238)
        if text:
            ImageDraw.Draw(picture).rectangle((400, 600, 1200, 1700), fill=30)
        data = io.BytesIO()
        picture.save(data, "JPEG", quality=85)
        page = pdf.add_blank_page(page_size=(595.276, 841.89))
        image = pdf.make_stream(data.getvalue())
        image.Type, image.Subtype = Name.XObject, Name.Image
        image.Width, image.Height = picture.size
        image.ColorSpace, image.BitsPerComponent, image.Filter = Name.DeviceGray, 8, Name.DCTDecode
        page.obj.Resources = Dictionary(XObject=Dictionary(I=image))
        page.obj.Contents = pdf.make_stream(b"595.276 0 0 841.89 0 0 cm /I Do")
        page.obj.MediaBox = Array([0, 0, 595.276, 841.89])
    return pdf


def photo() -> bytes:
    """A colour picture that says it is a whole A4 page, at 72 dots per inch."""
    picture = Image.new("RGB", (595, 842), "#305090")
    ImageDraw.Draw(picture).ellipse((100, 100, 500, 700), fill="#D04020")
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=90, dpi=(72, 72))
    return data.getvalue()


FILES = {
    "1.1 函/1 装订边.pdf": as_bytes(drawing((10, 100, 190, 50), size=(210, 297))),
    "1.1 函/2 扫描.pdf": as_bytes(scan("正面", "")),
    "1.1 函/3 倒置.pdf": as_bytes(letter(180)),
    "1.1 函/4 A3.pdf": as_bytes(drawing((60, 60, 200, 150), size=(420, 297))),
    "1.1 函/5 页码处有字.pdf": as_bytes(drawing((150, 270, 60, 27), size=(210, 297))),
    "1.1 函/6 照片.jpg": photo(),
    "1.1 函/7 正常.pdf": as_bytes(drawing((40, 60, 100, 100), size=(210, 297))),
}


def answer(root: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = 0
    try:
        cli.run(["--workspace", str(root), *arguments])
    except SystemExit as end:
        code = int(end.code or 0)
    told = capsys.readouterr()
    return code, told.out, told.err


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_workspace(tmp_path_factory.mktemp("preflight"), FILES)


def test_every_fault_is_found_in_its_file_and_nowhere_else(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = answer(root, capsys, "preflight", "jia", "--json", "--jobs", "1")
    told = json.loads(out)
    found: dict[str, set[str]] = {}
    for one in told["preflight"]:
        found.setdefault(Path(one.get("path", "卷")).name, set()).add(one["code"])
    assert code == 1
    assert found == {
        "卷": {"folded-sheet", "colour-page"},
        "1 装订边.pdf": {"content-in-margin"},
        "2 扫描.pdf": {"blank-page"},
        "3 倒置.pdf": {"upside-down", "font-not-embedded"},
        "5 页码处有字.pdf": {"number-moved"},
        "6 照片.jpg": {"low-resolution", "content-in-margin"},
    }
    messages = {one["code"]: one["message"] for one in told["preflight"]}
    assert "只有 85 dpi" in messages["low-resolution"]
    assert "SimSunLike" in messages["font-not-embedded"]
    assert messages["blank-page"].startswith("原件第 2 页（第 1 卷第 ")
    [volume] = told["paper"]
    assert volume["a3_sheets"] == 1
    assert volume["sides"] == 2 * (volume["a4_sheets"] + 1)
    assert len(volume["colour"]) + volume["black"] + volume["empty"] == volume["sides"]
    assert told["reams"] == {"sheets": 500, "a4": 1, "a3": 1}


def test_the_screen_has_warnings_first_and_each_remedy_once(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = answer(root, capsys, "preflight", "jia", "--jobs", "1")
    assert code == 1
    assert out.index("[注意] 方向不正 upside-down（1 条）") < out.index("[说明] 占装订边")
    assert "最深 18.0 毫米，已缩小让出，最小为原来的 93.2%" in out
    assert out.count("看得清就不必处理") == 1
    assert re.search(r"^1 +组织领导、人才交流 +20 +1 +42 ", out, re.MULTILINE)
    assert "用纸：A4 纸 1 包、A3 纸 1 包，每包 500 张。" in out
    assert "须查看：方向不正 1、空白页 1、图片不清晰 1、字体未嵌入 1；供参考：" in out


def test_one_group_without_anything_to_look_at(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = answer(root, capsys, "preflight", "jia", "--group", "2", "--jobs", "1")
    assert code == 0
    assert "打印预检，供参考：彩色页 1。" in out
    code, _, err = answer(root, capsys, "preflight", "jia", "--group", "7")
    assert code == 2
    assert "没有第 7 组" in err


def test_a_build_writes_the_list_and_is_not_stopped_by_it(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = answer(root, capsys, "jia", "--format", "pdf", "--jobs", "1")
    assert code == 0
    assert "详见 打印预检.xlsx。" in out
    written = root / "output/jia/打印预检.xlsx"
    book = openpyxl.load_workbook(written)
    assert book.sheetnames == ["打印清单", "彩色页", "问题"]
    assert [cell.value for cell in book["打印清单"][3]][:5] == [1, "组织领导、人才交流", 20, 1, 42]
    kinds = [row[2].value for row in book["问题"].iter_rows(min_row=3)]
    levels = [row[1].value for row in book["问题"].iter_rows(min_row=3)]
    assert levels == ["注意"] * 4 + ["说明"] * 5
    assert sorted(kinds) == sorted(
        ["A3 折叠", "彩色页", "空白页", "方向不正", "字体未嵌入", "页码改位", "图片不清晰"]
        + ["占装订边"] * 2
    )
    kept = json.loads((root / "output/jia/findings.json").read_text("utf-8"))
    assert not {one["code"] for one in kept["findings"]} & PREFLIGHT_LABELS.keys()
    manifest = (root / "output/jia/manifest.json").read_text("utf-8")
    assert "打印预检.xlsx" in manifest
