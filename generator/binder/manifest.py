"""What was bound: every source with its hash and pages, every page with a fingerprint."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from generator import __version__
from generator.base.files import sha256_of
from generator.base.in_hand import in_hand
from generator.model import Assessment, EvidenceFile, LeafRef, Page, Plan, Table, Volume
from generator.render.pdf.on_screen import Led

MANIFEST = "manifest.json"


def render_manifest(
    assessment: Assessment,
    plan: Plan,
    files: Mapping[str, Path],
    digests: Mapping[str, Sequence[str]],
    office: str,
    led: Sequence[Led] = (),
) -> str:
    """The manifest as indented JSON.

    Args:
        assessment: tells which sources there were.
        plan: tells where each stands.
        files: the finished output files by name.
        digests: of each page of those that are PDFs, by name.
        office: the version of LibreOffice that printed documents; empty if none needed it.
        led: what became of documents' own bookmarks and links, if a binder for the screen was made.
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
    if led:
        content["screen"] = [_led(one) for one in led]
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
            yield record | (_place(file.path, *first) if first else {"slip": True})
    for file in assessment.unassigned:
        yield _source(file, None, 0)


def _place(path: str, volume: Volume, page: Page) -> dict[str, object]:
    """Where a document begins; ``frame`` says which of a sheet's photos it is, from 1."""
    place: dict[str, object] = {"volume": volume.number, "first_page": page.printed}
    return place | ({"frame": page.anchors.index(f"file:{path}") + 1} if page.framed else {})


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


def _led(led: Led) -> dict[str, object]:
    """What became of one document's bookmarks and links; what there was none of is not named."""
    return {name: value for name, value in asdict(led).items() if value}


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
    if page.leaves:
        what = " ".join((*map(_fingerprint_of, page.leaves), *_words(page)))
    else:
        what = repr(page.blocks)
    seen = f"{page.kind} {page.imprint} {page.fit} {page.right_hand} {page.width} {page.height}"
    whole = f"{seen} {page.margins} {what}"
    return hashlib.sha256(whole.encode()).hexdigest()


def _fingerprint_of(leaf: LeafRef) -> str:
    turned = leaf.file.metadata.rotate
    return f"{leaf.file.sha256} {leaf.index}" + (f" {turned}" if turned else "")


def _words(page: Page) -> Iterator[str]:
    """What stands in the cells of a sheet of photos, with their heights."""
    for block in page.blocks:
        if isinstance(block, Table):
            yield from (f"{row.height} {[cell.text for cell in row.cells]}" for row in block.rows)
