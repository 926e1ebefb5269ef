"""Printed registers: every row and column on paper, personal data covered, faults marked."""

import datetime as dt
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from openpyxl import Workbook, load_workbook
from openpyxl.drawing.image import Image as SheetImage
from PIL import Image

from generator.base.masking import Mask
from generator.ledgers.printed import Printable, Style, printed_ledgers, workbook
from generator.ledgers.printed.covers import cover_of
from generator.ledgers.printed.workbook import draw_workbook
from generator.ledgers.read.headers import Match
from generator.ledgers.read.reading import read_workbook
from generator.ledgers.read.schema import Column, Kind, LedgerSchema
from generator.ledgers.read.table import Ledger
from generator.ledgers.schemas.files import read_ledger_schemas
from generator.lettering.fonts import FontSet, find_fonts, font_dirs
from generator.lettering.layout import Layout, read_layout
from generator.lettering.truetype import TrueType
from generator.model import Conversion, Finding, Leaves, Severity, Unbindable
from tests.builders.alone import without_children
from tests.builders.ledger_samples import id_number, make_table, state_totals, write_xlsx
from tests.conftest import ROOT

MM = 72 / 25.4
TITLE = "带贫人员名册"
HEADER = [
    "序号",
    "姓名",
    "身份证号",
    "户编号",
    "带动主体",
    "带动方式",
    "年收益",
    "银行卡号",
    "说明",
]


@pytest.fixture(scope="module")
def schemas() -> Mapping[str, LedgerSchema]:
    return read_ledger_schemas(ROOT / "templates" / "ledgers")


@pytest.fixture(scope="module")
def layout() -> Layout:
    return read_layout(ROOT / "templates" / "binder" / "layout.yaml", "layout.yaml")


@pytest.fixture(scope="module")
def fonts(layout: Layout) -> FontSet:
    wanted = {role: figures.files for role, figures in layout.fonts.items()}
    return find_fonts(wanted, font_dirs(ROOT), layout.wanted_fallbacks)


@dataclass(frozen=True)
class Printed:
    """A register that was drawn, with the text that each of its pages gives back."""

    leaves: Leaves
    pages: list[str]
    ledger: Ledger

    @property
    def text(self) -> str:
        """All pages without blanks and line ends: cells wrap anywhere."""
        return "".join("".join(page.split()) for page in self.pages)


Draw = Callable[..., Printed]


@pytest.fixture
def draw(
    schemas: Mapping[str, LedgerSchema], layout: Layout, fonts: FontSet, tmp_path: Path
) -> Draw:
    """Read a workbook by a schema and draw it; findings are those of reading if none are given."""

    def run(
        source: Path,
        schema: str = "L16",
        findings: Sequence[Finding] | None = None,
        *,
        masked: bool = True,
        mask: Mask | None = None,
    ) -> Printed:
        ledger = read_workbook(source, source.name, schemas[schema])
        drawn = draw_workbook(
            source,
            [ledger],
            ledger.findings if findings is None else findings,
            title=TITLE,
            masked=masked,
            mask=mask or Mask(),
            fonts=fonts,
            figures=layout.ledger_table,
            target=tmp_path / "register.pdf",
        )
        assert isinstance(drawn, Leaves)
        return Printed(drawn, page_texts(drawn.pdf), ledger)

    return run


def page_texts(pdf: Path) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def write_book(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]]) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    book.save(path)
    return path


def person(number: int, note: object = "", card: object = "") -> list[object]:
    name, way = f"甲某{chr(0x4E00 + number % 500)}", ("就业", "分红", "订单")[number % 3]
    household = f"99{number:06}"
    return [
        *(number, name, id_number(number), household, "甲县某农业公司", way),
        *(1000 + number, card, note),
    ]


def people(count: int) -> list[list[object]]:
    return [
        ["甲县带贫人员名册"],
        ["金额单位：元"],
        HEADER,
        *(person(n) for n in range(1, count + 1)),
    ]


