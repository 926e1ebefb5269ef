"""A typed percentage against its numerator and denominator, and what else it might stand for."""

from collections.abc import Iterator, Sequence
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from itertools import permutations

from generator.base.measures import comparable, converted, decimals_of, printed, rounded, spoken
from generator.ledgers.figures.values import Figure, Operand, Ratio, Typed
from generator.ledgers.read.percents import fits
from generator.model import Finding, Severity

#: Digits that a message prints of a rate that was typed with fewer.
_MORE = 2


def percent_findings(figures: Sequence[Figure]) -> Iterator[Finding]:
    """Typed rates that rounding their own fraction to the typed digits does not give."""
    known = [
        Operand(figure.title, figure.done, figure.unit)
        for figure in figures
        if figure.ratio is None and figure.done is not None
    ]
    for figure in figures:
        typed, ratio = figure.typed, figure.ratio
        if typed is None or ratio is None or ratio.open:
            continue
        if not stated_fits(typed.stated, ratio):
            yield _finding(figure, typed, known)


def stated_fits(stated: Decimal, ratio: Ratio) -> bool:
    """Whether a rate as stated is its own fraction rounded to the stated digits.

    A rate of which a part is not known contradicts nothing.
    """
    over, under = ratio.numerator.value, ratio.denominator.value
    if over is None or under is None:
        return True
    if ratio.per is None:
        return fits(f"{stated}%", over, under)
    return ratio.rate is not None and rounded(ratio.rate, decimals_of(stated)) == stated


def pairs_that_fit(
    stated: Decimal, operands: Sequence[Operand]
) -> tuple[tuple[Operand, Operand], ...]:
    """Every numerator and denominator among some numbers that give a percentage as it is stated.

    Args:
        stated: percentage points, with the digits that were written.
        operands: numbers with their units; only those of one kind are divided by each other.
    """
    found = []
    for over, under in permutations(operands, 2):
        if over.value is None or not under.value or not comparable(over.unit, under.unit):
            continue
        part = converted(over.value, over.unit, under.unit)
        if part <= under.value and fits(f"{stated}%", part, under.value):
            found.append((over, under))
    return tuple(found)


def is_cut(stated: Decimal, rate: Fraction) -> bool:
    """Whether a stated percentage is the exact one with digits cut off instead of rounded."""
    digits = Decimal(printed(rate, 12).replace(",", ""))
    return digits.quantize(stated, ROUND_DOWN) == stated


def _finding(figure: Figure, typed: Typed, known: Sequence[Operand]) -> Finding:
    ratio = figure.ratio
    assert ratio is not None
    said = (
        f"“{figure.title}”填报 {typed.stated}{figure.unit}（{typed.trace}），"
        f"{_said(ratio.numerator)}÷{_said(ratio.denominator)}"
    )
    if ratio.rate is None:
        said += "，分母为 0，算不出比例"
    else:
        digits = decimals_of(typed.stated) + _MORE
        said += f"应为 {printed(ratio.rate, digits)}{figure.unit}"
        if is_cut(typed.stated, ratio.rate):
            said += "（填报数像是截去了小数，没有四舍五入）"
    if ratio.per is None:
        pairs = "、".join(f"{a.title}÷{b.title}" for a, b in pairs_that_fit(typed.stated, known))
        said += f"；与 {pairs} 相符，请核对口径" if pairs else "；现有的数里没有一对得出这个比例"
    remedy = f"请按公式重算：{ratio.formula}；并写明分子分母"
    path = typed.path
    return Finding("percent-mismatch", Severity.WARNING, figure.item, said, remedy, path)


def _said(part: Operand) -> str:
    assert part.value is not None
    return f"{part.title} {spoken(part.value)}{part.unit}"
