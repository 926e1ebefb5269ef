"""File public sample documents as evidence, bind them, and count what became of each.

``--fetch DIR`` brings samples (see ``bench.corpora``), ``--corpus DIR`` takes those in a folder.
They are copied and only read. The run fails when a file is lost, a source changed, the build
crashed or hung, or pages are not what a second library counts.
"""

import argparse
import json
import math
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image

from bench.corpora import fetch, samples
from bench.watch import Cost, watched
from generator.base.cache import find
from generator.base.files import sha256_of
from generator.binder.workspace_files import create_workspace
from generator.convert.kinds import PICTURES
from generator.convert.sniff import Identity, look_into
from generator.model import UNBINDABLE_CODES, Level

ROOT = Path(__file__).resolve().parents[1]
UNIT = "county_a"

_PROGRAM = (sys.executable, "-c", "from generator.cli.main import run; run()")
_ENVIRONMENT = {"PYTHONPATH": str(ROOT)}

#: Names of slips that are shown for each reason unless all are asked for.
_FEW = 3


@dataclass(frozen=True, slots=True)
class Source:
    """What the manifest says of a document: ``inside`` one that lay in another document."""

    path: str
    sha256: str
    pages: int
    inside: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What a build left behind: documents, slips with code and message, pages of its volumes."""

    sources: tuple[Source, ...]
    slips: Mapping[str, tuple[str, str]]
    evidence_pages: int
    volumes: Mapping[str, int]


def main() -> None:
    """Bind what is in the folders and print the account."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--corpus", type=Path, action="append", default=[], help="samples")
    parser.add_argument("--fetch", type=Path, help="download samples to this folder and take them")
    parser.add_argument("--limit", type=float, default=7200, help="seconds until it counts as hung")
    parser.add_argument("--list", action="store_true", help="name every document on a slip")
    parser.add_argument("--keep", type=Path, help="a new folder for the workspace, kept there")
    arguments = parser.parse_args()
    if arguments.fetch is not None:
        if arguments.fetch.resolve().is_relative_to(ROOT):
            parser.error("samples of others stay outside the repository")
        fetch(arguments.fetch, ROOT)
    files = list(samples([*arguments.corpus, *filter(None, [arguments.fetch])]))
    if not files:
        parser.error("there is nothing to take in: give --corpus or --fetch")
    with tempfile.TemporaryDirectory(prefix="intake-") as scratch:
        root = arguments.keep or Path(scratch) / "workspace"
        faults = intake(files, root.absolute(), arguments.limit, everything=arguments.list)
    sys.exit(1 if faults else 0)


def intake(files: Sequence[Path], root: Path, limit: float, *, everything: bool) -> list[str]:
    """Bind copies of the files in a new workspace and print the account; the faults found."""
    originals = [sha256_of(path) for path in files]
    filed = file_samples(files, root)
    before = {path: sha256_of(path) for path in filed}
    command = (*_PROGRAM, "build", UNIT, "--format", "pdf")
    cost = watched(command, root, _ENVIRONMENT, limit)
    print(f"files tried: {len(filed)}, {sum(path.stat().st_size for path in filed) / 1e6:.1f} MB")
    tell_cost(cost)
    if cost.code != 0:
        print(cost.said)
        return ["the build hung" if cost.code < 0 else "the build crashed"]
    found = read_output(root)
    faults = [*lost(found, filed, root), *tell_pages(found, root)]
    changed = [path for path in filed if sha256_of(path) != before[path]]
    changed += [path for path, sha in zip(files, originals, strict=True) if sha256_of(path) != sha]
    print(f"sources changed: {len(changed)} of {2 * len(filed)} (samples and their copies)")
    faults += [f"changed: {path}" for path in changed]
    tell_slips(found, everything=everything)
    for fault in faults:
        print(f"FAULT {fault}")
    return faults


def file_samples(files: Sequence[Path], root: Path) -> list[Path]:
    """Copy samples into the item folders of a new workspace, in turn, each with a number."""
    create_workspace(root, UNIT, "甲县", Level.COUNTY)
    with (root / "config.yaml").open("a", encoding="utf-8", newline="\n") as stream:
        stream.write("\nas_of: 2019-12-10\n")
    folders = sorted(path for path in (root / "evidence" / UNIT).iterdir() if path.is_dir())
    filed = []
    for number, path in enumerate(files):
        target = folders[number % len(folders)] / f"{number + 1:05} {path.name}"
        shutil.copyfile(path, target)
        filed.append(target)
    return filed


def tell_cost(cost: Cost) -> None:
    """Print what the build took, and how it ended."""
    print(
        f"build: {cost.seconds:.0f} s, CPU {cost.work:.0f} s, largest process {cost.peak:.0f} MB"
        f" ({cost.largest}), exit code {cost.code}"
    )
    print(f"crashes of the build: {int(cost.code > 0)}, hangs: {int(cost.code < 0)}", flush=True)


def read_output(root: Path) -> Found:
    """What the build says that it did, and what its volumes hold."""
    folder = root / "output" / UNIT
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    findings = json.loads((folder / "findings.json").read_text(encoding="utf-8"))["findings"]
    sources = tuple(
        Source(one["path"], one["sha256"], one["pages"], "container" in one)
        for one in manifest["sources"]
    )
    slips = {
        one["path"]: (one["code"], one["message"])
        for one in findings
        if one["code"] in UNBINDABLE_CODES and "path" in one
    }
    pages = [page["kind"] for volume in manifest["volumes"] for page in volume["pages"]]
    volumes = {f"{one['name']}.pdf": len(one["pages"]) for one in manifest["volumes"]}
    return Found(sources, slips, pages.count("evidence"), volumes)


