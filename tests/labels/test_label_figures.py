"""The figures of labels in ``layout.yaml``: standard widths, and what contradicts itself."""

from pathlib import Path

import pytest

from generator.base.errors import ConfigError
from generator.lettering.layout import read_layout
from generator.render.labels.designs import spine_width
from tests.labels.samples import TEMPLATES, layout

FIGURES = layout().labels


@pytest.mark.parametrize(
    ("thickness", "width", "overfull"),
    [
        (0, 10, False),
        (0.1, 10, False),
        (10, 10, False),
        (100 * 0.1 + 1e-9, 10, False),
        (10.02, 15, False),
        (15, 15, False),
        (15.1, 20, False),
        (20, 20, False),
        (20.1, 20, True),
        (300, 20, True),
    ],
)
def test_width_of_a_volume_spine(thickness: float, width: float, overfull: bool) -> None:
    assert spine_width(thickness, FIGURES.volume.widths) == (width, overfull)


@pytest.mark.parametrize(
    ("thickness", "width", "overfull"),
    [
        (5, 20, False),
        (20, 20, False),
        (20.5, 30, False),
        (40, 40, False),
        (50, 50, False),
        (50.1, 50, True),
    ],
)
def test_width_of_a_box_spine(thickness: float, width: float, overfull: bool) -> None:
    assert spine_width(thickness, FIGURES.box.widths) == (width, overfull)


def test_widths_may_be_written_in_any_order() -> None:
    assert spine_width(12, (20, 10, 15)) == (15, False)


def test_the_standard_widths_are_those_of_the_standards() -> None:
    assert FIGURES.volume.widths == (10, 15, 20)
    assert FIGURES.box.widths == (20, 30, 40, 50)


@pytest.mark.parametrize(
    ("written", "instead", "at", "told"),
    [
        ("    positions: 8 ", "    positions: 30 ", "positions: 30", "每枚隔页标签只有 6 mm 长"),
        ("  gap: 8 ", "  gap: 5 ", "5", "标签间距 5 mm 容不下相邻两枚的裁切线；至少写 7.4"),
        ("file_number: 34", "file_number: 240", "widths: [10", "各格高度合计太大，题名没有地方"),
        ("[20, 30, 40, 50]", "[20, 190]", "190]", "190 mm 放不进纸张，最多 186.6 mm"),
        ("  ruler: 100 ", "  ruler: 195 ", "195", "195 mm 放不进纸张，最多 194 mm"),
        ("{font: hei, largest: 9,", "{font: fu, largest: 9,", "fu", "没有声明的字体角色“fu”"),
        (
            "largest: 7.5, smallest: 5,",
            "largest: 4, smallest: 5,",
            "5,",
            "最小字号 5 大于最大字号 4",
        ),
        (
            "{width: 180, height: 120,",
            "{width: 80, height: 120,",
            "{width: 80",
            "栏名格之外写不下内容",
        ),
        ("margin: 8, foot: 10", "margin: 3, foot: 10", "3, foot", "不能小于 8"),
    ],
)
def test_figures_that_cannot_be_printed_are_told_with_their_place(
    tmp_path: Path, written: str, instead: str, at: str, told: str
) -> None:
    text = (TEMPLATES / "layout.yaml").read_text("utf-8")
    assert text.count(written) == 1
    path = tmp_path / "layout.yaml"
    path.write_text(text.replace(written, instead), "utf-8")
    with pytest.raises(ConfigError) as caught:
        read_layout(path, "layout.yaml")
    (problem,) = caught.value.problems
    line = path.read_text("utf-8").splitlines()[problem.line - 1]
    assert told in str(problem)
    assert line[problem.column - 1 :].startswith(at)


def test_a_spine_that_is_higher_than_the_sheet_is_told(tmp_path: Path) -> None:
    text = (TEMPLATES / "layout.yaml").read_text("utf-8")
    path = tmp_path / "layout.yaml"
    path.write_text(text.replace("    height: 260", "    height: 310"), "utf-8")
    with pytest.raises(ConfigError) as caught:
        read_layout(path, "layout.yaml")
    places = [
        text.splitlines()[problem.line - 1].split("#")[0].strip()
        for problem in caught.value.problems
    ]
    assert places == ["height: 260", "height: 260"]
    assert all(
        "310 mm 放不进纸张，最多 263.6 mm" in str(problem) for problem in caught.value.problems
    )
