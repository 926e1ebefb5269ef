"""What the listing says about a 件: titles, secrecy, notes, years, names of files."""

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from generator.archive.arrange import boxed
from generator.archive.items import _secrecy
from generator.archive.printed import Printed, counts, sheets
from generator.archive.writing import file_name
from generator.model import (
    ArchiveClass,
    ArchiveItem,
    BoundFile,
    EvidenceFile,
    InkMap,
    Leaf,
    Leaves,
    Metadata,
    PageSurvey,
    Rect,
)
from generator.verdict.ledger_files import Ledgers

A4, A3 = Leaf(595.276, 841.89), Leaf(841.89, 1190.55)
CLASS = ArchiveClass("2019", "30年")


def survey(*, blank: bool = False, drawable: bool = True) -> PageSurvey:
    ink = None if blank or not drawable else Rect(10, 10, 20, 20)
    return PageSurvey(210, 297, ink, InkMap.empty(), False, None, None, 0, 0, drawable)


def document(title: str, *pages: Leaf, name: str = "") -> BoundFile:
    path = f"evidence/jia/{name or title}.pdf"
    file = EvidenceFile(path, Path(path), 1, "0" * 64, "1.1", None, Metadata(title))
    return BoundFile(file, Leaves(Path("a.pdf"), pages))


def item(serial: int = 1, *, title: str = "函", paper: int = 1) -> ArchiveItem:
    return ArchiveItem(
        *(serial, serial, CLASS, "组织领导", (document(title),), title, "", ""),
        *(dt.date(2019, 5, 1), "", "", 1, paper, (), (), ()),
    )


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("秘密★1年 关于某事的函", "秘密"),
        ("关于某事的函（机密）", "机密"),
        ("【绝密】名单（秘密）", "绝密"),
        ("关于保守国家秘密工作的通知", ""),
        ("机密设备采购合同", ""),
    ],
)
def test_secrecy_is_a_mark_and_no_mere_word(title: str, wanted: str) -> None:
    assert _secrecy([document(title)]) == wanted


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("[函]", "件/0001 函.pdf"),
        ("甲/乙:丙?. ", "件/0001 甲_乙_丙_.pdf"),
        ("函\u202egpj.exe", "件/0001 函_gpj.exe.pdf"),
        ("...", "件/0001.pdf"),
        ("𠀁" * 300, f"件/0001 {'𠀁' * 60}.pdf"),
    ],
)
def test_names_of_files_stay_usable(title: str, wanted: str) -> None:
    name = file_name(item(title=title))
    assert name == wanted
    assert len(name.rpartition("/")[2].encode()) <= 255


def test_folded_sheets_and_backs_are_counted() -> None:
    def of(*leaves: Leaf) -> list[tuple[Leaf, PageSurvey | None]]:
        return [(leaf, survey()) for leaf in leaves]

    assert sheets(of(A4, A4, A4), duplex=True) == 2
    assert sheets(of(A4, A4, A4), duplex=False) == 3
    assert sheets(of(A4, A3, A4), duplex=True) == 3
    assert sheets(of(A3), duplex=False) == 2


def test_what_nobody_can_draw_counts_as_a_page() -> None:
    printed = Printed({}, Ledgers({}, {}))
    (page,) = printed.pages([document("函", A4)])
    assert counts(page)
    assert list(printed.notes([document("函", A4)])) == ["1 面画不出来，按有字计"]


@pytest.mark.parametrize(
    ("masked", "note"), [(True, "由电子表格印制，个人信息已遮盖"), (False, "由电子表格印制")]
)
def test_printed_registers_say_so(masked: bool, note: str) -> None:
    ledgers = cast("Ledgers", SimpleNamespace(drawn=lambda path: True))
    assert list(Printed({}, ledgers, masked).notes([document("台账")])) == [note]


def test_a_box_is_filled_to_its_room_and_no_further() -> None:
    found = boxed([item(serial, paper=10) for serial in range(1, 6)], 0.9, 20 * 0.9)
    assert [len(box.items) for box in found] == [2, 2, 1]
    assert [box.thickness for box in found] == pytest.approx([18, 18, 9])


def test_a_thick_document_has_a_box_of_its_own() -> None:
    items = [item(1, paper=50), item(2, paper=900), item(3, paper=20)]
    found = boxed(items, 0.1, 27)
    assert [[one.serial for one in box.items] for box in found] == [[1], [2], [3]]
    assert [box.thickness for box in found] == pytest.approx([5, 90, 2])
