"""Say a rule in a Chinese sentence, for the sheet that explains how to fill in a ledger."""

from collections.abc import Mapping

from generator.ledgers.read.rule_shapes import SHAPES
from generator.ledgers.read.schema import LedgerSchema, Rule


def rule_sentence(rule: Rule, schema: LedgerSchema, schemas: Mapping[str, LedgerSchema]) -> str:
    """What the rule asks, with the titles of its columns."""
    titles = [schema.title_of(key) for key in rule.columns]
    other = schemas.get(rule.ledger or "")
    return SHAPES[rule.kind].words.format(
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
    ) + _scope(rule, schema, other)


def _scope(rule: Rule, schema: LedgerSchema, other: LedgerSchema | None) -> str:
    """For which rows a rule holds, unless its sentence says so."""
    parts = []
    if rule.when and "{when}" not in SHAPES[rule.kind].words:
        parts.append(f"这里{_condition(schema, rule.when)}")
    if rule.other and other:
        parts.append(f"那里{_condition(other, rule.other)}")
    if rule.period:
        parts.append("起止时间有重叠的")
    return f"（{'，'.join(parts)}）" if parts else ""


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
