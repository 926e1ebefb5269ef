"""Pages of text at given places, pictures without text, and a ledger of one row per person."""

import csv
import io
from collections.abc import Sequence

from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

MM = 72 / 25.4
_FONT = "STSong-Light"

#: Text, distance from the left and from the top edge in mm.
Line = tuple[str, float, float]


def document(*pages: Sequence[Line], turn: int = 0) -> bytes:
    """A PDF of A4 pages; with ``turn`` (0 or 90) they are landscape ones by their own entry."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    made = io.BytesIO()
    canvas = Canvas(made, A4, invariant=True)
    for lines in pages:
        canvas.setPageRotation(turn)
        if turn == 90:
            canvas.translate(A4[0], 0)
            canvas.rotate(90)
        height = A4[0] if turn == 90 else A4[1]
        canvas.setFont(_FONT, 14)
        for text, x, y in lines:
            canvas.drawString(x * MM, height - y * MM, text)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def letter(*lines: str) -> bytes:
    """One page, its lines from 60 mm down."""
    return document([(line, 28, 60 + 10 * at) for at, line in enumerate(lines)])


def scan(*captions: str) -> bytes:
    """Pages that are pictures; a caption is text over the picture, as a scanner's program adds."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    made = io.BytesIO()
    canvas = Canvas(made, A4, invariant=True)
    for caption in captions:
        canvas.drawImage(ImageReader(io.BytesIO(photo())), 0, 0, *A4)
        canvas.setFont(_FONT, 10)
        canvas.drawString(40, 40, caption)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def photo() -> bytes:
    """A grey picture as JPEG."""
    picture = Image.new("L", (620, 877), 230)
    ImageDraw.Draw(picture).rectangle((100, 200, 500, 700), fill=40)
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=80)
    return data.getvalue()


def table(rows: Sequence[Sequence[object]]) -> bytes:
    """A CSV as Chinese offices save it."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("gb18030")