def lost(found: Found, filed: Sequence[Path], root: Path) -> Iterator[str]:
    """Files that are neither bound nor on a slip with a reason; prints the count."""
    known = {source.path: source for source in found.sources}
    shown = [path.relative_to(root).as_posix() for path in filed]
    bound = sum(1 for path in shown if path in known and known[path].pages)
    slips = [path for path in shown if path in known and not known[path].pages]
    inside = [source for source in found.sources if source.inside]
    print(f"bound: {bound}, on slips: {len(slips)}, taken out of containers: {len(inside)}")
    for path in shown:
        if path not in known:
            yield f"lost: {path}"
    for source in found.sources:
        if not source.pages and source.path not in found.slips:
            yield f"on a slip without a reason: {source.path}"


# --------------------------------------------------------------------------------- pages in and out


def tell_pages(found: Found, root: Path) -> list[str]:
    """Compare pages of sources, of conversions, of the plan and of the PDFs; print the counts."""
    faults: list[str] = []
    counted: Counter[str] = Counter()
    for source in found.sources:
        if not source.pages:
            continue
        kind, pages = _second_count(root / source.path)
        counted[f"{kind} sources counted" if pages else f"{kind} sources not counted"] += 1
        if pages and pages != source.pages:
            faults.append(f"{source.path}: {pages} pages, {source.pages} bound")
        leaves = _leaves(root, source.sha256)
        counted["conversions counted"] += bool(leaves)
        if leaves and source.pages not in leaves:
            faults.append(f"{source.path}: converted to {leaves} pages, {source.pages} bound")
    total = sum(source.pages for source in found.sources)
    print(f"pages in: {total}, pages out: {found.evidence_pages}")
    if total != found.evidence_pages:
        faults.append(f"{total} pages of sources, {found.evidence_pages} in the volumes")
    for name, planned in found.volumes.items():
        with pypdfium2.PdfDocument(root / "output" / UNIT / name) as volume:
            if len(volume) != planned:
                faults.append(f"{name}: {planned} pages planned, {len(volume)} printed")
    print("; ".join(f"{name}: {number}" for name, number in sorted(counted.items())))
    return faults


def _second_count(path: Path) -> tuple[str, int]:
    """The kind of a source, and its pages as another library counts them; 0: it cannot tell."""
    identity = look_into(path, path.name) if path.is_file() else None
    if not isinstance(identity, Identity):
        return "other", 0
    try:
        if identity.kind == "pdf":
            with pypdfium2.PdfDocument(path) as document:
                return "pdf", len(document)
        if identity.kind in PICTURES - {"gif", "png", "webp", "avif"}:
            with Image.open(path) as picture:
                return "picture", sum(_pages_of(picture))
    except (pypdfium2.PdfiumError, OSError, SyntaxError, ValueError):
        return identity.kind, 0
    return "other", 0


def _pages_of(picture: Image.Image) -> Iterator[int]:
    """How many pages each picture of a file takes: none for a preview, several for a long one.

    A preview is what TIFF 6.0 calls so (tags 254, 255), if a larger picture stands beside it.
    """
    seen = []
    for index in range(getattr(picture, "n_frames", 1)):
        picture.seek(index)
        tags = getattr(picture, "tag_v2", {})
        preview = bool(tags.get(254, 0) & 1) or tags.get(255) == 2
        turned = picture.getexif().get(0x0112, 1) > 4
        seen.append((picture.size[::-1] if turned else picture.size, preview))
    largest = max((size for size, preview in seen if not preview), default=(0, 0))
    for (width, height), preview in seen:
        if not (preview and width < largest[0] and height < largest[1]):
            yield _cut_pages(width, height)


def _cut_pages(width: int, height: int) -> int:
    """The pages of a long picture: 154 mm wide, 262 mm high, with 8 mm in common."""
    printed = 154.0 / max(width, 154 * 72 / 25.4)  # mm a pixel, none larger than a point
    long = width >= 100 and 0.5 * height * printed > 262.0
    parts = math.ceil((height * printed - 8) / 254)
    return parts if long and parts <= 200 else 1


def _leaves(root: Path, sha256: str) -> list[int]:
    """The pages of each conversion of a content that the cache keeps."""
    entries = (root / ".cache" / "leaves").glob(f"{sha256}-*.json")
    found = (find(path.with_suffix("")) for path in entries)
    return [len(one.answer["pages"]) for one in found if one is not None and "pages" in one.answer]


# --------------------------------------------------------------------------------- slips by reason


def tell_slips(found: Found, *, everything: bool) -> None:
    """Print how many documents are on slips for each reason, and which."""
    absent = {source.path for source in found.sources if not source.pages}
    by_reason: dict[tuple[str, str], list[str]] = {}
    for path, reason in found.slips.items():
        if path in absent:
            by_reason.setdefault(_without_names(reason, path), []).append(Path(path).name)
    for (code, message), names in sorted(by_reason.items(), key=lambda one: -len(one[1])):
        shown = names if everything else names[:_FEW]
        more = f" and {len(names) - len(shown)} more" if len(names) > len(shown) else ""
        print(f"{len(names):5} {code}: {message}\n        {'; '.join(shown)}{more}")


def _without_names(reason: tuple[str, str], path: str) -> tuple[str, str]:
    """A reason as it is for every file that has it."""
    code, message = reason
    return code, message.replace(Path(path).name, "…").replace(path, "…")


if __name__ == "__main__":
    main()
