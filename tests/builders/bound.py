"""A binder of many small cases in one build, and what a second program sees on its pages."""

import datetime as dt
import io
import shutil
import subprocess
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pypdfium2
from lxml import etree
from PIL import Image, ImageChops, ImageDraw

from generator.binder.build import Outcome, build
from generator.binder.request import Request
from generator.model import Finding, Page, Volume
from generator.render.word.word_paper import sheet_of
from generator.verdict.workspace import open_workspace
from tests.conftest import CONFIG, new_workspace

#: The folder of the item that all cases are filed under.
ITEM = "1.1 对接函件"
#: Dots per inch of the Word volume's pictures, and of what they are compared with.
DPI = 150
#: Length of the side of the squares that are compared, in pixels, and how much (of 255) the mean of
#: one may differ.
BLOCK, MOST = 8, 24.0

_NS = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "pr": "http://schemas.openxmlformats.org/package/2006/relationships",
}
_EMU = 914_400

#: Left, top, right and bottom in pixels.
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Sheet:
    """A page of evidence in the binder, and the volume that it stands in."""

    volume: Volume
    page: Page

    @property
    def at(self) -> int:
        """The page's place in its volume's PDF, from 0."""
        return self.page.index - 1


@dataclass(frozen=True)
class BoundCases:
    """What one build made of all cases: by the path of a document below its case."""

    outcome: Outcome

    @cached_property
    def sheets(self) -> dict[str, list[Sheet]]:
        """The pages of each document, by its path below the item's folder, in their order."""
        found: dict[str, list[Sheet]] = {}
        for volume in self.outcome.plan.volumes:
            for page in volume.pages:
                if page.leaf is not None:
                    path = below_item(page.leaf.file.path)
                    found.setdefault(path, []).append(Sheet(volume, page))
        return found

    def documents(self, case: str) -> list[str]:
        """The documents of a case that stand in the binder, by their paths below the case."""
        filed = (one.file for item in self.outcome.assessment.items for one in item.files)
        names = (below_item(file.path) for file in filed)
        return [name.partition("/")[2] for name in names if name.startswith(f"{case}/")]

    def findings(self, case: str, path: str) -> list[Finding]:
        """What is said about one of a case's documents."""
        whole = f"{case}/{path}"
        said = self.outcome.assessment.findings
        return [one for one in said if one.path and below_item(one.path) == whole]

    def text(self, sheet: Sheet) -> str:
        """What poppler reads on a page, without white space."""
        command = ["pdftotext", "-f", str(sheet.page.index), "-l", str(sheet.page.index)]
        pdf = self.pdf(sheet.volume)
        done = subprocess.run([*command, str(pdf), "-"], check=True, capture_output=True)
        return "".join(done.stdout.decode("utf-8").split())

    def grid(self, sheet: Sheet) -> tuple[int, int]:
        """How many letters the fullest line of a page has, and how many lines there are."""
        lines: Counter[int] = Counter()
        with pypdfium2.PdfDocument(self.pdf(sheet.volume)) as document:
            text = document[sheet.at].get_textpage()
            for at in range(text.count_chars()):
                if "\u4e00" <= text.get_text_range(at, 1) <= "\u9fff":
                    lines[round(text.get_charbox(at, loose=True)[1])] += 1
        return max(lines.values()), len(lines)

    def pdf(self, volume: Volume) -> Path:
        """The PDF of a volume."""
        return self.outcome.folder / f"{volume.name}.pdf"

    def picture(self, sheet: Sheet, dpi: float = DPI) -> Image.Image:
        """What pdfium draws of a page, upright on its paper."""
        with pypdfium2.PdfDocument(self.pdf(sheet.volume)) as document:
            return document[sheet.at].render(scale=dpi / 72).to_pil().convert("L")

    @cached_property
    def _word(self) -> dict[str, list["Placed"]]:
        return {
            volume.name: list(_placed(self.outcome.folder / f"{volume.name}.docx"))
            for volume in self.outcome.plan.volumes
        }

    def word_picture(self, sheet: Sheet) -> Image.Image:
        """What the Word volume shows at the place of a page, on its paper."""
        leaves = [page for page in sheet.volume.pages if page.leaf is not None]
        placed = self._word[sheet.volume.name][leaves.index(sheet.page)]
        paper = sheet_of(sheet.page)
        size = (round(paper.width / 25.4 * DPI), round(paper.height / 25.4 * DPI))
        canvas = Image.new("L", size, 255)
        picture = Image.open(io.BytesIO(placed.data)).convert("L")
        left, top, right, bottom = placed.crop
        width, height = picture.size
        box = (left * width, top * height, (1 - right) * width, (1 - bottom) * height)
        x, y, across, down = (round(value / _EMU * DPI) for value in placed.box)
        shown = picture.crop(tuple(map(round, box)))
        if max(abs(shown.width - across), abs(shown.height - down)) > 2:  # drawn at another size
            shown = picture.resize((across, down), Image.Resampling.BOX, box=box)
        canvas.paste(shown, (x, y))
        return canvas


