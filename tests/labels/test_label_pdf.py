"""The printed sheets of labels, measured: sizes, cut marks, words in their cells, same bytes."""

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest
from PIL import ImageChops

import generator.lettering.drawing
from generator.lettering.layout import Layout
from generator.model import BoxLabel, LabelKind, PlacedLabel, TabLabel, VolumeLabel
from generator.render.labels import render_labels
from tests.builders.filed import fonts
from tests.labels.samples import LONG, TEMPLATES, Mark, box, layout, sheets, tabs, volume

DPI = 300
FIGURES = layout().labels


def render(
    folder: Path,
    volumes: Sequence[VolumeLabel] = (),
    boxes: Sequence[BoxLabel] = (),
    dividers: Sequence[TabLabel] = (),
    figures: Layout | None = None,
    cache: str = "cache",
) -> tuple[Path, tuple[PlacedLabel, ...]]:
    target = folder / "标签.pdf"
    placed = render_labels(
        volumes, boxes, dividers, figures or layout(), fonts(), TEMPLATES, folder / cache, target
    )
    return target, placed


@dataclasses.dataclass(frozen=True, slots=True)
class Office:
    """What was asked for, where it was printed, and what stands on the sheets."""

    pdf: Path
    placed: tuple[PlacedLabel, ...]
    sheets: tuple[tuple[tuple[Mark, ...], tuple[Mark, ...]], ...]
    volumes: tuple[VolumeLabel, ...]
    boxes: tuple[BoxLabel, ...]
    tabs: tuple[TabLabel, ...]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Twelve volumes, three boxes, sixty dividers; short, long and empty titles of each."""
    titles = ["组织领导", LONG, "2019年度产业合作：项目、台账材料", LONG * 4, "", "A卷"]
    volumes = tuple(volume(at + 1, titles[at % 6], (6, 12, 18, 26)[at % 4]) for at in range(12))
    empty = volume(1, "劳务协作", 9, fonds_code="", file_number="", archive_number="", sheets=0)
    boxes = (
        box(),
        box(2, LONG, 50, fonds_name="", last_item=""),
        box(3, "2019年度东西部扶贫协作综合材料", 61),
    )
    dividers = (TabLabel("2.10", LONG), TabLabel("", "资金使用"), *tabs(58))
    longest = volume(5, "东西" * 250, 6)
    volumes = (empty, *volumes[1:4], longest, *volumes[5:])
    pdf, placed = render(tmp_path_factory.mktemp("标签"), volumes, boxes, dividers)
    return Office(pdf, placed, sheets(pdf), volumes, boxes, dividers)


def cut(label: PlacedLabel) -> Mark:
    """What is cut out."""
    return Mark(label.x, label.y, label.x + label.width, label.y + label.height)


def test_every_label_is_on_a_sheet_in_its_size(office: Office) -> None:
    kinds = [label.kind for label in office.placed]
    assert [kinds.count(kind) for kind in LabelKind] == [12, 3, 3, 60]
    assert len(office.sheets) == max(label.sheet for label in office.placed)
    sizes = {(label.kind, label.width, label.height) for label in office.placed}
    volume_sizes = {(LabelKind.VOLUME_SPINE, wide, 260.0) for wide in (10.0, 15.0, 20.0)}
    box_sizes = {(LabelKind.BOX_SPINE, wide, 260.0) for wide in (20.0, 50.0)}
    rest = {(LabelKind.BOX_FACE, 180.0, 120.0), (LabelKind.TAB, 28.0, 44.0)}
    assert sizes == volume_sizes | box_sizes | rest


def test_labels_keep_off_the_margin_and_off_each_other(office: Office) -> None:
    edge = FIGURES.sheet.margin
    free = Mark(edge, edge, FIGURES.sheet.width - edge, FIGURES.sheet.height - edge)
    for number, (rules, characters) in enumerate(office.sheets, 1):
        assert all(mark.inside(free, 0.05) for mark in (*rules, *characters))
        here = [cut(label) for label in office.placed if label.sheet == number]
        reach = FIGURES.cut.reach
        for at, one in enumerate(here):
            around = Mark(one.left - reach, one.top, one.right + reach, one.bottom)
            assert not any(around.meets(other) for other in here[at + 1 :])


def test_cut_marks_are_hairlines_outside_of_every_corner(office: Office) -> None:
    marks = FIGURES.cut
    for label in office.placed:
        rules, own = office.sheets[label.sheet - 1][0], cut(label)
        for x, side in ((own.left, -1), (own.right, 1)):
            for y, away in ((own.top, -1), (own.bottom, 1)):
                near, far = sorted((x + side * marks.offset, x + side * marks.reach))
                across = Mark(near, y - marks.rule / 2, far, y + marks.rule / 2)
                near, far = sorted((y + away * marks.offset, y + away * marks.reach))
                down = Mark(x - marks.rule / 2, near, x + marks.rule / 2, far)
                for wanted in (across, down):
                    assert any(_same(rule, wanted) for rule in rules), (label, wanted)
                    assert not wanted.meets(own)


def _same(one: Mark, other: Mark) -> bool:
    pairs = zip(
        (one.left, one.top, one.right, one.bottom),
        (other.left, other.top, other.right, other.bottom),
        strict=True,
    )
    return all(abs(mine - yours) < 0.02 for mine, yours in pairs)


def test_nothing_of_a_label_leaves_it_and_no_word_meets_a_rule(office: Office) -> None:
    for label in office.placed:
        rules, characters = office.sheets[label.sheet - 1]
        own = cut(label)
        here = [mark for mark in (*rules, *characters) if mark.meets(own)]
        assert here
        assert all(mark.inside(own) for mark in here), label
        dark = [mark for mark in here if mark.dark and not mark.text]
        written = [mark for mark in here if mark.text]
        crossed = [(mark, rule) for mark in written for rule in dark if mark.meets(rule, 0.02)]
        assert crossed == []


def test_no_character_stands_on_another(office: Office) -> None:
    for label in office.placed:
        own = cut(label)
        marks = [mark for mark in office.sheets[label.sheet - 1][1] if mark.inside(own)]
        for at, one in enumerate(marks):
            x, y = (one.left + one.right) / 2, (one.top + one.bottom) / 2
            middle = Mark(x - 0.01, y - 0.01, x + 0.01, y + 0.01)
            under = [other for number, other in enumerate(marks) if number != at]
            assert not any(middle.meets(other) for other in under), (label.name, one)


def test_the_frame_of_a_spine_stands_within_its_cut(office: Office) -> None:
    framed = [label for label in office.placed if label.kind is not LabelKind.TAB]
    for label in framed:
        own = cut(label)
        rules = [rule for rule in office.sheets[label.sheet - 1][0] if rule.inside(own)]
        assert min(rule.left for rule in rules) - own.left == pytest.approx(FIGURES.inset, abs=0.02)
        assert own.right - max(rule.right for rule in rules) == pytest.approx(
            FIGURES.inset, abs=0.02
        )
        assert max(rule.height for rule in rules) == pytest.approx(
            label.height - 2 * (FIGURES.inset + FIGURES.frame), abs=0.02
        )


def test_all_words_are_printed(office: Office) -> None:
    printed = "".join(mark.text for _, characters in office.sheets for mark in characters)
    for label in office.volumes:
        for text in (label.file_number, label.archive_number, f"第{label.number}卷"):
            assert text in printed
    for number, placed in enumerate(office.placed):
        inside = _inside(office, placed)
        title = placed.name.partition(" ")[2]
        upright = title.translate(str.maketrans("“”", "『』"))
        if placed.kind in (LabelKind.VOLUME_SPINE, LabelKind.BOX_SPINE):
            title = upright
        found = sorted(inside)
        for char in title.replace(" ", ""):
            assert char in found, (number, placed.name, char)
            found.remove(char)


def _inside(office: Office, label: PlacedLabel) -> str:
    own = cut(label)
    return "".join(mark.text for mark in office.sheets[label.sheet - 1][1] if mark.inside(own))


def test_a_field_that_is_not_set_is_an_empty_cell_with_its_heading(office: Office) -> None:
    spine = office.placed[0]
    text = _inside(office, spine)
    assert text.startswith("全宗号年度2019")
    assert "归档号档号起止页1—186卷号" in text
    face = next(
        place for place in office.placed if place.kind is LabelKind.BOX_FACE and "2盒" in place.name
    )
    assert _inside(office, face).startswith("全宗名称全宗号0123")
    assert "起止件号0001题名" in _inside(office, face)


def test_a_tab_says_the_same_on_both_sides_of_the_fold(office: Office) -> None:
    characters = office.sheets
    for label in office.placed:
        if label.kind is not LabelKind.TAB:
            continue
        own, fold = cut(label), label.y + label.height / 2
        marks = [mark for mark in characters[label.sheet - 1][1] if mark.inside(own)]
        front = [mark for mark in marks if mark.top > fold]
        back = [mark for mark in marks if mark.bottom < fold]
        assert len(front) + len(back) == len(marks)
        assert [mark.text for mark in front] != []
        assert sorted(mark.text for mark in front) == sorted(mark.text for mark in back)
        for mark in front:  # the back is the front turned about the middle of the fold
            x, y = 2 * own.left + label.width, 2 * fold
            twin = Mark(x - mark.right, y - mark.bottom, x - mark.left, y - mark.top)
            assert any(
                other.text == mark.text
                and abs(other.left - twin.left) < 0.15
                and abs(other.top - twin.top) < 0.15
                for other in back
            )


def test_tabs_take_the_places_of_the_fore_edge_in_turn(office: Office) -> None:
    found = [label for label in office.placed if label.kind is LabelKind.TAB]
    count, pitch = FIGURES.tab.positions, FIGURES.tab.edge / FIGURES.tab.positions
    for at, label in enumerate(found):
        below = Mark(
            label.x,
            label.y + label.height,
            label.x + label.width,
            label.y + label.height + FIGURES.tab.note,
        )
        texts = office.sheets[label.sheet - 1][1]
        note = "".join(mark.text for mark in texts if mark.inside(below))
        top = (layout().page.height - FIGURES.tab.edge) / 2 + at % count * pitch
        assert note == f"第{at % count + 1}位距纸顶{top + FIGURES.tab.clearance / 2:g}mm"


def test_each_sheet_says_what_to_do_and_bears_a_ruler(office: Office) -> None:
    count = len(office.sheets)
    for number, (rules, characters) in enumerate(office.sheets, 1):
        text = "".join(mark.text for mark in characters)
        assert "沿四角裁切线裁下；打印时选“实际大小”，不要选“适合纸张”。" in text
        assert f"第{number}张，共{count}张" in text
        assert "校准尺：应长100mm" in text
        foot = FIGURES.sheet.height - FIGURES.sheet.margin
        ruler = [rule for rule in rules if abs(rule.bottom - foot) < 0.02 and rule.width > 50]
        assert [round(rule.width, 2) for rule in ruler] == [100.0]
    folded = {label.sheet for label in office.placed if label.kind is LabelKind.TAB}
    for number in range(1, count + 1):
        text = "".join(mark.text for mark in office.sheets[number - 1][1])
        assert ("沿虚线对折" in text) == (number in folded)


def test_what_is_too_thick_and_what_is_too_small_is_told(office: Office) -> None:
    spines = [label for label in office.placed if label.kind is LabelKind.VOLUME_SPINE]
    assert [label.overfull for label in spines] == [
        volume.thickness > 20 for volume in office.volumes
    ]
    boxes = [label for label in office.placed if label.kind is LabelKind.BOX_SPINE]
    assert [label.overfull for label in boxes] == [False, False, True]
    assert [label.title_size == 0 for label in spines] == [
        not volume.title for volume in office.volumes
    ]
    for label in office.placed:
        if label.kind is LabelKind.VOLUME_SPINE and label.title_size:
            assert label.cramped == (label.title_size < FIGURES.title.smallest)
    tab = next(label for label in office.placed if label.name.startswith("2.10"))
    assert tab.cramped == (tab.title_size < FIGURES.tab.text.smallest)


def test_a_title_of_500_characters_is_printed_whole_and_told(office: Office) -> None:
    label = office.placed[4]
    assert label.width == 10.0
    assert label.cramped
    assert 2 < label.title_size < FIGURES.title.smallest
    inside = _inside(office, label)
    assert inside.count("东") == inside.count("西") == 250


def test_the_print_itself_stays_within_its_cells(office: Office) -> None:
    """Pixels, for the boxes of characters are what a library says of them."""
    with pypdfium2.PdfDocument(office.pdf) as document:
        image = document[0].render(scale=DPI / 72).to_pil().convert("L")
    spines = [label for label in office.placed if label.sheet == 1]
    for label in spines:
        near = FIGURES.cut.offset - FIGURES.cut.rule
        outer = _pixels(Mark(*_spread(label, near)))
        ring = image.crop(outer)
        inner = _pixels(Mark(*_spread(label, -FIGURES.inset + 0.1)))
        ring.paste(255, tuple(v - outer[at % 2] for at, v in enumerate(inner)))
        assert ImageChops.invert(ring).getbbox() is None, label
        framed = image.crop(_pixels(cut(label))).point(lambda shade: 255 if shade < 128 else 0)
        left, top, right, bottom = framed.getbbox()  # type: ignore[misc]
        wide, high = (right - left) / DPI * 25.4, (bottom - top) / DPI * 25.4
        assert wide == pytest.approx(label.width - 2 * FIGURES.inset, abs=0.2)
        assert high == pytest.approx(label.height - 2 * FIGURES.inset, abs=0.2)


def _spread(label: PlacedLabel, by: float) -> tuple[float, float, float, float]:
    own = cut(label)
    return own.left - by, own.top - by, own.right + by, own.bottom + by


def _pixels(mark: Mark) -> tuple[int, int, int, int]:
    scale = DPI / 25.4
    return (
        round(mark.left * scale),
        round(mark.top * scale),
        round(mark.right * scale),
        round(mark.bottom * scale),
    )


def test_the_same_labels_give_the_same_bytes_and_are_drawn_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = ([volume()], [box()], tabs(2))
    pdf, placed = render(tmp_path, *wanted)
    first = pdf.read_bytes()
    again, _ = render(tmp_path, *wanted, cache="another")
    assert again.read_bytes() == first

    def never(*_: object) -> bytes:
        raise AssertionError("drawn again")

    monkeypatch.setattr(generator.lettering.drawing, "draw_file", never)
    pdf.unlink()
    assert render(tmp_path, *wanted)[1] == placed
    assert pdf.read_bytes() == first
    with pytest.raises(AssertionError, match="drawn again"):
        render(tmp_path, [volume(2)])


def test_without_labels_nothing_is_written(tmp_path: Path) -> None:
    assert render(tmp_path)[1] == ()
    assert list(tmp_path.iterdir()) == []


def test_other_figures_give_other_labels(tmp_path: Path) -> None:
    wide = {"width": 297.0, "height": 420.0, "margin": 10.0, "foot": 10.0}
    labels = FIGURES.model_copy(
        update={
            "sheet": FIGURES.sheet.model_copy(update=wide),
            "volume": FIGURES.volume.model_copy(update={"height": 310.0}),
        }
    )
    figures = layout().model_copy(update={"labels": labels})
    pdf, (label,) = render(tmp_path, [volume()], figures=figures)
    assert (label.width, label.height) == (15.0, 310.0)
    with pypdfium2.PdfDocument(pdf) as document:
        size = document[0].get_size()
    assert size == pytest.approx((297 / 25.4 * 72, 420 / 25.4 * 72), abs=0.1)
