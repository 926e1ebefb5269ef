"""What the made-up counties have: projects, officials, experts, enterprises."""

from dataclasses import dataclass

_CHECKED = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


@dataclass(frozen=True, slots=True)
class Project:
    """One project of the year; amounts in 万元. ``finish`` and ``accepted`` are None while open."""

    name: str
    kind: str
    place: str
    planned: int
    paid_out: int
    spent: int
    reimbursed: int
    households: int
    persons: int
    start: str
    finish: str | None
    accepted: str | None
    deep: bool = False


@dataclass(frozen=True, slots=True)
class Cadre:
    """A seconded official and the papers that prove it."""

    name: str
    sex: str
    sender: str
    direction: str
    post: str
    start: str
    end: str
    appointment: str
    duty: str
    split: str


@dataclass(frozen=True, slots=True)
class Expert:
    """A seconded teacher, doctor or agronomist."""

    name: str
    trade: str
    rank: str
    sender: str
    receiver: str
    direction: str
    start: str
    end: str
    months: int
    form: str


@dataclass(frozen=True, slots=True)
class Firm:
    """A settled eastern enterprise; amounts in 万元, ``share`` the eastern part in per cent."""

    name: str
    code: str
    parent: str
    relation: str
    share: int
    registered: str
    trade: str
    place: str
    agreed: int
    paid: int
    workers: int
    poor: int


def uscc(division: str, serial: int) -> str:
    """A unified social credit code with a right check character (GB 32100-2015)."""
    first = f"91{division}MA{serial:07d}"
    total = sum(
        _CHECKED.index(char) * weight for char, weight in zip(first, _USCC_WEIGHTS, strict=True)
    )
    return first + _CHECKED[(31 - total % 31) % 31]


def mistyped(code: str) -> str:
    """The same code with another check character."""
    return code[:-1] + ("7" if code[-1] != "7" else "8")
