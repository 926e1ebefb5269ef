"""Keep automatic dates of a letter or slides as they were saved, and tell what is not printed."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from generator.base.zips import member
from generator.convert.fields import MOVING, unlink
from generator.convert.linked.cuts import MOVED
from generator.convert.openxml import LARGEST_PART, parse, replace_parts, serialize

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

_WORD_PART = re.compile(r"^word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml$")
_SLIDE = re.compile(
    r"^ppt/(slides/slide|slideLayouts/slideLayout|slideMasters/slideMaster)\d+\.xml$"
)

#: Fields of slides (ECMA-376 part 1, 21.1.2.2.4) and those that LibreOffice adds to them.
_MOVING_TEXT = re.compile(r"^(datetime|file|author)", re.IGNORECASE)


def freeze(package: Path) -> tuple[str, ...]:
    """Mend a private copy of a .docx or .pptx; give the notes for the clerk.

    Fields like DATE would show the day of conversion, and FILENAME the name of the copy: the text
    saved with them stays, the field goes. What is left as it is: everything else.
    """
    changed: dict[str, bytes] = {}
    notes: list[str] = []
    hidden = 0
    try:
        with zipfile.ZipFile(package) as opened:
            for entry in opened.infolist():
                if entry.file_size > LARGEST_PART:
                    continue
                if _WORD_PART.match(entry.filename):
                    root = parse(member(opened, entry))
                    notes += _revisions(root)
                    moved = unlink(root, MOVING, shown=False)
                elif _SLIDE.match(entry.filename):
                    root = parse(member(opened, entry))
                    hidden += root.get("show") in {"0", "false"}
                    moved = _keep_text(root)
                else:
                    continue
                if moved:
                    changed[entry.filename] = serialize(root)
    except (zipfile.BadZipFile, etree.XMLSyntaxError, OSError, EOFError, RuntimeError):
        return ()
    if hidden:
        notes.append(f"有 {hidden} 张隐藏的幻灯片没有印出")
    if changed:
        notes.append(MOVED)
    replace_parts(package, changed)
    return tuple(dict.fromkeys(notes))


def _revisions(root: etree._Element) -> Iterator[str]:
    if next(root.iter(f"{_W}ins", f"{_W}del"), None) is not None:
        yield "文件含没有接受的修订痕迹，印出的页面会带修订标记"


def _keep_text(root: etree._Element) -> int:
    """Make plain text of the fields of a slide that move; tell how many there were."""
    fields = [field for field in root.iter(f"{_A}fld") if _MOVING_TEXT.match(field.get("type", ""))]
    for field in fields:
        field.tag = f"{_A}r"
        field.attrib.clear()
        for form in field.findall(f"{_A}pPr"):
            field.remove(form)
    return len(fields)
