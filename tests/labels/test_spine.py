"""A spine before it is printed: reading order of its columns, and how codes lie."""

import pytest

from generator.lettering.typeset import MM_PER_POINT
from generator.render.labels.designs import box_spine, volume_spine
from generator.render.labels.drawn import Words
from tests.labels.samples import LONG, box, layout, volume

FIGURES = layout().labels


def title_of(words: tuple[Words, ...]) -> list[Words]:
    return [part for part in words if part.font == FIGURES.title.font]


@pytest.mark.parametrize("thickness", [6, 12, 20])
def test_columns_run_down_and_then_to_the_left(thickness: float) -> None:
    drawn = volume_spine(volume(1, LONG, thickness), FIGURES)
    parts = title_of(drawn.words)
    text = "".join(line for part in parts for line in part.lines)
    assert text == LONG.translate(str.maketrans("“”", "『』"))
    em = drawn.title_size * MM_PER_POINT
    columns, last_x, last_y = 1, None, 0.0
    for part in parts:
        x, y = part.area.x + part.area.width / 2, part.area.y + part.area.height / 2
        if last_x is not None and last_x - x > em * 0.9:
            columns, last_y = columns + 1, 0.0
        assert last_x is None or x - last_x < em * 0.9
        assert y > last_y
        last_x, last_y = x, y
    assert columns > 1


def test_a_short_title_is_spread_in_one_column_in_the_middle() -> None:
    (part,) = title_of(volume_spine(volume(1, "组织领导", 12), FIGURES).words)
    assert part.lines == ("组", "织", "领", "导")
    assert part.area.x + part.area.width / 2 == pytest.approx(15 / 2)
    assert part.line == pytest.approx(FIGURES.spread * part.size * MM_PER_POINT)


def test_a_code_lies_along_the_spine_where_that_keeps_it_in_one_line() -> None:
    label = volume(1, archive_number="7")
    turns = {part.lines: part.turn for part in volume_spine(label, FIGURES).words}
    assert turns[(label.file_number,)] == 90
    assert turns[("7",)] == 0


def test_all_headings_of_a_spine_have_one_size() -> None:
    for drawn in (volume_spine(volume(1), FIGURES), box_spine(box(1), FIGURES)):
        heads = {part.size for part in drawn.words if part.font == FIGURES.head.font}
        assert len(heads) == 1


def test_what_is_not_known_is_not_printed() -> None:
    label = volume(3, count=0, sheets=0, first_page="", last_page="")
    lines = {line for part in volume_spine(label, FIGURES).words for line in part.lines}
    assert "第3卷" in lines
    assert not any("共" in line or "张" in line or "—" in line for line in lines)


def test_the_name_of_the_fonds_stands_before_the_name_of_the_unit() -> None:
    def owner(**more: str) -> str:
        words = volume_spine(volume(1, "题", **more), FIGURES).words
        return "".join(line for part in words for line in part.lines)

    assert "甲县" in owner()
    assert "东区档案" in owner(fonds_name="东区档案")
    assert "甲县" not in owner(fonds_name="东区档案")


def test_labels_are_called_by_number_and_title() -> None:
    assert volume(3, "资金").name == "第3卷 资金"
    assert box(2, "资金").name == "第2盒 资金"
    assert box(2, "资金", box_number="").name == "资金"
