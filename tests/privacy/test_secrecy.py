"""A secrecy mark is known by its form and its place; mere words about secrets are none."""

import re
from collections.abc import Iterator

import pytest
import yaml

from generator.measure.privacy.secrecy import line_mark, name_degree, name_mark, sheet_mark
from tests.conftest import ROOT

TOP, HEAD, MIDDLE, FOOT = 0.25, 0.12, 0.5, 0.97


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("秘密★3年", "秘密★3年"),
        ("机密★", "机密★"),
        ("绝密 ★ 长期", "绝密★长期"),
        ("机 密 ★ １０ 年", "机密★10年"),
        ("秘　密★6个月", "秘密★6个月"),
        ("机密★一年", "机密★一年"),
        ("机密☆1年", "机密☆1年"),
        ("【机密★1年】", "机密★1年"),
        ("000012  机密★1年", "机密★1年"),
        ("机密★1年  特急", "机密★1年"),
        ("份号：000012 绝密★10年 特提", "绝密★10年"),
        ("秘密★2025年12月31日", "秘密★2025年12月31日"),
        ("密级：机密", "密级:机密"),
        ("密级：秘密★5年", "密级:秘密★5年"),
    ],
)
def test_a_mark_with_its_star_or_label_stands_anywhere(line: str, mark: str) -> None:
    for top in (HEAD, TOP, MIDDLE, FOOT):
        assert line_mark(line, top) == mark


@pytest.mark.parametrize(
    "line", ["机密", "秘 密", "绝密", "机密级", "（秘密）", "【绝密】", "机密 特急"]
)
def test_a_mere_degree_stands_at_the_top_or_the_foot(line: str) -> None:
    assert line_mark(line, HEAD)
    assert line_mark(line, TOP)
    assert line_mark(line, FOOT)
    assert line_mark(line, MIDDLE) is None


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("机密★1年          甲县人民政府", "机密★1年"),
        ("甲县人民政府文件        秘密★3年", "秘密★3年"),
        ("来文单位 甲县政府办  密级  机密", "机密"),
    ],
)
def test_beside_other_words_it_is_a_mark_at_the_head_alone(line: str, mark: str) -> None:
    assert line_mark(line, HEAD) == mark
    assert line_mark(line, MIDDLE) is None


@pytest.mark.parametrize(
    "line",
    [
        "关于保守国家秘密工作的通知",
        "保守国家秘密，人人有责",
        "中华人民共和国保守国家秘密法",
        "甲县秘密级文件管理办法",
        "双方对在合作中知悉的商业秘密负有保密义务",
        "保密协议",
        "商业秘密",
        "国家秘密",
        "工作秘密",
        "内部资料",
        "内部文件  注意保存",
        "内部资料★注意保管",
        "机密设备采购合同",
        "绝密★启用前",
        "绝密★考试结束前",
        "密级：无",
        "密级：普通",
        "密级：内部",
        "密级：□秘密 □机密 □绝密",
        "密级（绝密、机密、秘密）",
        "绝密、机密、秘密",
        "密级 绝密 机密 秘密",
        "秘密★3年的文件由专人保管",
        "标注“秘密★3年”字样",
        "在首页左上角标注秘密★3年",
        "秘密文件登记簿",
        "1 甲办〔2019〕3号 关于协作的函 秘密 2019-03-02 张某",
        "序号 文号 题名 密级 日期",
        "政务公开：是否涉密 否",
        "涉密人员离岗审批表",
        "保密期限：3年",
        "",
    ],
)
@pytest.mark.parametrize("top", [HEAD, TOP, MIDDLE, FOOT])
def test_a_sentence_or_a_table_is_no_mark(line: str, top: float) -> None:
    assert line_mark(line, top) is None


def test_a_table_row_that_ends_with_a_mark_is_none_below_the_head() -> None:
    row = "1 甲办〔2019〕3号 关于协作的函 秘密★3年"
    assert line_mark(row, TOP) is None
    assert line_mark(row, MIDDLE) is None


def named() -> Iterator[tuple[str, str | None]]:
    """Each name of the cases with the mark that it bears, if any."""
    for path in sorted((ROOT / "tests" / "cases" / "secrecy_names").iterdir()):
        yield from yaml.safe_load(path.read_text("utf-8")).items()


@pytest.mark.parametrize(("name", "mark"), tuple(named()))
def test_marks_in_names(name: str, mark: str | None) -> None:
    """Printing and archiving go by one rule: 密级 in 归档文件目录 is the degree of this mark."""
    assert name_mark(name) == mark
    assert name_degree(name) == (re.sub("[级★].*", "", mark) if mark else None)


def test_the_head_of_a_sheet() -> None:
    assert sheet_mark([["", "机密★1年", ""], ["挂职干部台账"]]) == (1, "机密★1年")
    assert sheet_mark([["挂职干部台账"], ["", "秘密"]]) == (2, "秘密")
    assert sheet_mark([["密级", "机密"], ["挂职干部台账"]]) == (1, "机密")
    assert sheet_mark([["台账"], *[[""]] * 6, ["秘密★3年"]]) == (8, "秘密★3年")


def test_a_column_of_degrees_is_no_mark() -> None:
    rows = [["文件台账"], ["序号", "题名", "密级"], ["1", "函", "秘密"], ["2", "函", "秘密★3年"]]
    assert sheet_mark(rows) is None
    assert sheet_mark([["台账"], *[[""]] * 6, ["秘密"]]) is None
    assert sheet_mark([]) is None
