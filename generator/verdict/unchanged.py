"""Make sure that the sources are at the end what they were at the beginning."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.base.errors import OutputError
from generator.base.files import natural_key, sha256_of
from generator.base.leftovers import page_of, why_left_out
from generator.intake.metadata import CATALOGUE
from generator.intake.scan import UNIT_FILE
from generator.model import EvidenceFile, Filing


@contextmanager
def blaming_changes(filing: Filing) -> Iterator[None]:
    """When a source cannot be read any more because it changed or vanished, say so.

    Raises:
        OutputError: in place of the system's error, if a source is not what it was.
    """
    try:
        yield
    except OSError:
        check_unchanged(filing)
        raise


def check_unchanged(filing: Filing) -> None:
    """Compare every source with the hash that it had when it was found.

    Raises:
        OutputError: a source changed or vanished while the output was made.
    """
    changed: list[str] = []
    gone: list[str] = []
    for file in (*filing.files, *filing.reference):
        now = _now(file) if file.sha256 else ""
        if now and now != file.sha256:
            changed.append(file.path)
        elif not now and file.sha256 and file.container is None:  # copies of entries may be cleared
            gone.append(file.path)
    said = []
    if changed:
        said.append(f"有材料被改动：{'、'.join(changed)}")
    if gone:
        said.append(f"有材料不见了或打不开：{'、'.join(gone)}")
    if said:
        raise OutputError(
            f"生成过程中{'；'.join(said)}。原有输出未改动。", "请等文件保存完毕后重新运行。"
        )


def filed_since(filing: Filing, root: Path, folder: Path) -> tuple[str, ...]:
    """Evidence that was not there when the unit's folder was scanned; only names are read.

    Args:
        filing: what was found then.
        root: the workspace.
        folder: the unit's folder.

    Returns:
        Paths relative to the workspace, in natural order.
    """
    known = {file.absolute for file in (*filing.files, *filing.reference)}
    known |= {root / one.path for one in filing.ignored} | {folder / UNIT_FILE}
    found: list[Path] = []
    for base, folders, names in os.walk(folder):
        here = Path(base)
        inside = (here / name for name in folders)
        folders[:] = [path.name for path in inside if path not in known and not _beside(path)]
        found += [here / name for name in names if not why_left_out(name)]
    new = [path for path in found if path not in known and path.name != CATALOGUE]
    shown = (os.fsencode(path.relative_to(root)).decode("utf-8", "replace") for path in new)
    return tuple(sorted((name.replace(os.sep, "/") for name in shown), key=natural_key))


def _beside(folder: Path) -> bool:
    """Whether a folder is no evidence by its name, or belongs to a web page beside it."""
    return why_left_out(folder.name) is not None or page_of(folder) is not None


def _now(file: EvidenceFile) -> str:
    try:
        return sha256_of(file.absolute)
    except OSError:
        return ""
