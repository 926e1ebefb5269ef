"""The body of a mail in HTML, reduced to words, tables and lists; nothing of it runs."""

import html
import re

from lxml import etree
from lxml import html as lxml_html

_BLOCKS = frozenset({"p", "div", "blockquote", "pre", "center", "h1", "h2", "h3", "h4", "h5", "h6"})
_LISTS = frozenset({"ul", "ol", "li", "dl", "dt", "dd"})
_TABLES = frozenset({"table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"})
_INLINE = frozenset({"span", "b", "strong", "i", "em", "u", "s", "sub", "sup"})
_EMPTY = frozenset({"br", "hr"})
_KEPT = _BLOCKS | _LISTS | _TABLES | _INLINE | _EMPTY

_PROGRAMS = frozenset({"script", "style", "template", "object", "iframe", "noscript"})
_DROPPED = _PROGRAMS | {"head", "svg", "math", "audio", "video", "canvas"}
_SPANS = ("colspan", "rowspan")

#: Deeper elements keep their words only: layout engines recurse, and no honest mail goes there.
_DEEPEST = 60

#: libxml2 drops what lies deeper than 2,048 elements, and says so by this kind of error.
_CUT_OFF = "ERR_RESOURCE_LIMIT"


def safe_html(text: str) -> tuple[str, int]:
    """A harmless copy of a mail's body, and how many pictures it would show.

    Pictures become their description in brackets; of a link, the address is printed behind it.
    """
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, huge_tree=True)
    tree = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    if any(error.type_name == _CUT_OFF for error in parser.error_log):
        return f"<pre>\n{_words(text)}</pre>", len(re.findall(r"(?i)<img\b", text))
    out: list[str] = []
    pictures = depth = 0
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            depth += 1
            if tag in _DROPPED or not tag:
                walk.skip_subtree()
                continue
            pictures += tag == "img"
            out.append(_opening(element, tag, depth))
            out.append(html.escape(element.text or ""))
        else:
            if tag and tag not in _DROPPED:
                out.append(_closing(element, tag, depth))
            depth -= 1
            out.append(html.escape(element.tail or "") if depth else "")
    return "".join(out), pictures


def _words(text: str) -> str:
    """What is left without any tag."""
    bare = re.sub(r"(?is)<(script|style)\b.*?</\1\s*>|<[^>]*>", " ", text)
    return html.escape(html.unescape(re.sub(r"[^\S\n]+", " ", bare)))


def _opening(element: etree._Element, tag: str, depth: int) -> str:
    if tag == "img":
        said = element.get("alt") or (element.get("src") or "")[:80]
        return html.escape(f"［图片：{said}］")
    if tag not in _KEPT or depth > _DEEPEST:
        return ""
    spans = ((name, element.get(name) or "") for name in _SPANS)
    kept = "".join(
        f' {name}="{int(value)}"'
        for name, value in spans
        if value.isascii() and value.isdecimal() and len(value) <= 2 and int(value) > 1
    )
    return f"<{tag}{kept}>"


def _closing(element: etree._Element, tag: str, depth: int) -> str:
    if tag == "a":
        address = element.get("href") or ""
        known = "".join(element.itertext()).strip()
        shown = address and not address.startswith("#") and address.removeprefix("mailto:") != known
        return html.escape(f"（{address[:200]}）") if shown else ""
    return f"</{tag}>" if tag in _KEPT - _EMPTY and depth <= _DEEPEST else ""
