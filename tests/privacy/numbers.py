"""Made-up numbers with fitting check digits; the county 5399 is in no register of places."""

from stdnum import luhn
from stdnum.cn import ric


def id_number(serial: int = 123, born: str = "19880512", place: str = "539901") -> str:
    """A well-formed ID number of a county that does not exist."""
    body = f"{place}{born}{serial:03}"
    return body + ric.calc_check_digit(body + "0")


def card(prefix: str = "62299901", length: int = 19) -> str:
    """A card number that passes Luhn's check."""
    body = prefix.ljust(length - 1, "3")
    return body + luhn.calc_check_digit(body)


def wide(digits: str) -> str:
    """The same in full-width characters."""
    return "".join(chr(ord(char) + 0xFEE0) for char in digits)


ID, OTHER_ID = id_number(), id_number(457, "19701103")
PHONE = "13800001234"
CARD = card()
FULL = (ID, OTHER_ID, PHONE, CARD)
