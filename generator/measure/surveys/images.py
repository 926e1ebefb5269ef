"""What a PDF page draws: which images at what resolution, which texts, and whether all is grey."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from generator.measure.surveys import calls
from generator.measure.surveys.calls import UNCHANGED, Matrix, times

#: Images that cover less than this share of the page together (a crest, a small seal) do not
#: decide its resolution.
_LEAST_SHARE = 0.05
#: Images that cover more than this share of the page together make it a scanned page.
_MOST_SHARE = 0.5
_POINTS_PER_INCH = 72
#: Forms within forms are followed this deep; a form that draws itself ends there too.
_DEEPEST = 16
#: More forms than this on a page are not opened.
_MOST_FORMS = 100_000
#: Whether a page has colours is not told for one that draws more than this: looking costs more.
_MOST_LOOKED_AT = 500
_ONE_COLOUR = frozenset({pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH})
#: The level of grey that pdfium gives for a pattern, whatever its colours are.
_PATTERN = 0xBF


@dataclass(frozen=True, slots=True)
class PlacedImage:
    """One drawing of an image: its resolution on the page, and the area it takes."""

    dpi: float  # the lower one of both directions
    area: float  # square points, even where it hangs over the page's edge


class Placed(NamedTuple):
    """An object that a page draws: its address, its kind, how what is around it lies."""

    item: int
    kind: int
    around: Matrix

    def matrix(self) -> Matrix:
        """How the object itself lies on the page."""
        own = calls.matrix_of(self.item)
        return own if self.around is UNCHANGED else times(own, self.around)


@dataclass(frozen=True, slots=True)
class Objects:
    """What a page draws; ``others`` are paths, shadings and forms that were not opened."""

    images: tuple[PlacedImage, ...]
    texts: tuple[Placed, ...]
    others: tuple[Placed, ...]


def objects_of(page: pypdfium2.PdfPage) -> Objects:
    """List what a page draws, forms opened; annotations are not among it."""
    images: list[PlacedImage] = []
    texts: list[Placed] = []
    others: list[Placed] = []
    for placed in _objects(page):
        if placed.kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            image = _image(placed)
            if image is not None:
                images.append(image)
        else:
            (texts if placed.kind == pdfium.FPDF_PAGEOBJ_TEXT else others).append(placed)
    return Objects(tuple(images), tuple(texts), tuple(others))


def all_grey(objects: Objects) -> bool:
    """Whether a page plainly draws nothing in colour; an image may always have one."""
    drawn = objects.texts + objects.others
    if objects.images or len(drawn) > _MOST_LOOKED_AT:
        return False
    return all(
        one.kind in _ONE_COLOUR and all(_is_grey(colour) for colour in calls.colours_of(one.item))
        for one in drawn
    )


def _is_grey(colour: tuple[int, int, int]) -> bool:
    return colour[0] == colour[1] == colour[2] != _PATTERN


def lowest_image(page: pypdfium2.PdfPage) -> int | None:
    """The image that the page draws first, not by a form, so that all else lies over it."""
    item = calls.object_at(calls.address(page), 0)
    return item if item and calls.kind_of(item) == pdfium.FPDF_PAGEOBJ_IMAGE else None


def coarsest_dpi(images: Sequence[PlacedImage], page_area: float) -> float | None:
    """The resolution at or below which images cover a twentieth of the page.

    Scans that a scanner cut into strips count like whole ones.

    Args:
        images: the page's images.
        page_area: in square points.

    Returns:
        Dots per inch, rounded to a tenth; ``None`` if all images together cover less.
    """
    covered = 0.0
    for image in sorted(images, key=lambda image: image.dpi):
        covered += image.area
        if covered >= _LEAST_SHARE * page_area:
            return round(image.dpi, 1)
    return None


def mostly_images(images: Sequence[PlacedImage], page_area: float) -> bool:
    """Whether images make up most of a page, whose area is in square points."""
    return sum(image.area for image in images) > _MOST_SHARE * page_area


def _objects(page: pypdfium2.PdfPage) -> Iterator[Placed]:
    """Every object of the page and of its forms, in the order in which they are drawn."""
    root = calls.address(page)

    def top(index: int) -> Any:
        return calls.object_at(root, index)

    left = iter(range(_MOST_FORMS))
    yield from _within(top, calls.count_objects(root), UNCHANGED, _DEEPEST, left)


def _within(
    get: Callable[[int], Any], count: int, around: Matrix, depth: int, left: Iterator[int]
) -> Iterator[Placed]:
    for index in range(count):
        item = get(index)
        kind = calls.kind_of(item)
        opened = kind == pdfium.FPDF_PAGEOBJ_FORM and depth > 0 and next(left, None) is not None
        if not opened:
            yield Placed(item, kind, around)
        else:

            def inner(place: int, form: int = item) -> Any:
                return calls.inner_at(form, place)

            matrix = times(calls.matrix_of(item), around)
            yield from _within(inner, calls.count_inner(item), matrix, depth - 1, left)


def _image(placed: Placed) -> PlacedImage | None:
    """An image object on the page; ``None`` if it has no pixels or no size."""
    wide, high = calls.pixels_of(placed.item)
    a, b, c, d, _, _ = placed.matrix()
    width, height = math.hypot(a, b), math.hypot(c, d)
    if not (wide and high and width > 0 and height > 0):
        return None
    dpi = _POINTS_PER_INCH * min(wide / width, high / height)
    return PlacedImage(dpi, abs(a * d - b * c))
