"""A small real workspace through the real commands: what is found, where, and what nobody sees."""

import io
import json
import re
import shutil
from pathlib import Path

import pikepdf
import pytest

from generator.base.masking import Mask
from generator.cli import main as cli
from generator.measure.privacy.search import Terms, Wanted, search_documents
from tests.conftest import CHECKLIST, COUNTY, ROOT, new_workspace
from tests.privacy.numbers import CARD, FULL, ID, OTHER_ID, PHONE, id_number, wide
from tests.privacy.pages import document, letter, photo, scan, table

CONTACT = "13900005678"
CHECKS = CHECKLIST.replace("ledgers: {L08: 挂职干部}", "ledgers: {L16: 带贫人员名册}").replace(
    '{id: "2.1", title: 选派,', '{id: "2.1", title: 选派, ledgers: [L16],'
)
HEADS = ("序号", "姓名", "身份证号", "户编号", "户类型", "带动主体", "方式", "起始日期", "年收益")
LEDGER = table(
    [
        ("2019年带贫人员名册",),
        HEADS,
        (1, "张某", ID, "H1", "脱贫户", "甲企业", "就业", "2019-03-01", 1200),
        (2, "李某", OTHER_ID, "H2", "脱贫户", "甲企业", "就业", "2019-03-01", 1200),
    ]
)
NAMED = f"1.1 函/5 张某{OTHER_ID}的证明.pdf"
FILES = {
    "1.1 函/1 名册.pdf": document(
        [("培训班花名册", 60, 40), (f"1 张某 {ID} {PHONE}", 28, 60), (f"卡号 {CARD}", 28, 70)],
        [("说明", 60, 40)],
        [(f"2 李某 {wide(OTHER_ID)}", 28, 60), (f"{PHONE[:3]}-0000-{PHONE[7:]}", 28, 70)],
    ),
    "1.1 函/2 扫描.pdf": scan("", "第 2 页"),
    "1.1 函/3 正常.pdf": letter(
        "项目编号：13800001234  合同价 13800001234 元",
        "统一社会信用代码 91539901MA6K000000  0871-63130000",
    ),
    "1.1 函/4 回函.pdf": letter(f"联系人：张某 {CONTACT}"),
    NAMED: letter("证明"),
    "1.1 函/6 照片.jpg": photo(),
    "2.1 选派/带贫人员名册.csv": LEDGER,
}


