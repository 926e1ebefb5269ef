"""A unit: its registers, agreeing with one another until faults are planted."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bench.office_registers import rosters, rows
from bench.office_registers.across import ACROSS
from bench.office_registers.county import REFERENCE, YEAR, County
from bench.office_registers.faults import SLIPS, WHOLE
from bench.office_registers.table import Raw, Row, Table, forms

#: Registers that every unit keeps; of the others it keeps some.
ALWAYS = ("L08", "L09", "L10", "L12", "L13", "L15", "L16", "L18", "L19", "L20", "L24")
SOMETIMES = ("L01", "L02", "L03", "L04", "L05", "L06", "L07", "L11", "L14", "L17", "L21", "L22")
SELDOM = ("L23", "L25", "L26")
EVERY = tuple(sorted(ALWAYS + SOMETIMES + SELDOM))
ALONE: Mapping[str, Callable[[County], list[Row]]] = {
    "L01": rows.agreement,
    "L02": rows.visits,
    "L03": rows.photos,
    "L04": rows.news,
    "L05": rows.meetings,
    "L06": rows.pairs,
    "L07": rows.plans,
    "L11": rosters.courses,
    "L13": rows.projects,
    "L14": rows.donations,
    "L17": rows.parks,
    "L19": rosters.trainees,
    "L20": rosters.posts,
    "L22": rows.sales,
    "L23": rosters.leaders,
    "L24": rows.problems,
    "L25": rows.trades,
    "L26": rows.examples,
}


@dataclass(slots=True)
class Unit:
    """One county with its registers, its register of poor households and what is planted."""

    name: str
    county: County
    tables: dict[str, Table]
    base: Table


def make_unit(seed: int, serial: int, used: Counter[str], registers: int) -> Unit:
    """A unit of so many registers; `used` counts the kinds planted so far, rare ones go first."""
    county = County(random.Random(seed * 1000 + serial), serial)
    county.settle(50)
    chosen = list(ALWAYS)
    chosen += county.random.sample(SOMETIMES + SELDOM, registers - len(chosen))
    tables = tables_of(county, sorted(chosen))
    unit = Unit(f"unit_{serial:02}", county, tables, Table(forms()["BASE"], []))
    unit.base.rows = rosters.base(county)
    for table in tables.values():
        table.name = county.random.choice(table.form.titles)
        if county.random.random() < 0.7:
            _plant(county, table, used, county.random.choice((1, 1, 2, 3)))
    _across(unit, used)
    return unit


def tables_of(county: County, chosen: Sequence[str] = EVERY) -> dict[str, Table]:
    """The registers of these numbers, consistent with one another."""
    employers = [county.firm(n, "示例公司") for n in range(3)]
    shops = [county.firm(n + 10, "扶贫车间") for n in range(2)] if "L21" in chosen else []
    made = {number: build(county) for number, build in ALONE.items() if number in chosen}
    made["L08"], made["L09"] = rosters.officials(county), rosters.experts(county)
    named = [str(row["姓名"]) for row in (*made["L08"], *made["L09"])]
    made["L10"] = rosters.provisions(county, named)
    made["L12"] = rows.receipts(county, _came(made["L13"]))
    made["L15"] = rows.firms(county, employers)
    made["L16"] = rosters.helped(county, [*employers, *shops])
    made["L18"] = rosters.workers(county, ("结对东部", "省外其他", "省内", "县内"))
    if shops:
        made["L21"] = rows.workshops(county, shops)
    return {number: Table(forms()[number], made[number]) for number in chosen}


def _came(projects: list[Row]) -> Decimal:
    amounts = [row["到位资金"] for row in projects if row["年度"] == YEAR]
    return sum((money for money in amounts if isinstance(money, Decimal)), Decimal(0))


def _plant(county: County, table: Table, used: Counter[str], count: int) -> None:
    number = table.form.number
    slips = [slip for slip in SLIPS if number in slip.ledgers.split()]
    for _ in range(count):
        county.random.shuffle(slips)
        slips.sort(key=lambda slip: used[slip.kind])
        if county.random.random() < 0.3:
            whole = sorted(WHOLE, key=lambda plant: (used[plant.__name__], county.random.random()))
            done = next((plant for plant in whole if plant(county, table)), None)
            used[done.__name__ if done else ""] += 1
            continue
        planted = next((slip for slip in slips if slip.plant(county, table)), None)
        used[planted.kind if planted else ""] += 1


def _across(unit: Unit, used: Counter[str]) -> None:
    chosen = sorted(ACROSS, key=lambda plant: (used[plant.__name__], unit.county.random.random()))
    left = 5
    for plant in chosen:
        if left and plant(unit.county, unit.tables, unit.base):
            used[plant.__name__] += 1
            left -= 1


def loosen(unit: Unit) -> None:
    """Write what is right as offices also write it: open terms, two papers, a shared payment."""
    chance = unit.county.random
    for row in _untouched(unit.tables["L18"]):
        start = row["就业开始日期"]
        if isinstance(start, dt.date) and chance.random() < 0.15:
            said = chance.choice(("至今", "长期"))
            row |= {"就业结束日期": Raw(said), "累计月数": REFERENCE.month - start.month}
    for row in _untouched(unit.tables["L13"]):
        if chance.random() < 0.1:
            first = str(row["批复文号"])
            second = unit.county.paper(
                "3.2", first.partition("〔")[0], int(first.split("〔")[1][:4])
            )
            row["批复文号"] = f"{first}、{second.partition('〕')[2]}"
    sales = unit.tables.get("L22")
    if sales and not sales.touched and not sales.wrong_total and chance.random() < 0.5:
        sales.joined, sales.joined_column = 1, "金额"
        sales.rows[2]["金额"] = None


def _untouched(table: Table) -> list[Row]:
    free = [n for n in range(len(table.rows)) if n not in table.touched]
    table.rows = [dict(row) for row in table.rows]
    return [table.rows[n] for n in free]
