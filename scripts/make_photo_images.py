"""Makes the pictures of ``docs/images`` that show a sheet of photos and a long screenshot.

Usage: ``python scripts/make_photo_images.py``. Photos and screenshot are drawings made here; they
are bound in a workspace of their own, and the Word volume is shown as LibreOffice lays it out.
"""

import datetime as dt
import tempfile
from pathlib import Path

from make_images import drawn, write
from PIL import Image, ImageDraw, ImageFont

from generator.binder.build import Outcome, build
from generator.binder.request import Request
from generator.binder.workspace_files import create_workspace
from generator.convert import soffice
from generator.convert.job import Tools
from generator.lettering.fonts import fontconfig_file
from generator.model import Level, PageKind
from generator.verdict.workspace import Workspace, open_workspace

UNIT, DAY = "county_a", dt.date(2019, 12, 10)
EVENT = "2019-05-10 第一次联席会议"
DPI = 72

CATALOGUE = """photos_per_page: 4
files:
  2019-05-10 会场.jpg: {place: 东市东区会议中心, people: 甲县李某某, title: 两地联席会议}
  2019-05-10 看果园.jpg: {place: 甲县果业公司基地, people: 东区张某某一行, title: 实地看协作项目}
  2019-05-10 进村.jpg: {place: 甲县乙村, people: 钱某某、孙某某, title: 入户走访}
"""

SAID = (
    "请各乡镇报送协作项目进度",
    "果园二期已栽苗 120 亩",
    "扶贫车间设备到货，下周安装",
    "培训班名单已发邮箱，请核对",
    "收到，明天上午报",
)


def main() -> None:
    """Write both pictures."""
    with tempfile.TemporaryDirectory(prefix="photos-") as folder:
        root = Path(folder) / "workspace"
        create_workspace(root, UNIT, "甲县", Level.COUNTY)
        workspace = open_workspace(root)
        items = sorted((root / "evidence" / UNIT).iterdir())
        meetings = next(path for path in items if path.name.startswith("1.5")) / EVENT
        screenshots = next(path for path in items if path.name.startswith("1.1 "))
        make_photos(meetings)
        screenshot = chat(workspace)
        screenshot.save(screenshots / "2019-05-20 工作群记录.png")
        made = build(workspace, Request(UNIT, DAY, Path(folder) / "output"), lambda *_: None)
        sheet, *_ = sides(made, PageKind.PHOTOS)
        both = (pdf_of(made), word_as_pdf(made, workspace, Path(folder)))
        write("photos.png", [drawn(one, [sheet], DPI)[0] for one in both], 2)
        parts = drawn(pdf_of(made), sides(made, PageKind.EVIDENCE)[:3], DPI * 2 // 3)
        high = parts[0].height
        whole = screenshot.resize((screenshot.width * high // screenshot.height, high))
        strip = Image.new("RGB", (parts[0].width, high), "white")
        strip.paste(whole, ((strip.width - whole.width) // 2, 0))
        write("long-screenshot.png", [strip, *parts], 4)


def sides(made: Outcome, kind: PageKind) -> list[int]:
    """The sides of the first volume that have pages of a kind."""
    return [page.index for page in made.plan.volumes[0].pages if page.kind is kind]


def pdf_of(made: Outcome) -> Path:
    """The first volume."""
    return made.folder / f"{made.plan.volumes[0].name}.pdf"


def word_as_pdf(made: Outcome, workspace: Workspace, folder: Path) -> Path:
    """The first volume's Word file as LibreOffice prints it, with the fonts of the build."""
    configuration = fontconfig_file(workspace.fonts, workspace.cache / "fontconfig")
    tools = Tools(workspace.fonts, folder, soffice.find(), soffice.environment(configuration))
    name = made.plan.volumes[0].name
    soffice.run(tools, folder, "pdf", [made.folder / f"{name}.docx"], folder)
    return folder / f"{name}.pdf"


# --------------------------------------------------------------------------------- the drawings


def make_photos(folder: Path) -> None:
    """Three drawn photos, one upright, and one that cannot be read."""
    folder.mkdir(parents=True)
    noted = Image.Exif()
    noted[0x8769] = {0x9003: "2019:05:11 09:30:00"}
    hall((1600, 1200)).save(folder / "2019-05-10 会场.jpg", quality=85)
    hills((1600, 1200)).save(folder / "2019-05-10 看果园.jpg", quality=85, exif=noted)
    hills((1200, 1600)).save(folder / "2019-05-10 进村.jpg", quality=85)
    (folder / "2019-05-10 签约.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    (folder / "目录.yaml").write_text(CATALOGUE, encoding="utf-8", newline="\n")


def hall(size: tuple[int, int]) -> Image.Image:
    """People at a long table below a red banner."""
    picture = Image.new("RGB", size, "#efe6d8")
    draw, (wide, high) = ImageDraw.Draw(picture), size
    draw.rectangle((wide * 0.1, high * 0.1, wide * 0.9, high * 0.2), fill="#b8342c")
    draw.rectangle((0, high * 0.62, wide, high), fill="#8a5f3c")
    for at in range(7):
        x, y = wide * (0.14 + 0.12 * at), high * 0.45
        draw.ellipse((x - 45, y - 45, x + 45, y + 45), fill="#d9b08c")
        draw.pieslice((x - 95, y + 40, x + 95, y + 290), 180, 360, fill="#3b4a63")
    return picture


def hills(size: tuple[int, int]) -> Image.Image:
    """Rows of trees before hills."""
    picture = Image.new("RGB", size, "#cfe3f5")
    draw, (wide, high) = ImageDraw.Draw(picture), size
    draw.ellipse((wide * 0.75, high * 0.08, wide * 0.85, high * 0.08 + wide * 0.1), fill="#f2c14e")
    ridge = [(0, 0.5), (0.25, 0.28), (0.5, 0.45), (0.75, 0.25), (1, 0.42), (1, 1), (0, 1)]
    draw.polygon([(x * wide, y * high) for x, y in ridge], fill="#7d9b76")
    draw.rectangle((0, high * 0.65, wide, high), fill="#a9c27f")
    for row in range(3):
        for at in range(8):
            x, y = wide * (0.07 + 0.125 * at), high * (0.72 + 0.1 * row)
            draw.ellipse((x - 40, y - 50, x + 40, y + 30), fill="#3f7a4d")
    return picture


def chat(workspace: Workspace) -> Image.Image:
    """A long record of a conversation on a telephone."""
    font = ImageFont.truetype(str(workspace.fonts.paths["hei"]), 30)
    picture = Image.new("RGB", (750, 6000), "#ededed")
    draw = ImageDraw.Draw(picture)
    for at, y in enumerate(range(40, picture.height - 120, 150)):
        own, text = at % 3 == 2, f"{at + 1}. {SAID[at % len(SAID)]}"
        width = draw.textlength(text, font) + 48
        left = picture.width - 110 - width if own else 110.0
        fill = "#95ec69" if own else "white"
        draw.rounded_rectangle((left, y, left + width, y + 84), 12, fill=fill)
        draw.text((left + 24, y + 24), text, "black", font)
        x = picture.width - 90 if own else 20
        draw.rounded_rectangle((x, y, x + 70, y + 70), 10, fill="#6b8fb3" if own else "#c08457")
    return picture


if __name__ == "__main__":
    main()
