"""File names of every kind: something is always read from them, and nothing is invented."""

import datetime as dt
import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from generator.base.files import natural_key
from generator.intake.metadata import from_name
from tests.builders.mutated import bounded

ANY = st.text(st.characters(exclude_categories=()), min_size=1, max_size=80)
#: Names made of what names are made of, in any order.
LIKELY = st.lists(
    st.sampled_from(
        [
            *("2019", "-05", "-10", "20190510", "年", "5月", "10日", "2019-02-30", "0", "1", "12"),
            *("甲办函", "〔2019〕", "(2019)", "【2019】", "［", "第", "3号", "12 号", "号", "关于"),
            *(" ", "　", "、", "_", "-", "—", ".", "（1）", "(2)", "通知", "e\u0301", "é", "１２"),
            *("\u202e", "\u200b", "\x00", "\ud800", "😀", "٢٠١٩", "\n"),
        ]
    ),
    min_size=1,
    max_size=12,
).map("".join)

WORDS = st.text("甲乙县办组干函协作发任", min_size=2, max_size=6)
TITLES = st.text("关于召开联席会议的通知纪要方案总结", min_size=1, max_size=30)
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31))


def is_part_of(few: str, many: str) -> bool:
    """Whether all characters stand in the other text in the same order."""
    rest = iter(many)
    return all(char in rest for char in few)


@bounded(400)
@given(ANY | LIKELY)
@example("20190510")
@example("〔2019〕1号")
def test_nothing_is_invented(name: str) -> None:
    said = from_name(name)
    whole = unicodedata.normalize("NFC", name)
    assert said.title
    kept = said.title.replace(" ", "")  # a blank may stand where the date was
    assert is_part_of(kept, whole) or said.title in (said.doc_number, name)
    assert said.date is None or 1900 <= said.date.year <= 2099
    if said.doc_number is not None:
        word, _, rest = said.doc_number.partition("〔")
        year, _, serial = rest.partition("〕")
        assert all(part in whole for part in (word, year, serial.removesuffix("号")))
    assert from_name(name) == said
    assert from_name(unicodedata.normalize("NFD", name)) == from_name(whole)


@bounded(200)
@given(day=DAYS, word=WORDS, year=st.integers(1990, 2030), serial=st.integers(1, 999), title=TITLES)
def test_what_is_written_by_the_rule_is_read_back(
    day: dt.date, word: str, year: int, serial: int, title: str
) -> None:
    number = f"{word}〔{year}〕{serial}号"
    for date in (day.isoformat(), f"{day:%Y%m%d}", f"{day.year}年{day.month}月{day.day}日"):
        said = from_name(f"{date} {number} {title}")
        assert (said.date, said.doc_number, said.title) == (day, number, title)
        assert from_name(f"{date} {title}").title == title
        assert from_name(f"{number} {title}").date is None


@bounded(200)
@given(st.lists(ANY | LIKELY, max_size=8))
def test_names_have_an_order(names: list[str]) -> None:
    backwards = names[::-1]
    assert sorted(backwards, key=natural_key) == sorted(names, key=natural_key)
