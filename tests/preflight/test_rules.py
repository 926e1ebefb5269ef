"""Each rule finds what it is for, says it in measured numbers, and lets plain pages be."""

import re

import pytest

from generator.measure.preflight import PART_RULES, PREFLIGHT_LABELS, VOLUME_RULES
from generator.model import Fit, PageKind, Severity
from tests.preflight.samples import (
    Document,
    Leafed,
    findings,
    looked_at,
    only,
    survey,
    volume,
    whole,
)

PLAIN = Leafed()
A3_TO_A4 = 0.5**0.5


def test_every_rule_has_its_label() -> None:
    codes = [rule.code for rule in (*PART_RULES, *VOLUME_RULES)]
    assert list(PREFLIGHT_LABELS) == codes  # none twice
    assert len(set(PREFLIGHT_LABELS.values())) == len(codes)


def test_plain_pages_are_let_be() -> None:
    assert findings(PLAIN, PLAIN, PLAIN) == ()


# ------------------------------------------------------------------------------ binding margin


def test_moved_out_of_the_margin() -> None:
    near = Leafed(fit=Fit(dx=3.25, intrudes=3.25))
    found = only("content-in-margin", PLAIN, near, Leafed(fit=Fit(dx=-8.04, intrudes=8.04)), PLAIN)
    assert found.severity is Severity.INFO
    assert found.message == (
        "原件第 2–3 页（第 1 卷第 2–3 页）有内容进入 28 毫米的装订边，最深 8.0 毫米，"
        "已外移，最多 8.0 毫米。"
    )
    assert (found.item, found.volume) == ("1.1", 1)
    assert (found.pages, found.printed) == ((2, 3), ("2", "3"))


def test_shrunk_and_kept_are_told_apart() -> None:
    kept = Leafed(fit=Fit(intrudes=12.5))
    shrunk = Leafed(fit=Fit(scale=0.93, dx=15.1, dy=10.4, intrudes=20))
    left, made_smaller = findings(kept, shrunk, kept)
    assert left.severity is Severity.WARNING
    assert left.pages == (1, 3)
    assert "最深 12.5 毫米，按设置没有移动" in left.message
    assert "into_margin" in left.remedy
    assert made_smaller.severity is Severity.INFO
    assert made_smaller.pages == (2,)
    assert "已缩小让出，最小为原来的 93.0%" in made_smaller.message


def test_a_reduced_a3_page_is_not_said_to_be_shrunk() -> None:
    seen = survey(width=420.0, height=297.0)
    fit = Fit(turn=270, scale=A3_TO_A4, dx=4, intrudes=4)
    page = Leafed(seen, fit, width=297 * A3_TO_A4, height=420 * A3_TO_A4)
    assert "已外移，最多 4.0 毫米" in only("content-in-margin", page).message


def test_the_margin_is_the_offices_own() -> None:
    document = Document("a.pdf", [Leafed(fit=Fit(dx=1, intrudes=1))])
    [found] = looked_at([whole(document)], document, margin=20).findings
    assert "20 毫米的装订边" in found.message


# -------------------------------------------------------------------------------- page numbers


def test_a_number_that_moved_and_one_on_print() -> None:
    over, moved = findings(Leafed(moved=True), PLAIN, Leafed(over=True), Leafed(moved=True))
    assert (over.code, over.severity, over.pages) == ("number-over-print", Severity.WARNING, (3,))
    assert (moved.code, moved.severity, moved.pages) == ("number-moved", Severity.INFO, (1, 4))


# ----------------------------------------------------------------------------------- legibility


def test_tiny_text_counts_at_the_size_it_prints() -> None:
    small = Leafed(survey(smallest_text=5.2))
    shrunk = Leafed(survey(smallest_text=8.0), Fit(scale=0.6))
    found = only("tiny-text", small, PLAIN, shrunk)
    assert found.severity is Severity.WARNING
    assert found.pages == (1, 3)
    assert "只有 4.8 磅，小于 6 磅" in found.message


