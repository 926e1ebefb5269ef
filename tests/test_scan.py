import os
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.base.errors import ConfigError
from generator.intake.scan import scan
from generator.model import Filing
from generator.office.checklist import read_checklist
from generator.office.unit import read_unit

PDF = b"%PDF-1.4"


def scanned(root: Path) -> Filing:
    checklist = read_checklist(root / "templates/checklists/small.yaml", "small.yaml", None)
    return scan(root.resolve(), read_unit(root, "jia", checklist), checklist)


def places(filing: Filing) -> list[tuple[str | None, str | None, str]]:
    return [(file.item, file.event, file.name) for file in filing.files]


def test_files_stand_under_the_item_of_their_folder(make_workspace: Callable[..., Path]) -> None:
    root = make_workspace(
        {
            "1.10 工作要点/10 乙.pdf": PDF,
            "1.10 工作要点/2 甲.pdf": PDF,
            "1.1对接/a.pdf": PDF,
            "１．２ 会议/2019-05-10 第一次/通知.pdf": PDF,
            "１．２ 会议/2019-05-10 第一次/照片/p1.jpg": b"x",
            "2 人才交流/2.1 选派/b.pdf": PDF,
            "1.11 别的/c.pdf": PDF,
            "散件.pdf": PDF,
        }
    )
    assert places(scanned(root)) == [
        ("1.1", None, "a.pdf"),
        ("1.2", "2019-05-10 第一次", "通知.pdf"),
        ("1.2", "2019-05-10 第一次", "p1.jpg"),
        ("1.10", None, "2 甲.pdf"),
        ("1.10", None, "10 乙.pdf"),
        ("2.1", None, "b.pdf"),
        (None, None, "散件.pdf"),
        (None, None, "c.pdf"),
    ]


def test_what_is_no_evidence_is_listed_with_its_reason(
    make_workspace: Callable[..., Path],
) -> None:
    names = ["~$函.docx", ".DS_Store", "Thumbs.db", ".隐藏.pdf", "desktop.ini", "~WRL0001.tmp"]
    root = make_workspace({f"1.1 函/{name}": b"x" for name in names} | {"1.1 函/函.pdf": PDF})
    filing = scanned(root)
    assert places(filing) == [("1.1", None, "函.pdf")]
    assert sorted(entry.path.rpartition("/")[2] for entry in filing.ignored) == sorted(names)
    assert all(entry.reason for entry in filing.ignored)


def test_the_folder_saved_along_with_a_web_page_is_no_event(
    make_workspace: Callable[..., Path],
) -> None:
    page, picture = b"<html></html>", b"\x89PNG"
    root = make_workspace(
        {
            "1.1 函/新闻.html": page,
            "1.1 函/新闻_files/a.png": picture,
            "1.1 函/别的_files/b.png": picture,
            "1.1 函/报道.HTM": page,
            "1.1 函/报道.files/c.png": picture,
        }
    )
    filing = scanned(root)
    assert sorted(file.name for file in filing.files) == ["b.png", "报道.HTM", "新闻.html"]
    told = {entry.path.rpartition("/")[2]: entry.reason for entry in filing.ignored}
    assert set(told) == {"新闻_files", "报道.files"}
    assert "网页“新闻.html”的配套文件夹" in told["新闻_files"]


def test_links_are_followed_inside_and_refused_outside(
    make_workspace: Callable[..., Path], tmp_path: Path
) -> None:
    root = make_workspace({"1.1 函/函.pdf": PDF, "2.1 选派/b.pdf": b"%PDF-other"})
    unit = root / "evidence/jia"
    (tmp_path / "外面.pdf").write_bytes(PDF)
    (unit / "1.1 函/外面.pdf").symlink_to(tmp_path / "外面.pdf")
    (unit / "1.1 函/里面.pdf").symlink_to(unit / "2.1 选派/b.pdf")
    (unit / "1.1 函/断.pdf").symlink_to(unit / "没有.pdf")
    (unit / "1.1 函/回环").symlink_to(unit)
    filing = scanned(root)
    assert {file.name for file in filing.files if file.item == "1.1"} == {
        "函.pdf",
        "里面.pdf",
        "断.pdf",
    }
    assert [file.sha256 for file in filing.files if file.name == "断.pdf"] == [""]
    assert {entry.path.rpartition("/")[2] for entry in filing.ignored} == {"外面.pdf", "回环"}
    assert [finding.code for finding in filing.findings] == ["outside-link"]


