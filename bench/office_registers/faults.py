"""Faults within one register: what is altered in a row, and in which columns it shows."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bench.office_registers.county import YEAR, County, credit_code, id_number
from bench.office_registers.table import Planted, Raw, Row, Table

Alter = Callable[[County, Row], Row]
When = Callable[[Row], bool]


def _always(_row: Row) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Slip:
    """A fault in one row: its kind, the registers where it happens, what is written instead."""

    kind: str
    ledgers: str
    columns: tuple[str, ...]
    alter: Alter
    when: When = _always
    may: tuple[str, ...] = ()
    elsewhere: tuple[tuple[str, str], ...] = ()

    def plant(self, county: County, table: Table) -> bool:
        """Alter a row that has no fault yet and that this can happen in."""
        rows = [n for n, row in enumerate(table.rows) if n not in table.touched and self._fits(row)]
        summed = table.wrong_total in self.columns[:1]
        if table.form.number not in self.ledgers.split() or not rows or summed:
            return False
        chosen = county.random.choice(rows)
        table.rows[chosen] = table.rows[chosen] | self.alter(county, table.rows[chosen])
        table.touched.add(chosen)
        fault = Planted(self.kind, (chosen,), self.columns, self.may, self.elsewhere)
        table.planted.append(fault)
        return True

    def _fits(self, row: Row) -> bool:
        return self.columns[0] in row and self.when(row)


def put(column: str, value: Row | object) -> Alter:
    """The column holds this instead."""
    return lambda _county, _row: {column: value}  # type: ignore[dict-item]


def moved(column: str, days: int, since: str | None = None) -> Alter:
    """The column's date is so many days after what another column, or itself, says."""
    return lambda _county, row: {column: _date(row, since or column) + dt.timedelta(days)}


def times(column: str, factor: str, of: str) -> Alter:
    """The column holds a multiple of another one's amount."""
    return lambda _county, row: {column: _money(row, of) * Decimal(factor)}


def plus(column: str, more: int) -> Alter:
    """The column's number is so much larger."""
    return lambda _county, row: {column: _whole(row, column) + more}


def unfiled(column: str, said: str) -> Alter:
    """The column names a paper that nobody has filed."""
    return lambda county, _row: {column: said.format(county.random.randint(700, 999))}


def _date(row: Row, column: str) -> dt.date:
    value = row[column]
    assert isinstance(value, dt.date)
    return value


def _money(row: Row, column: str) -> Decimal:
    value = row[column]
    assert isinstance(value, Decimal)
    return value


def _whole(row: Row, column: str) -> int:
    value = row[column]
    assert isinstance(value, int)
    return value


def _wrong_digit(column: str, digits: str) -> Alter:
    def alter(_county: County, row: Row) -> Row:
        said = str(row[column])
        return {column: said[:-1] + digits[(digits.index(said[-1]) + 1) % len(digits)]}

    return alter


def _stranger(county: County, _row: Row) -> Row:
    number = id_number(county.day(1970, 1990), county.random.randint(400, 900))
    return {"身份证号": number, "姓名": county.name()}


def _aged(year: int) -> Alter:
    def alter(county: County, _row: Row) -> Row:
        number = id_number(dt.date(year, 3, 4), county.random.randint(400, 900))
        return {"身份证号": number, "姓名": county.name()}

    return alter


def _other_sex(county: County, row: Row) -> Row:
    serial = county.random.randint(200, 400) * 2 + (row["性别"] == "女")
    return {"身份证号": id_number(county.day(1970, 1985), serial)}


def _old_paper(item: str, column: str) -> Alter:
    return lambda county, _row: {column: county.paper(item, "甲组干", YEAR - 2)}


def _rate(column: str) -> Alter:
    return lambda _county, row: {column: _money(row, column) + Decimal("1.5")}


def _no_start(row: Row) -> bool:
    return row["状态"] == "未开工"


def _accepted(row: Row) -> bool:
    return bool(row["验收日期"]) and row["年度"] == YEAR


def _old(row: Row) -> bool:
    return row["年度"] == YEAR - 1


def _months(least: int) -> When:
    return lambda row: (
        isinstance(row["月数" if "月数" in row else "累计月数"], int)
        and (_whole(row, "月数" if "月数" in row else "累计月数") >= least)
    )