def finding(row: int | None, column: str | None = None, sheet: str | None = "名册") -> Finding:
    message, remedy = "这一行与别处重复", "请核对后删去一行"
    return Finding(
        "ledger-duplicate",
        Severity.ERROR,
        None,
        message,
        remedy,
        path="a.xlsx",
        sheet=sheet,
        row=row,
        column=column,
    )


# ----------------------------------------------------------------------------- nothing is dropped


def test_every_row_and_column_is_on_the_pages(draw: Draw, tmp_path: Path) -> None:
    source = write_book(tmp_path / "a.xlsx", {"名册": people(90)})
    before = source.read_bytes()

    printed = draw(source)

    assert len(printed.pages) > 2
    for number in range(1, 91):
        row = person(number)
        masked = f"{row[2][:6]}********{row[2][-4:]}"
        cells = f"{number + 3}{number}{row[1]}{masked}{row[3]}甲县某农业公司{row[5]}{1000 + number}"
        assert cells in printed.text
    assert source.read_bytes() == before


def test_the_head_the_sheet_and_the_page_number_stand_on_every_page(
    draw: Draw, tmp_path: Path
) -> None:
    printed = draw(write_book(tmp_path / "a.xlsx", {"名册": people(80)}), findings=())

    count = len(printed.pages)
    for number, page in enumerate(printed.pages, 1):
        text = "".join(page.split())
        assert all(title in text for title in ("行号", *HEADER))
        assert "工作表“名册”" in text
        assert f"本台账第{number}页，共{count}页" in text
        assert TITLE in text
    assert len(printed.leaves.pages) == count


def test_what_stands_around_and_between_the_rows_is_printed(draw: Draw, tmp_path: Path) -> None:
    lines = [
        *people(3),
        HEADER,
        person(4),
        ["注：本表由乡镇汇总。"],
        person(5),
        [None, None],
        ["填报人：张某某", "审核人：李某某", "填报日期：2019年12月1日"],
    ]

    text = draw(write_book(tmp_path / "a.xlsx", {"名册": lines})).text

    assert "甲县带贫人员名册" in text
    assert "填报人：张某某" in text
    assert "审核人：李某某" in text
    assert "填报日期：2019年12月1日" in text
    assert "单位：元" in text
    assert "第9行：注：本表由乡镇汇总。" in text
    assert "甲某" + chr(0x4E00 + 5) in text
    assert text.count("带动主体") == 2  # the head, and the office's own second one


def test_values_stay_as_the_office_wrote_them(draw: Draw, tmp_path: Path) -> None:
    lines = [
        HEADER,
        [1, " 甲某 ", "无", "99", "甲县某厂", "就业", "１,０００.50元", "", "2019.5.1"],
    ]

    text = draw(write_book(tmp_path / "a.xlsx", {"名册": lines})).text

    assert "1甲某无99甲县某厂就业１,０００.50元2019.5.1" in text


def test_a_column_without_a_title_is_named_and_printed(draw: Draw, tmp_path: Path) -> None:
    lines = [HEADER, [*person(1), "第十格的话"]]

    text = draw(write_book(tmp_path / "a.xlsx", {"名册": lines})).text

    assert "（J列无列名）" in text
    assert "第十格的话" in text


def test_a_very_long_title_is_cut_in_the_head_and_printed_in_full_below(
    draw: Draw, tmp_path: Path
) -> None:
    title = "自定一列" + "长" * 70
    lines = [[*HEADER, title], [*person(1), "话"]]

    text = draw(write_book(tmp_path / "a.xlsx", {"名册": lines})).text

    assert f"列名全文：{title}" in text
    assert f"{title[:40]}…" in text


def test_five_thousand_rows(draw: Draw, tmp_path: Path) -> None:
    printed = draw(write_book(tmp_path / "a.xlsx", {"名册": people(5000)}), findings=())

    assert printed.ledger.frame.height == 5000
    numbers = [
        int(match) for page in printed.pages for match in re.findall(r"(?m)^(\d+) \d+ 甲某", page)
    ]
    assert numbers == list(range(4, 5004))


