"""What was bound: every source with its hash and pages, every page with a fingerprint."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator import __version__
from generator.files import sha256_of
from generator.model import Assessment, Page, Plan

MANIFEST = "manifest.json"


def render_manifest(assessment: Assessment, plan: Plan, files: Mapping[str, Path]) -> str:
    """The manifest as indented JSON.

    Args:
        assessment: tells which sources there were.
        plan: tells where each stands.
        files: the finished output files by name.
    """
    content = {
        "tool": f"gen-binder {__version__}",
        "unit": assessment.unit.id,
        "profile": assessment.checklist.profile,
        "as_of": str(assessment.as_of),
        "files": {name: sha256_of(path) for name, path in sorted(files.items())},
        "sources": list(_sources(assessment, plan)),
        "pages": [_page(page) for page in plan.pages],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _sources(assessment: Assessment, plan: Plan) -> Iterator[dict[str, object]]:
    at = {anchor: page for page in plan.pages for anchor in page.anchors}
    for item in assessment.items:
        for bound in item.files:
            file = bound.file
            record: dict[str, object] = {
                "path": file.path,
                "sha256": file.sha256,
                "bytes": file.size,
                "item": item.item.id,
                "pages": bound.pages,
            }
            first = at.get(f"file:{file.path}")
            yield record | ({"first_page": first.number} if first else {"slip": True})
    for file in assessment.unassigned:
        yield {
            "path": file.path,
            "sha256": file.sha256,
            "bytes": file.size,
            "item": None,
            "pages": 0,
        }


def _page(page: Page) -> dict[str, object]:
    return {
        "side": page.index,
        "number": page.number,
        "kind": page.kind.value,
        "sha256": fingerprint(page),
    }


def fingerprint(page: Page) -> str:
    """SHA-256 over all that decides how a page looks: its blocks or its leaf, size and number."""
    if page.leaf is not None:
        what = f"{page.leaf.file.sha256} {page.leaf.index}"
    else:
        what = repr(page.blocks)
    whole = f"{page.kind} {page.number} {page.right_hand} {page.width} {page.height} {what}"
    return hashlib.sha256(whole.encode()).hexdigest()
