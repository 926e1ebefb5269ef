"""Bombs, loops and traps end as slips or as pages, in bounded time and memory."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from generator.base import workers
from generator.base.workers import Failed, Limits, Reach, Task, running
from generator.convert import Batch, convert_all, soffice
from generator.measure.surveys import survey_documents
from generator.model import Leaves, Unbindable
from generator.workbooks.grid import Unreadable
from generator.workbooks.opening import open_workbook
from tests.builders import hostile
from tests.builders.alone import without_children
from tests.builders.containers import zip_of
from tests.builders.filed import filed, fonts, leaves_of, refusal_of
from tests.builders.identified import identify

#: Enough for every converter, and less than what a bomb unpacks to.
LIMITS = Limits(memory=800_000_000)

ROW = "<row r='1'><c r='A1' t='s'><v>0</v></c></row>"
BOOK = hostile.xlsx_parts(ROW, "<si><t>字</t></si>")
LETTER = hostile.docx_parts(hostile.paragraph("字"))


def converted(folder: Path, files: Mapping[str, bytes], timeout: float = 20) -> Batch:
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return convert_all(
        [filed(folder / name) for name in files],
        cache=folder / "cache",
        fonts=fonts(),
        jobs=2,
        timeout=timeout,
        limits=LIMITS,
        progress=lambda *_: None,
    )


@contextmanager
def memory_taken() -> Iterator[Callable[[], float]]:
    """Gives how many MB more than at the beginning this very process had at most."""
    status = Path("/proc/self/status")
    if not status.is_file():
        pytest.skip("no measure")

    def megabytes(field: str) -> float:
        (line,) = (line for line in status.read_text().splitlines() if line.startswith(field))
        return int(line.split()[1]) / 1000

    Path("/proc/self/clear_refs").write_text("5")  # forgets the peak so far
    before = megabytes("VmRSS:")
    peaks: list[float] = []
    yield lambda: peaks[0]
    peaks.append(megabytes("VmHWM:") - before)


def test_pictures_that_unpack_to_more_than_memory_are_refused_by_their_own_word(
    tmp_path: Path,
) -> None:
    files = {
        "大.png": hostile.png_bomb(40_000),
        "大.tif": hostile.tiff_bomb(60_000),
        "大.jp2": hostile.jp2_bomb(60_000),
    }
    done = converted(tmp_path, files)
    for name in files:
        assert refusal_of(done, name).code == "unreadable"
        assert "像素多得不合理" in refusal_of(done, name).message


def test_pictures_that_state_more_than_they_have_are_damaged(tmp_path: Path) -> None:
    files = {"多.tif": hostile.tiff_bomb(9_000, 4), "中.jp2": hostile.jp2_bomb(9_000)}
    done = converted(tmp_path, files)
    assert {refusal_of(done, name).code for name in files} == {"unreadable"}


def test_pages_that_unpack_without_end_are_no_pages(tmp_path: Path) -> None:
    files = {
        "流.pdf": hostile.pdf_stream_bomb(hostile.BOMB),
        "套.pdf": hostile.pdf_nested_bomb(),
    }
    with memory_taken() as taken:
        done = converted(tmp_path, files, timeout=8)
    assert "压缩炸弹" in refusal_of(done, "流.pdf").message
    assert refusal_of(done, "套.pdf").code in {"conversion-failed", "unreadable"}
    assert taken() < 200


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("深.pdf", hostile.pdf_deep_tree(10_000)),
        ("圈.pdf", hostile.pdf_kids_loop()),
        ("前.pdf", hostile.pdf_prev_loop()),
        ("对象.pdf", hostile.pdf_object_stream_loop()),
    ],
)
def test_trees_and_tables_that_go_round_come_to_an_end(
    name: str, data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_children(monkeypatch)
    start = time.process_time()
    (tmp_path / name).write_bytes(data)
    done = convert_all(
        [filed(tmp_path / name)],
        cache=tmp_path / "cache",
        fonts=fonts(),
        jobs=1,
        timeout=20,
        progress=lambda *_: None,
    )
    found = done.conversions[name]
    if isinstance(found, Leaves):
        with pikepdf.open(found.pdf) as pdf:
            assert len(pdf.pages) == len(found.pages) == 1
    else:
        assert found.code == "unreadable"
    assert time.process_time() - start < 10


def entries(value: object) -> Iterator[pikepdf.Object]:
    """A dictionary and all that stand directly in it; what lies behind references is left out."""
    if isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        yield value
        inner = [value.get(key) for key in value.keys()]  # noqa: SIM118 - no mapping
    else:
        inner = list(value) if isinstance(value, pikepdf.Array) else []
    for one in inner:
        if not getattr(one, "is_indirect", False):
            yield from entries(one)


def acts(path: Path) -> set[str]:
    """What in a PDF could act, or be a file in it."""
    found = set()
    with pikepdf.open(path) as pdf:
        found |= {"/OpenAction", "/AA", "/AcroForm", "/Names", "/URI"} & set(pdf.Root.keys())
        for entry in (inner for outer in pdf.objects for inner in entries(outer)):
            found |= {"/JS", "/AA", "/EF", "/AF", "/XFA", "/FS"} & set(entry.keys())
            kind = str(entry.get("/S", ""))
            found |= {kind} & {"/Launch", "/JavaScript", "/SubmitForm", "/ImportData"}
            found |= {str(entry.get("/Type", ""))} & {"/EmbeddedFile", "/Filespec"}
    return found


def test_what_acts_is_not_among_the_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_children(monkeypatch)
    source = tmp_path / "动.pdf"
    source.write_bytes(hostile.pdf_that_acts())
    assert {"/JS", "/Launch", "/OpenAction", "/EF"} <= acts(source)
    leaves = leaves_of(
        convert_all(
            [filed(source)],
            cache=tmp_path / "cache",
            fonts=fonts(),
            jobs=1,
            progress=lambda *_: None,
        ),
        "动.pdf",
    )
    with pikepdf.open(leaves.pdf) as pdf, pikepdf.new() as binder:
        binder.pages.extend(pdf.pages)
        binder.save(tmp_path / "bound.pdf")
    assert acts(tmp_path / "bound.pdf") == set()
    with pypdfium2.PdfDocument(leaves.pdf) as document:
        assert document[0].render(scale=0.2).to_pil().convert("L").getextrema()[0] == 0


def test_a_page_that_ends_the_process_costs_itself_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two children survey: the one that meets the third page is ended by its own time limit."""
    data = hostile.pdf_form_loop()
    (tmp_path / "自画.pdf").write_bytes(data)
    with pikepdf.new() as pdf, pikepdf.open(tmp_path / "自画.pdf") as loop:
        for number in range(3):
            pdf.add_blank_page(page_size=(595, 842))
            if number == 1:
                pdf.pages.append(loop.pages[0])
        pdf.save(tmp_path / "四页.pdf")
    monkeypatch.setattr("generator.measure.surveys.work._SECONDS_PER_PAGE", 0.0)
    found = survey_documents(
        {tmp_path / "四页.pdf": "1"},
        cache=tmp_path,
        jobs=2,
        progress=lambda *_: None,
        timeout=4,
    )
    pages = found[tmp_path / "四页.pdf"].pages
    assert [page.drawable for page in pages] == [True, True, False, True]


