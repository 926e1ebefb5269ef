"""Read values out of OFD's XML by local names; programs use several name spaces."""

import math
from collections.abc import Iterable, Iterator

from lxml import etree

from generator.convert.openxml import local

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def children(element: etree._Element | None, *names: str) -> Iterator[etree._Element]:
    """The direct children with one of the names; all elements if none is given."""
    if element is not None:
        for child in element:
            if isinstance(child.tag, str) and (not names or local(child) in names):
                yield child


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element down a path of names, or ``None``."""
    for name in path:
        element = next(children(element, name), None)
    return element


def text(element: etree._Element | None, *path: str) -> str:
    """The stripped text of the element down a path; empty when there is none."""
    found = child(element, *path) if path else element
    return (found.text or "").strip() if found is not None else ""


def numbers(value: str | None) -> tuple[float, ...]:
    """The finite numbers of a list; whatever else it holds counts as nought."""
    return tuple(number(word, 0.0) for word in (value or "").replace(",", " ").split())


def number(value: str | None, otherwise: float) -> float:
    """A finite number, or ``otherwise`` when the text is none."""
    try:
        found = float(value or "")
    except ValueError:
        return otherwise
    return found if math.isfinite(found) and abs(found) < 1e9 else otherwise


def flag(value: str | None, *, otherwise: bool) -> bool:
    """A truth value as XML Schema writes it."""
    return otherwise if value is None else value.strip().lower() in {"true", "1"}


def box(value: str | None) -> Box | None:
    """A box ``x y width height``, or ``None`` when it does not have four numbers."""
    found = numbers(value)
    return (found[0], found[1], found[2], found[3]) if len(found) == 4 else None


def matrix(value: str | None) -> Matrix:
    """A transformation of six numbers; none when it has others."""
    found = numbers(value)
    if len(found) != 6:
        return IDENTITY
    return (found[0], found[1], found[2], found[3], found[4], found[5])


def times(first: Matrix, second: Matrix) -> Matrix:
    """The transformation that applies ``first`` and then ``second``."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def numerals(values: Iterable[float]) -> str:
    """Numbers as PDF operators take them."""
    return " ".join(f"{value:.4f}" for value in values)
