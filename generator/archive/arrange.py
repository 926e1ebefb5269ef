"""Put the 件 in order, number them within their classes, and fill boxes: one class to a box."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from generator.archive.items import Draft
from generator.archive.placing import Placement
from generator.archive.printed import Printed, counts
from generator.base.files import natural_key
from generator.model import ArchiveClass, ArchiveItem, Box, Fonds, Remark

#: The word in a pattern of file numbers that makes subjects classes of their own.
_BY_SUBJECT = "{机构}"

_FIRST = "永久"


def arranged(
    drafts: Sequence[Draft], fonds: Fonds, subjects: Sequence[str], printed: Printed
) -> tuple[ArchiveItem, ...]:
    """Every 件 with its class and numbers, in the order in which they are filed.

    By retention, the longest first and what is not set last, by year, by subject, by date, then by
    path. Serial numbers run within a year and retention, and within a subject where the file
    numbers name it. ``sheets`` is 0 until it is known where stamps go.

    Args:
        drafts: the 件.
        fonds: how file numbers are made up.
        subjects: ids of the groups in checklist order.
        printed: what stands on the pages.
    """
    order = {subject: at for at, subject in enumerate(subjects)}

    def key(draft: Draft) -> tuple[object, ...]:
        undated = draft.date is None
        day = draft.date.toordinal() if draft.date else 0
        path = natural_key(draft.documents[0].file.path)
        subject = order[draft.group.id]
        return _rank(draft.retention), draft.year, subject, undated, day, path

    by_subject = _BY_SUBJECT in fonds.item_pattern
    found: list[ArchiveItem] = []
    serials: dict[ArchiveClass, int] = {}
    for position, draft in enumerate(sorted(drafts, key=key), 1):
        subject = draft.group.title if by_subject else ""
        kind = ArchiveClass(draft.year, draft.retention, subject)
        serials[kind] = serial = serials.get(kind, 0) + 1
        found.append(_item(draft, position, serial, kind, fonds, printed))
    return tuple(found)


def _item(
    draft: Draft, position: int, serial: int, kind: ArchiveClass, fonds: Fonds, printed: Printed
) -> ArchiveItem:
    return ArchiveItem(
        position=position,
        serial=serial,
        kind=kind,
        subject=draft.group.title,
        documents=draft.documents,
        title=draft.title,
        doc_number=draft.doc_number,
        issuer=draft.issuer,
        date=draft.date,
        secrecy=draft.secrecy,
        number=fonds.item_number(draft.year, draft.retention, draft.group.id, serial),
        pages=sum(1 for page in printed.pages(draft.documents) if counts(page)),
        sheets=0,
        fonts=printed.fonts(draft.documents),
        notes=draft.notes,
        condition=draft.condition,
    )


def _rank(retention: str) -> tuple[int, int, str]:
    """永久, then years from the longest, then other words, at last what is not set."""
    digits = "".join(char for char in retention if char.isdigit())
    if not retention:
        return 3, 0, ""
    if _FIRST in retention:
        return 0, 0, retention
    return (1, -int(digits), retention) if digits else (2, 0, retention)


def placed(item: ArchiveItem, placement: Placement) -> ArchiveItem:
    """A 件 with the paper that it takes, and a note when its stamp has a sheet of its own."""
    own_sheet = ("归档章另加首页",) if placement.front else ()
    return replace(item, sheets=placement.sheets, condition=(*item.condition, *own_sheet))


def unset(items: Sequence[ArchiveItem], fonds: Fonds) -> Iterator[Remark]:
    """What the office has not set, for which cells stay empty."""
    if items and not fonds.code:
        said = (
            "没有写全宗号，归档章、目录和档号留空；"
            "写进 config.yaml 的 archive.fonds_code 后重新归档"
        )
        yield Remark(0, "全部各件", said)
    without = sum(1 for item in items if not item.kind.retention)
    if without:
        said = (
            f"{without} 件没有保管期限，档号留空；"
            "写进清单的 retention 或 config.yaml 的 archive.retention 后重新归档"
        )
        yield Remark(0, "保管期限未定的各件", said)


def boxed(items: Sequence[ArchiveItem], thickness: float, room: float) -> tuple[Box, ...]:
    """Fill boxes in order; a 件 that is thicker than a box has one of its own.

    Args:
        items: with the sheets that they take, in order.
        thickness: of a sheet in mm.
        room: mm of paper that go into a box.
    """
    piles = [
        pile
        for _, own in groupby(items, key=lambda item: item.kind)
        for pile in _piles(tuple(own), room / thickness)
    ]
    return tuple(
        Box(number, pile[0].kind, pile, sum(item.sheets for item in pile) * thickness)
        for number, pile in enumerate(piles, 1)
    )


def _piles(items: Sequence[ArchiveItem], room: float) -> Iterator[tuple[ArchiveItem, ...]]:
    pile: list[ArchiveItem] = []
    used = 0
    for item in items:
        if pile and used + item.sheets > room:
            yield tuple(pile)
            pile, used = [], 0
        pile.append(item)
        used += item.sheets
    yield tuple(pile)
