"""Find everything that a unit has filed, and say under which item each file stands.

A folder whose name begins with an item's id holds that item's evidence; a sub-folder of it is one
event. Nothing is skipped in silence: what is no evidence is listed as ignored with its reason, and
what stands under no item is kept with ``item`` set to None.
"""

import re
import stat
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from generator.base.errors import reason_of
from generator.base.files import natural_key, sha256_of
from generator.base.in_hand import in_hand
from generator.base.leftovers import page_of, why_left_out
from generator.intake.metadata import CATALOGUE, Said, from_catalogue, from_name, merged
from generator.model import (
    Checklist,
    EventFolder,
    EvidenceFile,
    Filing,
    Finding,
    Ignored,
    Metadata,
    Severity,
    Unit,
)

_ID = re.compile(r"^(\d+(?:\.\d+)*)(?![\d.]*\d)")
_FILE_LIKE = re.compile(r"\.(pdf|docx?|xlsx?|pptx?|jpe?g|png|tiff?|wps|et|txt|csv)$", re.IGNORECASE)

#: The unit's own settings in its folder: no evidence.
UNIT_FILE = "county.yaml"

#: Folders within folders, at most: nobody files so deep, and each level costs the walk its own.
_DEEPEST = 300

#: The folder of ledgers that others are checked against: read, never bound, always listed.
REFERENCE_FOLDER = "建档立卡名册"
_WHY_NOT_BOUND = "基础名册：只用来核对，不装订"


@dataclass(frozen=True, slots=True)
class _Where:
    """The item and event that a folder stands for."""

    group: str | None = None
    item: str | None = None
    event: str | None = None
    reference: bool = False


@dataclass(slots=True)
class _Walk:
    """What has been found so far."""

    root: Path
    item_ids: frozenset[str]
    group_ids: frozenset[str]
    hash_of: Callable[[Path], str]
    files: list[EvidenceFile] = field(default_factory=list)
    reference: list[EvidenceFile] = field(default_factory=list)
    events: list[EventFolder] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    item_folders: dict[str, str] = field(default_factory=dict)
    visited: set[Path] = field(default_factory=set)

    def shown(self, path: Path) -> str:
        """A path as it is printed: relative to the workspace, with forward slashes.

        Bytes that are no UTF-8 are shown as escapes, so that two files never share one name.
        """
        relative = path.relative_to(self.root).as_posix()
        return relative.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def scan(
    root: Path,
    unit: Unit,
    checklist: Checklist,
    hash_of: Callable[[Path], str] = sha256_of,
) -> Filing:
    """Walk a unit's folder and return all of its files in binder order.

    Args:
        root: the workspace; a link that leads outside it is not followed.
        unit: whose folder is walked.
        checklist: the items that folders can stand for.
        hash_of: gives the SHA-256 of a file.

    Raises:
        ConfigError: a ``目录.yaml`` is wrong.
    """
    walk = _Walk(
        root,
        frozenset(item.id for item in checklist.items),
        frozenset(group.id for group in checklist.groups),
        hash_of,
    )
    _walk_folder(walk, unit.folder, _Where())
    order = {item.id: at for at, item in enumerate(checklist.items)}
    files = sorted(walk.files, key=lambda file: order.get(file.item or "", len(order)))
    return Filing(
        tuple(files),
        tuple(walk.events),
        tuple(walk.ignored),
        tuple(walk.findings),
        tuple(walk.reference),
    )


def _walk_folder(walk: _Walk, folder: Path, where: _Where) -> None:
    """Collect a folder's files first, then its sub-folders, each in natural order."""
    if len(folder.relative_to(walk.root).parts) > _DEEPEST:
        walk.findings.append(_unreadable_folder(walk.shown(folder), where, "文件夹套得太深"))
        return
    real = folder.resolve()
    if real in walk.visited:
        walk.ignored.append(Ignored(walk.shown(folder), "链接指回已收过的文件夹"))
        return
    walk.visited.add(real)
    try:
        entries = sorted(folder.iterdir(), key=lambda path: natural_key(path.name))
    except OSError as error:
        why = reason_of(error)
        walk.findings.append(_unreadable_folder(walk.shown(folder), where, why))
        return
    inner = {path for path in entries if _is_folder(path)}
    files = [path for path in entries if path not in inner and _is_evidence(walk, path, where)]
    folders = [path for path in entries if path in inner and _is_evidence(walk, path, where)]
    if where.item is not None and where.event is None:
        _note_item_folder(walk, folder, where.item)
    _collect_files(walk, files, where)
    for path in folders:
        _walk_folder(walk, path, _inside(walk, path, where))


