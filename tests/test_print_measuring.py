"""The measuring of printed pages sees what is where, and sees it when it is off."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from bench.print_county import LOOKS, UNIT, make_county
from bench.print_labels import labels, stamp
from bench.print_marks import Picture, extent, words_in
from bench.print_pages import AIM, Figures, Measured, measure
from bench.print_table import Table
from generator.lettering.stamp import Mark, Stamper
from generator.model import Binding, Imprint, LeafRef, Margins, Page, PageKind, Rect, TabLabel
from generator.model.plan import Fit
from generator.render.labels import render_labels
from generator.render.pdf.archive_stamp import archive_stamp
from generator.render.pdf.fit import fit_page
from tests.builders.filed import filed, fonts
from tests.builders.surveyed import Sheet, bar, line_of
from tests.labels.samples import TEMPLATES, layout, volume

DPI = 200
CELLS = ("0001", "2019", "0012", "组织领导", "30年", "3")


def picture(*bars: tuple[float, float, float, float]) -> Picture:
    image = Image.new("L", (round(210 / 25.4 * DPI), round(297 / 25.4 * DPI)), 255)
    for box in bars:
        left, top, right, bottom = (value / 25.4 * DPI for value in box)
        ImageDraw.Draw(image).rectangle((left, top, right - 1, bottom - 1), fill=0)
    return Picture(image, DPI)


def worst(found: list[Measured]) -> float:
    return max(one.deviation for one in found)


def test_edges_lines_and_groups_are_found_to_a_dot() -> None:
    page = picture((30, 40, 90, 41), (30, 60, 90, 61), (100, 100, 104, 103))
    box = page.all_print()
    assert box is not None
    found = (box.left, box.top, box.right, box.bottom)
    assert found == pytest.approx((30, 40, 104, 103), abs=0.15)
    assert page.lines_down(50, 30, 80) == pytest.approx([40.5, 60.5], abs=0.15)
    assert page.lines_across(40.5, 0, 200) == pytest.approx([60], abs=0.15)
    assert page.print_in(Rect(120, 120, 200, 200)) is None
    assert page.without(Rect(29, 39, 91, 62)).all_print() != box
    assert len(list(page.groups(Rect(0, 0, 210, 297)))) == 3


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_words_are_read_where_a_reader_sees_them(turn: int, tmp_path: Path) -> None:
    sheet = Sheet(Rotate=turn).show(line_of("12", 20, 297 - 30, 12))
    seen = {0: (20, 30), 90: (297 - 30, 20), 180: (190, 267), 270: (30, 190)}[turn]
    box = Rect(seen[0] - 8, seen[1] - 8, seen[0] + 8, seen[1] + 8)
    with pypdfium2.PdfDocument(sheet.save(tmp_path / "页.pdf")) as document:
        assert words_in(document, 0, box) == "12"
        assert words_in(document, 0, Rect(100, 100, 140, 140)) == ""


def test_a_glyph_reaches_as_far_as_it_is_drawn() -> None:
    one = extent(fonts().paths["latin"], "1")
    assert 0 < one.left < one.right < one.advance == pytest.approx(0.5, abs=0.01)
    assert one.top == pytest.approx(0.676, abs=0.02)


# -------------------------------------------------------------------------------- what is measured


def placed(fit: Fit, *, right_hand: bool = True) -> Page:
    margins = Margins(37, 35, 28, 26)
    index = 1 if right_hand else 2
    return Page(index, 7, PageKind.EVIDENCE, 210, 297, "材料", margins, fit=fit)


def evidence(
    folder: Path, planned: Fit, real: Fit, number: tuple[float, float]
) -> dict[str, list[float]]:
    """What is measured on a page that was planned to be fitted in one way and is in another."""
    source = Sheet().show(bar((20, 60, 170, 61)), bar((20, 60, 21, 250))).save(folder / "甲.pdf")
    target = folder / "卷.pdf"
    imprint = Imprint("7", 195, 12 + 0.676 * 12 * 25.4 / 72, 12, "right", "latin")
    with pikepdf.open(source) as pdf:
        fit_page(pdf, pdf.pages[0], 210, 297, turn=0, scale=real.scale, dx=real.dx, dy=real.dy)
        stamper = Stamper(pdf, fonts(), [("latin", "7")])
        mark = Mark("7", imprint.x + number[0], imprint.y + number[1], 12, "right", "latin")
        stamper.draw(pdf.pages[0], (mark,))
        pdf.save(target)
    page = replace(placed(planned), leaf=LeafRef(filed(source), source, 0), imprint=imprint)
    figures = Figures(layout(), Binding(), fonts())
    found: dict[str, list[float]] = {}
    with pypdfium2.PdfDocument(target) as document:
        for one in measure(document, page, "卷", figures):
            found.setdefault(one.what, []).append(one.deviation)
    return found


def test_a_page_that_is_printed_as_planned_is_within_the_aim(tmp_path: Path) -> None:
    fit = Fit(dx=8)
    found = evidence(tmp_path, fit, fit, (0, 0))
    assert len(found) == 5
    assert all(max(values) < 0.2 for values in found.values()), found


@pytest.mark.parametrize(
    ("real", "number", "what"),
    [
        (Fit(dx=7), (0.0, 0.0), "evidence moved: where planned"),
        (Fit(dx=7), (0.0, 0.0), "evidence moved: binding margin free"),
        (Fit(dx=8, scale=0.99), (0.0, 0.0), "evidence moved: where planned"),
        (Fit(dx=8), (-0.7, 0.0), "archive numbers: outer end"),
        (Fit(dx=8), (0.0, 0.7), "archive numbers: top"),
        (Fit(dx=8), (30.0, 0.0), "page numbers: printed"),
    ],
)
def test_what_is_off_is_seen(
    real: Fit, number: tuple[float, float], what: str, tmp_path: Path
) -> None:
    assert max(evidence(tmp_path, Fit(dx=8), real, number)[what]) > AIM


def stamped(folder: Path, scale: float, top: float) -> list[Measured]:
    target = folder / "件.pdf"
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595.276, 841.89))
        figures = layout().archive_stamp
        stamper = Stamper(pdf, fonts(), [(figures.font, cell) for cell in CELLS])
        stamper.draw(page, archive_stamp(CELLS, 82.5, top, figures, stamper.width))
        fit_page(pdf, page, 210, 297, turn=0, scale=scale, dx=0, dy=0)
        pdf.save(target)
    return list(stamp(target, "件", layout().archive_stamp))


def test_a_stamp_is_measured_by_its_rules(tmp_path: Path) -> None:
    assert worst(stamped(tmp_path, 1.0, 10)) < 0.15
    assert worst(stamped(tmp_path, 1.0, 11)) > AIM
    assert worst(stamped(tmp_path, 0.97, 10)) > AIM
    assert worst(stamped(tmp_path, 0.5, 10)) > AIM


def test_labels_are_measured_between_their_cut_marks(tmp_path: Path) -> None:
    target = tmp_path / "标签.pdf"
    tabs = (TabLabel("1", "组织领导"), TabLabel("2", "人才交流"))
    given = ((volume(1, "组织领导", 9),), (), tabs)
    places = render_labels(*given, layout(), fonts(), TEMPLATES, tmp_path, target)
    assert worst(list(labels(target, places, layout()))) < 0.1
    with pikepdf.open(target, allow_overwriting_input=True) as pdf:
        for page in pdf.pages:
            fit_page(pdf, page, 210, 297, turn=0, scale=0.99, dx=0, dy=0)
        pdf.save(target)
    assert worst(list(labels(target, places, layout()))) > AIM


def test_the_table_keeps_the_worst(capsys: pytest.CaptureFixture[str]) -> None:
    table = Table()
    table.add([Measured("a", 0.1, "here"), Measured("a", 0.4, "there"), Measured("b", 0.2, "x")])
    assert table.worst == 0.4
    table.show()
    assert "there" in capsys.readouterr().out


@pytest.fixture
def county(tmp_path: Path) -> Callable[[str], Path]:
    def make(name: str) -> Path:
        make_county(tmp_path / name, 120, seed=3)
        return tmp_path / name / "evidence" / UNIT

    return make


def test_a_generated_county_is_the_same_each_time_and_has_every_kind(
    county: Callable[[str], Path],
) -> None:
    one, other = county("一"), county("二")
    files = sorted(path.relative_to(one) for path in one.rglob("*.pdf"))
    assert {path.stem.rpartition(" ")[2] for path in files} == set(LOOKS)
    assert all((one / path).read_bytes() == (other / path).read_bytes() for path in files)
