"""Draw texts, lines and areas on pages of one PDF; places in mm from the top left corner."""

from generator.ledgers.printed.fitting import one_line, room_on
from generator.lettering.faces import Faces
from generator.lettering.layout import LedgerFigures, PaperFigures
from generator.lettering.pdf_file import PdfFile
from generator.lettering.typeset import MM_PER_POINT
from generator.model import Leaf

#: Height of a baseline under the top of its em box, and the stroke that makes a face bold, in ems.
_BASELINE, _STROKE = 0.86, 0.03

_BLACK = "#000000"


class Pages:
    """The pages of one ledger. Each goes to the file when it is full; its foot comes last."""

    def __init__(self, pdf: PdfFile, faces: Faces, figures: LedgerFigures) -> None:
        self.paper = figures.papers[0]
        self._pdf = pdf
        self._faces = faces
        self._figures = figures
        self._done: list[tuple[int, PaperFigures, str]] = []
        self._under: list[str] = []
        self._ops: list[str] = []

    def start(self, paper: PaperFigures) -> None:
        """Begin a page."""
        self.paper = paper
        self._under = []
        self._ops = [f"{self._figures.rule / MM_PER_POINT:.2f} w"]

    def end(self, foot: str) -> None:
        """Write the page that was begun; ``foot`` will stand in its foot with the page's number."""
        content = "\n".join([*self._under, *self._ops])
        number = self._pdf.add_stream(content.encode("ascii"))
        self._done.append((number, self.paper, foot))

    def finish(self) -> tuple[Leaf, ...]:
        """Write the feet, the fonts and the page tree; gives the sizes of the pages in points."""
        feet = [self._foot(index) for index in range(len(self._done))]
        fonts = self._faces.write(self._pdf)
        resources = self._pdf.add(f"<< /Font {fonts} >>")
        tree, leaves, kids = self._pdf.reserve(), [], []
        for (content, paper, _), foot in zip(self._done, feet, strict=True):
            leaf = Leaf(round(paper.width / MM_PER_POINT, 2), round(paper.height / MM_PER_POINT, 2))
            kid = self._pdf.add(
                f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 {leaf.width} {leaf.height}] "
                f"/Resources {resources} 0 R /Contents [{content} 0 R {foot} 0 R] >>"
            )
            leaves.append(leaf)
            kids.append(f"{kid} 0 R")
        body = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>"
        catalog = self._pdf.add(f"<< /Type /Catalog /Pages {self._pdf.write(tree, body)} 0 R >>")
        self._pdf.close(catalog)
        return tuple(leaves)

    def text(
        self,
        x: float,
        top: float,
        width: float,
        line: str,
        *,
        role: str,
        size: float,
        align: str = "left",
        strong: bool = False,
        color: str = _BLACK,
    ) -> None:
        """Write one line in a box of a width; the top of its type size is ``top``.

        A line that is longer than it was counted is made narrower: nothing runs over the box.
        """
        shown, ems = self._faces.style(role).operators(line, size)
        if not shown:
            return
        narrow = width / (ems * size * MM_PER_POINT) if ems else 1.0
        if narrow < 1:
            shown, ems = f"{100 * narrow:.2f} Tz {shown} 100 Tz", ems * narrow
        if align != "left":
            free = width - ems * size * MM_PER_POINT
            x += free if align == "right" else free / 2
        down = (self.paper.height - top) / MM_PER_POINT - _BASELINE * size
        body = f"BT 1 0 0 1 {x / MM_PER_POINT:.2f} {down:.2f} Tm {shown} ET"
        if strong or color != _BLACK:
            stroke = f"2 Tr {_STROKE * size:.2f} w {_rgb(color)} RG " if strong else ""
            body = f"q {stroke}{_rgb(color)} rg {body} Q"
        self._ops.append(body)

    def line(self, x: float, y: float, to_x: float, to_y: float) -> None:
        """Draw a rule."""
        height = self.paper.height
        points = (x, height - y, to_x, height - to_y)
        x0, y0, x1, y1 = (value / MM_PER_POINT for value in points)
        self._ops.append(f"{x0:.2f} {y0:.2f} m {x1:.2f} {y1:.2f} l S")

    def area(self, x: float, y: float, width: float, height: float, color: str) -> None:
        """Fill a rectangle under all texts and rules of the page."""
        values = (x, self.paper.height - y - height, width, height)
        box = " ".join(f"{value / MM_PER_POINT:.2f}" for value in values)
        self._under.append(f"q {_rgb(color)} rg {box} re f Q")

    def _foot(self, index: int) -> int:
        """The foot of a page: name of the sheet, and which page of how many it is."""
        figures = self._figures
        _, self.paper, name = self._done[index]
        self._ops = []
        width = room_on(self.paper)
        top = self.paper.height - self.paper.footer - figures.footer_size * MM_PER_POINT
        number = f"本台账第 {index + 1} 页，共 {len(self._done)} 页"
        name = one_line(name, width, number, figures.footer_size)
        for text, align in ((name, "left"), (number, "right")):
            self.text(
                self.paper.left,
                top,
                width,
                text,
                role=figures.fonts.body,
                size=figures.footer_size,
                align=align,
            )
        return self._pdf.add_stream("\n".join(self._ops).encode("ascii"))


def _rgb(color: str) -> str:
    parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return " ".join(f"{part:.3g}" for part in parts)
