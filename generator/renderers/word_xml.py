"""WordprocessingML as text: units, runs, links, paragraphs and the anchored picture of a page."""

from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from generator.typeset import printable

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


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture to place: its relationship, running number, rectangle in mm, and its words."""

    relationship: str
    number: int
    left: float
    top: float
    width: float
    height: float
    words: str


def run(text: str, style: str = "") -> str:
    """Text as a run; line feeds become line breaks, control characters a visible □.

    The hint makes Word take quotation marks and dashes, which Chinese and Latin fonts share, from
    the Chinese font. ``style`` is a character style.
    """
    if not text:
        return ""
    look = f'<w:rStyle w:val="{style}"/>' if style else ""
    look += "" if text.isascii() else '<w:rFonts w:hint="eastAsia"/>'
    look = f"<w:rPr>{look}</w:rPr>" if look else ""
    lines = printable(text.replace("\t", " ")).split("\n")
    parts = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)
    return f"<w:r>{look}{'<w:br/>'.join(parts)}</w:r>"


def linked(text: str, name: str) -> str:
    """Text that leads to a bookmark of the same document.

    LibreOffice prints a link without a character style as plain text, so it has one.
    """
    content = run(text, LINK_STYLE)
    return f'<w:hyperlink w:anchor="{name}" w:history="1">{content}</w:hyperlink>'


def bookmark(name: str, number: int) -> str:
    """A place that links lead to; ``number`` is unique in the document."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/><w:bookmarkEnd w:id="{number}"/>'


def paragraph(style: str, content: str = "", properties: str = "") -> str:
    """A paragraph; ``properties`` are further ones, in the order that the schema asks for."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def gap(style: str, height: float) -> str:
    """White space: an empty paragraph of an exact height in mm."""
    spacing = f'<w:spacing w:line="{max(1, twips(height))}" w:lineRule="exact"/>'
    return paragraph(style, properties=spacing)


def picture(shown: Shown) -> str:
    """A run that anchors a picture behind the text, at an exact place of its page."""
    left, top, width, height = map(emus, (shown.left, shown.top, shown.width, shown.height))
    words = quoteattr(printable(shown.words).replace("\n", " "))
    named = f'id="{shown.number}" name="page{shown.number}"'
    return (
        '<w:r><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" '
        f'relativeHeight="{shown.number}" behindDoc="1" locked="0" layoutInCell="1" '
        'allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{left}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{top}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f"<wp:wrapNone/><wp:docPr {named} descr={words}/><wp:cNvGraphicFramePr>"
        '<a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic>'
        f'<a:graphicData uri="{_NAMESPACES["pic"]}"><pic:pic><pic:nvPicPr><pic:cNvPr {named}/>'
        f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{shown.relationship}"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
        f'<a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic></wp:anchor></w:drawing></w:r>"
    )