ID_DIGITS = "0123456789"
PEOPLE = "L16 L18 L19 L20"
SUMS = (("sources-differ", "L12"), ("sources-differ", "L13"))
ROSTER = (("roster-differs", "L15"), ("roster-differs", "L21"))
UNLISTED = ("not-in-base-list", "id-two-names", "person-two-ids", "household-differs")

SLIPS: Sequence[Slip] = (
    Slip("amount-unreadable", "L14", ("金额或折价",), put("金额或折价", Raw("约5万"))),
    Slip("amount-unreadable", "L22", ("金额",), put("金额", Raw("待定"))),
    Slip("amount-unreadable", "L07", ("匡算资金",), put("匡算资金", Raw("见附件"))),
    Slip("required-empty", "L13", ("实施地点",), put("实施地点", None)),
    Slip("required-empty", "L24", ("责任人",), put("责任人", Raw("/"))),
    Slip("required-empty", "L18", ("单位",), put("单位", Raw("无"))),
    Slip("required-empty", "L20", ("发放流水",), put("发放流水", None)),
    Slip("choice-unknown", "L09", ("行业",), put("行业", Raw("待填"))),
    Slip("choice-unknown", "L10", ("项目",), put("项目", Raw("通讯"))),
    Slip("choice-unknown", "L18", ("证明类型",), put("证明类型", Raw("口头"))),
    Slip("date-impossible", "L14 L22 L04", ("日期",), put("日期", Raw("2019年2月30日"))),
    Slip("date-impossible", "L12", ("到账日期",), put("到账日期", Raw("2019.13.5"))),
    Slip("id-scientific", "L19", ("身份证号",), put("身份证号", Raw("9.90101E+17")), may=UNLISTED),
    Slip(
        "id-short",
        "L16 L18",
        ("身份证号",),
        lambda _county, row: {"身份证号": str(row["身份证号"])[:17]},
        may=UNLISTED,
        elsewhere=ROSTER,
    ),
    Slip(
        "id-digit",
        f"{PEOPLE} L23",
        ("身份证号",),
        _wrong_digit("身份证号", ID_DIGITS),
        lambda row: str(row["身份证号"])[-1] != "X",
        UNLISTED,
        ROSTER,
    ),
    Slip(
        "code-digit",
        "L15",
        ("统一社会信用代码",),
        _wrong_digit("统一社会信用代码", ID_DIGITS),
        lambda row: str(row["统一社会信用代码"])[-1].isdigit(),
    ),
    Slip(
        "date-order", "L13", ("验收日期", "竣工日期"), moved("验收日期", -9, "竣工日期"), _accepted
    ),
    Slip(
        "date-order",
        "L23",
        ("培训日期", "遴选日期"),
        moved("培训日期", -30, "遴选日期"),
        may=("out-of-window",),
    ),
    Slip(
        "date-order",
        "L11",
        ("结束日期", "开始日期"),
        moved("结束日期", -3, "开始日期"),
        may=("out-of-window",),
    ),
    Slip(
        "amount-order",
        "L13",
        ("实际支出", "拨付资金"),
        times("实际支出", "1.05", "拨付资金"),
        _accepted,
    ),
    Slip("amount-order", "L25", ("到账", "金额"), times("到账", "1.2", "金额")),
    Slip("amount-order", "L11", ("人数", "人次"), plus("人数", 300)),
    Slip(
        "received-above-planned",
        "L13",
        ("到位资金", "计划投资"),
        times("到位资金", "1.1", "计划投资"),
        lambda row: row["年度"] == YEAR,
        ("amount-order",),
        SUMS,
    ),
    Slip(
        "reimbursed-above-spent",
        "L13",
        ("报账金额", "实际支出"),
        times("报账金额", "1.2", "实际支出"),
        lambda row: row["状态"] == "在建",
    ),
    Slip(
        "invested-above-agreed",
        "L15",
        ("实际到位投资（累计）", "协议投资"),
        times("实际到位投资（累计）", "1.1", "协议投资"),
    ),
    Slip("out-of-window", "L02 L04 L14 L22", ("日期",), put("日期", dt.date(YEAR - 1, 10, 20))),
    Slip("out-of-window", "L12", ("到账日期",), put("到账日期", dt.date(YEAR - 1, 12, 6))),
    Slip("percent-wrong", "L01", ("完成率",), _rate("完成率")),
    Slip("percent-wrong", "L21", ("占比",), _rate("占比")),
    Slip("partner-differs", "L01", ("东部完成值",), plus("东部完成值", 3)),
    Slip(
        "below-target", "L01", ("西部完成值", "目标值"), plus("目标值", 60), may=("percent-wrong",)
    ),
    Slip(
        "notice-short", "L13", ("公示结束", "公示开始"), moved("公示结束", 4, "公示开始"), _accepted
    ),
    Slip("share-missing", "L15", ("东部持股比例", "关系"), put("关系", "参股")),
    Slip("months-more", "L09", ("月数",), plus("月数", 2)),
    Slip("months-more", "L18", ("累计月数",), plus("累计月数", 2)),
    Slip("months-fewer", "L09", ("月数",), plus("月数", -4), _months(6)),
    Slip("months-fewer", "L18", ("累计月数",), plus("累计月数", -4), _months(6)),
    Slip("no-file", "L13", ("批复文号",), unfiled("批复文号", "甲扶〔2019〕{}号")),
    Slip("no-file", "L14", ("票据号",), unfiled("票据号", "票20199{}")),
    Slip("no-file", "L22", ("合同或发票号",), unfiled("合同或发票号", "发20199{}")),
    Slip("no-file", "L08", ("任职文号",), unfiled("任职文号", "甲组干〔2019〕{}号")),
    Slip("no-file", "L11", ("花名册编号",), unfiled("花名册编号", "册20199{}")),
    Slip(
        "stale-project",
        "L13",
        ("年度", "验收日期"),
        put("验收日期", None),
        _old,
        ("accepted-undated",),
    ),
    Slip("not-closed", "L24", ("销号日期",), put("销号日期", None)),
    Slip("not-closed", "L24", ("销号日期",), put("销号日期", Raw("未销号"))),
    Slip("closed-without-proof", "L24", ("佐证编号",), put("佐证编号", Raw("无"))),
    Slip("not-in-base-list", PEOPLE, ("身份证号",), _stranger, may=UNLISTED),
    Slip("sex-differs", "L08", ("性别", "身份证号"), _other_sex),
    Slip("age-unlikely", "L18 L20", ("身份证号",), _aged(2008), may=UNLISTED),
    Slip("age-unlikely", "L18 L20", ("身份证号",), _aged(1938), may=UNLISTED),
    Slip("after-reference-day", "L05", ("日期",), put("日期", dt.date(YEAR, 12, 25))),
    Slip(
        "after-reference-day",
        "L24",
        ("销号日期",),
        put("销号日期", dt.date(YEAR, 12, 20)),
        may=("closed-late",),
    ),
    Slip(
        "after-reference-day",
        "L13",
        ("验收日期",),
        put("验收日期", dt.date(YEAR, 12, 28)),
        _accepted,
    ),
    Slip("closed-late", "L24", ("销号日期", "时限"), moved("销号日期", 6, "时限")),
    Slip("accepted-undated", "L13", ("验收日期", "状态"), put("验收日期", None), _accepted),
    Slip(
        "spent-before-start",
        "L13",
        ("实际支出", "状态", "实际开工日期"),
        lambda _county, row: dict.fromkeys(("拨付资金", "实际支出"), _money(row, "计划投资") / 2),
        _no_start,
    ),
    Slip("end-missing", "L13", ("公示结束", "公示开始"), put("公示结束", None), _accepted),
    Slip("complete-contradicted", "L05", ("材料是否齐全", "签到"), put("签到", "否")),
    Slip("number-not-filed", "L02", ("函件编号",), unfiled("函件编号", "甲协函〔2019〕{}号")),
    Slip("number-not-filed", "L24", ("佐证编号",), unfiled("佐证编号", "整改20199{}")),
    Slip("number-not-filed", "L10", ("凭证号",), unfiled("凭证号", "保20199{}")),
    Slip("document-other-year", "L08", ("任职文号",), _old_paper("2.2", "任职文号")),
    Slip("persons-below-households", "L13", ("受益人数", "受益户数"), put("受益人数", 3)),
    Slip("out-of-bounds", "L11", ("人数", "人次"), put("人次", 99999)),
    Slip("out-of-bounds", "L19", ("课时",), put("课时", 999)),
    Slip(
        "firm-unknown",
        "L16",
        ("带动主体",),
        put("带动主体", "甲县无此示例公司"),
        elsewhere=ROSTER,
    ),
)

