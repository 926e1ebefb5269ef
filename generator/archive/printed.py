"""What is known of the pages that documents became: print on them, paper they take, their fonts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.lettering.typeset import MM_PER_POINT
from generator.model import BoundFile, DocumentSurvey, Leaf, PageSurvey
from generator.model.plan import LONGEST_A4
from generator.verdict.ledger_files import Ledgers


@dataclass(frozen=True, slots=True)
class Printed:
    """Answers for documents with pages.

    ``masked`` tells whether personal data on printed ledgers are covered.
    """

    surveys: Mapping[Path, DocumentSurvey]
    ledgers: Ledgers = field(default_factory=lambda: Ledgers({}, {}))
    masked: bool = True

    def pages(self, documents: Sequence[BoundFile]) -> Iterator[tuple[Leaf, PageSurvey | None]]:
        """Each page of a 件 with its survey; ``None`` when nobody can tell what stands on it."""
        for one in documents:
            assert one.leaves is not None
            survey = self.surveys.get(one.leaves.pdf)
            for at, leaf in enumerate(one.leaves.pages):
                known = survey.pages[at] if survey and at < len(survey.pages) else None
                yield leaf, known if known and known.drawable else None

    def fonts(self, documents: Sequence[BoundFile]) -> tuple[str, ...]:
        """Fonts that the documents do not bring along."""
        found: set[str] = set()
        for one in documents:
            assert one.leaves is not None
            survey = self.surveys.get(one.leaves.pdf)
            found |= set(survey.unembedded_fonts) if survey else set()
        return tuple(sorted(found))

    def notes(self, documents: Sequence[BoundFile]) -> Iterator[str]:
        """What 备注 has to say about the pages: blank sides, pages nobody sees, ledgers."""
        pages = [survey for _, survey in self.pages(documents)]
        blank = sum(1 for survey in pages if survey is not None and survey.blank)
        unseen = sum(1 for survey in pages if survey is None)
        if blank:
            yield f"空白 {blank} 面不计页数"
        if unseen:
            yield f"{unseen} 面画不出来，按有字计"
        if any(self.ledgers.drawn(one.file.path) for one in documents):
            covered = "，个人信息已遮盖" if self.masked else ""
            yield f"由电子表格印制{covered}"


def counts(page: tuple[Leaf, PageSurvey | None]) -> bool:
    """Whether a side counts as a page: it has text or a picture on it, as far as one can tell."""
    _, survey = page
    return survey is None or not survey.blank


def sheets(pages: Sequence[tuple[Leaf, PageSurvey | None]], *, duplex: bool) -> int:
    """Sheets of paper that the pages take; a sheet longer than A4 is folded: two sheets thick."""
    step = 2 if duplex else 1
    total = 0
    for at in range(0, len(pages), step):
        sides = (leaf for leaf, _ in pages[at : at + step])
        longest = max(max(leaf.width, leaf.height) for leaf in sides) * MM_PER_POINT
        total += 2 if longest > LONGEST_A4 else 1
    return total
