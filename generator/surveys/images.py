"""Which images a PDF page draws, at what resolution, and whether it draws anything else."""

import ctypes
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

#: Images that cover less than this share of the page together (a crest, a small seal) do not
#: decide its resolution.
_LEAST_SHARE = 0.05
#: Images that cover more than this share of the page together make it a scanned page.
_MOST_SHARE = 0.5
_POINTS_PER_INCH = 72
#: Forms within forms are followed this deep; a form that draws itself ends there too.
_DEEPEST = 16

_Matrix = tuple[float, float, float, float]
_UPRIGHT: _Matrix = (1.0, 0.0, 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class PlacedImage:
    """One drawing of an image: its resolution on the page, and the area it takes."""

    dpi: float  # the lower one of both directions
    area: float  # square points, even where it hangs over the page's edge


@dataclass(frozen=True, slots=True)
class Objects:
    """What a page draws; ``others`` counts paths and shadings."""

    images: tuple[PlacedImage, ...]
    texts: int
    others: int


def objects_of(page: pypdfium2.PdfPage) -> Objects:
    """Count what a page draws, forms opened; annotations are not among it."""
    images: list[PlacedImage] = []
    texts = others = 0
    for item, kind, matrix in _objects(page):
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            image = _placed(item, matrix)
            if image is not None:
                images.append(image)
        elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
            texts += 1
        else:
            others += 1
    return Objects(tuple(images), texts, others)


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


def _objects(page: pypdfium2.PdfPage) -> Iterator[tuple[Any, int, _Matrix]]:
    """Every object with its kind and the linear part of what is around it."""

    def top(index: int) -> Any:
        return pdfium.FPDFPage_GetObject(page, index)

    yield from _within(top, pdfium.FPDFPage_CountObjects(page), _UPRIGHT, _DEEPEST)


def _within(
    get: Callable[[int], Any], count: int, around: _Matrix, depth: int
) -> Iterator[tuple[Any, int, _Matrix]]:
    for index in range(count):
        item = get(index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind != pdfium.FPDF_PAGEOBJ_FORM:
            yield item, kind, around
        elif depth > 0:

            def inner(place: int, form: Any = item) -> Any:
                return pdfium.FPDFFormObj_GetObject(form, place)

            matrix = _times(_matrix(item), around)
            yield from _within(inner, pdfium.FPDFFormObj_CountObjects(item), matrix, depth - 1)


def _matrix(item: Any) -> _Matrix:
    found = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, found)
    return found.a, found.b, found.c, found.d


def _times(first: _Matrix, then: _Matrix) -> _Matrix:
    a, b, c, d = first
    e, f, g, h = then
    return a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h


def _placed(item: Any, around: _Matrix) -> PlacedImage | None:
    """An image object on the page; ``None`` if it has no pixels or no size."""
    wide, high = ctypes.c_uint(), ctypes.c_uint()
    pdfium.FPDFImageObj_GetImagePixelSize(item, wide, high)
    a, b, c, d = _times(_matrix(item), around)
    width, height = math.hypot(a, b), math.hypot(c, d)
    if not (wide.value and high.value and width > 0 and height > 0):
        return None
    dpi = _POINTS_PER_INCH * min(wide.value / width, high.value / height)
    return PlacedImage(dpi, abs(a * d - b * c))