def _is_folder(path: Path) -> bool:
    """Whether an entry is a folder; one whose path is longer than the system takes is none."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _inside(walk: _Walk, folder: Path, where: _Where) -> _Where:
    """What a sub-folder stands for: a group, an item, an event of an item, or nothing."""
    if where.event is not None or where.reference:
        return where
    if where.item is not None:
        if _FILE_LIKE.search(folder.name):
            walk.findings.append(_folder_as_file(walk.shown(folder), where.item))
        name = unicodedata.normalize("NFC", folder.name)
        walk.events.append(EventFolder(where.item, name, from_name(name), walk.shown(folder)))
        return _Where(where.group, where.item, name)
    found = _ID.match(unicodedata.normalize("NFKC", folder.name).strip())
    if found and found[1] in walk.item_ids:
        return _Where(where.group, found[1])
    if found and found[1] in walk.group_ids and where.group is None:
        return _Where(found[1])
    if unicodedata.normalize("NFC", folder.name).strip() == REFERENCE_FOLDER:
        return _Where(reference=True)
    return where


def _collect_files(walk: _Walk, paths: list[Path], where: _Where) -> None:
    names = [unicodedata.normalize("NFC", path.name) for path in paths]
    catalogue = next((path for path in paths if path.name == CATALOGUE), None)
    said = from_catalogue(catalogue, walk.shown(catalogue), names) if catalogue else Said({})
    for name, path in zip(names, paths, strict=True):
        if path != catalogue:
            with in_hand(walk.shown(path)):
                _collect_file(walk, path, where, merged(from_name(Path(name).stem), said, name))


def _collect_file(walk: _Walk, path: Path, where: _Where, metadata: Metadata) -> None:
    size, digest = _measure(walk, path)
    file = EvidenceFile(walk.shown(path), path, size, digest, where.item, where.event, metadata)
    if where.reference:
        walk.reference.append(file)
        walk.ignored.append(Ignored(file.path, _WHY_NOT_BOUND))
    else:
        walk.files.append(file)


def _measure(walk: _Walk, path: Path) -> tuple[int, str]:
    """Size in bytes and SHA-256; an unreadable file has an empty hash."""
    try:
        return path.stat().st_size, walk.hash_of(path)
    except OSError:
        return 0, ""


def _is_evidence(walk: _Walk, path: Path, where: _Where) -> bool:
    """Whether an entry counts; what does not is listed with its reason."""
    reason = _why_ignored(walk, path)
    if reason is None:
        return True
    if reason:
        walk.ignored.append(Ignored(walk.shown(path), reason))
        if reason.startswith("链接"):
            walk.findings.append(_outside_link(walk.shown(path), where.item))
    return False


def _why_ignored(walk: _Walk, path: Path) -> str | None:
    """None: it counts; empty: the unit's own settings; else the reason to leave it out."""
    name = path.name.casefold()
    if name == UNIT_FILE and path.parent.parent.name == "evidence":
        return ""
    left_out = why_left_out(name)
    if left_out is not None:
        return left_out
    try:
        if path.is_symlink() and path.exists() and not path.resolve().is_relative_to(walk.root):
            return "链接指向工作区之外"
        mode = path.stat().st_mode
    except OSError:
        return None
    page = page_of(path) if stat.S_ISDIR(mode) else None
    if page is not None:
        return f"网页“{page.name}”的配套文件夹，其中用到的随网页印出"
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        return "不是普通文件（设备或管道）"
    return None


def _note_item_folder(walk: _Walk, folder: Path, item: str) -> None:
    first = walk.item_folders.setdefault(item, walk.shown(folder))
    if first != walk.shown(folder):
        walk.findings.append(
            Finding(
                "double-folder",
                Severity.WARNING,
                item,
                f"指标 {item} 有两个文件夹：“{first}”和“{walk.shown(folder)}”，两处材料都已收入",
                "请把材料合并到一个文件夹，避免遗漏或重复。",
                walk.shown(folder),
            )
        )


def _unreadable_folder(shown: str, where: _Where, why: str) -> Finding:
    return Finding(
        "unreadable",
        Severity.ERROR,
        where.item,
        f"文件夹“{shown}”打不开（{why}），里面的材料没有收入",
        "请检查该文件夹的读取权限，或把材料复制到新文件夹后重试。",
        shown,
        event=where.event,
    )


def _folder_as_file(shown: str, item: str) -> Finding:
    return Finding(
        "folder-as-file",
        Severity.WARNING,
        item,
        f"“{shown}”的名字像文件，其实是文件夹，已按一次活动收入",
        "如果应当是一个文件，请换成文件；如果是一次活动，请去掉名字里的扩展名。",
        shown,
    )


def _outside_link(shown: str, item: str | None) -> Finding:
    return Finding(
        "outside-link",
        Severity.WARNING,
        item,
        f"“{shown}”是指向工作区之外的链接，没有收入",
        "请把原文件复制到这个文件夹里，再删除链接。",
        shown,
    )
