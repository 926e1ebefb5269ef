"""Make a web page fit for print: what runs, loads or floats goes, what was filled in stays."""

import re
from collections import Counter
from dataclasses import dataclass

from lxml import etree, html

#: Elements that are taken out without a word: they show nothing.
_SILENT = ("noscript", "template", "base", "source", "track", "param")

#: Elements that would show something which is not in the page, and what a clerk calls them.
_LOST = {
    "iframe": "内嵌网页",
    "frame": "内嵌网页",
    "object": "内嵌对象",
    "embed": "内嵌对象",
    "applet": "内嵌对象",
    "video": "视频",
    "audio": "音频",
    "canvas": "脚本绘制的图",
}

_FLOATING = re.compile(r"position\s*:\s*(?:fixed|sticky)", re.IGNORECASE)

#: What an address in a printed page may begin with; others lead into the clerk's own computer.
_KEPT_LINKS = ("http://", "https://", "mailto:", "#")

_BUTTONS = frozenset({"button", "submit", "reset", "image", "file"})

#: Images that stand for nothing: a dot that counts readers.
_DOT = frozenset({"0", "1"})


class DepthError(Exception):
    """The page nests its elements beyond what any page needs."""


@dataclass(frozen=True, slots=True)
class CleanPage:
    """A page's HTML, the addresses of its pictures, and notes on what was taken out."""

    text: str
    pictures: frozenset[str]
    notes: tuple[str, ...]
    words: str


def clean(text: str, base: str) -> CleanPage:
    """Reduce a page to what can be printed.

    Args:
        text: the page.
        base: the address from which relative ones start.

    Raises:
        DepthError: elements are nested hundreds deep.
    """
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:  # not a single element
        root = html.document_fromstring("<html><body></body></html>")
    if any("depth" in str(entry.message).lower() for entry in parser.error_log):
        raise DepthError
    notes = list(_take_out(root))
    _still_forms(root)
    _settle_links(root)
    pictures = [
        picture for picture in root.iter("img") if not _is_dot(picture) and picture.get("src")
    ]
    root.make_links_absolute(base, resolve_base_href=False, handle_failures="ignore")
    for element in root.iter("style"):
        element.text = without_floating(element.text or "")
    for element in root.iter():
        if isinstance(element.tag, str) and element.get("style"):
            element.set("style", without_floating(element.get("style", "")))
    words = " ".join(root.text_content().split())
    shown = frozenset(picture.get("src", "") for picture in pictures)
    return CleanPage(html.tostring(root, encoding="unicode"), shown, tuple(notes), words)


def without_floating(style: str) -> str:
    """Style rules under which nothing stays in place while the page moves on.

    In print it would stand on every page and cover what is there.
    """
    return _FLOATING.sub("position:absolute", style)


def _take_out(root: html.HtmlElement) -> list[str]:
    scripts = [element for element in root.iter("script") if element.get("type", "") not in _DATA]
    lost = Counter(_LOST[element.tag] for element in root.iter(*_LOST))
    for element in list(root.iter("script", *_SILENT, *_LOST)):
        element.drop_tree()
    for element in list(root.iter("meta")):
        if element.get("http-equiv", "").lower() == "refresh":
            element.drop_tree()
    for element in list(root.iter("link")):
        if "stylesheet" not in element.get("rel", "").lower().split():
            element.drop_tree()
    notes = [f"网页里有 {count} 处{what}没有印出" for what, count in lost.items()]
    if scripts:
        notes.append("网页里的脚本没有运行，靠脚本才显示的内容不会印出")
    return notes


#: Types of scripts that are no scripts but stored values.
_DATA = frozenset({"application/json", "application/ld+json", "text/template"})


def _still_forms(root: html.HtmlElement) -> None:
    """Put what was filled in or chosen into the page as text."""
    for element in list(root.iter("input")):
        kind = element.get("type", "text").lower()
        if kind == "hidden":
            element.drop_tree()
        elif kind in {"checkbox", "radio"}:
            _as_text(element, "☑" if element.get("checked") is not None else "□")
        elif kind == "password":
            _as_text(element, "••••")
        else:
            _as_text(element, element.get("value", ""), framed=kind not in _BUTTONS)
    for element in list(root.iter("select")):
        options = list(element.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None]
        shown = chosen or (options[:1] if element.get("multiple") is None else [])
        _as_text(element, "、".join(option.text_content().strip() for option in shown))
    for element in list(root.iter("textarea")):
        _as_text(element, element.text_content())


def _as_text(element: html.HtmlElement, text: str, *, framed: bool = True) -> None:
    for child in list(element):
        element.remove(child)
    tail = element.tail
    element.tag, element.text, element.tail = "span", text, tail
    for name in set(element.attrib) - {"class", "style", "id"}:
        del element.attrib[name]
    if framed:
        element.set("style", f"{element.get('style', '')};white-space:pre-wrap")


def _settle_links(root: html.HtmlElement) -> None:
    for element in root.iter("a", "area"):
        address = element.get("href", "").strip()
        if address and not address.lower().startswith(_KEPT_LINKS):
            del element.attrib["href"]
        if "rel" in element.attrib:  # "attachment" would be loaded into the PDF
            del element.attrib["rel"]


def _is_dot(picture: html.HtmlElement) -> bool:
    return picture.get("width") in _DOT and picture.get("height") in _DOT
