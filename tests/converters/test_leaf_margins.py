"""Pages that converters lay out keep every edge free that may come to lie at the binding."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import Image

from generator.convert import convert_all
from generator.lettering.typeset import MM_PER_POINT
from generator.measure.surveys.page import survey_pages
from generator.model import Leaves
from tests.builders import containers, recordings
from tests.builders.filed import filed, fonts
from tests.builders.pages import html
from tests.builders.unpacked import unpacked

#: Rules are drawn on the edge of a table, half within and half outside.
RULE = 0.2
LONG = "甲县东西部扶贫协作工作情况的报告" * 12


def picture(folder: Path, name: str, size: tuple[int, int]) -> Path:
    Image.new("RGB", size, "navy").save(folder / name)
    return folder / name


def written(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, "utf-8")
    return folder / name


@pytest.fixture(scope="module")
def leaves(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Leaves]:
    """One document of every kind that is laid out here, each filling its page's width."""
    folder = tmp_path_factory.mktemp("leaves")
    wide = "\n".join(",".join(f"第{at}栏的内容较长" for at in range(14)) for _ in range(40))
    names = {f"{LONG[:90]}{at}.pdf": b"x" * at for at in range(1, 30)}
    bundles = {
        "压缩包.zip": containers.zip_of(names),
        "邮件.eml": containers.mail(names, html=f"<p>{LONG}</p>"),
    }
    paths = [
        written(folder, "说明.txt", "\n".join([LONG] * 30)),
        written(folder, "名单.csv", "\n".join([",".join([LONG[:40]] * 2)] * 40)),
        written(folder, "宽表.csv", wide),
        picture(folder, "竖照片.png", (1500, 2500)),
        picture(folder, "横照片.jpg", (4000, 3000)),
        picture(folder, "长图.png", (3000, 400)),
        recordings.film(folder / "录像.avi"),
    ]
    (folder / "网页.html").write_bytes(
        html(f"<p>{LONG * 20}</p><table border=1><td>{LONG}</table>")
    )
    opened = unpacked(folder / "b", bundles)
    files = [filed(path) for path in (*paths, folder / "网页.html")]
    files += [file for file in opened.filing.files if file.path in opened.prepared]
    batch = convert_all(
        files,
        cache=folder / "cache",
        fonts=fonts(),
        jobs=1,
        progress=lambda done, total: None,
        prepared=opened.prepared,
    )
    found = {name: one for name, one in batch.conversions.items() if isinstance(one, Leaves)}
    assert len(found) == len(files)
    return found


KINDS = [
    *("说明.txt", "名单.csv", "宽表.csv", "竖照片.png", "横照片.jpg", "长图.png"),
    *("录像.avi", "网页.html", "压缩包.zip", "邮件.eml"),
]
LYING = frozenset({"宽表.csv", "横照片.jpg", "长图.png"})


@pytest.mark.parametrize("name", KINDS)
def test_print_stays_between_the_margins(name: str, leaves: Mapping[str, Leaves]) -> None:
    made = leaves[name]
    pages = survey_pages(made.pdf, range(len(made.pages))).pages
    for leaf, page in zip(made.pages, pages, strict=True):
        sides = leaf.width * MM_PER_POINT, leaf.height * MM_PER_POINT
        lying = name in LYING
        assert sides == pytest.approx((297, 210) if lying else (210, 297), abs=0.1)
        ink = page.ink
        assert ink is not None
        pixel = RULE + 0.5
        if lying:
            assert ink.top >= 28 - pixel
            assert ink.bottom <= 210 - 28 + pixel
            assert ink.right <= 297 - 19 + pixel
        else:
            assert ink.left >= 28 - pixel
            assert ink.right <= 210 - 28 + pixel
            assert ink.top >= 20 - pixel


@pytest.mark.parametrize("name", KINDS)
def test_the_room_between_the_margins_is_used(name: str, leaves: Mapping[str, Leaves]) -> None:
    """Some page of each is as wide, or as high, as the margins let it be."""
    made = leaves[name]
    boxes = [page.ink for page in survey_pages(made.pdf, range(len(made.pages))).pages]
    widths = [box.right - box.left for box in boxes if box is not None]
    heights = [box.bottom - box.top for box in boxes if box is not None]
    room = (297 - 19 - 15, 210 - 28 - 28) if name in LYING else (154, 297 - 20 - 15)
    assert max(widths) > 0.95 * room[0] or max(heights) > 0.95 * room[1]
