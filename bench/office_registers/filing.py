"""Units written into a workspace, and what should be told of them."""

import json
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from bench.office_registers.codes import KINDS, TOLERATED
from bench.office_registers.files import (
    PLAIN,
    RICH,
    resave,
    write_ods,
    write_page,
    write_text,
    write_xlsx,
)
from bench.office_registers.sheets import Sheet, Style, lay_out, pick_style
from bench.office_registers.spellings import Cell, Content, Spelling
from bench.office_registers.table import Planted, Row, Table
from bench.office_registers.unit import Unit, loosen

#: Papers whose numbers share one file; names of files are limited to 255 bytes.
PAPERS_A_FILE = 8
#: A table that no register fits, in a folder that asks for one.
SUMMARY: tuple[tuple[Content, ...], ...] = (
    ("乡镇", "已核", "未核", "核对人"),
    ("赤镇", 12, 3, "甲某"),
    ("橙乡", 20, 0, "乙某"),
)
SETTINGS = """name: {name}
level: 县
partner: 东市东区
"""


#: A copy keeps to the blank form in everything.
AS_THE_FORM = Style(
    Spelling("cell", "number", "text", "plain", "plain", ""),
    *(0.0, True, "line", False, False, False, False, "", 0, 0, (), frozenset()),
)


@dataclass(frozen=True, slots=True)
class Expected:
    """A line that should come (`must`), or may: its codes, files, rows and columns.

    Paths are relative to the unit's folder. Empty rows or columns stand for any.
    """

    kind: str
    codes: tuple[str, ...]
    paths: tuple[str, ...]
    rows: tuple[int, ...]
    columns: tuple[str, ...]
    must: bool


@dataclass(frozen=True, slots=True)
class Filed:
    """A workbook in its folder: its path, the register it is, its sheet and its style."""

    path: str
    table: Table
    sheet: Sheet
    style: Style | None


