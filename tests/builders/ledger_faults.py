"""Faults to plant in a clean table, each with the findings that it must give and no others."""

import datetime as dt
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from generator.ledgers.read.schema import Column, Kind, LedgerSchema, Rule
from tests.builders.ledger_samples import Cells, Table, id_number, make_table

Expected = tuple[str, int | None, str | None]


@dataclass
class Case:
    """A table with its companions, and what must be found in it."""

    table: Table
    schemas: Mapping[str, LedgerSchema]
    dice: random.Random
    expected: list[Expected] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    not_in_base: set[int] = field(default_factory=set)
    uncovered: set[int] = field(default_factory=set)
    roster_short: dict[str, int] = field(default_factory=dict)
    undocumented: dict[str, set[int]] = field(default_factory=dict)
    also_in: dict[str, list[Cells]] = field(default_factory=dict)
    blocked: set[str] = field(default_factory=set)
    percent_kept: set[int] = field(default_factory=set)
    wrong_total: str | None = None

    @property
    def schema(self) -> LedgerSchema:
        return self.table.schema

    def rules(self, kind: str) -> list[Rule]:
        return [rule for rule in self.schema.rules if rule.kind == kind]

    def fresh(self) -> int:
        """A row that no fault has touched yet."""
        left = [index for index in range(len(self.table.rows)) if index not in self.used]
        index = self.dice.choice(left)
        self.used.add(index)
        return index

    def expect(self, code: str, index: int, key: str | None) -> None:
        title = self.schema.title_of(key) if key else None
        self.expected.append((code, self.table.excel_row(index), title))


Plant = Callable[[Case], bool]

#: Faults of cells and columns, which any ledger may have, and faults that break a rule.
CELL_FAULTS: list[Plant] = []
RULE_FAULTS: list[Plant] = []


def cell_fault(function: Plant) -> Plant:
    CELL_FAULTS.append(function)
    return function


def rule_fault(function: Plant) -> Plant:
    RULE_FAULTS.append(function)
    return function


def own_columns(case: Case, *kinds: Kind) -> list[Column]:
    return [c for c in case.schema.columns if not c.common and (not kinds or c.kind in kinds)]


BAD: Mapping[Kind, tuple[object, ...]] = {
    Kind.INTEGER: ("若干", 3.5, -4, "=1+1", "#REF!"),
    Kind.NUMBER: ("约三个", "=SUM(A1:A2)"),
    Kind.AMOUNT: ("约300", "三百元", "#N/A", "=B1*2"),
    Kind.PERCENT: ("过半", "百分之十"),
    Kind.DATE: ("二〇一九年", "2019", 2019.1, "2019-02-30", dt.time(0, 0), "5月10日"),
    Kind.ID_NUMBER: (4.31222199001e17, "4.31222E+17", "99010119900101", "990101199013010017"),
    Kind.USCC: ("91990101MA000", "91990101IO0000000X", "990101000000001"),
    Kind.DIVISION_CODE: ("甲县", "9901", "999901"),
    Kind.YES_NO: ("也许", "部分"),
    Kind.CHOICE: ("不详", "其它类"),
}


@cell_fault
def bad_value(case: Case) -> bool:
    columns = [c for c in own_columns(case, *BAD) if c.key not in case.blocked]
    if not columns:
        return False
    column, index = case.dice.choice(columns), case.fresh()
    case.table.rows[index][column.key] = case.dice.choice(BAD[column.kind])
    if column.kind is Kind.PERCENT:
        case.percent_kept.add(index)
    case.expect("ledger-bad-value", index, column.key)
    return True


@cell_fault
def required_gap(case: Case) -> bool:
    watched = {rule.column for rule in case.rules("closed_with_proof")}
    columns = [c for c in own_columns(case) if c.required and c.key not in watched]
    column, index = case.dice.choice(columns), case.fresh()
    case.table.rows[index][column.key] = case.dice.choice((None, "  "))
    case.expect("ledger-bad-value", index, column.key)
    return True


@cell_fault
def warned_value(case: Case) -> bool:
    """Cells that can be used and should be looked at."""
    index = case.fresh()
    amounts = own_columns(case, Kind.AMOUNT)
    free = [c for c in amounts if c.key not in {k for r in case.schema.rules for k in r.used}]
    if free and case.dice.random() < 0.5:
        key, value = case.dice.choice(free).key, case.dice.choice((-5, "8000千元", "3.123456789"))
        case.table.rows[index][key] = value
    else:
        key = "remark"
        value = case.dice.choice(("=cmd|'/C calc'!A0", "长" * 30_000, "@SUM(1+1)*cmd|' /C'!A0"))
        if value == "=cmd|'/C calc'!A0":
            value = "+cmd|'/C calc'!A0"
        case.table.rows[index][key] = value
    case.expect("ledger-bad-value", index, key)
    return True


