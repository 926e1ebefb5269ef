"""Faults that two registers show together: a person, a firm, a sum that is told in two ways."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from bench.office_registers.county import County, id_number
from bench.office_registers.table import Planted, Row, Table, Value

Tables = Mapping[str, Table]
PEOPLE = ("L16", "L18", "L19", "L20")
CONSEQUENCES = ("not-in-base-list", "household-differs", "id-two-names", "person-two-ids")


def _free(county: County, table: Table) -> int | None:
    rows = [n for n in range(len(table.rows)) if n not in table.touched]
    return county.random.choice(rows) if rows else None


def _alter(
    table: Table, row: int, kind: str, columns: tuple[str, ...], changes: Row, may: tuple[str, ...]
) -> bool:
    table.rows[row] = table.rows[row] | changes
    table.touched.add(row)
    table.planted.append(Planted(kind, (row,), columns, may))
    return True


def id_two_names(county: County, tables: Tables, _base: Table) -> bool:
    """A roster gives an ID number another name than the base list does."""
    table = tables[county.random.choice(PEOPLE)]
    row = _free(county, table)
    if row is None:
        return False
    changes: Row = {"姓名": county.name()}
    columns = ("姓名", "身份证号")
    return _alter(table, row, "id-two-names", columns, changes, CONSEQUENCES)


def person_two_ids(county: County, tables: Tables, _base: Table) -> bool:
    """A roster gives somebody of a known household another ID number."""
    table = tables[county.random.choice(("L16", "L18"))]
    row = _free(county, table)
    if row is None:
        return False
    number = id_number(county.day(1970, 1990), county.random.randint(400, 900))
    columns = ("身份证号", "姓名", "户编号")
    return _alter(table, row, "person-two-ids", columns, {"身份证号": number}, CONSEQUENCES)


def household_differs(county: County, tables: Tables, _base: Table) -> bool:
    """A roster gives somebody another household number than the base list does."""
    table = tables[county.random.choice(("L16", "L18"))]
    row = _free(county, table)
    if row is None:
        return False
    changes: Row = {"户编号": f"99019{county.random.randrange(10**6):06}"}
    return _alter(table, row, "household-differs", ("户编号", "身份证号"), changes, CONSEQUENCES)


def disabled_differs(county: County, tables: Tables, _base: Table) -> bool:
    """A roster says of somebody the contrary of what the base list says about a disability."""
    table = tables["L16"]
    row = _free(county, table)
    if row is None:
        return False
    said = "否" if table.rows[row]["是否残疾人"] == "是" else "是"
    columns = ("是否残疾人", "身份证号")
    return _alter(table, row, "disabled-differs", columns, {"是否残疾人": said}, ())


def gone_household(county: County, tables: Tables, base: Table) -> bool:
    """A roster of this year names somebody whom the base list says to be gone."""
    table = tables[county.random.choice(("L16", "L20"))]
    row = _free(county, table)
    if row is None:
        return False
    number = table.rows[row]["身份证号"]
    listed = next((n for n, kept in enumerate(base.rows) if kept["身份证号"] == number), None)
    if listed is None:
        return False
    said = county.random.choice(("死亡", "迁出", "已剔除"))
    base.rows[listed] = base.rows[listed] | {"脱贫状态": said}
    return _alter(table, row, "gone-household", ("身份证号", "姓名", "户编号"), {}, ())


def household_size(county: County, _tables: Tables, base: Table) -> bool:
    """The base list says that a household has more members than it has rows."""
    row = _free(county, base)
    if row is None:
        return False
    household = base.rows[row]["户编号"]
    rows = tuple(n for n, kept in enumerate(base.rows) if kept["户编号"] == household)
    for member in rows:
        base.rows[member] = base.rows[member] | {"家庭人口数": len(rows) + 3}
    base.touched.update(rows)
    base.planted.append(Planted("household-size", rows, ("家庭人口数", "户编号")))
    return True


def post_and_work(county: County, tables: Tables, _base: Table) -> bool:
    """Somebody on a public post works elsewhere at the same time."""
    held, kept = tables["L20"], tables["L18"]
    first, second = _free(county, held), _free(county, kept)
    if first is None or second is None or kept.rows[second]["区域"] not in ("结对东部", "省外其他"):
        return False
    post, work = held.rows[first], kept.rows[second]
    held.rows[first] = (
        post | {"姓名": work["姓名"], "身份证号": work["身份证号"]} | _same_term(work)
    )
    held.touched.add(first)
    kept.touched.add(second)
    held.planted.append(_both("two-classes", first, "L18"))
    return True


def _same_term(work: Row) -> Row:
    return {"协议开始日期": work["就业开始日期"], "协议结束日期": work["就业结束日期"]}


def _both(kind: str, row: int, other: str) -> Planted:
    columns = ("身份证号", "姓名", "开始日期", "协议开始日期")
    return Planted(kind, (row,), columns, (), ((kind, other),))


def trained_at_work(county: County, tables: Tables, _base: Table) -> bool:
    """Somebody was trained at home while at work far away."""
    trained, kept = tables["L19"], tables["L18"]
    first, second = _free(county, trained), _free(county, kept)
    if first is None or second is None or kept.rows[second]["区域"] not in ("结对东部", "省外其他"):
        return False
    work = kept.rows[second]
    changes: Row = {"姓名": work["姓名"], "身份证号": work["身份证号"]}
    changes |= {"开始日期": work["就业开始日期"], "结束日期": work["就业开始日期"]}
    trained.rows[first] = trained.rows[first] | changes
    trained.touched.add(first)
    kept.touched.add(second)
    trained.planted.append(_both("trained-while-employed", first, "L18"))
    return True


def two_regions(county: County, tables: Tables, _base: Table) -> bool:
    """Somebody works in two regions at the same time."""
    table = tables["L18"]
    first, second = _free(county, table), _free(county, table)
    if first is None or second is None:
        return False
    one, other = table.rows[first], table.rows[second]
    if one["区域"] == other["区域"]:
        return False
    same = ("姓名", "身份证号", "户编号", "就业开始日期", "就业结束日期", "累计月数")
    table.rows[second] = other | {title: one[title] for title in same}
    table.touched.update((first, second))
    table.planted.append(Planted("two-classes", (first, second), ("身份证号", "区域", "姓名")))
    return True


def official_and_expert(county: County, tables: Tables, _base: Table) -> bool:
    """Somebody is counted as an official and as an expert at the same time."""
    officials, experts = tables["L08"], tables["L09"]
    first, second = _free(county, officials), _free(county, experts)
    if first is None or second is None:
        return False
    post = officials.rows[first]
    months = _months(post["挂职开始日期"], post["挂职结束日期"])
    changes: Row = {"姓名": post["姓名"], "开始日期": post["挂职开始日期"], "月数": months}
    experts.rows[second] = experts.rows[second] | changes | {"结束日期": post["挂职结束日期"]}
    officials.touched.add(first)
    experts.touched.add(second)
    experts.planted.append(_both("two-classes", second, "L08"))
    return True


def _months(start: Value, end: Value) -> int:
    assert isinstance(start, dt.date)
    assert isinstance(end, dt.date)
    return end.month - start.month + 1


def not_covered(county: County, tables: Tables, _base: Table) -> bool:
    """Somebody on a post has been given nothing that the register of provisions knows."""
    named, given = tables[county.random.choice(("L08", "L09"))], tables["L10"]
    row = _free(county, named)
    if row is None:
        return False
    name = named.rows[row]["姓名"]
    found = [n for n, kept in enumerate(given.rows) if kept["姓名"] == name]
    if len(found) != 1 or found[0] in given.touched:
        return False
    given.rows[found[0]] = given.rows[found[0]] | {"姓名": county.name()}
    given.touched.add(found[0])
    return _alter(named, row, "not-covered", ("姓名",), {}, ())


def roster_differs(county: County, tables: Tables, _base: Table) -> bool:
    """A firm states more of the poor than its roster names."""
    table = tables["L15"]
    row = _free(county, table)
    if row is None:
        return False
    said = table.rows[row]["其中贫困人口"]
    assert isinstance(said, int)
    return _alter(table, row, "roster-differs", ("其中贫困人口",), {"其中贫困人口": said + 2}, ())


def sources_differ(county: County, tables: Tables, _base: Table) -> bool:
    """More money came in, says one register, than the projects have."""
    table = tables["L12"]
    row = _free(county, table)
    if row is None or tables["L13"].planted or tables["L13"].scaled:
        return False
    said = table.rows[row]["金额"]
    assert isinstance(said, Decimal)
    changes: Row = {"金额": said + 400_000}
    fault = Planted("sources-differ", (), ("金额",), (), (("sources-differ", "L13"),))
    table.rows[row] = table.rows[row] | changes
    table.touched.add(row)
    table.planted.append(fault)
    return True


ACROSS: Sequence[Callable[[County, Tables, Table], bool]] = (
    *(id_two_names, person_two_ids, household_differs, disabled_differs, gone_household),
    *(household_size, post_and_work, trained_at_work, two_regions, official_and_expert),
    *(not_covered, roster_differs, sources_differ),
)
