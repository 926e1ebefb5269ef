"""Documents of old programs, drawings and XML in one piece are printed whole."""

import gzip
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from generator.convert import soffice
from generator.model import Leaves
from tests.builders import documents, old_office
from tests.builders.containers import compound_file
from tests.builders.filed import convert, leaves_of

LETTER = "甲县人民政府办公室"


@pytest.fixture(scope="module", autouse=True)
def _needs_libreoffice() -> None:
    if soffice.find() is None:
        pytest.skip("needs LibreOffice")


def written(folder: Path, files: dict[str, bytes]) -> list[Path]:
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in files]


def words(leaves: Leaves) -> str:
    with pypdfium2.PdfDocument(leaves.pdf) as document:
        return " ".join(page.get_textpage().get_text_bounded() for page in document)


def test_old_and_odd_documents_keep_their_words(tmp_path: Path) -> None:
    slides = '<draw:page><draw:frame svg:x="1cm" svg:y="1cm" svg:width="9cm" svg:height="3cm">'
    slides += "<draw:text-box><text:p>甲</text:p></draw:text-box></draw:frame></draw:page>"
    cell = '<table:table-cell office:value-type="string"><text:p>甲</text:p></table:table-cell>'
    rows = f'<table:table table:name="S"><table:table-row>{cell}</table:table-row></table:table>'
    files = {
        "2.xls": old_office.early_book(2, "甲县台账"),
        "3.xls": old_office.early_book(3, "甲县台账"),
        "4.xls": old_office.early_book(4, "甲县台账"),
        "5.xls": old_office.excel_95("甲县台账"),
        "裸.xls": old_office.book_stream("甲县台账"),
        "保护结构.xls": old_office.protected_97("甲县台账", "VelvetSweatshop"),
        "表.xls": old_office.spreadsheet_2003("甲县台账"),
        "6.doc": compound_file({"WordDocument": old_office.letter_95("Agreement of 1995")}),
        "函.doc": old_office.letter_2003("甲县来函"),
        "一.fodt": old_office.flat("text", "<text:p>甲</text:p>"),
        "一.fods": old_office.flat("spreadsheet", rows),
        "一.fodp": old_office.flat("presentation", slides),
    }
    expected = dict.fromkeys(files, "甲") | {"6.doc": "Agreement of 1995"}
    expected |= {name: "甲县台账" for name in files if name.endswith(".xls")}
    paths = written(tmp_path, files)
    for name in ("ppsx", "potx", "ppsm", "potm"):
        paths.append(retyped(tmp_path, "odp", "pptx", name))
        expected[paths[-1].name] = "第一页"
    for name in ("dotx", "dotm"):
        target = tmp_path / f"函.{name}"
        letter = documents.letter(tmp_path / "函.docx")
        paths.append(old_office.retyped(letter, target, old_office.MAIN_TYPES[name]))
        expected[target.name] = LETTER
    done = convert(paths, tmp_path / "cache")
    for name, text in expected.items():
        assert text in words(leaves_of(done, name)), name
    assert words(leaves_of(done, "表.xls")).strip() == "甲县台账"
    assert "XML 电子表格 2003" in leaves_of(done, "表.xls").notes[0]


def retyped(folder: Path, first: str, form: str, name: str) -> Path:
    """A presentation that LibreOffice has saved, as one of another type of its family."""
    source = folder / f"片.{form}"
    if not source.is_file():
        program = soffice.find()
        assert program is not None
        made = documents.odp(folder / f"片.{first}", "第一页")
        documents.resaved(program, [made], form, folder)
    return old_office.retyped(source, folder / f"片.{name}", old_office.MAIN_TYPES[name])


def corners(leaves: Leaves) -> tuple[tuple[int, int, int], ...]:
    """The colours near the corners of the drawing that ``old_office.svg`` makes."""
    with pypdfium2.PdfDocument(leaves.pdf) as document:
        image = document[0].render(scale=1).to_pil().convert("RGB")
    colours = image.getcolors(1 << 24) or []
    return tuple(colour for count, colour in colours if count > 200 and colour != (255,) * 3)


def test_drawings_are_whole_on_a_page_of_a4(tmp_path: Path) -> None:
    files = {
        "一.svg": old_office.svg(),
        "二.svgz": gzip.compress(old_office.svg()),
        "三.emf": old_office.emf(),
        "四.emz": gzip.compress(old_office.emf()),
        "五.wmf": old_office.wmf(),
        "六.wmz": gzip.compress(old_office.wmf(placeable=False)),
    }
    done = convert(written(tmp_path, files), tmp_path / "cache")
    for name in files:
        leaves = leaves_of(done, name)
        (page,) = leaves.pages
        assert sorted((round(page.width), round(page.height))) == [595, 842], name
        assert not any("空白" in note for note in leaves.notes), name
    for name in ("一.svg", "二.svgz"):
        assert {(255, 0, 0), (0, 0, 255)} <= set(corners(leaves_of(done, name)))


def test_a_drawing_that_points_elsewhere_does_not_fetch_it(tmp_path: Path) -> None:
    secret = tmp_path / "别处.jpg"
    Image.new("RGB", (300, 300), (250, 0, 250)).save(secret)
    places = (secret.as_uri(), str(secret), secret.name, f"../{tmp_path.name}/{secret.name}")
    inside = "".join(f'<image xlink:href="{at}" width="700" height="700"/>' for at in places)
    link = '<a xlink:href="http://example.invalid/"><rect width="9" height="9"/></a>'
    picture = f'<draw:frame svg:width="5cm" svg:height="5cm"><draw:image xlink:href="{places[0]}"/>'
    files = {
        "图.svg": old_office.svg(inside + link),
        "函.fodt": old_office.flat("text", f"<text:p>甲{picture}</draw:frame></text:p>"),
    }
    done = convert(written(tmp_path, files), tmp_path / "cache")
    for name, count in (("图.svg", 4), ("函.fodt", 1)):
        leaves = leaves_of(done, name)
        assert any(f"有 {count} 处内容不在文件里" in note for note in leaves.notes), leaves.notes
        with pypdfium2.PdfDocument(leaves.pdf) as document:
            image = document[0].render(scale=1).to_pil().convert("RGB")
        seen = image.getcolors(1 << 24) or []
        assert not any(red > 200 and green < 60 and blue > 200 for _, (red, green, blue) in seen)
