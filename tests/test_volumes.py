"""Whole builds in every way of numbering, printing and cutting: one truth in all places."""

import datetime as dt
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

import pypdfium2
import pytest

from generator.binder.build import Outcome, build
from generator.binder.request import Request
from generator.model import PageKind
from generator.verdict.workspace import open_workspace
from tests.builders.printed import check_references, numbers, wanted
from tests.conftest import CHECKLIST, CONFIG, new_workspace
from tests.test_binder import a_pdf, quiet

GROUPS = 11
LIMITS = {
    (1, True): 400,
    (3, True): 20,
    (12, True): 8,
    (1, False): 400,
    (3, False): 28,
    (12, False): 10,
}
NUMBERINGS = ("volume", "binder", "item")


def the_checklist() -> str:
    head = CHECKLIST.split("groups:")[0]
    groups = "".join(
        f'  - id: "{at}"\n    title: 组别{at}\n    owner: 两办\n    items:\n'
        f'      - {{id: "{at}.1", title: 材料, prove: 有, need: {{files: 1}}, levels: [县],'
        " kinds: [函], source: S}\n"
        for at in range(1, GROUPS + 1)
    )
    return f"{head}groups:\n{groups}"


FILES = {
    f"{at}.1 材料/2019-05-{at:02d} 甲办函〔2019〕{at}号 第{at}件.pdf": (
        a_pdf(2, 842, 595, f"across{at}-") if at % 5 == 0 else a_pdf(3, word=f"upright{at}-")
    )
    for at in range(1, GROUPS)  # the last group has a gap
} | {"2.1 材料/大表.pdf": a_pdf(1, 1191, 842, "large")}


@dataclass(frozen=True)
class Case:
    numbering: str
    duplex: bool
    volumes: int
    style: str = "archive"

    @property
    def config(self) -> str:
        limit = LIMITS[self.volumes, self.duplex]
        return (
            f"{CONFIG}binding: {{duplex: {str(self.duplex).lower()}, numbering: {self.numbering},"
            f" sheets_per_volume: {limit}, number_style: {self.style}}}\n"
        )

    def __str__(self) -> str:
        sides = "duplex" if self.duplex else "single"
        return f"{self.numbering}-{sides}-{self.volumes}-{self.style}"


CASES = [
    Case(numbering, duplex, volumes) for numbering, (volumes, duplex) in product(NUMBERINGS, LIMITS)
]
IN_WORD = [*CASES, Case("binder", True, 3, "book")]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_workspace(tmp_path_factory.mktemp("volumes"), FILES, checklist=the_checklist())


@cache
def made(root: Path, case: Case) -> Outcome:
    """The volumes of a case in both formats; those of three volumes also in one for the screen."""
    (root / "config.yaml").write_text(case.config, "utf-8")
    output = root / "output" / str(case)
    request = Request("jia", dt.date(2019, 12, 10), output, screen=case.volumes == 3)
    return build(open_workspace(root.resolve()), request, quiet)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_number_contents_link_bookmark_and_label_agree(root: Path, case: Case) -> None:
    outcome = made(root, case)
    plan = outcome.plan
    assert len(plan.volumes) == case.volumes
    assert check_references(outcome.folder, plan) > 4 * GROUPS
    for volume in plan.volumes:
        assert volume.reconciliation.balanced
        for page in volume.pages:
            opens = page.kind in {PageKind.COVER, PageKind.DIVIDER, PageKind.CLOSING}
            assert page.right_hand or not (opens or any("item:" in a for a in page.anchors))
        blanks = [page for page in volume.pages if page.kind is PageKind.BLANK]
        assert case.duplex or not blanks
        document = pypdfium2.PdfDocument(outcome.folder / f"{volume.name}.pdf")
        for page in blanks:
            picture = document[page.index - 1].render(scale=0.5).to_pil().convert("L")
            assert picture.getextrema() == (255, 255)
    if case.volumes == 3:
        joined = plan.joined()
        assert numbers(outcome.folder / "binder.pdf", joined) == wanted(joined)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("case", IN_WORD, ids=str)
def test_word_volumes_have_the_pages_of_the_pdf_volumes(
    root: Path, case: Case, tmp_path: Path
) -> None:
    outcome = made(root, case)
    check_references(outcome.folder, outcome.plan)
    sources = [str(outcome.folder / f"{volume.name}.docx") for volume in outcome.plan.volumes]
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, *sources], check=True, capture_output=True, timeout=300)
    for volume in outcome.plan.volumes:
        path = tmp_path / f"{volume.name}.pdf"
        assert numbers(path, volume) == wanted(volume)
        same = pypdfium2.PdfDocument(outcome.folder / f"{volume.name}.pdf")
        for index, page in enumerate(pypdfium2.PdfDocument(path)):
            assert page.get_size() == pytest.approx(same[index].get_size(), abs=2)
