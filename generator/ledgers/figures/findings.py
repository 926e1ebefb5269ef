"""What is wrong with a unit's own figures: each number against the others, with both sources."""

import datetime as dt
from collections.abc import Iterator, Sequence

from generator.base.measures import agrees, printed, spoken
from generator.ledgers.figures.percentages import percent_findings
from generator.ledgers.figures.values import Agreed, Figure, Typed
from generator.model import Finding, Severity

#: Titles of the agreement table's columns.
_TARGET, _WEST, _EAST, _SOURCE, _UNIT = "目标值", "西部完成值", "东部完成值", "数据来源", "单位"

_MATCH = "请对照台账逐行核实，改正填错的一处；不要为凑数改台账"


def figure_findings(figures: Sequence[Figure], as_of: dt.date) -> tuple[Finding, ...]:
    """All findings on evaluated figures, in their order.

    Args:
        figures: of one unit.
        as_of: the day of the check; before a figure's due date an unreached target is a warning.
    """
    found = [finding for figure in figures for finding in _of(figure, as_of)]
    return (*found, *percent_findings(figures))


def _of(figure: Figure, as_of: dt.date) -> Iterator[Finding]:
    if figure.typed:
        yield from _typed_mismatch(figure, figure.typed)
        yield from _typed_source(figure, figure.typed)
    if figure.agreed:
        yield from _agreed_mismatch(figure, figure.agreed)
        yield from _agreed_source(figure, figure.agreed)
        yield from _partner(figure, figure.agreed)
        yield from _target(figure, figure.agreed, as_of)
    yield from _rate(figure)
    yield from _negative(figure, as_of)


def computed_said(figure: Figure) -> str:
    """The computed value with the rows that it comes from, for a message."""
    computed = figure.computed
    assert computed.value is not None
    places = "；".join(str(trace) for trace in computed.traces)
    how = f"，{computed.method}" if computed.method else ""
    return f"{spoken(computed.value)}{figure.unit}（{places}{how}）"


def _typed_said(typed: Typed) -> str:
    return f"{spoken(typed.stated)}{typed.unit}（{typed.trace}）"


def _typed_mismatch(figure: Figure, typed: Typed) -> Iterator[Finding]:
    exact = figure.computed.value
    if exact is None or figure.computed.open:
        return
    if not agrees(typed.stated, typed.unit, exact, figure.unit):
        message = f"“{figure.title}”填报 {_typed_said(typed)}，算得 {computed_said(figure)}"
        yield _finding("total-mismatch", Severity.ERROR, figure, message, _MATCH, typed.path)


def _agreed_mismatch(figure: Figure, agreed: Agreed) -> Iterator[Finding]:
    """The western value of the agreement table against the rows behind it."""
    if agreed.fault:
        remedy = "请改成同一单位；人数和人次、户数和人数不能混用"
        yield _at_row(
            "ledger-bad-value", Severity.WARNING, figure, agreed, agreed.fault, remedy, _UNIT
        )
        return
    exact, typed = figure.computed.value, figure.typed
    if agreed.western is None or figure.computed.open or (exact is None and typed is None):
        return
    found = figure.done
    assert found is not None
    if not agrees(agreed.western, figure.unit, found, figure.unit):
        other = f"填报 {_typed_said(typed)}" if typed and exact is None else ""
        other = other or f"算得 {computed_said(figure)}"
        said = f"{spoken(agreed.western)}{figure.unit}"
        message = f"“{agreed.indicator}”的西部完成值填 {said}，{other}"
        yield _at_row("total-mismatch", Severity.ERROR, figure, agreed, message, _MATCH, _WEST)


def _typed_source(figure: Figure, typed: Typed) -> Iterator[Finding]:
    """A document that is not there, or a number that only a name stands behind."""
    said = f"“{figure.title}”填报 {_typed_said(typed)}"
    if typed.fault:
        message = f"{said}，但{typed.fault}"
        remedy = "请把文件放进指标文件夹，或在 county.yaml 里改正文件名"
    elif not figure.supported and typed.trace.path is None:
        why = figure.computed.reason or "没有写明出自哪份文件"
        message = f"{said}，没有台账，也没有文件：{why}"
        remedy = "请补交台账，或在 county.yaml 里写明出自哪份文件第几页"
    else:
        return
    yield _finding("figure-without-source", Severity.ERROR, figure, message, remedy, typed.path)


