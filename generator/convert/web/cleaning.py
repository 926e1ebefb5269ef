"""Make a web page fit for print: what runs, loads or floats goes, what was filled in stays."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.convert.html.embedded import take_out
from generator.convert.html.forms import still
from generator.convert.html.formulas import in_line
from generator.convert.html.reading import parse
from generator.convert.html.tree import Element, to_html
from generator.convert.web.pictures import settle_pictures
from generator.convert.web.saved import SavedPage

#: Elements that are taken out without a word: they show nothing.
_SILENT = frozenset(
    {"script", "base", "meta", "source", "track", "param", "noscript", "noframes", "noembed"}
)

#: Old elements whose content is text as it stands.
_PREFORMATTED = frozenset({"plaintext", "xmp", "listing"})

_FLOATING = re.compile(r"position\s*:\s*(?:fixed|sticky)", re.IGNORECASE)

#: What keeps words from being seen until a script has run.
_UNSEEN = re.compile(r"visibility\s*:\s*hidden|opacity\s*:\s*0*\.?0+\s*(?:;|!|$)", re.IGNORECASE)

#: What an address in a printed page may begin with; others lead into the clerk's own computer.
_KEPT_LINKS = ("http://", "https://", "mailto:", "#")

#: Types of scripts that are no scripts but stored values.
_DATA = frozenset({"application/json", "application/ld+json", "text/template"})

#: Elements whose content is no HTML: one that is never closed takes all that follows.
_TAKING = frozenset({"style", "title", "iframe", "noframes", "noembed"})
_END_OF_PAGE = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)

#: What stands in the place of frames is a body of its own.
_END_OF_FRAMES = re.compile(r"</html\s*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CleanPage:
    """A page's HTML, where it was saved, the addresses of its pictures, its words, and notes."""

    text: str
    saved: SavedPage
    pictures: frozenset[str]
    notes: tuple[str, ...]
    words: str


def clean(saved: SavedPage, deepest: int) -> CleanPage:
    """Reduce a page to what can be printed.

    Args:
        saved: the page with what was saved along with it.
        deepest: so many levels keep their elements, below them only words and pictures are kept.

    Raises:
        TooLargeError: it has more elements than can be printed.
    """
    tree = parse(saved.text, deepest)
    root = tree.root
    saved = replace(saved, declared=_declared(root, saved))
    notes = [*_swallowed(root), *_scripts(root)]
    notes += (f"网页里有 {what}没有印出" for what in take_out(root))
    pictures = settle_pictures(root, saved)
    root.rewrite(_printed)
    if _reveal(root):
        notes.append("网页把正文设为要等脚本运行才显示，已照样印出")
    if tree.flattened:
        notes.append("网页嵌套的层数太多，深处只印出文字和图片，没有保持版式")
    text = f"<!DOCTYPE html>{to_html([root])}"
    return CleanPage(text, saved, pictures, tuple(notes), " ".join(root.words().split()))


def without_floating(style: str) -> str:
    """Style rules under which nothing stays in place while the page moves on.

    In print it would stand on every page and cover what is there.
    """
    return _FLOATING.sub("position:absolute", style)


def _declared(root: Element, saved: SavedPage) -> str:
    """The address that the page's first ``<base>`` states, if any."""
    for element in root.walk():
        if element.tag == "base" and element.get("href"):
            return saved.absolute(element.get("href"))
    return ""


def _scripts(root: Element) -> Iterator[str]:
    if any(e.tag == "script" and e.get("type").lower() not in _DATA for e in root.walk()):
        yield "网页里的脚本没有运行，靠脚本才显示的内容不会印出"


def _swallowed(root: Element) -> Iterator[str]:
    for element in root.walk():
        end = _END_OF_FRAMES if element.tag == "noframes" else _END_OF_PAGE
        if element.tag in _TAKING and end.search(element.words(frozenset())):
            yield f"网页的 <{element.tag}> 没有结尾，其后的内容浏览器不显示，未印出，请核对原件"


def _printed(element: Element) -> list[Element | str]:
    """What is printed of one element, its content having been done already."""
    if element.space == "math":
        return in_line(element)
    if element.tag in _SILENT or _is_other_link(element):
        return []
    if element.get("style"):
        element.attributes["style"] = without_floating(element.get("style"))
    if element.space:
        return [element]
    if element.tag == "style":
        element.children = [without_floating(element.words(frozenset()))]
    elif element.tag in _PREFORMATTED:
        element.tag = "pre"
    elif element.tag == "frameset":
        element.tag = "body"
    elif element.tag == "details":
        element.attributes["open"] = ""
    elif element.tag in {"a", "area"}:
        _settle_link(element)
    return still(element)


def _is_other_link(element: Element) -> bool:
    return element.tag == "link" and "stylesheet" not in element.get("rel").lower().split()


def _settle_link(element: Element) -> None:
    address = element.get("href").strip()
    if address and not address.lower().startswith(_KEPT_LINKS):
        del element.attributes["href"]
    element.attributes.pop("rel", None)  # "attachment" would be loaded into the PDF


def _reveal(root: Element) -> bool:
    """Show what holds most of the words and is hidden by its own style until a script has run."""
    whole = len(root.words())
    hidden = [
        element
        for element in root.walk()
        if _UNSEEN.search(element.get("style")) and len(element.words()) * 2 > whole
    ]
    for element in hidden:
        style = _UNSEEN.sub("", element.get("style"))
        element.attributes["style"] = f"{style};visibility:visible !important;opacity:1 !important"
    return bool(hidden)