def test_two_folders_for_one_item_are_both_read_and_said(
    make_workspace: Callable[..., Path],
) -> None:
    root = make_workspace({"1.1 函/a.pdf": PDF, "1.1 对接函件/b.pdf": PDF})
    filing = scanned(root)
    assert len(filing.files) == 2
    assert [(finding.code, finding.item) for finding in filing.findings] == [
        ("double-folder", "1.1")
    ]


def test_a_folder_in_place_of_a_file(make_workspace: Callable[..., Path]) -> None:
    root = make_workspace({"1.1 函/函.pdf/第1页.jpg": b"x"})
    filing = scanned(root)
    assert places(filing) == [("1.1", "函.pdf", "第1页.jpg")]
    assert [finding.code for finding in filing.findings] == ["folder-as-file"]


def test_an_empty_event_folder_is_an_event(make_workspace: Callable[..., Path]) -> None:
    filing = scanned(make_workspace({"1.2 会议/2019-05-10 空/": b""}))
    assert [(event.item, event.name) for event in filing.events] == [("1.2", "2019-05-10 空")]


def test_composed_and_decomposed_names_are_two_files(make_workspace: Callable[..., Path]) -> None:
    name = "é.pdf"
    twins = {unicodedata.normalize(form, name) for form in ("NFC", "NFD")}
    root = make_workspace({f"1.1 函/{twin}": PDF for twin in twins})
    filing = scanned(root)
    assert len(filing.files) == len({file.path for file in filing.files}) == 2


@pytest.mark.skipif(os.name == "nt", reason="names are always Unicode there")
def test_a_name_in_gbk_bytes_is_kept_and_printable(make_workspace: Callable[..., Path]) -> None:
    root = make_workspace({"1.1 函/a.pdf": PDF})
    folder = os.fsencode(root / "evidence/jia/1.1 函")
    with open(folder + b"/" + "乙.pdf".encode("gbk"), "wb") as stream:  # noqa: PTH123
        stream.write(PDF)
    filing = scanned(root)
    assert len(filing.files) == 2
    for file in filing.files:
        file.path.encode()


def test_a_catalogue_that_cannot_be_read_stops_with_its_place(
    make_workspace: Callable[..., Path],
) -> None:
    root = make_workspace(
        {"1.1 函/a.pdf": PDF, "1.1 函/目录.yaml": "files:\n  a.pdf: {titel: x}\n"}
    )
    with pytest.raises(ConfigError) as caught:
        scanned(root)
    (problem,) = caught.value.problems
    assert problem.path == "evidence/jia/1.1 函/目录.yaml"
    assert "title" in problem.remedy


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["1.1 函", "1.10", "9.9 无", "2 组/2.1 选派", "", "1.2/活动"]),
            st.text("甲乙丙 .-1230ab〔〕", min_size=1, max_size=12),
        ),
        max_size=8,
    )
)
def test_every_file_on_disk_is_a_file_or_ignored(
    tmp_path_factory: pytest.TempPathFactory, entries: list[tuple[str, str]]
) -> None:
    from tests.conftest import CHECKLIST, COUNTY

    root = tmp_path_factory.mktemp("w").resolve()
    (root / "templates/checklists").mkdir(parents=True)
    (root / "templates/checklists/small.yaml").write_text(CHECKLIST, "utf-8")
    unit = root / "evidence/jia"
    unit.mkdir(parents=True)
    (unit / "county.yaml").write_text(COUNTY, "utf-8")
    for folder, name in entries:
        if name.strip(" .") and not (unit / folder / f"{name}.pdf").exists():
            (unit / folder).mkdir(parents=True, exist_ok=True)
            (unit / folder / f"{name}.pdf").write_bytes(PDF)
    on_disk = {path.relative_to(root).as_posix() for path in unit.rglob("*.pdf")}
    filing = scanned(root)
    seen = {file.path for file in filing.files} | {entry.path for entry in filing.ignored}
    assert seen == on_disk


def test_the_register_of_poor_households_is_read_and_never_bound(
    make_workspace: Callable[..., Path],
) -> None:
    root = make_workspace({"1.1 函/a.pdf": PDF, "建档立卡名册/2019/名册.xlsx": b"PK"})
    filing = scanned(root)
    assert places(filing) == [("1.1", None, "a.pdf")]
    assert [file.name for file in filing.reference] == ["名册.xlsx"]
    assert [entry.path.rpartition("/")[2] for entry in filing.ignored] == ["名册.xlsx"]
