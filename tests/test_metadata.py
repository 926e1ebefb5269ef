import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.base.errors import ConfigError
from generator.intake.metadata import from_catalogue, from_name, merged

NAMES = [
    ("2019-05-10 第一次联席会议", dt.date(2019, 5, 10), None, "第一次联席会议"),
    ("20190510 通知", dt.date(2019, 5, 10), None, "通知"),
    ("2019.5.10 通知", dt.date(2019, 5, 10), None, "通知"),
    ("2019年5月10日 通知", dt.date(2019, 5, 10), None, "通知"),
    (
        "2019-05-10 ×办函〔2019〕12号 关于对接的函",
        dt.date(2019, 5, 10),
        "×办函〔2019〕12号",
        "关于对接的函",
    ),
    ("甲协办函[2019]12号 关于对接的函", None, "甲协办函〔2019〕12号", "关于对接的函"),
    ("甲协办函（2019）第12号关于对接的函", None, "甲协办函〔2019〕12号", "关于对接的函"),
    ("甲组干〔2019〕3号", None, "甲组干〔2019〕3号", "甲组干〔2019〕3号"),
    ("1 会议通知", None, None, "会议通知"),
    ("（3）会议通知", None, None, "会议通知"),
    ("12、会议通知", None, None, "会议通知"),
    ("2019年工作总结", None, None, "2019年工作总结"),
    ("2019-02-30 假日期", None, None, "2019-02-30 假日期"),
    ("扫描件20190510001", None, None, "扫描件20190510001"),
    ("520191010通知", None, None, "520191010通知"),
    ("2019", None, None, "2019"),
]


@pytest.mark.parametrize(("name", "date", "number", "title"), NAMES)
def test_a_name_tells_date_number_and_title(
    name: str, date: dt.date | None, number: str | None, title: str
) -> None:
    said = from_name(name)
    assert (said.date, said.doc_number, said.title) == (date, number, title)


@given(st.text(min_size=1, max_size=60))
def test_any_name_has_a_title(name: str) -> None:
    said = from_name(name)
    assert said.title or not name.strip()


def test_the_catalogue_overrides_the_name_and_leaves_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "目录.yaml"
    path.write_text(
        "files:\n  a.pdf: {title: 任职通知, doc_number: 甲组干〔2019〕12号, point: 第2页第1段}\n",
        "utf-8",
    )
    said = from_catalogue(path, "目录.yaml", ["a.pdf", "b.pdf"])
    whole = merged(from_name("2019-03-04 a"), said, "a.pdf")
    assert whole.title == "任职通知"
    assert whole.date == dt.date(2019, 3, 4)
    assert (whole.doc_number, whole.point) == ("甲组干〔2019〕12号", "第2页第1段")
    assert whole.titled


def test_a_title_that_is_stated_as_the_file_is_called_is_a_stated_one(tmp_path: Path) -> None:
    path = tmp_path / "目录.yaml"
    path.write_text("files:\n  甲.pdf: {title: 甲}\n  乙.pdf: {issuer: 乙}\n", "utf-8")
    said = from_catalogue(path, "目录.yaml", ["甲.pdf", "乙.pdf"])
    assert merged(from_name("甲"), said, "甲.pdf").titled
    assert not merged(from_name("乙"), said, "乙.pdf").titled
    assert not merged(from_name("丙"), said, "丙.pdf").titled


def test_the_catalogue_names_a_file_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "目录.yaml"
    path.write_text("files:\n  任职通只.pdf: {title: 任职通知}\n", "utf-8")
    with pytest.raises(ConfigError) as caught:
        from_catalogue(path, "目录.yaml", ["任职通知.pdf"])
    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == (2, 3)
    assert "是否为“任职通知.pdf”" in problem.remedy


def test_pages_are_turned_as_the_catalogue_says(tmp_path: Path) -> None:
    path = tmp_path / "目录.yaml"
    turns = "files:\n  a.pdf: {rotate: 90}\n  b.pdf: {rotate: {2: 180, 4-5: 270}}\n"
    path.write_text(turns, "utf-8")
    said = from_catalogue(path, "目录.yaml", ["a.pdf", "b.pdf"])
    assert merged(from_name("a"), said, "a.pdf").rotate == ((0, 90),)
    assert merged(from_name("b"), said, "b.pdf").rotate == ((2, 180), (4, 270), (5, 270))
    assert merged(from_name("b"), said, "c.pdf").rotate == ()


@pytest.mark.parametrize(
    ("written", "line", "message"),
    [
        ("45", 3, "不能转“45”度"),
        ("-90", 3, "不能转“-90”度"),
        ("[90]", 3, "不能转"),
        ("\n      1: 90\n      2: 100", 5, "不能转“100”度"),
        ("\n      1: 90\n      第二页: 90", 5, "“第二页”不是页码"),
        ("\n      0: 90", 4, "“0”不是页码"),
        ("\n      5-3: 90", 4, "“5-3”不是页码"),
        ("\n      1-3: 90\n      2: 180", 5, "第 2 页写了两次"),
    ],
)
def test_a_turn_that_makes_no_sense_is_told_with_its_line(
    tmp_path: Path, written: str, line: int, message: str
) -> None:
    path = tmp_path / "目录.yaml"
    path.write_text(f"files:\n  a.pdf:\n    rotate: {written}\n", "utf-8")
    with pytest.raises(ConfigError) as caught:
        from_catalogue(path, "目录.yaml", ["a.pdf"])
    (problem,) = caught.value.problems
    assert problem.line == line
    assert message in problem.message
