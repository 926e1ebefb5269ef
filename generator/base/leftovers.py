"""Names that systems and office programs leave behind: no evidence, in a folder or a container."""

import re
from pathlib import Path

_SYSTEM_NAMES = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", ".ds_store", "__macosx"})
_TEMPORARY = re.compile(r"^(~\$|\.~lock\.|~.*\.tmp$|~wrl)|\.tmp$", re.IGNORECASE)

#: What browsers append to a page's name for the folder that they save along with it.
_COMPANIONS = ("_files", ".files")
_PAGES = (".html", ".htm", ".xhtml")
_WRITTEN = (*_PAGES, *(suffix.upper() for suffix in _PAGES))


def companion(page: Path) -> Path | None:
    """The folder that a browser saved along with a web page, if it lies beside it."""
    if page.suffix.lower() not in _PAGES:
        return None
    folders = (page.with_name(page.stem + ending) for ending in _COMPANIONS)
    return next((f for f in folders if f.is_dir() and not f.is_symlink()), None)


def page_of(folder: Path) -> Path | None:
    """The web page beside which a browser saved this folder, if it is such a folder."""
    for ending in _COMPANIONS:
        if folder.name.endswith(ending) and not folder.is_symlink():
            name = folder.name.removesuffix(ending)
            for page in (folder.with_name(name + suffix) for suffix in _WRITTEN):
                if name and page.is_file():
                    return page
    return None


def why_left_out(name: str) -> str | None:
    """Why a file or folder of this name is no evidence, in Chinese; ``None``: it counts."""
    folded = name.casefold()
    if folded in _SYSTEM_NAMES:
        return "系统文件"
    if _TEMPORARY.search(folded):
        return "办公软件的临时文件"
    if folded.startswith("."):
        return "隐藏文件"
    return None
