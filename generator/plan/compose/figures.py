"""The figures page of a group: target, done, rate with its fraction, source with its page.

Page numbers stand in a narrow column of their own, so that they never change the height of a row.
"""

from collections.abc import Iterator, Sequence

from generator.base.measures import printed, spoken
from generator.ledgers.figures.values import Figure, Trace
from generator.ledgers.figures.verdicts import verdict
from generator.model import GroupAssessment, PageKind
from generator.plan.compose.entries import file_anchor
from generator.plan.compose.grid import Column, Draft, Grid, Line, gap
from generator.plan.compose.refs import Refs
from generator.plan.compose.wording import group_title

#: Sources of one figure that are named one by one; townships may file dozens of workbooks.
_SOURCES = 6


def figures_anchor(group_id: str) -> str:
    """The anchor of a group's first figures page."""
    return f"figures:{group_id}"


def figures_of(group: GroupAssessment, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures that belong to a group, in the order of its items."""
    return tuple(
        figure for item in group.items for figure in figures if figure.item == item.item.id
    )


def figures_pages(
    grid: Grid, group: GroupAssessment, figures: Sequence[Figure], refs: Refs
) -> tuple[Draft, ...]:
    """All figures of a group; no page if it has none.

    Args:
        grid: measures the text.
        group: the group and its items.
        figures: all figures of the unit.
        refs: printed page numbers, of sources among others.
    """
    own = figures_of(group, figures)
    if not own:
        return ()
    columns = (
        Column("编号", 15, "center"),
        Column("指标", 34),
        Column("单位", 13, "center"),
        Column("目标", 20, "right"),
        Column("完成", 20, "right"),
        Column("完成率", 18, "right"),
        Column("出处页", 21, "right"),
        Column("结论", grid.width - 141),
    )
    lines = [line for figure in own for line in _lines(figure, refs)]
    title = f"{group_title(group.group)}：数据完成情况表"
    note = "完成值按台账逐行算出，印出时四舍五入；出处、分子分母和公式印在各行下面。"
    pages = grid.paged(
        (grid.text(title, "h1", heading=2), gap(2), grid.text(note, "note"), gap(2)),
        columns,
        grid.rows(columns, lines, "cell"),
        (grid.text(f"{title}（续）", "h3"), gap(2)),
    )
    anchor = figures_anchor(group.group.id)
    return tuple(
        Draft(PageKind.FIGURES, "数据完成情况表", blocks, (anchor,) if at == 0 else ())
        for at, blocks in enumerate(pages)
    )


def _lines(figure: Figure, refs: Refs) -> Iterator[Line]:
    """One row with the numbers, and one across the page that says where they come from."""
    item = f"item:{figure.item}"
    link = item if refs.has(item) else None
    said = verdict(figure)
    style = "normal" if said.good else "gap"
    number = figure.id.partition(":")[0]
    texts = (
        number,
        figure.title,
        figure.unit,
        printed(figure.target, figure.decimals) if figure.target is not None else "",
        _done(figure),
        f"{printed(figure.completion, 2)}%" if figure.completion is not None else "",
        "\n".join(_page(trace, refs) for trace in _bound(figure, refs)),
        said.text,
    )
    yield Line(texts, link, style)
    details = "；".join(
        part for part in (_fraction(figure), _sources(figure), _stated(figure)) if part
    )
    yield Line((f"{number}  {details}",), link, style)


def _done(figure: Figure) -> str:
    value = figure.ratio.rate if figure.ratio else figure.done
    return printed(value, figure.decimals) if value is not None else "—"


def _fraction(figure: Figure) -> str:
    """Numerator, denominator and formula of a rate."""
    ratio = figure.ratio
    if ratio is None:
        if figure.completion is None or figure.done is None or figure.target is None:
            return ""
        return f"完成率＝完成值÷目标值＝{spoken(figure.done)}÷{spoken(figure.target)}"
    parts = (
        f"{part.title} {spoken(part.value)}{part.unit}"
        if part.value is not None
        else f"{part.title} 没有数"
        for part in (ratio.numerator, ratio.denominator)
    )
    return f"{ratio.formula}：{'，'.join(parts)}"


def _sources(figure: Figure) -> str:
    """Every place that states or supports the figure, and how its rows were counted."""
    computed, traces = figure.computed, figure.provenance
    if computed.value is None and not traces:
        return "" if figure.ratio else computed.reason or "没有数"
    said = "、".join(str(trace) for trace in traces[:_SOURCES])
    if len(traces) > _SOURCES:
        said += f"等 {len(traces)} 处"
    return f"来源：{said}" + (f"（{computed.method}）" if computed.method else "")


def _stated(figure: Figure) -> str:
    """The other values, where they differ from the one that counts."""
    stated = (
        ("本单位填报", figure.typed.value if figure.typed else None),
        ("西部完成值", figure.western),
        ("东部完成值", figure.eastern),
    )
    counted = None if figure.ratio else figure.done
    return "，".join(
        f"{name} {spoken(value)}{figure.unit}"
        for name, value in stated
        if value is not None and value != counted
    )


def _bound(figure: Figure, refs: Refs) -> tuple[Trace, ...]:
    """One trace for each document of the figure that is bound in this binder."""
    by_path = {trace.path: trace for trace in reversed(figure.provenance[:_SOURCES])}
    traces = [by_path[path] for path in reversed(by_path)]
    return tuple(t for t in traces if t.path and refs.has(file_anchor(t.path)))


def _page(trace: Trace, refs: Refs) -> str:
    """The printed number of the page that a source stands on."""
    return refs.leaf(file_anchor(str(trace.path)), (trace.page or 1) - 1)
