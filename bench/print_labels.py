"""Measure printed labels by their cut marks, and archive stamps by their red rules."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops

from bench.print_marks import Picture, drawn
from bench.print_pages import LOST, OWN_DPI, Measured
from generator.lettering.label_figures import LabelFigures
from generator.lettering.layout import ArchiveStampFigures, Layout
from generator.model import LabelKind, PlacedLabel

#: How far around its place a mark is looked for, in mm.
_AROUND = 1.0
#: A stamp's rule is this dark after the colour is taken for black.
_SAME_RED = 90
#: Ends of one rule differ by no more dots than this.
_SAME_END = 3


def labels(path: Path, placed: Iterable[PlacedLabel], layout: Layout) -> Iterator[Measured]:
    """Every label's size between its cut marks, its frame, and the ruler of each sheet."""
    figures = layout.labels
    with pypdfium2.PdfDocument(path) as document:
        sheets = [drawn(document, index, OWN_DPI) for index in range(len(document))]
    for label in placed:
        where = f"{path.name} sheet {label.sheet} {label.kind.value} {label.name}"[:90]
        yield from _label(sheets[label.sheet - 1], label, where, figures)
    for number, sheet in enumerate(sheets, 1):
        yield Measured("labels: ruler of 100 mm", _ruler(sheet, figures), f"{path.name} {number}")


def _label(
    sheet: Picture, label: PlacedLabel, where: str, figures: LabelFigures
) -> Iterator[Measured]:
    cut = figures.cut
    right, bottom = label.x + label.width, label.y + label.height
    middle = cut.offset + cut.length / 2
    sides = []
    for y in (label.y - middle, bottom + middle):
        level = _closest(sheet.lines_across(y, label.x - _AROUND, label.x + _AROUND), label.x)
        other = _closest(sheet.lines_across(y, right - _AROUND, right + _AROUND), right)
        sides.append((level, other))
    levels = []
    for x in (label.x - middle, right + middle):
        level = _closest(sheet.lines_down(x, label.y - _AROUND, label.y + _AROUND), label.y)
        other = _closest(sheet.lines_down(x, bottom - _AROUND, bottom + _AROUND), bottom)
        levels.append((level, other))
    wide, high = _standard(label, figures)
    for near, far in sides:
        yield Measured(f"labels: width of {label.kind.value}", abs(far - near - wide), where)
        off = max(abs(near - label.x), abs(far - right))
        yield Measured("labels: cut marks where planned", off, where)
    for near, far in levels:
        yield Measured(f"labels: height of {label.kind.value}", abs(far - near - high), where)
        off = max(abs(near - label.y), abs(far - bottom))
        yield Measured("labels: cut marks where planned", off, where)
    if label.kind is not LabelKind.TAB:
        frame = figures.inset + figures.frame / 2
        level = label.y + label.height / 2
        found = sheet.lines_across(level, label.x, label.x + 2 * frame)
        off = abs(_closest(found, label.x + frame) - label.x - frame)
        yield Measured("labels: frame within the cut", off, where)


def _standard(label: PlacedLabel, figures: LabelFigures) -> tuple[float, float]:
    """The size that the layout states; of a spine the width that the label should be nearest to."""
    if label.kind is LabelKind.TAB:
        return figures.tab.width, figures.tab.height
    if label.kind is LabelKind.BOX_FACE:
        return figures.face.width, figures.face.height
    spine = figures.volume if label.kind is LabelKind.VOLUME_SPINE else figures.box
    return min(spine.widths, key=lambda width: abs(width - label.width)), spine.height


def _ruler(sheet: Picture, figures: LabelFigures) -> float:
    """How far the ruler at the foot is from its stated length, outer edge to outer edge."""
    paper = figures.sheet
    left, foot = paper.margin, paper.height - paper.margin
    level = foot - 1.0  # the end ticks are 2 mm high, those between 1 mm
    found = sheet.lines_across(level - 0.5, left - 2, left + figures.ruler + 2)
    if len(found) < 2:
        return LOST
    return abs(found[-1] - found[0] + figures.cut.rule - figures.ruler)


def _closest(lines: Iterable[float], place: float) -> float:
    return min(lines, key=lambda line: abs(line - place), default=place + LOST)


# ----------------------------------------------------------------------------------------- stamps


def stamp(path: Path, where: str, figures: ArchiveStampFigures) -> Iterator[Measured]:
    """The stamp on the first side of a 件: its size, its cells, its distance from the edge."""
    with pypdfium2.PdfDocument(path) as document:
        page = document[0]
        image: Image.Image = page.render(scale=OWN_DPI / 72, rev_byteorder=True).to_pil()
        image.load()
        page.close()
    mask = _red(image.convert("RGB"), figures.color)
    dots = OWN_DPI / 25.4
    rules = _rules(mask, figures.width * dots, 2 * figures.rule * dots)
    if not rules:
        yield Measured("archive stamps: printed", LOST, where)
        return
    tops, bottoms, lefts, rights = zip(*rules, strict=True)
    left, right = min(lefts) / dots, max(rights) / dots
    top, bottom = min(tops) / dots, max(bottoms) / dots
    yield Measured("archive stamps: width", abs(right - left - figures.width), where)
    yield Measured("archive stamps: height", abs(bottom - top - figures.height), where)
    if image.height > image.width:
        yield Measured("archive stamps: from the top edge", abs(top - figures.top), where)
    lines = Picture(ImageChops.invert(mask), OWN_DPI)
    level = top + figures.rule + 0.25
    found = lines.lines_across(level, left - 1, right + 1)
    for column in (1, 2):
        place = left + column * figures.width / 3
        off = abs(_closest(found, place) - place)
        yield Measured("archive stamps: six equal cells", off, where)
    found = lines.lines_down(left + 0.5, top - 1, bottom + 1)
    place = (top + bottom) / 2
    yield Measured("archive stamps: six equal cells", abs(_closest(found, place) - place), where)


def _red(image: Image.Image, color: str) -> Image.Image:
    """White where the stamp's colour is, black elsewhere."""
    wanted = tuple(int(color[at : at + 2], 16) for at in (1, 3, 5))
    away = ImageChops.difference(image, Image.new("RGB", image.size, wanted))
    red, green, blue = away.split()
    furthest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return furthest.point([255 * (value < _SAME_RED) for value in range(256)])


def _rules(mask: Image.Image, length: float, thick: float) -> list[Sequence[int]]:
    """Red lines that begin and end together: upper, lower, left and right edge of each in dots.

    They are no shorter than the stamp is wide, nearly; a stretch of red that is thicker than a rule
    belongs to a picture.
    """
    wanted = re.compile(b"\xff{%d,}" % round(0.95 * length))
    data, wide = mask.tobytes(), mask.width
    bands: list[list[int]] = []
    for row in range(mask.height):
        for found in wanted.finditer(data, row * wide, (row + 1) * wide):
            left, right = (end - row * wide for end in found.span())
            above = [
                band for band in bands if band[1] == row and band[2] < right and left < band[3]
            ]
            for band in above:
                band[1:] = row + 1, min(band[2], left), max(band[3], right)
            if not above:
                bands.append([row, row + 1, left, right])
    fine = [band for band in bands if band[1] - band[0] <= thick]
    return max((_alike(band, fine) for band in fine), key=len, default=[])


def _alike(one: Sequence[int], others: Iterable[Sequence[int]]) -> list[Sequence[int]]:
    """The lines that begin and end where one does."""
    return [
        other
        for other in others
        if abs(other[2] - one[2]) <= _SAME_END and abs(other[3] - one[3]) <= _SAME_END
    ]
