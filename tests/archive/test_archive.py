"""A whole archive set: order, numbers, stamps, boxes, the listing against the folder."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import openpyxl
import pikepdf
import pytest

from generator.archive import ArchiveOutcome, run
from generator.base.errors import OutputError
from tests.archive import samples
from tests.builders.seen import box_of, drawn, near, page_size, red_only, text_of

Rows = list[dict[str, object]]


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> ArchiveOutcome:
    return samples.made(tmp_path_factory.mktemp("archive"))


def rows_of(outcome: ArchiveOutcome, sheet: str = "归档文件目录") -> Rows:
    book = openpyxl.load_workbook(outcome.folder / "归档文件目录.xlsx")
    head = 1 if sheet == "归档文件目录" else 2
    values = list(book[sheet].iter_rows(min_row=head, values_only=True))
    return [dict(zip(map(str, values[0]), row, strict=True)) for row in values[1:]]


def row_of(outcome: ArchiveOutcome, title: str) -> dict[str, object]:
    (row,) = [row for row in rows_of(outcome) if row["题名"] == title]
    return row


def pdf_of(outcome: ArchiveOutcome, title: str) -> bytes:
    return (outcome.folder / str(row_of(outcome, title)["文件名"])).read_bytes()


@pytest.fixture
def no_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what other tests look at: catalogues, sheets and labels take most of the time."""
    monkeypatch.setattr(run, "write_papers", lambda *_: ())


