"""What was measured, thing by thing: how often, the worst deviation, where it is."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from bench.print_pages import AIM, Measured


@dataclass(slots=True)
class Row:
    """All measurements of one thing."""

    count: int = 0
    worst: float = 0.0
    where: str = ""


@dataclass(slots=True)
class Table:
    """What was measured, by what it is; and faults that no length tells."""

    rows: dict[str, Row] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def add(self, measured: Iterable[Measured]) -> None:
        """Take measurements in."""
        for one in measured:
            row = self.rows.setdefault(one.what, Row())
            row.count += 1
            if one.deviation >= row.worst:
                row.worst, row.where = one.deviation, one.where

    @property
    def worst(self) -> float:
        """The largest deviation in mm."""
        return max((row.worst for row in self.rows.values()), default=0.0)

    def show(self) -> None:
        """Print a line for everything that was measured."""
        print(f"{'what':44} {'measured':>8}  {'worst mm':>8}  where")
        for what, row in sorted(self.rows.items()):
            mark = " " if row.worst <= AIM else "!"
            print(f"{what:44} {row.count:8}  {row.worst:8.3f}{mark} {row.where[:90]}")
        for fault in self.faults:
            print(f"fault: {fault}")
