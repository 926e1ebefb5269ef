"""Colours and line styles of OFD objects as PDF operators."""

from dataclasses import dataclass

from lxml import etree

from generator.convert.ofd.remarks import Remarks
from generator.convert.ofd.resources import Resources
from generator.convert.ofd.xml import child, children, number, numbers
from generator.convert.openxml import local

#: GB/T 33190: the line width in mm and the mitre limit where nothing states them.
_LINE_WIDTH, _MITER = 0.353, 3.528

_CAPS = {"Butt": 0, "Round": 1, "Square": 2}
_JOINS = {"Miter": 0, "Round": 1, "Bevel": 2}

_SHADINGS = {
    "AxialShd": "有渐变色，以单色代替",
    "RadialShd": "有渐变色，以单色代替",
    "GouraudShd": "有渐变色，以单色代替",
    "LaGouraudShd": "有渐变色，以单色代替",
}


@dataclass(frozen=True, slots=True)
class Paint:
    """A colour: components from 0 to 1 (one grey, three RGB, four CMYK) and its opacity."""

    components: tuple[float, ...]
    alpha: float

    def operator(self, *, stroke: bool) -> str:
        """The operator that sets the colour for filling or stroking."""
        name = {1: "g", 3: "rg", 4: "k"}[len(self.components)]
        values = " ".join(f"{value:.4f}" for value in self.components)
        return f"{values} {name.upper() if stroke else name}"


BLACK = Paint((0.0,), 1.0)


class Style:
    """What an object is drawn with: its own settings, then those of its style and layer."""

    def __init__(
        self,
        sources: tuple[etree._Element, ...],
        resources: Resources,
        remarks: Remarks,
    ) -> None:
        self._sources = sources
        self._resources = resources
        self._remarks = remarks

    def line_width(self) -> float:
        """The width of strokes in mm."""
        return max(0.0, number(self._said("LineWidth"), _LINE_WIDTH))

    def lines(self) -> str:
        """The operators for width, ends, corners and dashes of lines."""
        cap = _CAPS.get(self._said("Cap") or "", 0)
        join = _JOINS.get(self._said("Join") or "", 0)
        miter = max(1.0, number(self._said("MiterLimit"), _MITER))
        dashes = [max(0.0, value) for value in numbers(self._said("DashPattern"))]
        parts = [f"{self.line_width():.4f} w {cap} J {join} j {miter:.3f} M"]
        if sum(dashes) > 0:
            pattern = " ".join(f"{value:.4f}" for value in dashes)
            parts.append(f"[{pattern}] {number(self._said('DashOffset'), 0.0):.4f} d")
        return " ".join(parts)

    def paint(self, name: str, otherwise: Paint | None) -> Paint | None:
        """``FillColor`` or ``StrokeColor``; ``None`` when nothing is to be painted."""
        for source in self._sources:
            stated = child(source, name)
            if stated is not None:
                return self._colour(stated, otherwise)
        return otherwise

    def _said(self, name: str) -> str | None:
        return next((s.get(name) for s in self._sources if s.get(name) is not None), None)

    def _colour(self, stated: etree._Element, otherwise: Paint | None) -> Paint | None:
        alpha = min(1.0, max(0.0, number(stated.get("Alpha"), 255.0) / 255))
        for inside in children(stated):
            kind = local(inside)
            if kind == "Pattern":
                self._remarks.add("有图案底纹，没有印出")
                return None
            if kind in _SHADINGS:
                self._remarks.add(_SHADINGS[kind])
                colours = (e for e in inside.iter() if local(e) == "Color")
                first = next(colours, None)
                return self._colour(first, otherwise) if first is not None else otherwise
        components = self._components(stated)
        return Paint(components, alpha) if components else otherwise

    def _components(self, stated: etree._Element) -> tuple[float, ...] | None:
        """The components from 0 to 1, out of a value or a palette; ``None`` if there are none."""
        chosen = stated.get("ColorSpace") or self._resources.default_space
        space = self._resources.spaces.get(chosen)
        bits = number(space.get("BitsPerComponent"), 8.0) if space is not None else 8.0
        value = stated.get("Value")
        if value is None and stated.get("Index") is not None:
            palette = list(children(child(space, "Palette"), "CV"))
            index = int(number(stated.get("Index"), 0.0))
            value = palette[index].text if 0 <= index < len(palette) else None
        parsed = [_component(word) for word in (value or "").replace(",", " ").split()]
        largest = 2 ** min(16.0, max(1.0, bits)) - 1
        found = tuple(min(1.0, max(0.0, part / largest)) for part in parsed)
        return found if len(found) in {1, 3, 4} else None


def _component(word: str) -> float:
    """A component in decimal, or in hexadecimal after a number sign."""
    try:
        return float(int(word[1:], 16)) if word.startswith("#") else number(word, 0.0)
    except ValueError:
        return 0.0
