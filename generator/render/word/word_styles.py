"""The styles, fonts and settings of a Word volume, from the figures of the layout."""

from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.oxml import parse_xml

from generator.lettering.fonts.word import WORD_FACES
from generator.lettering.layout import Layout, Role
from generator.lettering.typeset import MM_PER_POINT
from generator.model import Imprint, Text, Volume
from generator.render.word.word_paper import LINE
from generator.render.word.word_xml import DECLARATIONS, LINK_STYLE, twips

GAP_STYLE = "binder-gap"
HEAD_STYLE = "Header"
_NUMBER_STYLE = "binder-number"
_BASE = "binder-base"
_HEADINGS = (1, 2, 3)

#: What a clerk reads in Word's list of styles.
_NAMES = {
    _BASE: "成册基准",
    GAP_STYLE: "成册空白",
    "cover-title": "封面题名",
    "cover-sub": "封面副题",
    "cover-line": "封面事项",
    "incomplete": "不完整标记",
    "h1": "一级题名",
    "h2": "二级题名",
    "h3": "三级题名",
    "divider": "隔页题名",
    "body": "成册正文",
    "small": "小字",
    "note": "说明",
    "mark": "缺项标记",
    "center": "居中正文",
    "cover-cell": "封面表格文字",
    "cell": "表格文字",
    "cell-large": "表格大字",
    "cell-head": "表头文字",
}
#: The font that Word takes where the named one is not installed, by font role.
_STAND_INS = {"fang": "仿宋", "kai": "楷体", "hei": "SimHei", "song": "SimSun", "title": "宋体"}

#: Lines break after any character, as the pages were counted; no grid and no extra spaces, for
#: all heights are computed. What is added in Word in the Normal style stands on the grid.
_COUNTED = (
    '<w:widowControl w:val="0"/><w:kinsoku w:val="0"/><w:wordWrap w:val="0"/>'
    '<w:overflowPunct w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
    '<w:adjustRightInd w:val="0"/><w:snapToGrid w:val="0"/>'
)
_OFF_GRID = '<w:snapToGrid w:val="0"/>'
_COMPATIBLE = "".join(
    f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" '
    f'w:val="{value}"/>'
    for name, value in (
        ("compatibilityMode", 15),
        ("overrideTableStyleFontSizeAndJustification", 1),
        ("enableOpenTypeFeatures", 1),
        ("doNotFlipMirrorIndents", 1),
    )
)


def style_of(text: Text) -> str:
    """The id of a paragraph's style: its role, or the heading style that looks like the role."""
    if not text.heading:
        return text.role
    own = text.role == f"h{text.heading}"
    return f"Heading{text.heading}" if own else f"{text.role}-{text.heading}"


def number_style(imprint: Imprint) -> str:
    """The id of the style of page numbers of this font and size."""
    return f"{_NUMBER_STYLE}-{imprint.font}-{round(imprint.size * 2)}"


def apply_styles(document: Document, volume: Volume, layout: Layout) -> None:
    """Put the binder's styles, fonts and settings in the place of the template's.

    Raises:
        KeyError: a page uses a text style that the layout does not have.
    """
    styles = document.styles.element
    for child in [child for child in styles if not child.tag.endswith("}latentStyles")]:
        styles.remove(child)
    styles.insert(0, parse_xml(_defaults(layout)))
    for style in _styles(volume, layout):
        styles.append(parse_xml(style))
    _apply_settings(document, mirrored=not any(page.single_sided for page in volume.pages))
    _apply_fonts(document, layout)


def _defaults(layout: Layout) -> str:
    fonts = _fonts(layout.grid.font, layout)
    language = '<w:lang w:val="zh-CN" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    return (
        f"<w:docDefaults {DECLARATIONS}><w:rPrDefault><w:rPr>{fonts}{language}</w:rPr>"
        "</w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )


def _fonts(font: str, layout: Layout) -> str:
    """The fonts of a font role, with the Latin one for what is not Chinese."""
    latin = quoteattr(layout.word_fonts["latin"])
    chinese = quoteattr(layout.word_fonts[font])
    return f"<w:rFonts w:ascii={latin} w:eastAsia={chinese} w:hAnsi={latin} w:cs={latin}/>"