def hashes(folder: Path) -> Mapping[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_order_is_by_retention_year_subject_date_and_path(outcome: ArchiveOutcome) -> None:
    found = [(row["保管期限"], row["年度"], row["件号"], row["题名"]) for row in rows_of(outcome)]
    assert found == [
        ("永久", "2019", "0001", "[现场]"),
        ("30年", "2019", "0001", "同名"),
        ("30年", "2019", "0002", "商请选派人才的函"),
        ("30年", "2019", "0003", "[第一次联席会议]"),
        ("30年", "2019", "0004", "[横表]"),
        ("30年", "2019", "0005", "[满页]"),
        ("30年", "2019", "0006", "[内件]"),
        ("30年", "2019", "0007", "=1+1"),
        ("10年", "2018", "0001", "[工作要点]"),
        ("10年", "2019", "0001", "[工作要点]"),
    ]


def test_every_column_says_what_is_known_and_nothing_else(outcome: ArchiveOutcome) -> None:
    row = row_of(outcome, "商请选派人才的函")
    assert row["档号"] == "0153-WS·2019·D30-0002"
    assert (row["全宗号"], row["机构问题"]) == ("0153", "组织领导")
    assert (row["文号"], row["日期"]) == ("甲协办函〔2019〕3号", "20190510")
    assert (row["责任者"], row["密级"], row["备注"]) == (None, None, None)
    assert (row["页数"], row["盒号"], row["PDF/A-1b"]) == ("2", "2", "未检验")
    undated = row_of(outcome, "=1+1")
    assert (undated["日期"], undated["年度"]) == (None, "2019")
    assert "没有日期，年度按考核年度" in str(undated["备注"])


def test_blank_sides_are_no_pages_and_bear_no_number(outcome: ArchiveOutcome) -> None:
    row = row_of(outcome, "同名")
    assert row["页数"] == "2"
    assert row["备注"] == "空白 1 面不计页数"
    data = pdf_of(outcome, "同名")
    assert sorted(text_of(data, 0).split())[:2] == ["0001", "0153"]
    assert [text_of(data, at) for at in (1, 2)] == ["", "2"]


def test_an_event_is_one_with_its_papers_in_order(outcome: ArchiveOutcome) -> None:
    inside = [row for row in rows_of(outcome, "件内文件") if row["序号"] == 4]
    titles = [(row["件内顺序"], row["题名"], row["起页"], row["止页"]) for row in inside]
    assert titles == [(1, "会议通知", 1, 1), (2, "会议纪要", 2, 3), (3, "会议纪要（草稿）", 4, 4)]
    row = row_of(outcome, "[第一次联席会议]")
    assert row["备注"] == "成套材料，共 3 份；件内次序按文件名排定，请核对；缺 1 处，见未能归档清单"
    with pikepdf.open(outcome.folder / str(row["文件名"])) as pdf, pdf.open_outline() as outline:
        assert [entry.title for entry in outline.root] == [
            "会议通知",
            "会议纪要",
            "会议纪要（草稿）",
        ]


@pytest.mark.usefixtures("no_papers")
def test_event_papers_apart_and_without_numbers_when_wanted(tmp_path: Path) -> None:
    filed = {path: data for path, data in samples.files().items() if path.startswith("1.2")}
    config = samples.ARCHIVE + "  event_is_one: false\n  page_numbers: false\n"
    outcome = samples.made(tmp_path, config=config, filed=filed)
    titles = [row["题名"] for row in rows_of(outcome)]
    assert titles == ["[会议通知]", "[会议纪要（草稿）]", "[会议纪要]"]
    assert text_of(pdf_of(outcome, "[会议纪要]"), 1) == ""
    assert outcome.remarks == ()


def stamp_box(outcome: ArchiveOutcome, title: str) -> tuple[float, float, float, float]:
    box = box_of(drawn(pdf_of(outcome, title)), red_only)
    assert box is not None
    return box


def test_the_stamp_stands_top_centre_45_by_16_mm_and_red(outcome: ArchiveOutcome) -> None:
    assert stamp_box(outcome, "商请选派人才的函") == near((82.5, 10, 127.5, 26))
    words = text_of(pdf_of(outcome, "商请选派人才的函")).split()
    number = "1"
    assert sorted(words) == sorted([number, "0153", "2019", "0002", "组织领导", "30年", "2"])


def test_the_stamp_gives_way_to_print(outcome: ArchiveOutcome) -> None:
    left, top, right, bottom = stamp_box(outcome, "=1+1")
    assert (right - left, bottom - top) == pytest.approx((45, 16), abs=0.3)
    assert right <= 90 - 1 + 0.2 or left >= 120 + 1 - 0.2
    assert top == pytest.approx(10, abs=0.3)
    assert any("移到上端空处" in remark.message for remark in outcome.remarks)


def test_a_full_form_that_lies_across_is_stamped_at_its_right(outcome: ArchiveOutcome) -> None:
    left, top, _, bottom = stamp_box(outcome, "[横表]")
    assert (left, (top + bottom) / 2) == pytest.approx((297 - 15 - 45, 105), abs=0.3)


def test_a_full_page_gets_a_sheet_in_front(outcome: ArchiveOutcome) -> None:
    data = pdf_of(outcome, "[满页]")
    assert stamp_box(outcome, "[满页]") == near((82.5, 10, 127.5, 26))
    assert [page_size(data, at) for at in range(2)] == [pytest.approx((210, 297), abs=0.1)] * 2
    assert text_of(data, 1) == ""
    row = row_of(outcome, "[满页]")
    assert (row["页数"], row["备注"]) == ("2", "归档章另加首页")
    with pikepdf.open(outcome.folder / str(row["文件名"])) as pdf:
        assert len(pdf.pages) == 4
    assert any("第 1 面没有空处印页码" in remark.message for remark in outcome.remarks)


def test_stamps_and_numbers_cover_no_print(outcome: ArchiveOutcome) -> None:
    """Every dark pixel of the evidence is as dark in the stamped file, at its place."""
    for row in rows_of(outcome, "件内文件"):
        (item,) = [one for one in rows_of(outcome) if one["序号"] == str(row["序号"])]
        data = (outcome.folder / str(item["文件名"])).read_bytes()
        front = 2 if "归档章另加首页" in str(item["备注"]) else 0
        source = next(
            one
            for box in outcome.boxes
            for each in box.items
            for one in each.documents
            if one.file.path == row["原文件"]
        )
        assert source.leaves is not None
        before = drawn(source.leaves.pdf.read_bytes(), dpi=72).convert("L")
        after = drawn(data, int(str(row["起页"])) - 1 + front, dpi=72).convert("L")
        dark = before.point(lambda value: 255 * (value < 200))
        changed = [
            one
            for one, other, mask in zip(
                before.tobytes(), after.tobytes(), dark.tobytes(), strict=True
            )
            if mask and abs(one - other) > 8
        ]
        assert changed == []


def test_metadata_can_be_read_by_others(outcome: ArchiveOutcome) -> None:
    row = row_of(outcome, "商请选派人才的函")
    with pikepdf.open(outcome.folder / str(row["文件名"])) as pdf:
        metadata = pdf.open_metadata()
        assert metadata["dc:title"] == "商请选派人才的函"
        assert metadata["dc:date"] == ["2019-05-10"]
        assert metadata["dc:identifier"] == "0153-WS·2019·D30-0002"
        assert metadata.get("dc:creator") is None
        assert metadata["pdf:Producer"] == str(pdf.docinfo["/Producer"])
        assert str(pdf.docinfo["/Title"]) == "商请选派人才的函"
        assert metadata.get("pdfaid:part") is None
        assert pdf.check_pdf_syntax() == []
    with pikepdf.open(outcome.folder / str(row_of(outcome, "=1+1")["文件名"])) as pdf:
        assert pdf.open_metadata()["dc:creator"] == ["@甲县协作办"]


def test_nothing_in_the_listing_is_a_formula(outcome: ArchiveOutcome) -> None:
    book = openpyxl.load_workbook(outcome.folder / "归档文件目录.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n", "d"}
    plain = [cell for row in book["归档文件目录"].iter_rows() for cell in row]
    assert all(isinstance(cell.value, str | None) for cell in plain)
    row = row_of(outcome, "=1+1")
    assert (row["题名"], row["责任者"]) == ("=1+1", "@甲县协作办")
    assert str(row["备注"]).startswith("+原件存档")


def test_the_listing_is_the_folder(outcome: ArchiveOutcome) -> None:
    listed = {str(row["文件名"]): str(row["SHA-256"]) for row in rows_of(outcome)}
    there = {name: code for name, code in hashes(outcome.folder).items() if "/" in name}
    assert listed == there
    assert set(outcome.files) == {path.name for path in outcome.folder.iterdir()}


def test_every_file_is_accounted_for(outcome: ArchiveOutcome) -> None:
    found = {row["核对项"]: row["数量"] for row in rows_of(outcome, "核对")}
    assert found == {
        "收到的文件（清点所得）": 15,
        "已归档": 12,
        "压缩包本身": 1,
        "打不开或不能归档": 1,
        "未归类": 1,
        "结论": "平",
        "不计入": 1,
        "缺少的材料": 1,
    }
    gone = {(row["种类"], str(row["文件"]).rpartition("/")[2]) for row in left_out(outcome)}
    assert gone == {
        ("不能归档", "2019-06-03 坏.pdf"),
        ("压缩包本身", "2019-06-04 资料.zip"),
        ("缺少", "2019-05-20 第一次联席会议"),
        ("未归类", "杂项.pdf"),
        ("不计入", ".DS_Store"),
    }
    assert all(row["原因"] for row in left_out(outcome))


def left_out(outcome: ArchiveOutcome) -> Rows:
    return rows_of(outcome, "未能归档")


def test_boxes_never_mix_classes(outcome: ArchiveOutcome) -> None:
    assert [box.number for box in outcome.boxes] == [1, 2, 3, 4]
    for box in outcome.boxes:
        assert {item.kind for item in box.items} == {box.kind}
    serials = [item.serial for box in outcome.boxes for item in box.items]
    assert serials == [1, 1, 2, 3, 4, 5, 6, 7, 1, 1]


def papers(outcome: ArchiveOutcome, name: str) -> Iterator[str]:
    data = (outcome.folder / name).read_bytes()
    with pikepdf.open(outcome.folder / name) as pdf:
        count = len(pdf.pages)
    return (text_of(data, at) for at in range(count))


def test_catalogues_lie_across_with_a_cover_for_each_class(outcome: ArchiveOutcome) -> None:
    shown = list(papers(outcome, "归档文件目录.pdf"))
    data = (outcome.folder / "归档文件目录.pdf").read_bytes()
    assert page_size(data) == pytest.approx((297, 210), abs=0.1)
    covers = [at for at, text in enumerate(shown) if "起止件号" in text]
    assert len(covers) == 4
    assert all(at % 2 == 0 for at in covers)
    second = "".join(shown[covers[1] + 2].split())
    for word in ("序号档号文号责任者题名日期密级页数备注", "0153-WS·2019·D30-0002", "20190510"):
        assert word in second
    assert "共7件" in "".join(shown[covers[1]].split())


def test_each_box_has_its_sheet_and_labels(outcome: ArchiveOutcome) -> None:
    sheets = [text for text in papers(outcome, "盒内备考表.pdf") if text.strip()]
    assert len(sheets) == 4
    for word in ("情况说明", "整理人", "整理日期", "检查人", "检查日期", "盒号2", "0001至0007"):
        assert word in "".join(sheets[1].split())
    kinds = [label.kind.value for label in outcome.labels]
    assert kinds == ["box-spine"] * 4 + ["box-face"] * 4
    assert {round(label.width) for label in outcome.labels[:4]} == {30}


@pytest.mark.usefixtures("no_papers")
def test_without_code_or_retention_numbers_stay_blank(tmp_path: Path) -> None:
    filed = {"1.1 对接函件/2019-05-10 函.pdf": samples.pages("0 g 100 400 50 50 re f")}
    outcome = samples.made(tmp_path, config="", filed=filed)
    (row,) = rows_of(outcome)
    assert (row["档号"], row["全宗号"], row["保管期限"]) == (None, None, None)
    said = " ".join(remark.message for remark in outcome.remarks)
    assert "没有写全宗号" in said
    assert "1 件没有保管期限" in said
    words = text_of(pdf_of(outcome, "[函]")).split()
    assert sorted(words) == sorted(["1", "2019", "0001", "组织领导", "1"])


@pytest.mark.usefixtures("no_papers")
def test_subjects_are_classes_where_the_numbers_name_them(tmp_path: Path) -> None:
    body = samples.pages("0 g 100 400 50 50 re f")
    filed = {"1.1 对接函件/2019-05-10 函.pdf": body, "2.1 选派/2019-01-01 函.pdf": body}
    config = samples.ARCHIVE + '  item_number: "{全宗号}-{门类}·{年度}·{期限}·{机构}-{件号}"\n'
    plain = samples.CHECKLIST
    outcome = samples.made(tmp_path, config=config, checklist=plain, filed=filed)
    assert [row["档号"] for row in rows_of(outcome)] == [
        "0153-WS·2019·D30·1-0001",
        "0153-WS·2019·D30·2-0001",
    ]
    assert [box.kind.subject for box in outcome.boxes] == ["组织领导", "人才交流"]


@pytest.mark.usefixtures("no_papers")
def test_unmasked_marks_every_side(tmp_path: Path) -> None:
    filed = {
        "1.1 对接函件/2019-06-02 满页.pdf": samples.files()["1.1 对接函件/2019-06-02 满页.pdf"]
    }
    outcome = samples.made(tmp_path, filed=filed, unmasked=True)
    data = pdf_of(outcome, "[满页]")
    texts = [text_of(data, at) for at in range(4)]
    assert ["内部资料" in text for text in texts] == [True, False, True, True]
    assert "2" in texts[3].replace("内部资料", "")


def test_the_same_input_gives_the_same_bytes_and_leaves_it_alone(
    outcome: ArchiveOutcome, tmp_path: Path
) -> None:
    root = outcome.folder.parents[1]
    before = hashes(root / "evidence")
    second = samples.again(root, tmp_path)
    assert hashes(outcome.folder) == hashes(second.folder)
    assert hashes(root / "evidence") == before


def test_a_source_that_changes_meanwhile_stops_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed = {"1.1 对接函件/2019-05-10 函.pdf": samples.pages("0 g 100 400 50 50 re f")}
    monkeypatch.setattr(run, "write_papers", lambda *_: ())
    outcome = samples.made(tmp_path, filed=filed)
    before, root = hashes(outcome.folder), tmp_path / "工作区"
    source = root / "evidence/jia/1.1 对接函件/2019-05-10 函.pdf"
    monkeypatch.setattr(run, "write_papers", lambda *_: source.write_bytes(b"other") and ())
    with pytest.raises(OutputError, match="材料被改动"):
        samples.again(root, root / "output")
    assert hashes(outcome.folder) == before


def test_a_unit_without_documents_has_a_listing_all_the_same(tmp_path: Path) -> None:
    outcome = samples.made(tmp_path, filed={"1.1 对接函件/": ""})
    assert sorted(path.name for path in outcome.folder.iterdir()) == ["件", "归档文件目录.xlsx"]
    assert rows_of(outcome) == []
    assert {row["种类"] for row in left_out(outcome)} == {"缺少"}
