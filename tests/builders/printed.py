"""What a second library reads in the printed volumes: numbers, links, bookmarks."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2

from generator.model import Imprint, Page, PageKind, Plan, Volume

POINTS = 72 / 25.4


@dataclass(frozen=True)
class Row:
    """A link: the text in its rectangle, and the file and side that it leads to."""

    text: str
    file: str
    side: int


def numbers(path: Path, volume: Volume) -> dict[int, str]:
    """The text at the place of each side's number; on a side without one, at either corner."""
    document = pypdfium2.PdfDocument(path)
    assert len(document) == len(volume.pages)
    found = {}
    for page in volume.pages:
        boxes = [_around(page.imprint)] if page.imprint else list(_corners(page))
        found[page.index] = "".join(_text(document[page.index - 1], box) for box in boxes)
    return found


def _text(sheet: pypdfium2.PdfPage, box: tuple[float, float, float, float]) -> str:
    """The text in a box of mm from the top left corner as a reader sees the page."""
    left, top, right, bottom = (value * POINTS for value in box)
    wide, high = sheet.get_size()
    place = {
        0: (left, high - bottom, right, high - top),
        270: (high - bottom, wide - right, high - top, wide - left),
    }[sheet.get_rotation()]
    return sheet.get_textpage().get_text_bounded(*place).strip()


def _around(imprint: Imprint) -> tuple[float, float, float, float]:
    width = len(imprint.text) * imprint.size / POINTS * 0.62 + 1
    left = {"left": imprint.x - 0.5, "right": imprint.x - width, "center": imprint.x - width / 2}
    start = left[imprint.align]
    return start, imprint.y - 4.2, start + width + 0.5, imprint.y + 1


def _corners(page: Page) -> Iterator[tuple[float, float, float, float]]:
    if page.leaf is None:
        yield 10, 8, 50, 18
        yield page.width - 50, 8, page.width - 10, 18


def wanted(volume: Volume) -> dict[int, str]:
    """What the plan says must stand there."""
    return {page.index: page.imprint.text if page.imprint else "" for page in volume.pages}


def bookmarks(path: Path) -> dict[int, list[str]]:
    """The outline's titles by side."""
    found: dict[int, list[str]] = {}
    for entry in pypdfium2.PdfDocument(path).get_toc():
        found.setdefault(entry.get_dest().get_index() + 1, []).append(entry.get_title())
    return found


def labels(path: Path) -> list[str]:
    """The page labels that a viewer shows."""
    document = pypdfium2.PdfDocument(path)
    return [document.get_page_label(at) for at in range(len(document))]


def links(path: Path, volume: Volume, kinds: set[PageKind]) -> Iterator[Row]:
    """Every link of the pages of some kinds, with the text under it."""
    document = pypdfium2.PdfDocument(path)
    with pikepdf.open(path) as pdf:
        where = {page.obj.objgen: at for at, page in enumerate(pdf.pages, 1)}
        for page in volume.pages:
            if page.kind not in kinds:
                continue
            text = document[page.index - 1].get_textpage()
            for annotation in pdf.pages[page.index - 1].obj.get("/Annots", ()):
                left, bottom, right, top = (float(value) for value in annotation.Rect)
                said = text.get_text_bounded(left, bottom + 2, right, top - 2)
                file, side = _target(annotation, path, where)
                yield Row(" ".join(said.split()), file, side)


def _target(
    annotation: pikepdf.Object, path: Path, where: dict[tuple[int, int], int]
) -> tuple[str, int]:
    if "/Dest" in annotation:
        return path.name, where[annotation.Dest[0].objgen]
    action = annotation.A
    assert pikepdf.Name.GoToR == action.S
    assert str(action.F.UF) == str(action.F.F)
    return str(action.F.UF), int(action.D[0]) + 1


def check_references(folder: Path, plan: Plan) -> int:
    """Printed number = stamped number = link = bookmark = page label, in every volume.

    Returns how many links were followed.
    """
    files = {f"{volume.name}.pdf": volume for volume in plan.volumes}
    marks = {name: bookmarks(folder / name) for name in files}
    followed = 0
    for name, volume in files.items():
        assert numbers(folder / name, volume) == wanted(volume)
        shown = labels(folder / name)
        for page in volume.pages:
            assert shown[page.index - 1] == (page.printed or page.label)
        kinds = {PageKind.CONTENTS, PageKind.CATALOGUE, PageKind.COMPLETION, PageKind.GAP_LIST}
        above = ("", 0)
        for row in links(folder / name, volume, kinds):
            target = files[row.file].pages[row.side - 1]
            goes_on = above == (row.file, row.side)  # a very long row has its number at the top
            if target.printed and not goes_on:
                assert target.printed in row.text.split(), row
            above = row.file, row.side
            assert row.side in marks[row.file]
            followed += 1
    return followed
