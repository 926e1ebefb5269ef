"""Cover what identifies a person on printed pages: ID numbers, telephones, bank cards.

A cell is covered by what its column is known to hold, else by its header, else by its form.
"""

import re
from dataclasses import dataclass

#: A cell of an ID column with fewer digits says something else (无, 见附件2).
_ID_DIGITS = 8

_DIGIT_RUN = re.compile(r"\d[\d \-]{5,}\d")  # shorter ones name nobody
_LONG = re.compile(  # 18 digits in groups, grouped card numbers, floats that were ID numbers, runs
    r"(?<!\d)(?:\d{6}[ \u3000-]?\d{8}[ \u3000-]?\d{3}[\dXxＸｘ]|62\d{2}(?:[ -]\d{4}){3,4}"
    r"|\d\.\d{9,}[eE]\+?1[3-8]|\d{15,17}|\d{19})(?!\d)"
)
_MOBILE = re.compile(r"(?<![\d.])1[3-9]\d{9}(?![\d.])")
_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_DATED_ID = re.compile(  # only numbers that hold a possible birthday
    rf"(?<!\d)(?:\d{{6}}[ \u3000-]?(?:19|20)\d{{2}}{_DAY}[ \u3000-]?\d{{3}}[\dXxＸｘ]"
    rf"|\d{{8}}{_DAY}\d{{3}})(?!\d)"
)


@dataclass(frozen=True, slots=True)
class Mask:
    """How many characters stay legible at each end of a covered number.

    ``text_first`` is for the other personal columns (names, household numbers), of which
    everything stays when it is ``None``: a reader must be able to tell the rows apart.
    """

    id_first: int = 6
    id_last: int = 4
    phone_first: int = 3
    phone_last: int = 4
    card_last: int = 4
    text_first: int | None = None

    def lenient(self, text: str) -> str:
        """Cover whatever may be an ID, card or mobile number: for cells of unknown meaning."""
        if len(text) < 11:
            return text
        text = _LONG.sub(lambda found: self._long(found.group()), text)
        return _MOBILE.sub(lambda found: self.phone(found.group()), text)

    def strict(self, text: str) -> str:
        """Cover only numbers with the form of an ID number: for cells known to be something else.

        Contract, voucher and credit codes may be as long and are what the ledger must prove.
        """
        if len(text) < 15:
            return text
        return _DATED_ID.sub(lambda found: self.id_number(found.group()), text)

    def id_number(self, text: str) -> str:
        """Cover a whole text as an ID number."""
        return _covered(text, self.id_first, self.id_last)

    def phone(self, text: str) -> str:
        """Cover a whole text as a telephone number."""
        return _covered(text, self.phone_first, self.phone_last)

    def card(self, text: str) -> str:
        """Cover a whole text as the number of a bank card."""
        return _covered(text, 0, self.card_last)

    def whole_id(self, text: str) -> str:
        """The whole cell of an ID column: what has many digits was meant to be an ID number."""
        many = sum(map(str.isdecimal, text)) >= _ID_DIGITS
        return self.id_number(text.strip()) if many else text

    def whole_phone(self, text: str) -> str:
        """Every number in a cell of a telephone column."""
        return _DIGIT_RUN.sub(lambda found: self.phone(found.group()), text)

    def whole_card(self, text: str) -> str:
        """Every number in a cell of a bank card column."""
        return _DIGIT_RUN.sub(lambda found: self.card(found.group()), text)

    def name(self, text: str) -> str:
        """A name or a household number, whose first characters stay."""
        return _covered(text.strip(), self.text_first or 0, 0)

    def _long(self, text: str) -> str:
        digits = sum(map(str.isdecimal, text))
        is_card = digits in (16, 19) or (digits == 17 and text[-1].isdecimal())
        return self.card(text) if is_card and "e" not in text else self.id_number(text)


def _covered(text: str, first: int, last: int) -> str:
    """Stars between the ends; a text that its ends would nearly spell out is covered whole."""
    if len(text) <= first + last:
        return "*" * len(text)
    return f"{text[:first]}{'*' * (len(text) - first - last)}{text[len(text) - last :]}"
