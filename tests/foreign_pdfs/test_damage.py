"""A damaged stream costs its page some of what it shows, and no other page anything."""

import io
import zlib
from pathlib import Path

import pikepdf
import pytest

from generator.convert.job import Outcome
from generator.convert.leaves import to_leaves
from generator.render.pdf.fit import fit_page
from generator.render.pdf.page_digests import page_digests
from tests.builders.foreign_pdfs import (
    A4,
    BEFORE,
    LETTER,
    PACKINGS,
    one_page,
    packed,
    pages_of,
)
from tests.builders.hostile import pdf_of, stream_of
from tests.builders.seen import drawn, red_only, saved, text_of

NOTE = "第 2 页内容有损，可能缺字缺图，请对照原件核对"

#: Ways of packing in which any bytes are right: damage goes unseen, as it does in every viewer.
BREAKABLE = sorted(PACKINGS.keys() - {"lengths"})

SHEETS = {
    "A4": (A4, b""),
    "Letter": (LETTER, b""),
    "turned": (LETTER, b"/Rotate 90"),
    "unit": (b"[0 0 600 800]", b"/UserUnit 1.5"),
    "shifted": (b"[-20 -30 592 762]", b"/CropBox[0 0 560 760]"),
}


def converted(folder: Path, data: bytes) -> Outcome:
    path = folder / "page.pdf"
    path.write_bytes(data)
    return to_leaves(path, folder / "copy.pdf")


def bound(outcome: Outcome) -> bytes:
    assert outcome.leaves is not None, outcome
    assert len(page_digests(outcome.leaves.pdf)) == len(outcome.leaves.pages)
    return outcome.leaves.pdf.read_bytes()


def notes(outcome: Outcome) -> tuple[str, ...]:
    assert outcome.leaves is not None
    return outcome.leaves.notes


def words(data: bytes, count: int = 3) -> list[list[str]]:
    return [text_of(data, index).split() for index in range(count)]


def is_red(data: bytes, index: int = 0) -> bool:
    return red_only(drawn(data, index, 40)).getextrema()[1] > 200


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("kind", BREAKABLE)
def test_a_damaged_page_shows_what_comes_before(tmp_path: Path, kind: str, sheet: str) -> None:
    box, entries = SHEETS[sheet]
    pages = [[packed(kind)], [packed(kind, damaged=True)], [packed(kind)]]
    outcome = converted(tmp_path, pages_of(pages, box=box, entries=entries))
    data = bound(outcome)
    assert words(data) == [["before"]] * 3
    assert NOTE in notes(outcome)
    assert all(is_red(data, index) for index in range(3))


@pytest.mark.parametrize("box", [A4, LETTER])
@pytest.mark.parametrize("kind", BREAKABLE)
def test_one_of_several_streams_is_damaged(tmp_path: Path, kind: str, box: bytes) -> None:
    several = [
        stream_of(b"", b"q .9 0 0 .9 0 0 cm"),
        packed(kind, damaged=True),
        stream_of(b"", b"Q BT /F 20 Tf 60 700 Td (after) Tj ET"),
    ]
    outcome = converted(tmp_path, pages_of([[packed(kind)], several, [packed(kind)]], box=box))
    data = bound(outcome)
    assert words(data) == [["before"], ["before", "after"], ["before"]]
    assert NOTE in notes(outcome)


@pytest.mark.parametrize("damaged", [False, True])
@pytest.mark.parametrize("kind", PACKINGS)
def test_a_page_of_any_packing_is_moved_on_its_sheet(kind: str, *, damaged: bool) -> None:
    """What only viewers unpack, or is damaged, was lost on pages that reach into the margin."""
    with pikepdf.open(io.BytesIO(pages_of([[packed(kind, damaged=damaged)]]))) as pdf:
        fit_page(pdf, pdf.pages[0], 210, 297, turn=0, scale=0.9, dx=5, dy=5)
        data = saved(pdf)
    assert text_of(data).split() == ["before"]
    assert is_red(data)


