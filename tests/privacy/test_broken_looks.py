"""A look for secrecy marks or personal numbers that fails holds its document back, and is told."""

import hashlib
import io
import json
import shutil
import zipfile
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from generator.base import looks
from generator.base.looks import Eyes
from generator.measure.privacy import classified, search
from generator.measure.privacy.looks import Looks
from generator.model import Leaves
from tests.builders.biff import with_text
from tests.builders.breaking import WAYS, WideReach, looking, mark, searching
from tests.builders.filed import filed
from tests.builders.long import variants
from tests.conftest import ROOT
from tests.privacy.pages import letter, table
from tests.privacy.test_classified import MARKED, PLAIN, SHEET, deciding, words_of
from tests.privacy.test_command import HEADS, answer, workspace

OLD_REGISTER = ROOT / "tests/cases/ledgers/旧格式名册.xls"
SOON = 4.0


def sheet(*rows: tuple[object, ...]) -> bytes:
    return table([*rows, HEADS, (1, "张某", "990101199001010014", "H1", "脱贫户", "甲", "就业")])


def broken(data: bytes, way: str) -> bytes:
    """The same content with what breaks every step over it."""
    return data + b"\n%" + mark(way) + b"\n"


@pytest.fixture
def breaking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks and searches break over what asks for it."""
    monkeypatch.setattr(classified, "look", looking)
    monkeypatch.setattr(search, "search", searching)
    monkeypatch.setattr(looks, "Reach", WideReach)
    monkeypatch.setattr(search, "Reach", WideReach)


@pytest.mark.usefixtures("breaking")
@pytest.mark.parametrize("way", variants(WAYS, "error"))
def test_a_look_that_breaks_is_no_answer(way: str, tmp_path: Path) -> None:
    files = {
        "1.csv": sheet(("秘密★3年",)),
        "2.csv": broken(sheet(("名册",)), way),
        "3.csv": sheet(("名册",)),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    eyes = Eyes(tmp_path / "缓存", timeout=SOON)
    for _ in range(1 if way == "loop" else 2):  # nothing is remembered of what broke
        found = classified.marked_sources([filed(tmp_path / name) for name in files], eyes)
        assert {path: one.said for path, one in found.marks.items()} == {
            "1.csv": "第 1 行标有“秘密★3年”"
        }
        assert list(found.broken) == ["2.csv"]
        assert found.broken["2.csv"].message.startswith(f"查看密级标志{WAYS[way]}")


def test_the_look_works_again_when_nothing_breaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "2.csv"
    path.write_bytes(broken(sheet(("机密★1年",)), "error"))
    eyes = Eyes(tmp_path / "缓存", timeout=SOON)
    with monkeypatch.context() as patched:
        patched.setattr(classified, "look", looking)
        patched.setattr(looks, "Reach", WideReach)
        assert classified.marked_sources([filed(path)], eyes).broken
    assert classified.marked_sources([filed(path)], eyes).marks


FILES = {
    "1.1 函/1 通知.pdf": letter("正文一二三"),
    "1.1 函/2 坏.pdf": broken(letter("坏件正文"), "crash"),
    "2.1 选派/带贫人员名册.csv": sheet(("2019年带贫人员名册",)),
    "2.1 选派/坏名册.csv": broken(sheet(("2019年带贫人员名册",)), "error"),
}


@pytest.mark.usefixtures("breaking")
@pytest.mark.parametrize("policy", variants(("stop", "slip", "bind"), "stop"))
def test_the_build_goes_on_without_what_nobody_could_look_at(
    policy: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = workspace(tmp_path, FILES)
    base = root / "evidence/jia/建档立卡名册/坏.csv"
    base.parent.mkdir()
    base.write_bytes(broken(sheet(("名册",)), "error"))
    deciding(root, policy)
    assert answer(root, capsys, "build", "jia", "--format", "pdf", "--jobs", "1")[0] == 0
    told = json.loads((root / "output/jia/findings.json").read_text("utf-8"))
    found = {
        one["path"].removeprefix("evidence/jia/"): one
        for one in told["findings"]
        if one["code"] == "not-looked-at"
    }
    names = {"1.1 函/2 坏.pdf", "2.1 选派/坏名册.csv", "建档立卡名册/坏.csv"}
    assert set(found) == names
    wanted = "warning" if policy == "bind" else "error"
    assert {one["severity"] for one in found.values()} == {wanted}
    assert all("没能查看有没有密级标志" in one["message"] for one in found.values())
    said = words_of(root / "output/jia")
    assert "正文一二三" in said
    assert ("坏件正文" in said) == (policy == "bind")


def test_a_register_saved_as_xls_is_looked_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The first rows of an old workbook, in every name that such a file bears."""
    data = with_text(OLD_REGISTER.read_bytes(), "机密★1年")
    names = ("一.xls", "二.et", "三.xlt")
    files = {f"2.1 选派/名册{name}": data for name in names}
    root = workspace(tmp_path, files)
    code, _, err = answer(root, capsys, "build", "jia", "--jobs", "1")
    assert code == 2
    assert err.count("第 1 行标有“机密★1年”") == 3
    copies = [path for path in (root / ".cache").rglob("*") if path.suffix == ".pdf"]
    assert copies == []


