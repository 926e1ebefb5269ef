"""The figures of the printed page, read from ``templates/binder/layout.yaml``.

All lengths are millimetres, all type sizes are points. Where each figure comes from stands beside
it in that file.
"""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from generator.base.errors import ConfigError, Problem
from generator.base.yaml.reading import read_yaml
from generator.lettering.fonts import Wanted
from generator.lettering.label_figures import LabelFigures, label_problems
from generator.model import Margins

Millimetres = Annotated[float, Field(ge=0, le=1000)]
Points = Annotated[float, Field(gt=0, le=200)]
Colour = Annotated[str, Field(pattern="^#[0-9A-Fa-f]{6}$")]
Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]
CodeSpan = Annotated[str, Field(pattern="^[0-9A-F]{4,6}-[0-9A-F]{4,6}$")]


class _Figures(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class PageFigures(_Figures):
    """A page of ours: paper size and the margins of the type area."""

    width: Millimetres
    height: Millimetres
    top: Millimetres
    bottom: Millimetres
    inner: Millimetres
    outer: Millimetres

    @property
    def margins(self) -> Margins:
        """The margins alone."""
        return Margins(self.top, self.bottom, self.inner, self.outer)


class FrameFigures(_Figures):
    """The margins of pages of ours that have their own, and the least height of a table row."""

    top: Millimetres
    bottom: Millimetres
    inner: Millimetres
    outer: Millimetres
    row: Millimetres

    @property
    def margins(self) -> Margins:
        """The margins alone."""
        return Margins(self.top, self.bottom, self.inner, self.outer)


class HeadFigures(_Figures):
    """The running head that Word keeps room for: its distance from the top edge, and its type."""

    top: Millimetres
    font: str
    size: Points
    line: Millimetres


class GridFigures(_Figures):
    """The grid of the type area in Word: lines on a page, characters in a line, and their type."""

    lines: Annotated[int, Field(ge=1, le=200)]
    characters: Annotated[int, Field(ge=1, le=200)]
    font: str
    size: Points
    head: HeadFigures


class CornerFigures(_Figures):
    """A number at the top outer corner: distances of its text from the top and the outer edge."""

    top: Millimetres
    outer: Millimetres
    size: Points
    font: str


class BookFigures(_Figures):
    """A number between rules below the type area.

    ``below`` is from the type area's lower edge to the rules, ``indent`` from its outer edge in
    characters of the number's size.
    """

    below: Millimetres
    indent: Annotated[float, Field(ge=0, le=10)]
    size: Points
    font: str
    dash: str


class NumberFigures(_Figures):
    """Where page numbers stand.

    ``clear`` is kept free around a number, ``edge`` is the nearest that it comes to the paper's
    edge, ``step`` is how far apart the places are that are tried when its own is taken.
    """

    archive: CornerFigures
    book: BookFigures
    clear: Millimetres
    edge: Millimetres
    step: Annotated[float, Field(ge=1, le=100)]


class MarginFigures(_Figures):
    """What evidence that is moved out of the binding margin keeps from the outer edge."""

    edge: Millimetres


class FontFigures(_Figures):
    """A font role: what it is called, and the font files that can play it, best first."""

    label: str
    files: tuple[str, ...] = Field(min_length=1)


class FallbackFigures(_Figures):
    """A font for characters that the roles' fonts lack.

    A file counts only if it has all characters of ``sample``; for the code points of ``first``
    (hexadecimal, from and to) it is taken before the roles' own fonts.
    """

    label: str
    files: tuple[str, ...] = Field(min_length=1)
    sample: str = Field(min_length=1)
    first: tuple[CodeSpan, ...] = ()

    @property
    def wanted(self) -> Wanted:
        """What the search for fonts is asked for."""
        ends = (span.split("-") for span in self.first)
        spans = tuple((int(first, 16), int(last, 16)) for first, last in ends)
        return Wanted(self.label, self.files, self.sample, spans)


class Role(_Figures):
    """A text style: font role, type size, line height, alignment and colour."""

    font: str
    size: Points
    line: Millimetres
    align: Literal["left", "center", "right"] = "left"
    color: str | None = Field(default=None, pattern="^#[0-9A-Fa-f]{6}$")


class TableFigures(_Figures):
    """Cell padding and rule width of the tables."""

    padding_x: Millimetres
    padding_y: Millimetres
    rule: Millimetres


class PaperFigures(_Figures):
    """A size of paper as a reader holds it, and the margins of a ledger on it.

    ``footer`` and ``secret_top`` are the distances of the footer's last line from the lower edge
    and of the marking's top from the upper edge.
    """

    width: Millimetres
    height: Millimetres
    left: Millimetres
    right: Millimetres
    top: Millimetres
    bottom: Millimetres
    footer: Millimetres
    secret_top: Millimetres


class ArchiveStampFigures(_Figures):
    """The archive stamp: size, rules, colour, type, and what it keeps from edges and from text.

    ``line`` is the line height in type sizes; below ``wrap_below`` points a text is set in several
    lines.
    """

    width: Millimetres
    height: Millimetres
    rule: Millimetres
    color: Colour
    font: str
    size: Points
    wrap_below: Points
    line: Annotated[float, Field(ge=1, le=3)]
    padding: Annotated[float, Field(ge=0, le=3)]
    top: Millimetres
    left: Millimetres
    right: Millimetres
    clear: Millimetres


class ArchiveFigures(_Figures):
    """The archive set: which part of a box's width paper may fill."""

    box_fill: Annotated[float, Field(ge=0.3, le=1)]


class LedgerFonts(_Figures):
    """The font roles of a printed ledger."""

    title: str
    head: str
    body: str
    note: str


class LedgerFigures(_Figures):
    """Printed ledgers: papers to try in turn, type sizes (largest first), cells.

    ``line`` is the line height in type sizes; ``most_lines`` is how many lines of a cell stand in
    its row before the rest goes on below.
    """

    papers: tuple[PaperFigures, ...] = Field(min_length=1)
    sizes: tuple[Annotated[float, Field(ge=7, le=20)], ...] = Field(min_length=1)
    title_size: Points
    note_size: Points
    footer_size: Points
    secret_size: Points
    line: Annotated[float, Field(ge=1, le=3)]
    padding_x: Millimetres
    padding_y: Millimetres
    rule: Millimetres
    most_lines: Annotated[int, Field(ge=1, le=20)]
    fonts: LedgerFonts
    head_tint: Colour
    total_tint: Colour
    mark_tint: Colour


class PreflightFigures(_Figures):
    """When a remark is due before printing.

    ``smallest_text`` is the type size as printed, ``least_dpi`` the resolution of images at the
    size at which they print, ``most_sheet_pages`` how many pages a spreadsheet may become; a
    packet of paper holds ``ream`` sheets.
    """

    smallest_text: Points
    least_dpi: Annotated[int, Field(ge=50, le=1200)]
    most_sheet_pages: Annotated[int, Field(ge=1, le=10_000)]
    ream: Annotated[int, Field(ge=1, le=5000)]


class Layout(_Figures):
    """Everything that the renderers and the page composer need to know about geometry."""

    page: PageFigures
    grid: GridFigures
    frames: dict[str, FrameFigures]
    number: NumberFigures
    margin: MarginFigures
    fonts: dict[str, FontFigures]
    fallbacks: tuple[FallbackFigures, ...]
    word_fonts: dict[str, str]
    roles: dict[Word, Role]
    table: TableFigures
    ledger_table: LedgerFigures = Field(alias="register")
    archive_stamp: ArchiveStampFigures
    archive: ArchiveFigures
    preflight: PreflightFigures
    labels: LabelFigures

    @property
    def wanted_fallbacks(self) -> tuple[Wanted, ...]:
        """The fallback fonts to look for, in the order in which they are asked."""
        return tuple(fallback.wanted for fallback in self.fallbacks)


def read_layout(path: Path, shown: str) -> Layout:
    """Read and check the layout figures.

    Raises:
        ConfigError: a key is unknown or missing, a value is of the wrong type, or a text style
            names a font role that is not declared.
    """
    file = read_yaml(path, shown, Layout)
    layout = file.value
    problems = list(label_problems(layout.labels, tuple(layout.fonts), file.place))
    for name, font in layout.ledger_table.fonts.model_dump().items():
        if font not in layout.fonts:
            place = file.place("register", "fonts", name)
            message = f"台账用了没有声明的字体角色“{font}”"
            remedy = f"应为 {'、'.join(layout.fonts)} 之一"
            problems.append(Problem(place.path, place.line, place.column, message, remedy))
    for where, font in (
        (("grid", "font"), layout.grid.font),
        (("grid", "head", "font"), layout.grid.head.font),
        (("number", "archive", "font"), layout.number.archive.font),
        (("number", "book", "font"), layout.number.book.font),
    ):
        if font not in layout.fonts or font not in layout.word_fonts:
            place = file.place(*where)
            message = f"“{'.'.join(where)}”用了没有声明的字体角色“{font}”"
            remedy = f"应为 {'、'.join(layout.fonts)} 之一，并在 word_fonts 里写上对应字体名"
            problems.append(Problem(place.path, place.line, place.column, message, remedy))
    if layout.archive_stamp.font not in layout.fonts:
        place = file.place("archive_stamp", "font")
        message = f"归档章用了没有声明的字体角色“{layout.archive_stamp.font}”"
        remedy = f"应为 {'、'.join(layout.fonts)} 之一"
        problems.append(Problem(place.path, place.line, place.column, message, remedy))
    for name, role in layout.roles.items():
        if role.font not in layout.fonts or role.font not in layout.word_fonts:
            place = file.place("roles", name, "font")
            message = f"样式“{name}”用了没有声明的字体角色“{role.font}”"
            remedy = f"应为 {'、'.join(layout.fonts)} 之一，并在 word_fonts 里写上对应字体名"
            problems.append(Problem(place.path, place.line, place.column, message, remedy))
    if problems:
        raise ConfigError(problems)
    return layout
