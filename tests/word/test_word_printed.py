"""Word volumes as LibreOffice prints them: page for page the plan, everything in its place."""

import shutil
from collections.abc import Mapping

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from generator.model import Page, PageKind, Table
from generator.render.pdf.pictures import Picture, key_of
from tests.builders.converted import MM, convert, numbers_in_place, on_paper, paper
from tests.builders.volumes import corner, foot, layout
from tests.builders.word_samples import FITS, Made, sample

DPI = 144
#: Share of the pictures' height that is black at their top.
BAR = 12 / 297
pytestmark = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed"
)

Printed = Mapping[str, tuple[Made, pypdfium2.PdfDocument]]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """Volumes with numbers in both styles and on one or both sides, printed in one go."""
    root = tmp_path_factory.mktemp("printed")
    asked = {
        "corner": {"style": corner},
        "book": {"style": foot, "series": "2.2-"},
        "onesided": {"style": corner, "duplex": False},
    }
    made = {}
    for name, options in asked.items():
        (root / name).mkdir()
        made[name] = sample(root / name, **options)
    paths = convert([one.docx for one in made.values()], root)
    return {
        name: (one, pypdfium2.PdfDocument(path))
        for (name, one), path in zip(made.items(), paths, strict=True)
    }


ALL = pytest.mark.parametrize("name", ["corner", "book", "onesided"])


@ALL
def test_every_side_is_one_page_of_its_size(printed: Printed, name: str) -> None:
    made, pdf = printed[name]
    assert len(pdf) == len(made.volume.pages)
    for page, sheet in zip(made.volume.pages, pdf, strict=True):
        found = sheet.get_width() / MM, sheet.get_height() / MM
        assert found == pytest.approx(paper(page), abs=0.1), page.index


@ALL
def test_every_number_stands_where_the_plan_has_it(printed: Printed, name: str) -> None:
    """In corners, below the type area, and where it was moved to."""
    made, pdf = printed[name]
    numbered = [page for page in made.volume.pages if page.number is not None]
    assert len(numbered) > 15
    for page in numbered:
        assert page.imprint is not None
        assert page.printed in page.imprint.text
        assert numbers_in_place(pdf[page.index - 1], page) == 1, (page.index, page.imprint.text)


@ALL
def test_pages_say_what_the_plan_says(printed: Printed, name: str) -> None:
    """In order: each page's own words, and on blank sides nothing at all."""
    made, pdf = printed[name]
    for page, sheet in zip(made.volume.pages, pdf, strict=True):
        words = "".join(sheet.get_textpage().get_text_range().split())
        if page.kind is PageKind.BLANK:
            assert words == ""
            assert list(sheet.get_objects()) == []
        elif page.leaf is not None and isinstance(made.pictures[key_of(page)], Picture):
            assert words == "".join(page.imprint.text.split())
        elif page.kind is PageKind.DIVIDER:
            assert words == "一、组织领导"
    page = undrawable(made)
    words = "".join(pdf[page.index - 1].get_textpage().get_text_range().split())
    assert f"“{made.volume.name}.pdf”的第 {page.printed} 页".replace(" ", "") in words


def undrawable(made: Made) -> Page:
    (page,) = (p for p in made.volume.pages if p.leaf and p.leaf.pdf.name == "坏页.pdf")
    return page


@ALL
def test_pictures_stand_where_the_plan_has_them(printed: Printed, name: str) -> None:
    """The grey of the picture fills its place and nothing else, to half a millimetre."""
    made, pdf = printed[name]
    pages = [page for page in made.volume.pages if page.leaf and page is not undrawable(made)]
    assert len(pages) == len(FITS)
    for page, asked in zip(pages, FITS, strict=True):
        picture = made.pictures[key_of(page)]
        assert isinstance(picture, Picture)
        left, top, right, bottom, bar = dark_of(pdf[page.index - 1])
        fit, box = page.fit, picture.box
        width, height = picture.width * fit.scale, picture.height * fit.scale
        wanted = (
            max(0.0, fit.dx + box.left * width),
            max(0.0, fit.dy + box.top * height),
            min(page.width, fit.dx + (box.left + box.width) * width),
            min(page.height, fit.dy + (box.top + box.height) * height),
        )
        corners = (*on_paper(page, *wanted[:2]), *on_paper(page, *wanted[2:]))
        assert (left, top, right, bottom) == pytest.approx(corners, abs=0.5), asked
        # the black bar at the picture's top ends where it should: nothing is squeezed
        end = fit.dy + (box.top + BAR * box.height) * height
        wanted_bar = max(0.0, on_paper(page, 0, end)[1] - top)
        assert bar == pytest.approx(wanted_bar, abs=0.5), asked


