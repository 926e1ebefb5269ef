"""Which of the addresses that a page offers for a picture is printed: one that was saved."""

import io
import posixpath
import re
import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum

from PIL import Image

from generator.convert.html.embedded import unseen
from generator.convert.html.reading import pieces
from generator.convert.html.tree import Element
from generator.convert.web.saved import Resource, SavedPage

#: Elements that show a picture.
_SHOWING = frozenset({"img", "amp-img", "amp-anim"})

#: Attributes in which scripts find the picture that they load late, most telling first.
_LATE = (
    *("data-src", "data-original", "data-lazy-src", "data-lazyload", "data-lazy", "data-actualsrc"),
    *("data-original-src", "data-ks-lazyload", "data-echo", "data-real-src", "data-url"),
)
_LATE_SETS = ("data-srcset", "data-lazy-srcset", "data-original-set")

#: Media of a source by which it is meant for another screen or another time than a desk's.
_ELSEWHERE = re.compile(r"max-width|max-device-width|print|dark|portrait", re.IGNORECASE)

#: Names of pictures that stand in until the page's own is loaded.
_STANDING_IN = re.compile(r"loading|placeholder|blank|spacer|lazy|transparent|1x1", re.IGNORECASE)

#: A picture no larger than this on its longer side stands for another, if one is named (pixels).
_DOT = 3

#: So many sizes of one picture are looked at.
_MOST_SIZES = 200

#: The nesting within ``<noscript>`` that is looked through.
_DEEPEST = 20

_DRAWN = re.compile(rb"<(?:path|image|text|polygon|circle|ellipse|line|use)\b")


class _State(Enum):
    GOOD = 1
    DOT = 2
    BROKEN = 3
    MISSING = 4


@dataclass(frozen=True, slots=True)
class _Offer:
    """Addresses at once, best first; what a script would load later; what other screens get."""

    now: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    other: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.now, *self.late, *self.other)


def by_size(srcset: str) -> tuple[str, ...]:
    """The addresses of a ``srcset``, the largest first (HTML, 4.8.4.3.5 "Parsing a srcset")."""
    found: list[tuple[float, str]] = []
    rest = srcset
    while (rest := rest.lstrip(" \t\n\f\r,")) != "" and len(found) < _MOST_SIZES:
        address = re.split(r"[ \t\n\f\r]", rest, maxsplit=1)[0]
        rest = rest[len(address) :]
        size = ""
        if not address.endswith(","):
            size, _, rest = rest.partition(",")
        found.append((_size(size), address.rstrip(",")))
    return tuple(address for _, address in sorted(found, key=lambda pair: -pair[0]))


def _size(described: str) -> float:
    number = re.fullmatch(r"\s*(\d{1,6}(?:\.\d{1,6})?)[wx].*", described, re.DOTALL)
    return float(number[1]) if number else 1.0


def settle_pictures(root: Element, saved: SavedPage) -> frozenset[str]:
    """Give every picture the address that is printed, and put those of ``<noscript>`` in place.

    Returns:
        The addresses of what the page shows as pictures, whether they were saved or not.
    """
    return _Pictures(saved).settle(root)


