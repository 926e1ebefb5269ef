"""WordprocessingML as text: units, runs, links, paragraphs and the anchored picture of a page."""

from xml.sax.saxutils import escape, quoteattr

from generator.lettering.fonts.word import Stretch, stretches
from generator.lettering.typeset import printable
from generator.render.word.word_links import Place
from generator.render.word.word_paper import Frame, Shown

_NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}
DECLARATIONS = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in _NAMESPACES.items())

LINK_STYLE = "Hyperlink"


def twips(millimetres: float) -> int:
    """Millimetres in twentieths of a point, Word's unit for pages and paragraphs."""
    return round(millimetres * 1440 / 25.4)


def emus(millimetres: float) -> int:
    """Millimetres in English metric units, Word's unit for drawings."""
    return round(millimetres * 36000)


def run(text: str, style: str = "") -> str:
    """Text as runs; line feeds become line breaks, what has no certain shape is spelled out.

    The hint makes Word take quotation marks and dashes, which Chinese and Latin fonts share, from
    the Chinese font. Characters that the official fonts need not have get a run of their own with
    a font of Windows that has them. ``style`` is a character style.
    """
    return "".join(_stretch(stretch, style) for stretch in stretches(printable(text)))


def _stretch(stretch: Stretch, style: str) -> str:
    look = f'<w:rStyle w:val="{style}"/>' if style else ""
    if stretch.face is not None:
        name = quoteattr(stretch.face.name)
        hint = ' w:hint="eastAsia"' if stretch.face.eastern else ""
        look += f"<w:rFonts{hint} w:ascii={name} w:eastAsia={name} w:hAnsi={name} w:cs={name}/>"
        look += "<w:rtl/>" if stretch.face.leftward else ""
    elif not stretch.latin and not stretch.text.isascii():
        look += '<w:rFonts w:hint="eastAsia"/>'
    look = f"<w:rPr>{look}</w:rPr>" if look else ""
    lines = stretch.text.split("\n")
    parts = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)
    return f"<w:r>{look}{'<w:br/>'.join(parts)}</w:r>"


def linked(text: str, place: Place) -> str:
    """Text that leads to a bookmark of this document or of another file.

    LibreOffice prints a link without a character style as plain text, so it has one.
    """
    content = run(text, LINK_STYLE)
    file = f'r:id="{place.relationship}" ' if place.relationship else ""
    return f'<w:hyperlink {file}w:anchor="{place.bookmark}" w:history="1">{content}</w:hyperlink>'


def bookmark(name: str, number: int) -> str:
    """A place that links lead to; ``number`` is unique in the document."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/><w:bookmarkEnd w:id="{number}"/>'


def paragraph(style: str, content: str = "", properties: str = "") -> str:
    """A paragraph; ``properties`` are further ones, in the order that the schema asks for."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def gap(
    style: str, height: float, content: str = "", *, new_page: bool = False, section: str = ""
) -> str:
    """White space: a paragraph of an exact height in mm, empty but for what is anchored to it.

    ``section``: the properties of a section that ends with it.
    """
    start = "<w:pageBreakBefore/>" if new_page else ""
    spacing = f'<w:spacing w:line="{max(1, twips(height))}" w:lineRule="exact"/>'
    return paragraph(style, content, start + spacing + section)


def framed(style: str, text: str, frame: Frame, align: str) -> str:
    """A line of text in a frame at an exact place of its page, in the paragraph that follows.

    A frame is what Word itself once put page numbers in: all word processors know it.
    """
    left, top, width, height = map(twips, (frame.left, frame.top, frame.width, frame.height))
    place = (
        f'<w:framePr w:w="{width}" w:h="{height}" w:hRule="exact" w:wrap="around" '
        f'w:vAnchor="page" w:hAnchor="page" w:x="{left}" w:y="{top}"/><w:jc w:val="{align}"/>'
    )
    return paragraph(style, run(text), place)


def picture(relationship: str, number: int, shown: Shown, words: str) -> str:
    """A run that anchors a picture behind the text, at an exact place of its page.

    Args:
        relationship: that of the picture's file.
        number: unique in the document.
        shown: the rectangle in mm, and what is cut off.
        words: what a reader who cannot see it is told.
    """
    left, top, width, height = map(emus, (shown.left, shown.top, shown.width, shown.height))
    named = f'id="{number}" name="page{number}"'
    said = quoteattr(printable(words).replace("\n", " "))
    return (
        '<w:r><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" '
        f'relativeHeight="{number}" behindDoc="1" locked="0" layoutInCell="1" '
        'allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{left}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{top}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f"<wp:wrapNone/><wp:docPr {named} descr={said}/>{_graphic(relationship, named, shown)}"
        "</wp:anchor></w:drawing></w:r>"
    )


def inline_picture(style: str, relationship: str, number: int, shown: Shown, words: str) -> str:
    """A paragraph that is a picture in the line, in the middle of its cell, as high as it is.

    Args:
        style: that of the paragraph, off the grid and small: what letters need below their line
            would move the picture up.
        relationship: that of the picture's file.
        number: unique in the document.
        shown: the size in mm, and what is cut off; where it stands follows from the cell.
        words: what a reader who cannot see it is told.
    """
    width, height = emus(shown.width), emus(shown.height)
    named = f'id="{number}" name="photo{number}"'
    said = quoteattr(printable(words).replace("\n", " "))
    drawing = (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f"<wp:docPr {named} descr={said}/>{_graphic(relationship, named, shown)}"
        "</wp:inline></w:drawing></w:r>"
    )
    spacing = '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
    return paragraph(style, drawing, f'{spacing}<w:jc w:val="center"/>')


def _graphic(relationship: str, named: str, shown: Shown) -> str:
    """What a picture shows, for a place of its own or in a line."""
    width, height = emus(shown.width), emus(shown.height)
    return (
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{_NAMESPACES["pic"]}"><pic:pic><pic:nvPicPr>'
        f"<pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>"
        f'<a:blip r:embed="{relationship}"/>{_cropped(shown)}'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
        f'<a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic>"
    )


def _cropped(shown: Shown) -> str:
    """What is not shown of a picture, in thousandths of a percent; its file stays whole."""
    if not any(shown.crop):
        return ""
    left, top, right, bottom = (round(cut * 100_000) for cut in shown.crop)
    return f'<a:srcRect l="{left}" t="{top}" r="{right}" b="{bottom}"/>'
