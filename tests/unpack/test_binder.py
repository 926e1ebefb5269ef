"""Containers in a whole build: every entry bound or on a slip, and the books balance."""

import io
import json

import docx
import pypdfium2
import pytest

from generator.base.files import sha256_of
from generator.binder.build import Outcome
from generator.cli import main as cli
from generator.model import PageKind
from tests.builders import containers
from tests.conftest import ROOT, new_workspace
from tests.test_binder import a_pdf, run
from tests.test_ledgers_in_binder import ID, OTHER_ID, WITH_LEDGERS, a_register
from tests.unpack.test_limits import bomb, nested

ITEM = "evidence/jia/1.1 对接函件"


def a_letter() -> bytes:
    document, stream = docx.Document(), io.BytesIO()
    document.add_paragraph("甲县人民政府办公室关于东西部协作的函")
    document.save(stream)
    return stream.getvalue()


def with_locked(files: dict[str, bytes], name: str) -> bytes:
    """A zip in which one entry is marked as encrypted."""
    out = bytearray(containers.zip_of(files))
    for mark, flags, at in ((b"PK\x03\x04", 6, 30), (b"PK\x01\x02", 8, 46)):
        head = out.index(name.encode(), out.index(mark)) - at
        while bytes(out[head : head + 4]) != mark:
            head = out.index(name.encode(), head + at + 1) - at
        out[head + flags] |= 1
    return bytes(out)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    mixed = {
        "2019-05-10 通知.pdf": a_pdf(2),
        "函.docx": a_letter(),
        "密件.pdf": a_pdf(1),
        "../外面.pdf": a_pdf(1),
    }
    register = containers.zip_of({"带贫人员名册.xlsx": a_register(ID, OTHER_ID, ID)})
    files = {
        "1.1 对接函件/材料.zip": with_locked(mixed, "密件.pdf"),
        "1.1 对接函件/函.eml": containers.mail(
            {"一.pdf": a_pdf(1, word="m"), "二.txt": "附".encode()}
        ),
        "1.1 对接函件/带附件.pdf": containers.pdf_with({"发票.txt": "发票".encode()}),
        "1.10 工作要点/四层.zip": nested(4),
        "1.1 对接函件/弹.zip": bomb(30_000_000),
        "1.1 对接函件/一份通知.pdf": a_pdf(2),
        "2.1 选派/台账.zip": register,
        "2.1 选派/台账副本.zip": register,
        "没有编号/散件.zip": containers.zip_of({"散.txt": b"1"}),
    }
    root = new_workspace(tmp_path_factory.mktemp("built"), files, checklist=WITH_LEDGERS)
    (root / "templates/ledgers").symlink_to(ROOT / "templates/ledgers")
    before = {path: sha256_of(path) for path in (root / "evidence").rglob("*") if path.is_file()}
    outcome = run(root, formats=("pdf",))
    after = {path: sha256_of(path) for path in (root / "evidence").rglob("*") if path.is_file()}
    assert before == after
    return outcome


def findings(outcome: Outcome) -> list[dict[str, object]]:
    told = json.loads((outcome.folder / "findings.json").read_text("utf-8"))["findings"]
    assert isinstance(told, list)
    return told


def test_the_books_balance(built: Outcome) -> None:
    assert built.plan.reconciliation.balanced
    sides = built.plan.reconciliation.pages_by_kind
    pages = sum(bound.pages for item in built.assessment.items for bound in item.files)
    assert sides[PageKind.EVIDENCE] == pages


