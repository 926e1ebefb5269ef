"""Measure the drawing of a printed register, and WeasyPrint on the same table in the same run.

Each part runs in a process of its own, so that its peak memory is its own. Nothing is kept.
"""

import argparse
import datetime as dt
import html
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from openpyxl import Workbook

from generator.base.masking import Mask
from generator.ledgers.printed.workbook import draw_workbook
from generator.ledgers.read.reading import read_workbook
from generator.ledgers.schemas.files import read_ledger_schemas
from generator.lettering.fonts import FontSet, find_fonts, font_dirs
from generator.lettering.layout import Layout, read_layout
from generator.model import Leaves

#: Given a folder and a number of rows: seconds of reading, of drawing, pages, MB before reading.
Part = Callable[[Path, int], tuple[float, float, int, float]]

ROOT = Path(__file__).resolve().parents[1]
HEADER = ["序号", "姓名", "身份证号", "户编号", "户类型", "乡镇", "村", "带动主体", "带动方式"]
HEADER += ["起始日期", "年收益", "本人签字", "备注"]
SURNAMES, NAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳"
WAYS = ("就业", "土地流转", "分红", "订单", "公益")


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of reading and of drawing, pages; peak memory in MB before reading and in all."""

    read: float
    drawn: float
    pages: int
    before: float
    peak: float


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=30_000, help="rows of the large register")
    parser.add_argument("--compare-rows", type=int, default=1_000, help="rows for WeasyPrint")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        large = alone(register, scratch, arguments.rows)
        report("register", arguments.rows, large)
        small = alone(register, scratch, arguments.compare_rows)
        report("register", arguments.compare_rows, small)
        other = alone(weasyprint_table, scratch, arguments.compare_rows)
        report("WeasyPrint", arguments.compare_rows, other)
    print(f"ratio at {arguments.compare_rows} rows: {other.drawn / small.drawn:.1f} times faster")


def report(name: str, rows: int, measured: Measured) -> None:
    """Print one line."""
    print(
        f"{name:10} {rows:7} rows  read {measured.read:5.1f} s  drawn {measured.drawn:6.1f} s"
        f"  {rows / measured.drawn:7.0f} rows/s  {measured.pages:5} pages"
        f"  peak {measured.peak:5.0f} MB ({measured.before:.0f} before reading)",
        flush=True,
    )


def alone(part: Part, *given: object) -> Measured:
    """Run a part in a fresh process and wait for what it measured."""
    context = multiprocessing.get_context("spawn")
    near, far = context.Pipe(duplex=False)
    process = context.Process(target=_measure, args=(far, part, *given))
    process.start()
    far.close()
    try:
        return near.recv()
    except EOFError:
        process.join()
        sys.exit(process.exitcode or 1)


def _measure(answer: Connection, part: Part, *given: object) -> None:
    read, drawn, pages, before = part(*given)
    answer.send(Measured(read, drawn, pages, before, peak()))


def peak() -> float:
    """The most memory that this process has held, in MB (kilobytes on Linux, bytes on macOS)."""
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def rows(count: int) -> Sequence[Sequence[object]]:
    """Fictional people; ID numbers start with 99, which no place in China has."""
    return [
        [
            *(n + 1, SURNAMES[n % 16] + NAMES[n // 16 % 16] + NAMES[n // 256 % 16]),
            *(f"990101{1950 + n % 50}0{1 + n % 9}{10 + n % 19}{n % 1000:03}{n % 10}", f"99{n:08}"),
            *("脱贫户", f"{NAMES[n % 16]}乡", f"{NAMES[n % 13]}村", f"甲县{NAMES[n % 11]}农业公司"),
            *(WAYS[n % 5], dt.date(2019, 3, 1 + n % 28), 1000 + n % 7000, "是"),
            "" if n % 9 else "由村委会代为登记，已核对",
        ]
        for n in range(count)
    ]


def workbook(path: Path, count: int) -> None:
    """Write the register as an office would file it."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    for line in (["甲县带贫人员名册"], ["金额单位：元"], HEADER, *rows(count)):
        sheet.append(line)
    book.save(path)


def settings() -> tuple[Layout, FontSet]:
    """The figures and fonts that the binder uses."""
    layout = read_layout(ROOT / "templates/binder/layout.yaml", "layout.yaml")
    wanted = {role: figures.files for role, figures in layout.fonts.items()}
    return layout, find_fonts(wanted, font_dirs(ROOT), layout.wanted_fallbacks)


def register(scratch: Path, count: int) -> tuple[float, float, int, float]:
    """Read a workbook as a ledger and draw it."""
    path = scratch / f"{count}.xlsx"
    _in_child(workbook, path, count)
    layout, fonts = settings()
    schema = read_ledger_schemas(ROOT / "templates/ledgers")["L16"]
    before, start = peak(), time.perf_counter()
    ledger = read_workbook(path, path.name, schema)
    middle = time.perf_counter()
    drawn = draw_workbook(
        path,
        [ledger],
        ledger.findings,
        title=schema.name,
        masked=True,
        mask=Mask(),
        fonts=fonts,
        figures=layout.ledger_table,
        target=scratch / f"{count}.pdf",
    )
    end = time.perf_counter()
    assert isinstance(drawn, Leaves)
    return middle - start, end - middle, len(drawn.pages), before


def _in_child(work: Callable[[Path, int], None], path: Path, count: int) -> None:
    """Write the workbook in another process: what that takes is no part of the measurement."""
    process = multiprocessing.get_context("spawn").Process(target=work, args=(path, count))
    process.start()
    process.join()


def weasyprint_table(_scratch: Path, count: int) -> tuple[float, float, int, float]:
    """Lay out the same rows as an HTML table with fixed columns."""
    import weasyprint

    _, fonts = settings()
    lines = "".join(_line(line, "td") for line in rows(count))
    page = (
        f"<style>{fonts.css()} @page {{ size: A4 landscape; margin: 20mm 15mm 15mm 25mm }}"
        f"html {{ font: 9pt {fonts.stack('song')} }}"
        "table { border-collapse: collapse; table-layout: fixed; width: 100% }"
        "td, th { border: 0.15mm solid; padding: 0.7mm 0.8mm }</style>"
        f"<table><thead>{_line(HEADER, 'th')}</thead><tbody>{lines}</tbody></table>"
    )
    before, start = peak(), time.perf_counter()
    document = weasyprint.HTML(string=page).render()
    document.write_pdf()
    return 0.0, time.perf_counter() - start, len(document.pages), before


def _line(cells: Sequence[object], tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{html.escape(str(cell))}</{tag}>' for cell in cells)}</tr>"


if __name__ == "__main__":
    main()
