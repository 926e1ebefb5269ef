"""What a text in a table's header stands for: a column of the schema, a unit of money."""

import re
import unicodedata
from collections.abc import Sequence

from generator.ledgers.read.schema import Column, LedgerSchema, Period

#: Characters: a longer text is no title.
LONGEST = 60

_BRACKETS = re.compile(r"[(\[【〔][^)\]】〕]*[)\]】〕]")
_NOISE = re.compile(r"[\s()\[\]【】〔〕《》“”\"'*※★:、,.。/\\\u200b\ufeff_-]+")
_UNIT = re.compile(r"(?:人民币)?(亿元|万元|千元|元)")
_UNIT_EACH = re.compile(rf"{_UNIT.pattern}(?:[/·每][^/·\d]{{1,3}})*")  # 元/月, 元/人·月, 元每亩
_UNIT_TAIL = re.compile(r"[/、]?(亿元|万元|千元|元)$")
_UNIT_NOTE = re.compile(rf"[(\[【〔]?(?:金额|计量|货币)?单位:{_UNIT.pattern}[)\]】〕]?")


class Names:
    """What each header text stands for in the schema; every text is looked up once."""

    def __init__(self, schema: LedgerSchema) -> None:
        self._known: dict[str, Column | Period | None] = {}
        self._entries: dict[str, Column | Period] = {}
        entries: tuple[Column | Period, ...] = (*schema.columns, *schema.periods)
        for entry in entries:
            for title in (entry.title, *entry.synonyms):
                self._entries.setdefault(title_key(title), entry)

    def find(self, text: str) -> Column | Period | None:
        """The column with this title; a unit and what stands in brackets may be left out."""
        if text not in self._known:
            half = unicodedata.normalize("NFKC", text) if len(text) <= LONGEST else ""
            tries = (half, _UNIT_TAIL.sub("", half), _BRACKETS.sub("", half))
            found = (self._entries.get(title_key(written)) for written in tries)
            self._known[text] = next((entry for entry in found if entry is not None), None)
        return self._known[text]


def title_key(text: str) -> str:
    """A header's text for comparing: without blanks, line breaks, brackets and marks."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).lower()


def joined(text: str) -> str:
    """A header's text in one line, without blanks."""
    return "".join(text.split())


def unit_in(text: str) -> str | None:
    """The unit of money that a title row states (``金额单位:万元``), or ``None``."""
    match = re.search(r"单位[:\s]*\(?" + _UNIT.pattern, unicodedata.normalize("NFKC", text))
    return match.group(1) if match else None


def unit_note(text: str) -> str | None:
    """The unit of money in a cell that says nothing else (``单位:万元``), or ``None``."""
    match = _UNIT_NOTE.fullmatch(joined(unicodedata.normalize("NFKC", text)))
    return match.group(1) if match else None


def header_unit(parts: Sequence[str]) -> str | None:
    """The unit of money that a column's header states: 到位资金(万元), 投资/万元, 补贴(元/月).

    Args:
        parts: the texts over the column, from the top down.
    """
    for part in (unicodedata.normalize("NFKC", text) for text in reversed(parts)):
        for bracket in _BRACKETS.findall(part):
            inner = bracket[1:-1].rpartition(":")[2]
            match = _UNIT_EACH.fullmatch(inner.removeprefix("单位"))
            if match:
                return match.group(1)
        tail = re.search(r"[/、](亿元|万元|千元|元)$", part)
        if tail:
            return tail.group(1)
    return None
