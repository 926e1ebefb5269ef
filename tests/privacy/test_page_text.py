"""Marks and text on real pages: at which place, on which line, and what no text layer shows."""

from pathlib import Path

import pytest

from generator.measure.privacy import page_text as reading
from generator.measure.privacy.classified import _page_mark
from generator.measure.privacy.page_text import ClosedError, first_page_mark, opened, page_text
from tests.builders.surveyed import Sheet
from tests.builders.wide_fonts import to_unicode, wide_font
from tests.privacy.pages import document, letter, photo, scan

TITLE = ("关于东西部扶贫协作的函", 60, 90)
BODY = ("为保守国家秘密，现将有关商业秘密事项函告如下。", 28, 110)


def mark_of(folder: Path, data: bytes) -> str | None:
    path = folder / "a.pdf"
    path.write_bytes(data)
    return first_page_mark(path)


@pytest.mark.parametrize("turn", [0, 90])
@pytest.mark.parametrize(
    ("line", "mark"),
    [
        (("机密★1年", 28, 45), "机密★1年"),
        (("机 密 ★ 1 年", 28, 45), "机密★1年"),
        (("秘密", 28, 45), "秘密"),
        (("绝密★长期", 160, 20), "绝密★长期"),
        (("秘密★3年", 28, 150), "秘密★3年"),
        (("密级：机密", 28, 150), "密级:机密"),
    ],
)
def test_marks_on_a_page(
    tmp_path: Path, line: tuple[str, float, float], mark: str, turn: int
) -> None:
    assert mark_of(tmp_path, document([line, TITLE, BODY], turn=turn)) == mark


def test_a_mark_drawn_in_pieces(tmp_path: Path) -> None:
    pieces = [("机", 28, 45), ("密", 38, 45), ("★", 48, 45), ("1年", 54, 45)]
    assert mark_of(tmp_path, document([*pieces, TITLE, BODY])) == "机密★1年"


@pytest.mark.parametrize(
    "lines",
    [
        [BODY],
        [("秘密", 28, 150), BODY],
        [("甲县保密工作要点", 28, 45), ("机密设备采购合同", 28, 60)],
        [("1", 28, 60), ("关于协作的函", 50, 60), ("秘密", 150, 60)],
        [("秘密", 150, 60), ("1", 28, 60), ("关于协作的函", 50, 60)],
        [("内部资料  注意保存", 28, 30)],
        [("绝密★启用前", 28, 30)],
    ],
)
def test_no_mark_on_a_page(tmp_path: Path, lines: list[tuple[str, float, float]]) -> None:
    assert mark_of(tmp_path, document([*lines, TITLE])) is None


def test_only_the_first_page_bears_the_mark(tmp_path: Path) -> None:
    assert mark_of(tmp_path, document([TITLE], [("机密★1年", 28, 45)])) is None


def test_what_is_no_pdf_has_no_mark_and_no_text(tmp_path: Path) -> None:
    with pytest.raises(ClosedError):
        mark_of(tmp_path, b"%PDF-1.7 broken")
    with opened(tmp_path / "a.pdf") as nothing:
        assert nothing is None
    assert mark_of(tmp_path, scan("")) is None


def typed(folder: Path, text: str) -> Path:
    """A page whose font says what its codes stand for, as those of Word and WPS do."""
    codes = {0x101 + at: char for at, char in enumerate(dict.fromkeys(text))}
    written = {char: f"{code:04x}" for code, char in codes.items()}
    sheet = Sheet()
    wide_font(sheet, "W", to_unicode(codes))
    sheet.show(f"BT /W 12 Tf 80 760 Td <{''.join(written[char] for char in text)}> Tj ET")
    return sheet.save(folder / "b.pdf")


@pytest.mark.parametrize(
    ("text", "mark"),
    [("机密★1年", "机密★1年"), ("甲县保密工作要点", None), ("关于协作的函", None), ("", None)],
)
def test_only_pages_with_the_word_are_looked_at_closely(
    text: str, mark: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Path] = []
    monkeypatch.setattr(
        reading, "first_page_mark", lambda pdf: looked.append(pdf) or first_page_mark(pdf)
    )
    path = typed(tmp_path, text)
    assert _page_mark(path) == (mark and [mark, "第 1 页"])
    assert bool(looked) is ("密" in text)
    assert first_page_mark(path) == mark


def readable(folder: Path, data: bytes) -> bool:
    path = folder / "a.pdf"
    path.write_bytes(data)
    with opened(path) as pdf:
        assert pdf is not None
        return page_text(pdf, 0).readable


def test_pictures_cannot_be_searched(tmp_path: Path) -> None:
    assert not readable(tmp_path, scan(""))
    assert not readable(tmp_path, scan("第 1 页 共 3 页"))
    assert readable(tmp_path, scan("扫描件的文字层：" + "甲县人民政府关于协作的函，" * 5))
    assert readable(tmp_path, letter("甲县人民政府"))
    assert readable(tmp_path, document([]))
    assert photo()


def test_private_characters_cannot_be_searched(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(letter("\ue001\ue002\ue003\ue004\ue005\ue006甲县"))
    with opened(path) as pdf:
        assert pdf is not None
        assert not page_text(pdf, 0).readable
        with pytest.raises(ClosedError):
            page_text(pdf, 7)
