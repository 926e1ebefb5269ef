"""A fictional county whose registers agree: households, officials, firms, document numbers."""

import datetime as dt
import random
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

YEAR = 2019
#: The day on which registers are looked at; `config.yaml` of a new workspace says the same.
REFERENCE = dt.date(YEAR, 12, 10)
TOWNS = ("赤镇", "橙乡", "黄乡", "绿镇", "青乡", "蓝镇", "紫乡")
SIDES = "东西南北上下"
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = "伯仲叔季孟文武成康安宁平和顺昌明德仁义礼智信春夏秋冬松柏梅兰竹菊"
#: Characters of a credit code by their value: GB 32100-2015, no I, O, S, V, Z.
CODE_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
#: GB 11643-1999.
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of a registered household."""

    name: str
    sex: str
    number: str
    household: str
    disabled: bool
    town: str
    village: str


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm or a workshop, with how many of the poor it employs."""

    name: str
    code: str
    poor: int
    town: str


def id_number(birth: dt.date, serial: int) -> str:
    """An ID number of a place that is not assigned; an odd serial is a man's."""
    digits = f"9901{1 + serial % 7:02}{birth:%Y%m%d}{serial % 1000:03}"
    rest = sum(int(digit) * weight for digit, weight in zip(digits, ID_WEIGHTS, strict=True)) % 11
    return digits + "10X98765432"[rest]


def credit_code(serial: int) -> str:
    """A credit code of a place that is not assigned."""
    body = f"91990100MA{serial:07}"
    pairs = zip(body, CODE_WEIGHTS, strict=True)
    rest = sum(CODE_DIGITS.index(char) * weight for char, weight in pairs) % 31
    return body + CODE_DIGITS[(31 - rest) % 31]


@dataclass(slots=True)
class County:
    """Everything that the registers of one unit draw from, by one random generator."""

    random: random.Random
    serial: int
    people: list[Person] = field(default_factory=list)
    #: Numbers that documents bear, by the item that they are filed under.
    filed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _names: set[str] = field(default_factory=set)
    _taken: int = 0
    _papers: int = 0

    def settle(self, households: int) -> None:
        """Fill the county with households of one to four grown people."""
        for number in range(households):
            town = TOWNS[number % len(TOWNS)]
            household = f"99010{self.serial % 10}{number + 1:06}"
            village = f"{town[0]}{self.random.choice(SIDES)}村"
            disabled = self.random.random() < 0.08
            self.people += [
                self._person(household, disabled and not member, town, village)
                for member in range(self.random.randint(1, 4))
            ]

    def _person(self, household: str, disabled: bool, town: str, village: str) -> Person:
        serial = len(self.people) + len(self._names) + self.random.randrange(100)
        number = id_number(self.day(1962, 1998), serial)
        sex = "男" if int(number[16]) % 2 else "女"
        return Person(self.name(), sex, number, household, disabled, town, village)

    def name(self) -> str:
        """A name that nobody here has yet."""
        while True:
            given = "".join(self.random.choices(GIVEN, k=self.random.choice((1, 2, 2))))
            name = self.random.choice(SURNAMES) + given
            if name not in self._names:
                self._names.add(name)
                return name

    def day(self, first: int = YEAR, last: int = YEAR) -> dt.date:
        """Some day of these years; of the assessment year one before December."""
        start, end = dt.date(first, 1, 2), dt.date(last, 11, 28)
        return start + dt.timedelta(self.random.randrange((end - start).days))

    def term(self, shortest: int = 2, latest: int = 11) -> tuple[dt.date, dt.date, int]:
        """A term of whole months within the assessment year: first day, last day, months."""
        months = self.random.randint(shortest, latest - 1)
        first = self.random.randint(1, latest - months + 1)
        last = first + months - 1
        following = dt.date(YEAR, last + 1, 1)
        return dt.date(YEAR, first, 1), following - dt.timedelta(1), months

    def take(self, count: int) -> list[Person]:
        """People whom no other register has."""
        taken = self.people[self._taken : self._taken + count]
        self._taken += count
        return taken

    def paper(self, item: str, word: str = "甲扶", year: int = YEAR) -> str:
        """The number of an official document, which is filed under the item."""
        self._papers += 1
        return self.proof(item, f"{word}〔{year}〕{self._papers}号")

    def slip(self, item: str, word: str) -> str:
        """The number of a receipt, a voucher, a photo, which is filed under the item."""
        self._papers += 1
        return self.proof(item, f"{word}{YEAR}{self._papers:04}")

    def proof(self, item: str, said: str) -> str:
        """File a document that says this under the item."""
        self.filed[item].append(said)
        return said

    def firm(self, number: int, kind: str) -> Firm:
        """The firm or workshop of this number."""
        name = f"甲县{GIVEN[number]}{GIVEN[number + self.serial % 8 + 1]}{kind}"
        code = credit_code(self.serial * 100 + number + 11)
        return Firm(name, code, self.random.randint(2, 5), self.random.choice(TOWNS))

    def money(self, low: int, high: int, step: int = 100) -> Decimal:
        """An amount in yuan between these, in steps."""
        return Decimal(self.random.randrange(low, high, step))
