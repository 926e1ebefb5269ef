"""The styles, fonts and settings of the Word binder, from the figures of the layout."""

from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.oxml import parse_xml

from generator.layout import Layout, Role
from generator.model import Plan, Text
from generator.renderers.word_xml import DECLARATIONS, LINK_STYLE, twips

NUMBER_STYLE = "binder-number"
GAP_STYLE = "binder-gap"
_TWIPS_PER_POINT = 20
_HEADINGS = (1, 2, 3)

#: What a clerk reads in Word's list of styles.
_NAMES = {
    NUMBER_STYLE: "成册页码",
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
    "cell": "表格文字",
    "cell-large": "表格大字",
    "cell-head": "表头文字",
}
#: The font that Word takes where the named one is not installed, by font role.
_STAND_INS = {"fang": "仿宋", "kai": "楷体", "hei": "SimHei", "song": "SimSun", "title": "宋体"}

#: Lines break after any character, as the pages were counted; no grid and no extra spaces.
_COUNTED = (
    '<w:widowControl w:val="0"/><w:kinsoku w:val="0"/><w:wordWrap w:val="0"/>'
    '<w:overflowPunct w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
    '<w:adjustRightInd w:val="0"/><w:snapToGrid w:val="0"/>'
)
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


def apply_styles(document: Document, plan: Plan, layout: Layout) -> None:
    """Put the binder's styles, fonts and settings in the place of the template's.

    Raises:
        KeyError: a page uses a text style that the layout does not have.
    """
    styles = document.styles.element
    for child in [child for child in styles if not child.tag.endswith("}latentStyles")]:
        styles.remove(child)
    styles.insert(0, parse_xml(_defaults(layout)))
    for style in _styles(plan, layout):
        styles.append(parse_xml(style))
    _apply_settings(document, mirrored=not all(page.right_hand for page in plan.pages))
    _apply_fonts(document, layout)


def _defaults(layout: Layout) -> str:
    fonts = _fonts("body", layout)
    language = '<w:lang w:val="zh-CN" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    return (
        f"<w:docDefaults {DECLARATIONS}><w:rPrDefault><w:rPr>{fonts}{language}</w:rPr>"
        "</w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )


def _fonts(role: str, layout: Layout) -> str:
    latin = quoteattr(layout.word_fonts["latin"])
    chinese = quoteattr(layout.word_fonts[layout.roles[role].font])
    return f"<w:rFonts w:ascii={latin} w:eastAsia={chinese} w:hAnsi={latin} w:cs={latin}/>"


def _styles(plan: Plan, layout: Layout) -> Iterable[str]:
    """All styles, those that others build on first."""
    yield _style("Normal", "Normal", _counted(), "", default=True)
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
    for role, level in sorted(_other_headings(plan)):
        name = f"{_NAMES.get(role, role)} {level}级"
        yield _role_style(f"{role}-{level}", name, role, layout, base=f"Heading{level}")
    yield _number_style(layout)
    small = '<w:sz w:val="2"/><w:szCs w:val="2"/>'
    yield _style(GAP_STYLE, _NAMES[GAP_STYLE], _exact(0.1), small)


def _other_headings(plan: Plan) -> set[tuple[str, int]]:
    """Headings that look like another role than their level's own."""
    texts = (block for page in plan.pages for block in page.blocks if isinstance(block, Text))
    return {(t.role, t.heading) for t in texts if t.heading and t.role != f"h{t.heading}"}


def _counted() -> str:
    return f'{_COUNTED}<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'


def _exact(line: float, after: float = 0) -> str:
    """Line height and space after the paragraph, both in mm."""
    height, below = max(1, twips(line)), max(0, twips(after))
    return f'<w:spacing w:before="0" w:after="{below}" w:line="{height}" w:lineRule="exact"/>'


def _letters(role: Role, fonts: str) -> str:
    color = f'<w:color w:val="{role.color[1:].upper()}"/>' if role.color else ""
    size = round(role.size * 2)
    return f'{fonts}{color}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


def _role_style(
    identity: str, name: str, role: str, layout: Layout, outline: str = "", base: str = "Normal"
) -> str:
    look = layout.roles[role]
    lines = f'{_exact(look.line)}<w:jc w:val="{look.align}"/>{outline}'
    return _style(identity, name, lines, _letters(look, _fonts(role, layout)), base=base)


def _number_style(layout: Layout) -> str:
    """The page number's paragraph reaches from the number's top to the type area."""
    number, latin = layout.number, quoteattr(layout.word_fonts["latin"])
    line = number.size / 72 * 25.4
    size = round(number.size * 2)
    letters = f'<w:rFonts w:ascii={latin} w:hAnsi={latin}/><w:sz w:val="{size}"/>'
    lines = _exact(line, layout.page.top - number.top - line)
    return _style(NUMBER_STYLE, _NAMES[NUMBER_STYLE], lines, f'{letters}<w:szCs w:val="{size}"/>')


def _style(
    identity: str,
    name: str,
    lines: str,
    letters: str,
    *,
    base: str = "Normal",
    default: bool = False,
) -> str:
    kind = 'w:default="1"' if default else 'w:customStyle="1"'
    if identity.startswith("Heading"):
        kind = ""
    based = "" if default else f'<w:basedOn w:val="{base}"/>'
    return (
        f'<w:style {DECLARATIONS} w:type="paragraph" {kind} w:styleId="{identity}">'
        f"<w:name w:val={quoteattr(name)}/>{based}<w:qFormat/>"
        f"<w:pPr>{lines}</w:pPr><w:rPr>{letters}</w:rPr></w:style>"
    )


def _apply_settings(document: Document, *, mirrored: bool) -> None:
    """Inner and outer margins swap on left-hand pages, which a one-sided binder does not have."""
    settings = document.settings.element
    margins = "<w:mirrorMargins/>" if mirrored else ""
    for child in list(settings):
        settings.remove(child)
    wanted = (
        f'<w:settings {DECLARATIONS}><w:zoom w:percent="100"/>{margins}'
        '<w:defaultTabStop w:val="420"/><w:characterSpacingControl w:val="doNotCompress"/>'
        f'<w:compat>{_COMPATIBLE}</w:compat><w:themeFontLang w:val="zh-CN" w:eastAsia="zh-CN"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )
    for child in list(parse_xml(wanted)):
        settings.append(child)


def _apply_fonts(document: Document, layout: Layout) -> None:
    """Write the font table: which installed font stands in for one that offices may lack."""
    entries = []
    for role, name in layout.word_fonts.items():
        other = _STAND_INS.get(role, name)
        alternative = f"<w:altName w:val={quoteattr(other)}/>" if other != name else ""
        charset = "00" if role == "latin" else "86"
        entries.append(
            f'<w:font w:name={quoteattr(name)}>{alternative}<w:charset w:val="{charset}"/>'
            '<w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    text = f"{head}<w:fonts {DECLARATIONS}>{''.join(entries)}</w:fonts>"
    part = document.part
    (identity,) = [k for k, r in part.rels.items() if r.reltype == RELATIONSHIP_TYPE.FONT_TABLE]
    old = part.rels.pop(identity).target_part
    package = part.package
    fonts = Part(old.partname, CONTENT_TYPE.WML_FONT_TABLE, text.encode("utf-8"), package)
    part.load_rel(RELATIONSHIP_TYPE.FONT_TABLE, fonts, identity)
