"""How each column of a printed ledger is covered: by its kind, or by its header."""

import re
from collections.abc import Callable

from generator.base.masking import Mask
from generator.ledgers.read.headers import Match
from generator.ledgers.read.schema import Column, Kind

#: How one column's text is printed.
Cover = Callable[[str], str]

_ID_TITLES = re.compile(r"身份证|证件号")
_PHONE_TITLES = re.compile(r"电话|手机|联系方式")
_CARD_TITLES = re.compile(r"卡号|账号|帐号|账户|一卡通")


def cover_of(mask: Mask, match: Match | None) -> Cover:
    """How the cells of a column are printed; ``None`` stands for a column without a header."""
    if match is None or (match.column is None and match.period is None):
        return _by_title(mask, match.title if match else "")
    if match.column is None:
        return mask.strict
    return _by_kind(mask, match.column)


def plain_print(text: str) -> str:
    """Print a text as it is."""
    return text


def _by_title(mask: Mask, title: str) -> Cover:
    if _ID_TITLES.search(title):
        return mask.whole_id
    if _PHONE_TITLES.search(title):
        return mask.whole_phone
    return mask.whole_card if _CARD_TITLES.search(title) else mask.lenient


def _by_kind(mask: Mask, column: Column) -> Cover:
    if column.kind is Kind.ID_NUMBER:
        return mask.whole_id
    if column.kind is Kind.PHONE:
        return mask.whole_phone
    if not column.personal:
        return mask.strict
    return mask.lenient if mask.text_first is None else mask.name
