"""A small workspace to archive: documents of every kind that the archive set treats apart."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

from PIL import Image

from generator.archive import ArchiveOutcome, ArchiveRequest, archive
from generator.archive.pdfa import Validator
from generator.verdict.workspace import open_workspace
from tests.builders.seen import saved
from tests.builders.surveyed import A4, Sheet, bar
from tests.conftest import CHECKLIST, CONFIG, new_workspace

ARCHIVE = """\
archive:
  fonds_code: "0153"
  retention: 30年
"""

#: Item 1.10 is kept for 10 years, item 2.1 for ever.
TERMS = CHECKLIST.replace('id: "1.10",', 'id: "1.10", retention: 10年,').replace(
    'id: "2.1",', 'id: "2.1", retention: 永久,'
)

CATALOGUE = """\
files:
  "扫描件.pdf": {title: "=1+1", issuer: "@甲县协作办", note: "+原件存档"}
  "同名.pdf": {title: 同名}
"""

#: The cache of all archive sets; empty before the first test.
SHARED: list[Path] = []

_BODY = bar((30, 60, 180, 200))


def pages(*contents: str, size: tuple[float, float] = A4) -> bytes:
    """A PDF with a page for each content; an empty one is a blank page."""
    first, *others = [Sheet(*size).show(content) for content in contents]
    for other in others:
        first.pdf.pages.extend(other.pdf.pages)
    return saved(first.pdf)


def jpeg() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (400, 300), (90, 120, 90)).save(stream, "JPEG", quality=80)
    return stream.getvalue()


def zipped(**entries: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in entries.items():
            package.writestr(zipfile.ZipInfo(f"{name}.pdf"), content)
    return stream.getvalue()


def files() -> dict[str, str | bytes]:
    letter = pages(_BODY, _BODY)
    high, wide = 297.0, 210.0
    return {
        "1.1 对接函件/2019-05-10 甲协办函〔2019〕3号 商请选派人才的函.pdf": letter,
        "1.1 对接函件/2019-04-01 同名.pdf": pages(bar((20, 50, 60, 60)), "", bar((20, 60, 60, 70))),
        "1.1 对接函件/扫描件.pdf": pages(bar((90, 5, 120, 60))),
        "1.1 对接函件/目录.yaml": CATALOGUE.replace('"同名.pdf"', '"2019-04-01 同名.pdf"'),
        "1.1 对接函件/2019-06-01 横表.pdf": pages(
            bar((5, 5, 292, 60), height=wide), size=(high, wide)
        ),
        "1.1 对接函件/2019-06-02 满页.pdf": pages(bar((2, 2, 208, 295)), _BODY),
        "1.1 对接函件/2019-06-03 坏.pdf": b"%PDF-1.4 nothing behind it",
        "1.1 对接函件/2019-06-04 资料.zip": zipped(内件=pages(_BODY)),
        "1.2 联席会议/2019-05-20 第一次联席会议/1 会议通知.pdf": pages(_BODY),
        "1.2 联席会议/2019-05-20 第一次联席会议/2 会议纪要（草稿）.pdf": pages(_BODY),
        "1.2 联席会议/2019-05-20 第一次联席会议/3 会议纪要.pdf": pages(_BODY, _BODY),
        "1.10 工作要点/2018-12-30 工作要点.pdf": pages(_BODY),
        "1.10 工作要点/2019-01-02 工作要点.pdf": pages(bar((20, 50, 70, 90))),
        "2.1 选派/2019-02-02 现场.jpg": jpeg(),
        "9 其他/杂项.pdf": pages(_BODY),
        ".DS_Store": b"x",
    }


def made(
    folder: Path,
    *,
    config: str = ARCHIVE,
    checklist: str = TERMS,
    filed: dict[str, str | bytes] | None = None,
    validator: Validator | None = None,
    unmasked: bool = False,
) -> ArchiveOutcome:
    """Archive a new workspace in a folder."""
    root = new_workspace(
        folder, files() if filed is None else filed, config=CONFIG + config, checklist=checklist
    )
    return again(root, root / "output", validator=validator, unmasked=unmasked)


def again(
    root: Path, output: Path, *, validator: Validator | None = None, unmasked: bool = False
) -> ArchiveOutcome:
    """Archive a workspace that is there."""
    workspace = replace(open_workspace(root), cache=SHARED[-1])
    assert workspace.config.as_of is not None
    request = ArchiveRequest("jia", workspace.config.as_of, output, unmasked=unmasked)
    return archive(workspace, request, validator, lambda step, done, total: None)