def answer(root: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = 0
    try:
        cli.run(["--workspace", str(root), *arguments])
    except SystemExit as end:
        code = int(end.code or 0)
    told = capsys.readouterr()
    return code, told.out, told.err


def workspace(folder: Path, files: dict[str, bytes]) -> Path:
    county = COUNTY.replace("0000-1000001", CONTACT)
    root = new_workspace(folder, files, checklist=CHECKS, county=county)
    schemas = root / "templates/ledgers"
    schemas.mkdir()
    for name in ("BASE", "L16", "common"):
        shutil.copy(ROOT / f"templates/ledgers/{name}.yaml", schemas)
    return root


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return workspace(tmp_path_factory.mktemp("privacy"), FILES)


def test_every_number_is_told_with_its_place(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = answer(root, capsys, "privacy", "jia", "--json", "--jobs", "1")
    told = json.loads(out)
    assert code == 1
    open_ = {
        (Path(one["path"]).name, one["where"], one["kind"]): (one["count"], one.get("pages"))
        for one in told["personal"]
    }
    assert open_ == {
        ("1 名册.pdf", "pages", "id-number"): (2, [1, 3]),
        ("1 名册.pdf", "pages", "phone"): (2, [1, 3]),
        ("1 名册.pdf", "pages", "bank-card"): (1, [1]),
        (f"5 张某{OTHER_ID[:3]}…{OTHER_ID[-2:]}的证明.pdf", "name", "id-number"): (1, None),
    }
    ids = next(one for one in told["personal"] if one["kind"] == "id-number")
    assert ids["samples"] == [f"{one[:6]}********{one[-4:]}" for one in (ID, OTHER_ID)]
    assert (ids["volume"], len(ids["printed"])) == (1, 2)
    [masked] = told["masked"]
    assert (masked["count"], masked["rows"], masked["kind"]) == (2, [3, 4], "id-number")
    [contact] = told["contacts"]
    assert contact["samples"] == ["139****5678"]
    unseen = {Path(one["path"]).name: one["pages"] for one in told["unchecked"]}
    assert unseen == {"2 扫描.pdf": [1, 2], "6 照片.jpg": [1]}
    assert told["pages"] == {"searched": 7, "unchecked": 3}


def test_the_screen_says_where_and_what_to_do(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = answer(root, capsys, "privacy", "jia", "--jobs", "1")
    assert code == 1
    assert "原件第 1、3 页（第 1 卷第 " in out
    assert "身份证号 2 个（539901********" in out
    assert out.index("【会照印的个人信息】") < out.index("【台账里的个人信息】")
    assert "第 3–4 行：身份证号 2 个" in out
    assert "【已在 county.yaml 公开的联系人】" in out
    assert "【未能检查（图片）】" in out
    assert out.count("遮盖原件的相应部分") == 1
    assert re.search(r"个人信息：会照印的身份证号 3 个、手机号 2 个、银行卡号 1 个；", out)


def test_nothing_that_the_program_says_or_keeps_shows_a_number(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments in (["privacy", "jia"], ["privacy", "jia", "--json"], ["ledger", "jia", "L16"]):
        _, out, err = answer(root, capsys, *arguments)
        assert [number for number in (*FULL, CONTACT) if number in out + err] == []
    kept = [*root.glob(".cache/personal/*.json"), *root.glob(".cache/secrecy-*.json")]
    assert len(kept) > 5
    text = "".join(path.read_text("utf-8") for path in kept)
    assert "539901********" in text
    assert [number for number in (*FULL, CONTACT) if number in text] == []


def test_what_the_cache_knows_gives_the_same(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = answer(root, capsys, "privacy", "jia", "--json")[1]
    with monkeypatch.context() as patched:
        patched.setattr("generator.measure.privacy.search.page_text", None)  # would fail if called
        assert answer(root, capsys, "privacy", "jia", "--json")[1] == first
    for record in root.glob(".cache/personal/*.json"):
        record.write_text(record.read_text("utf-8").replace("539901", "539902"), "utf-8")
    assert answer(root, capsys, "privacy", "jia", "--json")[1] == first


def test_the_offices_mask_decides_what_is_shown(tmp_path: Path) -> None:
    pdf = tmp_path / "名册.pdf"
    pdf.write_bytes(FILES["1.1 函/1 名册.pdf"])
    for mask, shown in (
        (Mask(), f"{ID[:6]}********{ID[-4:]}"),
        (Mask(id_first=3, id_last=0), f"{ID[:3]}{'*' * 15}"),
    ):
        terms, wanted = Terms(mask, frozenset()), {pdf: Wanted("a", 3)}
        options = {"cache": tmp_path, "jobs": 1, "progress": lambda *_: None}
        assert search_documents(wanted, terms, **options)["a"].sightings[0].shown == shown


def test_many_pages_in_two_processes(tmp_path: Path) -> None:
    pdf = tmp_path / "名册.pdf"
    pdf.write_bytes(document(*([(id_number(number), 28, 60)] for number in range(1, 126))))
    terms = Terms(Mask(), frozenset())
    seen: list[tuple[int, int]] = []
    for jobs in (2, 1):
        found = search_documents(
            {pdf: Wanted("a", 125)},
            terms,
            cache=tmp_path / str(jobs),
            jobs=jobs,
            progress=lambda *done: seen.append(done),
        )
        assert [one.page for one in found["a"].sightings] == list(range(1, 126))
        assert found["a"].unchecked == ()
    assert seen == [(0, 125), (125, 125)] * 2


def test_pages_that_were_only_marked_for_redaction_count(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(scan("", ""))) as pdf:
        mark = pikepdf.Dictionary(Subtype=pikepdf.Name.Redact, Rect=[60, 600, 260, 630])
        pdf.pages[1].obj["/Annots"] = pikepdf.Array([mark])
        pdf.save(made)
    root = workspace(tmp_path, {"1.1 函/1 名册.pdf": made.getvalue()})
    code, out, _ = answer(root, capsys, "privacy", "jia", "--json")
    (entry,) = json.loads(out)["personal"]
    assert code == 1
    assert (entry["kind"], entry["pages"], entry["count"]) == ("redaction", [2], 1)
    assert entry["samples"] == []
    assert "密文标记没有应用的页 1 个" in answer(root, capsys, "privacy", "jia")[1]


def test_nothing_found_is_exit_zero(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {name: FILES[name] for name in FILES if name[4:7] in ("函/2", "函/3", "函/4")}
    root = workspace(tmp_path, files)
    code, out, _ = answer(root, capsys, "privacy", "jia")
    assert code == 0
    assert "没有发现身份证号、手机号、银行卡号" in out
    assert "另有 2 页是图片，未能检查" in out


def test_a_bug_tells_no_number(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError(f"cannot read {ID} of {PHONE}")

    monkeypatch.setattr("generator.binder.request.judge", fail)
    code, _, err = answer(root, capsys, "check", "jia")
    assert code == 3
    assert "ValueError: cannot read 539901********" in err
    assert ID not in err
    assert PHONE not in err
