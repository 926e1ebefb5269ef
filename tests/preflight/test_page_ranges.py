"""Page numbers written in ranges can be read back without loss."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.base.page_ranges import ranges


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ([], ""),
        ([7], "7"),
        ([2, 3], "2–3"),
        ([2, 3, 4, 5, 9], "2–5、9"),
        ([9, 2], "9、2"),
        ([1, 1, 2], "1、1–2"),
        (["2.2-9", "2.2-10", "2.2-11", "2.3-12"], "2.2-9 至 2.2-11、2.3-12"),
        (["总-1", "总-2", "附-3"], "总-1 至 总-2、附-3"),
        (["", "封面", 4], "、封面、4"),
    ],
)
def test_ranges(labels: list[object], said: str) -> None:
    assert ranges(labels) == said


def test_ranges_for_a_print_dialog() -> None:
    assert ranges([1, 2, 3, 7], dash="-", comma=",") == "1-3,7"


def test_the_rest_of_many_is_counted() -> None:
    assert ranges([1, 3, 4, 7, 9, 10], most=2) == "1、3–4 等 6"
    assert ranges([1, 3, 4], most=2) == "1、3–4"


@given(st.sets(st.integers(1, 300)))
def test_nothing_is_lost(pages: set[int]) -> None:
    said = ranges(sorted(pages))
    read = set()
    for part in said.split("、") if said else []:
        first, last = re.fullmatch(r"(\d+)(?:–(\d+))?", part).groups()  # type: ignore[union-attr]
        read |= set(range(int(first), int(last or first) + 1))
    assert read == pages
