"""Count what was listed against what was placed, in each volume and in all."""

from collections import Counter
from collections.abc import Sequence

from generator.model import (
    UNBINDABLE_CODES,
    Assessment,
    Page,
    PageKind,
    Reconciliation,
)
from generator.plan.compose import front
from generator.plan.compose.entries import Entry, entries, stray_gaps
from generator.plan.paginate.pieces import Piece
from generator.plan.paginate.scope import Scope


def all_entries(assessment: Assessment) -> tuple[Entry, ...]:
    """Every entry of every item, listed once for all counts."""
    return tuple(entry for judged in assessment.items for entry in entries(judged))


def whole_sums(
    assessment: Assessment, listing: Sequence[Entry], scope: Scope, pages: Sequence[Page]
) -> Reconciliation:
    """Entries as listed (filing and findings) against entries as placed (pages of the plan)."""
    filed = {bound.file.path for judged in assessment.items for bound in judged.files}
    lost = [
        gap for gap in assessment.gaps if not (gap.path in filed and gap.code in UNBINDABLE_CODES)
    ]
    exempt = [judged for judged in assessment.items if judged.exemption is not None]
    strays = len(stray_gaps(assessment))
    listed = scope.files + len(lost) + len(exempt) + strays
    return _placed(assessment, listing, pages, listed, scope.pages)


def volume_sums(
    assessment: Assessment, content: Sequence[Piece], pages: Sequence[Page]
) -> Reconciliation:
    """Entries as cut (the pieces of the volume) against entries as placed (its pages).

    A document counts where it begins; its pages count where they are.
    """
    exempt = {f"item:{j.item.id}" for j in assessment.items if j.exemption is not None}
    listed, source = 0, 0
    for piece in content:
        anchors = piece.draft.anchors if piece.draft else ()
        listed += piece.entry is not None and piece.first == 0
        listed += sum(anchor in exempt for anchor in anchors)
        if front.UNASSIGNED in anchors:
            listed += len(assessment.unassigned) + len(stray_gaps(assessment))
        if piece.document is not None:
            source += piece.last - piece.first + 1
    own = tuple(piece.entry for piece in content if piece.entry is not None)
    return _placed(assessment, own, pages, listed, source)


def _placed(
    assessment: Assessment,
    listing: Sequence[Entry],
    pages: Sequence[Page],
    listed: int,
    source_pages: int,
) -> Reconciliation:
    anchors = {anchor for page in pages for anchor in page.anchors}
    absent, unbindable, bound = 0, 0, 0
    for entry in listing:
        placed = entry.anchor in anchors
        bound += placed and entry.gap is None
        absent += placed and entry.gap is not None and entry.file is None
        unbindable += placed and entry.gap is not None and entry.file is not None
    exempt = (judged for judged in assessment.items if judged.exemption is not None)
    listed_here = front.UNASSIGNED in anchors
    strays = len(assessment.unassigned) + len(stray_gaps(assessment))
    counted = Counter(page.kind for page in pages)
    return Reconciliation(
        listed=listed,
        bound=bound,
        missing=absent,
        unbindable=unbindable,
        not_applicable=sum(f"item:{judged.item.id}" in anchors for judged in exempt),
        unassigned=strays if listed_here else 0,
        source_pages=source_pages,
        pages_by_kind={kind: counted[kind] for kind in PageKind if counted[kind]},
        shared=sum(len(page.framed) for page in pages),
    )
