"""What a rule before printing is given, what it gives back, and how it is declared."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from generator.lettering.layout import PreflightFigures
from generator.model import EvidenceFile, Page, PageSurvey, PaperOrder, Severity, Volume


@dataclass(frozen=True, slots=True)
class Side:
    """A page of evidence on its side of a sheet; ``survey`` is ``None`` when nothing is known."""

    page: Page
    survey: PageSurvey | None

    @property
    def shrunk_to(self) -> float:
        """The page's size on the sheet, as a share of the size at which it usually prints.

        1 unless the page was made smaller to keep the binding margin free; A3 that is printed on
        A4 by the office's choice is 1 too.
        """
        if self.survey is None or not self.survey.width:
            return 1.0
        turned = self.page.fit.turn % 180 != 0
        seen = self.survey.height if turned else self.survey.width
        return round(self.page.fit.scale * seen / self.page.width, 3)


@dataclass(frozen=True, slots=True)
class BoundPart:
    """A document's sides in one volume.

    ``fonts`` are those that the whole document does not bring along, ``whole`` is the number of
    its pages in all volumes; ``begins``: its first page is here. ``margin`` is the binding margin
    in mm, ``limits`` say when a remark is due.
    """

    file: EvidenceFile
    volume: Volume
    sides: tuple[Side, ...]
    whole: int
    begins: bool
    fonts: tuple[str, ...]
    margin: float
    limits: PreflightFigures


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding before the runner has stamped it with its code and where the pages are."""

    severity: Severity
    message: str
    remedy: str
    pages: tuple[Page, ...]


#: What a rule looks at: a document's sides in one volume, or a volume.
Seen = TypeVar("Seen", BoundPart, PaperOrder)


@dataclass(frozen=True, slots=True)
class PrintRule(Generic[Seen]):
    """One rule: the code of its findings, what they are called on the screen, its function."""

    code: str
    label: str
    look: Callable[[Seen], Iterator[Remark]]


def declared(
    code: str, label: str
) -> Callable[[Callable[[Seen], Iterator[Remark]]], PrintRule[Seen]]:
    """Declare a function as the rule whose findings carry this code and are called so."""

    def with_function(look: Callable[[Seen], Iterator[Remark]]) -> PrintRule[Seen]:
        return PrintRule(code, label, look)

    return with_function


def pages_of(sides: tuple[Side, ...]) -> tuple[Page, ...]:
    """The pages alone."""
    return tuple(side.page for side in sides)
