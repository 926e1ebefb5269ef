"""The paper to order, volume by volume, and how many packets that is."""

from collections.abc import Sequence

from generator.model import PaperOrder, Preflight

PAPER_HEADS = (
    "卷",
    "名称",
    "A4（张）",
    "A3 折叠（张）",
    "共（面）",
    "彩色（面）",
    "黑白（面）",
    "空白（面）",
    "厚度（毫米）",
)


def reams_said(preflight: Preflight) -> str:
    """The packets of paper to order for all volumes."""
    a4, a3 = preflight.reams
    said = [f"A4 纸 {a4} 包"] if a4 else []
    said += [f"A3 纸 {a3} 包"] if a3 else []
    return f"{'、'.join(said)}，每包 {preflight.ream} 张"


def paper_rows(preflight: Preflight) -> list[Sequence[str | int | float]]:
    """A row for each volume and, of several, one for all."""
    rows = [
        (order.volume.number, order.volume.title, *_sums([order])) for order in preflight.orders
    ]
    total = [("合计", "", *_sums(preflight.orders))] if len(preflight.orders) > 1 else []
    return [*rows, *total]


def _sums(orders: Sequence[PaperOrder]) -> tuple[int | float, ...]:
    return (
        sum(order.a4 for order in orders),
        sum(order.a3 for order in orders),
        sum(order.sides for order in orders),
        sum(len(order.colour) for order in orders),
        sum(order.black for order in orders),
        sum(order.empty for order in orders),
        round(sum(order.volume.thickness for order in orders), 1),
    )
