"""Recognise the numbers that identify a person in any text, and cover them in messages.

Recognising is strict: a number that is taken for a person's and is none costs a clerk a page to
look up, so form, check digit and what stands around it must all fit. Covering is generous.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

#: Printed on every page of what shows personal data in full.
UNMASKED_MARKING = "内部资料"


class PersonalKind(StrEnum):
    """What a number says of a person, or that a page was meant to be covered and is not."""

    ID_NUMBER = "id-number"
    PHONE = "phone"
    BANK_CARD = "bank-card"
    REDACTION = "redaction"


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    """A number found: its place in the text, and its digits without what stands between them."""

    kind: PersonalKind
    start: int
    end: int
    digits: str


@dataclass(frozen=True, slots=True)
class _Token:
    """A run of digits that no other digit or letter touches."""

    text: str
    start: int
    end: int


_NARROW = str.maketrans("０１２３４５６７８９Ｘｘ\u3000\u00a0", "0123456789Xx  ")
_ENOUGH = re.compile(r"(?:[0-9][^0-9A-Za-z.]{0,3}){11}", re.DOTALL)
_TOKEN = re.compile(r"(?<![0-9A-Za-z])(?<![0-9]\.)(?:[0-9]+[Xx]?|[Xx])(?![0-9A-Za-z]|\.[0-9])")
_BLANK = re.compile(r"[ \t]{1,3}|-")
_BREAK = re.compile(r"[ \t]*\r?\n[ \t]*")

#: How the digits of an ID number are grouped where blanks or hyphens stand between them.
_ID_SHAPES = (
    (6, 8, 4),
    (6, 4, 4, 4),
    (6, 8, 3, 1),
    (4, 4, 4, 4, 2),
    (3, 3, 4, 4, 4),
    (6, 12),
    (10, 8),
    (14, 4),
    (1,) * 18,
)
_OLD_ID_SHAPES = ((6, 6, 3),)
_CARD_SHAPES = ((4, 4, 4, 4), *((4, 4, 4, 4, last) for last in (1, 2, 3)), (6, 13))

#: GB/T 2260: the first two digits of a division code, with Taiwan, Hong Kong and Macao.
_PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
_ID_WORDS = re.compile(r"身\s*份\s*证|证\s*件\s*号|公民身份")
_CARD_WORDS = re.compile(
    r"卡\s*号|银\s*行\s*卡|一\s*卡\s*通|一\s*折\s*通|社\s*保\s*卡|储\s*蓄\s*卡"
)
_PHONE_WORDS = re.compile(r"电\s*话|手\s*机|联\s*系\s*方\s*式|tel|phone|mobile", re.IGNORECASE)

#: Issuers: UnionPay, Visa, Mastercard, Amex, JCB, and cards older than UnionPay.
_ISSUERS = re.compile(r"62|4|5[1-5]|2[2-7]|3[457]|60|68|9558|955|103")
#: UnionPay cards are of 16 or 19 digits; the other lengths need a word that says what they are.
_UNIONPAY = re.compile(r"62(?:\d{14}|\d{17})")

#: Words before a number that make it the number of a thing.
_THINGS = re.compile(
    r"(?:编\s?号|编码|代码|条码|单号|流水|订单|合同号|凭证|发票|票号|注册号|工号|学号|批号|"
    r"执照|备案|许可|文号|序列号|(?<!身份)证号|项目号|件号|档号|[¥￥$])[^0-9\u3002；;\uff0c,、\n]{0,4}$"
)
_CREDIT_CODE = re.compile(r"(?:信用代码|机构代码|识别号|税号)[^0-9\n]{0,6}$")
#: Units after a number that make it an amount.
_AMOUNTS = re.compile(
    r"\s*(?:[万亿]?[美港]?元(?![月旦])|[万亿](?![^\s\u3001\u3002；;\uff0c,）)])"
    r"|%|％|吨|公斤|平方|㎡|立方|千瓦|人次|户)"
)

_MOBILE = re.compile(
    r"(?<![0-9A-Za-z])(?<![0-9]\.)(?<![0-9]-)(?:\+?86[ -]?)?"
    r"(?P<number>1[3-9][0-9](?P<gap>[ -]?)[0-9]{4}(?P=gap)[0-9]{4})(?![0-9A-Za-z]|\.[0-9]|-[0-9])"
)
_BEFORE = 16  # characters before a number that may say what it is

_LONG = re.compile(  # ID and card numbers, also in groups or as Excel's floats, and longer runs
    r"\d{6}[ -]?\d{8}[ -]?\d{3}[\dXx]|\d{4}(?:[ -]\d{4}){3}(?:[ -]?\d{1,3})?(?!\d)"
    r"|\d\.\d{9,}[eE]\+?1[3-8]|\d{15,}[Xx]?|\d{14}[Xx]"
)
_LEGIBLE_END = 4
_COVERED_MOBILE = re.compile(r"(?<![\d.])1[3-9]\d([ -]?)\d{4}\1\d{4}(?![\d.])")


def numbers_in(text: str, title: str = "") -> tuple[PersonalNumber, ...]:
    """All ID numbers, mobile telephones and bank cards of a text, in the order of their places.

    * ID number: 18 characters whose check digit (GB 11643-1999), date and province fit (instead
      of the province, the text may name ID cards); 15 digits with a date and a province, only
      where the text names ID cards. Blanks, hyphens, full-width digits and one line break may
      be in it.
    * Mobile telephone: 11 digits from 13 to 19. No landlines.
    * Bank card: 13 to 19 digits that pass Luhn's check: UnionPay's of 16 and 19 digits, others
      only where the text names cards.

    A credit code, the number of a thing, an amount of money is none of them.

    Args:
        text: a page, or a cell.
        title: what stands over the cell.
    """
    plain = text.translate(_NARROW)
    if not _ENOUGH.search(plain):
        return ()
    found: list[PersonalNumber] = []
    tokens = [_Token(m[0].upper(), m.start(), m.end()) for m in _TOKEN.finditer(plain)]
    for number in (*_ids(plain, title, tokens), *_cards(plain, title, tokens)):
        _add(found, number)
    for number in _phones(plain, title):
        _add(found, number)
    return tuple(sorted(found, key=lambda one: one.start))


def covered(text: str) -> str:
    """A text for the screen in which whatever may be such a number shows its ends alone."""
    for pattern, first in ((_LONG, 6), (_COVERED_MOBILE, 3)):
        for found in pattern.finditer(text.translate(_NARROW)):
            start, end = found.start() + first, found.end() - _LEGIBLE_END
            text = f"{text[:start]}{'*' * (end - start)}{text[end:]}"
    return text


def _add(found: list[PersonalNumber], number: PersonalNumber) -> None:
    if not any(number.start < one.end and one.start < number.end for one in found):
        found.append(number)


def _ids(plain: str, title: str, tokens: Sequence[_Token]) -> Iterator[PersonalNumber]:
    named = bool(_ID_WORDS.search(f"{title}\n{plain}"))
    shapes = ((18,), *_ID_SHAPES, *(((15,), *_OLD_ID_SHAPES) if named else ()))
    for group in (*_grouped(plain, tokens, shapes), *_broken(plain, tokens)):
        digits = "".join(token.text for token in group)
        fits = _is_id(digits, named=named) if len(digits) == 18 else _is_old_id(digits)
        if fits and not _CREDIT_CODE.search(_before(plain, title, group[0].start)):
            yield PersonalNumber(PersonalKind.ID_NUMBER, group[0].start, group[-1].end, digits)


def _cards(plain: str, title: str, tokens: Sequence[_Token]) -> Iterator[PersonalNumber]:
    named = bool(_CARD_WORDS.search(f"{title}\n{plain}"))
    single = tuple((length,) for length in range(13, 20))
    for group in _grouped(plain, tokens, (*single, *_CARD_SHAPES)):
        digits = "".join(token.text for token in group)
        if not _is_card(digits, named=named):
            continue
        if not _THINGS.search(_before(plain, title, group[0].start)):
            yield PersonalNumber(PersonalKind.BANK_CARD, group[0].start, group[-1].end, digits)


def _phones(plain: str, title: str) -> Iterator[PersonalNumber]:
    named = bool(_PHONE_WORDS.search(f"{title}\n{plain}"))
    for match in _MOBILE.finditer(plain):
        digits = re.sub(r"[ -]", "", match["number"])
        before = _before(plain, title, match.start())
        if _THINGS.search(before) or _AMOUNTS.match(plain, match.end()):
            continue
        if (match["gap"] == " " or digits.endswith("000000")) and not named:
            continue
        yield PersonalNumber(PersonalKind.PHONE, match.start("number"), match.end(), digits)


def _before(plain: str, title: str, start: int) -> str:
    """What stands on the line before a place; at the line's beginning, its column's title."""
    line = plain[max(0, start - _BEFORE) : start].rpartition("\n")[2]
    return line if line.strip() or not title else f"{title}:"


def _grouped(
    plain: str, tokens: Sequence[_Token], shapes: Sequence[tuple[int, ...]]
) -> Iterator[Sequence[_Token]]:
    """Tokens, one by one or next to each other on a line, whose lengths are one of the shapes."""
    lengths = [len(token.text) for token in tokens]
    by_first: dict[int, list[tuple[int, ...]]] = {}
    for shape in shapes:
        by_first.setdefault(shape[0], []).append(shape)
    for at, length in enumerate(lengths):
        for shape in by_first.get(length, ()):
            group = tokens[at : at + len(shape)]
            if tuple(lengths[at : at + len(shape)]) == shape and _joined(plain, group, _BLANK):
                yield group


def _broken(plain: str, tokens: Sequence[_Token]) -> Iterator[Sequence[_Token]]:
    """Two tokens of 18 characters that only the end of a line parts, as in narrow columns."""
    for pair in pairwise(tokens):
        if len(pair[0].text) + len(pair[1].text) == 18 and _joined(plain, pair, _BREAK):
            yield pair


def _joined(plain: str, group: Sequence[_Token], gap: re.Pattern[str]) -> bool:
    return all(gap.fullmatch(plain, left.end, right.start) for left, right in pairwise(group))


def _is_id(digits: str, *, named: bool) -> bool:
    from stdnum.cn import ric  # most runs meet no such digits, and it brings the network along

    return (
        digits[:17].isdecimal()
        and _has_date(digits[6:14])
        and (named or _PROVINCE.match(digits) is not None)
        and ric.calc_check_digit(digits) == digits[17]
    )


def _is_old_id(digits: str) -> bool:
    in_china = _PROVINCE.match(digits) is not None
    return in_china and digits.isdecimal() and _has_date(f"19{digits[6:12]}")


def _is_card(digits: str, *, named: bool) -> bool:
    from stdnum import luhn

    issued = _UNIONPAY.fullmatch(digits) or (named and _ISSUERS.match(digits))
    misspelt_id = len(digits) == 18 and _has_date(digits[6:14])
    return bool(issued) and not misspelt_id and digits.isdecimal() and luhn.is_valid(digits)


def _has_date(digits: str) -> bool:
    if not digits.startswith(("19", "20")):
        return False
    try:
        dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True