def test_text_at_the_limit_and_pages_without_text_are_let_be() -> None:
    at_limit = Leafed(survey(smallest_text=6.0))
    assert findings(at_limit, Leafed(survey(smallest_text=None, characters=0))) == ()


def test_coarse_images_count_at_the_size_they_print() -> None:
    coarse = Leafed(survey(image_dpi=72.0))
    fine_when_reduced = Leafed(
        survey(width=297.0, height=420.0, image_dpi=150.0), Fit(scale=A3_TO_A4)
    )
    found = only("low-resolution", fine_when_reduced, coarse, Leafed(survey(image_dpi=199.6)))
    assert found.severity is Severity.WARNING
    assert found.pages == (2,)
    assert "只有 72 dpi，低于 200 dpi" in found.message


SHEETS = [("台账.XLSX", True), ("表.et", True), ("函.pdf", False)]


@pytest.mark.parametrize(("name", "said"), SHEETS)
def test_a_spreadsheet_that_blew_up(name: str, said: bool) -> None:
    found = findings(*[PLAIN] * 51, name=name)
    assert [one.code for one in found] == (["sheet-blow-up"] if said else [])
    if said:
        assert "成了 51 页，超过 50 页" in found[0].message
        assert len(found[0].pages) == 51
    assert findings(*[PLAIN] * 50, name=name) == ()


def test_a_spreadsheet_in_two_volumes_is_said_once_with_all_its_pages() -> None:
    document = Document("表.xlsx", [PLAIN] * 60, ("SimSun",))
    parts = [
        volume(1, [(document, at) for at in range(40)]),
        volume(2, [(document, at) for at in range(40, 60)]),
    ]
    found = looked_at(parts, document).findings
    assert [(one.code, one.volume) for one in found] == [
        ("sheet-blow-up", 1),
        ("font-not-embedded", 1),
    ]
    assert "60 页" in found[0].message
    assert found[0].pages == tuple(range(1, 41))


def test_fonts_that_are_not_embedded() -> None:
    found = only("font-not-embedded", PLAIN, PLAIN, fonts=("Arial", "SimSun"))
    assert found.severity is Severity.WARNING
    assert "没有嵌入字体：Arial、SimSun。" in found.message
    many = only("font-not-embedded", PLAIN, fonts=tuple("ABCDEFG"))
    assert "A、B、C、D、E 等 7 种" in many.message


# ------------------------------------------------------------------------- what stands on a page


def test_blank_and_undrawable_pages() -> None:
    blank = Leafed(survey(ink=None, smallest_text=None, characters=0))
    broken = Leafed(survey(ink=None, smallest_text=None, characters=0, drawable=False))
    undrawable, empty = findings(blank, broken, PLAIN, blank)
    assert (undrawable.code, undrawable.pages) == ("undrawable-page", (2,))
    assert (empty.code, empty.pages) == ("blank-page", (1, 4))
    assert {undrawable.severity, empty.severity} == {Severity.WARNING}


@pytest.mark.parametrize(
    ("text_turn", "plan_turn", "said"),
    [
        (0, 0, None),
        (180, 0, (Severity.WARNING, "上下颠倒")),
        (90, 0, (Severity.WARNING, "字头朝右")),
        (270, 0, (Severity.INFO, "字头朝左")),
        (0, 270, None),  # a landscape table with its head to the left
        (90, 270, None),  # a letter scanned sideways that stands upright on the sheet
        (180, 270, (Severity.WARNING, "字头朝右")),
        (270, 270, (Severity.WARNING, "上下颠倒")),
    ],
)
def test_which_way_text_stands(
    text_turn: int, plan_turn: int, said: tuple[Severity, str] | None
) -> None:
    size = (297.0, 210.0) if plan_turn else (210.0, 297.0)
    seen = survey(width=size[0], height=size[1], text_turn=text_turn)
    found = findings(Leafed(seen, Fit(turn=plan_turn)))
    assert [(one.code, one.severity) for one in found] == (
        [("upside-down", said[0])] if said else []
    )
    if said:
        assert said[1] in found[0].message


