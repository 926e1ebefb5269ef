"""How much paper a binder takes, and of which kind: volumes' orders, folded sheets, colour."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.lettering.layout import Layout
from generator.measure.preflight.case import BoundPart, Remark, declared, pages_of
from generator.model import (
    DocumentSurvey,
    Page,
    PageSurvey,
    PaperOrder,
    Plan,
    Severity,
    Table,
    Text,
)
from generator.workbooks.grid import SPREADSHEETS


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
    known = (surveys[leaf.pdf].pages[leaf.index] for leaf in page.leaves if leaf.pdf in surveys)
    if any(photo.colour for photo in known):
        return True
    return any(isinstance(block, Text | Table) and block.role in coloured for block in page.blocks)


def _grey(colour: str) -> bool:
    """Whether a colour written #RRGGBB has equal parts."""
    return len({colour[at : at + 2].upper() for at in (1, 3, 5)}) == 1


@declared("sheet-blow-up", "表格页数过多")
def sheet_blow_up(part: BoundPart) -> Iterator[Remark]:
    """Yield one remark, where the document begins, for a spreadsheet of very many pages."""
    if not part.begins or not part.file.name.casefold().endswith(SPREADSHEETS):
        return
    if part.whole > part.limits.most_sheet_pages:
        yield Remark(
            Severity.WARNING,
            f"这份电子表格成了 {part.whole} 页，超过 {part.limits.most_sheet_pages} 页",
            "只需装订一部分的，请在表格软件里设好打印区域、删去空行空列和用不着的工作表，"
            "保存后重新生成；确实这么多的，不必处理。",
            pages_of(part.sides),
        )


@declared("folded-sheet", "A3 折叠")
def folded_sheet(order: PaperOrder) -> Iterator[Remark]:
    """Yield one remark for a volume's A3 sides."""
    pages = tuple(page for page in order.volume.pages if page.folded)
    if pages:
        yield Remark(
            Severity.INFO,
            f"用 A3 纸，共 {len(pages)} 面、{order.a3} 张",
            "请用 A3 纸按实际大小打印，向里折到 A4 大小，再按顺序放回。",
            pages,
        )


@declared("colour-page", "彩色页")
def colour_page(order: PaperOrder) -> Iterator[Remark]:
    """Yield one remark for a volume's sides with colour."""
    if order.colour:
        yield Remark(
            Severity.INFO,
            f"有彩色，共 {len(order.colour)} 面",
            "只把这些面彩印的，页码范围可从“打印预检.xlsx”的“彩色页”复制；全册彩印的，不必处理。",
            order.colour,
        )
