"""What is bound is what the office saw: a folder in ``tests/cases/fidelity`` is a test.

All cases are bound in one build. ``expected.yaml`` says of each document that comes out of the
case (by its path below the folder, those inside others after it):

``pages``    how many are bound (0: a slip stands for it)
``shows``    words that poppler reads on its pages, in this order
``hides``    words that are on none of them
``notes``    what the clerk is told (parts of messages, all of them, in any order)
``dark``     boxes of its first page on which something is drawn; ``blank``: nothing
             (left, top, right, bottom in shares of the page)
``grid``     letters of its fullest line, and lines of its first page
``as_drawn`` the pages look as pdfium draws those of the document itself
``source``   the file that ``as_drawn`` compares with, where it is not the document
``screen``   in the binder for the screen: ``bookmarks`` below its own, at least those at the head
             of the list (level, page, title), ``links`` (page, page or address that it leads to),
             and of ``Led`` what else is not nought
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import yaml
from PIL import Image

from generator.lettering.typeset import MM_PER_POINT, text_ems
from generator.measure.navigation import MOST as MOST_BOOKMARKS
from generator.model import Fit
from generator.render.pdf.on_screen import Led
from tests.builders import on_screen
from tests.builders.bound import (
    DPI,
    MOST,
    BoundCases,
    Box,
    Sheet,
    below_item,
    bind,
    difference,
)
from tests.conftest import ROOT

CASES = Path(__file__).parents[1] / "cases" / "fidelity"
ALL = sorted(path for path in CASES.iterdir() if path.is_dir())


def expected(case: Path) -> Mapping[str, Any]:
    loaded = yaml.safe_load((case / "expected.yaml").read_text("utf-8"))
    return {name: wanted or {} for name, wanted in loaded.items()}


@pytest.fixture(scope="module")
def bound(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> BoundCases:
    """One build of the cases that this run is about."""
    wanted = [getattr(item, "callspec", None) for item in request.session.items]
    chosen = {spec.params["case"] for spec in wanted if spec and "case" in spec.params}
    return bind(tmp_path_factory.mktemp("fidelity"), sorted(chosen & set(ALL)))


ONE_CASE = pytest.mark.parametrize("case", ALL, ids=lambda path: path.name)


@ONE_CASE
def test_a_case_is_bound_as_the_office_saw_it(bound: BoundCases, case: Path) -> None:
    wanted = expected(case)
    assert sorted(bound.documents(case.name)) == sorted(wanted)
    for path, one in wanted.items():
        sheets = bound.sheets.get(f"{case.name}/{path}", [])
        assert len(sheets) == one.get("pages", len(sheets)), path
        text, place = "".join(bound.text(sheet) for sheet in sheets), 0
        for words in one.get("shows", []):
            plain = "".join(str(words).split())
            assert plain in text[place:], (path, words, text)
            place = text.index(plain, place) + len(plain)
        assert [words for words in one.get("hides", []) if str(words) in text] == [], path
        _told(bound, case, path, one.get("notes", []))
        _inked(bound, sheets, one)
        if "grid" in one:
            assert list(bound.grid(sheets[0])) == one["grid"], path
        if one.get("as_drawn"):
            _as_drawn(bound, sheets, case / one.get("source", path))
        if "screen" in one:
            _on_screen(bound, f"{case.name}/{path}", **one["screen"])


def _on_screen(
    bound: BoundCases, path: str, bookmarks: Sequence[str], links: Sequence[str], **more: int
) -> None:
    binder, joined = bound.outcome.folder / "binder.pdf", bound.outcome.plan.joined()
    own = [(page, page.leaf) for page in joined.pages if page.leaf is not None]
    own = [(page, leaf) for page, leaf in own if below_item(leaf.file.path) == path]
    sides = [page.index for page, _ in own]
    read = on_screen.headings(binder, own[0][1].file.metadata.title, sides)
    assert read[: len(bookmarks)] == bookmarks
    assert on_screen.links(binder, sides) == links
    (led,) = [one for one in bound.outcome.led if below_item(one.name) == path]
    web = sum(not link.split()[1].isdigit() for link in links)
    wanted = {"links": len(links) - web, "bookmarks": len(read)} | more
    assert led == Led(led.name, **wanted)
    assert len(read) in {len(bookmarks), MOST_BOOKMARKS}


def _told(bound: BoundCases, case: Path, path: str, notes: Sequence[str]) -> None:
    messages = [finding.message for finding in bound.findings(case.name, path)]
    for note in notes:
        assert any(note in message for message in messages), (path, note, messages)
    assert len(messages) == len(notes), (path, messages)


def _inked(bound: BoundCases, sheets: Sequence[Sheet], one: Mapping[str, Any]) -> None:
    for name, least, most in (("dark", 0.002, 1.0), ("blank", 0.0, 0.0)):
        for box in one.get(name, []):
            drawn = bound.picture(sheets[0])
            left, top, right, bottom = box
            width, height = drawn.size
            part = drawn.crop((left * width, top * height, right * width, bottom * height))
            inked = sum(part.histogram()[:200]) / (part.width * part.height)
            assert least <= inked <= most, (name, box, inked)


def _as_drawn(bound: BoundCases, sheets: Sequence[Sheet], source: Path) -> None:
    with pypdfium2.PdfDocument(source) as document:
        document.init_forms()
        assert len(document) == len(sheets)
        for sheet, page in zip(sheets, document, strict=True):
            own: Image.Image = page.render(scale=DPI / 72).to_pil().convert("L")
            drawn = bound.picture(sheet)
            own = _fitted(own, sheet.page.fit, drawn.size)
            assert difference(own, drawn, [number_box(sheet)]) <= MOST, source.name


def _fitted(own: Image.Image, fit: Fit, size: tuple[int, int]) -> Image.Image:
    """A page's own picture as it stands on its sheet, where the binding may have moved it."""
    if not fit.moved:
        return own if own.size == size else own.resize(size)
    scaled = own.resize((round(own.width * fit.scale), round(own.height * fit.scale)))
    canvas = Image.new("L", size, 255)
    canvas.paste(scaled, (round(fit.dx / 25.4 * DPI), round(fit.dy / 25.4 * DPI)))
    return canvas


