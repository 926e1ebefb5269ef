"""Whole builds on small workspaces: what is printed, where links lead, and that nothing is lost."""

import datetime as dt
import hashlib
import io
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from generator.base.errors import OutputError, WorkspaceError
from generator.binder.build import Outcome, build
from generator.binder.request import Request
from generator.model import PageKind, Volume
from generator.verdict.workspace import open_workspace
from tests.builders.printed import check_references, links, numbers, wanted
from tests.conftest import CHECKLIST, COUNTY, new_workspace

MakeWorkspace = Callable[..., Path]
AS_OF = dt.date(2019, 12, 10)


def quiet(*_: object) -> None:
    """Nobody watches the progress."""


def run(root: Path, **more: object) -> Outcome:
    request = Request("jia", AS_OF, root / "output", **more)  # type: ignore[arg-type]
    return build(open_workspace(root.resolve()), request, quiet)


def a_pdf(pages: int, width: float = 595, height: float = 842, word: str = "x") -> bytes:
    pdf = pikepdf.new()
    for at in range(pages):
        page = pdf.add_blank_page(page_size=(width, height))
        page.obj.Resources = pikepdf.Dictionary(
            Font=pikepdf.Dictionary(
                F1=pikepdf.Dictionary(
                    Type=pikepdf.Name.Font,
                    Subtype=pikepdf.Name.Type1,
                    BaseFont=pikepdf.Name.Courier,
                )
            )
        )
        text = f"BT /F1 14 Tf 60 60 Td ({word}{at + 1}) Tj ET"
        page.obj.Contents = pdf.make_stream(text.encode())
    stream = io.BytesIO()
    pdf.save(stream, deterministic_id=True)
    return stream.getvalue()


def a_photo() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (640, 480), (90, 140, 90)).save(stream, "JPEG")
    return stream.getvalue()


