"""What a page's operators show: told where it is plain, and then as pdfium tells it."""

from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary

from generator.measure.surveys import lettering
from generator.measure.surveys.page import SurveyedPages, survey_pages
from generator.measure.surveys.strings import first_page
from generator.measure.surveys.to_unicode import characters_of
from tests.builders.surveyed import Sheet, embedded, line_of
from tests.builders.wide_fonts import to_unicode, wide_font

CODES = {0x101: "保", 0x102: "密", 0x103: "，", 0x104: " ", 0x105: "fi", 0x106: "\xa0", 0x107: "密"}
MAP = to_unicode(CODES)


def page_of(*content: str, said: bytes | None = MAP) -> Sheet:
    """A page with the fonts of surveys, and W, whose codes have two bytes."""
    sheet = Sheet()
    wide_font(sheet, "W", said)
    return sheet.show(*content)


def surveyed(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[SurveyedPages, bool]:
    """The survey of a page, and whether pdfium was asked for its letters, though it takes long."""
    asked: list[int] = []
    monkeypatch.setattr(lettering, "_takes_long", lambda _: True)
    real = lettering._ask
    monkeypatch.setattr(lettering, "_ask", lambda *args: asked.append(1) or real(*args))
    return survey_pages(path, range(1)), bool(asked)


def check(sheet: Sheet, folder: Path, monkeypatch: pytest.MonkeyPatch, *, plain: bool) -> None:
    """Both ways give the same, and the quick one is taken just where it can be."""
    path = sheet.save(folder / "页.pdf")
    quick, asked = surveyed(path, monkeypatch)
    monkeypatch.setattr(lettering, "count_characters", lambda *_: None)
    slow, _ = surveyed(path, monkeypatch)
    assert quick == slow
    assert asked is not plain
    if plain:
        with pypdfium2.PdfDocument(path) as document:
            text = document[0].get_textpage().get_text_bounded()
        assert letters(first_page(path) or "") == letters(text)


def letters(text: str) -> list[str]:
    return sorted(char for char in text if not char.isspace())


def lines(*strings: tuple[str, float]) -> str:
    """Strings on one line."""
    return "\n".join(line_of(text, x, 200, 12) for text, x in strings)


WIDE = "BT /W 12 Tf 100 {y} Td <{codes}> Tj ET"


@pytest.mark.parametrize(
    "content",
    [
        WIDE.format(y=300, codes="010101020103"),
        f"{WIDE.format(y=300, codes='0105')} {WIDE.format(y=200, codes='0107')}",
        lines(("next", 20), ("to", 40), ("next", 60)),
        "BT /W 9 Tf 50 500 Td [<0101> 120 <0102> -300 <0103>] TJ 0 -12 Td <0102> ' ET",
        "BT 12 TL /F 8 Tf 50 500 Td (2019-05-10) Tj T* (next) ' ET",
        "q BT /F 20 Tf 50 500 Td (Big) Tj ET Q BT /F 5 Tf 50 300 Td (small print) Tj ET",
        "BT /F 9 Tf q /F 20 Tf Q 50 700 Td (nine) Tj ET",
        "/P << /MCID 0 >> BDC BT /F 9 Tf 50 500 Td (tagged) Tj ET EMC",
        "BT /F 9 Tf 0 1 -1 0 50 500 Tm (lies) Tj 1 0 0 1 300 500 Tm (stands) Tj ET",
        "BT /F 9 Tf -0.2 Tc 50 500 Td (narrow) Tj () Tj [] TJ ET",
        "BT /E 9 Tf 50 500 Td (xx xx) Tj ET",
    ],
    ids=lambda content: content[:40],
)
def test_plain_text_is_counted_as_pdfium_does(
    content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = page_of(content)
    embedded(sheet, "E", "ABCDEF+Square")
    check(sheet, tmp_path, monkeypatch, plain=True)


@pytest.mark.parametrize(
    "content",
    [
        lines(("bold", 20), ("bold", 20.1)),
        lines(("bold", 20), ("old", 22.4)),
        lines(("2019", 20), ("-", 30), ("5", 32)),
        "BT /F 9 Tf 50 500 Td [(a) 500 (a) 500 (a)] TJ ET",
        "BT /F 9 Tf -4 Tc 50 500 Td (aaaa) Tj ET",
        "/Span << /ActualText (another) >> BDC BT /F 9 Tf 50 500 Td (said) Tj ET EMC",
        "/Span /Said BDC BT /F 9 Tf 50 500 Td (said) Tj ET EMC",
        "BT /F 9 Tf 0.9 0.3 -0.3 0.9 50 500 Tm (slopes) Tj ET",
        "BT /F 9 Tf 0 1 -1 0 50 500 Tm (lies) Tj 1 0 0 1 45 505 Tm (across) Tj ET",
        "BT /D 0.12 Tf 100 100 Td (xxxx) Tj ET",
        "BT /F 9 Tf 50 500 Td (caf\\351) Tj ET",
        'BT /F 9 Tf 50 500 Td 1 0 (spaced) " ET',
        "BT 50 300 Td (no font) Tj /F 9 Tf (font) Tj ET",
        "BT /Lost 9 Tf 50 300 Td (lost font) Tj ET",
        "/G gs BT 50 300 Td (font of a state) Tj ET",
        "Tj Tf Do BT /F 9 Tf 50 500 Td (after nonsense) Tj ET",
        "BT /W 9 Tf 50 300 Td <01010199> Tj ET",
        "BT /W 9 Tf 50 300 Td <010101> Tj ET",
    ],
    ids=lambda content: content[:40],
)
def test_whatever_is_not_plain_is_left_to_pdfium(
    content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = page_of(content)
    resources = sheet.page.obj.Resources
    resources.Properties = Dictionary(Said=Dictionary(ActualText=b"another"))
    resources.ExtGState = Dictionary(G=Dictionary(Font=Array([resources.Font.F, 9])))
    check(sheet, tmp_path, monkeypatch, plain=False)


@pytest.mark.parametrize("encoding", ["/Identity-V", "/GBK-EUC-H", "/UniGB-UCS2-H"])
def test_other_codes_than_plain_ones(
    encoding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = Sheet()
    wide_font(sheet, "W", MAP, encoding)
    sheet.show(WIDE.format(y=300, codes="01010103"))
    check(sheet, tmp_path, monkeypatch, plain=encoding == "/Identity-V")


def test_a_font_without_a_map(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = page_of(WIDE.format(y=300, codes="01010103"), said=None)
    check(sheet, tmp_path, monkeypatch, plain=False)


def test_text_of_forms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = page_of("BT /F 9 Tf 50 500 Td (page) Tj ET q 1 0 0 1 0 90 cm /X Do Q")
    sheet.form("X", line_of("form", 20, 50, 8), [0, 0, 300, 300], [1, 0, 0, 1, 30, 0])
    check(sheet, tmp_path, monkeypatch, plain=True)
    twice = page_of(line_of("form", 20, 50, 8), "/X Do")
    twice.form("X", line_of("form", 20, 50, 8), [0, 0, 300, 300], [1, 0, 0, 1, 0.2, 0])
    check(twice, tmp_path, monkeypatch, plain=False)


@pytest.mark.parametrize("times", [1, 9])
def test_a_form_that_draws_itself_ends(times: int, tmp_path: Path) -> None:
    sheet = page_of("/X Do")
    sheet.form("X", "/X Do " * times, [0, 0, 300, 300], [1, 0, 0, 1, 0, 0])
    form = sheet.page.obj.Resources.XObject["/X"]
    form.Resources = Dictionary(XObject=Dictionary(X=form))
    assert first_page(sheet.save(tmp_path / "页.pdf")) is None


def test_what_is_no_document_says_nothing(tmp_path: Path) -> None:
    broken = tmp_path / "坏.pdf"
    broken.write_bytes(b"%PDF-1.4\nnothing else")
    assert first_page(broken) is None
    assert first_page(tmp_path / "没有.pdf") is None
    with pikepdf.new() as empty:
        empty.save(tmp_path / "空.pdf")
    assert first_page(tmp_path / "空.pdf") is None


@pytest.mark.parametrize("compact", [True, False])
def test_pdfium_is_asked_where_that_is_quick(
    compact: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = Sheet()
    wide_font(sheet, "W", MAP, compact=compact)
    path = sheet.show(WIDE.format(y=300, codes="01010103")).save(tmp_path / "页.pdf")
    asked: list[int] = []
    real = lettering._ask
    monkeypatch.setattr(lettering, "_ask", lambda *args: asked.append(1) or real(*args))
    (page,) = survey_pages(path, range(1)).pages
    assert page.characters == 2
    assert page.ink is not None
    assert bool(asked) is not compact


# -------------------------------------------------------------------------------------------- maps


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"beginbfchar <0001> <4fdd>\n<0002><5bc6> endbfchar", {1: "保", 2: "密"}),
        (b"beginbfchar <41> <0041> <42> <00660069> endbfchar", {0x41: "A", 0x42: "fi"}),
        (b"beginbfrange <0010> <0012> <4fdd> endbfrange", {16: "保", 17: "俞", 18: "俟"}),
        (b"beginbfrange <0010> <0011> [<4fdd> <5bc6>] endbfrange", {16: "保", 17: "密"}),
        (b"beginbfrange <0010> <0011> [<4fdd>] endbfrange", None),
        (b"beginbfrange <00f0> <0101> <4fdd> endbfrange", None),
        (b"beginbfrange <0012> <0010> <4fdd> endbfrange", None),
        (b"beginbfchar <0001> <4fdd> <0001> <5bc6> endbfchar", None),
        (b"beginbfchar <0001> <20> endbfchar", None),
        (b"beginbfchar <0001> /space endbfchar", None),
        (b"beginbfchar <0001> <4fdd>", None),
        (b"/Adobe-GB1-UCS2 usecmap beginbfchar <0001> <4fdd> endbfchar", None),
        (b"beginbfchar % <0001> <4fdd>\n<0001> <5bc6> endbfchar", None),
        (b"", {}),
    ],
)
def test_only_plain_maps_are_read(body: bytes, found: dict[int, str] | None) -> None:
    assert characters_of(body) == found