def test_every_entry_is_bound_or_on_a_slip_with_its_reason(built: Outcome) -> None:
    bound = {file.file.path: file for item in built.assessment.items for file in item.files}
    names = {path.removeprefix("evidence/jia/"): file.pages for path, file in bound.items()}
    zipped = "1.1 对接函件/材料.zip"
    assert names[f"{zipped}/2019-05-10 通知.pdf"] == 2
    assert names[f"{zipped}/函.docx"] == 1
    assert names["1.1 对接函件/函.eml/一.pdf"] == 1
    assert names["1.1 对接函件/带附件.pdf/发票.txt"] == 1
    assert names["2.1 选派/台账.zip/带贫人员名册.xlsx"] >= 1
    refused = {
        str(one["path"]).removeprefix("evidence/jia/"): one["code"]
        for one in findings(built)
        if one["code"] in {"encrypted", "over-limit", "unsupported-type"}
    }
    assert refused == {
        f"{zipped}/密件.pdf": "encrypted",
        f"{zipped}/[..]/外面.pdf": "unsupported-type",
        "1.10 工作要点/四层.zip/1.zip/2.zip/3.zip": "over-limit",
        "1.1 对接函件/弹.zip/零.txt": "over-limit",
    }
    assert {path for path, pages in names.items() if not pages} == set(refused)
    slips = [page for page in built.plan.pages if page.kind is PageKind.SLIP]
    assert len(slips) == built.assessment.gap_count


def test_a_ledger_in_an_archive_is_read_row_by_row(built: Outcome) -> None:
    twice = [one for one in findings(built) if one["code"] == "ledger-duplicate"]
    assert [(one["path"], one["row"]) for one in twice] == [
        ("evidence/jia/2.1 选派/台账.zip/带贫人员名册.xlsx", 6)
    ]


def test_an_archive_does_not_count_towards_what_is_asked(built: Outcome) -> None:
    asked = {
        one["item"]: str(one["message"]) for one in findings(built) if one["code"] == "too-few"
    }
    assert list(asked) == ["1.10"]
    # three archives, one in the other, and the one inside that stays closed
    assert "现有 1 件，还缺 1 件" in asked["1.10"]


def test_a_copy_of_an_archive_is_one_remark_and_not_one_for_each_entry(built: Outcome) -> None:
    twice = {
        str(one["path"]).removeprefix("evidence/jia/"): one
        for one in findings(built)
        if one["code"] == "duplicate-file"
    }
    copy, entry = "2.1 选派/台账副本.zip", "1.1 对接函件/材料.zip/2019-05-10 通知.pdf"
    assert set(twice) == {copy, entry}
    assert "“材料.zip”和单独放的那一份只留一处" in str(twice[entry]["remedy"])


def test_the_manifest_names_the_container(built: Outcome) -> None:
    manifest = json.loads((built.folder / "manifest.json").read_text("utf-8"))
    sources = {source["path"]: source for source in manifest["sources"]}
    entry = sources[f"{ITEM}/材料.zip/函.docx"]
    assert entry["container"] == f"{ITEM}/材料.zip"
    assert len(entry["sha256"]) == 64
    assert "container" not in sources[f"{ITEM}/材料.zip"]
    locked = sources[f"{ITEM}/材料.zip/密件.pdf"]
    assert (locked["sha256"], locked["slip"]) == ("", True)
    loose = sources["evidence/jia/没有编号/散件.zip/散.txt"]
    assert (loose["item"], loose["container"]) == (None, "evidence/jia/没有编号/散件.zip")


def test_the_note_of_a_pdf_says_where_its_attachments_are(built: Outcome) -> None:
    notes = [str(one["message"]) for one in findings(built) if one["code"] == "conversion-note"]
    assert any("另作单独的材料" in note for note in notes)


def test_the_sheets_are_in_the_binder(built: Outcome) -> None:
    text = ""
    for path in sorted(built.folder.glob("*.pdf")):
        document = pypdfium2.PdfDocument(path)
        text += "".join(page.get_textpage().get_text_range() for page in document)
    for said in ("压缩包清单", "电子邮件", "关于报送联席会议材料的函"):
        assert said in text


def test_check_lists_entries_with_their_path(
    built: Outcome, capsys: pytest.CaptureFixture[str]
) -> None:
    root = built.folder.parents[1]
    with pytest.raises(SystemExit) as end:
        cli.run(["--workspace", str(root), "check", "jia", "--json"])
    assert end.value.code == 1
    told = json.loads(capsys.readouterr().out)
    assert f"{ITEM}/材料.zip/密件.pdf" in {one.get("path") for one in told["findings"]}