@dataclass(frozen=True)
class Placed:
    """A picture in a Word file: its bytes, its box in EMU, and the shares cut off at each side."""

    data: bytes
    box: tuple[int, int, int, int]
    crop: tuple[float, float, float, float]


def _placed(path: Path) -> Iterator[Placed]:
    with zipfile.ZipFile(path) as package:
        relations = etree.fromstring(package.read("word/_rels/document.xml.rels"))
        targets = {one.get("Id"): one.get("Target") for one in relations}
        document = etree.fromstring(package.read("word/document.xml"))
        for anchor in document.iter(f"{{{_NS['wp']}}}anchor"):
            (blip,) = anchor.iterfind(".//a:blip", _NS)
            target = targets[blip.get(f"{{{_NS['r']}}}embed")]
            left, top = (int(one.text or 0) for one in anchor.iterfind(".//wp:posOffset", _NS))
            extent = anchor.find("wp:extent", _NS)
            assert extent is not None
            cut = anchor.find(".//a:srcRect", _NS)
            crop = [0 if cut is None else int(cut.get(side, 0)) / 100_000 for side in "ltrb"]
            box = (left, top, int(extent.get("cx", 0)), int(extent.get("cy", 0)))
            yield Placed(package.read(f"word/{target}"), box, (crop[0], crop[1], crop[2], crop[3]))


def below_item(path: str) -> str:
    """A document's path below the folder of its item."""
    return path.partition(f"{ITEM}/")[2]


def bind(folder: Path, cases: Sequence[Path], *, config: str = "") -> BoundCases:
    """Build one binder of all cases, in PDF, Word and for the screen, each case in a sub-folder."""
    root = new_workspace(folder)
    (root / "config.yaml").write_text(f"{CONFIG}word: {{dpi: {DPI}}}\n{config}", "utf-8")
    for case in cases:
        kept = shutil.ignore_patterns("expected.yaml")
        shutil.copytree(case, root / "evidence" / "jia" / ITEM / case.name, ignore=kept)
    request = Request("jia", dt.date(2019, 12, 10), folder / "output", screen=True)
    return BoundCases(build(open_workspace(root.resolve()), request, lambda *_: None))


def difference(one: Image.Image, other: Image.Image, without: Sequence[Box] = ()) -> float:
    """By how much (of 255) the means of two pictures' squares differ at most.

    Args:
        one: a picture.
        other: one of the same size, but for a pixel.
        without: boxes in pixels that are not compared.
    """
    assert abs(one.width - other.width) <= 2, (one.size, other.size)
    assert abs(one.height - other.height) <= 2, (one.size, other.size)
    across = min(one.width, other.width) // BLOCK
    down = min(one.height, other.height) // BLOCK
    means = []
    for image in (one, other):
        compared = image.crop((0, 0, across * BLOCK, down * BLOCK))
        for box in without:
            ImageDraw.Draw(compared).rectangle(box, fill=255)
        means.append(compared.reduce(BLOCK))
    _, most = ImageChops.difference(*means).getextrema()
    return float(most)
