"""Draw the sheets of a ledger page after page: title, facts, table with its head, findings."""

from collections.abc import Iterator, Sequence

from generator.ledgers.printed.fitting import Band, Fit, fit, one_line, room_on
from generator.ledgers.printed.sheet import Sheet, Table, Tone
from generator.ledgers.printed.table_pages import Pages
from generator.ledgers.printed.table_rows import RowSetter, SetCell, SetRow
from generator.lettering.layout import LedgerFigures
from generator.lettering.typeset import MM_PER_POINT, wrap

#: Stands at the head of every page that shows personal data.
INTERNAL = "内部资料"

_RED = "#C00000"
_GAP = 2.0  # mm between a paragraph and what follows
_HEADING = 25.0  # mm: a heading with the first rows of its table


class SheetDrawing:
    """Draws one sheet, beginning on a new page."""

    def __init__(
        self, pages: Pages, figures: LedgerFigures, title: str, sheet: Sheet, *, internal: bool
    ) -> None:
        self._pages = pages
        self._figures = figures
        self._title = title
        self._sheet = sheet
        self._internal = internal
        self._fit: Fit = fit(sheet.table, figures, figures.papers)
        self._y = 0.0
        self._started = False

    def draw(self, findings: Table | None, notes: Sequence[str]) -> None:
        """Draw the sheet and what stands around its table, then its findings, then our notes."""
        figures, sheet = self._figures, self._sheet
        self._start()
        self._paragraph(self._title, figures.fonts.title, figures.title_size, "center", strong=True)
        self._paragraph(sheet.facts, figures.fonts.body, figures.note_size)
        for text in sheet.above:
            self._note(text)
        self._bands(sheet.table, self._fit)
        for text in (*sheet.below, *sheet.remarks):
            self._note(text)
        if findings is not None:
            count = len(findings.lines)
            heading = f"检查问题（{count} 类）" if count else "按台账格式检查，没有发现问题"
            self._y += _GAP
            if self._y + _HEADING > self._end:
                self._start()
            self._paragraph(heading, figures.fonts.head, figures.note_size, strong=True)
            if count:
                self._bands(findings, fit(findings, figures, (self._fit.paper,)))
        for text in notes:
            self._note(text)
        self._pages.end(self._foot)

    @property
    def _foot(self) -> str:
        return f"{self._title}　工作表“{self._sheet.name}”" if self._sheet.name else self._title

    @property
    def _room(self) -> float:
        return room_on(self._fit.paper)

    @property
    def _end(self) -> float:
        return self._fit.paper.height - self._fit.paper.bottom

    def _start(self) -> None:
        """Begin a page; all but the first of a sheet say what they continue."""
        figures = self._figures
        if self._started:
            self._pages.end(self._foot)
        self._pages.start(self._fit.paper)
        self._y = self._fit.paper.top
        if self._internal:
            self._pages.text(
                self._fit.paper.left,
                self._fit.paper.secret_top,
                self._room,
                INTERNAL,
                role=figures.fonts.head,
                size=figures.secret_size,
                align="center",
                strong=True,
                color=_RED,
            )
            below = self._fit.paper.secret_top + self._line(figures.secret_size)
            self._y = max(self._y, below)
        if self._started:
            self._continued()
        self._started = True

    def _line(self, size: float) -> float:
        """The height of a line in mm, of a type size in points."""
        return size * MM_PER_POINT * self._figures.line

    def _continued(self) -> None:
        """The line at the head of a page that goes on with the sheet."""
        figures = self._figures
        unit = self._sheet.unit
        title = one_line(f"{self._title}（续）", self._room, unit, figures.note_size)
        for text, align in ((title, "left"), (unit, "right")):
            self._pages.text(
                self._fit.paper.left,
                self._y,
                self._room,
                text,
                role=figures.fonts.body,
                size=figures.note_size,
                align=align,
            )
        self._y += self._line(figures.note_size) + _GAP / 2

    def _bands(self, table: Table, chosen: Fit) -> None:
        """The table; if its columns do not stand side by side, one part after the other."""
        for number, band in enumerate(chosen.bands, 1):
            if number > 1:
                self._start()
            if len(chosen.bands) > 1:
                first, last = table.titles[band.first], table.titles[band.last]
                text = f"第 {number} 部分（共 {len(chosen.bands)} 部分）：“{first}”至“{last}”"
                self._paragraph(text, self._figures.fonts.head, self._figures.note_size)
            self._table(table, band, chosen.size)

    def _table(self, table: Table, band: Band, size: float) -> None:
        setter = RowSetter(table, band, size, self._figures)
        head = setter.head()
        if self._y + head.height + 2 * size * MM_PER_POINT > self._end:
            self._start()
        self._row(head, size, is_head=True)
        for row in self._set(table, setter):
            if self._y + row.height > self._end:
                self._start()
                self._row(head, size, is_head=True)
            self._row(row, size)
        self._y += _GAP

    def _set(self, table: Table, setter: RowSetter) -> Iterator[SetRow]:
        for at in range(len(table.lines)):
            yield from setter.rows(table.lines[at])

    def _row(self, row: SetRow, size: float, *, is_head: bool = False) -> None:
        figures, left = self._figures, self._fit.paper.left
        width = max(cell.x + cell.width for cell in row.cells)
        tints = {Tone.MARKED: figures.mark_tint, Tone.TOTAL: figures.total_tint}
        tint = figures.head_tint if is_head else tints.get(row.tone)
        if tint:
            self._pages.area(left, self._y, width, row.height, tint)
        for cell in row.cells:
            self._cell(cell, size, is_head=is_head)
        self._pages.line(left, self._y, left, self._y + row.height)
        self._pages.line(left, self._y + row.height, left + width, self._y + row.height)
        self._y += row.height

    def _cell(self, cell: SetCell, size: float, *, is_head: bool) -> None:
        figures = self._figures
        x, top = self._fit.paper.left + cell.x, self._y + cell.top
        right, step = x + cell.width, figures.line * size * MM_PER_POINT
        self._pages.line(right, top, right, top + cell.height)
        if is_head:
            self._pages.line(x, top, right, top)
        top += (cell.height - len(cell.lines) * step) / 2 + (step - size * MM_PER_POINT) / 2
        role = figures.fonts.head if is_head else figures.fonts.body
        for number, line in enumerate(cell.lines):
            if line:
                self._pages.text(
                    x + figures.padding_x,
                    top + number * step,
                    cell.width - 2 * figures.padding_x,
                    line,
                    role=role,
                    size=size,
                    align=cell.align,
                    strong=is_head,
                )

    def _note(self, text: str) -> None:
        self._paragraph(text, self._figures.fonts.note, self._figures.note_size)

    def _paragraph(
        self, text: str, role: str, size: float, align: str = "left", *, strong: bool = False
    ) -> None:
        """Lines across the page; a paragraph may go on over the next pages."""
        step = size * MM_PER_POINT * self._figures.line
        for line in wrap(text, self._room - _GAP, size):
            if self._y + step > self._end:
                self._start()
            self._pages.text(
                self._fit.paper.left,
                self._y,
                self._room,
                line,
                role=role,
                size=size,
                align=align,
                strong=strong,
            )
            self._y += step
        self._y += _GAP / 2
