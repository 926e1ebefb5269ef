"""From any filed document to PDF pages: the converters, by what a file's content is.

To add one: a module with one function ``convert(jobs, tools)``, a line below, a test.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from generator.converters import batch, image, office, pdf, text
from generator.converters.batch import Batch, Family
from generator.fonts import FontSet
from generator.model import EvidenceFile

__all__ = ["FAMILIES", "Batch", "Family", "convert_all"]

_PDF = Family("pdf", "1", pdf.convert)
_IMAGE = Family("image", "1", image.convert)
_TEXT = Family("text", "1", text.convert, per_megabyte=300, fonts=True)
_OFFICE = Family("office", "1", office.convert, at_once=20, per_megabyte=10, office=True)

#: Kind of content (see ``sniff.EXTENSIONS`` for the extensions of each) to its converter.
FAMILIES: Mapping[str, Family] = MappingProxyType(
    {
        "pdf": _PDF,
        **dict.fromkeys(("jpeg", "png", "tiff", "bmp", "gif", "webp"), _IMAGE),
        **dict.fromkeys(("txt", "csv", "md"), _TEXT),
        **dict.fromkeys(("doc", "docx", "docm", "wps", "rtf", "odt"), _OFFICE),
        **dict.fromkeys(("xls", "xlsx", "xlsm", "xlsb", "et", "ods"), _OFFICE),
        **dict.fromkeys(("ppt", "pptx", "pptm", "dps", "odp"), _OFFICE),
    }
)


def convert_all(
    files: Sequence[EvidenceFile],
    *,
    cache: Path,
    fonts: FontSet,
    fontconfig: Path | None = None,
    jobs: int = 2,
    timeout: float = 120.0,
    progress: Callable[[int, int], None],
) -> Batch:
    """Give every document its pages or the reason why it has none; sources are only read.

    Args:
        files: the filed documents; equal contents are converted once.
        cache: the folder whose ``leaves`` keep conversions under the content's hash.
        fonts: what plain text is set in.
        fontconfig: a private ``fonts.conf`` for LibreOffice (see ``fonts.fontconfig_file``).
        jobs: how many child processes at most; LibreOffice never runs more than twice at once.
        timeout: seconds for one document; large ones get more.
        progress: called in this process with the documents settled so far and all of them.

    Raises:
        OSError: the cache cannot be written.
    """
    return batch.convert_all(
        FAMILIES,
        files,
        cache_dir=cache,
        fonts=fonts,
        fontconfig=fontconfig,
        jobs=jobs,
        timeout=timeout,
        progress=progress,
    )