@cell_fault
def missing_column(case: Case) -> bool:
    used = {key for rule in case.schema.rules for key in rule.used}
    columns = [c for c in own_columns(case) if c.needed and c.key not in used]
    if not columns or case.used or case.blocked:
        return False
    column = case.dice.choice(columns)
    case.table.keys.remove(column.key)
    case.blocked.update(c.key for c in own_columns(case))
    case.expected.append(("ledger-missing-column", 3, column.title))
    case.used.update(range(len(case.table.rows)))
    return True


@rule_fault
def duplicate(case: Case) -> bool:
    counted = {key for rule in case.rules("roster_equals") for key in rule.columns}
    rules = [rule for rule in case.rules("unique") if counted.isdisjoint(rule.columns)]
    if not rules:
        return False
    rule = case.dice.choice(rules)
    first, later = sorted((case.fresh(), case.fresh()))
    for key in (*rule.columns, *rule.period):
        case.table.rows[later][key] = case.table.rows[first][key]
    case.expect("ledger-duplicate", later, rule.columns[0])
    return True


@rule_fault
def at_the_same_time(case: Case) -> bool:
    rules = case.rules("excludes")
    if not rules:
        return False
    rule = case.dice.choice(rules)
    index = case.fresh()
    row = case.table.rows[index]
    if rule.ledger == case.schema.id:
        twin = case.table.rows[case.fresh()]
    else:
        twin = make_table(case.schemas[str(rule.ledger)], 1, first=950).rows[0]
        case.also_in.setdefault(str(rule.ledger), []).append(twin)
    for own, theirs in zip(rule.columns, rule.match, strict=True):
        twin[theirs] = row[own]
    for key in rule.period:
        twin[key] = row[key]
    for target, where in ((row, rule.when), (twin, rule.other)):
        target.update({key: values[0] for key, values in (where or {}).items()})
    case.expect("cross-ledger-duplicate", index, rule.columns[0])
    return True


@rule_fault
def not_in_base(case: Case) -> bool:
    if not case.rules("in_ledger"):
        return False
    index = case.fresh()
    case.not_in_base.add(index)
    case.expect("not-in-base-list", index, "id_number")
    return True


@rule_fault
def not_covered(case: Case) -> bool:
    rules = case.rules("covered_in")
    if not rules:
        return False
    index = case.fresh()
    case.uncovered.add(index)
    case.expect("row-without-file", index, rules[0].columns[0])
    return True


@rule_fault
def wrong_id_digit(case: Case) -> bool:
    rules = case.rules("id_check_digit")
    if not rules:
        return False
    index = case.fresh()
    number = id_number(index)
    wrong = "0" if number[-1] != "0" else "1"
    case.table.rows[index][str(rules[0].column)] = number[:-1] + wrong
    case.expect("id-check-digit", index, rules[0].column)
    return True


@rule_fault
def wrong_credit_code(case: Case) -> bool:
    rules = case.rules("uscc_check_digit")
    if not rules:
        return False
    index, key = case.fresh(), str(rules[0].column)
    code = str(case.table.rows[index][key])
    case.table.rows[index][key] = code[:-1] + ("0" if code[-1] != "0" else "1")
    case.expect("uscc-check-digit", index, key)
    return True


@rule_fault
def wrong_date_order(case: Case) -> bool:
    rules = case.rules("date_order")
    if not rules:
        return False
    rule, index = case.dice.choice(rules), case.fresh()
    row = case.table.rows[index]
    place = case.dice.randrange(1, len(rule.columns))
    before = row[rule.columns[place - 1]]
    assert isinstance(before, dt.date)
    row[rule.columns[place]] = before - dt.timedelta(days=1)
    case.expect("date-order", index, rule.columns[place])
    return True


@rule_fault
def wrong_amount_order(case: Case) -> bool:
    rules = case.rules("amount_order")
    if not rules:
        return False
    rule, index = case.dice.choice(rules), case.fresh()
    row = case.table.rows[index]
    low, high = rule.columns[-1], rule.columns[-2]
    row[low] = int(str(row[high])) + 1
    case.expect("amount-order", index, low)
    return True


@rule_fault
def wrong_percent(case: Case) -> bool:
    rules = case.rules("percent_of")
    if not rules:
        return False
    index, key = case.fresh(), str(rules[0].column)
    case.table.rows[index][key] = case.dice.choice(("11.4%", 0.017, "1.7%"))
    case.percent_kept.add(index)
    case.expect("percent-mismatch", index, key)
    return True


