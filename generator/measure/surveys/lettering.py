"""How small, how turned and in which fonts the text of a PDF page is set."""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pypdfium2
import pypdfium2.raw as pdfium

from generator.measure.surveys import calls
from generator.measure.surveys.calls import UNCHANGED
from generator.measure.surveys.counting import Setting, count_characters, setting_of
from generator.measure.surveys.faces import Face, Faces
from generator.measure.surveys.images import Placed

#: One character in fifty may be smaller than the smallest text that is reported: indices,
#: footnote marks.
_SMALLER = 0.02
#: Text rendering modes that show nothing by themselves (ISO 32000 9.3.6, table 104).
_UNSEEN = frozenset({pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP})
#: A glyph of a font that is drawn by the page itself (Type 3) is about this share of its size.
_GLYPH_SHARE = 0.75
_TEXT = pdfium.FPDF_PAGEOBJ_TEXT


@dataclass(frozen=True, slots=True)
class Lettering:
    """The text of one page, see :class:`generator.model.PageSurvey`.

    ``drawn`` tells whether the page itself draws letters (Type 3), in whatever colours.
    """

    smallest: float | None
    turn: int
    characters: int
    unembedded: frozenset[str]
    drawn: bool = False


@dataclass(slots=True)
class _Tally:
    """Characters by size and by turn."""

    rotation: int
    faces: Faces = field(default_factory=Faces)
    sizes: Counter[float] = field(default_factory=Counter)
    turns: Counter[int] = field(default_factory=Counter)
    unembedded: set[str] = field(default_factory=set)

    def add(self, setting: Setting, count: int, size: float) -> None:
        """Count the characters of a text object, unless it is squeezed to nothing."""
        a, b, c, d, _, _ = setting.matrix
        if a * d == b * c:
            return
        slope = math.degrees(math.atan2(b, a))
        self.turns[round((self.rotation - slope) / 90) * 90 % 360] += count
        if calls.render_mode(setting.placed.item) in _UNSEEN:
            return
        self.sizes[round(size, 1)] += count
        missing = self.faces.of(setting.placed.item).missing
        if missing is not None:
            self.unembedded.add(missing)


def lettering_of(
    page: pypdfium2.PdfPage, texts: Sequence[Placed], said: Callable[[], Sequence[str] | None]
) -> Lettering:
    """Read the page's text, forms included; annotations are not text of the page.

    Args:
        page: the page.
        texts: its text objects.
        said: gives what its operators show, if that is clear. It is asked for where pdfium would
            take long over the letters.

    Raises:
        pypdfium2.PdfiumError: the text cannot be read.
    """
    tally = _Tally(page.get_rotation())
    settings = [setting_of(placed) for placed in texts]
    faces = [tally.faces.of(placed.item) for placed in texts]
    drawn = not all(face.name for face in faces)
    counts = count_characters(settings, said()) if _takes_long(faces) and not drawn else None
    if counts is None:
        _ask(page, settings, tally)
    else:
        for setting, count in zip(settings, counts, strict=True):
            if count:
                tally.add(setting, count, setting.size)
    turn = max(sorted(tally.turns), key=tally.turns.__getitem__, default=0)
    missing = frozenset(tally.unembedded)
    return Lettering(_smallest(tally.sizes), turn, tally.sizes.total(), missing, drawn)


def _takes_long(faces: Sequence[Face]) -> bool:
    """Whether pdfium takes long to tell what text in these fonts says.

    It draws each letter to know its box. TrueType glyphs cost it less than the way around that.
    """
    return any(face.outlines for face in faces)


def _ask(page: pypdfium2.PdfPage, settings: Sequence[Setting], tally: _Tally) -> None:
    """Count every character that is not a blank for its text object, as pdfium reads the page."""
    text = page.get_textpage()
    try:
        handle = calls.address(text)
        counts: Counter[int] = Counter()
        first: dict[int, int] = {}
        for index in range(text.count_chars()):
            item = calls.text_object(handle, index)
            if item is not None and not chr(calls.letter_at(handle, index)).isspace():
                counts[item] += 1
                first.setdefault(item, index)
        known = {setting.placed.item: setting for setting in settings}
        for item, count in counts.items():
            setting = known.get(item) or setting_of(Placed(item, _TEXT, UNCHANGED))
            named = tally.faces.of(item).name
            tally.add(setting, count, setting.size if named else _size_of(text, first[item]))
    finally:
        text.close()


def _smallest(sizes: Mapping[float, int]) -> float | None:
    """The largest size below which no more than a fiftieth of the characters are."""
    allowed = _SMALLER * sum(sizes.values())
    below = 0
    for size in sorted(sizes):
        below += sizes[size]
        if below > allowed:
            return size
    return None


def _size_of(text: pypdfium2.PdfTextPage, index: int) -> float:
    """The size of a letter without a font, by the larger side of its own box, in points."""
    left, bottom, right, top = text.get_charbox(index)
    return float(max(right - left, top - bottom)) / _GLYPH_SHARE
