"""Made-up people: names that nobody bears, and ID numbers of a division that does not exist."""

import datetime as dt
import random
from dataclasses import dataclass

_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_GIVEN = "甲乙丙丁戊己庚辛壬癸"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"


@dataclass(frozen=True, slots=True)
class Resident:
    """A registered poor resident of a made-up village."""

    name: str
    id_number: str
    household: str
    town: str
    village: str
    number: int
    relation: str

    @property
    def disabled(self) -> bool:
        """Whether the register says so."""
        return self.number % 17 == 3

    @property
    def sex(self) -> str:
        """By the 17th digit of the ID number: odd is male."""
        return "男" if int(self.id_number[16]) % 2 else "女"


def check_character(first_17: str) -> str:
    """The 18th character of an ID number (GB 11643-1999)."""
    total = sum(int(digit) * weight for digit, weight in zip(first_17, _WEIGHTS, strict=True))
    return _CHECK[total % 11]


def residents(division: str, towns: tuple[str, ...], count: int) -> tuple[Resident, ...]:
    """As many residents as asked, all different, always the same for one division code."""
    chance = random.Random(division)
    made = []
    for number in range(count):
        surname = _SURNAMES[number % len(_SURNAMES)]
        given = _GIVEN[number // len(_SURNAMES) % len(_GIVEN)]
        born = dt.date(1962, 1, 1) + dt.timedelta(days=chance.randrange(13000))
        first = f"{division}{born:%Y%m%d}{number + 11:03d}"
        house = number // 2
        town = towns[house % len(towns)]
        made.append(
            Resident(
                f"{surname}某{given}",
                first + check_character(first),
                f"{division}{house + 1:05d}",
                town,
                f"{town[0]}{'一二三'[house % 3]}村",
                number,
                "配偶" if number % 2 else "户主",
            )
        )
    return tuple(made)
