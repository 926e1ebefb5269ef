"""What a binder is to hold and how it is bound, as the plan is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.ledgers.figures.sums import UnitSum
from generator.ledgers.figures.values import Figure
from generator.model import Binding, DocumentSurvey, Fonds
from generator.plan.compose.captions import Noted


@dataclass(frozen=True, slots=True)
class Scope:
    """What the binder is to hold, counted before the plan exists, and how it is printed.

    ``files`` and ``pages`` come from the filing and the conversions, not from the plan, so that the
    reconciliation compares two independent counts. ``surveys`` tells what stands where on the
    pages of each PDF; a PDF without one counts as free of print. ``noted`` are the rows of the
    ledger of pictures, by the path of the photo.
    """

    title: str
    parts: str
    files: int
    pages: int
    binding: Binding = field(default_factory=Binding)
    fonds: Fonds = field(default_factory=Fonds)
    figures: tuple[Figure, ...] = ()
    sums: tuple[UnitSum, ...] = ()
    surveys: Mapping[Path, DocumentSurvey] = field(default_factory=dict)
    marking: str = ""
    noted: Mapping[str, Noted] = field(default_factory=dict)