# ------------------------------------------------------------------------------------ Office, zips


@pytest.mark.skipif(soffice.find() is None, reason="LibreOffice is not installed")
def test_office_bombs_end_as_slips(tmp_path: Path) -> None:
    laughing = hostile.docx_parts(hostile.paragraph("开头&a9;"), declared=hostile.LAUGHS)
    files = {
        "弹.docx": hostile.with_bomb(LETTER, "word/document.xml", told=hostile.BOMB),
        "谎.xlsx": hostile.with_bomb(BOOK, "xl/sharedStrings.xml", told=900),
        "类型.docx": hostile.with_bomb(LETTER, "[Content_Types].xml", told=hostile.BOMB),
        "笑.docx": zip_of(laughing),
    }
    start = time.monotonic()
    done = converted(tmp_path, files, timeout=15)
    assert {refusal_of(done, name).code for name in files} <= {"conversion-failed", "unreadable"}
    assert time.monotonic() - start < 4 * (15 + 50)
    assert not list((tmp_path / "cache").glob(".new-*"))


@pytest.mark.skipif(soffice.find() is None, reason="LibreOffice is not installed")
def test_entities_from_outside_stay_outside(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("不该读到", "utf-8")
    declared = hostile.outside(secret.as_uri())
    body = "<office:body><office:text><text:p>正文&out;</text:p></office:text></office:body>"
    files = {
        "外.docx": zip_of(hostile.docx_parts(hostile.paragraph("正文&out;"), declared=declared)),
        "外.odt": hostile.odt(body, declared),
    }
    done = converted(tmp_path, files, timeout=60)
    for name in files:
        found = done.conversions[name]
        if isinstance(found, Leaves):
            with pypdfium2.PdfDocument(found.pdf) as document:
                assert "不该读到" not in document[0].get_textpage().get_text_bounded()
        else:
            assert found.code == "conversion-failed"


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ("xl/sharedStrings.xml", 900),  # lies
        ("xl/sharedStrings.xml", 1_400_000_000),
        ("xl/worksheets/sheet1.xml", 1_400_000_000),
        ("xl/workbook.xml", 1_400_000_000),
        ("xl/sharedStrings.xml", 2_000_000_000),
    ],
)
def test_ledgers_that_are_bombs_are_unreadable(part: str, told: int, tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(hostile.with_bomb(BOOK, part, told=told))
    start = time.monotonic()
    with memory_taken() as taken:
        tasks = [Task(open_workbook, path, 60)]
        ((_, found),) = workers.run(tasks, 1, LIMITS, Reach.around([path]))
    assert isinstance(found, Unreadable | Failed)
    assert taken() < 300
    assert time.monotonic() - start < 60


def test_entities_are_not_unfolded_in_ledgers(tmp_path: Path) -> None:
    for name, declared, word in (
        ("笑.xlsx", hostile.LAUGHS, "&a9;"),
        ("外.xlsx", hostile.outside("file:///etc/passwd"), "&out;"),
    ):
        row = f"<row r='1'><c r='A1' t='inlineStr'><is><t>{word}</t></is></c></row>"
        path = tmp_path / name
        path.write_bytes(zip_of(hostile.xlsx_parts(row, declared=declared)))
        grids = open_workbook(path)
        assert isinstance(grids, Unreadable) or "root" not in repr(grids)
        assert len(repr(grids)) < 10_000


def test_a_list_of_contents_without_end_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "清单.xlsx"
    data = bytearray(zip_of({"a": b"1"}))
    at = data.rindex(b"PK\x05\x06")
    data[at + 12 : at + 16] = (90_000_000).to_bytes(4, "little")
    path.write_bytes(bytes(90_000_000) + data)
    with memory_taken() as taken:
        found = identify(path, path.name)
    assert isinstance(found, Unbindable)
    assert taken() < 20


def test_a_compound_file_whose_chains_go_round(tmp_path: Path) -> None:
    for loop in (0, 1):
        head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + b">\0\3\0\xfe\xff\t\0\6\0"
        head += bytes(10) + (1).to_bytes(4, "little") + (1).to_bytes(4, "little") + bytes(4)
        head += (4096).to_bytes(4, "little") + b"\xfe\xff\xff\xff" + bytes(4)
        head += b"\xfe\xff\xff\xff" + bytes(4) + bytes(4) + b"\xff" * 432
        table = b"\xfd\xff\xff\xff" + loop.to_bytes(4, "little") + b"\1\0\0\0" * 126
        path = tmp_path / f"{loop}.doc"
        path.write_bytes(head.ljust(512, b"\xff") + table + bytes(4096))
        start = time.process_time()
        assert isinstance(identify(path, path.name), Unbindable)
        assert time.process_time() - start < 5


def test_this_process_is_not_among_those_that_read_pages(tmp_path: Path) -> None:
    """A survey or picture of even one page is made by a child."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "a.pdf")
    asked: list[int] = []
    real = running.run

    def counted(tasks: list[Task], jobs: int, limits: Limits, reach: Reach) -> object:
        asked.append(len(tasks))
        return real(tasks, jobs, limits, reach)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running, "run", counted)
        survey_documents(
            {tmp_path / "a.pdf": "1"}, cache=tmp_path, jobs=1, progress=lambda *_: None
        )
    assert asked == [1]
