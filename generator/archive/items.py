"""Which documents make one 件, and what the listing says about it: nothing that is not filed."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.archive.inner_order import inner_order
from generator.archive.printed import Printed
from generator.base.in_hand import in_hand
from generator.lettering.typeset import printable
from generator.measure.privacy.secrecy import DEGREES, name_degree
from generator.model import (
    Archiving,
    Assessment,
    BoundFile,
    EventFolder,
    Fonds,
    Group,
    ItemAssessment,
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A 件 before it has its number; ``documents`` have pages and stand in their order."""

    group: Group
    retention: str
    year: str
    documents: tuple[BoundFile, ...]
    title: str
    doc_number: str
    issuer: str
    date: dt.date | None
    secrecy: str
    notes: tuple[str, ...]
    condition: tuple[str, ...]


def drafts(
    assessment: Assessment,
    fonds: Fonds,
    archiving: Archiving,
    printed: Printed,
) -> tuple[Draft, ...]:
    """Every 件 in binder order.

    Args:
        assessment: the documents by item.
        fonds: gives the retention of items that have none of their own.
        archiving: whether the papers of one event are one 件.
        printed: which documents are printed ledgers, and which of them hide personal data.
    """
    found = []
    for group in assessment.groups:
        for item in group.items:
            maker = _Maker(assessment, group.group, item, fonds, printed)
            found += list(maker.all(event_is_one=archiving.event_is_one))
    return tuple(found)


class _Maker:
    """Makes the 件 of one item of the checklist."""

    def __init__(
        self,
        assessment: Assessment,
        group: Group,
        item: ItemAssessment,
        fonds: Fonds,
        printed: Printed,
    ) -> None:
        self._year = assessment.checklist.year
        self._group, self._item = group, item
        self._retention = item.item.retention or fonds.retention
        self._printed = printed
        # a mere wrapper is no document: its entries are
        self._files = [one for one in item.files if one.leaves and not one.file.wrapper]

    def all(self, *, event_is_one: bool) -> Iterator[Draft]:
        """The item's 件: loose documents first, then event by event."""
        for event in (None, *self._item.events):
            name = event.name if event else None
            own = [one for one in self._files if one.file.event == name]
            if event is not None and event_is_one and own:
                yield self._of_event(event, own)
            else:
                for one in own:
                    with in_hand(one.file.path):
                        draft = self._single(one)
                    yield draft

    def _single(self, document: BoundFile) -> Draft:
        said = document.file.metadata
        own = bool(said.doc_number) or said.titled
        return self._draft(
            (document,),
            title=said.title if own else f"[{said.title}]",
            doc_number=said.doc_number or "",
            date=said.date,
            notes=(said.note or "",),
        )

    def _of_event(self, event: EventFolder, documents: Sequence[BoundFile]) -> Draft:
        order = inner_order([one.file.metadata.title for one in documents])
        ordered = tuple(documents[at] for at in order)
        dates = (one.file.metadata.date for one in ordered)
        notes = [f"成套材料，共 {len(ordered)} 份"] if len(ordered) > 1 else []
        if order != tuple(range(len(order))):
            notes.append("件内次序按文件名排定，请核对")
        lacking = [gap.message for gap in self._item.gaps if gap.event == event.name]
        return self._draft(
            ordered,
            title=f"[{event.metadata.title}]",
            doc_number=event.metadata.doc_number or "",
            date=event.metadata.date or next((day for day in dates if day), None),
            notes=(*notes, *(one.file.metadata.note or "" for one in ordered)),
            condition=[f"缺 {len(lacking)} 处，见未能归档清单"] if lacking else [],
        )

    def _draft(
        self,
        documents: tuple[BoundFile, ...],
        *,
        title: str,
        doc_number: str,
        date: dt.date | None,
        notes: Sequence[str],
        condition: Sequence[str] = (),
    ) -> Draft:
        issuers = (one.file.metadata.issuer for one in documents)
        remarks = [note for note in notes if note]
        if date is None:
            remarks.append("没有日期，年度按考核年度")
        return Draft(
            group=self._group,
            retention=self._retention,
            year=str(date.year) if date else self._year,
            documents=documents,
            title=printable(title),
            doc_number=printable(doc_number),
            issuer=printable("、".join(dict.fromkeys(issuer for issuer in issuers if issuer))),
            date=date,
            secrecy=_secrecy(documents),
            notes=tuple(dict.fromkeys(map(printable, remarks))),
            condition=(*condition, *self._printed.notes(documents)),
        )


def _secrecy(documents: Sequence[BoundFile]) -> str:
    """The highest 密级 that a document's name or stated title bears as a mark; or empty."""
    names = (name for one in documents for name in (one.file.name, one.file.metadata.title))
    found = {name_degree(name) for name in names}
    return next((degree for degree in DEGREES if degree in found), "")
