"""Say what a workbook holds besides cells: pictures, charts and comments are not printed here."""

import re
import zipfile
from pathlib import Path

_KINDS = (
    ("图片", re.compile(r"xl/media/[^/]+")),
    ("图表", re.compile(r"xl/charts/chart[^/]*\.xml")),
    ("图表工作表", re.compile(r"xl/chartsheets/[^/]+\.xml")),
    ("批注页", re.compile(r"xl/(?:comments/)?comment[^/]*\.xml")),
)


def left_out(source: Path) -> tuple[str, ...]:
    """One note for the clerk if an .xlsx holds more than cells; none for other files."""
    try:
        with zipfile.ZipFile(source) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError):
        return ()
    counts = [(kind, sum(bool(part.fullmatch(name)) for name in names)) for kind, part in _KINDS]
    found = [f"{kind} {count} 个" for kind, count in counts if count]
    if not found:
        return ()
    return (f"工作簿里另有{'、'.join(found)}，台账页只印单元格文字，没有印这些；需要的请另附",)
