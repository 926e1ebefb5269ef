"""The body of a mail in HTML, reduced to words, tables and lists; nothing of it runs."""

from generator.convert.html.embedded import take_out
from generator.convert.html.forms import FIELDS, still
from generator.convert.html.formulas import in_line
from generator.convert.html.reading import parse
from generator.convert.html.tree import Element, to_html

_BLOCKS = frozenset({"p", "div", "blockquote", "pre", "center", "h1", "h2", "h3", "h4", "h5", "h6"})
_LISTS = frozenset({"ul", "ol", "li", "dl", "dt", "dd"})
_TABLES = frozenset({"table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"})
_INLINE = frozenset({"span", "b", "strong", "i", "em", "u", "s", "sub", "sup"})
_EMPTY = frozenset({"br", "hr"})
_KEPT = _BLOCKS | _LISTS | _TABLES | _INLINE | _EMPTY

_DROPPED = frozenset({"head", "script", "style", "noscript", "svg"})
_PREFORMATTED = frozenset({"listing", "plaintext", "xmp"})
_SPANS = ("colspan", "rowspan")

#: Deeper elements keep their words only: layout engines recurse, and no honest mail goes there.
_DEEPEST = 60


def safe_html(text: str) -> tuple[str, int, tuple[str, ...]]:
    """A harmless copy of a mail's body, how many pictures it would show, and what else it would.

    Pictures become their description in brackets; of a link, the address is printed behind it.

    Raises:
        TooLargeError: it has more elements than can be printed.
    """
    root = parse(text, _DEEPEST).root
    lost = take_out(root)
    pictures = sum(element.tag == "img" for element in root.walk())
    root.rewrite(_reduced)
    return to_html(root.children), pictures, lost


def _reduced(element: Element) -> list[Element | str]:
    if element.space == "math":
        return in_line(element)
    if element.tag in _DROPPED or element.space:
        return []
    if element.tag == "img":
        return [f"［图片：{element.get('alt') or element.get('src')[:80]}］"]
    if element.tag == "a":
        return [*element.children, *_address(element)]
    if element.tag in _PREFORMATTED:
        element.tag = "pre"
    if element.tag in FIELDS:
        return still(element)
    if element.tag not in _KEPT:
        return element.children
    element.attributes = {name: element.get(name) for name in _SPANS if _is_span(element.get(name))}
    return [element]


def _is_span(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) <= 2 and int(value) > 1


def _address(link: Element) -> list[Element | str]:
    """Where a link leads, unless its words say so."""
    address = link.get("href")
    known = address.removeprefix("mailto:") == link.words().strip()
    return [] if known or not address or address.startswith("#") else [f"（{address[:200]}）"]
