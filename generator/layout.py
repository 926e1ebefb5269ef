"""The figures of the printed page, read from ``templates/binder/layout.yaml``.

All lengths are millimetres, all type sizes are points. Where each figure comes from stands beside
it in that file.
"""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from generator.errors import ConfigError, Problem
from generator.located import read_yaml

Millimetres = Annotated[float, Field(ge=0, le=1000)]
Points = Annotated[float, Field(gt=0, le=200)]
Colour = Annotated[str, Field(pattern="^#[0-9A-Fa-f]{6}$")]


class _Figures(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PageFigures(_Figures):
    """A page of ours: paper size and the margins of the type area."""

    width: Millimetres
    height: Millimetres
    top: Millimetres
    bottom: Millimetres
    inner: Millimetres
    outer: Millimetres

    @property
    def body_width(self) -> float:
        """Width of the type area."""
        return self.width - self.inner - self.outer

    @property
    def body_height(self) -> float:
        """Height of the type area."""
        return self.height - self.top - self.bottom

    def left(self, *, right_hand: bool) -> float:
        """Left margin: the binding edge of a right-hand page is on its left, else on its right."""
        return self.inner if right_hand else self.outer


class NumberFigures(_Figures):
    """Where the page number stands: distances of its text from the top and the outer edge."""

    top: Millimetres
    outer: Millimetres
    size: Points


class FontFigures(_Figures):
    """A font role: what it is called, and the font files that can play it, best first."""

    label: str
    files: tuple[str, ...] = Field(min_length=1)


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
    """A size of paper as a reader holds it."""

    width: Millimetres
    height: Millimetres


class RegisterFonts(_Figures):
    """The font roles of a printed register."""

    title: str
    head: str
    body: str
    note: str


class RegisterFigures(_Figures):
    """Printed registers: papers to try in turn, margins, type sizes (largest first), cells.

    ``line`` is the line height in type sizes; ``most_lines`` is how many lines of a cell stand in
    its row before the rest goes on below; ``footer`` is the distance of the footer's last line
    from the paper's edge.
    """

    papers: tuple[PaperFigures, ...] = Field(min_length=1)
    left: Millimetres
    right: Millimetres
    top: Millimetres
    bottom: Millimetres
    footer: Millimetres
    secret_top: Millimetres
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
    fonts: RegisterFonts
    head_tint: Colour
    total_tint: Colour
    mark_tint: Colour


class Layout(_Figures):
    """Everything that the renderers and the page composer need to know about geometry."""

    page: PageFigures
    number: NumberFigures
    fonts: dict[str, FontFigures]
    word_fonts: dict[str, str]
    roles: dict[str, Role]
    table: TableFigures
    register_table: RegisterFigures = Field(alias="register")


def read_layout(path: Path, shown: str) -> Layout:
    """Read and check the layout figures.

    Raises:
        ConfigError: a key is unknown or missing, a value is of the wrong type, or a text style
            names a font role that is not declared.
    """
    located = read_yaml(path, shown, Layout)
    layout = located.value
    problems = []
    for name, font in layout.register_table.fonts.model_dump().items():
        if font not in layout.fonts:
            place = located.place("register", "fonts", name)
            message = f"台账用了没有声明的字体角色“{font}”"
            remedy = f"应为 {'、'.join(layout.fonts)} 之一"
            problems.append(Problem(place.path, place.line, place.column, message, remedy))
    for name, role in layout.roles.items():
        if role.font not in layout.fonts or role.font not in layout.word_fonts:
            place = located.place("roles", name, "font")
            message = f"样式“{name}”用了没有声明的字体角色“{role.font}”"
            remedy = f"应为 {'、'.join(layout.fonts)} 之一，并在 word_fonts 里写上对应字体名"
            problems.append(Problem(place.path, place.line, place.column, message, remedy))
    if problems:
        raise ConfigError(problems)
    return layout
