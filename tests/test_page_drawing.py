"""Generated pages as they are drawn: texts in their places and sizes, rules and tints of tables."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pypdfium2.raw
import pytest
from PIL import Image

from generator.base.workers import Reach, Workers
from generator.lettering.layout import Layout
from generator.model import (
    Block,
    Cell,
    Page,
    PageKind,
    Reconciliation,
    Row,
    Space,
    Table,
    Text,
    Volume,
)
from generator.plan.geometry import Box, boxes, links
from generator.render.pdf.page_rules import ruling
from generator.render.pdf.page_sets import Set, draw_sets
from generator.render.pdf.page_texts import Rules, page_texts
from tests.builders.filed import fonts
from tests.labels.samples import TEMPLATES, Mark, layout, sheets

DPI = 300
TINTS = {"head": (242, 242, 242), "group": (242, 242, 242), "gap": (253, 236, 236)}


def row(*texts: str, style: str = "normal", height: float = 9.0, align: str = "left") -> Row:
    return Row(tuple(Cell(text, align=align) for text in texts), height, style)


TABLE = Table(
    (30.0, 60.0, 40.0),
    (
        row("编号", "名称", "页码", style="head"),
        row("1 综合", style="group"),
        row("1.1", "关于对接的函〔2019〕1号", "12", align="right"),
        row("1.2", "", "3", style="gap", align="center"),
        row("1.10", "第一行\n第二行\n第三行\n第四行\n第五行", "128", height=30.0),
    ),
)
LOOSE = Table((50.0, 50.0), (row("填表人：张某", "日期"), row("", "甲", style="gap")), ruled=False)
BLOCKS = (
    Text("第一行\n第二行", "cover-title", 28.0),
    Space(7.0),
    Text("不完整：缺 4 处", "incomplete", 12.0),
    Text("一级标题", "h1", 13.0),
    Text("二级标题", "h2", 10.2),
    Text("三级标题", "h3", 9.0),
    TABLE,
    Space(3.5),
    LOOSE,
    Text("说明 2019", "note", 6.0),
)


def page(
    index: int, kind: PageKind = PageKind.CONTENTS, blocks: tuple[Block, ...] = BLOCKS
) -> Page:
    figures = layout().page
    size = (figures.width, figures.height)
    return Page(index, None, kind, *size, "", figures.margins, blocks=blocks)


def drawn(pages: tuple[Page, ...], folder: Path, figures: Layout | None = None) -> Set:
    none = Reconciliation(0, 0, 0, 0, 0, 0, 0)
    volume = Volume(1, "", "第01卷", pages, (), none)
    return draw_sets((volume,), "标题", figures or layout(), fonts(), TEMPLATES, folder)[1]


#: Left-hand and right-hand pages, and one whose kind is called like a text style.
PAGES = (
    page(1),
    page(2),
    page(3, PageKind.DIVIDER, (Text("资金使用", "divider", 20.0), *BLOCKS[3:7])),
)


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = drawn(PAGES, tmp_path_factory.mktemp("pages"))
    (path,) = {file for file, _ in (*made.pages, made.blank)}
    assert [number for _, number in (*made.pages, made.blank)] == [1, 2, 3, 4]
    return path


def written(box: Box) -> str:
    return "".join("".join(box.lines).split())


def whole(box: Box) -> Mark:
    return Mark(box.x, box.y, box.x + box.width, box.y + box.height)


def test_every_text_stands_in_its_box_in_order(pdf: Path) -> None:
    printed = sheets(pdf)
    assert printed[3] == ((), ())  # the blank page
    for made, (_, characters) in zip(PAGES, printed[:3], strict=True):
        rest = list(characters)
        for box in boxes(made, layout()):
            here, rest = rest[: len(written(box))], rest[len(written(box)) :]
            assert "".join(mark.text for mark in here) == written(box)
            assert all(mark.inside(whole(box)) for mark in here), box
            if here:
                aligned(box, here)
        assert rest == []


def aligned(box: Box, here: list[Mark]) -> None:
    """The longest line keeps the box's padding on the side, or on both, where it is aligned."""
    left = min(mark.left for mark in here) - box.x - box.inset
    right = box.x + box.width - box.inset - max(mark.right for mark in here)
    if box.align == "left":
        assert -0.1 < left < 1.5
    elif box.align == "right":
        assert -0.1 < right < 1.5
    else:
        assert abs(left - right) < 2.5


def test_single_lines_stand_in_the_middle_of_their_rows(pdf: Path) -> None:
    (_, characters), *_ = sheets(pdf)
    cells = [box for box in boxes(PAGES[0], layout()) if box.rule and len(box.lines) == 1]
    for box in cells:
        here = [mark for mark in characters if mark.inside(whole(box))]
        above = min((mark.top for mark in here), default=0.0) - box.y
        below = box.y + box.height - max((mark.bottom for mark in here), default=0.0)
        assert not here or abs(above - below) < 1.2, box


def test_every_text_has_the_size_of_its_style(pdf: Path) -> None:
    """Whatever classes its place has: those of styles are called h1, h2, h3 too."""
    with pypdfium2.PdfDocument(pdf) as document:
        for number, made in enumerate(PAGES):
            sizes = iter(list(_sizes(document[number])))
            for box in boxes(made, layout()):
                wanted = layout().roles[box.role].size
                found = {next(sizes) for _ in written(box)}
                assert all(size == pytest.approx(wanted, abs=0.01) for size in found), box


