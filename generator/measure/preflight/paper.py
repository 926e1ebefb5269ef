"""The paper of each volume, and which sides of it show colour."""

from collections.abc import Mapping
from pathlib import Path

from generator.lettering.layout import Layout
from generator.model import DocumentSurvey, Page, PageSurvey, PaperOrder, Plan, Table, Text


def paper_orders(
    plan: Plan, surveys: Mapping[Path, DocumentSurvey], layout: Layout
) -> tuple[PaperOrder, ...]:
    """What each volume takes; a page of ours shows colour where a text style has one."""
    coloured = frozenset(
        name for name, role in layout.roles.items() if role.color and not _grey(role.color)
    )
    return tuple(
        PaperOrder(
            volume,
            tuple(page for page in volume.pages if _has_colour(page, surveys, coloured)),
        )
        for volume in plan.volumes
    )


def survey_of(page: Page, surveys: Mapping[Path, DocumentSurvey]) -> PageSurvey | None:
    """What is known of a page of evidence; nothing of any other page."""
    if page.leaf is None or page.leaf.pdf not in surveys:
        return None
    return surveys[page.leaf.pdf].pages[page.leaf.index]


def _has_colour(
    page: Page, surveys: Mapping[Path, DocumentSurvey], coloured: frozenset[str]
) -> bool:
    survey = survey_of(page, surveys)
    if survey is not None:
        return survey.colour
    return any(isinstance(block, Text | Table) and block.role in coloured for block in page.blocks)


def _grey(colour: str) -> bool:
    """Whether a colour written #RRGGBB has equal parts."""
    return len({colour[at : at + 2].upper() for at in (1, 3, 5)}) == 1
