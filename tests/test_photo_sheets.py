"""Sheets of photos: several documents share a page, and each stays a document of its own."""

import datetime as dt
import io
import json
import re
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pikepdf
import pypdfium2
import pytest
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from generator.archive.run import ArchiveRequest, archive
from generator.base.errors import ConfigError
from generator.binder.build import Outcome
from generator.convert import soffice
from generator.convert.frames import day_and_place
from generator.intake.metadata import from_catalogue, from_name
from generator.ledgers.read.reading import read_workbook
from generator.ledgers.schemas.files import read_ledger_schemas
from generator.measure.privacy.report import privacy_report
from generator.model import EvidenceFile, PageKind
from generator.plan import geometry
from generator.plan.compose.captions import Noted, caption, noted_photos
from generator.verdict.workspace import open_workspace
from tests.conftest import CHECKLIST, CONFIG, ROOT, new_workspace
from tests.test_binder import AS_OF, quiet, run

ITEM = "1.2 会议/2019-05-10 第一次"
COLOURS = {"甲": "red", "乙": "green", "丙": "blue", "戊": "purple", "己": "orange"}
LONG = "两地党政联席会议讨论年度工作要点和资金项目安排" * 5


def photo(colour: str, size: tuple[int, int] = (800, 600), **exif: object) -> bytes:
    stream = io.BytesIO()
    noted = Image.Exif()
    if "taken" in exif:
        noted[0x8769] = {0x9003: exif["taken"]}
    if "degrees" in exif:
        north, east = (
            (IFDRational(one), IFDRational(0), IFDRational(0)) for one in exif["degrees"]
        )
        noted[0x8825] = {1: "N", 2: north, 3: "E", 4: east}
    Image.new("RGB", size, colour).save(stream, "JPEG", quality=90, exif=noted)
    return stream.getvalue()


