"""Read HTML as a browser does, into a tree of bounded depth and size.

Lexbor reads by the rules of HTML5, so that no void, unknown, unclosed or misnested tag costs
what follows it. Its nodes are copied into elements, those that lie too deep without their tags.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode

from generator.convert.html.tree import VOID, Element

#: What flows within a line; below the depth that is kept, other elements leave a line break.
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q "  # noqa: SIM905
    "rp rt ruby s samp small span strike strong sub sup time tt u var".split()
)

#: Elements that only their own content makes: they are given some levels more.
_WHOLE = frozenset({"svg", "math", "picture", "select", "video", "audio", "object"})

#: Elements whose content is no HTML: it is kept apart from the page's words at any depth.
_APART = frozenset(
    {"script", "style", "noscript", "iframe", "noembed", "noframes", "textarea", "title"}
)

#: Further levels within such an element.
_WITHIN = 20

#: More elements than this have no page that anybody prints.
_MOST = 500_000

#: Attributes by which a template is part of what is shown (declarative shadow trees).
_SHADOW = ("shadowrootmode", "shadowroot")

#: Parts of a drawing in which HTML may stand, where no drawing program looks for it.
_DOORS = frozenset({"foreignObject", "title", "desc"})

#: Elements of a formula in which HTML and drawings may stand.
_TEXTS = frozenset({"mi", "mo", "mn", "ms", "mtext", "annotation-xml"})

_TAG = re.compile(r"[a-zA-Z][\w.-]*", re.ASCII)
_ATTRIBUTE = re.compile(r"(?!on)[a-zA-Z_][\w:.-]*", re.ASCII)

_XML = re.compile(r"\s*<\?xml\b")
_SELF_CLOSED = re.compile(
    r"<(script|style|title|textarea|iframe|noscript|noembed|noframes|xmp)\b([^<>]*?)/>",
    re.IGNORECASE,
)
_CDATA = re.compile(
    r"<(script|style)\b.*?</\1\s*>|<!\[CDATA\[(.*?)\]\]>", re.DOTALL | re.IGNORECASE
)


class TooLargeError(Exception):
    """The page holds more elements than can be printed."""


@dataclass(frozen=True, slots=True)
class Tree:
    """A page's ``html`` element, and how many elements lay too deep and left but their content."""

    root: Element
    flattened: int


def parse(text: str, deepest: int) -> Tree:
    """Read a page or a piece of one.

    Args:
        text: the HTML; what begins as XML is read with the rules of XHTML for empty elements
            and CDATA.
        deepest: so many levels keep their elements; below, only content is kept.

    Raises:
        TooLargeError: it has more than 500,000 elements and texts.
    """
    if _XML.match(text):
        text = _from_xhtml(text)
    page = LexborHTMLParser(
        text.encode("utf-8", "replace"),
        scripting=True,
        options=LexborDocumentOptions.WO_EVENTS,
    )
    root = Element("html")
    if page.root is None:
        return Tree(root, 0)
    return Tree(root, _Growing(deepest).grow(page.root, root))


def pieces(text: str, deepest: int) -> list[Element | str]:
    """What a piece of HTML holds, such as the content of ``<noscript>``."""
    root = parse(f"<body>{text}", deepest).root
    return [
        child
        for part in root.children
        if isinstance(part, Element) and part.tag == "body"
        for child in part.children
    ]


def _from_xhtml(text: str) -> str:
    text = _SELF_CLOSED.sub(r"<\1\2></\1>", text)
    return _CDATA.sub(lambda found: found[0] if found[1] else html.escape(found[2]), text)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a node goes: its parent, its depth, and what holds for all within."""

    parent: Element
    depth: int
    limit: int
    outside: Element | None = None  # of a drawing: where HTML within it is put


@dataclass(slots=True)
class _Growing:
    """Copies Lexbor's nodes without recursion; for ``None``, a line ends."""

    deepest: int
    flattened: int = 0
    waiting: list[tuple[LexborNode | None, _Place]] = field(default_factory=list)

    def grow(self, node: LexborNode, root: Element) -> int:
        root.attributes = _attributes(node)
        self._later(node, _Place(root, 1, self.deepest))
        for _ in range(_MOST):
            if not self.waiting:
                return self.flattened
            self._put(*self.waiting.pop())
        raise TooLargeError

    def _later(self, node: LexborNode, place: _Place) -> None:
        children = list(_children(node))
        self.waiting.extend((child, place) for child in reversed(children))

    def _put(self, node: LexborNode | None, place: _Place) -> None:
        if node is None:
            _break_line(place.parent)
        elif node.is_text_node:
            place.parent.children.append(node.text_content or "")
        elif node.is_element_node:
            self._put_element(node, node.tag or "span", place)

    def _put_element(self, node: LexborNode, tag: str, place: _Place) -> None:
        if tag == "template" and not place.parent.space:
            if any(name in node.attributes for name in _SHADOW):
                self._later(node.template_fragments()[0], place)
            return
        if place.outside is not None and tag in _DOORS:
            self._open_door(node, tag, place)
        elif self._is_kept(node, tag, place):
            self._put_whole(node, tag, place)
        else:
            self.flattened += 1
            if tag not in INLINE:
                _break_line(place.parent)
                self.waiting.append((None, place))
            self._later(node, place)

    def _is_kept(self, node: LexborNode, tag: str, place: _Place) -> bool:
        if tag in VOID or tag in _APART:
            return place.depth < place.limit or not any(c.is_element_node for c in _children(node))
        return place.depth < (self.deepest + _WITHIN if tag in _WHOLE else place.limit)

    def _put_whole(self, node: LexborNode, tag: str, place: _Place) -> None:
        space = _space(tag, place.parent)
        element = Element(_tag(tag), _attributes(node), space=space)
        place.parent.children.append(element)
        limit = place.limit
        if tag in _WHOLE:
            limit = min(max(limit, place.depth + _WITHIN), self.deepest + _WITHIN)
        outside = place.parent if space == "svg" and place.outside is None else place.outside
        self._later(node, _Place(element, place.depth + 1, limit, outside))

    def _open_door(self, node: LexborNode, tag: str, place: _Place) -> None:
        """HTML within a drawing goes behind it: there it is printed."""
        assert place.outside is not None
        box = Element("div")
        inner = _Place(box, place.depth, place.limit)
        found = [
            child for child in _children(node) if tag == "foreignObject" or child.is_element_node
        ]
        if found:
            place.outside.children.append(box)
            self.waiting.extend((child, inner) for child in reversed(found))


def _space(tag: str, parent: Element) -> str:
    """Whether an element belongs to a drawing or a formula, by its name and what it stands in."""
    if parent.space == "svg":
        return "svg"
    if parent.space == "math" and parent.tag not in _TEXTS:
        return "math"
    return tag if tag in {"svg", "math"} else ""


def _break_line(parent: Element) -> None:
    """End a line, if there is anything on it."""
    for child in reversed(parent.children[-3:]):
        if isinstance(child, Element):
            if child.tag != "br":
                break
            return
        if child.strip():
            break
    else:
        return
    parent.children.append(Element("br"))


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.first_child
    while child is not None:
        yield child
        child = child.next


def _tag(tag: str) -> str:
    return tag if _TAG.fullmatch(tag) else "span"


def _attributes(node: LexborNode) -> dict[str, str]:
    """Attributes that a style sheet can name; what scripts listen to goes."""
    return {
        name: value or "" for name, value in node.attributes.items() if _ATTRIBUTE.fullmatch(name)
    }
