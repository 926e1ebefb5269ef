"""HTML as a tree of elements and texts, which any step may change, and back as text."""

import html
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

#: Elements without content and without an end tag.
VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()  # noqa: SIM905
)


@dataclass(slots=True, eq=False)
class Element:
    """An element; ``space`` is ``svg`` or ``math`` for those of a drawing or a formula."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)
    space: str = ""

    def get(self, name: str) -> str:
        """An attribute's value; empty when there is none."""
        return self.attributes.get(name, "")

    def walk(self) -> Iterator["Element"]:
        """This element and all within it, in the order of the page."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(
                child for child in reversed(element.children) if isinstance(child, Element)
            )

    def rewrite(self, change: Callable[["Element"], Iterable["Element | str"]]) -> None:
        """Put in the place of every element within what ``change`` makes of it, innermost first."""
        for parent in reversed(list(self.walk())):
            parent.children = [
                new
                for child in parent.children
                for new in (change(child) if isinstance(child, Element) else (child,))
            ]

    def words(self, without: frozenset[str] = frozenset({"style", "script", "title"})) -> str:
        """All text within, in the order of the page."""
        found: list[str] = []
        waiting: list[Element | str] = [self]
        while waiting:
            node = waiting.pop()
            if isinstance(node, str):
                found.append(node)
            elif node.tag not in without:
                waiting.extend(reversed(node.children))
        return "".join(found)


def to_html(nodes: Iterable[Element | str]) -> str:
    """Write elements and texts as HTML that reads back as the same."""
    out: list[str] = []
    waiting: list[Element | str | tuple[str]] = list(reversed(list(nodes)))
    while waiting:
        node = waiting.pop()
        if isinstance(node, tuple):
            out.append(node[0])
        elif isinstance(node, str):
            out.append(html.escape(node, quote=False))
        else:
            out.append(_start(node))
            if node.tag not in VOID or node.space:
                waiting.append((f"</{node.tag}>",))
                waiting.extend(_written(node))
    return "".join(out)


def _written(element: Element) -> Iterator[Element | str | tuple[str]]:
    """An element's content, last first."""
    if element.tag in {"style", "script"} and not element.space:
        yield (element.words(frozenset()),)
        return
    yield from reversed(element.children)
    if element.tag in {"pre", "listing", "textarea"}:
        yield "\n"  # HTML drops a line break there: this one saves the text's own


def _start(element: Element) -> str:
    attributes = "".join(
        f' {name}="{html.escape(value)}"' for name, value in element.attributes.items()
    )
    return f"<{element.tag}{attributes}>"
