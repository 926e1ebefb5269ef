"""Where pictures and numbers are put on Word's sheets, in figures; the sections' arithmetic."""

from dataclasses import replace
from pathlib import Path

import pytest

from generator.base.errors import ConfigError
from generator.lettering.layout import read_layout
from generator.model import Fit, Imprint, Margins, PageKind
from generator.render.pdf.lone_image import Box
from generator.render.word.word_paper import LINE, Shown, frame_of, sheet_of, shown_part
from generator.render.word.word_sections import VolumePart, char_space, line_pitch, sections
from tests.builders.volumes import A3_TURNED, ROOT, Binder, drawn, layout

POINT = 25.4 / 72


def shown(
    folder: Path,
    fit: Fit,
    size: tuple[float, float] = (210.0, 297.0),
    seen: tuple[float, float] | None = None,
    box: Box | None = None,
) -> Shown | None:
    page = Binder().evidence(folder, fit=fit, size=size)
    width, height = seen or size
    picture = drawn(folder, "1.jpg", width=width, height=height)
    return shown_part(page, replace(picture, box=box) if box else picture)


@pytest.mark.parametrize(
    ("fit", "rectangle", "crop"),
    [
        (Fit(), (0, 0, 210, 297), (0, 0, 0, 0)),
        (Fit(dx=21.0), (21, 0, 189, 297), (0, 0, 0.1, 0)),
        (Fit(dx=-21.0, dy=-29.7), (0, 0, 189, 267.3), (0.1, 0.1, 0, 0)),
        (Fit(scale=0.5, dx=10.0, dy=20.0), (10, 20, 105, 148.5), (0, 0, 0, 0)),
        (Fit(dx=0.04), (0.04, 0, 210, 297), (0, 0, 0, 0)),  # less than can be seen
    ],
)
def test_a_page_is_put_on_its_sheet_and_cut_at_the_edges(
    fit: Fit, rectangle: tuple[float, ...], crop: tuple[float, ...], tmp_path: Path
) -> None:
    part = shown(tmp_path, fit)
    assert part is not None
    assert (part.left, part.top, part.width, part.height) == pytest.approx(rectangle)
    assert part.crop == pytest.approx(crop)


def test_a_scan_that_is_part_of_its_page_is_cut_in_its_own_shares(tmp_path: Path) -> None:
    box = Box(0.5, 0.25, 0.5, 0.5)
    part = shown(tmp_path, Fit(dx=52.5), box=box)
    assert part is not None
    found = (part.left, part.top, part.width, part.height)
    assert found == pytest.approx((157.5, 74.25, 52.5, 148.5))
    assert part.crop == pytest.approx((0, 0, 0.5, 0))


def test_a_picture_that_is_off_the_page_is_not_shown(tmp_path: Path) -> None:
    assert shown(tmp_path, Fit(dx=150.0), box=Box(0.5, 0, 0.5, 1)) is None


def test_an_a3_page_reduced_to_a4_fills_the_sheet(tmp_path: Path) -> None:
    part = shown(tmp_path, Fit(scale=0.5**0.5), seen=(297.0, 420.0))
    assert part is not None
    found = (part.left, part.top, part.width, part.height)
    assert found == pytest.approx((0, 0, 210, 297), abs=0.02)
    assert part.crop == (0, 0, 0, 0)


def test_pages_nearly_as_large_as_a_sheet_are_centred_on_it(tmp_path: Path) -> None:
    part = shown(tmp_path, Fit(), (208.0, 295.0))
    assert part is not None
    assert (part.left, part.top, part.width, part.height) == pytest.approx((1, 1, 208, 295))
    large = shown(tmp_path, Fit(), (214.0, 297.0))
    assert large is not None
    down = (297 - 297 * 210 / 214) / 2
    found = (large.left, large.top, large.width, large.height)
    assert found == pytest.approx((0, down, 210, 297 * 210 / 214))


@pytest.mark.parametrize(("align", "held"), [("left", 0.0), ("center", 0.5), ("right", 1.0)])
def test_a_number_is_held_at_its_end_and_its_baseline(align: str, held: float) -> None:
    page = Binder().add(PageKind.SLIP)
    frame = frame_of(page, Imprint("— 12 —", 100, 50, 14, align, "song"))
    assert frame.left + held * frame.width == pytest.approx(100)
    assert frame.top + 0.8 * LINE * 14 * POINT == pytest.approx(50)
    assert frame.height == pytest.approx(LINE * 14 * POINT)
    assert frame.width > 3.5 * 14 * POINT


def test_the_grid_is_the_type_area_by_its_lines_and_characters() -> None:
    """225 mm / 22 is 28.99 points; 156 mm / 28 is 15.79 points, 0.207 less than 16."""
    figures = layout()
    assert (line_pitch(figures), char_space(figures)) == (580, -848)
    small = figures.grid.model_copy(update={"size": 10.5, "lines": 11})
    other = figures.model_copy(update={"grid": small})
    assert (line_pitch(other), char_space(other)) == (1160, 21680)


def test_sections_follow_parts_papers_and_margins() -> None:
    binder = Binder()
    kinds = (
        *(PageKind.COVER, PageKind.BLANK, PageKind.CONTENTS, PageKind.CATALOGUE),
        *(PageKind.DIVIDER, PageKind.BLANK, PageKind.SLIP, PageKind.CLOSING, PageKind.BLANK),
    )
    for kind in kinds:
        binder.add(kind)
    binder.pages[6] = replace(binder.pages[6], width=A3_TURNED[0], height=A3_TURNED[1])
    found = sections(tuple(binder.pages))
    front, content, closing = VolumePart.FRONT, VolumePart.CONTENT, VolumePart.CLOSING
    parts = [front] * 4 + [content] * 3 + [closing] * 2
    assert [section.part for section in found] == parts
    assert found[3].margins == Margins(20, 15, 25, 15)
    assert found[0] == found[1] == found[2]
    assert found[4] == found[5]
    assert found[5] != found[6]
    assert found[6].sheet == sheet_of(binder.pages[6])


def test_fonts_of_the_grid_and_of_numbers_must_be_declared(tmp_path: Path) -> None:
    """All that are not, each with its place in the file."""
    text = (ROOT / "templates/binder/layout.yaml").read_text("utf-8")
    for old, new in (
        ("  characters: 28\n  font: fang", "  characters: 28\n  font: 仿"),
        ("head: {top: 15, font: kai", "head: {top: 15, font: 楷"),
        ('font: song, dash: "—"', 'font: 宋, dash: "—"'),
    ):
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "layout.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        read_layout(path, "layout.yaml")
    said = [problem.message for problem in caught.value.problems]
    assert said == [
        "“grid.font”用了没有声明的字体角色“仿”",
        "“grid.head.font”用了没有声明的字体角色“楷”",
        "“number.book.font”用了没有声明的字体角色“宋”",
    ]
    lines = [problem.line for problem in caught.value.problems]
    wanted = ("font: 仿", "font: 楷", "font: 宋")
    assert lines == [
        next(at for at, line in enumerate(text.splitlines(), 1) if mark in line) for mark in wanted
    ]
