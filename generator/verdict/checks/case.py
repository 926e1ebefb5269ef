"""What a check is given (one item of one unit), what it gives back, and how it is declared."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from generator.model import (
    BoundFile,
    EventFolder,
    Exemption,
    Finding,
    Item,
    PackPart,
    Severity,
    Window,
)


@dataclass(frozen=True, slots=True)
class Case:
    """One item with all that was filed for it.

    ``copies`` maps the SHA-256 of each content to every path in the unit that holds it.
    """

    item: Item
    due: dt.date
    as_of: dt.date
    window: Window
    exemption: Exemption | None
    files: tuple[BoundFile, ...]
    events: tuple[EventFolder, ...]
    parts: Mapping[str, PackPart]
    copies: Mapping[str, tuple[str, ...]]
    item_of: Mapping[str, str | None]
    findings: tuple[Finding, ...] = ()

    def having(self, findings: tuple[Finding, ...]) -> "Case":
        """The same case with what was found so far."""
        return replace(self, findings=findings)

    def in_event(self, event: EventFolder) -> tuple[BoundFile, ...]:
        """The files of one event."""
        return tuple(bound for bound in self.files if bound.file.event == event.name)


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding before the runner has stamped it with its code and item."""

    severity: Severity
    message: str
    remedy: str
    path: str | None = None
    event: str | None = None

    def as_finding(self, code: str, item: str) -> Finding:
        """The finished finding."""
        return Finding(
            code, self.severity, item, self.message, self.remedy, self.path, event=self.event
        )


#: Looks for what is to be said of one item.
Look = Callable[[Case], Iterator[Remark]]


@dataclass(frozen=True, slots=True)
class Check:
    """One check: the code that its findings carry, and its function."""

    code: str
    look: Look


def declared(code: str) -> Callable[[Look], Check]:
    """Declare a function as the check whose findings carry this code."""
    return partial(Check, code)
