"""The Word binder: every page of the plan as one page of native Word or one picture."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement

from generator.layout import Layout
from generator.model import Page, Plan, Space, Table, Text
from generator.renderers.pictures import Picture, PictureKey, Undrawable, key_of
from generator.renderers.word_package import Gallery, describe, drop_unused, write_package
from generator.renderers.word_paper import place_on, sheet_of
from generator.renderers.word_styles import GAP_STYLE, NUMBER_STYLE, apply_styles, style_of
from generator.renderers.word_tables import word_table
from generator.renderers.word_xml import (
    DECLARATIONS,
    Shown,
    bookmark,
    gap,
    paragraph,
    picture,
    run,
    twips,
)
from generator.typeset import wrap

#: Height in mm of the paragraph that Word wants after a table at the end of a section.
_AFTER_TABLE = 0.1
#: Lengths that differ by less (mm) count as equal.
_TOLERANCE = 0.05


@dataclass(frozen=True, slots=True)
class _Book:
    """What every page needs: the figures, the bookmark of each anchor, and the pictures."""

    layout: Layout
    bookmarks: Mapping[str, str]
    pictures: Mapping[PictureKey, Picture | Undrawable]
    gallery: Gallery


def render_word(
    plan: Plan,
    layout: Layout,
    pictures: Mapping[PictureKey, Picture | Undrawable],
    target: Path,
) -> None:
    """Write the Word binder, page for page as the plan says.

    Args:
        plan: the pagination; pages are counted from 1 without holes.
        layout: the figures of the page.
        pictures: a picture for each page of evidence, as ``page_pictures`` gives them.
        target: the .docx file to write.

    Raises:
        KeyError: a page has no picture, a link leads nowhere, or a text style is unknown.
        ValueError: the pages are not counted from 1, or a table row has too many cells.
        OSError: the target cannot be written or a picture cannot be read.
    """
    if [page.index for page in plan.pages] != list(range(1, len(plan.pages) + 1)):
        raise ValueError("pages must be counted from 1: the binding margins follow from it")
    document = Document()
    drop_unused(document)
    describe(document, plan.title)
    apply_styles(document, plan, layout)
    book = _Book(layout, _bookmarks(plan), pictures, Gallery(document))
    body = document.element.body
    for child in list(body):
        body.remove(child)
    for element in _elements(plan, book):
        body.append(element)
    write_package(document.part.package, target)


def _bookmarks(plan: Plan) -> dict[str, str]:
    """A bookmark name for each anchor: Word wants a letter first and at most 40 characters."""
    names: dict[str, str] = {}
    for page in plan.pages:
        for number, anchor in enumerate(page.anchors, start=1):
            names.setdefault(anchor, f"p{page.index:04d}a{number}")
    return names


def _elements(plan: Plan, book: _Book) -> Iterator[BaseOxmlElement]:
    """The document's paragraphs and tables; a section ends where the paper size changes."""
    following = (*plan.pages[1:], None)
    fresh = True
    marks = 0
    for page, after in zip(plan.pages, following, strict=True):
        elements = _page(page, book, plan.stamp(page), fresh=fresh, first_mark=marks)
        marks += len(page.anchors)
        fresh = after is None or sheet_of(after) != sheet_of(page)
        if fresh and isinstance(page.blocks[-1] if page.blocks else None, Table):
            elements.extend(_parsed(gap(GAP_STYLE, _AFTER_TABLE)))
        section = _parsed(sheet_of(page).section(book.layout))
        if after is not None and fresh:
            elements[-1].get_or_add_pPr().extend(section)
        yield from elements
        if after is None:
            yield from section


def _parsed(xml: str) -> list[BaseOxmlElement]:
    return list(parse_xml(f"<w:body {DECLARATIONS}>{xml}</w:body>"))


def _page(
    page: Page, book: _Book, stamp: str, *, fresh: bool, first_mark: int
) -> list[BaseOxmlElement]:
    """One page: the paragraph of its number, then its blocks; ``fresh``: a section starts here."""
    content = "".join(
        bookmark(f"p{page.index:04d}a{number}", first_mark + number)
        for number in range(1, len(page.anchors) + 1)
    )
    shown = book.pictures[key_of(page.leaf)] if page.leaf is not None else None
    if isinstance(shown, Picture):
        place = place_on(sheet_of(page), page, shown.box)
        content += picture(Shown(book.gallery.add(shown), page.index, *place, page.label))
    content += run(stamp) if stamp else ""
    parts = [paragraph(NUMBER_STYLE, content, _number_place(page, book.layout, fresh=fresh))]
    if isinstance(shown, Undrawable):
        parts.append(_instead(page))
    width = page.width - book.layout.page.inner - book.layout.page.outer
    parts += (_block(block, width, book) for block in page.blocks)
    return _parsed("".join(parts))


def _number_place(page: Page, layout: Layout, *, fresh: bool) -> str:
    """A new page, and the number out to the distance from the outer edge that the layout asks."""
    side = "right" if page.right_hand else "left"
    start = "" if fresh else "<w:pageBreakBefore/>"
    beyond = twips(layout.number.outer - layout.page.outer)
    return f'{start}<w:ind w:{side}="{beyond}"/><w:jc w:val="{side}"/>'


def _instead(page: Page) -> str:
    """What stands on a page of evidence that no picture could be made of."""
    number = f"第 {page.number} 页" if page.number is not None else f"第 {page.index} 面"
    text = f"本页无法转成图片。请打印 PDF 成册文件的{number}，换下这一页。\n{page.label}"
    return paragraph("body", run(text))


def _block(block: Text | Table | Space, width: float, book: _Book) -> str:
    if isinstance(block, Space):
        return gap(GAP_STYLE, block.height)
    if isinstance(block, Table):
        return word_table(block, book.layout, book.bookmarks)
    return _text(block, width, book.layout)


def _text(text: Text, width: float, layout: Layout) -> str:
    """A paragraph that takes up exactly the height of its box: lines, then space after them."""
    role = layout.roles[text.role]
    lines = len(wrap(text.text, width, role.size))
    rest = text.height - lines * role.line
    after = f'<w:spacing w:after="{twips(rest)}"/>' if rest > _TOLERANCE else ""
    return paragraph(style_of(text), run(text.text), after)
