"""Ledgers in a whole build: found, checked, printed masked, and every number with its source."""

import datetime as dt
import io
import json
import re
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from generator.binder.build import Outcome, build
from generator.binder.request import Request
from generator.cli import main as cli
from generator.model import PageKind
from generator.verdict.workspace import open_workspace
from tests.conftest import CHECKLIST, COUNTY, ROOT, new_workspace
from tests.test_binder import quiet, the_pdf

ID = "990101199001010014"
OTHER_ID = "990101198505050029"

WITH_LEDGERS = CHECKLIST.replace(
    "ledgers: {L08: 挂职干部}", "ledgers: {L16: 带贫人员名册}"
).replace('{id: "2.1", title: 选派,', '{id: "2.1", title: 选派, ledgers: [L16],')

COLUMNS = (
    "序号",
    "姓名",
    "身份证号",
    "户编号",
    "户类型",
    "带动主体",
    "方式",
    "起始日期",
    "年收益",
    "本人签字",
)


def a_register(*ids: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名册"
    sheet.append(["2019年带贫人员名册"])
    sheet.merge_cells("A1:J1")
    sheet.append(["单位：元"])
    sheet.append(COLUMNS)
    for at, number in enumerate(ids, 1):
        row = [
            at,
            f"张某{at}",
            number,
            f"H{at}",
            "脱贫户",
            "甲企业",
            "就业",
            "2019-03-01",
            1200,
            "是",
        ]
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def made(folder: Path, *, unmasked: bool) -> Outcome:
    root = new_workspace(
        folder,
        {"2.1 选派/带贫人员名册.xlsx": a_register(ID, OTHER_ID, ID)},
        checklist=WITH_LEDGERS,
        county=COUNTY,
    )
    (root / "templates/ledgers").symlink_to(ROOT / "templates/ledgers")
    request = Request("jia", dt.date(2019, 12, 10), root / "output", ("pdf",), unmasked=unmasked)
    return build(open_workspace(root), request, quiet)


@pytest.fixture(scope="module")
def masked(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return made(tmp_path_factory.mktemp("masked"), unmasked=False)


def texts(outcome: Outcome) -> list[str]:
    document = pypdfium2.PdfDocument(the_pdf(outcome))
    return [re.sub(r"\s+", "", page.get_textpage().get_text_range()) for page in document]


def test_a_person_twice_is_found_with_sheet_and_row(masked: Outcome) -> None:
    told = json.loads((masked.folder / "findings.json").read_text("utf-8"))["findings"]
    twice = [one for one in told if one["code"] == "ledger-duplicate"]
    assert [(one["item"], one["sheet"], one["row"]) for one in twice] == [("2.1", "名册", 6)]
    assert twice[0]["path"].endswith("2.1 选派/带贫人员名册.xlsx")


def test_the_register_stands_in_its_item_and_covers_id_numbers(masked: Outcome) -> None:
    pages = [page for page in masked.plan.pages if page.leaf is not None]
    assert [page.item for page in pages] == ["2.1"] * len(pages)
    whole = "".join(texts(masked))
    assert "张某3" in whole
    assert "990101********0014" in whole
    assert ID not in whole
    assert OTHER_ID not in whole
    assert "内部资料" not in whole


def test_unmasked_shows_them_and_marks_every_page(tmp_path: Path) -> None:
    outcome = made(tmp_path, unmasked=True)
    pages = texts(outcome)
    assert ID in "".join(pages)
    for page, text in zip(outcome.plan.pages, pages, strict=True):
        assert ("内部资料" in text) == (page.kind is not PageKind.BLANK)


def test_the_report_lists_the_fault_with_its_page(masked: Outcome) -> None:
    at = next(page for page in masked.plan.pages if page.kind is PageKind.CONSISTENCY)
    report = texts(masked)[at.index - 1]
    register = next(page for page in masked.plan.pages if page.leaf is not None)
    assert "带贫人员名册.xlsx" in report
    assert str(register.number) in report


def test_one_ledger_on_the_screen(masked: Outcome, capsys: pytest.CaptureFixture[str]) -> None:
    root = str(masked.folder.parents[1])
    with pytest.raises(SystemExit) as end:
        cli.run(["--workspace", root, "ledger", "jia", "l16"])
    assert end.value.code == 1
    out = capsys.readouterr().out
    assert "3 行" in out
    assert "第 6 行" in out
    with pytest.raises(SystemExit) as end:
        cli.run(["--workspace", root, "ledger", "jia", "L13"])
    assert end.value.code == 2
    assert "gen-binder template" in capsys.readouterr().err
