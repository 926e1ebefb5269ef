"""How pages are pictured: over the JPEG of a scan, in grey where nothing has a colour."""

from pathlib import Path

import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw

from generator.measure.surveys import picture, sources
from generator.measure.surveys.page import survey_pages
from generator.model import PageSurvey
from tests.builders.surveyed import A4, Sheet, bar, drawn_at, jpeg, line_of, points

STAMP = bar((150, 10, 190, 20), "1 0 0 rg")
NUMBER = line_of("No. 00118", 150, 280, 12)

#: Where a reader sees a piece of either when the page is turned clockwise.
SEEN = {
    0: (151, 13, 161, 18),
    90: (279, 151, 284, 161),
    180: (49, 279, 59, 284),
    270: (13, 49, 18, 59),
}


def only(sheet: Sheet, folder: Path) -> PageSurvey:
    (page,) = survey_pages(sheet.save(folder / "页.pdf"), range(1)).pages
    assert page.drawable
    return page


def scanned() -> bytes:
    """A grey sheet with a block of print."""
    image = Image.new("RGB", (827, 1169), (236, 235, 230))
    ImageDraw.Draw(image).rectangle((200, 300, 600, 900), fill=(30, 30, 30))
    return jpeg(image)


def scan(*content: str, **entries: object) -> Sheet:
    sheet = Sheet(**entries)
    sheet.image("I", scanned())
    return sheet.show(drawn_at("I", 0, 0, *A4), *content)


def stamped(sheet: Sheet) -> Sheet:
    """A red square as an annotation."""
    square = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Square,
        Rect=[points(value) for value in (150, 277, 190, 287)],
        C=[1, 0, 0],
        IC=[1, 0, 0],
        F=4,
    )
    sheet.page.obj.Annots = Array([sheet.pdf.make_indirect(square)])
    return sheet


def drawn_on(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Note for each page that is drawn whether it is drawn on a picture of its scan."""
    seen: list[bool] = []
    real = picture.draw
    monkeypatch.setattr(
        picture,
        "draw",
        lambda page, size, on=None: seen.append(on is not None) or real(page, size, on),
    )
    return seen


@pytest.mark.parametrize(
    ("content", "colour"), [(NUMBER, False), (STAMP, True), (f"{NUMBER} {STAMP}", True)]
)
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_what_lies_over_a_scan_is_drawn_on_its_jpeg(
    content: str, colour: bool, turn: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = drawn_on(monkeypatch)
    quick = only(scan(content, Rotate=turn), tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(sources, "lone_jpeg", lambda *_, **__: None)
        slow = only(scan(content, Rotate=turn), tmp_path)
    assert seen == [True, False]
    assert quick.colour is slow.colour is colour
    assert (quick.image_dpi, quick.characters) == (slow.image_dpi, slow.characters)
    assert quick.ink is not None
    assert slow.ink is not None
    for edge in ("left", "top", "right", "bottom"):
        assert getattr(quick.ink, edge) == pytest.approx(getattr(slow.ink, edge), abs=0.6)
    assert quick.covered(*SEEN[turn])


def test_an_annotation_on_a_scan_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = drawn_on(monkeypatch)
    page = only(stamped(scan()), tmp_path)
    assert seen == [True]
    assert page.colour
    assert page.covered(160, 12, 165, 15)


@pytest.mark.parametrize(
    "before",
    ["1 g 0 0 300 300 re f", "0 0 300 300 re W n", line_of("below", 20, 200, 12)],
    ids=["paint", "clip", "text"],
)
def test_a_scan_that_does_not_come_first_is_drawn(
    before: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = drawn_on(monkeypatch)
    sheet = Sheet()
    sheet.image("I", scanned())
    only(sheet.show(before, drawn_at("I", 0, 0, *A4), NUMBER), tmp_path)
    assert seen == [False]


def test_a_picture_on_a_page_of_text_is_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = drawn_on(monkeypatch)
    sheet = Sheet()
    sheet.image("I", scanned())
    only(sheet.show(drawn_at("I", 20, 200, 60, 40), NUMBER), tmp_path)
    assert seen == [False]


# ----------------------------------------------------------------------------------- grey or not


def with_pattern(sheet: Sheet) -> str:
    tile = sheet.pdf.make_stream(b"1 0 0 rg 0 0 9 9 re f")
    for name, value in {
        "PatternType": 1,
        "PaintType": 1,
        "TilingType": 1,
        "BBox": Array([0, 0, 9, 9]),
        "XStep": 9,
        "YStep": 9,
        "Resources": Dictionary(),
    }.items():
        tile[f"/{name}"] = value
    sheet.page.obj.Resources.Pattern = Dictionary(P=tile)
    return "/Pattern cs /P scn 100 100 200 200 re f"


def with_shading(sheet: Sheet) -> str:
    ramp = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 0, 0], C1=[1, 0.2, 0.2], N=1)
    sheet.page.obj.Resources.Shading = Dictionary(
        S=Dictionary(
            ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=[100, 0, 300, 0], Function=ramp
        )
    )
    return "q 100 100 200 200 re W n /S sh Q"


def with_letters(sheet: Sheet) -> str:
    sheet.page.obj.Resources.Font.D.CharProcs.x = sheet.pdf.make_stream(
        b"100 0 d0 1 0 0 rg 0 0 75 75 re f"
    )
    return "BT /D 1 Tf 100 100 Td (x) Tj ET"


def with_form(sheet: Sheet) -> str:
    sheet.form("X", "1 0 0 rg 0 0 200 200 re f", [0, 0, 300, 300], [1, 0, 0, 1, 50, 50])
    return "/X Do"


@pytest.mark.parametrize(
    "make",
    [
        lambda _: "1 0 0 RG 4 w 100 100 200 200 re S",
        lambda _: "BT 1 0 0 rg /F 80 Tf 100 300 Td (red) Tj ET",
        lambda _: "BT 1 Tr 0 0 1 RG 4 w /F 80 Tf 100 300 Td (blue) Tj ET",
        with_pattern,
        with_shading,
        with_letters,
        with_form,
    ],
    ids=["line", "text", "outlined", "pattern", "shading", "letters", "form"],
)
def test_colour_is_seen_whatever_brings_it(make, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    sheet = Sheet()
    content = make(sheet)
    assert only(sheet.show(content, NUMBER), tmp_path).colour


def test_one_colour_of_a_grey_page_is_as_good_as_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = Sheet().show(NUMBER, bar((20, 60, 90, 80), "0.6 g"), "0.3 w 100 100 m 300 320 l S")
    quick = only(sheet, tmp_path)
    monkeypatch.setattr(picture, "all_grey", lambda _: False)
    assert only(sheet, tmp_path) == quick
    assert not quick.colour
