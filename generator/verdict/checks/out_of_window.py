"""Evidence dated outside the assessment year."""

import datetime as dt
from collections.abc import Iterator

from generator.model import Severity
from generator.verdict.checks.case import Case, Remark


def check(case: Case) -> Iterator[Remark]:
    """Yield a remark for each file or event dated outside the window, if the item has one."""
    if not case.item.windowed or case.exemption is not None:
        return
    for event in case.events:
        if event.metadata.date is not None and event.metadata.date not in case.window:
            yield _remark(case, event.metadata.date, event.path, event.name, "活动")
    for bound in case.files:
        day = bound.file.metadata.date
        if day is not None and day not in case.window:
            yield _remark(case, day, bound.file.path, bound.file.event, "材料")


def _remark(case: Case, day: dt.date, path: str, event: str | None, what: str) -> Remark:
    return Remark(
        Severity.ERROR,
        f"{what}日期 {day} 不在考核期（{case.window.start} 至 {case.window.end}）内",
        "请核对日期：确属往年的请移出；文件名写错日期的，请改正文件名或在 目录.yaml 里写明日期。",
        path,
        event,
    )