def _sizes(page: pypdfium2.PdfPage) -> Iterator[float]:
    text = page.get_textpage()
    for at in range(text.count_chars()):
        if text.get_text_range(at, 1).strip():
            yield pypdfium2.raw.FPDFText_GetFontSize(text, at) * 72 / 96


def picture(pdf: Path, number: int) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        return document[number].render(scale=DPI / 72).to_pil().convert("RGB")


def test_cells_are_ruled_and_rows_are_tinted(pdf: Path) -> None:
    for number, made in enumerate(PAGES[:2]):
        shown = picture(pdf, number)

        def colour(x: float, y: float, shown: Image.Image = shown) -> tuple[int, int, int]:
            found = shown.getpixel((round(x * DPI / 25.4), round(y * DPI / 25.4)))
            assert isinstance(found, tuple)
            return found[:3]

        for box in boxes(made, layout()):
            if not box.row:
                continue
            middle, foot = box.x + box.width / 2, box.y + box.height
            edges = ((middle, box.y), (middle, foot - 0.2), (box.x, box.y + 1.5))
            edges = (*edges, (box.x + box.width - 0.2, box.y + 1.5))
            dark = [max(colour(*edge)) < 100 for edge in edges]
            assert dark == [box.rule] * 4, box
            expected = TINTS.get(box.row, (255, 255, 255))
            near = zip(colour(box.x + 0.6, box.y + 0.6), expected, strict=True)
            assert all(abs(one - other) <= 2 for one, other in near), box


def test_neighbours_share_a_line_of_double_width() -> None:
    whole = Table((30.0, 50.0), (row("甲", "乙"), row("丙"), row("丁", "戊")))
    made = ruling(page(1, blocks=(whole,)), 0.2)
    assert made.rows == {}
    found = [
        tuple(map(float, part.replace("h-", " ").replace("h", " ").replace("v", " ").split()))
        for part in made.rules.split("M")
        if part
    ]
    left, top = 28.0 - 0.1, 37.0 - 0.1
    assert sorted((x - left, y - top, wide, high) for x, y, wide, high, _ in found) == [
        pytest.approx(one, abs=0.002)
        for one in (
            (0.0, 0.0, 0.2, 27.0),
            (0.0, 0.0, 80.0, 0.2),
            (0.0, 8.8, 80.0, 0.4),
            (0.0, 17.8, 80.0, 0.4),
            (0.0, 26.8, 80.0, 0.2),
            (29.8, 0.0, 0.4, 9.0),
            (29.8, 18.0, 0.4, 9.0),
            (79.8, 0.0, 0.2, 27.0),
        )
    ]


def test_equal_tables_have_equal_rules_of_style_on_all_pages() -> None:
    rules = Rules()
    one, other = (page_texts(made, layout(), rules) for made in PAGES[:2])
    assert one.texts == other.texts
    assert one.place != other.place  # the margins change sides
    assert set(rules.by_name).isdisjoint(layout().roles)
    assert {text.place for text in one.texts} <= set(rules.by_name)


def test_rows_lead_where_their_cells_lead() -> None:
    linked = Row((Cell("甲", "a"), Cell("乙", "a"), Cell("丙")), 9.0)
    table = Table((30.0, 60.0, 40.0), (row("头", "", "", style="head"), linked))
    (found,) = links(page(1, blocks=(Space(4.0), table)))
    assert dataclasses.astuple(found) == ("a", 28.0, 37.0 + 4.0 + 9.0, 90.0, 9.0)


def test_other_rules_and_sizes_of_an_office_are_drawn(tmp_path: Path) -> None:
    thick = layout().table.model_copy(update={"rule": 1.0})
    figures = layout().model_copy(update={"table": thick})
    made = drawn((page(1, blocks=(Table((40.0, 40.0), (row("甲", "乙"),)),)),), tmp_path, figures)
    (rules, characters), _ = sheets(made.blank[0])
    assert rules[0].width == pytest.approx(80.0, abs=0.05)
    left, right = (mark for mark in characters)
    assert left.left - (28.0 + 0.5 + figures.table.padding_x) == pytest.approx(0.6, abs=0.5)
    assert right.left - left.left == pytest.approx(40.0, abs=0.4)


def test_what_is_drawn_first_changes_no_bytes(tmp_path: Path) -> None:
    """Fonts stay loaded between pieces; those of rare characters differ from piece to piece."""
    strange = page(1, blocks=(Text("བོད་ཡིག 王𱁬 ☺", "body", 8.5),))
    plain = page(1, blocks=(Text("普通的一页", "body", 8.5),))

    def made(folder: str, *orders: Page) -> dict[str, bytes]:
        return {
            path.name: path.read_bytes()
            for one in orders
            for path, _ in drawn((one,), tmp_path / folder).pages
        }

    alone = made("a", strange) | made("b", plain)
    none = Reconciliation(0, 0, 0, 0, 0, 0, 0)
    both = tuple(Volume(at, "", "", (one,), (), none) for at, one in ((1, strange), (2, plain)))
    for jobs in (1, 2):
        for order in (both, both[::-1]):
            cache = tmp_path / f"{jobs}{order[0].number}"
            reach = Reach.around(fonts().files, writes=[cache])
            with Workers(jobs, reach=reach) as pool:
                found = draw_sets(order, "标题", layout(), fonts(), TEMPLATES, cache, pool=pool)
            paths = (path for one in found.values() for path, _ in one.pages)
            assert {path.name: path.read_bytes() for path in paths} == alone
