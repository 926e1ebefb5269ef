"""Keep automatic dates of a letter or slides as they were saved, and tell what is not printed."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from generator.base.zips import member
from generator.convert.fields import unlink
from generator.convert.openxml import LARGEST_PART, parse, replace_parts, serialize

#: Word fields that show the moment of printing.
_CLOCK = re.compile(r"^\s*(DATE|TIME)\b", re.IGNORECASE)

_WORD_PART = re.compile(r"^word/(document|header\d*|footer\d*)\.xml$")
_SLIDE = re.compile(r"^ppt/slides/slide\d+\.xml$")


def freeze(package: Path) -> tuple[str, ...]:
    """Mend a private copy of a .docx or .pptx; give the notes for the clerk.

    Fields DATE and TIME would show the day of conversion: the text saved with them stays, the
    field goes. What is left as it is: everything else.
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
                    data = member(opened, entry)
                    frozen = _without_clock(data)
                    if frozen is not None:
                        changed[entry.filename] = frozen
                    notes += _revisions(data)
                elif _SLIDE.match(entry.filename):
                    hidden += parse(member(opened, entry)).get("show") in {"0", "false"}
    except (zipfile.BadZipFile, etree.XMLSyntaxError, OSError, EOFError, RuntimeError):
        return ()
    if hidden:
        notes.append(f"有 {hidden} 张隐藏的幻灯片没有印出")
    if changed:
        notes.append("文件里有会自动变成当天的日期，已按保存时显示的日期装订")
    replace_parts(package, changed)
    return tuple(dict.fromkeys(notes))


def _revisions(data: bytes) -> Iterator[str]:
    if b"<w:ins " in data or b"<w:del " in data:
        yield "文件含没有接受的修订痕迹，印出的页面会带修订标记"


def _without_clock(data: bytes) -> bytes | None:
    """The part with its clock fields replaced by their saved text; ``None`` if it has none."""
    if b"instr" not in data:
        return None
    root = parse(data)
    return serialize(root) if unlink(root, _CLOCK, shown=True) else None
