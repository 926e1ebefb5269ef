"""What was bound: every source with its hash and pages, every page with a fingerprint."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from generator import __version__
from generator.base.files import sha256_of
from generator.base.in_hand import in_hand
from generator.model import Assessment, EvidenceFile, Page, Plan, Volume

MANIFEST = "manifest.json"


def render_manifest(
    assessment: Assessment,
    plan: Plan,
    files: Mapping[str, Path],
    digests: Mapping[str, Sequence[str]],
    office: str,
) -> str:
    """The manifest as indented JSON.

    Args:
        assessment: tells which sources there were.
        plan: tells where each stands.
        files: the finished output files by name.
        digests: of each page of those that are PDFs, by name.
        office: the version of LibreOffice that printed documents; empty if none needed it.
    """
    content = {
        "tool": f"gen-binder {__version__}",
        "libreoffice": office or None,
        "unit": assessment.unit.id,
        "profile": assessment.checklist.profile,
        "as_of": str(assessment.as_of),
        "files": {name: sha256_of(path) for name, path in sorted(files.items())},
        "pages": {name: list(pages) for name, pages in sorted(digests.items())},
        "sources": list(_sources(assessment, plan)),
        "volumes": [_volume(volume) for volume in plan.volumes],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _sources(assessment: Assessment, plan: Plan) -> Iterator[dict[str, object]]:
    at = {
        anchor: (volume, page)
        for volume in plan.volumes
        for page in volume.pages
        for anchor in page.anchors
    }
    for item in assessment.items:
        for bound in item.files:
            file = bound.file
            with in_hand(file.path):
                record = _source(file, item.item.id, bound.pages)
            first = at.get(f"file:{file.path}")
            place = {"volume": first[0].number, "first_page": first[1].printed} if first else {}
            yield record | (place or {"slip": True})
    for file in assessment.unassigned:
        yield _source(file, None, 0)


def _source(file: EvidenceFile, item: str | None, pages: int) -> dict[str, object]:
    """What is kept of one document; ``container`` is the zip, mail or PDF that it is in.

    ``rotate`` are the degrees by which the office has pages turned clockwise, by page.
    """
    record: dict[str, object] = {
        "path": file.path,
        "sha256": file.sha256,
        "bytes": file.size,
        "item": item,
        "pages": pages,
    }
    if file.metadata.rotate:
        turns = file.metadata.rotate
        record["rotate"] = {str(page) if page else "all": degrees for page, degrees in turns}
    return record if file.container is None else record | {"container": file.container}


def _volume(volume: Volume) -> dict[str, object]:
    return {
        "number": volume.number,
        "name": volume.name,
        "sheets": volume.sheets,
        "pages": [_page(page) for page in volume.pages],
    }


def _page(page: Page) -> dict[str, object]:
    return {
        "side": page.index,
        "number": page.printed or None,
        "kind": page.kind.value,
        "sha256": fingerprint(page),
    }


def fingerprint(page: Page) -> str:
    """SHA-256 over all that decides how a page looks: its blocks or its leaf, size and number."""
    if page.leaf is not None:
        turned = page.leaf.file.metadata.rotate
        what = f"{page.leaf.file.sha256} {page.leaf.index}" + (f" {turned}" if turned else "")
    else:
        what = repr(page.blocks)
    seen = f"{page.kind} {page.imprint} {page.fit} {page.right_hand} {page.width} {page.height}"
    whole = f"{seen} {page.margins} {what}"
    return hashlib.sha256(whole.encode()).hexdigest()
