"""From any filed document to PDF pages: the converters, by what a file's content is.

To add one: a module with one function ``convert(jobs, tools)``, a line below, a test.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

from generator.base.workers import ORDINARY, Limits
from generator.convert import batch
from generator.convert.batch import Batch, Prepared
from generator.convert.kinds import OFFICE, PICTURES, RECORDINGS
from generator.convert.portions import Family
from generator.lettering.fonts import FontSet
from generator.model import EvidenceFile

__all__ = ["FAMILIES", "Batch", "Family", "Prepared", "convert_all"]


@dataclass(frozen=True, slots=True)
class Deferred:
    """A function of a module, which costs nothing until it is called, here or in a child."""

    module: str
    function: str

    def __call__(self, *arguments: Any) -> Any:
        """Import the module and call the function."""
        return getattr(import_module(self.module), self.function)(*arguments)


def _family(name: str, version: str, **more: Any) -> Family:
    """A family whose module bears its name; it is imported where it works, in a child alone."""
    return Family(name, version, Deferred(f"{__name__}.{name}", "convert"), **more)


_PDF = _family("pdf", "9", fonts=True)
_IMAGE = _family("image", "8")
_HEIF = _family("heif", "5")
_OFD = _family("ofd", "2", per_megabyte=20, fonts=True)
_COMPANIONS = Deferred(f"{__name__}.web", "companions")
_WEB = _family("web", "4", per_megabyte=60, fonts=True, also=_COMPANIONS)
_PLACE = Deferred(f"{__name__}.media", "place")
_MEDIA = _family("media", "2", fonts=True, in_place=True, also=_PLACE)
_TEXT = _family("text", "3", per_megabyte=300, fonts=True)
_CONTAINER = _family("container", "2", per_megabyte=300, fonts=True)
_MAIL = _family("mail", "3", per_megabyte=300, fonts=True)
_NAMED = Deferred(f"{__name__}.job", "named")
_OFFICE = _family("office", "12", at_once=20, per_megabyte=10, office=True, also=_NAMED)

#: Kind of content (see ``sniff.EXTENSIONS`` for the extensions of each) to its converter.
#: Containers and mails are drawn from their record (``Prepared``) and never from their own content.
FAMILIES: Mapping[str, Family] = MappingProxyType(
    {
        "pdf": _PDF,
        "container": _CONTAINER,
        "mail": _MAIL,
        "ofd": _OFD,
        **dict.fromkeys(PICTURES - {"heic", "avif"}, _IMAGE),
        **dict.fromkeys(("heic", "avif"), _HEIF),
        **dict.fromkeys(("html", "mht"), _WEB),
        **dict.fromkeys(RECORDINGS, _MEDIA),
        **dict.fromkeys(("txt", "csv", "md"), _TEXT),
        **dict.fromkeys(OFFICE, _OFFICE),
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
    limits: Limits = ORDINARY,
    progress: Callable[[int, int], None],
    prepared: Mapping[str, Prepared] = MappingProxyType({}),
) -> Batch:
    """Give every document its pages or the reason why it has none; sources are only read.

    Args:
        files: the filed documents; equal contents are converted once.
        cache: the folder whose ``leaves`` keep conversions under the content's hash.
        fonts: what plain text is set in.
        fontconfig: a private ``fonts.conf`` for LibreOffice (see ``fonts.fontconfig_file``).
        jobs: how many child processes at most; LibreOffice never runs more than twice at once.
        timeout: seconds for one document; large ones get more.
        limits: what each child process may take.
        progress: called in this process with the documents settled so far and all of them.
        prepared: by path, documents that are drawn from something made of them.

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
        limits=limits,
        progress=progress,
        prepared=prepared,
    )
