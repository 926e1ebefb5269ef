"""Makes the pictures of ``docs/images`` from the volumes and the archive set of the sample unit.

Run ``.venv/bin/gen-binder county_a`` and ``.venv/bin/gen-binder archive county_a`` first, then
``.venv/bin/python scripts/make_images.py``. The pages are chosen through ``manifest.json``, so the
pictures follow the binder when it changes. The Word volume is shown as LibreOffice lays it out.
"""

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

from generator.convert import soffice
from generator.convert.job import Tools
from generator.lettering.fonts import fontconfig_file
from generator.verdict.workspace import open_workspace

ROOT = Path(__file__).resolve().parents[1]
BINDER = ROOT / "output" / "county_a"
IMAGES = ROOT / "docs" / "images"
ARCHIVE = ROOT / "output" / "county_a-归档"

#: The evidence shown: a scanned letter with a seal.
LETTER = "甲政发〔2019〕6号 关于县政府领导及挂职干部工作分工的通知.pdf"
#: The archived scan shown with its stamp.
STAMPED = "关于县政府领导及挂职干部工作分工的通知"
#: The registers shown: the funds of each project (L13), and the people who benefit (L16).
FUNDS = "东西部扶贫协作项目资金台账.xlsx"
ROSTER = "带贫人员名册.xlsx"

POINTS_PER_INCH = 72
GAP = 14  # pixels between pages
DESK = (198, 202, 206)  # what the pages lie on
COLOURS = 256
UPPER_PART = 0.68  # of the pages that are empty below


#: A page: the volume's file without its extension, and the side from 1.
Spot = tuple[str, int]


def main() -> None:
    """Write the six pictures."""
    manifest = json.loads((BINDER / "manifest.json").read_text(encoding="utf-8"))
    spots = chosen(manifest)
    names = ("cover", "title", "contents", "catalogue", "completion")
    more = ("divider", "item-sheet", "evidence", "slip", "closing")
    write("binder.png", printed([spots[name] for name in names + more], 60), 5)
    pair = [spots["item-sheet"], spots["slip"]]
    write("gap.png", upper_part(printed(pair, 84)), 2)
    with tempfile.TemporaryDirectory(prefix="images-") as folder:
        word = word_as_pdf(Path(folder), pair[0][0])
        same = printed(pair, 60) + drawn(word, [side for _, side in pair], 60)
    write("pdf-and-word.png", upper_part(same), 4)
    write("register.png", printed([spots["funds"]], 72), 1)
    volume, side = spots["consistency"]
    write("figures.png", printed([spots["figures"], (volume, side), (volume, side + 1)], 72), 3)
    stamped = next((ARCHIVE / "件").glob(f"*{STAMPED}*.pdf"))
    ready = [*drawn(stamped, [1], 72), *printed([spots["roster"]], 72)]
    ready += drawn(BINDER / "标签.pdf", [1], 72)
    write("print.png", ready, 3)


def chosen(manifest: Mapping[str, Any]) -> dict[str, Spot]:
    """The page that is shown for each kind of page."""
    pages = [
        (volume["name"], page["side"], page["kind"])
        for volume in manifest["volumes"]
        for page in volume["pages"]
    ]
    spots: dict[str, Spot] = {}
    for name, side, kind in pages:
        spots.setdefault(kind, (name, side))
    slip = pages.index((*spots["slip"], "slip"))
    spots["item-sheet"] = next(page[:2] for page in pages[slip::-1] if page[2] == "item-sheet")
    spots["evidence"] = first_page(manifest, LETTER)
    spots["funds"], spots["roster"] = first_page(manifest, FUNDS), first_page(manifest, ROSTER)
    funds = [page[:2] for page in pages].index(spots["funds"])
    spots["figures"] = next(page[:2] for page in pages[funds::-1] if page[2] == "figures")
    return spots


def first_page(manifest: Mapping[str, Any], name: str) -> Spot:
    """The page on which a document begins."""
    (one,) = (source for source in manifest["sources"] if source["path"].endswith(name))
    (volume,) = (held for held in manifest["volumes"] if held["number"] == one["volume"])
    (side,) = (page["side"] for page in volume["pages"] if page["number"] == one["first_page"])
    return volume["name"], int(side)


def word_as_pdf(folder: Path, volume: str) -> Path:
    """A Word volume as LibreOffice prints it, with the fonts that the build uses."""
    workspace = open_workspace(ROOT)
    configuration = fontconfig_file(workspace.fonts, workspace.cache / "fontconfig")
    environment = soffice.environment(configuration)
    tools = Tools(workspace.fonts, folder, soffice.find(), environment)
    soffice.run(tools, folder, "pdf", [BINDER / f"{volume}.docx"], folder)
    return folder / f"{volume}.pdf"


def printed(spots: Sequence[Spot], dpi: int) -> list[Image.Image]:
    """Pages of the volumes as pictures."""
    return [drawn(BINDER / f"{name}.pdf", [side], dpi)[0] for name, side in spots]


def drawn(pdf: Path, sides: Sequence[int], dpi: int) -> list[Image.Image]:
    """Pages of a PDF as pictures."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        scale = dpi / POINTS_PER_INCH
        return [document[side - 1].render(scale=scale).to_pil().convert("RGB") for side in sides]
    finally:
        document.close()


def upper_part(pages: Sequence[Image.Image]) -> list[Image.Image]:
    """The pages without their empty lower part."""
    return [page.crop((0, 0, page.width, round(page.height * UPPER_PART))) for page in pages]


def write(name: str, pages: Sequence[Image.Image], across: int) -> None:
    """Lay pages side by side and write them with few colours: pages are mostly black on white."""
    rows = [pages[at : at + across] for at in range(0, len(pages), across)]
    width = max(page.width for page in pages) + GAP
    heights = [max(page.height for page in row) + GAP for row in rows]
    sheet = Image.new("RGB", (width * across + GAP, sum(heights) + GAP), DESK)
    for down, row in enumerate(rows):
        for at, page in enumerate(row):
            sheet.paste(page, (GAP + width * at, GAP + sum(heights[:down])))
    IMAGES.mkdir(parents=True, exist_ok=True)
    few = sheet.quantize(COLOURS, kmeans=1, dither=Image.Dither.NONE)
    few.save(IMAGES / name, optimize=True)
    print(f"{name}: {(IMAGES / name).stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
