"""How a kind of rule is declared, once and in its place: by a decorator of its function."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from generator.ledgers.read.schema import Kind, LedgerSchema, Rule
from generator.ledgers.rules.register import Context, Fault, Register

#: Kinds of columns that several rules are about.
DATES = (Kind.DATE,)
SUMMED = (Kind.INTEGER, Kind.AMOUNT, Kind.NUMBER)

#: Looks for faults in a register, as one rule of its schema asks.
Find = Callable[[Rule, Register, Context], Iterator[Fault]]


@dataclass(frozen=True, slots=True)
class RuleKind:
    """One word of the closed vocabulary: its name, the code of its findings, its function.

    ``words`` is its sentence for the blank form. ``needs`` and ``may`` are the details that a
    schema must and may give it. ``kinds`` limits the columns named by ``columns``, ``column``,
    ``numerator`` and ``denominator``; ``least`` and ``most`` are how many ``columns`` may name.
    """

    name: str
    code: str
    words: str
    needs: tuple[str, ...]
    may: tuple[str, ...]
    least: int
    most: int
    kinds: Mapping[str, tuple[Kind, ...]]
    find: Find

    def sentence(
        self, rule: Rule, schema: LedgerSchema, schemas: Mapping[str, LedgerSchema]
    ) -> str:
        """What a rule of this kind asks, in Chinese, with the titles of its columns.

        Args:
            rule: the rule.
            schema: the ledger that it belongs to.
            schemas: all ledgers, to name the one that it compares with.
        """
        titles = [schema.title_of(key) for key in rule.columns]
        other = schemas.get(rule.ledger or "")
        return self.words.format(
            columns="、".join(titles),
            columns_in_order="→".join(f"“{title}”" for title in titles),
            column=_title(schema, rule.column),
            numerator=_title(schema, rule.numerator),
            denominator=_title(schema, rule.denominator),
            proof=_title(schema, rule.proof),
            ledger=f"“{other.name}”" if other else "",
            values="、".join(rule.values),
            when=_condition(schema, rule.when),
            item=rule.item or "",
            limits=_limits(rule),
        ) + self._scope(rule, schema, other)

    def _scope(self, rule: Rule, schema: LedgerSchema, other: LedgerSchema | None) -> str:
        """For which rows a rule holds, unless its sentence says so."""
        parts = []
        if rule.when and "{when}" not in self.words:
            parts.append(f"这里{_condition(schema, rule.when)}")
        if rule.other and other:
            parts.append(f"那里{_condition(other, rule.other)}")
        if rule.period:
            parts.append("起止时间有重叠的")
        return f"（{'，'.join(parts)}）" if parts else ""


def declared(
    name: str,
    code: str,
    words: str,
    *,
    needs: str,
    may: str = "",
    least: int = 1,
    most: int = 99,
    **kinds: tuple[Kind, ...],
) -> Callable[[Find], RuleKind]:
    """Declare a function as a kind of rule; ``needs`` and ``may`` list details between blanks."""

    def with_function(find: Find) -> RuleKind:
        details = tuple(needs.split()), tuple(may.split())
        return RuleKind(name, code, words, *details, least, most, kinds, find)

    return with_function


def _condition(schema: LedgerSchema, where: Mapping[str, tuple[str, ...]] | None) -> str:
    return "、".join(
        f"“{schema.title_of(key)}”为{'或'.join(values)}" for key, values in (where or {}).items()
    )


def _title(schema: LedgerSchema, key: str | None) -> str:
    return schema.title_of(key) if key else ""


def _limits(rule: Rule) -> str:
    parts = []
    if rule.min is not None:
        parts.append(f"不低于 {rule.min:f}")
    if rule.max is not None:
        parts.append(f"不高于 {rule.max:f}")
    if rule.at_least is not None:
        parts.append(f"{rule.at_least:f}")
    return "，".join(parts) or "由各单位在配置里定，没有定就不查"
