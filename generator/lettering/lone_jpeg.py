"""Find the one JPEG that a PDF page consists of, its bytes and its place on the page."""

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
from PIL import Image

from generator.lettering.pdf_names import UNREADABLE, name_of

#: How far an image may stand over the page's edge or a clip, in PDF points.
_TOLERANCE = 1.0
#: Shear or rotation below this share of the image's size cannot be seen (0.06 degrees).
_SKEW = 0.001
#: Forms within forms: scanners and our own fitting to A4 use at most two.
_DEEPEST = 4
#: More forms than this on a page are not followed.
_MOST_FORMS = 64
_EXIF_ORIENTATION = 0x0112
#: Operators that neither draw nor change what is drawn.
_HARMLESS = frozenset({"BMC", "EMC"})
#: Operators that set how text looks and where it stands, and those that show it.
_TEXT_STATE = frozenset({"BT", "ET", "Tf", "Td", "TD", "Tm", "T*", "Tc", "Tw", "Tz", "TL", "Ts"})
_TEXT_SHOWN = frozenset({"Tj", "TJ", "'", '"'})
#: The text rendering mode that shows nothing (ISO 32000 9.3.6, table 104).
_INVISIBLE = 3

#: Left, bottom, right and top in PDF points.
Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """Where a picture stands on a page, as shares (0 to 1) of its width and height from the top."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class LoneImage:
    """The JPEG that makes up a page: its own bytes, its size in pixels and its place."""

    jpeg: bytes
    width_px: int
    height_px: int
    box: Box


class _NotLoneError(Exception):
    """The page holds something else, or draws its image in a way that its bytes do not show."""


def lone_jpeg(
    page: pikepdf.Page, visible: Bounds, *, hidden_text: bool = False
) -> LoneImage | None:
    """The page's only content, if that is one JPEG that looks the same by itself.

    Annotations, masks, clips, colour spaces other than grey or RGB, an image that is turned in
    the page's own space or hangs over its edge make it an ordinary page: ``None``.

    Args:
        page: the page; how far it is turned for the reader plays no part.
        visible: what is shown of it: left, bottom, right and top in points.
        hidden_text: whether invisible text over the image (what a scanner recognised) is let pass.

    Returns:
        The image, with its place on the page before it is turned.
    """
    try:
        return _examine(page, visible, hidden_text)
    except (_NotLoneError, *UNREADABLE):
        return None


def _examine(page: pikepdf.Page, visible: Bounds, hidden_text: bool) -> LoneImage:
    if page.obj.get("/UserUnit", 1) != 1 or len(page.obj.get("/Annots", ())) > 0:
        raise _NotLoneError
    image, matrix = _Drawing(hidden_text).only(page)
    left, bottom, right, top = visible
    if right <= left or top <= bottom:
        raise _NotLoneError
    return _take(image, _place(matrix, visible))


class _Drawing:
    """What a page draws, followed into its forms."""

    def __init__(self, hidden_text: bool) -> None:
        self._hidden_text = hidden_text
        self._harmless = _HARMLESS | _TEXT_STATE if hidden_text else _HARMLESS
        self._forms = 0

    def only(self, page: pikepdf.Page) -> tuple[pikepdf.Object, pikepdf.Matrix]:
        """The one image that a page draws, with the matrix that places it."""
        drawn = self._drawn(page.obj, page.resources, pikepdf.Matrix(), _DEEPEST)
        found = next(drawn, None)
        if found is None or next(drawn, None) is not None:
            raise _NotLoneError
        return found

    def _drawn(
        self,
        stream: pikepdf.Object,
        resources: pikepdf.Object,
        matrix: pikepdf.Matrix,
        depth: int,
    ) -> Iterator[tuple[pikepdf.Object, pikepdf.Matrix]]:
        """Every image that a content stream draws, with the matrix that places it."""
        saved: list[tuple[pikepdf.Matrix, bool]] = []
        hidden = False
        for instruction in pikepdf.parse_content_stream(stream):
            name = str(instruction.operator)
            if name == "q":
                saved.append((matrix, hidden))
            elif name == "Q":
                matrix, hidden = saved.pop() if saved else (matrix, hidden)
            elif name == "cm":
                matrix = pikepdf.Matrix(*(float(value) for value in instruction.operands)) @ matrix
            elif name == "Do":
                named = instruction.operands[0]
                if not isinstance(named, pikepdf.Name):
                    raise _NotLoneError
                yield from self._within(resources["/XObject"][named], resources, matrix, depth)
            elif name == "Tr" and self._hidden_text:
                hidden = int(instruction.operands[0]) == _INVISIBLE
            elif name not in self._harmless and not (hidden and name in _TEXT_SHOWN):
                raise _NotLoneError

    def _within(
        self,
        drawn: pikepdf.Object,
        resources: pikepdf.Object,
        matrix: pikepdf.Matrix,
        depth: int,
    ) -> Iterator[tuple[pikepdf.Object, pikepdf.Matrix]]:
        """An image itself, or the images inside a form that does not clip them."""
        if "/OC" in drawn:
            raise _NotLoneError
        if drawn["/Subtype"] == "/Image":
            yield drawn, matrix
            return
        self._forms += 1
        if drawn["/Subtype"] != "/Form" or depth == 0 or self._forms > _MOST_FORMS:
            raise _NotLoneError
        if "/Matrix" in drawn:
            matrix = pikepdf.Matrix(*(float(value) for value in drawn["/Matrix"])) @ matrix
        clip = _corners(matrix, [float(value) for value in drawn["/BBox"]])
        inner = drawn.get("/Resources", resources)
        for image, place in self._drawn(drawn, inner, matrix, depth - 1):
            if not _inside(_corners(place, [0, 0, 1, 1]), clip):
                raise _NotLoneError
            yield image, place


def _corners(matrix: pikepdf.Matrix, box: list[float]) -> Bounds:
    """A box after a transformation that neither turns nor mirrors: left, bottom, right, top."""
    skew = max(abs(matrix.b), abs(matrix.c))
    if matrix.a <= 0 or matrix.d <= 0 or skew > _SKEW * min(matrix.a, matrix.d):
        raise _NotLoneError
    left, bottom = matrix.transform((min(box[0], box[2]), min(box[1], box[3])))
    right, top = matrix.transform((max(box[0], box[2]), max(box[1], box[3])))
    return left, bottom, right, top


def _inside(inner: Bounds, outer: Bounds) -> bool:
    return (
        inner[0] >= outer[0] - _TOLERANCE
        and inner[1] >= outer[1] - _TOLERANCE
        and inner[2] <= outer[2] + _TOLERANCE
        and inner[3] <= outer[3] + _TOLERANCE
    )


def _place(matrix: pikepdf.Matrix, page: Bounds) -> Box:
    """The unit square under ``matrix`` as shares of the page, measured from its top left."""
    image = _corners(matrix, [0, 0, 1, 1])
    if not _inside(image, page):
        raise _NotLoneError
    width, height = page[2] - page[0], page[3] - page[1]
    return Box(
        left=round((image[0] - page[0]) / width, 6),
        top=round((page[3] - image[3]) / height, 6),
        width=round((image[2] - image[0]) / width, 6),
        height=round((image[3] - image[1]) / height, 6),
    )


def _take(image: pikepdf.Object, box: Box) -> LoneImage:
    """The image's own bytes, if they show by themselves what the page shows."""
    if any(key in image for key in ("/SMask", "/Mask", "/Decode", "/DecodeParms")):
        raise _NotLoneError
    names = image["/Filter"]
    if [name_of(name) for name in ([names] if isinstance(names, pikepdf.Name) else names)] != [
        "/DCTDecode"
    ]:
        raise _NotLoneError
    jpeg = image.read_raw_bytes()
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as opened:
                mode, size = opened.mode, opened.size
                upright = opened.getexif().get(_EXIF_ORIENTATION, 1) == 1
        except (OSError, Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise _NotLoneError from error
    if size != (int(image["/Width"]), int(image["/Height"])) or not upright:
        raise _NotLoneError
    if mode != _mode_of(image["/ColorSpace"]):
        raise _NotLoneError
    return LoneImage(jpeg, size[0], size[1], box)


def _mode_of(space: pikepdf.Object) -> str:
    """The Pillow mode of a colour space that a bare JPEG can stand for."""
    if isinstance(space, pikepdf.Array) and name_of(space[0]) == "/ICCBased":
        return {1: "L", 3: "RGB"}.get(int(space[1]["/N"]), "")
    return {"/DeviceGray": "L", "/DeviceRGB": "RGB"}.get(name_of(space), "")
