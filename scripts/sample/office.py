"""The made-up offices: who writes to whom, and the words of their mastheads and numbers."""

import datetime as dt
from dataclasses import dataclass

from sample.paper import Block, Paper


@dataclass(frozen=True, slots=True)
class Office:
    """A county or prefecture and its eastern partner."""

    name: str
    rank: str
    partner: str
    towns: tuple[str, ...]
    division: str

    @property
    def mark(self) -> str:
        """The character that document numbers begin with."""
        return self.name[0]

    @property
    def desk(self) -> str:
        """The office for cooperation work."""
        return f"{self.name}东西部扶贫协作领导小组办公室"

    @property
    def party(self) -> str:
        """The party committee."""
        return f"中共{self.name}委员会"

    @property
    def government(self) -> str:
        """The government."""
        return f"{self.name}人民政府"

    @property
    def partner_desk(self) -> str:
        """The eastern office."""
        return f"{self.partner}扶贫协作办公室"

    def bureau(self, name: str) -> str:
        """A department of this unit, such as ``甲县财政局``."""
        return f"{self.name}{name}"


def day(text: str) -> dt.date:
    """``05-10`` of the assessed year, or a full ISO date."""
    return dt.date.fromisoformat(text if len(text) > 5 else f"2019-{text}")


def issued(
    head: str,
    number: str,
    title: str,
    date: str,
    *body: Block,
    to: str | None = None,
    copies_to: str | None = None,
    sign: str | None = None,
) -> Paper:
    """A red-headed paper signed by the office on its masthead."""
    return Paper(title, body, head, number, to, (sign or head,), day(date), copies_to=copies_to)


def plain(title: str, date: str | None, *body: Block, sign: tuple[str, ...] = ()) -> Paper:
    """A paper without a masthead."""
    return Paper(title, body, sign=sign, date=day(date) if date else None)
