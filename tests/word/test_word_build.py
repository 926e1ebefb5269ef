"""Whole builds: each Word volume, printed by LibreOffice, is the PDF volume page for page."""

import datetime as dt
import shutil
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from openxml_audit import OpenXmlValidator
from PIL import Image, ImageChops

from generator.binder.build import build
from generator.binder.request import Request
from generator.model import PageKind, Plan, Volume
from generator.verdict.workspace import open_workspace
from tests.builders.converted import MM, convert, numbers_in_place
from tests.builders.pdfs import A3, A4, as_bytes, blank_pdf
from tests.conftest import CONFIG, new_workspace
from tests.test_binder import a_photo

A4_TURNED = [0, 0, A4[3], A4[2]]


def barred(pages: int) -> bytes:
    """Pages with a bar from 30 to 200 mm at the height of the number, which has to make way."""
    pdf = pikepdf.new()
    for _ in range(pages):
        page = pdf.add_blank_page(page_size=(A4[2], A4[3]))
        content = f"{30 * MM} {277 * MM} {170 * MM} {10 * MM} re f"
        page.obj.Contents = pdf.make_stream(content.encode())
    return as_bytes(pdf)


FILES = {
    "1.1 对接函件/2019-05-10 甲办函〔2019〕1号 关于对接的函.pdf": barred(3),
    "1.2 会议/2019-05-10 第一次/1 通知.pdf": as_bytes(blank_pdf([A4_TURNED, A4])),
    "1.2 会议/2019-05-10 第一次/2 签到.pdf": as_bytes(blank_pdf([A3, A3])),
    "1.2 会议/2019-05-10 第一次/3 会场照片.jpg": a_photo(),
}
BINDINGS = {
    "archive": "{duplex: true, sheets_per_volume: 11, numbering: volume}",
    "book": "{duplex: false, numbering: item, number_style: book, a3: reduce, into_margin: shrink}",
}
DPI = 150
pytestmark = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed"
)

Volumes = list[tuple[Volume, pypdfium2.PdfDocument, pypdfium2.PdfDocument]]


@dataclass(frozen=True)
class Built:
    """A binder: its plan, its files, and each volume with its PDF and with its Word file's."""

    plan: Plan
    files: Path
    volumes: Volumes


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Built]:
    """Two binders of the same evidence in two bindings, and the Word volumes as PDFs."""
    folder = tmp_path_factory.mktemp("built")
    root = new_workspace(folder, FILES).resolve()
    outcomes, files = {}, []
    for name, binding in BINDINGS.items():
        config = f"{CONFIG}binding: {binding}\nword: {{dpi: 100}}\n"
        (root / "config.yaml").write_text(config, "utf-8")
        request = Request("jia", dt.date(2019, 12, 10), folder / name)
        outcomes[name] = build(open_workspace(root), request, lambda *_: None)
        for volume in outcomes[name].plan.volumes:
            files.append(folder / f"{name}{volume.number}.docx")
            shutil.copyfile(outcomes[name].folder / f"{volume.name}.docx", files[-1])
    convert(files, folder)
    return {
        name: Built(
            outcome.plan,
            outcome.folder,
            [
                (
                    volume,
                    pypdfium2.PdfDocument(outcome.folder / f"{volume.name}.pdf"),
                    pypdfium2.PdfDocument(folder / f"{name}{volume.number}.pdf"),
                )
                for volume in outcome.plan.volumes
            ],
        )
        for name, outcome in outcomes.items()
    }


ALL = pytest.mark.parametrize("name", list(BINDINGS))


def test_the_cases_hold_what_they_are_for(built: dict[str, Built]) -> None:
    archive, book = built["archive"].plan, built["book"].plan
    assert len(archive.volumes) > 1
    evidence = [page for page in archive.pages if page.leaf is not None]
    assert any(page.imprint.moved for page in evidence if page.imprint)
    assert any(page.fit.dx for page in evidence)
    assert {page.fit.turn for page in evidence} == {0, 270}
    assert any(page.folded for page in evidence)
    assert any(page.kind is PageKind.BLANK for page in archive.pages)
    assert any(0 < page.fit.scale < 1 for page in book.pages)
    assert all(page.single_sided for page in book.pages)
    assert {page.imprint.text for page in book.pages if page.imprint} >= {"— 1.1-2 —"}


def test_a_word_volume_is_valid(built: dict[str, Built]) -> None:
    book = built["book"]
    result = OpenXmlValidator().validate(book.files / f"{book.plan.volumes[0].name}.docx")
    assert [str(error) for error in result.errors] == []


@ALL
def test_same_pages_sizes_and_numbers_as_the_pdf(built: dict[str, Built], name: str) -> None:
    seen = 0
    for volume, pdf, word in built[name].volumes:
        assert len(pdf) == len(word) == len(volume.pages)
        for page in volume.pages:
            sheet, other = pdf[page.index - 1], word[page.index - 1]
            assert other.get_size() == pytest.approx(sheet.get_size(), abs=0.5 * MM)
            if page.imprint is None:
                continue
            assert numbers_in_place(other, page) == 1, (volume.name, page.index)
            if not page.fit.turn:  # what pdfium says of turned pages is in the page's own space
                assert numbers_in_place(sheet, page) == 1, (volume.name, page.index)
            seen += 1
    assert seen == sum(page.number is not None for page in built[name].plan.pages)


@ALL
def test_evidence_stands_where_the_pdf_has_it(built: dict[str, Built], name: str) -> None:
    """All marks of a page, its number among them, within the same edges to half a millimetre."""
    for volume, pdf, word in built[name].volumes:
        for page in volume.pages:
            if page.leaf is not None:
                one, other = edges(pdf[page.index - 1]), edges(word[page.index - 1])
                assert other == pytest.approx(one, abs=0.5), (volume.name, page.index)


def edges(sheet: pypdfium2.PdfPage) -> tuple[float, ...]:
    image: Image.Image = sheet.render(scale=DPI / 72).to_pil().convert("L")
    box = ImageChops.invert(image).point(lambda value: 255 * (value > 60)).getbbox()
    assert box is not None
    return tuple(edge / DPI * 25.4 for edge in box)
