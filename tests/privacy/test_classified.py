"""Documents with a secrecy mark through the real commands: stopped, on a slip, or bound."""

import datetime as dt
import io
import json
import zipfile
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from generator.cli.screen import render_classified
from generator.model import PageKind
from generator.verdict.judge import judge
from generator.verdict.workspace import open_workspace
from tests.privacy.pages import document, letter, table
from tests.privacy.test_command import HEADS, answer, workspace

MARKED = document(
    [("机密★1年", 28, 45), ("关于协作的函", 60, 90), ("密件正文一二三", 28, 110)],
    [("第二页", 28, 60)],
)
PLAIN = letter("为保守国家秘密，签订商业秘密保密协议。")
SHEET = table(
    [
        ("秘密★3年",),
        ("2019年带贫人员名册",),
        HEADS,
        (1, "张某", "990101199001010014", "H1", "脱贫户", "密台账企业", "就业", "2019年", 1200),
    ]
)


def zipped(name: str, data: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(name, data)
    return made.getvalue()


FILES = {
    "1.1 函/1 函.pdf": MARKED,
    "1.1 函/2 通知.pdf": PLAIN,
    "1.1 函/3 方案（秘密）.txt": b"\xe6\x96\xb9\xe6\xa1\x88",
    "1.1 函/4 包.zip": zipped("里面/密件.pdf", MARKED),
    "1.1 函/5 【绝密】包.zip": zipped("名单.txt", b"1"),
    "2.1 选派/带贫人员名册.csv": SHEET,
    "【机密】散件.txt": b"1",
}
SAID = {
    "1.1 函/1 函.pdf": "第 1 页标有“机密★1年”",
    "1.1 函/3 方案（秘密）.txt": "文件名标有“秘密”",
    "1.1 函/4 包.zip/里面/密件.pdf": "第 1 页标有“机密★1年”",
    "1.1 函/5 【绝密】包.zip": "文件名标有“绝密”",
    "1.1 函/5 【绝密】包.zip/名单.txt": "所在的“5 【绝密】包.zip”标有“绝密”",
    "2.1 选派/带贫人员名册.csv": "第 1 行标有“秘密★3年”",
    "【机密】散件.txt": "文件名标有“机密”",
}


def deciding(root: Path, policy: str) -> None:
    config = root / "config.yaml"
    kept = config.read_text("utf-8").partition("privacy:")[0]
    config.write_text(f"{kept}privacy: {{classified: {policy}}}\n", "utf-8")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return workspace(tmp_path_factory.mktemp("classified"), FILES)


@pytest.mark.parametrize("command", ["build", "archive"])
def test_marked_documents_stop_everything_that_prints(
    root: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    code, _, err = answer(root, capsys, command, "jia", "--jobs", "1")
    assert code == 2
    assert f"有 {len(SAID)} 件材料标有国家秘密的密级，没有生成" in err
    for path, said in SAID.items():
        assert f"evidence/jia/{path}：{said}" in err
    assert "请不要在本机处理涉密文件" in err
    assert "classified: bind" in err
    assert "通知" not in err
    assert not (root / "output").exists() or not list((root / "output").glob("jia*"))


def test_check_goes_on_and_reports_them(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = answer(root, capsys, "check", "jia", "--json", "--jobs", "1")
    told = json.loads(out)
    found = {
        one["path"].removeprefix("evidence/jia/"): one
        for one in told["findings"]
        if one["code"] == "classified"
    }
    assert code == 1
    assert set(found) == set(SAID)
    assert {one["severity"] for one in found.values()} == {"error"}
    assert {path: one["message"].partition("，")[0] for path, one in found.items()} == SAID
    assert not any("2019年" in one["message"] for one in told["findings"])


@pytest.mark.parametrize("command", ["preflight", "privacy"])
def test_lists_that_print_no_page_of_them_do_not_stop(
    root: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    code, out, _ = answer(root, capsys, command, "jia", "--jobs", "1")
    assert code in (0, 1)
    assert "通知" not in out or "函.pdf" not in out


def words_of(folder: Path) -> str:
    """The text of every page of every volume."""
    said = ""
    for path in sorted(folder.glob("*.pdf")):
        with pypdfium2.PdfDocument(path) as pdf:
            said += "".join(page.get_textpage().get_text_bounded() for page in pdf)
    return said


def test_slips_stand_in_their_place(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    deciding(root, "slip")
    code, out, _ = answer(root, capsys, "build", "jia", "--format", "pdf", "--jobs", "1")
    assert code == 0
    assert f"注意：{len(SAID)} 件材料标有国家秘密的密级" in out
    said = words_of(root / "output/jia")
    assert "密件正文" not in said
    assert "密台账企业" not in said
    assert "商业秘密保密协议" in said
    assert "第 1 页标有“机密★1年”，疑为涉密文件，没有装订" in said.replace("\r\n", "")
    manifest = json.loads((root / "output/jia/manifest.json").read_text("utf-8"))
    kinds = json.dumps(manifest, ensure_ascii=False)
    assert kinds.count(f'"{PageKind.SLIP.value}"') >= len(SAID) - 1


def test_bound_with_a_warning(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    deciding(root, "bind")
    told = json.loads(answer(root, capsys, "check", "jia", "--json", "--jobs", "1")[1])
    pages = json.loads(answer(root, capsys, "privacy", "jia", "--json", "--jobs", "1")[1])["pages"]
    config = open_workspace(root)
    judged = judge(config, "jia", dt.date(2019, 12, 10), lambda *_: None, jobs=1, printing=True)
    deciding(root, "stop")
    found = [one for one in told["findings"] if one["code"] == "classified"]
    assert {one["severity"] for one in found} == {"warning"}
    assert len(found) == len(SAID)
    assert pages["searched"] == sum(item["pages"] for item in told["items"])
    [letter_] = [one for one in judged.assessment.items[0].files if one.file.name == "1 函.pdf"]
    assert letter_.pages == 2
    said = "\n".join(render_classified(judged.assessment))
    assert said.startswith(f"注意：{len(SAID)} 件材料标有国家秘密的密级")
    assert "第 1 页标有“机密★1年”，仍装订" in said
    assert said.endswith("请再核对是否已经解密。")


def test_an_unknown_decision_is_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    deciding(root, "ignore")
    code, _, err = answer(root, capsys, "check", "jia")
    deciding(root, "stop")
    assert code == 2
    assert "config.yaml:5:" in err


def test_a_changed_document_is_looked_at_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = workspace(tmp_path, {"1.1 函/1 函.pdf": PLAIN})
    old = root / "output/jia/旧.pdf"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"1")
    assert "classified" not in answer(root, capsys, "check", "jia")[1]
    (root / "evidence/jia/1.1 函/1 函.pdf").write_bytes(MARKED)
    assert answer(root, capsys, "build", "jia", "--jobs", "1")[0] == 2
    assert [path.name for path in old.parent.iterdir()] == ["旧.pdf"]


def test_the_record_is_read_and_a_damaged_one_made_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = workspace(tmp_path, {"1.1 函/1 函.pdf": MARKED})
    answer(root, capsys, "check", "jia")
    [record] = root.glob(".cache/secrecy-*.json")
    before = record.read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr("generator.measure.privacy.classified.look_at", None)
        assert "classified" in answer(root, capsys, "check", "jia")[1]
    record.write_bytes(before[:-3])
    assert "classified" in answer(root, capsys, "check", "jia")[1]
    assert record.read_bytes() == before


def test_marked_attachments_of_a_marked_pdf(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(MARKED)) as pdf:
        pdf.attachments["附件.txt"] = b"1"
        pdf.save(made)
    root = workspace(tmp_path, {"1.1 函/1 函.pdf": made.getvalue()})
    told = json.loads(answer(root, capsys, "check", "jia", "--json")[1])
    paths = {one["path"] for one in told["findings"] if one["code"] == "classified"}
    assert paths == {"evidence/jia/1.1 函/1 函.pdf", "evidence/jia/1.1 函/1 函.pdf/附件.txt"}
