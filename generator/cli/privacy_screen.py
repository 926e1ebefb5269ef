"""Personal numbers on the screen: by file and page, covered, with what to do about them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from generator.base.page_ranges import ranges
from generator.base.personal import numbers_in
from generator.model import (
    KIND_LABELS,
    Finding,
    PersonalEntry,
    PrivacyReport,
    UncheckedPages,
    Whereabouts,
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


def render_privacy(report: PrivacyReport) -> list[str]:
    """What would be legible, what print covers, public contacts, what nobody searched; the sum."""
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
    samples = "、".join(entry.samples)
    like = "如 " if entry.count > len(entry.samples) else ""
    return f"{KIND_LABELS[entry.kind]} {entry.count} 个（{like}{samples}）"


def _place(entry: PersonalEntry) -> str:
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
