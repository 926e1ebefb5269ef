"""The nouns of a ledger schema: columns, rules, and the ledger they describe."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from generator.base.errors import Place

#: The id of the county's ledger of poor households, which beneficiaries are checked against.
BASE = "BASE"


class Kind(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    AMOUNT = "amount"
    PERCENT = "percent"
    DATE = "date"
    ID_NUMBER = "id_number"
    USCC = "uscc"
    DIVISION_CODE = "division_code"
    YES_NO = "yes_no"
    CHOICE = "choice"
    DOC_NUMBER = "doc_number"
    PHONE = "phone"

    @property
    def scale(self) -> int | None:
        """How many stored units make one: numbers are kept as whole numbers, so sums are exact.

        Amounts are kept in fen (1/100 yuan), numbers and percentages in millionths.
        """
        return SCALES.get(self)


SCALES: Mapping[Kind, int] = {
    Kind.INTEGER: 1,
    Kind.AMOUNT: 100,
    Kind.NUMBER: 1_000_000,
    Kind.PERCENT: 1_000_000,
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``title`` is what the office's header says, or one of ``synonyms``.

    ``required``: every row must fill it in. ``expected``: the column must be there, and a row
    may leave it empty. ``common``: it belongs to every ledger (序号, 县, 备注 …).
    """

    key: str
    title: str
    kind: Kind
    synonyms: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    required: bool = False
    expected: bool = False
    personal: bool = False
    unit: str | None = None
    note: str | None = None
    common: bool = False

    @property
    def needed(self) -> bool:
        """Whether a table without this column does not fit its schema."""
        return self.required or self.expected


@dataclass(frozen=True, slots=True)
class Period:
    """One column that holds a start and an end (起止日期), read as the two columns named."""

    title: str
    synonyms: tuple[str, ...]
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a schema: ``kind`` is a word of the closed vocabulary, the rest its details.

    What each kind needs stands where it is declared, in ``ledgers/rules``.
    """

    kind: str
    place: Place
    columns: tuple[str, ...] = ()
    column: str | None = None
    ledger: str | None = None
    match: tuple[str, ...] = ()
    when: Mapping[str, tuple[str, ...]] | None = None
    other: Mapping[str, tuple[str, ...]] | None = None
    period: tuple[str, ...] = ()
    numerator: str | None = None
    denominator: str | None = None
    less: str | None = None
    proof: str | None = None
    due: str | None = None
    values: tuple[str, ...] = ()
    min: Decimal | None = None
    max: Decimal | None = None
    at_least: Decimal | None = None
    setting: str | None = None
    of: str = "row"
    by: str = "number"
    item: str | None = None

    @property
    def used(self) -> tuple[str, ...]:
        """The columns of its own ledger that the rule reads: without one of them it cannot run."""
        single = (self.column, self.numerator, self.denominator, self.proof, self.due)
        named = (*self.columns, *(key for key in single if key), *self.period, *(self.when or {}))
        return tuple(dict.fromkeys(named))


@dataclass(frozen=True, slots=True)
class LedgerSchema:
    """A ledger as its YAML file describes it; ``unit`` is the unit of amounts if none is stated."""

    id: str
    title: str
    unit: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    periods: tuple[Period, ...]
    rules: tuple[Rule, ...]
    path: str

    def column(self, key: str) -> Column:
        """The column with this key.

        Raises:
            KeyError: the schema has no such column.
        """
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)

    def title_of(self, key: str) -> str:
        """The Chinese title of a column.

        Raises:
            KeyError: the schema has no such column.
        """
        return self.column(key).title

    @property
    def name(self) -> str:
        """Id and title, as messages name the ledger."""
        return f"{self.id} {self.title}" if self.id != BASE else self.title


def setting_names(schemas: Mapping[str, LedgerSchema]) -> frozenset[str]:
    """The names of all thresholds that an office may set."""
    rules = (rule for schema in schemas.values() for rule in schema.rules)
    return frozenset(rule.setting for rule in rules if rule.setting)
