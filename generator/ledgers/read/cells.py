"""One cell: what it says as text, what is wrong with it, and how messages may quote it."""

import datetime as dt
from dataclasses import dataclass

from generator.base.personal import covered
from generator.ledgers.read.schema import Kind
from generator.model import Severity
from generator.workbooks.grid import Raw

#: What offices write into a cell that has nothing to say.
NOTHING = frozenset({"", "-", "--", "—", "——", "/", "\\", "无", "暂无", "空"})

_QUOTED_LENGTH = 20


@dataclass(frozen=True, slots=True)
class Bad:
    """A fault of one cell. ``value`` is kept when the cell can still be used (a warning)."""

    message: str
    remedy: str
    value: object = None
    severity: Severity = Severity.ERROR


def as_text(raw: Raw) -> str:
    """What the cell says, as a reader of the table would write it down."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() and abs(raw) < 1e15 else repr(raw)
    if isinstance(raw, dt.datetime):
        plain = raw.time() == dt.time()
        return raw.date().isoformat() if plain else raw.isoformat(" ", "minutes")
    if isinstance(raw, dt.date):
        return raw.isoformat()
    return str(raw)


def quote(text: str, kind: Kind = Kind.TEXT) -> str:
    """A cell's text for a message: numbers that identify a person are masked, long ones cut.

    ID numbers keep the first six and the last four digits, telephones the first three and the
    last four; what has the form of one of them or of a bank card is covered in every cell.
    """
    text = " ".join(text.split())
    if kind is Kind.PHONE:
        return f"{text[:3]}****{text[-4:]}" if len(text) > 7 else "****"
    if kind is Kind.ID_NUMBER:
        return mask_id(text)
    text = covered(text)
    return text if len(text) <= _QUOTED_LENGTH else f"{text[:_QUOTED_LENGTH]}…"


def mask_id(text: str) -> str:
    """First six and last four characters of an ID number, stars between."""
    return f"{text[:6]}{'*' * (len(text) - 10)}{text[-4:]}" if len(text) > 10 else "****"
