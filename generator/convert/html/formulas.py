"""Formulas of MathML as one line of text, so that a fraction never reads as a number."""

from generator.convert.html.tree import Element

_SILENT = frozenset({"annotation", "script", "maligngroup", "malignmark", "mspace", "mphantom"})

#: What stands between the children of an element.
_BETWEEN = {"mfrac": "/", "mtr": "  ", "mlabeledtr": "  ", "mtable": "；"}

#: Elements whose children after the first stand above or below it.
_SCRIPTS = {
    "msup": ("sup",),
    "msub": ("sub",),
    "msubsup": ("sub", "sup"),
    "mover": ("sup",),
    "munder": ("sub",),
    "munderover": ("sub", "sup"),
}


def in_line(element: Element) -> list[Element | str]:
    """What is printed for one element of a formula, its content having been done already."""
    if element.tag in _SILENT or _is_second_reading(element):
        return []
    children = _solid(element)
    if element.tag in _BETWEEN:
        children = _joined(children, _BETWEEN[element.tag])
    elif element.tag in _SCRIPTS:
        children = _raised(children, _SCRIPTS[element.tag])
    elif element.tag == "msqrt":
        children = ["√(", *children, ")"]
    elif element.tag == "mroot":
        children = ["√(", *children[:1], ")", *_raised(["", *children[1:]], ("sup",))]
    return [Element("span", children=children)]


def _is_second_reading(element: Element) -> bool:
    """Whether it repeats the formula in another notation."""
    return element.tag == "annotation-xml" and element.get("encoding").lower() != "text/html"


def _solid(element: Element) -> list[Element | str]:
    return [child for child in element.children if isinstance(child, Element) or child.strip()]


def _joined(children: list[Element | str], between: str) -> list[Element | str]:
    if between == "/":
        children = [_bracketed(child) for child in children]
    parts = [part for child in children for part in (between, child)]
    return parts[1:]


def _bracketed(part: Element | str) -> Element | str:
    """A numerator or denominator of several signs, in brackets."""
    words = part.words() if isinstance(part, Element) else part
    if words.strip().isalnum():
        return part
    return Element("span", children=["(", part, ")"])


def _raised(children: list[Element | str], places: tuple[str, ...]) -> list[Element | str]:
    raised: list[Element | str] = [
        Element(place, children=[child]) for place, child in zip(places, children[1:], strict=False)
    ]
    return [*children[:1], *raised, *children[1 + len(places) :]]
