"""Compute the whole pagination before anything is drawn: volumes, sides, page numbers, blanks.

The generated pages are composed over and over with the numbers of the round before, until nothing
changes any more: columns of numbers never wrap, so that is after three or four rounds. Where the
cuts between volumes themselves would swing, they are held where they were.
"""

from collections.abc import Iterator

from generator.lettering.layout import Layout
from generator.model import Assessment, Plan
from generator.plan.compose import front
from generator.plan.compose.consistency import CONSISTENCY
from generator.plan.compose.entries import entries, stray_gaps
from generator.plan.compose.figures import figures_anchor, figures_of
from generator.plan.compose.grid import Grid
from generator.plan.compose.refs import Refs, Spot
from generator.plan.paginate.assemble import assemble, cutter
from generator.plan.paginate.pieces import pieces
from generator.plan.paginate.scope import Scope
from generator.plan.paginate.sums import all_entries, whole_sums
from generator.plan.paginate.volumes import recut

__all__ = ["Scope", "paginate"]

_ROUNDS = 10
#: From this round on, volumes are cut where they were cut before.
_HELD = 5


def paginate(assessment: Assessment, layout: Layout, scope: Scope) -> Plan:
    """Give every page of the binder its volume, place and number.

    Raises:
        RuntimeError: the pages do not settle or a reconciliation does not balance; that is a
            fault of this program, never of the evidence.
    """
    grid = Grid(layout)
    anchors, listing = frozenset(_anchors(assessment, scope)), all_entries(assessment)
    plan: Plan | None = None
    cut = None
    for turn in range(_ROUNDS):
        refs = _refs(anchors, plan)
        sums = plan.reconciliation if plan else whole_sums(assessment, listing, scope, ())
        whole = tuple(pieces(grid, assessment, scope, refs, sums, plan))
        if cut is None or turn < _HELD:
            cut = cutter(grid, assessment, scope, refs).cut(whole)
        else:
            cut = recut(whole, cut)
        before, plan = plan, assemble(grid, assessment, scope, refs, cut, plan, listing)
        if plan == before:
            break
    else:
        raise RuntimeError("the pagination does not settle")
    _check(plan)
    return plan


def _anchors(assessment: Assessment, scope: Scope) -> Iterator[str]:
    yield from (front.COMPLETION, front.GAPS, CONSISTENCY, front.RECONCILIATION)
    if assessment.unassigned or stray_gaps(assessment):
        yield front.UNASSIGNED
    for group in assessment.groups:
        yield f"group:{group.group.id}"
        if figures_of(group, scope.figures):
            yield figures_anchor(group.group.id)
        for judged in group.items:
            yield f"item:{judged.item.id}"
            yield from (entry.anchor for entry in entries(judged))


def _refs(anchors: frozenset[str], plan: Plan | None) -> Refs:
    """What the plan of the round before says about each anchor and each page of a document."""
    if plan is None:
        return Refs(anchors)
    spots, leaves = {}, {}
    for volume in plan.volumes:
        for page in volume.pages:
            spot = Spot(volume.number, page.printed)
            spots.update(dict.fromkeys(page.anchors, spot))
            for leaf in page.leaves:
                leaves[f"file:{leaf.file.path}", leaf.index] = spot
    return Refs(anchors, spots, leaves, several=len(plan.volumes) > 1)


def _check(plan: Plan) -> None:
    """Both balances: each volume's own, and all volumes together against the binder.

    Raises:
        RuntimeError: one of them does not hold.
    """
    total = plan.volumes[0].reconciliation
    for volume in plan.volumes[1:]:
        total = total + volume.reconciliation
    if not plan.reconciliation.balanced:
        raise RuntimeError(f"the reconciliation does not balance: {plan.reconciliation}")
    if total != plan.reconciliation or not all(v.reconciliation.balanced for v in plan.volumes):
        raise RuntimeError(f"the volumes do not balance: {total} against {plan.reconciliation}")