@rule_fault
def wrong_total(case: Case) -> bool:
    rules = case.rules("totals")
    if not rules or case.wrong_total:
        return False
    key = case.dice.choice(rules[0].columns)
    case.wrong_total = key
    case.blocked.add(key)
    case.expect("total-mismatch", len(case.table.rows), key)
    return True


@rule_fault
def short_roster(case: Case) -> bool:
    rules = case.rules("roster_equals")
    if not rules:
        return False
    index = case.fresh()
    case.roster_short[str(rules[0].column)] = index
    case.expect("total-mismatch", index, rules[0].column)
    return True


@rule_fault
def no_document(case: Case) -> bool:
    rules = case.rules("row_document")
    if not rules:
        return False
    rule, index = case.dice.choice(rules), case.fresh()
    case.undocumented.setdefault(str(rule.item) + str(rule.column), set()).add(index)
    if not case.schema.column(str(rule.column)).required and case.dice.random() < 0.3:
        case.table.rows[index][str(rule.column)] = case.dice.choice((None, "无", "/"))
        if case.schema.column(str(rule.column)).kind is Kind.TEXT:
            case.table.rows[index][str(rule.column)] = None
    case.expect("row-without-file", index, rule.column)
    return True


@rule_fault
def out_of_window(case: Case) -> bool:
    rules = case.rules("in_window")
    if not rules:
        return False
    rule, index = rules[0], case.fresh()
    late = case.dice.random() < 0.5
    for place, key in enumerate(rule.columns):
        year = 2021 if late else 2017
        case.table.rows[index][key] = dt.date(year, 2 + place * 3, 1)
    key = rule.columns[0] if late else rule.columns[-1]
    case.expect("out-of-window", index, key)
    return True


@rule_fault
def short_notice(case: Case) -> bool:
    rules = case.rules("days_at_least")
    if not rules:
        return False
    start, end = rules[0].columns
    index = case.fresh()
    first = case.table.rows[index][start]
    assert isinstance(first, dt.date)
    case.table.rows[index][end] = first + dt.timedelta(days=8)
    case.expect("ledger-bad-value", index, end)
    return True


@rule_fault
def too_many_months(case: Case) -> bool:
    rules = case.rules("months_within")
    if not rules:
        return False
    index = case.fresh()
    case.table.rows[index][str(rules[0].column)] = 24
    case.expect("total-mismatch", index, rules[0].column)
    return True


@rule_fault
def out_of_range(case: Case) -> bool:
    rules = case.rules("range")
    if not rules:
        return False
    rule, index = case.dice.choice(rules), case.fresh()
    key = str(rule.column)
    case.table.rows[index][key] = "150%" if rule.max is not None else 0 if rule.setting else -1
    if case.rules("percent_of"):
        case.percent_kept.add(index)
        case.table.rows[index][str(case.rules("percent_of")[0].column)] = None
    case.expect("ledger-bad-value", index, key)
    return True


@rule_fault
def not_complete(case: Case) -> bool:
    rules = case.rules("one_of")
    if not rules:
        return False
    index = case.fresh()
    case.table.rows[index][str(rules[0].column)] = "否"
    case.expect("ledger-bad-value", index, rules[0].column)
    return True


@rule_fault
def condition_not_filled(case: Case) -> bool:
    rules = case.rules("required_when")
    if not rules:
        return False
    index = case.fresh()
    row = case.table.rows[index]
    row.update({key: values[0] for key, values in (rules[0].when or {}).items()})
    row[str(rules[0].column)] = None
    case.expect("ledger-bad-value", index, rules[0].column)
    return True


@rule_fault
def low_rate(case: Case) -> bool:
    rules = [rule for rule in case.rules("share_at_least") if rule.of == "row"]
    if not rules:
        return False
    index = case.fresh()
    case.table.rows[index][str(rules[0].numerator)] = 0
    case.expect("rate-below", index, rules[0].numerator)
    return True


@rule_fault
def stale(case: Case) -> bool:
    rules = case.rules("stale_project")
    if not rules:
        return False
    rule, index = rules[0], case.fresh()
    row = case.table.rows[index]
    row[str(rule.column)] = 2018
    row[str(rule.less)] = 0
    if case.dice.random() < 0.5:
        row[rule.columns[-1]] = None
    case.expect("stale-project", index, rule.column)
    return True


@rule_fault
def left_open(case: Case) -> bool:
    rules = case.rules("closed_with_proof")
    if not rules:
        return False
    rule, index = rules[0], case.fresh()
    key = case.dice.choice((str(rule.column), str(rule.proof)))
    case.table.rows[index][key] = None
    case.expect("open-rectification", index, key)
    return True


@cell_fault
def hidden_row(case: Case) -> bool:
    if case.table.hidden:
        return False
    index = case.fresh()
    case.table.hidden.add(index)
    case.expect("ledger-bad-value", index, None)
    return True
