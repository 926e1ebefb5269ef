"""What to look at before printing: each rule is declared with its function, by theme.

A rule looks at a document's sides in one volume, or at a volume, and yields remarks; the runner
stamps them with the code, the item and the place. To add one: a declared function, a line in a
registry here, a test.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from generator.base.in_hand import in_hand
from generator.base.page_ranges import ranges
from generator.lettering.layout import Layout
from generator.measure.preflight import legible, paper, position
from generator.measure.preflight.case import BoundPart, PrintRule, Remark, Side
from generator.measure.preflight.paper import paper_orders, survey_of
from generator.model import (
    Binding,
    DocumentSurvey,
    Finding,
    Fit,
    Page,
    PaperOrder,
    Plan,
    Preflight,
    Volume,
)

PART_RULES: tuple[PrintRule[BoundPart], ...] = (
    position.undrawable_page,
    position.upside_down,
    position.blank_page,
    position.number_over_print,
    position.content_in_margin,
    legible.tiny_text,
    legible.low_resolution,
    paper.sheet_blow_up,
    legible.font_not_embedded,
    position.number_moved,
)

VOLUME_RULES: tuple[PrintRule[PaperOrder], ...] = (paper.folded_sheet, paper.colour_page)

#: What findings are called on the screen and in lists, in the order in which to read them.
PREFLIGHT_LABELS: Mapping[str, str] = {
    **{rule.code: rule.label for rule in PART_RULES},
    **{rule.code: rule.label for rule in VOLUME_RULES},
}

#: More stretches of pages than these are only counted in a sentence; the finding names all.
_MOST = 20


def run_preflight(
    plan: Plan, surveys: Mapping[Path, DocumentSurvey], layout: Layout, binding: Binding
) -> Preflight:
    """Look at every page as it will print.

    Args:
        plan: where each page goes and how it is put there.
        surveys: what stands on the pages of each PDF.
        layout: limits, and which of our own text styles have a colour.
        binding: how wide the binding margin is.
    """
    orders = paper_orders(plan, surveys, layout)
    whole = Counter(leaf.file.path for page in plan.pages for leaf in page.leaves)
    found: list[Finding] = []
    for order in orders:
        found += _of_volume(order)
        for part in _parts(order.volume, surveys, whole, layout, binding):
            with in_hand(part.file.path):
                for rule in PART_RULES:
                    found += [_of_part(rule.code, remark, part) for remark in rule.look(part)]
    return Preflight(tuple(found), orders, layout.preflight.ream)


def _parts(
    volume: Volume,
    surveys: Mapping[Path, DocumentSurvey],
    whole: Mapping[str, int],
    layout: Layout,
    binding: Binding,
) -> Iterator[BoundPart]:
    """The volume's documents; one that goes on in the next volume has a part in each."""
    bound = (alone for page in volume.pages for alone in _alone(page))
    for path, group in groupby(bound, _path):
        pages = tuple(group)
        leaf = pages[0].leaf
        assert leaf is not None
        survey = surveys.get(leaf.pdf)
        yield BoundPart(
            leaf.file,
            volume,
            tuple(Side(page, survey_of(page, surveys)) for page in pages),
            whole=whole[path],
            begins=leaf.index == 0,
            fonts=survey.unembedded_fonts if survey else (),
            margin=binding.margin,
            limits=layout.preflight,
        )


def _alone(page: Page) -> Iterator[Page]:
    """A page as each of its documents has it: a photo on a sheet is alone, of the size it has."""
    if page.leaf is not None:
        yield page
    for framed, scale in page.scaled:
        yield replace(page, leaf=framed.leaf, fit=Fit(scale=scale), blocks=(), imprint=None)


def _path(page: Page) -> str:
    assert page.leaf is not None
    return page.leaf.file.path


def _of_part(code: str, remark: Remark, part: BoundPart) -> Finding:
    numbers = [page.leaf.index + 1 for page in remark.pages if page.leaf is not None]
    printed = [page.printed for page in remark.pages]
    place = f"第 {part.volume.number} 卷第 {ranges(printed, most=_MOST)} 页"
    return Finding(
        code,
        remark.severity,
        remark.pages[0].item,
        f"原件第 {ranges(numbers, most=_MOST)} 页（{place}）{remark.message}。",
        remark.remedy,
        part.file.path,
        event=part.file.event,
        volume=part.volume.number,
        pages=tuple(numbers),
        printed=tuple(printed),
    )


def _of_volume(order: PaperOrder) -> Iterator[Finding]:
    volume = order.volume
    for rule in VOLUME_RULES:
        for remark in rule.look(order):
            sides = [page.index for page in remark.pages]
            printed = [page.printed for page in remark.pages if page.printed]
            numbers = f"编为第 {ranges(printed, most=_MOST)} 页" if printed else "都不编页码"
            place = f"第 {volume.number} 卷第 {ranges(sides, most=_MOST)} 面（{numbers}）"
            yield Finding(
                rule.code,
                remark.severity,
                None,
                f"{place}{remark.message}。",
                remark.remedy,
                volume=volume.number,
                pages=tuple(sides),
                printed=tuple(printed),
            )


__all__ = ["PART_RULES", "PREFLIGHT_LABELS", "VOLUME_RULES", "run_preflight"]
