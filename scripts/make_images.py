"""Makes the pictures of ``docs/images`` from the binder of the sample unit.

Run ``.venv/bin/gen-binder county_a`` first, then ``.venv/bin/python scripts/make_images.py``. The
pages are chosen through ``manifest.json``, so the pictures follow the binder when it changes. The
Word binder is shown as LibreOffice lays it out.
"""

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

from generator.converters import soffice
from generator.converters.job import Tools
from generator.fonts import fontconfig_file
from generator.workspace import open_workspace

ROOT = Path(__file__).resolve().parents[1]
BINDER = ROOT / "output" / "county_a"
IMAGES = ROOT / "docs" / "images"

#: The evidence shown: a scanned letter with a seal.
LETTER = "甲政发〔2019〕6号 关于县政府领导及挂职干部工作分工的通知.pdf"
#: The registers shown: the funds of each project (L13), and the people who benefit (L16).
FUNDS = "东西部扶贫协作项目资金台账.xlsx"
ROSTER = "带贫人员名册.xlsx"

POINTS_PER_INCH = 72
GAP = 14  # pixels between pages
DESK = (198, 202, 206)  # what the pages lie on
COLOURS = 256
UPPER_PART = 0.68  # of the pages that are empty below


def main() -> None:
    """Write the five pictures."""
    manifest = json.loads((BINDER / "manifest.json").read_text(encoding="utf-8"))
    sides = chosen_sides(manifest)
    with tempfile.TemporaryDirectory(prefix="images-") as folder:
        word = word_as_pdf(Path(folder))
        names = ("cover", "contents", "completion", "divider", "item-sheet")
        more = ("evidence", "slip", "gap-list", "reconciliation", "closing")
        pdf = BINDER / "binder.pdf"
        write("binder.png", drawn(pdf, [sides[name] for name in names + more], 60), 5)
        pair = [sides["item-sheet"], sides["slip"]]
        write("gap.png", upper_part(drawn(pdf, pair, 84)), 2)
        same = drawn(pdf, pair, 60) + drawn(word, pair, 60)
        write("pdf-and-word.png", upper_part(same), 4)
        write("register.png", drawn(pdf, [sides["funds"], sides["roster"]], 72), 1)
        report = [sides["consistency"], sides["consistency"] + 1]
        write("figures.png", drawn(pdf, [sides["figures"], *report], 72), 3)


def chosen_sides(manifest: Mapping[str, Any]) -> dict[str, int]:
    """The side (counted from 1) that is shown for each kind of page."""
    pages = manifest["pages"]
    sides: dict[str, int] = {}
    for page in pages:
        sides.setdefault(page["kind"], page["side"])
    before = [page for page in pages if page["side"] < sides["slip"]]
    sides["item-sheet"] = [page["side"] for page in before if page["kind"] == "item-sheet"][-1]
    sides["evidence"] = first_side(manifest, LETTER)
    sides["funds"], sides["roster"] = first_side(manifest, FUNDS), first_side(manifest, ROSTER)
    dividers = [page["side"] for page in pages if page["kind"] == "divider"]
    group = max(side for side in dividers if side < sides["funds"])
    sides["figures"] = min(
        page["side"] for page in pages if page["kind"] == "figures" and page["side"] > group
    )
    return sides


def first_side(manifest: Mapping[str, Any], name: str) -> int:
    """The side on which a document begins."""
    (number,) = (one["first_page"] for one in manifest["sources"] if one["path"].endswith(name))
    (side,) = (page["side"] for page in manifest["pages"] if page["number"] == number)
    return int(side)


def word_as_pdf(folder: Path) -> Path:
    """The Word binder as LibreOffice prints it, with the fonts that the build uses."""
    workspace = open_workspace(ROOT)
    configuration = fontconfig_file(workspace.fonts, workspace.cache / "fontconfig")
    environment = soffice.environment(configuration)
    tools = Tools(workspace.fonts, folder, soffice.find(), environment)
    soffice.run(tools, folder, "pdf", [BINDER / "binder.docx"], folder)
    return folder / "binder.pdf"


def drawn(pdf: Path, sides: Sequence[int], dpi: int) -> list[Image.Image]:
    """Pages as pictures."""
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