def file_unit(unit: Unit, folder: Path, *, plain: bool = False) -> tuple[list[Filed], list[Path]]:
    """Write a unit's workbooks and papers; the workbooks that LibreOffice has yet to save."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "county.yaml").write_text(SETTINGS.format(name="甲县"), "utf-8")
    if not plain:
        loosen(unit)
    _file_papers(unit, folder)
    filed: list[Filed] = []
    waiting: list[Path] = []
    chance = unit.county.random
    for table in [unit.base, *unit.tables.values()]:
        one, left = _file_table(table, folder, chance, plain=plain)
        filed.append(one)
        waiting += left
    return filed, waiting


def _file_papers(unit: Unit, folder: Path) -> None:
    for item, numbers in unit.county.filed.items():
        home = folder / f"{item} 佐证"
        home.mkdir(exist_ok=True)
        for start in range(0, len(numbers), PAPERS_A_FILE):
            said = "、".join(numbers[start : start + PAPERS_A_FILE])
            (home / f"{said}.txt").write_text(f"示例材料 {said}\n", "utf-8")


def _file_table(
    table: Table, folder: Path, chance: random.Random, *, plain: bool
) -> tuple[Filed, list[Path]]:
    listed = table.form.number == "BASE"
    home = folder / (table.form.item if listed else f"{table.form.item} 台账")
    home.mkdir(exist_ok=True)
    if listed:
        sheet = _plain(table)
        path = home / "建档立卡名册.xlsx"
        write_xlsx([sheet], path)
        return Filed(str(path.relative_to(folder)), table, sheet, None), []
    style = AS_THE_FORM if plain else pick_style(chance, table)
    if plain and table.wrong_total:
        style = replace(style, total="合计")
    sheet = lay_out(table, style, chance)
    if plain:
        path = home / f"{table.name}.xlsx"
        write_xlsx([sheet], path)
        return Filed(str(path.relative_to(folder)), table, sheet, style), []
    path, left = _write(table, sheet, style, home, chance)
    return Filed(str(path.relative_to(folder)), table, sheet, style), left


def _plain(table: Table) -> Sheet:
    sheet = Sheet(table.name or "名册")
    titles = [column.title for column in table.columns]
    for place, title in enumerate(titles, 1):
        sheet.put(1, place, title)
        sheet.headers[title] = title
    for index, record in enumerate(table.rows):
        sheet.rows[index] = index + 2
        for place, title in enumerate(titles, 1):
            value = record.get(title)
            sheet.put(index + 2, place, value if isinstance(value, int) else str(value or ""))
    return sheet


def _write(
    table: Table, sheet: Sheet, style: Style, home: Path, chance: random.Random
) -> tuple[Path, list[Path]]:
    named = home / f"{table.name}"
    if not table.planted and not table.wrong_total and chance.random() < 0.04:
        path = named.with_name(f"{named.name}台账.xls")
        write_page(sheet, path)
        table.planted.append(Planted("unreadable"))
        return path, []
    if (
        table.scaled
        or table.joined_column
        or style.extras & {"cover", "hidden column"}
        or chance.random() < 0.7
    ):
        return _write_rich([*_cover(style), sheet], named, chance.choice(RICH))
    path = named.with_name(f"{named.name}.{chance.choice(PLAIN)}")
    if path.suffix == ".csv":
        encoding = "gbk" if ".gbk" in path.name else "utf-16"
        write_text(sheet, path, encoding, "," if ".gbk" in path.name else "\t")
    else:
        write_ods([sheet], path)
    return path, []


def _cover(style: Style) -> list[Sheet]:
    if "cover" not in style.extras:
        return []
    cover = Sheet("封面")
    cover.cells[4, 2] = Cell("2019年东西部扶贫协作台账")
    cover.cells[8, 2] = Cell("甲县扶贫开发办公室")
    return [cover]


def _write_rich(sheets: list[Sheet], named: Path, kind: str) -> tuple[Path, list[Path]]:
    path = named.with_name(f"{named.name}.{kind}")
    if kind == "xlsx":
        write_xlsx(sheets, path)
        return path, []
    waiting = path.with_name(f"{path.name}.xlsx")
    write_xlsx(sheets, waiting)
    return path, [waiting]


def file_copies(unit: Unit, folder: Path, filed: list[Filed], used: Counter[str]) -> list[Expected]:
    """File copies and parts of registers under further items, one of them in another version."""
    told: list[Expected] = []
    for number, item in (("L13", "3.2"), ("L16", "6.3"), ("L18", "5.5")):
        one = next(one for one in filed if one.table.form.number == number)
        whole, path = one.table, folder / f"{item} 台账" / f"{one.table.name}（副本）.xlsx"
        if whole.planted or whole.wrong_total or whole.scaled:
            continue
        path.parent.mkdir(exist_ok=True)
        rows = list(whole.rows) if number != "L18" else whole.rows[: len(whole.rows) // 2]
        changed = used["two_versions"] <= used["copies"]
        used["two_versions" if changed else "copies"] += 1
        if changed:
            rows[1] = rows[1] | _another(rows[1], number)
        copy = Table(whole.form, rows, name=whole.name)
        write_xlsx([lay_out(copy, AS_THE_FORM, unit.county.random)], path)
        if changed:
            paths = one.path, str(path.relative_to(folder))
            told.append(Expected("two-versions", KINDS["two-versions"], paths, (), (), must=True))
    return told


def file_strays(unit: Unit, folder: Path) -> list[Expected]:
    """File what is called a register and is none: another table, half a workbook."""
    told: list[Expected] = []
    chance = unit.county.random
    if chance.random() < 0.5:
        sheet = Sheet("汇总")
        for row, line in enumerate(SUMMARY, 1):
            for place, content in enumerate(line, 1):
                sheet.put(row, place, content)
        path = folder / "4.5 台账" / "各乡镇汇总.xlsx"
        path.parent.mkdir(exist_ok=True)
        write_xlsx([sheet], path)
        told.append(_expected("unrecognised", (str(path.relative_to(folder)),), (), (), must=True))
    if chance.random() < 0.3:
        whole = (
            next(folder.glob("3.5 台账/*.xlsx"), None) or folder / "建档立卡名册/建档立卡名册.xlsx"
        )
        path = folder / "3.5 台账" / "项目台账（传输中断）.xlsx"
        path.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
        told.append(_expected("unreadable", (str(path.relative_to(folder)),), (), (), must=True))
    return told


def _another(row: Row, number: str) -> Row:
    column = {"L13": "利益联结", "L16": "户类型", "L18": "岗位"}[number]
    return {column: f"{row[column]}等"}


def expected_of(filed: list[Filed]) -> Iterator[Expected]:
    """What should, and what may, be told of the workbooks of a unit."""
    by_number = {one.table.form.number: one for one in filed}
    for one in filed:
        yield from _told(one, by_number)
        yield from _of_style(one)


def _told(one: Filed, by_number: dict[str, Filed]) -> Iterator[Expected]:
    for fault in one.table.planted:
        rows = tuple(one.sheet.rows[index] for index in fault.rows)
        yield _expected(fault.kind, (one.path,), rows, _columns(one, fault.columns), must=True)
        for kind in fault.may:
            yield _expected(kind, (one.path,), rows, (), must=False)
        for kind, number in fault.elsewhere:
            if number in by_number:
                yield _expected(kind, (by_number[number].path,), (), (), must=False)
    if one.table.wrong_total:
        columns = _columns(one, (one.table.wrong_total,))
        yield _expected("total-wrong", (one.path,), (one.sheet.total_row,), columns, must=True)


def _expected(
    kind: str,
    paths: tuple[str, ...],
    rows: tuple[int, ...],
    columns: tuple[str, ...],
    *,
    must: bool,
) -> Expected:
    codes = KINDS.get(kind, (kind,))
    return Expected(kind, codes, paths, rows, columns, must)


def _columns(one: Filed, titles: tuple[str, ...]) -> tuple[str, ...]:
    headed = tuple(one.sheet.headers.get(title, title) for title in titles)
    return tuple(dict.fromkeys((*titles, *headed)))


def _of_style(one: Filed) -> Iterator[Expected]:
    style = one.style
    if style is None:
        return
    if style.unit == "absent" and any(c.kind == "amount" for c in one.table.columns):
        yield _expected("unit-assumed", (one.path,), (), (), must=True)
    odd = [title for title, header in one.sheet.headers.items() if title != header]
    if odd:
        yield Expected("header-guessed", KINDS["header-guessed"], (one.path,), (), (), must=False)
    if one.table.joined_column:
        yield Expected("merged", TOLERATED["merged"], (one.path,), (), (), must=False)
    for extra in style.extras & set(TOLERATED):
        yield Expected(extra, TOLERATED[extra], (one.path,), (), (), must=False)
    if style.spelling.papers != "plain":
        kind = "odd document numbers"
        columns = tuple(
            one.sheet.headers.get(c.title, c.title) for c in one.table.columns if c.kind == "doc"
        )
        yield Expected(kind, TOLERATED[kind], (one.path,), (), columns, must=False)


def write_expected(expected: list[Expected], path: Path) -> None:
    """Write the expected lines beside the unit they are of."""
    path.write_text(
        json.dumps([asdict(one) for one in expected], ensure_ascii=False, indent=1), "utf-8"
    )


def resave_waiting(waiting: list[Path]) -> None:
    """Have LibreOffice save what is kept as .xls and .et.

    Raises:
        FileNotFoundError: There is no LibreOffice.
    """
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise FileNotFoundError("soffice")
    resave(waiting, office)
