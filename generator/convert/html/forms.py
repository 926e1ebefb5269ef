"""Form fields of a page as text: what was filled in or chosen is printed where it stands."""

from generator.convert.html.tree import Element

#: Elements that take part in a form.
FIELDS = frozenset({"input", "textarea", "select", "datalist"})

_BUTTONS = frozenset({"button", "submit", "reset", "image", "file"})

_CHOICES = frozenset({"option", "optgroup"})


def still(element: Element) -> list[Element | str]:
    """What is printed for one element; one that is no field stays as it is."""
    if element.tag == "input":
        return _input(element)
    if element.tag == "textarea":
        return [_as_text(element, element.words())]
    if element.tag == "select":
        return [_as_text(element, _chosen(element)), *_strays(element)]
    return [] if element.tag == "datalist" else [element]


def _input(element: Element) -> list[Element | str]:
    kind = element.get("type").lower() or "text"
    if kind == "hidden":
        return []
    if kind in {"checkbox", "radio"}:
        return [_as_text(element, "☑" if "checked" in element.attributes else "□")]
    if kind == "password":
        return [_as_text(element, "••••")]
    return [_as_text(element, element.get("value"), framed=kind not in _BUTTONS)]


def _chosen(select: Element) -> str:
    options = [element for element in select.walk() if element.tag == "option"]
    chosen = [option for option in options if "selected" in option.attributes]
    shown = chosen or (options[:1] if "multiple" not in select.attributes else [])
    return "、".join(_label(option) for option in shown)


def _label(option: Element) -> str:
    words = "".join(child for child in option.children if isinstance(child, str)).strip()
    return words or option.get("label")


def _strays(select: Element) -> list[Element | str]:
    """Elements in a list of choices that are none: text of the page behind a list left open."""
    found: list[Element | str] = []
    waiting = list(reversed(select.children))
    while waiting:
        child = waiting.pop()
        if isinstance(child, Element):
            if child.tag in _CHOICES:
                waiting.extend(reversed(child.children))
            elif child.tag != "hr":
                found.append(child)
    return found


def _as_text(element: Element, text: str, *, framed: bool = True) -> Element:
    kept = {name: element.get(name) for name in ("class", "style", "id") if element.get(name)}
    if framed:
        kept["style"] = f"{element.get('style')};white-space:pre-wrap"
    return Element("span", kept, [text])