def test_a_search_that_breaks_is_told_page_by_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], breaking: None
) -> None:
    files = {name: FILES[name] for name in ("1.1 函/1 通知.pdf", "1.1 函/2 坏.pdf")}
    root = workspace(tmp_path, files)
    deciding(root, "bind")
    code, out, _ = answer(root, capsys, "privacy", "jia", "--json", "--jobs", "1")
    told = json.loads(out)
    assert code == 1
    [one] = told["findings"]
    assert (one["code"], one["severity"], one["pages"]) == ("not-looked-at", "warning", [1])
    assert one["path"].endswith("2 坏.pdf")
    assert "没能查找个人信息（查找个人信息时程序崩溃" in one["message"]
    assert told["unchecked"] == []
    assert told["pages"] == {"searched": 1, "unchecked": 0}
    assert not list(root.glob(".cache/personal/*坏*"))
    assert len(list(root.glob(".cache/personal/*.json"))) == 1
    _, out, _ = answer(root, capsys, "privacy", "jia", "--jobs", "1")
    assert "【没能查找】" in out


def test_a_page_that_does_not_open_is_no_scan(tmp_path: Path) -> None:
    whole = tmp_path / "a.pdf"
    whole.write_bytes(letter("一"))
    closed = tmp_path / "b.pdf"
    closed.write_bytes(b"%PDF-1.4 nothing")
    files = [filed(whole), filed(closed)]
    pages = {one.path: Leaves(one.absolute, (), (), one.sha256) for one in files}
    found = classified.marked_pages(files, pages, Looks(), Eyes(tmp_path / "缓存"))
    assert list(found.broken) == ["b.pdf"]


def test_nothing_of_what_was_stopped_stays_in_the_cache(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def zipped(name: str, data: bytes) -> bytes:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            archive.writestr(name, data)
            archive.writestr("通知.pdf", PLAIN)
        return made.getvalue()

    holder = io.BytesIO()
    with pikepdf.open(io.BytesIO(letter("附件的母件"))) as pdf:
        pdf.attachments["密件.pdf"] = MARKED
        pdf.save(holder)
    turned = io.BytesIO()
    with pikepdf.open(io.BytesIO(MARKED)) as pdf:
        pdf.pages[0].Rotate = 45  # its pages are a mended copy
        pdf.save(turned)
    files = {
        "1.1 函/1 函.pdf": turned.getvalue(),
        "1.1 函/2 包.zip": zipped("里面.zip", zipped("密件.pdf", MARKED)),
        "1.1 函/3 母件.pdf": holder.getvalue(),
        "1.1 函/4 通知.pdf": PLAIN,
        "2.1 选派/名册.csv": SHEET,
    }
    root = workspace(tmp_path, files)
    deciding(root, "bind")
    assert answer(root, capsys, "build", "jia", "--jobs", "1")[0] == 0
    answer(root, capsys, "privacy", "jia", "--jobs", "1")
    assert leftovers(root)
    for policy, code in (("slip", 0), ("stop", 2)):
        deciding(root, policy)
        answered = answer(root, capsys, "build", "jia", "--format", "pdf", "--jobs", "1")
        assert answered[0] == code
        assert not (found := leftovers(root)), found
    assert "由程序清除" in answered[2]
    shutil.rmtree(root / "output")
    deciding(root, "slip")
    assert answer(root, capsys, "build", "jia", "--format", "pdf", "--jobs", "1")[0] == 0
    assert "为保守国家秘密" in words_of(root / "output/jia")


_KEPT = ("ledgers", "registers", "pictures")


def test_nothing_of_a_marked_ledger_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is named after the printed ledger, which is named after the register."""
    root = workspace(tmp_path, {"2.1 选派/名册.csv": SHEET, "1.1 函/1 通知.pdf": PLAIN})
    deciding(root, "bind")
    assert answer(root, capsys, "build", "jia", "--format", "word", "--jobs", "1")[0] == 0
    kept = {kind: set((root / ".cache" / kind).iterdir()) for kind in _KEPT}
    plain = hashlib.sha256(PLAIN).hexdigest()
    others = {path for path in kept["pictures"] if not path.name.startswith(plain)}
    assert others
    deciding(root, "slip")
    assert answer(root, capsys, "check", "jia")[0] == 1
    assert kept["ledgers"]
    assert not any(path.exists() for path in kept["ledgers"] | kept["registers"] | others)
    assert all(path.exists() for path in kept["pictures"] - others)


def leftovers(root: Path) -> list[str]:
    """Files of the cache that hold marked text, however packed."""
    cache = root / ".cache"
    files = (path for path in cache.rglob("*") if path.is_file())
    kept = [path for path in files if path.name != "secrecy-2.json"]
    return [str(path.relative_to(cache)) for path in kept if holds_marked(path.read_bytes())]


def holds_marked(data: bytes) -> bool:
    """Whether a file shows the marked letter or register, by itself or in what it holds."""
    if "密台账企业".encode() in data or "密台账企业".encode("gb18030") in data:
        return True
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(holds_marked(archive.read(name)) for name in archive.namelist())
    if b"%PDF" not in data[:1024]:
        return False
    with pypdfium2.PdfDocument(data) as document:
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        inner = [one.get_file().read_bytes() for one in pdf.attachments.values()]
    return "密件正文" in text or "密台账企业" in text or any(map(holds_marked, inner))