def _styles(volume: Volume, layout: Layout) -> Iterable[str]:
    """All styles, those that others build on first."""
    yield _style("Normal", "Normal", "", _size(layout.grid.size), default=True)
    yield _style(_BASE, _NAMES[_BASE], _counted(), _OFF_GRID, base="Normal")
    yield (
        f'<w:style {DECLARATIONS} w:type="character" w:default="1" w:styleId="Letters">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    )
    yield (
        f'<w:style {DECLARATIONS} w:type="character" w:styleId="{LINK_STYLE}">'
        '<w:name w:val="Hyperlink"/><w:basedOn w:val="Letters"/></w:style>'
    )
    yield (
        f'<w:style {DECLARATIONS} w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
    )
    for level in _HEADINGS:
        outline = f'<w:outlineLvl w:val="{level - 1}"/>'
        yield _role_style(f"Heading{level}", f"heading {level}", f"h{level}", layout, outline)
    for role in layout.roles:
        yield _role_style(role, _NAMES.get(role, role), role, layout)
    for role, level in sorted(_other_headings(volume)):
        name = f"{_NAMES.get(role, role)} {level}级"
        yield _role_style(f"{role}-{level}", name, role, layout, base=f"Heading{level}")
    yield from _number_styles(volume, layout)
    yield _style(GAP_STYLE, _NAMES[GAP_STYLE], _exact(0.1), _size(1))
    head = layout.grid.head
    letters = _fonts(head.font, layout) + _size(head.size)
    yield _style(HEAD_STYLE, "header", _exact(head.line), letters)


def _other_headings(volume: Volume) -> set[tuple[str, int]]:
    """Headings that look like another role than their level's own."""
    texts = (block for page in volume.pages for block in page.blocks if isinstance(block, Text))
    return {(t.role, t.heading) for t in texts if t.heading and t.role != f"h{t.heading}"}


def _counted() -> str:
    return f'{_COUNTED}<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'


def _exact(line: float) -> str:
    """A line height in mm."""
    return f'<w:spacing w:before="0" w:after="0" w:line="{twips(line)}" w:lineRule="exact"/>'


def _size(points: float) -> str:
    """A type size, which Word counts in half points."""
    half = round(points * 2)
    return f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


def _letters(role: Role, fonts: str) -> str:
    color = f'<w:color w:val="{role.color[1:].upper()}"/>' if role.color else ""
    return f"{fonts}{color}{_size(role.size)}"


def _role_style(
    identity: str, name: str, role: str, layout: Layout, outline: str = "", base: str = _BASE
) -> str:
    look = layout.roles[role]
    lines = f'{_exact(look.line)}<w:jc w:val="{look.align}"/>{outline}'
    return _style(identity, name, lines, _letters(look, _fonts(look.font, layout)), base=base)


def _number_styles(volume: Volume, layout: Layout) -> Iterable[str]:
    """A style for each font and size of page numbers; digits are of that font too."""
    imprints = (page.imprint for page in volume.pages if page.imprint)
    styles = {number_style(imprint): imprint for imprint in imprints}
    for at, (identity, imprint) in enumerate(sorted(styles.items())):
        own = quoteattr(layout.word_fonts[imprint.font])
        chinese = layout.grid.font if imprint.font == "latin" else imprint.font
        letters = (
            f"<w:rFonts w:ascii={own} w:eastAsia={quoteattr(layout.word_fonts[chinese])} "
            f"w:hAnsi={own} w:cs={own}/>{_size(imprint.size)}"
        )
        lines = _exact(LINE * imprint.size * MM_PER_POINT)
        yield _style(identity, "成册页码" + (f" {at + 1}" if at else ""), lines, letters)


def _style(
    identity: str,
    name: str,
    lines: str,
    letters: str,
    *,
    base: str = _BASE,
    default: bool = False,
) -> str:
    kind = 'w:default="1"' if default else 'w:customStyle="1"'
    if identity.startswith("Head"):
        kind = ""
    based = "" if default else f'<w:basedOn w:val="{base}"/>'
    shape = f"<w:pPr>{lines}</w:pPr>" if lines else ""
    return (
        f'<w:style {DECLARATIONS} w:type="paragraph" {kind} w:styleId="{identity}">'
        f"<w:name w:val={quoteattr(name)}/>{based}<w:qFormat/>"
        f"{shape}<w:rPr>{letters}</w:rPr></w:style>"
    )


def _apply_settings(document: Document, *, mirrored: bool) -> None:
    """Margins and heads swap sides on left-hand pages, which a one-sided volume does not have."""
    settings = document.settings.element
    margins = "<w:mirrorMargins/>" if mirrored else ""
    heads = "<w:evenAndOddHeaders/>" if mirrored else ""
    for child in list(settings):
        settings.remove(child)
    wanted = (
        f'<w:settings {DECLARATIONS}><w:zoom w:percent="100"/>{margins}'
        f'<w:defaultTabStop w:val="420"/>{heads}'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        f'<w:compat>{_COMPATIBLE}</w:compat><w:themeFontLang w:val="zh-CN" w:eastAsia="zh-CN"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )
    for child in list(parse_xml(wanted)):
        settings.append(child)


def _apply_fonts(document: Document, layout: Layout) -> None:
    """Write the font table: which installed font stands in for one that offices may lack."""
    entries = []
    for role, name in layout.word_fonts.items():
        charset = "00" if role == "latin" else "86"
        entries.append(_font_entry(name, _STAND_INS.get(role, name), charset))
    known = set(layout.word_fonts.values())
    entries += (
        _font_entry(face.name, face.other, face.charset)
        for face in WORD_FACES
        if face.name not in known
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    text = f"{head}<w:fonts {DECLARATIONS}>{''.join(entries)}</w:fonts>"
    part = document.part
    (identity,) = [k for k, r in part.rels.items() if r.reltype == RELATIONSHIP_TYPE.FONT_TABLE]
    old = part.rels.pop(identity).target_part
    package = part.package
    fonts = Part(old.partname, CONTENT_TYPE.WML_FONT_TABLE, text.encode("utf-8"), package)
    part.load_rel(RELATIONSHIP_TYPE.FONT_TABLE, fonts, identity)


def _font_entry(name: str, other: str, charset: str) -> str:
    alternative = f"<w:altName w:val={quoteattr(other)}/>" if other != name else ""
    return (
        f'<w:font w:name={quoteattr(name)}>{alternative}<w:charset w:val="{charset}"/>'
        '<w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
    )