# ---------------------------------------------------------------------------- volumes and paper


def test_folded_sheets_and_colour_by_volume() -> None:
    large = Leafed(survey(width=420.0, height=297.0), width=420.0, height=297.0)
    red = Leafed(survey(colour=True))
    document = Document("a.pdf", [red, large, large, large, red])
    inside = [(document, at) for at in range(5)]
    entries = [PageKind.COVER, PageKind.BLANK, inside[0], PageKind.BLANK, *inside[1:4]]
    entries += [PageKind.BLANK, inside[4], PageKind.BLANK]
    preflight = looked_at([volume(1, entries, roles={1: "incomplete"})], document)
    folded, colour = preflight.findings
    assert folded.severity is colour.severity is Severity.INFO
    assert folded.message == "第 1 卷第 5–7 面（编为第 2–4 页）用 A3 纸，共 3 面、2 张。"
    assert (folded.path, folded.item, folded.pages) == (None, None, (5, 6, 7))
    assert colour.message == "第 1 卷第 1、3、9 面（编为第 1、5 页）有彩色，共 3 面。"
    assert colour.printed == ("1", "5")
    [order] = preflight.orders
    assert (order.a4, order.a3, order.sides) == (3, 2, 10)
    assert (len(order.colour), order.black, order.empty) == (3, 3, 4)
    assert order.volume.thickness == pytest.approx(0.7)
    assert order.colour_sheets == (1, 2, 3, 4, 9, 10)
    assert preflight.reams == (1, 1)


def test_one_sided_colour_sheets_are_the_sides_themselves() -> None:
    document = Document("a.pdf", [PLAIN, Leafed(survey(colour=True))])
    made = volume(1, [(document, 0), (document, 1)], single_sided=True)
    [order] = looked_at([made], document).orders
    assert (order.a4, order.colour_sheets) == (2, (2,))


@pytest.mark.parametrize(("role", "shows"), [("incomplete", 1), ("body", 0)])
def test_a_page_of_ours_has_the_colour_of_its_text_style(role: str, shows: int) -> None:
    preflight = looked_at([volume(1, [PageKind.COVER, PageKind.BLANK], roles={1: role})])
    assert len(preflight.orders[0].colour) == shows
    if shows:
        assert "（都不编页码）" in preflight.findings[0].message


def test_numbers_that_count_by_item_are_told_with_their_series() -> None:
    document = Document("a.pdf", [Leafed(moved=True)] * 3)
    [found] = looked_at([whole(document, series="1.1-")], document).findings
    assert "原件第 1–3 页（第 1 卷第 1.1-1 至 1.1-3 页）" in found.message


def test_many_scattered_pages_are_counted_in_the_message_and_all_named_beside_it() -> None:
    pages = [Leafed(moved=at % 2 == 0) for at in range(60)]
    found = only("number-moved", *pages)
    assert "、37、39 等 30 页（第 1 卷" in found.message
    assert found.pages == tuple(range(1, 61, 2))


def test_only_warnings_count_as_warned() -> None:
    info = Document("a.pdf", [Leafed(moved=True)])
    assert not looked_at([whole(info)], info).warned
    warning = Document("a.pdf", [Leafed(over=True)])
    assert looked_at([whole(warning)], warning).warned


def test_messages_are_chinese_with_full_width_punctuation() -> None:
    blank = survey(ink=None, smallest_text=5.0, image_dpi=72.0, text_turn=180, colour=True)
    page = Leafed(blank, Fit(intrudes=2.0), moved=True, over=True)
    found = findings(*[page] * 51, name="表.xls", fonts=("SimSun",))
    assert len({one.code for one in found}) == len(found) == 10
    for one in found:
        assert not re.search(r"[,:;()]", one.message + one.remedy)
        assert one.message.endswith("。")
        assert one.remedy.endswith("。")