def number_box(sheet: Sheet) -> Box:
    """Where a page's number stands, in pixels, with some room: only one of two pictures has it."""
    imprint = sheet.page.imprint
    if imprint is None:
        return (0, 0, 0, 0)
    size = imprint.size * MM_PER_POINT
    width = text_ems(imprint.text) * size
    moved = {"left": 0.0, "center": 0.5, "right": 1.0}[imprint.align]
    left, bottom = imprint.x - moved * width, imprint.y + size
    edges = (left - size, bottom - 2.5 * size, left + width + size, bottom)
    left_px, top_px, right_px, bottom_px = (round(edge / 25.4 * DPI) for edge in edges)
    return (left_px, top_px, right_px, bottom_px)


@ONE_CASE
def test_both_binders_show_the_same(bound: BoundCases, case: Path) -> None:
    for path, sheets in bound.sheets.items():
        if path.startswith(f"{case.name}/"):
            for sheet in sheets:
                seen, word = bound.picture(sheet), bound.word_picture(sheet)
                assert difference(seen, word, [number_box(sheet)]) <= MOST, (path, sheet.at)


def rows() -> list[list[str]]:
    """The rows of the tables of kinds in the documentation."""
    text = (ROOT / "docs" / "conversion.md").read_text("utf-8")
    lines = [line for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [row for row in cells if "`" in row[-1]]


def test_each_row_of_the_documentation_has_a_case_and_each_case_a_row() -> None:
    named = {name for row in rows() for name in re.findall(r"`([^`]+)`", row[-1])}
    assert named == {case.name for case in ALL}
