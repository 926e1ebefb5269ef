"""``privacy``: the personal numbers that would be printed, and the pages nobody could search."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.base.page_ranges import ranges
from generator.base.terminal import hand_over, say
from generator.cli import DONE, GAPS
from generator.cli.declaring import JOBS, JSON, UNIT, command, importing

if TYPE_CHECKING:
    from generator.model import (
        Assessment,
        Finding,
        PersonalEntry,
        PrivacyReport,
        UncheckedPages,
    )

#: More stretches of pages or rows than these are only counted.
_MOST = 20

REMEDY = (
    "请逐份核对：不必公开的，遮盖原件的相应部分（或请出具单位另出遮盖件）后重新放入；"
    "确认可以印出的，不必处理。"
)
NAME_REMEDY = "文件名会印在目录和清单里，请改名，不写号码。"
MASKED_REMEDY = "印出时已遮盖；用 --unmasked 生成的成册照印，请另行保管。"
CONTACT_REMEDY = "是 county.yaml 写明的责任人的电话，一般不必处理。"
BROKEN_REMEDY = "请打开原件逐页翻看；能打开的另存为 PDF（台账另存为 .xlsx）后放回原处，重新查找。"
UNCHECKED_REMEDY = "程序看不到图片里的文字，请逐页翻看有没有身份证、银行卡、户口簿等。"


@command("privacy", "打印前检查个人信息")
@UNIT
@JSON
@JOBS
@click.pass_obj
def privacy_command(folder: Path | None, unit: str, as_json: bool, jobs: int | None) -> int:
    """列出会印出来的身份证号、手机号、银行卡号（只显示首尾几位），和没有文字、未能检查的页。

    按文件和页列出，写明印在第几卷第几页；发现号码时退出码为 1。
    """
    with importing():
        from generator.binder.planning import plan_binder
        from generator.binder.request import Request
        from generator.cli.opening import at_work, day_of, processes
        from generator.cli.progress import Progress
        from generator.measure.privacy.report import privacy_report
    _, workspace = at_work(folder)
    request = Request(unit, day_of(workspace), jobs=processes(jobs))
    with Progress() as progress:
        planned = plan_binder(workspace, request, progress)
        judged = planned.judged
        ledgers = judged.ledgers
        report = privacy_report(
            planned.plan,
            planned.assessment,
            judged.filing.files,
            {path: one for path, one in ledgers.by_path.items() if ledgers.drawn(path)},
            mask=workspace.config.mask,
            cache=workspace.cache,
            jobs=processes(jobs),
            progress=lambda done, total: progress("查找个人信息", done, total),
            timeout=workspace.config.conversion_timeout,
            limits=workspace.config.child_limits,
        )
    if as_json:
        hand_over(render_privacy_json(planned.assessment, report))
    else:
        say(*render_privacy(report))
    return GAPS if report.found or report.findings else DONE


def render_privacy(report: PrivacyReport) -> list[str]:
    """What would be legible, what print covers, public contacts, what nobody searched; the sum."""
    from generator.model import Whereabouts

    names = [one for one in report.open if one.where is Whereabouts.NAME]
    pages = [one for one in report.open if one.where is Whereabouts.PAGES]
    parts = (
        _section("会照印的个人信息", _entries(pages), REMEDY),
        _section("文件名里的个人信息", _entries(names), NAME_REMEDY),
        _section("台账里的个人信息", _entries(report.masked), MASKED_REMEDY),
        _section("已在 county.yaml 公开的联系人", _entries(report.contacts), CONTACT_REMEDY),
        _section("没能查找", map(_broken, report.findings), BROKEN_REMEDY),
        _section("未能检查（图片）", map(_blind, report.unchecked), UNCHECKED_REMEDY),
    )
    listed = [line for part in parts if part for line in (*part, "")]
    return [*listed, render_privacy_counts(report)]


def render_privacy_counts(report: PrivacyReport) -> str:
    """How many numbers of each kind there are, and how much was searched."""
    from generator.model import KIND_LABELS

    said = []
    for label, entries in (("会照印的", report.open), ("台账里遮盖的", report.masked)):
        counts = Counter[str]()
        for one in entries:
            counts[KIND_LABELS[one.kind]] += one.count
        kinds = [f"{name} {counts[name]} 个" for name in KIND_LABELS.values() if counts[name]]
        if kinds:
            said.append(f"{label}{'、'.join(kinds)}")
    found = "；".join(said) or "没有发现身份证号、手机号、银行卡号"
    blind = report.unchecked_pages
    rest = f"，另有 {blind} 页是图片，未能检查" if blind else ""
    broken = report.broken_pages
    rest += f"，另有 {broken} 页没能查找" if broken else ""
    return f"个人信息：{found}。检查了材料 {report.searched} 页的文字{rest}。"


def covered_path(path: str) -> str:
    """A path in which personal numbers show their ends alone."""
    from generator.base.personal import numbers_in

    for one in reversed(numbers_in(path)):
        path = f"{path[: one.start]}{one.digits[:3]}…{one.digits[-2:]}{path[one.end :]}"
    return path


def _section(title: str, lines: Iterator[str], remedy: str) -> list[str]:
    listed = list(lines)
    return [f"【{title}】", *listed, f"  {remedy}"] if listed else []


def _entries(entries: Sequence[PersonalEntry]) -> Iterator[str]:
    """A line for each file, and under it one for each place."""
    for path, of_file in groupby(entries, lambda one: one.path):
        yield f"  {covered_path(path)}"
        for place, here in groupby(of_file, _place):
            said = "；".join(_counted(one) for one in here)
            yield f"    {place}{said}"


def _counted(entry: PersonalEntry) -> str:
    from generator.model import KIND_LABELS

    if not entry.samples:
        return f"{KIND_LABELS[entry.kind]} {entry.count} 个"
    samples = "、".join(entry.samples)
    like = "如 " if entry.count > len(entry.samples) else ""
    return f"{KIND_LABELS[entry.kind]} {entry.count} 个（{like}{samples}）"


def _place(entry: PersonalEntry) -> str:
    from generator.model import Whereabouts

    if entry.where is Whereabouts.NAME:
        return ""
    if entry.where is Whereabouts.CELLS:
        sheet = f"工作表“{entry.sheet}”" if entry.sheet else ""
        return f"{sheet}第 {ranges(entry.rows, most=_MOST)} 行："
    return f"{_pages(entry.pages, entry.volume, entry.printed)}："


def _blind(one: UncheckedPages) -> str:
    return f"  {covered_path(one.path)}：{_pages(one.pages, one.volume, one.printed)}"


def _broken(one: Finding) -> str:
    place = f"（第 {one.volume} 卷第 {ranges(one.printed, most=_MOST)} 页）" if one.volume else ""
    return f"  {covered_path(one.path or '')}{place}：{one.message}"


def _pages(pages: Sequence[int], volume: int | None, printed: Sequence[str]) -> str:
    place = f"（第 {volume} 卷第 {ranges(printed, most=_MOST)} 页）" if volume else ""
    return f"原件第 {ranges(pages, most=_MOST)} 页{place}"


def render_privacy_json(assessment: Assessment, report: PrivacyReport) -> str:
    """Unit, every place with its covered samples, and what was not searched: a public contract."""
    from generator.base.json_text import json_text

    content = {
        "unit": assessment.unit.id,
        "profile": assessment.checklist.profile,
        "as_of": str(assessment.as_of),
        "personal": _records(report.open),
        "masked": _records(report.masked),
        "contacts": _records(report.contacts),
        "unchecked": [_unchecked_record(one) for one in report.unchecked],
        "findings": [_finding_record(one) for one in report.findings],
        "pages": {"searched": report.searched, "unchecked": report.unchecked_pages},
    }
    return json_text(content)


def _records(entries: Sequence[PersonalEntry]) -> list[dict[str, object]]:
    return [_record(one) for one in entries]


def _record(one: PersonalEntry) -> dict[str, object]:
    """An entry without the places that it does not have."""
    places: dict[str, object] = {
        "sheet": one.sheet,
        "rows": one.rows,
        "volume": one.volume,
        "pages": one.pages,
        "printed": one.printed,
    }
    return {
        "where": one.where.value,
        "kind": one.kind.value,
        "item": one.item,
        "path": covered_path(one.path),
        **{key: value for key, value in places.items() if value not in (None, ())},
        "count": one.count,
        "samples": one.samples,
    }


def _unchecked_record(one: UncheckedPages) -> dict[str, object]:
    return {
        "item": one.item,
        "path": covered_path(one.path),
        "volume": one.volume,
        "pages": one.pages,
        "printed": one.printed,
    }


def _finding_record(one: Finding) -> dict[str, object]:
    return {
        "code": one.code,
        "severity": one.severity.value,
        "item": one.item,
        "path": covered_path(one.path or ""),
        "volume": one.volume,
        "pages": one.pages,
        "printed": one.printed,
        "message": one.message,
        "remedy": one.remedy,
    }