#: By register: the columns of which two rows must not say the same, as docs for clerks say.
KEYS = {
    "L02": ("日期", "带队领导及职务", "方向"),
    "L04": ("媒体", "标题", "日期"),
    "L13": ("项目名称", "实施地点", "年度"),
    "L15": ("统一社会信用代码",),
    "L16": ("身份证号", "带动主体"),
    "L18": ("身份证号", "区域"),
    "L19": ("班次", "身份证号"),
    "L20": ("身份证号",),
    "L23": ("身份证号",),
    "L24": ("来源", "问题"),
}


def duplicate(county: County, table: Table) -> bool:
    """A row stands in the register twice."""
    number = table.form.number
    free = [n for n in range(len(table.rows)) if n not in table.touched]
    if number not in KEYS or not free:
        return False
    chosen = county.random.choice(free)
    table.rows.append(dict(table.rows[chosen]))
    rows = chosen, len(table.rows) - 1
    table.touched.update(rows)
    follows = {"L13": SUMS, "L16": ROSTER}.get(number, ())
    fault = Planted("duplicate", rows, KEYS[number], ("number-twice",), follows)
    table.planted.append(fault)
    return True


def number_twice(county: County, table: Table) -> bool:
    """One photo, voucher or receipt number stands for two events."""
    columns = {"L02": "照片编号", "L10": "凭证号", "L20": "发放流水", "L22": "合同或发票号"}
    column = columns.get(table.form.number)
    free = [n for n in range(len(table.rows)) if n not in table.touched]
    if column is None or len(free) < 2:
        return False
    first, second = sorted(county.random.sample(free, 2))
    table.rows[second] = table.rows[second] | {column: table.rows[first][column]}
    table.touched.update((first, second))
    table.planted.append(Planted("number-twice", (first, second), (column, "产品"), ("duplicate",)))
    return True