def test_a_cell_of_30000_characters_goes_on_below_its_row(draw: Draw, tmp_path: Path) -> None:
    long = "".join(chr(0x4E00 + number % 3000) for number in range(30_000))
    lines = [*people(2), person(3, note=long), person(4)]

    printed = draw(write_book(tmp_path / "a.xlsx", {"名册": lines}))

    head, foot = "".join(HEADER), "带贫人员名册工作表“名册”"
    between = rf"(行号{head}|带贫人员名册（续）单位：元|{foot}本台账第\d+页，共\d+页)"
    text = re.sub(between, "", printed.text)
    assert long in text.replace("（接第6行“说明”）", "")
    assert len(printed.pages) < 20


def test_line_breaks_in_cells_are_kept(draw: Draw, tmp_path: Path) -> None:
    note = "\n".join(f"第{number}条说明" for number in range(1, 31))
    lines = [*people(1), person(2, note=note)]

    text = draw(write_book(tmp_path / "a.xlsx", {"名册": lines})).text

    assert all(text.count(f"第{number}条说明") == 1 for number in range(1, 31))


def test_csv_and_a_whole_table_without_rows(draw: Draw, tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_text(",".join(HEADER) + "\n", encoding="gb18030")

    text = draw(source).text

    assert "共0行" in text
    assert "表头下面没有一行数据" in text


# --------------------------------------------------------------------------------- personal data


def test_an_id_number_never_appears_when_masked(draw: Draw, tmp_path: Path) -> None:
    number = id_number(7)
    wide = "".join(chr(ord(char) + 0xFEE0) for char in number)
    spaced = f"{number[:6]} {number[6:14]} {number[14:]}"
    card = "6222021234567890123"
    lines = [
        [f"甲县名册（联系人 {number}）"],
        ["金额单位：元"],
        HEADER,
        person(7, note=f"曾用{spaced}", card=card),
        [
            1,
            number,
            wide,
            number,
            number,
            "就业",
            1,
            number,
            f"其妻{wide}、其子{number[:6]}600101711",
        ],
        [2, "甲某乙", int(number[:17]) * 10.0, "99", f"公司{number}", "就业", 1, "", number],
        [3, "甲某丙", "99010119630", "99", "甲县某厂", "就业", 1, "", 13800001234],
        [f"注：{number} 已核对。"],
    ]
    plain = [["姓名", "证件"], ["甲某", number], ["乙某", f"身份证{wide}"]]
    faults = [
        Finding(
            *("ledger-bad-value", Severity.ERROR, None, f"“{number}”重复", f"请核对{number}"),
            path="a.xlsx",
            sheet="名册",
            row=4,
        )
    ]
    source = write_book(tmp_path / "a.xlsx", {"名册": lines, f"表{number}": plain})

    printed = draw(source, findings=faults)

    found = "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in printed.text)
    assert number[:14] not in found
    assert number[6:14] not in found
    assert card[:-4] not in found
    assert "13800001234" not in found
    assert "138****1234" in found
    assert f"{number[:6]}********{number[-4:]}" in found
    assert "内部资料" not in found
    with pikepdf.open(printed.leaves.pdf) as pdf:
        assert number not in str(dict(pdf.docinfo))


def test_unmasked_pages_all_say_so(draw: Draw, tmp_path: Path) -> None:
    source = write_book(tmp_path / "a.xlsx", {"名册": people(60), "说明": [["随便"]]})

    printed = draw(source, masked=False)

    assert len(printed.pages) > 2
    assert all("内部资料" in page for page in printed.pages)
    assert all(id_number(number) in printed.text for number in range(1, 61))


ID = Column("id", "身份证号", Kind.ID_NUMBER, personal=True)
PHONE = Column("phone", "联系电话", Kind.PHONE, personal=True)
NAME = Column("name", "姓名", Kind.TEXT, personal=True)
VOUCHER = Column("voucher", "凭证号", Kind.TEXT)
CREDIT = Column("uscc", "统一社会信用代码", Kind.USCC)


@pytest.mark.parametrize(
    ("column", "title", "written", "shown"),
    [
        (ID, "", "990101195001011234", "990101********1234"),
        (ID, "", "990101500101123", "990101*****1123"),
        (ID, "", "9.901011950010112e+17", "9.9010***********e+17"),
        (ID, "", "9901011950", "**********"),
        (ID, "", "见附件2", "见附件2"),
        (PHONE, "", "13800001234、0851-1234567", "138****1234、085*****4567"),
        (NAME, "", "甲某某", "甲某某"),
        (NAME, "", "甲 990101195001011234", "甲 990101********1234"),
        (VOUCHER, "", "123456789012345678", "123456789012345678"),
        (VOUCHER, "", "990101195001011234", "990101********1234"),
        (CREDIT, "", "91990101MA00000011", "91990101MA00000011"),
        (None, "银行卡号", "6222 0212 3456 7890", "***************7890"),
        (None, "一卡通账号", "621234567890", "********7890"),
        (None, "手机", "13800001234", "138****1234"),
        (None, "备用", "6222021234567890123", "***************0123"),
        (None, "备用", "电 13800001234", "电 138****1234"),
        (None, "备用", "2019-03-01 2019-05-01", "2019-03-01 2019-05-01"),
        (None, "备用", "13800001234.50", "13800001234.50"),
        (None, "身份证号码2", "990101 19500101 1234", "990101**********1234"),
    ],
)
def test_what_is_covered(column: Column | None, title: str, written: str, shown: str) -> None:
    match = Match(0, title or "列", column, None, None)

    assert cover_of(Mask(), match)(written) == shown


def test_how_much_is_covered_can_be_set() -> None:
    strict = Mask(id_first=3, id_last=2, phone_first=0, card_last=0, text_first=1)
    number = "990101195001011234"

    assert cover_of(strict, Match(0, "", ID, None, None))(number) == "990*************34"
    assert cover_of(strict, Match(0, "", PHONE, None, None))("13800001234") == "*******1234"
    assert cover_of(strict, Match(0, "", NAME, None, None))("甲某某") == "甲**"
    assert cover_of(strict, None)("6222021234567890123") == "*" * 19


# ------------------------------------------------------------------------------ paper and columns


def test_few_columns_take_a4_and_many_take_a3(
    draw: Draw, schemas: Mapping[str, LedgerSchema], tmp_path: Path
) -> None:
    sizes = {}
    for schema in ("L16", "L13"):
        source = tmp_path / f"{schema}.xlsx"
        write_xlsx(make_table(schemas[schema], 5), source)
        leaf = draw(source, schema).leaves.pages[0]
        sizes[schema] = (round(leaf.width / MM), round(leaf.height / MM))

    assert sizes == {"L16": (297, 210), "L13": (420, 297)}


def test_columns_that_fit_no_paper_are_printed_in_parts(draw: Draw, tmp_path: Path) -> None:
    more = [f"另加的第{number}列数" for number in range(60)]
    lines = [[*HEADER, *more], [*person(1), *(f"数{number}在这里" for number in range(60))]]

    printed = draw(write_book(tmp_path / "a.xlsx", {"名册": lines}))

    assert "第1部分（共" in printed.text
    assert all(title in printed.text for title in (*HEADER, *more))
    assert all(printed.text.count(f"数{number}在这里") == 1 for number in range(60))
    assert len(re.findall("行号", printed.pages[1])) >= 1


def test_both_edges_that_may_be_bound_and_the_numbers_line_stay_free(
    draw: Draw, tmp_path: Path
) -> None:
    source = write_book(tmp_path / "a.xlsx", {"名册": people(60)})

    printed = draw(source, masked=False)

    with pypdfium2.PdfDocument(printed.leaves.pdf) as document:
        assert len(document) > 1
        for page in document:
            width, height = page.get_size()
            assert (width, height) == pytest.approx((297 * MM, 210 * MM), abs=0.1)
            text = page.get_textpage()
            every = [text.get_charbox(index) for index in range(text.count_chars())]
            boxes = [box for box in every if box[0] < box[2]]
            assert min(left for left, *_ in boxes) >= 12 * MM
            assert max(right for _, _, right, _ in boxes) <= width - 19 * MM
            assert max(top for *_, top in boxes) <= height - 28 * MM
            assert min(bottom for _, bottom, *_ in boxes) >= 28 * MM
            assert "内部资料" in text.get_text_range()


def test_a_head_of_two_lines_is_repeated_as_it_was_drawn(draw: Draw, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "名册"
    sheet.append([None, "带贫人员", None, None, "带动情况", None, None])
    sheet.append(["序号", "姓名", "身份证号", "户编号", "带动主体", "带动方式", "年收益"])
    for number in range(1, 61):
        sheet.append(person(number)[:7])
    sheet.merge_cells("B1:D1")
    sheet.merge_cells("E1:G1")
    source = tmp_path / "a.xlsx"
    book.save(source)

    printed = draw(source, findings=())

    assert printed.ledger.frame.height == 60
    assert len(printed.pages) > 1
    for page in printed.pages:
        assert re.search(r"带贫人员\W", page)
        assert page.count("带动情况") == 1
        assert page.count("带动主体") == 1


def test_cells_merged_across_columns_share_their_width(draw: Draw, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["关于填写本表的几点说明和统一的口径要求"])
    sheet.append(["一", "二", "三", "四"])
    sheet.merge_cells("A1:D1")
    other = book.create_sheet("名册")
    for line in people(2):
        other.append(line)
    source = tmp_path / "a.xlsx"
    book.save(source)

    printed = draw(source)

    assert "关于填写本表的几点说明和统一的口径要求" in printed.pages[0]  # on one line
    assert "不是台账，照原样印" in "".join(printed.pages[0].split())


# -------------------------------------------------------------------------------- totals, findings


def test_a_wrong_total_is_printed_as_stated_with_our_sum_below(
    draw: Draw, schemas: Mapping[str, LedgerSchema], tmp_path: Path
) -> None:
    table = make_table(schemas["L16"], 5)
    state_totals(table)
    right = sum(int(str(row["income"])) for row in table.rows)
    table.totals["income"] = right + 1
    source = tmp_path / "a.xlsx"
    write_xlsx(table, source)

    text = draw(source).text

    assert "合计(原表)合计" in text
    stated, computed = text.index(str(right + 1)), text.index(f"核算{right}")
    assert stated < computed


def test_a_right_total_needs_no_second_line(
    draw: Draw, schemas: Mapping[str, LedgerSchema], tmp_path: Path
) -> None:
    table = make_table(schemas["L13"], 5)
    state_totals(table)
    source = tmp_path / "a.xlsx"
    write_xlsx(table, source)

    text = draw(source, "L13").text

    assert "合计(原表)" in text
    assert "核算" not in text


def test_no_sum_is_printed_when_a_figure_could_not_be_read(draw: Draw, tmp_path: Path) -> None:
    lines = [*people(2), [3, "甲某", id_number(3), "99", "甲县某厂", "就业", "若干"]]
    lines.append(["合计", None, None, None, None, None, 999])

    text = draw(write_book(tmp_path / "a.xlsx", {"名册": lines})).text

    assert "合计(原表)" in text
    assert "核算" not in text


def test_rows_with_findings_are_marked_and_the_findings_follow(draw: Draw, tmp_path: Path) -> None:
    source = write_book(tmp_path / "a.xlsx", {"名册": people(6), "说明": [["随便写的"]]})
    remark = Finding(
        "ledger-missing-column", Severity.INFO, None, "多一列", "不用处理", sheet="名册", row=5
    )
    faults = [
        *(finding(row, "姓名") for row in (4, 6, 7)),
        finding(None, sheet="名册"),
        finding(None, sheet=None),
        remark,
    ]

    printed = draw(source, findings=faults)

    assert sorted(re.findall(r"▲\d+", printed.pages[0])) == ["▲4", "▲6", "▲7"]
    ledger, rest = ("".join(page.split()) for page in printed.pages)
    assert "检查问题（3类）" in ledger
    assert "4、6–7姓名错误这一行与别处重复请核对后删去一行" in ledger
    assert "整表—错误这一行与别处重复" in ledger
    assert "5—说明多一列不用处理" in ledger
    assert rest.count("这一行与别处重复") == 1  # the one on the whole workbook


def test_a_ledger_without_findings_says_so(draw: Draw, tmp_path: Path) -> None:
    source = write_book(tmp_path / "a.xlsx", {"名册": people(2), "说明": [["随便写的"]]})

    first, second = draw(source, findings=()).pages

    assert "没有发现问题" in first
    assert "没有发现问题" not in second


def test_marked_rows_are_tinted(draw: Draw, layout: Layout, tmp_path: Path) -> None:
    source = write_book(tmp_path / "a.xlsx", {"名册": people(4)})

    def tinted(findings: Sequence[Finding]) -> int:
        with pypdfium2.PdfDocument(draw(source, findings=findings).leaves.pdf) as document:
            picture = document[0].render(scale=1).to_pil().convert("RGB")
        tint = layout.ledger_table.mark_tint
        wanted = tuple(int(tint[at : at + 2], 16) for at in (1, 3, 5))
        return sum(pixel == wanted for pixel in picture.get_flattened_data())

    assert tinted(()) == 0
    one, two = tinted([finding(4)]), tinted([finding(4), finding(6)])
    assert one > 3000
    assert two == pytest.approx(2 * one, rel=0.1)


# ------------------------------------------------------------------------ sheets, notes, bad input


def test_hidden_sheets_and_rows_are_printed_and_said(draw: Draw, tmp_path: Path) -> None:
    source = write_book(
        tmp_path / "a.xlsx", {"名册": people(4), "另册": people(3), "附表": [["附"]], "空": []}
    )
    book = load_workbook(source)
    book["名册"].row_dimensions[5].hidden = True
    book["另册"].sheet_state = "hidden"
    book["附表"].sheet_state = "hidden"
    book.save(source)

    printed = draw(source)

    assert "其中1行被隐藏，照印" in printed.text
    assert re.search(r"▲?5隐2甲某", printed.text)
    assert "工作表“另册”（隐藏的工作表，照印）" in printed.text
    assert "工作表“附表”（隐藏的工作表，照印）" in printed.text
    assert "空白工作表没有印：“空”" in printed.text
    assert printed.leaves.notes == ("空白工作表没有印：“空”",)
    assert len(printed.pages) == 3


def test_pictures_and_comments_that_are_not_printed_are_named(draw: Draw, tmp_path: Path) -> None:
    source = write_book(tmp_path / "a.xlsx", {"名册": people(2)})
    book = load_workbook(source)
    stream = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(stream, "PNG")
    book["名册"].add_image(SheetImage(io.BytesIO(stream.getvalue())), "K2")
    book.save(source)

    printed = draw(source)

    (note,) = printed.leaves.notes
    assert "图片 1 个" in note
    assert "".join(note.split()) in printed.text


def test_a_character_without_a_glyph_is_drawn_as_its_code_and_noted(
    draw: Draw, tmp_path: Path
) -> None:
    lines = [*people(1), person(2, note="生僻\U00031351\U00012000xyz")]

    printed = draw(write_book(tmp_path / "a.xlsx", {"名册": lines}))

    assert "生僻\U00031351\U00012000xyz" in printed.text
    assert "有 1 个字不能照原样印" in printed.leaves.notes[0]
    assert "U+12000（工作表“名册”第 " in printed.leaves.notes[0]


def test_a_workbook_that_cannot_be_read_is_not_bindable(
    layout: Layout, fonts: FontSet, tmp_path: Path
) -> None:
    source = tmp_path / "a.xlsx"
    source.write_bytes(b"PK\x03\x04 broken")

    drawn = draw_workbook(
        source,
        [],
        [],
        title=TITLE,
        masked=True,
        mask=Mask(),
        fonts=fonts,
        figures=layout.ledger_table,
        target=tmp_path / "register.pdf",
    )

    assert drawn == Unbindable("unreadable", "文件已损坏，读不出表格", drawn.remedy)
    assert not (tmp_path / "register.pdf").exists()


# ------------------------------------------------------------------------------- bytes and cache


def test_the_same_input_gives_the_same_bytes(draw: Draw, tmp_path: Path) -> None:
    source = write_book(tmp_path / "a.xlsx", {"名册": people(50)})

    first = draw(source).leaves.pdf.read_bytes()
    second = draw(source).leaves.pdf.read_bytes()

    assert first == second
    with pikepdf.open(io.BytesIO(first)) as pdf:
        assert pdf.check_pdf_syntax() == []


def test_a_register_is_drawn_again_only_when_something_changed(
    schemas: Mapping[str, LedgerSchema],
    layout: Layout,
    fonts: FontSet,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source = write_book(tmp_path / "a.xlsx", {"名册": people(3)})
    ledger = read_workbook(source, source.name, schemas["L16"])
    drawn: list[Path] = []

    def counted(*given: object, **named: object) -> Conversion:
        drawn.append(source)
        return draw_workbook(*given, **named)

    without_children(monkeypatch)
    monkeypatch.setattr(workbook, "draw_workbook", counted)

    def get(findings: Sequence[Finding] = (), *, masked: bool = True, sha: str = "1") -> Leaves:
        wanted = Printable(source, [ledger], findings, sha, TITLE)
        style = Style(masked, Mask(), fonts, layout.ledger_table)
        kept = printed_ledgers({"a": wanted}, style, cache=tmp_path / "缓存")["a"]
        assert isinstance(kept, Leaves)
        return kept

    first = get()
    assert get() == first
    assert len(drawn) == 1
    assert first.pdf.parent == tmp_path / "缓存" / "registers"
    others = [get(masked=False), get([finding(4)]), get(sha="2")]
    assert len(drawn) == 4
    assert len({leaves.pdf for leaves in (first, *others)}) == 4
    first.pdf.write_bytes(b"damaged")
    assert page_texts(get().pdf)
    assert len(drawn) == 5
    assert not list((tmp_path / "缓存" / "registers").glob(".new-*"))


# ------------------------------------------------------------------------------------------ fonts


@pytest.mark.parametrize("hinted", [True, False])
@pytest.mark.parametrize("role", ["rare", "latin"])
def test_a_font_is_read_and_cut_down_as_a_font_library_reads_it(
    fonts: FontSet, role: str, *, hinted: bool
) -> None:
    path = fonts.paths[role]
    font = TrueType(path, hinted=hinted)
    with TTFont(path, fontNumber=0) as whole:
        names, order = whole.getBestCmap(), whole.getGlyphOrder()
        numbers = whole.getReverseGlyphMap()
        em, metrics, outlines = whole["head"].unitsPerEm, whole["hmtx"], whole["glyf"]
        for code, name in names.items():
            assert font.glyph(code) == numbers[name]
            assert font.advance(numbers[name]) * em == pytest.approx(metrics[name][0])
        assert font.glyph(0xE1234) == 0
        chars = [ord(char) for char in "A1é甲国县ﬁ" if ord(char) in names]
        used = [font.glyph(code) for code in chars]
        made = font.cut(used)
        with TTFont(io.BytesIO(made.data)) as cut:
            assert cut["maxp"].numGlyphs == made.total < len(used) + 12
            assert hinted or not {"fpgm", "prep", "cvt "} & set(cut.keys())
            for at, glyph in enumerate(used, 1):
                name = cut.getGlyphName(at)
                mine, theirs = cut["glyf"][name], outlines[order[glyph]]
                assert mine.getCoordinates(cut["glyf"])[0] == theirs.getCoordinates(outlines)[0]
                assert cut["hmtx"][name] == metrics[order[glyph]]
                kept = getattr(mine, "program", None)
                assert hinted or kept is None or not kept.getBytecode()


@pytest.mark.parametrize("content", [b"", b"no font at all", b"\0\1\0\0\0\x09damaged"])
def test_a_file_that_is_no_font_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.ttf"
    path.write_bytes(content)

    with pytest.raises(ValueError, match=r"."):
        TrueType(path)


def test_dates_are_printed_in_full(draw: Draw, tmp_path: Path) -> None:
    header = [*HEADER, "起始日期"]
    lines = [header, *([*person(n), dt.date(2019, 3, n)] for n in range(1, 10))]

    printed = draw(write_book(tmp_path / "a.xlsx", {"名册": lines}))

    assert all(f"2019-03-0{number}" in printed.pages[0] for number in range(1, 10))
