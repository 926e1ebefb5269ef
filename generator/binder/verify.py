"""Compare what lies in ``evidence`` and ``output`` now with what the manifest says was bound."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from generator.base import workers
from generator.base.errors import OutputError
from generator.base.files import sha256_of
from generator.base.in_hand import in_hand
from generator.base.workers import ORDINARY, Failed, Reach, Task
from generator.binder.manifest import MANIFEST
from generator.model.failures import what_happened
from generator.render.pdf.page_digests import page_digests
from generator.verdict.judge import filed
from generator.verdict.workspace import Workspace

#: Seconds that a volume's pages may take.
_SECONDS = 600.0


class State(StrEnum):
    """How a file compares with the manifest."""

    SAME = "same"
    CHANGED = "changed"
    MISSING = "missing"
    ADDED = "added"

    @property
    def label(self) -> str:
        """The word that a clerk reads."""
        return {"same": "未变", "changed": "已改动", "missing": "不见了", "added": "新增"}[self]


@dataclass(frozen=True, slots=True)
class Compared:
    """A file and its state.

    ``place`` says where a source stands in the volumes as they were made; ``pages`` are the sides
    of a changed PDF that are not as they were, from 1; ``broken`` says in Chinese why nobody knows
    which ones they are.
    """

    path: str
    state: State
    place: str = ""
    pages: tuple[int, ...] = ()
    broken: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """All sources and all output files, in order."""

    sources: tuple[Compared, ...]
    outputs: tuple[Compared, ...]

    @property
    def same(self) -> bool:
        """Whether nothing has changed."""
        return all(one.state is State.SAME for one in (*self.sources, *self.outputs))


def verify(workspace: Workspace, unit_id: str, output: Path) -> Verified:
    """Compare a unit's evidence and its binder with the manifest.

    Args:
        workspace: the office's settings.
        unit_id: the unit's folder under ``evidence``.
        output: the folder of the unit's binder.

    Raises:
        WorkspaceError: the unit is unknown.
        ConfigError: the unit's own files are wrong.
        OutputError: there is no manifest, or it cannot be read.
    """
    manifest = _read(output)
    filing = filed(workspace, workspace.unit(unit_id)).filing
    now = {file.path: file.sha256 for file in filing.files}
    known = {str(one["path"]): one for one in manifest["sources"]}
    sources = []
    for path in {**known, **now}:
        with in_hand(path):
            sources.append(_source(path, known.get(path), now.get(path)))
    return Verified(tuple(sources), tuple(_outputs(output, manifest)))


def _read(output: Path) -> Mapping[str, Any]:
    path = output / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(manifest, dict) and {"files", "sources", "pages"} <= manifest.keys():
            return manifest
    except FileNotFoundError:
        raise OutputError(
            f"{output.name} 里没有 {MANIFEST}\uff0c无从核对。", "请先生成成册\uff0c再运行 verify。"
        ) from None
    except (OSError, ValueError):
        pass
    raise OutputError(f"{output.name}/{MANIFEST} 读不出来\uff0c可能已损坏。", "请重新生成成册。")


def _source(path: str, known: Mapping[str, Any] | None, now: str | None) -> Compared:
    if known is None:
        return Compared(path, State.ADDED)
    place = _place(known)
    if now is None:
        return Compared(path, State.MISSING, place)
    return Compared(path, State.SAME if now == known["sha256"] else State.CHANGED, place)


def _place(known: Mapping[str, Any]) -> str:
    """Where a document was bound, in words."""
    if "first_page" not in known:
        return "缺项页" if known.get("slip") else "未归类"
    return f"第{known['volume']}卷第 {known['first_page']} 页起\uff0c共 {known['pages']} 页"


def _outputs(output: Path, manifest: Mapping[str, Any]) -> Iterator[Compared]:
    files: Mapping[str, str] = manifest["files"]
    for name, digest in files.items():
        path = output / name
        if not path.is_file():
            yield Compared(name, State.MISSING)
        elif sha256_of(path) == digest:
            yield Compared(name, State.SAME)
        else:
            yield _changed(path, manifest["pages"].get(name, ()))
    present = sorted(entry.name for entry in output.iterdir())
    for name in present:
        if name not in files and name != MANIFEST:
            yield Compared(name, State.ADDED)


def _changed(path: Path, known: Sequence[str]) -> Compared:
    """A changed file; of a PDF, the sides that differ or that one of the two does not have."""
    if not known:
        return Compared(path.name, State.CHANGED)
    reach = Reach.around([path])
    ((_, now),) = workers.run([Task(page_digests, path, _SECONDS)], 1, ORDINARY, reach)
    if isinstance(now, Failed):
        broken = what_happened("核对各面", now, ORDINARY)
        return Compared(path.name, State.CHANGED, broken=broken)
    pages = tuple(
        at + 1
        for at in range(max(len(now), len(known)))
        if at >= len(now) or at >= len(known) or now[at] != known[at]
    )
    return Compared(path.name, State.CHANGED, pages=pages)