def test_words_of_the_library_that_are_no_text_cost_nothing(tmp_path: Path) -> None:
    """qpdf quotes the bytes that it stumbled over; they need not be text."""
    broken = stream_of(b"/Filter/ASCIIHexDecode", BEFORE.hex().encode() + b"\xff\xfe>")
    outcome = converted(tmp_path, pages_of([[packed("flate")], [broken]], box=LETTER))
    assert words(bound(outcome), 2) == [["before"]] * 2
    assert NOTE in notes(outcome)


@pytest.mark.parametrize(
    "broken",
    [
        b"<</Length 9999999>>\nstream\n%s\nendstream" % BEFORE,
        b"<</Length 5>>\nstream\n%s\nendstream" % BEFORE,
        b"<</Length/x>>\nstream\n%s\nendstream" % BEFORE,
        b"<<>>\nstream\n%s\nendstream" % BEFORE,
        b"<</Length %d>>\nstream\n%s\n" % (len(BEFORE), BEFORE),
    ],
)
@pytest.mark.parametrize("box", [A4, LETTER])
def test_a_stream_of_another_length_than_it_states(
    tmp_path: Path, broken: bytes, box: bytes
) -> None:
    pages = [[packed("flate")], [broken], [packed("flate")]]
    outcome = converted(tmp_path, pages_of(pages, box=box))
    assert words(bound(outcome)) == [["before"]] * 3
    assert any("已修复后装订" in note for note in notes(outcome))


@pytest.mark.parametrize("box", [A4, LETTER])
def test_a_page_packed_in_an_unknown_way(tmp_path: Path, box: bytes) -> None:
    unknown = stream_of(b"/Filter/Unheard", BEFORE)
    source = pages_of([[packed("flate")], [unknown]], box=box)
    outcome = converted(tmp_path, source)
    data = bound(outcome)
    assert words(data, 2) == words(source, 2)
    assert NOTE in notes(outcome)
    with pikepdf.open(io.BytesIO(data)) as pdf:  # nothing is thrown away: another reader may know
        kept = [stream.read_raw_bytes() for stream in pdf.objects if _is_unheard(stream)]
    assert kept == [BEFORE]


def _is_unheard(one: pikepdf.Object) -> bool:
    return isinstance(one, pikepdf.Stream) and one.get("/Filter") == pikepdf.Name("/Unheard")


def test_damaged_pictures_and_fonts_leave_the_words(tmp_path: Path) -> None:
    content = BEFORE + b"q 99 0 0 99 60 60 cm /I Do Q BT /G 24 Tf 60 300 Td (behind) Tj ET"
    data = one_page(
        content,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        stream_of(
            b"/Type/XObject/Subtype/Image/Width 9/Height 9/BitsPerComponent 8/ColorSpace/DeviceRGB"
            b"/Filter/FlateDecode",
            zlib.compress(bytes(243))[:-9] + b"\xff" * 9,
        ),
        b"<</Type/Font/Subtype/TrueType/BaseFont/Odd/FontDescriptor 8 0 R/Encoding"
        b"/WinAnsiEncoding/FirstChar 98/LastChar 110/Widths[%s]>>" % (b"500 " * 13),
        b"<</Type/FontDescriptor/FontName/Odd/Flags 32/FontFile2 9 0 R>>",
        stream_of(b"/Filter/FlateDecode", b"\x78\x9cno font at all"),
        resources=b"<</Font<</F 5 0 R/G 7 0 R>>/XObject<</I 6 0 R>>>>",
        box=LETTER,
    )
    outcome = converted(tmp_path, data)
    assert text_of(bound(outcome)).split() == ["before", "behind"]


@pytest.mark.parametrize("box", [A4, LETTER])
@pytest.mark.parametrize("kid", [b"99 0 R", b"5 0 R", b"(x)", b"[3 0 R]"])
def test_a_page_that_is_lost_is_told(tmp_path: Path, kid: bytes, box: bytes) -> None:
    """What holds a whole page cannot be read in part; qpdf corrects the count without a word."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox%s/Resources<<>>>>" % box
    held = zlib.compress(b"5 0 " + page)
    data = pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R %s]/Count 2>>" % kid,
            page,
            stream_of(b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode", held[:20] + b"\xff" * 20),
        ]
    )
    outcome = converted(tmp_path, data)
    assert len(bound(outcome)) > 0
    assert "文件自称 2 页，实际读出 1 页，请对照原件核对" in notes(outcome)
