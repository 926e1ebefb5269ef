"""What to look at before printing, and the paper to order."""

from dataclasses import dataclass

from generator.model.finding import Finding, Severity
from generator.model.plan import Page, PageKind
from generator.model.volume import Volume


@dataclass(frozen=True, slots=True)
class PaperOrder:
    """The paper that one volume takes, and which of its sides show colour."""

    volume: Volume
    colour: tuple[Page, ...]

    @property
    def a4(self) -> int:
        """Sheets of A4."""
        return self.volume.sheets - self.volume.folded

    @property
    def a3(self) -> int:
        """Sheets of A3, to be folded."""
        return self.volume.folded

    @property
    def sides(self) -> int:
        """Sides that go through the printer, empty ones too."""
        return len(self.volume.pages)

    @property
    def empty(self) -> int:
        """Sides that are left white, so that something begins on a right-hand page."""
        return sum(1 for page in self.volume.pages if page.kind is PageKind.BLANK)

    @property
    def black(self) -> int:
        """Printed sides without colour."""
        return self.sides - self.empty - len(self.colour)

    @property
    def colour_sheets(self) -> tuple[int, ...]:
        """Both sides of every sheet that has colour on one: a sheet goes through one printer."""
        sides = {page.index for page in self.colour}
        for page in self.colour:
            if not page.single_sided:
                sides.add(page.index + 1 if page.right_hand else page.index - 1)
        return tuple(sorted(sides))


@dataclass(frozen=True, slots=True)
class Preflight:
    """What was found before printing; ``ream`` is how many sheets a packet of paper holds."""

    findings: tuple[Finding, ...]
    orders: tuple[PaperOrder, ...]
    ream: int

    @property
    def warned(self) -> bool:
        """Whether anything should be looked at before the printer is started."""
        return any(finding.severity is not Severity.INFO for finding in self.findings)

    @property
    def reams(self) -> tuple[int, int]:
        """Packets of A4 and of A3 to order for all volumes."""
        a4, a3 = sum(order.a4 for order in self.orders), sum(order.a3 for order in self.orders)
        return -(-a4 // self.ream), -(-a3 // self.ream)
