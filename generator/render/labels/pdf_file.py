"""The PDF of labels: draw each label, lay out the sheets, set them in one run, keep the result."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from markupsafe import Markup

from generator.base.workers import Workers
from generator.lettering.drawing import draw_copy, fonts_forgotten, is_drawn, place_for
from generator.lettering.fonts import FontSet
from generator.lettering.layout import Layout
from generator.lettering.page_templates import page_templates
from generator.model import BoxLabel, LabelKind, PlacedLabel, TabLabel, VolumeLabel
from generator.render.labels.designs import (
    box_face,
    box_spine,
    spine_width,
    tab,
    tab_note,
    volume_spine,
)
from generator.render.labels.sheets import Piece, Sheet, lay_out

VERSION = 2


def render_labels(
    volumes: Sequence[VolumeLabel],
    boxes: Sequence[BoxLabel],
    tabs: Sequence[TabLabel],
    layout: Layout,
    fonts: FontSet,
    templates: Path,
    cache: Path,
    target: Path,
    pool: Workers | None = None,
) -> tuple[PlacedLabel, ...]:
    """Write the labels as a PDF to be printed and cut; without any label, write nothing.

    Args:
        volumes: one spine each.
        boxes: one spine and one face each.
        tabs: dividers in binding order, which take the places along the fore edge in turn.
        layout: the figures of the page and of labels.
        fonts: the font files, by role.
        templates: the folder with ``labels.html.j2`` and ``labels.css.j2``.
        cache: folder where the PDF is kept; the same labels are taken from it.
        target: the PDF.
        pool: processes that draw: the PDF is there when they have ended. Without any it is this
            process.

    Returns:
        Where each label stands, in mm; which are thicker than any standard spine or have text
        under the layout's smallest size.

    Raises:
        MissingLibraryError: WeasyPrint cannot be loaded.
        RuntimeError: WeasyPrint reported an error or did not give one page for each sheet.
        OSError: the target cannot be written.
    """
    pieces = tuple(_pieces(volumes, boxes, tabs, layout))
    sheets, placed = lay_out(pieces, layout.labels)
    if not sheets:
        return placed
    html = _html(sheets, layout, fonts, templates)
    kept = place_for(html, fonts, VERSION, cache / "labels")
    drawing = (html, fonts, len(sheets), kept, target)
    if is_drawn(kept):
        draw_copy(*drawing)
    elif pool is not None:
        pool.give(draw_copy, *drawing)
    else:
        with fonts_forgotten():
            draw_copy(*drawing)
    return placed


def _pieces(
    volumes: Sequence[VolumeLabel],
    boxes: Sequence[BoxLabel],
    tabs: Sequence[TabLabel],
    layout: Layout,
) -> Iterator[Piece]:
    figures = layout.labels
    for volume in volumes:
        _, overfull = spine_width(volume.thickness, figures.volume.widths)
        drawn = volume_spine(volume, figures)
        yield Piece(LabelKind.VOLUME_SPINE, volume.name, drawn, overfull)
    for box in boxes:
        _, overfull = spine_width(box.thickness, figures.box.widths)
        yield Piece(LabelKind.BOX_SPINE, box.name, box_spine(box, figures), overfull)
    for box in boxes:
        yield Piece(LabelKind.BOX_FACE, box.name, box_face(box, figures))
    for at, label in enumerate(tabs):
        position = at % figures.tab.positions + 1
        note = tab_note(position, figures, layout.page.height)
        drawn = tab(label, figures)
        yield Piece(LabelKind.TAB, label.name, drawn, note=note, note_height=figures.tab.note)


def _html(sheets: tuple[Sheet, ...], layout: Layout, fonts: FontSet, templates: Path) -> str:
    environment = page_templates(templates)
    used = sorted({words.font for sheet in sheets for words in sheet.words})
    return environment.get_template("labels.html.j2").render(
        sheets=sheets,
        paper=layout.labels.sheet,
        stacks={font: Markup(fonts.stack(font)) for font in used},  # noqa: S704 - our own names
    )