def dark_of(sheet: pypdfium2.PdfPage) -> tuple[float, float, float, float, float]:
    """What a picture covers of a page in mm, and how much of that the bar at its top is.

    The page number is less than that and ignored.
    """
    image = sheet.render(scale=DPI / 72).to_pil().convert("L")
    mask = image.point(lambda value: 255 * (value < 128))
    top, bottom = span(mask.resize((1, mask.height), Image.Resampling.BOX), 0.2)
    band = mask.crop((0, top, mask.width, bottom))
    left, right = span(band.resize((mask.width, 1), Image.Resampling.BOX), 0.9)
    black = image.crop((left, top, right, bottom)).point(lambda value: 255 * (value < 30))
    start, end = span(black.resize((1, black.height), Image.Resampling.BOX), 0.5)
    return tuple(edge / DPI * 25.4 for edge in (left, top, right, bottom, end - start))


def span(shares: Image.Image, least: float) -> tuple[int, int]:
    """Where a row or column of shares of ink begins and ends to be larger than the least."""
    dark = [at for at, share in enumerate(shares.tobytes()) if share > least * 255]
    return (dark[0], dark[-1] + 1) if dark else (0, 0)


@ALL
def test_blocks_stand_where_the_plan_has_them(printed: Printed, name: str) -> None:
    """A full page's table begins and ends where the plan's arithmetic says, on both sides."""
    made, pdf = printed[name]
    for page in made.volume.pages:
        if page.kind not in {PageKind.GAP_LIST, PageKind.CATALOGUE}:
            continue
        sheet = pdf[page.index - 1]
        rules = [part.get_bounds() for part in sheet.get_objects() if part.type == 2]
        top = sheet.get_height() / MM - max(bounds[3] for bounds in rules) / MM
        foot_ = sheet.get_height() / MM - min(bounds[1] for bounds in rules) / MM
        left = min(bounds[0] for bounds in rules) / MM
        height = sum(block.height for block in page.blocks)
        assert top == pytest.approx(page.margins.top, abs=0.5)
        assert foot_ == pytest.approx(page.margins.top + height, abs=1.0)
        assert left == pytest.approx(page.left, abs=0.5)


def test_links_lead_to_their_pages(printed: Printed) -> None:
    made, pdf = printed["corner"]
    wanted = set()
    for page in made.volume.pages:
        for table in (block for block in page.blocks if isinstance(block, Table)):
            links = {cell.link for row in table.rows for cell in row.cells if cell.link}
            wanted |= {(page.index, made.plan.place_of(link)[1].index) for link in links}
    found, away = set(), set()
    with pikepdf.open(made.docx.parent.parent / f"{made.docx.stem}.pdf") as document:
        order = {sheet.objgen: at for at, sheet in enumerate(document.pages, start=1)}
        for at, sheet in enumerate(document.pages, start=1):
            for link in sheet.obj.get("/Annots", ()):
                if "/Dest" in link:
                    found.add((at, order[link.Dest[0].objgen]))
                else:
                    away.add((at, str(link.A.URI)))
    assert len(pdf) == len(order)
    (elsewhere,) = away
    assert elsewhere[1].endswith(".docx#p0003a2")
    assert found | {(elsewhere[0], 3)} == wanted


def test_numbers_of_the_book_style_are_of_its_size(printed: Printed) -> None:
    """14 points between dashes, and 12 points in corners, as the layout asks."""
    for name, size in (("book", 14), ("corner", 12)):
        made, pdf = printed[name]
        page = next(page for page in made.volume.pages if page.leaf is not None)
        text = pdf[page.index - 1].get_textpage()
        assert pypdfium2.raw.FPDFText_GetFontSize(text, 0) == pytest.approx(size, abs=0.1)
    assert layout().number.book.size == 14
    assert layout().number.archive.size == 12