FILES = {
    f"{ITEM}/2019-05-10 甲.jpg": photo("red", taken="2019:05:12 08:00:00", degrees=(25, 100)),
    f"{ITEM}/2019-05-10 乙.jpg": photo("green", (600, 800)),
    f"{ITEM}/2019-05-10 丙.jpg": photo("blue"),
    f"{ITEM}/2019-05-10 丁.jpg": b"\xff\xd8\xff\xe0 broken",
    f"{ITEM}/2019-05-10 戊.jpg": photo("purple"),
    f"{ITEM}/2019-05-11 纪要.txt": "纪要",
    f"{ITEM}/2019-05-12 己.jpg": photo("orange"),
    f"{ITEM}/目录.yaml": (
        "photos_per_page: 4\nfiles:\n"
        "  2019-05-10 甲.jpg: {people: 李某、张某}\n"
        f"  2019-05-10 丙.jpg: {{title: {LONG}}}\n"
    ),
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_workspace(tmp_path_factory.mktemp("photos"), FILES)


@pytest.fixture(scope="module")
def built(root: Path) -> Outcome:
    return run(root)


def sheets(outcome: Outcome) -> list[tuple[str, ...]]:
    """The anchors' last words of each sheet of photos."""
    pages = [page for page in outcome.plan.pages if page.kind is PageKind.PHOTOS]
    return [tuple(re.split(r"[ /]", anchor)[-1] for anchor in page.anchors) for page in pages]


def test_photos_that_follow_each_other_share_sheets_and_both_sums_balance(built: Outcome) -> None:
    (first, second, third), names = sheets(built), {"丙.jpg", "乙.jpg", "戊.jpg", "甲.jpg"}
    assert [len(one) for one in (first, second, third)] == [4, 1, 1]
    assert names.issubset({*first, *second})
    assert third == ("己.jpg",)
    sums = built.plan.reconciliation
    assert (sums.balanced, sums.shared, sums.unbindable) == (True, 5, 1)
    assert sums.source_pages == sums.pages_by_kind[PageKind.EVIDENCE] + 5
    assert sums.pages_by_kind[PageKind.PHOTOS] == 3


def test_each_photo_stands_whole_and_upright_in_its_frame(built: Outcome) -> None:
    (volume,) = built.plan.volumes
    scale = 2.0
    seen = set()
    with pypdfium2.PdfDocument(built.folder / f"{volume.name}.pdf") as document:
        for page in volume.pages:
            drawn = document[page.index - 1].render(scale=scale).to_pil().convert("RGB")
            for shown in geometry.photos(page) if page.framed else ():
                name = shown.framed.leaf.file.name.split()[-1][0]
                colour = Image.new("RGB", (1, 1), COLOURS[name]).getpixel((0, 0))
                per_mm = scale * 72 / 25.4
                edges = (shown.x + 0.7, shown.x + shown.width - 0.7)
                for x in edges:
                    for y in (shown.y + 0.7, shown.y + shown.height - 0.7):
                        found = drawn.getpixel((round(x * per_mm), round(y * per_mm)))
                        assert max(abs(a - b) for a, b in zip(found, colour, strict=True)) < 12
                outside = drawn.getpixel((round((shown.x - 0.7) * per_mm), round(y * per_mm)))
                assert outside == (255, 255, 255)
                wide = shown.width > shown.height
                assert wide == (name != "乙")
                seen.add(name)
    assert seen == set(COLOURS)


def test_word_lays_the_same_sheets_out_with_captions_that_are_text(
    built: Outcome, tmp_path: Path
) -> None:
    (volume,) = built.plan.volumes
    word = built.folder / f"{volume.name}.docx"
    with zipfile.ZipFile(word) as package:
        body = package.read("word/document.xml").decode()
    assert body.count("<wp:inline") == 5
    assert "李某、张某" in "".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", body))
    program = soffice.find()
    assert program is not None
    command = [str(program), "--headless", f"-env:UserInstallation={(tmp_path / 'p').as_uri()}"]
    command += ["--convert-to", "pdf", "--outdir", str(tmp_path), str(word)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with (
        pypdfium2.PdfDocument(tmp_path / f"{volume.name}.pdf") as printed,
        pypdfium2.PdfDocument(built.folder / f"{volume.name}.pdf") as document,
    ):
        assert len(printed) == len(document)
        for page in volume.pages:
            for shown in geometry.photos(page) if page.framed else ():
                per_mm = 72 / 25.4
                centre = (
                    round((shown.x + shown.width / 2) * per_mm),
                    round((shown.y + shown.height / 2) * per_mm),
                )
                one, other = (
                    pages[page.index - 1].render(scale=1).to_pil().convert("RGB").getpixel(centre)
                    for pages in (printed, document)
                )
                assert max(abs(a - b) for a, b in zip(one, other, strict=True)) < 25


def test_captions_say_when_who_and_what_and_the_camera_where_it_differs(built: Outcome) -> None:
    text = pages_text(built, PageKind.PHOTOS)
    assert (
        "2019-05-10，李某、张某，甲（照片内记：2019-05-12拍摄，北纬25.0000°，东经100.0000°）"
        in text
    )
    assert "2019-05-10，乙" in text
    assert "图片不完整" in text or "图片已损坏" in text
    assert "…" in text
    assert LONG not in text
    assert f"照片说明：2019-05-10，{LONG}" in pages_text(built, PageKind.ITEM_SHEET)


def pages_text(outcome: Outcome, kind: PageKind) -> str:
    cells = (
        cell.text
        for page in outcome.plan.pages
        if page.kind is kind
        for block in page.blocks
        for row in getattr(block, "rows", ())
        for cell in row.cells
    )
    return "".join("".join(cells).split())


def test_contents_bookmarks_and_manifest_lead_each_document_to_its_sheet(built: Outcome) -> None:
    manifest = json.loads((built.folder / "manifest.json").read_text("utf-8"))
    told = {one["path"].rpartition(" ")[2]: one for one in manifest["sources"]}
    (volume,) = built.plan.volumes
    first = next(page for page in volume.pages if page.framed)
    assert {name: one["frame"] for name, one in told.items() if "frame" in one} == {
        path.split()[-1]: page.anchors.index(f"file:evidence/jia/{path}") + 1
        for path in FILES
        for page in volume.pages
        if f"file:evidence/jia/{path}" in page.anchors and page.framed
    }
    assert told["丁.jpg"].get("slip") is True
    marks = {mark.title: mark.page for mark in volume.bookmarks}
    on_first = [framed.leaf.file.metadata.title for framed in first.framed]
    assert {marks[title] for title in on_first} == {first.index}


def test_the_search_for_personal_numbers_counts_each_photo_with_its_printed_page(
    root: Path, built: Outcome
) -> None:
    workspace = open_workspace(root.resolve())
    report = privacy_report(
        built.plan,
        built.assessment,
        (),
        {},
        mask=workspace.config.mask,
        cache=workspace.cache,
        jobs=1,
        progress=quiet,
    )
    unchecked = {one.path.split()[-1]: one.printed for one in report.unchecked}
    (volume,) = built.plan.volumes
    shared = {
        framed.leaf.file.name.split()[-1]: (page.printed,)
        for page in volume.pages
        for framed in page.framed
    }
    assert len(shared) == 5
    assert {name: unchecked.get(name) for name in shared} == shared


def test_the_ledger_of_pictures_fills_in_what_the_name_does_not_say(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["文件名", "时间", "地点", "人物", "主题", "背景", "事由"])
    sheet.append(["2019-05-10 乙.JPG", dt.date(2019, 5, 9), "东区", "钱某", "调研", "无", "无"])
    sheet.append(["丙", dt.date(2019, 5, 8), "甲县", "孙某", "座谈", "无", "无"])
    sheet.append([None, None, None, None, "没有文件名", None, None])
    path = tmp_path / "影像资料台账.xlsx"
    book.save(path)
    schema = read_ledger_schemas(ROOT / "templates" / "ledgers")["L03"]
    ledger = read_workbook(path, "1.2 会议/影像资料台账.xlsx", schema)
    files = [
        EvidenceFile(f"e/{name}", path, 1, "0", "1.2", None, from_name(name.rpartition(".")[0]))
        for name in ("2019-05-10 乙.jpg", "丙.png", "丁.jpg")
    ]
    noted = noted_photos([ledger], files)
    said = [caption(file, noted.get(file.path, Noted()), None) for file in files]
    assert said == ["2019-05-10，东区，钱某，调研", "2019-05-08，甲县，孙某，座谈", "丁"]
    own = replace(files[0].metadata, title="现场", titled=True, place="西区", people="周某")
    stated = caption(replace(files[0], metadata=own), noted[files[0].path], None)
    assert stated == "2019-05-10，西区，周某，现场"


def test_in_the_archive_a_photo_is_what_it_was(root: Path, tmp_path: Path) -> None:
    one = root.parent / "单张"
    plain = {**FILES, f"{ITEM}/目录.yaml": FILES[f"{ITEM}/目录.yaml"].replace("page: 4", "page: 1")}
    other = new_workspace(one, plain)
    made = []
    for at, workspace in enumerate((root, other)):
        target = tmp_path / f"归档{at}"
        request = ArchiveRequest("jia", AS_OF, target)
        archive(open_workspace(workspace.resolve()), request, None, quiet)
        pages = {}
        for path in sorted(target.rglob("*.pdf")):
            with pikepdf.open(path) as pdf:
                pages[path.relative_to(target).as_posix()] = len(pdf.pages)
        made.append(pages)
    assert made[0] == made[1]


@pytest.mark.parametrize(
    ("config", "item", "folder", "wanted"),
    [(4, 6, 2, 2), (4, 6, None, 6), (4, None, None, 4), (None, None, None, 0), (4, 1, None, 0)],
)
def test_the_folder_outranks_the_item_and_the_item_the_office(
    tmp_path: Path, config: int | None, item: int | None, folder: int | None, wanted: int
) -> None:
    files = {f"1.2 会议/照片{at}.jpg": photo("red", (80, 60 + at)) for at in range(6)}
    if folder:
        files["1.2 会议/目录.yaml"] = f"photos_per_page: {folder}\n".encode()
    asked = CHECKLIST
    if item:
        asked = asked.replace('id: "1.2"', f'id: "1.2", photos_per_page: {item}')
    said = CONFIG + (f"binding: {{photos_per_page: {config}}}\n" if config else "")
    outcome = run(new_workspace(tmp_path, files, checklist=asked, config=said), formats=("pdf",))
    counts = {len(page.framed) for page in outcome.plan.pages if page.framed}
    assert counts == ({wanted} if wanted and 6 % wanted == 0 else {4, 2} if wanted else set())


def test_sheets_without_any_photo_that_can_be_read_are_slips(tmp_path: Path) -> None:
    files = {f"{ITEM}/照片{at}.jpg": b"\xff\xd8\xff\xe0 broken" for at in range(3)}
    files[f"{ITEM}/目录.yaml"] = b"photos_per_page: 4\n"
    outcome = run(new_workspace(tmp_path, files), formats=("pdf",))
    assert PageKind.PHOTOS not in outcome.plan.reconciliation.pages_by_kind
    assert outcome.plan.reconciliation.unbindable == 3


@pytest.mark.parametrize("taken", ["2019:13:40 00:00:00", "", "昨天", "2019"])
def test_a_day_that_makes_no_sense_is_not_noted(taken: str) -> None:
    with Image.open(io.BytesIO(photo("red", taken=taken))) as picture:
        assert day_and_place(picture) == (None, "")


def test_preflight_judges_a_photo_by_the_size_that_it_has_on_its_sheet(tmp_path: Path) -> None:
    found = {}
    for per_page in (1, 6):
        files = {f"{ITEM}/照片{at}.jpg": photo("red", (1000, 740 + at)) for at in range(2)}
        files[f"{ITEM}/目录.yaml"] = f"photos_per_page: {per_page}\n".encode()
        outcome = run(new_workspace(tmp_path / str(per_page), files), formats=("pdf",))
        low = [one for one in outcome.preflight.findings if one.code == "low-resolution"]
        found[per_page] = sorted(one.path.rpartition("/")[2] for one in low)
    assert found == {1: ["照片0.jpg", "照片1.jpg"], 6: []}


def test_what_is_no_photo_stands_on_pages_of_its_own(tmp_path: Path) -> None:
    scan, line, tall = (io.BytesIO() for _ in range(3))
    Image.new("L", (1654, 2339), 200).save(scan, "JPEG", dpi=(200, 200))
    Image.new("L", (1, 2_000_000), 90).save(line, "PNG")
    Image.new("L", (300, 3000), 90).save(tall, "PNG")
    files: dict[str, str | bytes] = {
        f"{ITEM}/1 扫描.jpg": scan.getvalue(),
        f"{ITEM}/2 细线.png": line.getvalue(),
        f"{ITEM}/3 长图.png": tall.getvalue(),
        f"{ITEM}/目录.yaml": "photos_per_page: 6\n",
    }
    outcome = run(new_workspace(tmp_path, files), formats=("pdf",))
    counts = outcome.plan.reconciliation.pages_by_kind
    assert PageKind.PHOTOS not in counts
    assert counts[PageKind.EVIDENCE] == 1 + 1 + 5


def test_photos_of_a_container_share_sheets_as_the_office_says(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for at in range(3):
            package.writestr(f"照片{at}.jpg", photo("red", (80, 60 + at)))
    config = CONFIG + "binding: {photos_per_page: 4}\n"
    root = new_workspace(tmp_path, {f"{ITEM}/照片.zip": packed.getvalue()}, config=config)
    outcome = run(root, formats=("pdf",))
    assert [len(page.framed) for page in outcome.plan.pages if page.framed] == [3]
    assert outcome.plan.reconciliation.balanced


@pytest.mark.parametrize("written", ["3", "0", "四"])
def test_a_number_of_photos_that_no_sheet_has_is_told_with_its_line(
    tmp_path: Path, written: str
) -> None:
    path = tmp_path / "目录.yaml"
    path.write_text(f"files: {{}}\nphotos_per_page: {written}\n", "utf-8")
    with pytest.raises(ConfigError) as caught:
        from_catalogue(path, "目录.yaml", [])
    (problem,) = caught.value.problems
    assert problem.line == 2