def firm_two_codes(county: County, table: Table) -> bool:
    """A firm stands in the register under two codes."""
    if table.form.number != "L15" or not table.rows or 0 in table.touched:
        return False
    code = credit_code(county.serial * 100 + 77)
    table.rows.append(table.rows[0] | {"统一社会信用代码": code})
    rows = 0, len(table.rows) - 1
    table.touched.update(rows)
    columns = ("企业名称", "统一社会信用代码", "其中贫困人口")
    table.planted.append(Planted("firm-two-codes", rows, columns))
    return True


def column_missing(_county: County, table: Table) -> bool:
    """A column that every row must fill is not there at all."""
    droppable = {
        "L02": "层级",
        "L05": "材料是否齐全",
        "L15": "证明类型",
        "L21": "负责人",
        "L23": "带动日期",
    }
    column = droppable.get(table.form.number)
    if column is None or table.touched:
        return False
    for row in table.rows:
        row.pop(column, None)
    table.dropped = column
    table.planted.append(Planted("column-missing", (), (column,)))
    return True


def total_wrong(county: County, table: Table) -> bool:
    """The line of totals says more than its rows."""
    written = [c.title for c in table.columns if c.kind in ("amount", "count")]
    summed = [title for title in written if not _has_raw(table, title)]
    wanted = {"L12", "L13", "L14", "L15", "L22", "L23", "L11"}
    if table.form.number not in wanted or not summed or table.wrong_total or table.scaled:
        return False
    table.wrong_total = county.random.choice(summed)
    return True


def _has_raw(table: Table, title: str) -> bool:
    return any(isinstance(row.get(title), Raw) for row in table.rows)


def shown_otherwise(_county: County, table: Table) -> bool:
    """A number format shows amounts in another unit than the one that the sheet states."""
    if table.form.unit != "万元" or table.touched or table.wrong_total:
        return False
    table.touched.update(range(len(table.rows)))
    table.scaled = next(column.title for column in table.columns if column.kind == "amount")
    rows = tuple(range(len(table.rows)))
    table.planted.append(Planted("shown-otherwise", rows, (table.scaled,), ("amount-order",)))
    return True


WHOLE: Sequence[Callable[[County, Table], bool]] = (
    *(duplicate, number_twice, firm_two_codes, column_missing, total_wrong, shown_otherwise),
)
