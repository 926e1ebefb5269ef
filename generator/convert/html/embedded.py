"""What a page shows through another program or page: taken out, with what can be printed of it."""

from collections import Counter

from generator.convert.html.tree import Element

_PAGE, _OBJECT, _VIDEO, _SOUND = "内嵌网页", "内嵌对象", "视频", "音频"

#: Elements that would show something which is not in the page, and what a clerk calls them.
_LOST = {
    "iframe": _PAGE,
    "frame": _PAGE,
    "portal": _PAGE,
    "amp-iframe": _PAGE,
    "object": _OBJECT,
    "embed": _OBJECT,
    "applet": _OBJECT,
    "video": _VIDEO,
    "amp-video": _VIDEO,
    "amp-youtube": _VIDEO,
    "mpvideo": _VIDEO,
    "mp-common-videosnap": _VIDEO,
    "audio": _SOUND,
    "bgsound": _SOUND,
    "amp-audio": _SOUND,
    "mpvoice": _SOUND,
    "mp-common-mpaudio": _SOUND,
    "canvas": "脚本绘制的图",
}

#: Elements whose content is shown in their place when they cannot be.
_WITH_SUBSTITUTE = frozenset({"object", "applet"})

_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp")


def take_out(root: Element) -> tuple[str, ...]:
    """Replace what cannot be printed by its still picture or its substitute.

    Returns:
        What was taken out, counted, in Chinese.
    """
    lost: Counter[str] = Counter()
    _one_of_each(root)

    def change(element: Element) -> list[Element | str]:
        if element.tag not in _LOST or element.space:
            return [element]
        picture = _picture(element)
        if picture is not None:
            return [picture]
        if not unseen(element):
            lost[_LOST[element.tag]] += 1
        return _left(element)

    root.rewrite(change)
    return tuple(f"{count} 处{what}" for what, count in lost.items())


def unseen(element: Element) -> bool:
    """Whether it shows nothing by its own words: a dot that counts readers, or not displayed."""
    if element.get("width") in {"0", "1"} and element.get("height") in {"0", "1"}:
        return True
    return "display:none" in element.get("style").replace(" ", "").lower()


def _one_of_each(root: Element) -> None:
    """An ``embed`` or ``object`` within an ``object`` is the same thing for another browser."""
    for outer in root.walk():
        if outer.tag == "object":
            outer.rewrite(
                lambda inner: (
                    []
                    if inner.tag == "embed"
                    else inner.children
                    if inner.tag == "object"
                    else [inner]
                )
            )


def _picture(element: Element) -> Element | None:
    """The element as a picture, if that is what it embeds."""
    if element.tag not in {"object", "embed"}:
        return None
    address = element.get("data" if element.tag == "object" else "src")
    named = address.partition("?")[0].lower().endswith(_PICTURES)
    if not address or not (named or element.get("type").lower().startswith("image/")):
        return None
    return Element("img", {**element.attributes, "src": address})


def _left(element: Element) -> list[Element | str]:
    if element.tag in _WITH_SUBSTITUTE:
        return element.children
    poster = element.get("poster") or element.get("data-poster")
    if not poster:
        return []
    kept = {name: element.get(name) for name in ("class", "style", "width", "height")}
    given = {name: value for name, value in kept.items() if value}
    return [Element("img", {**given, "src": poster})]
