"""A volume as Word: every page of the plan as one page of native Word or one picture."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement

from generator.base.in_hand import in_hand
from generator.lettering.layout import Layout
from generator.lettering.typeset import wrap
from generator.model import Framed, Page, Plan, Space, Table, Text, Volume
from generator.plan.geometry import photo_size
from generator.render.pdf.pictures import Picture, PictureKey, Undrawable, key_of
from generator.render.word.word_links import Links, bookmark_name
from generator.render.word.word_package import (
    Gallery,
    add_heads,
    describe,
    drop_unused,
    write_package,
)
from generator.render.word.word_paper import frame_of, shown_part, shown_photo
from generator.render.word.word_sections import Heads, section_xml, sections
from generator.render.word.word_styles import (
    GAP_STYLE,
    HEAD_STYLE,
    apply_styles,
    number_style,
    style_of,
)
from generator.render.word.word_tables import word_table
from generator.render.word.word_xml import (
    DECLARATIONS,
    bookmark,
    framed,
    gap,
    inline_picture,
    paragraph,
    picture,
    run,
    twips,
)

#: Height in mm of the paragraph that begins each page, and of the one that ends each section: 0.7
#: points, the least that Word's own dialog takes.
_THIN = 0.25
#: Photos in cells are numbered from here; pictures of pages bear the page's number.
_FIRST_PHOTO = 1_000_001
#: Lengths that differ by less (mm) count as equal.
_TOLERANCE = 0.05


@dataclass(frozen=True, slots=True)
class _Book:
    """What every page needs: the figures, the places of links, the pictures, the heads."""

    volume: Volume
    layout: Layout
    links: Links
    pictures: Mapping[PictureKey, Picture | Undrawable]
    gallery: Gallery
    heads: Heads
    photos: Iterator[int] = field(default_factory=count)


def render_word(
    plan: Plan,
    volume: Volume,
    layout: Layout,
    pictures: Mapping[PictureKey, Picture | Undrawable],
    target: Path,
) -> None:
    """Write one volume, page for page as the plan says.

    Args:
        plan: the whole binder, for what stands in other volumes.
        volume: the volume to write; its pages are counted from 1 without holes.
        layout: the figures of the page.
        pictures: a picture for each page of evidence, as ``page_pictures`` gives them.
        target: the .docx file to write.

    Raises:
        KeyError: a page has no picture, a link leads nowhere, or a text style is unknown.
        ValueError: the pages are not counted from 1, or a table row has too many cells.
        OSError: the target cannot be written or a picture cannot be read.
    """
    if [page.index for page in volume.pages] != list(range(1, len(volume.pages) + 1)):
        raise ValueError("pages must be counted from 1: the binding margins follow from it")
    document = Document()
    drop_unused(document)
    describe(document, f"{plan.title} {volume.name}")
    apply_styles(document, volume, layout)
    head = f"<w:hdr {DECLARATIONS}>{paragraph(HEAD_STYLE)}</w:hdr>"
    book = _Book(
        volume,
        layout,
        Links(document, plan, volume),
        pictures,
        Gallery(document),
        add_heads(document, head),
    )
    body = document.element.body
    for child in list(body):
        body.remove(child)
    for element in _elements(book):
        body.append(element)
    write_package(document.part.package, target)


def _elements(book: _Book) -> Iterator[BaseOxmlElement]:
    """The document's paragraphs and tables.

    Each section ends with a paragraph of its own: Word wants one behind a table, and LibreOffice
    leaves out an empty one that a section ends with, which must not be the whole of a blank page.
    """
    pages = book.volume.pages
    kinds = sections(pages)
    marks = 0
    for at, page in enumerate(pages):
        fresh = at == 0 or kinds[at - 1] != kinds[at]
        last = at + 1 == len(pages)
        ends = last or kinds[at + 1] != kinds[at]
        with in_hand(page.leaf.file.path if page.leaf else f"{book.volume.name}.docx"):
            elements = _page(page, book, fresh=fresh, first_mark=marks)
        yield from elements
        marks += len(page.anchors)
        if ends:
            section = section_xml(kinds[at], book.layout, book.heads)
            end = gap(GAP_STYLE, _THIN, section="" if last else section)
            yield from _parsed(end + (section if last else ""))


def _parsed(xml: str) -> list[BaseOxmlElement]:
    return list(parse_xml(f"<w:body {DECLARATIONS}>{xml}</w:body>"))


def _page(page: Page, book: _Book, *, fresh: bool, first_mark: int) -> list[BaseOxmlElement]:
    """One page: its number in a frame, a thin paragraph that begins it, then its blocks.

    The number's frame belongs to the paragraph behind it. ``fresh``: a section starts here.
    """
    parts = []
    if page.imprint is not None:
        imprint, frame = page.imprint, frame_of(page, page.imprint)
        parts.append(framed(number_style(imprint), imprint.text, frame, imprint.align))
    shown = book.pictures[key_of(page)] if page.leaf is not None else None
    parts.append(_start(page, book, shown, fresh=fresh, first_mark=first_mark))
    if isinstance(shown, Undrawable):
        parts.append(_instead(page, book.volume, shown.broken))
    width = page.width - page.margins.inner - page.margins.outer
    parts += (_block(block, width, book) for block in page.blocks)
    return _parsed("".join(parts))


def _start(
    page: Page,
    book: _Book,
    shown: Picture | Undrawable | None,
    *,
    fresh: bool,
    first_mark: int,
) -> str:
    """The thin paragraph that begins a page: its bookmarks and its picture are anchored to it."""
    content = "".join(
        bookmark(bookmark_name(page, number), first_mark + number)
        for number in range(1, len(page.anchors) + 1)
    )
    if isinstance(shown, Picture):
        part = shown_part(page, shown)
        if part is not None:
            content += picture(book.gallery.add(shown), page.index, part, page.label)
    return gap(GAP_STYLE, _THIN, content, new_page=not fresh)


def _instead(page: Page, volume: Volume, broken: str) -> str:
    """What stands on a page of evidence that no picture could be made of."""
    number = f"第 {page.printed} 页" if page.printed else f"第 {page.index} 面"
    file = f"“{volume.name}.pdf”"
    why = f"（{broken}）" if broken else ""
    text = f"本页无法转成图片{why}。请打印 {file} 的{number}，换下这一页。\n{page.label}"
    return paragraph("body", run(text))


def _block(block: Text | Table | Space, width: float, book: _Book) -> str:
    if isinstance(block, Space):
        return gap(GAP_STYLE, block.height)
    if isinstance(block, Table):
        return word_table(block, book.layout, book.links, partial(_photo, book))
    return _text(block, width, book.layout)


def _photo(book: _Book, framed: Framed, width: float, height: float) -> str:
    """What stands in the frame of a photo: the photo, or why no picture could be made of it."""
    leaf = framed.leaf
    found = book.pictures[leaf.pdf, leaf.index, 0]
    if isinstance(found, Undrawable):
        why = f"（{found.broken}）" if found.broken else ""
        text = f"本张照片无法转成图片{why}。请打印“{book.volume.name}.pdf”里的这一页，换下本页。"
        return paragraph("body", run(text))
    part = shown_photo(framed.photo, found, *photo_size(framed, width, height))
    number = _FIRST_PHOTO + next(book.photos)
    return inline_picture(
        GAP_STYLE, book.gallery.add(found), number, part, leaf.file.metadata.title
    )


def _text(text: Text, width: float, layout: Layout) -> str:
    """A paragraph that takes up exactly the height of its box: lines, then space after them."""
    role = layout.roles[text.role]
    rest = text.height - len(wrap(text.text, width, role.size)) * role.line
    after = f'<w:spacing w:after="{twips(rest)}"/>' if rest > _TOLERANCE else ""
    return paragraph(style_of(text), run(text.text), after)