FILES = {
    "1.1 对接函件/2019-05-10 甲办函〔2019〕1号 关于对接的函.pdf": a_pdf(3, word="letter"),
    "1.2 会议/2019-05-10 第一次/1 通知.pdf": a_pdf(1, word="notice"),
    "1.2 会议/2019-05-10 第一次/2 签到.pdf": a_pdf(1, 842, 595, word="signin"),
    "1.2 会议/2019-05-10 第一次/3 会场.jpg": a_photo(),
    "1.10 要点/A3总表.pdf": a_pdf(1, 1191, 842, word="a-three"),
    "1.10 要点/坏.pdf": b"%PDF-1.4 broken",
    "散件.pdf": a_pdf(2),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return run(new_workspace(tmp_path_factory.mktemp("binder"), FILES))


def test_number_stamp_link_and_bookmark_agree(built: Outcome) -> None:
    assert check_references(built.folder, built.plan) >= 11 + 6


def only(outcome: Outcome) -> Volume:
    (volume,) = outcome.plan.volumes
    return volume


def the_pdf(outcome: Outcome) -> Path:
    return outcome.folder / f"{only(outcome).name}.pdf"


def large_checklist(items: int, title: str) -> str:
    head = CHECKLIST.split("groups:")[0]
    listed = "\n".join(
        f'      - {{id: "1.{at}", title: "{title}{at}", levels: [县], kinds: [函],'
        " need: {files: 1}, source: S, prove: 有}"
        for at in range(1, items + 1)
    )
    return (
        f'{head}groups:\n  - id: "1"\n    title: 组织领导\n    owner: 两办\n    items:\n{listed}\n'
    )


@pytest.mark.parametrize(
    ("items", "title", "pages"),
    [
        (12, "对接函件", 1),
        (40, "会议纪要", 2),
        (70, "关于进一步加强东西部扶贫协作工作的通知", 3),
        (
            26,
            "关于进一步加强东西部扶贫协作工作、深化结对帮扶、落实各项协议任务并做好迎检准备的通知及附件",
            3,
        ),
    ],
    ids=["one page", "two pages", "three pages", "wrapped titles"],
)
def test_contents_of_any_length_tell_the_right_pages(
    make_workspace: MakeWorkspace, items: int, title: str, pages: int
) -> None:
    exempt = "".join(
        f'  "1.{at}": {{reason: 本县没有, decided_by: 张某}}\n' for at in range(2, items + 1)
    )
    root = make_workspace(
        {"1.1 函/a.pdf": a_pdf(2)},
        checklist=large_checklist(items, title),
        county=f"{COUNTY}not_applicable:\n{exempt}",
    )
    outcome = run(root, formats=("pdf",))
    volume = only(outcome)
    assert sum(page.kind is PageKind.CONTENTS for page in volume.pages) == pages
    check_references(outcome.folder, outcome.plan)
    rows = list(links(the_pdf(outcome), volume, {PageKind.CONTENTS}))
    assert len(rows) == items + 5


def test_evidence_pages_stand_whole_where_the_plan_says(built: Outcome) -> None:
    document = pypdfium2.PdfDocument(the_pdf(built))
    words = {"关于对接的函": "letter", "通知": "notice", "签到": "signin", "A3总表": "a-three"}
    seen = 0
    for page in built.plan.pages:
        word = words.get(page.label)
        if page.leaf is not None and word:
            text = document[page.index - 1].get_textpage().get_text_range()
            assert f"{word}{page.leaf.index + 1}" in text
            seen += 1
    assert seen == 6


def test_a3_is_kept_and_landscape_a4_is_turned(built: Outcome) -> None:
    document = pypdfium2.PdfDocument(the_pdf(built))
    sizes = {
        page.label: document[page.index - 1].get_size() for page in built.plan.pages if page.leaf
    }
    assert sizes["A3总表"] == pytest.approx((1191, 842), abs=1)
    assert sizes["签到"] == pytest.approx((595, 842), abs=1)


def test_the_outputs_and_the_manifest(built: Outcome) -> None:
    names = {path.name for path in built.folder.iterdir()}
    assert names == {
        "第01卷 组织领导、人才交流.pdf",
        "第01卷 组织领导、人才交流.docx",
        "标签.pdf",
        "打印预检.xlsx",
        "缺项清单.xlsx",
        "findings.json",
        "manifest.json",
    }
    manifest = json.loads((built.folder / "manifest.json").read_text("utf-8"))
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((built.folder / name).read_bytes()).hexdigest() == digest
    assert len(manifest["sources"]) == len(FILES)
    (volume,) = manifest["volumes"]
    assert [page["number"] or "" for page in volume["pages"]] == [
        page.printed for page in built.plan.pages
    ]
    first = {source["path"]: source.get("first_page") for source in manifest["sources"]}
    letter = next(path for path in first if "关于对接的函" in path)
    assert first[letter] == built.plan.place_of(f"file:{letter}")[1].printed


def test_the_gap_list_names_whom_to_chase(built: Outcome) -> None:
    book = openpyxl.load_workbook(built.folder / "缺项清单.xlsx")
    assert book.sheetnames == ["全部", "两办", "组织部"]
    rows = list(book["全部"].iter_rows(min_row=3, values_only=True))
    assert len(rows) == built.assessment.gap_count == 2
    by_item = {row[2]: row for row in rows}
    assert by_item["1.10"][6:10] == ("张某", "0000-1000001", dt.datetime(2019, 12, 20), 10)  # noqa: DTZ001
    assert by_item["2.1"][1] == "组织部"
    assert not by_item["2.1"][6]


def test_a_second_build_converts_nothing_and_gives_the_same_bytes(
    make_workspace: MakeWorkspace,
) -> None:
    root = make_workspace(FILES)
    first = run(root)
    before = {path.name: path.read_bytes() for path in first.folder.iterdir()}
    second = run(root)
    assert (first.converted > 0, second.converted) == (True, 0)
    assert {path.name: path.read_bytes() for path in second.folder.iterdir()} == before


def test_an_empty_county_still_gets_its_binder(make_workspace: MakeWorkspace) -> None:
    outcome = run(make_workspace(), formats=("pdf",))
    assert [finding.code for finding in outcome.assessment.gaps] == ["missing"] * 4
    assert outcome.plan.reconciliation.missing == 4


def test_one_group_alone_goes_beside_the_whole_binder(make_workspace: MakeWorkspace) -> None:
    root = make_workspace(FILES)
    whole = run(root, formats=("pdf",))
    part = run(root, formats=("pdf",), group="2")
    assert whole.folder.name == "jia"
    assert part.folder.name == "jia-group-2"
    assert [group.group.id for group in part.assessment.groups] == ["2"]
    assert part.plan.reconciliation.balanced
    with pytest.raises(WorkspaceError, match="没有第 7 组"):
        run(root, group="7")


def test_a_source_that_changes_during_the_build_stops_it(
    make_workspace: MakeWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_workspace(FILES)
    path = the_pdf(run(root, formats=("pdf",)))
    old = path.read_bytes()
    from generator.binder import outputs as story

    def touch(*arguments: object) -> None:
        (root / "evidence/jia/散件.pdf").write_bytes(a_pdf(3))

    monkeypatch.setattr(story, "render_gap_list", touch)
    with pytest.raises(OutputError, match="散件"):
        run(root, formats=("pdf",))
    assert path.read_bytes() == old


def test_titles_that_try_to_be_html_are_only_text(make_workspace: MakeWorkspace) -> None:
    name = "1.1 函/&lt;b&gt; {{ 7*7 }} <i>.pdf"
    outcome = run(make_workspace({name: a_pdf(1)}), formats=("pdf",))
    document = pypdfium2.PdfDocument(the_pdf(outcome))
    sheet = outcome.plan.place_of("item:1.1")[1].index - 1
    text = document[sheet].get_textpage().get_text_range()
    assert "{{ 7*7 }}" in re.sub(r"\s+", " ", text)
    assert "<i>" in text


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_word_has_the_same_pages_with_the_same_numbers(built: Outcome, tmp_path: Path) -> None:
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        [
            "soffice",
            "--headless",
            f"-env:UserInstallation={profile}",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            str(built.folder / f"{only(built).name}.docx"),
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )
    path = tmp_path / f"{only(built).name}.pdf"
    assert numbers(path, only(built)) == wanted(only(built))
