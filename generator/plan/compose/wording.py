"""Sentences that several pages share: what is asked, when it is due, who is responsible."""

import datetime as dt

from generator.model import Checklist, Group, Item, ItemAssessment

NOBODY = "（county.yaml 未填）"


def group_title(group: Group) -> str:
    """A group's title, marked as bonus or negative list unless the title already says so."""
    mark = "加分" if group.bonus else "负面清单" if group.negative else ""
    return group.title if mark in group.title else f"{group.title}（{mark}）"


def asked(item: Item, checklist: Checklist) -> str:
    """What the checklist asks for, in one sentence."""
    need, said = item.need, []
    if need.files:
        said.append(f"至少 {need.files} 件材料")
    if need.events:
        said.append(f"至少 {need.events} 次活动")
    if need.parts:
        said.append(f"每次活动须有{'、'.join(need.parts)}")
    if need.per_row_of:
        ledger = checklist.ledgers.get(need.per_row_of, "")
        said.append(f"“{need.per_row_of} {ledger}”逐行对应一份文件")
    prove = item.prove.rstrip("。")
    return "；".join(part for part in (prove, "，".join(said)) if part) or item.title


def kinds(item: Item, checklist: Checklist) -> str:
    """The kinds of evidence in words."""
    return "、".join(checklist.kinds[kind] for kind in item.kinds)


def days_left(due: dt.date, as_of: dt.date) -> str:
    """How long until a due date, or how long it has passed."""
    left = (due - as_of).days
    if left < 0:
        return f"已逾期 {-left} 天"
    return f"还剩 {left} 天" if left else "今天到期"


def contact(item: ItemAssessment) -> str:
    """Name and phone of the responsible person."""
    return f"{item.person.name}  {item.person.phone}" if item.person else NOBODY