@dataclass(slots=True)
class _Pictures:
    saved: SavedPage
    sources: dict[int, _Offer] = field(default_factory=dict)
    states: dict[str, _State] = field(default_factory=dict)
    standing: frozenset[str] = frozenset()
    known: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)

    def settle(self, root: Element) -> frozenset[str]:
        _complete(root)
        self._gather_sources(root)
        offers = [(element, self._offer(element)) for element in _showing(root)]
        self.standing = _shared(offer for _, offer in offers)
        for _, offer in offers:
            self._know(offer)
        for element, offer in offers:
            self._settle(element, offer)
        root.rewrite(self._revealed)
        return frozenset(self.shown)

    def _gather_sources(self, root: Element) -> None:
        for picture in root.walk():
            if picture.tag == "picture":
                offer = self._of_sources([e for e in picture.walk() if e.tag == "source"])
                self.sources.update({id(element): offer for element in _showing(picture)})

    def _of_sources(self, sources: list[Element]) -> _Offer:
        here = [source for source in sources if not _is_elsewhere(source)]
        there = [source for source in sources if _is_elsewhere(source)]
        return _Offer(
            tuple(address for source in here for address in self._sets(source, ("srcset",))),
            tuple(address for source in here for address in self._sets(source, _LATE_SETS)),
            tuple(
                address
                for source in there
                for address in self._sets(source, ("srcset", *_LATE_SETS))
            ),
        )

    def _sets(self, element: Element, names: Iterable[str]) -> tuple[str, ...]:
        found = (address for name in names for address in by_size(element.get(name)))
        return tuple(map(self.saved.absolute, found))

    def _offer(self, element: Element) -> _Offer:
        given = self.sources.get(id(element), _Offer())
        source = element.get("src").strip()
        own = (self.saved.absolute(source),) if source else ()
        late = tuple(
            self.saved.absolute(address)
            for name in _LATE
            if _is_address(address := element.get(name).strip())
        )
        return _Offer(
            (*given.now, *self._sets(element, ("srcset",)), *own),
            (*late, *self._sets(element, _LATE_SETS), *given.late),
            given.other,
        )

    def _settle(self, element: Element, offer: _Offer) -> None:
        """Choose what is shown; of what is not there, the address that a clerk would miss."""
        address = self._best(offer)
        for name in ("srcset", "sizes", *_LATE, *_LATE_SETS):
            element.attributes.pop(name, None)
        if not address:
            return
        if address in offer.late:  # what a script would show when it has loaded it
            style = ";opacity:1 !important;visibility:visible !important"
            element.attributes["style"] = element.get("style") + style
        element.attributes["src"] = address
        if not unseen(element):
            self.shown.add(address)

    def _best(self, offer: _Offer) -> str:
        real = [address for address in offer.now if not (offer.late and self._stands_in(address))]
        wanted = (*real, *offer.late, *offer.other)
        for state in (_State.GOOD, _State.BROKEN, _State.MISSING, _State.DOT):
            for address in wanted:
                if self._state(address) is state:
                    return address
        return next(iter(offer.now), "")

    def _stands_in(self, address: str) -> bool:
        """Whether a picture only holds the place of one that a script loads."""
        if address in self.standing or self._state(address) is _State.DOT:
            return True
        return bool(_STANDING_IN.search(_name(address)))

    def _state(self, address: str) -> _State:
        if address not in self.states:
            found = self.saved.resource(address)
            self.states[address] = _State.MISSING if found is None else _looked_at(found)
        return self.states[address]

    def _know(self, offer: _Offer) -> None:
        self.known.update(offer.all)
        self.names.update(filter(None, map(_name, offer.all)))

    def _revealed(self, element: Element) -> list[Element | str]:
        """The pictures of a ``<noscript>`` that the page does not show besides."""
        if element.tag != "noscript" or element.space:
            return [element]
        found: list[Element | str] = []
        inner = Element("span", children=pieces(element.words(), _DEEPEST))
        _complete(inner)
        self._gather_sources(inner)
        for picture in _showing(inner):
            offer = self._offer(picture)
            if self._adds(picture, offer):
                self._know(offer)
                self._settle(picture, offer)
                found.append(picture)
        return found

    def _adds(self, picture: Element, offer: _Offer) -> bool:
        """Whether a picture of a ``<noscript>`` is another than those that the page shows."""
        if unseen(picture) or not offer.all or not self.known.isdisjoint(offer.all):
            return False
        present = self._state(self._best(offer)) is _State.GOOD
        return present or self.names.isdisjoint(map(_name, offer.all))


def _is_elsewhere(source: Element) -> bool:
    return _ELSEWHERE.search(source.get("media")) is not None


def _complete(root: Element) -> None:
    """Make every element that shows a picture an ``img``; only one of those that show the same."""
    for picture in root.walk():
        if picture.tag == "picture" and next(_showing(picture), None) is None:
            picture.children.append(Element("img"))
    root.rewrite(_as_img)


def _as_img(element: Element) -> list[Element | str]:
    if element.tag == "input" and element.get("type").lower() == "image" and element.get("src"):
        return [Element("img", element.attributes)]
    if element.tag not in {"amp-img", "amp-anim"}:
        return [element]
    if next(_showing(Element("span", children=element.children)), None) is not None:
        return element.children
    style = f"max-width:100%;height:auto;{element.get('style')}"
    img = Element("img", {**element.attributes, "style": style})
    return [img, *element.children]  # among them a noscript, or words


def _showing(root: Element) -> Iterator[Element]:
    return (element for element in root.walk() if element.tag in _SHOWING and not element.space)


def _shared(offers: Iterable[_Offer]) -> frozenset[str]:
    """Addresses that stand in for more than one picture."""
    found: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    for offer in offers:
        if offer.late:
            for address in offer.now:
                found[address].add(offer.late)
    return frozenset(address for address, late in found.items() if len(late) > 1)


def _is_address(value: str) -> bool:
    """Whether an attribute holds an address and no words or numbers of a script."""
    return bool(value) and ("/" in value or "." in value) and not value.startswith(("{", "["))


def _name(address: str) -> str:
    """The file's name in an address; empty where there is none."""
    if address.startswith(("data:", "cid:")):
        return ""
    return posixpath.basename(re.split(r"[?#]", address, maxsplit=1)[0])


def is_readable(found: Resource) -> bool:
    """Whether something saved is a picture, and no page that says it was not found."""
    return _looked_at(found) is not _State.BROKEN


def _looked_at(found: Resource) -> _State:
    """What a saved picture is, by its first bytes."""
    if found.is_drawing:
        return _State.GOOD if _DRAWN.search(found.data) else _State.DOT
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # large pictures are told by what draws them
            with Image.open(io.BytesIO(found.data)) as picture:
                return _State.DOT if max(picture.size) <= _DOT else _State.GOOD
    except Exception:  # decoders raise all kinds of errors
        return _State.BROKEN
