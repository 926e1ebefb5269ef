"""What a figures page says of one figure in a few words, derived from its values."""

from dataclasses import dataclass

from generator.base.measures import agrees, spoken
from generator.ledgers.figures.percentages import stated_fits
from generator.ledgers.figures.values import Figure


@dataclass(frozen=True, slots=True)
class Verdict:
    """A few words for the column 结论; ``good``: nothing in it needs looking at."""

    text: str
    good: bool


def verdict(figure: Figure) -> Verdict:
    """The conclusion on a figure: target, agreement of the stated values, threshold, sources."""
    good, bad = _of_ratio(figure) if figure.ratio else _of_value(figure)
    return Verdict("\n".join((*bad, *good)), not bad)


def _of_value(figure: Figure) -> tuple[list[str], list[str]]:
    good: list[str] = []
    bad: list[str] = []
    if figure.done is None:
        return ["没有数"], []
    if figure.target is not None and figure.reached is not None:
        exceeded = figure.done != figure.target
        word = "超过目标" if exceeded and figure.more_is_better else "达到目标"
        (good if figure.reached else bad).append(word if figure.reached else "未达到目标")
    if figure.computed.open:
        bad.append(f"有 {figure.computed.open} 处读不出或两份不一致，未计入")
    elif _contradicted(figure):
        bad.append("与台账不一致")
    if figure.western is not None and figure.eastern not in (None, figure.western):
        bad.append("东西部不一致")
    if _unsupported(figure):
        bad.append("没有出处")
    if figure.negative and figure.done:
        bad.append(f"有 {spoken(figure.done)} {figure.unit}")
    return good or ([] if bad else ["有出处"]), bad


def _contradicted(figure: Figure) -> bool:
    """Whether a stated value is another number than the rows give."""
    exact = figure.computed.value
    if exact is None:
        return False
    typed, west = figure.typed, figure.western
    wrong = typed is not None and not agrees(typed.stated, typed.unit, exact, figure.unit)
    return wrong or (west is not None and not agrees(west, figure.unit, exact, figure.unit))


def _unsupported(figure: Figure) -> bool:
    """Whether nothing stands behind the value but the number itself."""
    if figure.typed and figure.typed.fault:
        return True
    if figure.computed.value is not None:
        return False
    if figure.typed:
        return figure.typed.trace.path is None and not figure.supported
    return figure.agreed is None or not figure.agreed.backed


def _of_ratio(figure: Figure) -> tuple[list[str], list[str]]:
    ratio = figure.ratio
    assert ratio is not None
    if ratio.rate is None:
        return ["算不出"], []
    good: list[str] = []
    bad: list[str] = []
    if ratio.threshold is None:
        good.append("未定标准")
    else:
        limit = f"{spoken(ratio.threshold)}{figure.unit}"
        reached = ratio.rate >= ratio.threshold
        (good if reached else bad).append(f"不低于 {limit}" if reached else f"低于 {limit}")
    if ratio.open:
        bad.append(f"有 {ratio.open} 处读不出或两份不一致，未计入")
    if figure.typed and not stated_fits(figure.typed.stated, ratio):
        bad.append(f"填报 {spoken(figure.typed.stated)}{figure.unit}，不符")
    return good, bad
