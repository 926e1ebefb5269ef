"""The order of documents within one 件."""

import itertools

import pytest

from generator.archive.inner_order import inner_order


@pytest.mark.parametrize(
    ("filed", "wanted"),
    [
        (["附件1 名单", "关于选派干部的通知", "附件2 表"], [1, 0, 2]),
        (["会议纪要（定稿）", "会议纪要", "会议纪要复印件"], [1, 2, 0]),
        (["关于商请选派人才的函", "关于商请选派人才的复函"], [1, 0]),
        (["关于增加名额的请示", "关于增加名额的批复"], [1, 0]),
        (["关于做好某工作的通知", "甲县转发关于做好某工作的通知"], [1, 0]),
        (["关于甲的通知", "关于乙的通知", "关于甲的通知 附件"], [0, 2, 1]),
        (["1 会议通知", "附件 会议议程", "2 签到"], [0, 1, 2]),
        (["附件甲", "附件乙"], [0, 1]),
        (["函", "通知", "照片1", "照片2"], [0, 1, 2, 3]),
        ([], []),
    ],
)
def test_names_tell_what_stands_first(filed: list[str], wanted: list[int]) -> None:
    assert list(inner_order(filed)) == wanted


def test_a_draft_with_its_attachment_stands_behind_the_original() -> None:
    titles = ["方案（草稿）", "方案（草稿）附件", "方案", "方案附件"]
    for order in itertools.permutations(titles):
        found = [order[at] for at in inner_order(order)]
        assert sorted(found) == sorted(titles)
        assert found.index("方案") < found.index("方案附件")
        assert found.index("方案") < found.index("方案（草稿）")