def _agreed_source(figure: Figure, agreed: Agreed) -> Iterator[Finding]:
    """A value of the agreement table with no rows, no document and nobody behind it."""
    if figure.computed.value is not None or agreed.backed or agreed.western is None:
        return
    if figure.typed and not figure.typed.fault:
        return
    written = f"数据来源写“{agreed.source}”，没有找到" if agreed.source else "没有填数据来源"
    why = f"；{figure.computed.reason}" if figure.computed.reason else ""
    said = f"{spoken(agreed.western)}{figure.unit}"
    message = f"“{agreed.indicator}”的西部完成值填 {said}，{written}{why}"
    remedy = "请补交台账或文件，并在数据来源里写台账编号、文号或文件名"
    yield _at_row("figure-without-source", Severity.ERROR, figure, agreed, message, remedy, _SOURCE)


def _partner(figure: Figure, agreed: Agreed) -> Iterator[Finding]:
    if agreed.western is None or agreed.eastern is None or agreed.western == agreed.eastern:
        return
    west, east = (f"{spoken(value)}{figure.unit}" for value in (agreed.western, agreed.eastern))
    explained = f"；差异说明：{agreed.explained}" if agreed.explained else ""
    message = f"“{agreed.indicator}”西部填 {west}，东部填 {east}，双方不一致{explained}"
    remedy = "请与东部协作办核对，统一口径后双方同时改正"
    yield _at_row("partner-mismatch", Severity.WARNING, figure, agreed, message, remedy, _EAST)


def _target(figure: Figure, agreed: Agreed, as_of: dt.date) -> Iterator[Finding]:
    if figure.reached is not False or figure.target is None or figure.done is None:
        return
    late = as_of > figure.due
    done, target = (f"{spoken(value)}{figure.unit}" for value in (figure.done, figure.target))
    source = (
        computed_said(figure)
        if figure.computed.value is not None
        else f"{done}（{_stated(figure)}）"
    )
    rate = f"，完成率 {printed(figure.completion, 2)}%" if figure.completion is not None else ""
    limit = f"期限 {figure.due} {'已过' if late else '未到'}"
    message = f"“{agreed.indicator}”目标 {target}，完成 {source}{rate}，没有达到；{limit}"
    remedy = "请抓紧完成；已经完成的，请补齐台账和佐证"
    severity = Severity.ERROR if late else Severity.WARNING
    yield _at_row("below-target", severity, figure, agreed, message, remedy, _TARGET)


def _stated(figure: Figure) -> str:
    """Who states a value that is not computed."""
    if figure.typed:
        return str(figure.typed.trace)
    return "对照表填报"


def _rate(figure: Figure) -> Iterator[Finding]:
    ratio = figure.ratio
    if ratio is None or ratio.threshold is None or ratio.rate is None or ratio.open:
        return
    if ratio.rate >= ratio.threshold:
        return
    over, under = (
        f"{part.title} {spoken(part.value)}{part.unit}"
        for part in (ratio.numerator, ratio.denominator)
        if part.value is not None
    )
    per = f"每 {spoken(ratio.per)}{ratio.denominator.unit} " if ratio.per else ""
    rate = f"{per}{printed(ratio.rate, figure.decimals)}{figure.unit}"
    message = (
        f"“{figure.title}”为 {rate}，低于标准 {spoken(ratio.threshold)}{figure.unit}"
        f"（{over}，{under}；{ratio.formula}）"
    )
    remedy = "请核对分子分母；确实不够的，请加快进度或说明原因和措施"
    yield _finding("rate-below", Severity.WARNING, figure, message, remedy, None)


def _negative(figure: Figure, as_of: dt.date) -> Iterator[Finding]:
    """A negative-list condition that the figures show to hold."""
    value, late = figure.computed.value, as_of > figure.due
    if not figure.negative or not value or (figure.negative == "after_due" and not late):
        return
    message = f"负面清单“{figure.title}”不为零：{computed_said(figure)}"
    remedy = "在办结并有佐证之前，不能作零项声明；请逐项办结，如实说明"
    first = next(iter(figure.computed.traces), None)
    yield Finding(
        "negative-list",
        Severity.ERROR,
        figure.item,
        message,
        remedy,
        path=first.path if first else None,
        sheet=first.sheet if first else None,
        row=first.row if first else None,
    )


def _finding(
    code: str, severity: Severity, figure: Figure, message: str, remedy: str, path: str | None
) -> Finding:
    return Finding(code, severity, figure.item, message, remedy, path)


def _at_row(
    code: str,
    severity: Severity,
    figure: Figure,
    agreed: Agreed,
    message: str,
    remedy: str,
    column: str,
) -> Finding:
    """A finding at a row of the agreement table."""
    place = (agreed.path, agreed.sheet, agreed.row, column)
    return Finding(code, severity, figure.item, message, remedy, *place)
